"""What widgets that draw a student's function share: it runs once, in Python, until asked again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

from course.widgets import student_function
from course.widgets.arrays import Array, real_array
from course.widgets.live import loop_of_cells

__all__ = ["FunctionWidget"]


class FunctionWidget(anywidget.AnyWidget):
    """A widget that may be given a function, and shows what it returns.

    Attributes
    ----------
    output : ndarray or None
        What the function returned, where that can be drawn.
    function_name : str
        "" where there is no function.
    function_message : str
        What was odd about the function's result, or "".
    stale : bool
        Whether something changed since the function ran.
    note : str
        A sentence at the widget's top.
    """

    function_name = traitlets.Unicode("").tag(sync=True)
    function_message = traitlets.Unicode("").tag(sync=True)
    output = Array(real_array, allow_none=True)
    stale = traitlets.Bool(False).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self, function: Callable[..., Any] | None, watched: Sequence[str], **traits: Any
    ) -> None:
        name = type(self).__name__
        if function is not None and not callable(function):
            raise TypeError(
                f"{name}: function must be callable, got {function!r}; "
                "give its name without brackets."
            )
        super().__init__(**traits)
        self._function = function
        self._lock = threading.Lock()
        self._loop = loop_of_cells()
        self.on_msg(self._on_message)
        self.observe(self._mark_stale, list(watched))
        if function is not None and not student_function.unseen():
            self.rerun()

    def rerun(self) -> None:
        """Run the function once more, on what the widget shows now.

        Raises
        ------
        ValueError
            If the widget was made without a function.
        """
        if self._function is None:
            name = type(self).__name__
            raise ValueError(f"{name}: no function to run; make one with function=yours.")
        with self._lock:
            outcome = self._outcome(self._function)
            with self.hold_sync():
                self.output = outcome.output
                self.function_name = student_function.name_of(self._function)
                self.function_message = outcome.message
                self.stale = False

    def _outcome(self, function: Callable[..., Any]) -> student_function.Outcome:
        """Run the function on copies; never raises for what the function does."""
        raise NotImplementedError

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        if not isinstance(content, dict) or content.get("type") != "rerun" or not self._function:
            return
        # This may be a thread beside a busy cell: have the function run between cells, not now.
        if self._loop is None or not self._loop.is_running():
            self.rerun()
        else:
            self._loop.call_soon_threadsafe(self.rerun)

    def _mark_stale(self, _: Any) -> None:
        if self._function is not None:
            self.stale = True
