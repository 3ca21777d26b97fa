"""The markdown around a task."""

from __future__ import annotations

import pytest

from autograder.build import card
from tests.build.miniature import AREA, DOUBLE, LESSONS, RECALL, SUM


def test_dots_come_with_their_number() -> None:
    assert card.dots(2) == "●●○○○ 2/5"


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_in_a_sentence(words: list[str], text: str) -> None:
    assert card.enumeration(words) == text


def test_a_card_says_everything_it_was_given_and_links_in_words() -> None:
    text = card.card(AREA, LESSONS["01-second"], [LESSONS["00-first"]])
    for part in (
        "### Cells of a rectangle\n",
        "\nDifficulty ●●○○○ 2/5 · importance ●●●●● 5/5 · 1 minute · 3 points\n",
        "[`double` above](#Twice-as-much)",
        "[`tens_place` from lesson 00, Digits](../00-first/00-first.ipynb)",
        "Allowed tools: no loops.",
    ):
        assert part in text


def test_an_exercise_that_is_not_found_is_named_without_a_link() -> None:
    assert "`double` above](" in card.card(AREA, LESSONS["01-second"])
    assert "and `tens_place`." in card.card(AREA, LESSONS["01-second"])


def test_symptoms_are_folded_and_end_with_the_way_to_a_hint() -> None:
    text = card.symptoms(DOUBLE)
    assert text.startswith("<details>\n<summary>")
    assert "- **the result is a list?** what" in text
    assert "- **off by one**: whether" in text
    last = text.splitlines()[-1]
    assert 'hint("double")' in last and "one step more each time" in last
    assert card.symptoms(AREA).count("<details>") == 0


def test_a_question_shows_its_options_and_not_why_they_are_right() -> None:
    text = card.question(SUM, "Count first.")
    assert text.startswith("Count first.\n\nWhat is $3 + 4$?\n\n- **a** 6\n- **b** 7, which is\n  ")
    assert "SECRET" not in text
    assert "(1 point)" in text
    assert "(recall, no points)" in card.question(RECALL)
