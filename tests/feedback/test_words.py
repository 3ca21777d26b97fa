"""What is said, and in which order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autograder.feedback import html, text
from autograder.feedback.markup import markdown
from autograder.verdict import Finding, Named, Verdict
from tests.feedback.cases import (
    AVERAGES,
    EXERCISE,
    FLIPS,
    HIDDEN,
    QUESTION,
    RECALL,
    by_hand,
    correlate,
    flipped,
    judged,
)


def both(verdict: Verdict, hints: int = 0) -> tuple[str, str]:
    page = html.verdict_page(verdict, EXERCISE, hints)
    return page.html, page.text


def test_feedback_says_what_was_seen_then_its_name_then_where_to_look_then_where_to_play():
    for written in both(flipped()):
        order = [
            "of 8 points",
            "-17 where 15 is expected",
            "The kernel was flipped on both axes",
            "The smallest case that shows it",
            "KernelSlider.on(",
            "20 %",
        ]
        found = [written.index(words) for words in order]
        assert found == sorted(found)


def test_a_pair_of_mistakes_is_named_together():
    for written in both(judged(EXERCISE.buggy(FLIPS, AVERAGES))):
        assert FLIPS.id in written
        assert AVERAGES.says in written
        assert "these two mistakes together" in written


def test_certainty_is_put_into_words():
    sure = by_hand(1.0, 2.0, named=Named(("b",), ("Says.",), "matches"))
    unsure = by_hand(1.0, 2.0, named=Named(("b",), ("Says.",), "looks like"))
    for one, other in zip(both(sure), both(unsure), strict=True):
        assert "in all 3 cases tried" in one
        assert "look like" not in one
        assert "look like" in other


def test_a_property_stands_where_the_name_would_when_no_mistake_is_known():
    verdict = by_hand(1.0, 2.0)
    linear = Finding("property", "property", "The result is not linear in `x`.", "linear")
    verdict = replace(verdict, findings=(*verdict.findings, linear))
    page = html.verdict_page(verdict, EXERCISE, 0)
    assert page.text.index("What it looks like") < page.text.index("not linear in")
    assert "What else was seen" not in page.text
    assert "not linear in <code>x</code>" in page.html


def test_signs_are_offered_only_when_the_mistake_has_no_name():
    assert "Differs at the border only?" in both(by_hand(1.0, 2.0))[0]
    assert "Differs at the border only?" not in both(flipped())[0]


def test_a_pass_is_one_line_and_the_note():
    verdict = replace(judged(correlate), note="A `loop` works too.")
    page = html.verdict_page(verdict, EXERCISE, 0)
    assert "passed, 8 of 8 points" in page.text
    assert "all 3 cases" in page.text
    assert "<code>loop</code>" in page.html
    assert "<details" not in page.html
    assert "<table" not in page.html


def test_an_unwritten_exercise_is_not_reproached():
    def stub(x, kernel):
        raise NotImplementedError("yours to write")

    for written in both(judged(stub)):
        assert "not written yet" in written
        assert "Its 8 points are waiting" in written
        assert "0 of 8" not in written


def test_other_findings_are_at_most_five_and_said_once():
    verdict = flipped()
    many = [Finding("values", "value", f"number {n}", f"case {n}") for n in range(9)]
    same = [Finding("values", "value", "the same", f"again {n}") for n in range(4)]
    verdict = replace(verdict, findings=(verdict.findings[0], *same, *many))
    for written in both(verdict):
        assert written.count("The same") == 1
        assert "in 4 cases" in written
        assert "Number 3" in written
        assert "Number 4" not in written
        assert "and 5 more" in written


def test_shares_of_a_lone_family_are_the_whole():
    verdict = replace(flipped(), families={"core": False})
    assert "100 %" in both(verdict)[1]


@pytest.mark.parametrize(("taken", "offered"), [(0, "1 of 3"), (1, "2 of 3"), (2, "3 of 3")])
def test_the_next_hint_is_folded_away(taken, offered):
    markup, plain = both(flipped(), taken)
    assert f"<details><summary>Hint {offered}" in markup
    assert f"hint {offered}" in plain


def test_no_hint_is_offered_after_the_last():
    assert "Hint " not in both(flipped(), 3)[0]


def test_hints_come_in_steps_as_markdown():
    first, all_three = html.hint_page(EXERCISE, 1), html.hint_page(EXERCISE, 3)
    assert "<strong>one</strong>" in first.html
    assert "Two loops" not in first.html
    assert "<li>rows</li>" in all_three.html
    assert "<pre><code>for row" in all_three.html
    assert "once more shows the next" in first.text
    assert "These are all the hints" in all_three.text


def test_an_exercise_without_hints_says_so():
    assert "no hints" in html.hint_page(replace(EXERCISE, hints=("", "", "")), 1).text


def test_a_right_choice_is_explained():
    page = html.verdict_page(judged("a", QUESTION), QUESTION, 0)
    assert "right, 1 of 1 point" in page.text
    assert "The kernel covers <code>2</code> rows." in page.html


def test_another_choice_gets_its_own_explanation_and_not_the_right_one():
    for written in _written("b"):
        assert "That needs padding." in written
        assert "not yet" in written
        assert "(6, 8)" not in written
        assert "The kernel covers" not in written
        assert "option_b" not in written


def _written(answer: str) -> tuple[str, str]:
    page = html.verdict_page(judged(answer, QUESTION), QUESTION, 0)
    return page.html, page.text


def test_an_unknown_letter_and_no_letter_are_told_apart():
    assert "one of a, b is expected" in _written("z")[1]
    assert "not answered yet" in _written("")[1]


@pytest.mark.parametrize(("answer", "words"), [("a", "right"), ("b", "not yet")])
def test_recall_is_not_about_points(answer, words):
    page = html.verdict_page(judged(answer, RECALL), RECALL, 0)
    assert words in page.text
    assert "point" not in page.text
    assert " of 1" not in page.html


def hidden_failure() -> Verdict:
    def answer(x, kernel):
        if x[0, 0] == HIDDEN:
            print("my x is", x)
            return correlate(x, kernel) + 1e9
        return correlate(x, kernel)

    return judged(answer)


def test_a_hidden_case_is_described_by_its_sentences_only():
    verdict = hidden_failure()
    assert verdict.case is not None
    verdict = replace(verdict, case=replace(verdict.case, expected=np.full((4, 4), HIDDEN)))
    for written in both(verdict):
        assert "values differ" in written
        assert "123456" not in written
        assert "<table class=g" not in written
        assert "not shown" in written
        assert "my x is" not in written


def test_printed_output_is_shown_and_capped():
    markup, plain = both(by_hand(1.0, 2.0, printed="spam " * 1000))
    assert "What your function printed" in markup
    assert "3500 more characters" in plain
    assert plain.count("spam") <= 300


def test_a_sentence_is_a_page():
    page = html.sentence_page("conv2d: yours, `conv2d`.")
    assert text.plain(page) == "conv2d: yours, `conv2d`."
    assert "<code>conv2d</code>" in page.html


@pytest.mark.parametrize(
    "hint",
    [
        "Which cells of `x` does `out[0, 1]` need?",
        "Two lines\nof one paragraph, 3 - 4 = -1.",
        "`a*b*c` ($x$)",
    ],
)
def test_a_plain_hint_reads_the_same_with_and_without_the_markdown_library(hint):
    from markdown_it import MarkdownIt

    assert markdown(hint) == MarkdownIt().render(hint).strip()
