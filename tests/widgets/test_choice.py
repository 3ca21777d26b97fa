"""choose() on the Python side."""

from __future__ import annotations

import re
from typing import Any

import pytest

from course.widgets import choose


def test_an_empty_answer_means_not_answered() -> None:
    assert choose("abcd").answer == ""
    assert choose("abcd", answer="").answer == ""


def test_its_repr_is_short_and_tells_the_answer() -> None:
    assert repr(choose("abcd", answer="b")) == "Choice('abcd', answer='b')"


@pytest.mark.parametrize("answer", ["e", "ab", "B", None, 1])
def test_an_answer_that_is_not_on_offer_is_refused_in_one_sentence(answer: Any) -> None:
    sentence = (
        f"choose: answer must be one of a, b, c, d, or empty for no answer yet, got {answer!r}."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        choose("abcd", answer=answer)


@pytest.mark.parametrize("letters", ["", "a", "a b", "a,b", 3])
def test_letters_that_are_none_are_refused(letters: Any) -> None:
    with pytest.raises(ValueError, match='must be two or more letters such as "abcd"'):
        choose(letters)


def test_letters_must_differ() -> None:
    with pytest.raises(ValueError, match="must differ from each other, got 'aba'"):
        choose("aba")


def test_a_letter_set_later_is_checked_too() -> None:
    choice = choose("abcd")
    choice.answer = "c"
    assert choice.answer == "c"
    with pytest.raises(ValueError, match="answer must be one of a, b, c, d"):
        choice.answer = "x"


def test_it_knows_the_line_that_asked() -> None:
    first = choose("ab")
    second = choose("ab")
    assert second.line == first.line + 1
