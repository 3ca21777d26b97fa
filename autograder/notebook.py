"""The student's face: `check`, `hint`, `use`, `failing_case`, `progress`; in a notebook or not."""

from __future__ import annotations

import difflib
import functools
import os
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from autograder import lessons
from autograder.exercise import Exercise, Question
from autograder.feedback import Page, data, html, text
from autograder.judge import judge
from autograder.learner import Store, folder_of, overview
from autograder.learner.page import panel
from autograder.lessons.catalogue import catalogue
from autograder.playing import offer
from autograder.stand_ins import live
from autograder.target import LocalTarget
from autograder.verdict import Finding, Verdict

VERDICT_MIME = "application/vnd.cnn-course.verdict+json"
"""Under this type a check's verdict stands in the cell's output."""

F = TypeVar("F", bound=Callable[..., Any])


REFERENCE = (
    "this is the reference that `use` handed out, not your function. Run the cell with your "
    "function again, then this check."
)


class Session:
    """What one kernel remembers: the last verdict and the hints taken, by task; and its progress.

    Progress is kept where somebody learns, in a live notebook: not while a grader runs it.
    """

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}
        self.hints: dict[str, int] = {}
        self.panels: dict[str, Any] = {}
        self._store: Store | None = None

    @property
    def store(self) -> Store | None:
        if os.environ.get("NBGRADER_EXECUTION") or not _shell():
            return None
        if self._store is None:
            self._store = Store(folder_of(Path.cwd()))
        return self._store

    def noted(self) -> None:
        """Draw the panels of this notebook again."""
        for slug, handle in self.panels.items():
            page = _panel(slug)
            handle.update({"text/html": page.html, "text/plain": page.text}, raw=True)


_session = Session()
_handed_out: weakref.WeakSet[Callable[..., Any]] = weakref.WeakSet()


def check(task_id: str, answer: Any) -> float:
    """Judge an answer, show what was found, and return the points.

    Parameters
    ----------
    task_id : str
        Name of the exercise or question, such as "cross_correlate2d".
    answer : object
        Your function, or your answer to a question.

    Returns
    -------
    float
        The points, a plain Python float between 0 and the task's points. A wrong answer never
        raises.
    """
    task = _find(task_id)
    if task is None:
        return 0.0
    verdict = _judge(task, answer)
    _session.verdicts[task_id] = verdict
    page = html.verdict_page(verdict, task, _session.hints.get(task_id, 0))
    _show(page, data.to_dict(verdict))
    _offer(verdict)
    if _session.store is not None and verdict.status != "unwritten":
        _session.store.checked(task_id, verdict.points, verdict.passed)
        _session.noted()
    return float(verdict.points)


def _offer(verdict: Verdict) -> None:
    """In a live notebook: a button that opens the widget on the failing case."""
    shell = _shell()
    live_one = getattr(shell, "kernel", None) is not None and _session.store is not None
    if not live_one or not verdict.play or verdict.case is None:
        return
    from IPython.display import display

    display(offer(verdict.play, shell.user_ns))


def hint(task_id: str) -> None:
    """Show one hint more each time: a question, a plan, pseudo-code with the hard line left out."""
    task = _find(task_id)
    if not isinstance(task, Exercise):
        if task is not None:
            _show(html.sentence_page(f"{task_id} is a question: its options are the hints."))
        return
    step = min(_session.hints.get(task_id, 0) + 1, len(task.hints))
    _session.hints[task_id] = step
    _show(html.hint_page(task, step))
    if _session.store is not None:
        _session.store.hinted(task_id, step)
        _session.noted()


def use(task_id: str, function: F | None = None) -> F | Callable[..., Any]:
    """Your function if it passes its check, else the reference; says which.

    Later cells can build on the result either way, so that one exercise never blocks a lesson.
    Without a function it is the reference: that of a function you wrote in an earlier lesson.
    """
    task = _find(task_id)
    if not isinstance(task, Exercise):
        return function or _nothing
    if function is None:
        lesson = lessons.lesson_of(task_id).slug
        _show(html.sentence_page(f"{task_id}: the reference of the one you wrote in {lesson}."))
        return _lend(task)
    verdict = _judge(task, function, explain=False)
    if verdict.passed:
        _show(html.sentence_page(f"{task_id}: yours."))
        return function
    state = "not written yet" if verdict.status == "unwritten" else "not passing its check yet"
    _show(html.sentence_page(f"{task_id}: the reference for now, since yours is {state}."))
    return _lend(task)


def _lend(task: Exercise) -> Callable[..., Any]:
    if isinstance(task.reference, type):
        _handed_out.add(task.reference)
        return task.reference

    @functools.wraps(task.reference)
    def reference(*args: Any, **kwargs: Any) -> Any:
        return task.reference(*args, **kwargs)

    _handed_out.add(reference)
    return reference


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Stands for an exercise that does not exist; the sentence about it was shown."""


def failing_case(task_id: str) -> dict[str, Any] | None:
    """Arguments by name of the smallest failing case of the last check, or None.

    None also when the last check passed, there was none, or the case may not be shown.
    """
    verdict = _session.verdicts.get(task_id)
    if verdict is None or verdict.case is None or not verdict.case.show:
        return None
    return dict(live(dict(verdict.case.arguments), {}))


def progress(slug: str = "") -> None:
    """Show what you have done so far in a lesson, your points, and where to go on.

    Parameters
    ----------
    slug : str
        The lesson, such as "01-sliding"; the whole course when none is named. The panel follows
        your checks for as long as the notebook is open.
    """
    page = _panel(slug)
    if not _shell():
        print(page.text)
        return
    from IPython.display import display

    bundle = {"text/html": page.html, "text/plain": page.text}
    _session.panels[slug] = display(bundle, raw=True, display_id=True)


def _panel(slug: str) -> Page:
    store = _session.store
    entries = store.read() if store is not None else {}
    return panel(overview(entries), slug, store.problem if store is not None else "")


def _judge(task: Exercise | Question, answer: Any, explain: bool = True) -> Verdict:
    if callable(answer) and _is_handed_out(answer):
        finding = Finding("contract", "not_callable", REFERENCE)
        return Verdict(task.id, 0.0, task.points, "failed", findings=(finding,))
    parameters = tuple(task.signature.parameters) if isinstance(task, Exercise) else ()
    return judge(task, LocalTarget(answer, parameters), explain=explain)


def _is_handed_out(answer: Any) -> bool:
    try:
        return answer in _handed_out
    except TypeError:  # not hashable, or no weak references to it
        return False


def _find(task_id: str) -> Exercise | Question | None:
    try:
        return lessons.find(task_id)
    except lessons.UnknownTask:
        known = [task.id for lesson in catalogue() for task in lesson.tasks]
        near = difflib.get_close_matches(str(task_id), known, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        _show(html.sentence_page(f"There is no exercise called {task_id!r}.{guess}"))
        return None


def _shell() -> Any:
    """The running IPython, or None in a plain script or terminal."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _show(page: Page, verdict: dict[str, Any] | None = None) -> None:
    """Display in a notebook, print elsewhere. Never writes to standard error.

    The verdict travels beside the page in the cell's output, for reports over a class. Scores are
    never read from it: a student can write anything there.
    """
    if _shell():
        from IPython.display import display

        bundle: dict[str, Any] = {"text/html": page.html, "text/plain": page.text}
        if verdict is not None:
            bundle[VERDICT_MIME] = verdict
        display(bundle, raw=True)
    else:
        print(text.plain(page))
