"""What widgets that draw a student's function share: it runs once, in Python, until asked again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import anywidget
import traitlets

from course.widgets import student_function
from course.widgets.adapters import Adapter
from course.widgets.arrays import Array, real_array
from course.widgets.failing import Case, Opening, answer_of, case_of, noted, open_on
from course.widgets.live import loop_of_cells

__all__ = ["FunctionWidget"]

Widget = TypeVar("Widget", bound="FunctionWidget")


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

    _adapters: ClassVar[Mapping[str, Adapter]] = {}
    """By exercise: how a function of another kind than the widget's own is drawn."""
    _returned: ClassVar[tuple[str, ...]] = ()
    """What the parts of an answer that is itself a case are called."""

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

    @classmethod
    def on_failing_case(
        cls: type[Widget],
        exercise_id: str,
        function: Callable[..., Any] | None = None,
        *,
        said: Callable[..., Any] | None = None,
        **settings: Any,
    ) -> Widget:
        """Open on the smallest case that your last check failed, with your function in it.

        Parameters
        ----------
        exercise_id : str
            The exercise's name, as in ``check("pad2d", ...)``.
        function : callable, optional
            Your function, where this widget can draw what it returns.
        said : callable, optional
            Your function, where it cannot: the note at the top says what it gives for the case.
        **settings
            The widget's other arguments. What the case gives goes before them.

        Returns
        -------
        FunctionWidget
            On the default example where there is no failing case, or none that can be drawn; its
            note says so. Never raises for what your function does.
        """
        case = case_of(exercise_id)
        if function is not None:
            adapt = cls._adapters.get(exercise_id)
            settings["function"] = function if adapt is None else adapt(function, case)
        if case is None:
            note = (
                f"No failing case: the last check of {exercise_id} found none that may be shown, "
                "or did not run. This is the default example."
            )
            return cls(**{"note": note, **settings})
        answer, sentence = answer_of(said, case)
        agree = (
            "If all cells agree here, what failed is not a value (the dtype, an argument changed): "
            "read the check's feedback."
        )
        found = f"The smallest case that your {exercise_id} failed."
        return open_on(
            cls,
            lambda: cls._opening(case, answer),
            settings,
            what=noted(sentence, f"The failing case of {exercise_id}"),
            found=noted(found, sentence or agree),
        )

    @classmethod
    def on_answer(cls: type[Widget], function: Callable[[], Any], **settings: Any) -> Widget:
        """Open on what your function of no arguments returns: the answer to a "break it".

        Parameters
        ----------
        function : callable
            Yours. It runs once.
        **settings
            The widget's other arguments.

        Returns
        -------
        FunctionWidget
            On the default example where the answer cannot be drawn; its note says so.
        """
        answer, sentence = answer_of(function, {})
        name = student_function.name_of(function)

        def read() -> Opening:
            if answer is None:
                raise ValueError("there is nothing to draw")
            if isinstance(answer, dict):
                return cls._opening(answer, None)
            parts = answer if isinstance(answer, (tuple, list)) else (answer,)
            return cls._opening(dict(zip(cls._returned, parts, strict=False)), None)

        what = noted(sentence, "It") if answer is None else f"What your {name} returns"
        return open_on(cls, read, settings, what=what, found=f"This is what your {name} returns.")

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        """Read the widget's arguments from a case; may raise where it cannot be drawn.

        Parameters
        ----------
        case : mapping
            Arguments by name.
        answer : object
            What the student's function gave for it, or None.
        """
        raise NotImplementedError

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
