"""Choice: one letter out of a few, answered with a click or a key and kept in the cell."""

from __future__ import annotations

import pathlib
import sys
from typing import Any

import anywidget
import traitlets

from course.widgets.live import in_kernel

__all__ = ["Choice", "choose"]

_STATIC = pathlib.Path(__file__).parent / "static"


class Choice(anywidget.AnyWidget):
    """A row of letters, one of which may be chosen. Make one with `choose`.

    .. image:: /docs/images/choice.png
        :alt: Four radio buttons, a to d; b is chosen.

    Attributes
    ----------
    letters : str
        The letters on offer.
    answer : str
        The letter chosen, or "" while there is none.
    """

    _esm = _STATIC / "choice.js"
    _css = _STATIC / "widgets.css"

    letters = traitlets.Unicode("abcd", read_only=True).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    line = traitlets.Int(0).tag(sync=True)

    def __init__(self, letters: str, answer: str = "", *, line: int = 0) -> None:
        if not isinstance(letters, str) or len(letters) < 2 or not letters.isalnum():
            raise ValueError(
                f'choose: letters must be two or more letters such as "abcd", got {letters!r}.'
            )
        if len(set(letters)) != len(letters):
            raise ValueError(f"choose: letters must differ from each other, got {letters!r}.")
        self._shown = -1
        self.set_trait("letters", letters)
        super().__init__(answer=_checked(answer, letters), line=line)

    def __repr__(self) -> str:
        """Return the call that makes it."""
        return f"Choice({self.letters!r}, answer={self.answer!r})"

    @traitlets.validate("answer")
    def _one_of_them(self, proposal: Any) -> str:
        return _checked(proposal["value"], self.letters)

    def _ipython_display_(self, **_: Any) -> None:
        """Show the row, once a cell: `choose` shows it, and the cell's last line may again."""
        from IPython import get_ipython
        from IPython.display import display

        shell = get_ipython()
        count = -1 if shell is None else shell.execution_count
        if count == self._shown != -1:
            return
        self._shown = count
        bundle = self._repr_mimebundle_()
        if bundle is not None:
            data = bundle[0] if isinstance(bundle, tuple) else bundle
            display(data, raw=True)


def choose(letters: str, answer: str = "") -> Choice:
    """Show a row of letters to choose from, and return it.

    Choosing a letter sets `answer` here and writes it into the call in the notebook's cell, so that
    the notebook file carries the answer and running the cell again keeps it.

    Parameters
    ----------
    letters : str
        The letters on offer, such as "abcd".
    answer : str
        The letter chosen; "" means not answered.

    Returns
    -------
    Choice
        Its ``answer`` is the letter.

    Raises
    ------
    ValueError
        If the answer is not one of the letters.

    Examples
    --------
    >>> choose("abcd", answer="b")
    Choice('abcd', answer='b')
    """
    caller = sys._getframe(1)
    choice = Choice(letters, answer, line=caller.f_lineno)
    if in_kernel():
        choice._ipython_display_()
    return choice


def _checked(answer: Any, letters: str) -> str:
    if answer == "" or (isinstance(answer, str) and len(answer) == 1 and answer in letters):
        return str(answer)
    raise ValueError(
        f"choose: answer must be one of {', '.join(letters)}, or empty for no answer yet, "
        f"got {answer!r}."
    )
