"""Opening a widget on the case that the last check failed: what the widgets share of it."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from course.widgets.student_function import name_of, unseen

__all__ = ["Opening", "answer_of", "case_of", "first_plane", "noted", "open_on"]

Case = Mapping[str, Any]
"""A failing case: arguments by name."""
Widget = TypeVar("Widget")

_DEFAULT = "This is the default example."
_MOST_SAID = 12
"""An array of more numbers than this is described by its shape."""


@dataclass(frozen=True)
class Opening:
    """What a widget opens on.

    Attributes
    ----------
    traits : dict
        The widget's arguments.
    cut : str
        What of the case is left out since the widget cannot show it, in a sentence, or "".
    """

    traits: dict[str, Any] = field(default_factory=dict)
    cut: str = ""


def case_of(exercise_id: str) -> Case | None:
    """Arguments by name of the smallest case that the last check failed, or None."""
    from autograder import failing_case  # here, so that widgets work without the autograder

    return failing_case(exercise_id)


def answer_of(function: Callable[..., Any] | None, case: Case | None) -> tuple[Any, str]:
    """Call a function on a copy of a case: what it returned, and that in a sentence.

    Never raises for what the function does: its answer is then None.

    Examples
    --------
    >>> answer_of(max, {"a": 1, "b": 2})
    (2, 'For it, your max gives 2.')
    """
    if function is None or case is None or unseen():
        return None, ""
    name = name_of(function)
    of = "For it, your" if case else "Your"
    try:
        arguments = copy.deepcopy(dict(case))
        try:
            by_name = arguments.keys() <= inspect.signature(function).parameters.keys()
        except (TypeError, ValueError):
            by_name = False
        answer = function(**arguments) if by_name else function(*arguments.values())
        return answer, f"{of} {name} gives {_in_words(answer)}."
    except Exception as error:  # a student's function may raise anything; it is shown
        reason = f": {error}" if str(error) else ""
        return None, f"{of} {name} raises {type(error).__name__}{reason.rstrip('.')}."


def _in_words(value: Any) -> str:
    if isinstance(value, (tuple, list)) and any(isinstance(part, np.ndarray) for part in value):
        return " and ".join(map(_in_words, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_words(part)}" for key, part in value.items())
    if not isinstance(value, np.ndarray):
        said = repr(value.item() if isinstance(value, np.generic) else value)
        return said if len(said) <= 80 else f"{said[:79]}…"
    kind = f"shape {value.shape}, {value.dtype}"
    if value.size > _MOST_SAID:
        return f"an array of {kind}"
    return f"{np.array2string(value, precision=4, separator=', ')} ({kind})".replace("\n", "")


def open_on(
    make: Callable[..., Widget],
    read: Callable[[], Opening],
    settings: Mapping[str, Any],
    *,
    what: str,
    found: str,
) -> Widget:
    """Make a widget from what `read` finds, or its default with a note on why that failed.

    Parameters
    ----------
    make : callable
        The widget's class.
    read : callable
        Reads the case, and may raise whatever a student's array makes it raise.
    settings : mapping
        Arguments that the case does not give.
    what, found : str
        The case in words, and the note where it is drawn.
    """
    try:
        opening = read()
        return make(note=noted(found, opening.cut), **{**settings, **opening.traits})
    except Exception as error:  # made by a student's code, so anything may be amiss in it
        note = f"{what} cannot be drawn here ({_plain(error)})."
        return make(note=noted(note, _DEFAULT), **settings)


def _plain(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def noted(*sentences: str) -> str:
    """Join the sentences there are."""
    return " ".join(sentence for sentence in sentences if sentence)


def first_plane(value: Any, most: int) -> tuple[npt.NDArray[Any], str]:
    """The first image's first channel, at most `most` a side, and what that leaves out.

    Examples
    --------
    >>> plane, cut = first_plane(np.zeros((2, 3, 4, 5)), most=4)
    >>> plane.shape, cut
    ((4, 4), 'Of it you see the first image, the first channel, the first 4 rows and columns.')
    """
    array = np.asarray(value)
    left_out = []
    while array.ndim > 2:
        kind = "image" if array.ndim == 4 else "channel"
        if len(array) > 1:
            left_out.append(f"the first {kind}")
        array = array[0]
    if max(array.shape, default=0) > most:
        left_out.append(f"the first {most} rows and columns")
        array = array[:most, :most]
    return array, f"Of it you see {', '.join(left_out)}." if left_out else ""
