"""A target is something a judge can call; `LocalTarget` calls a Python function in this process."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from autograder.exercise import Function, Probe
from autograder.forbidden import Forbidden
from autograder.stand_ins import ByName, Handle, live

if TYPE_CHECKING:
    from autograder.modules import ModuleTarget

MAX_PRINTED = 4_000
"""Characters of a call's printed output that are kept."""


class OutOfTime(BaseException):
    """The call took longer than the judge allows. Not an Exception: students catch those."""


@dataclass(frozen=True)
class Failure:
    """An exception raised by the function: type, text, and the student's own lines."""

    type: str
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """All that is known of one call.

    Attributes
    ----------
    value : object
        What the function returned (None when it raised).
    failure : Failure or None
    changed : tuple of str
        Parameters whose argument was modified by the call.
    shared : tuple of str
        Parameters whose argument shares memory with the result.
    contiguous : bool
        Whether the result, if it is an array, is C-contiguous.
    printed : str
        What the call wrote to standard output and standard error.
    seconds : float
        Wall-clock time.
    warned : tuple of str
        Texts of the `RuntimeWarning`s that were issued, such as NumPy's of an overflow.
    """

    value: Any = None
    failure: Failure | None = None
    changed: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    contiguous: bool = True
    printed: str = ""
    seconds: float = 0.0
    warned: tuple[str, ...] = ()


class Target(Protocol):
    """What a judge needs of an answer, wherever it runs."""

    def problem(self) -> str:
        """Why the answer can't be called at all, in a sentence, or ""."""

    def call(self, probe: Probe, seconds: float, forbids: tuple[str, ...] = ()) -> Outcome:
        """Call the function with copies of the probe's arguments, for at most `seconds`."""

    def calls(
        self, probes: Sequence[Probe], seconds: float, forbids: tuple[str, ...] = ()
    ) -> Iterator[Outcome]:
        """One call after the other; `forbids` holds for the probes that are shown."""

    def value(self) -> Any:
        """The answer itself, where it is plain data (questions)."""

    def file(self, name: str) -> bytes | None:
        """What a file beside the notebook holds, or None."""

    def modules(
        self, seconds: float = 5.0, seed: int = 0, forbids: tuple[str, ...] = ()
    ) -> ModuleTarget:
        """The same answer, judged by the PyTorch modules it makes or works on."""


class LocalTarget:
    """A target in this process: the student's live notebook, or a test.

    Warnings are swallowed and printed output is captured, so that a noisy function is judged by
    what it returns. The time limit is kept by a timer signal and works in the main thread of
    POSIX systems; elsewhere the call is not interrupted.
    """

    def __init__(self, answer: Any, parameters: tuple[str, ...] = ()) -> None:
        self._answer = answer
        self._parameters = parameters

    def problem(self) -> str:
        if self._answer is None:
            return "there is nothing here yet: the name is None."
        if not callable(self._answer):
            return (
                f"this is {kind_of(self._answer)}, not a function. "
                "Pass the function itself, without parentheses and arguments."
            )
        return ""

    def value(self) -> Any:
        return getattr(self._answer, "answer", self._answer)

    def file(self, name: str) -> bytes | None:
        path = Path(name)
        return path.read_bytes() if path.is_file() else None

    def modules(
        self, seconds: float = 5.0, seed: int = 0, forbids: tuple[str, ...] = ()
    ) -> ModuleTarget:
        from autograder.modules import LocalModules  # which is built on this module

        return LocalModules(self._answer, seconds=seconds, seed=seed, forbids=forbids)

    def call(self, probe: Probe, seconds: float, forbids: tuple[str, ...] = ()) -> Outcome:
        args, kwargs = copy.deepcopy((probe.args, dict(probe.kwargs)))
        try:
            given, named = live(args, {}), live(kwargs, {})
        except Exception as error:  # a notebook may ask for a reference with handles it made up
            return Outcome(failure=Failure(type(error).__name__, str(error)[:500]))
        seen = observe(lambda: self._answer(*given, **named), seconds, forbids, self._answer)
        value = seen.value
        names = self._names(len(args), kwargs)
        before, after = [*probe.args, *probe.kwargs.values()], [*args, *kwargs.values()]
        rows = list(zip(names, before, after, strict=True))
        return Outcome(
            value=value,
            failure=seen.failure,
            changed=tuple(n for n, a, b in rows if not same(a, b)),
            shared=tuple(n for n, _, b in rows if _shares(value, b)),
            contiguous=not isinstance(value, np.ndarray) or bool(value.flags.c_contiguous),
            printed=seen.printed,
            seconds=seen.seconds,
            warned=seen.warned,
        )

    def calls(
        self, probes: Sequence[Probe], seconds: float, forbids: tuple[str, ...] = ()
    ) -> Iterator[Outcome]:
        for probe in probes:
            yield self.call(probe, seconds, forbids if probe.show else ())

    def _names(self, positional: int, kwargs: Mapping[str, Any]) -> list[str]:
        names = [*self._parameters[:positional]]
        names += [f"argument {n + 1}" for n in range(len(names), positional)]
        return [*names, *kwargs]


def observe(
    action: Callable[[], Any], seconds: float, forbids: tuple[str, ...], author: Any
) -> Outcome:
    """Run a student's code for at most `seconds`: what came of it, but for its arguments.

    `author` is the function whose source tells the student's own lines in a traceback.
    """
    printed = io.StringIO()
    value, failure = None, None
    start = time.perf_counter()
    heard: list[warnings.WarningMessage] = []
    try:
        with _quiet(printed, heard), time_limit(seconds), Forbidden(forbids):
            value = action()
    except OutOfTime:
        failure = Failure("OutOfTime", f"still running after {seconds:g} s")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a student's exit() must not end the check
        failure = describe(error, author)
    elapsed = time.perf_counter() - start
    return Outcome(
        value=value,
        failure=failure,
        printed=printed.getvalue()[:MAX_PRINTED],
        seconds=elapsed,
        warned=_texts(heard),
    )


def _texts(heard: list[warnings.WarningMessage]) -> tuple[str, ...]:
    texts = {str(one.message)[:200] for one in heard if issubclass(one.category, RuntimeWarning)}
    return tuple(sorted(texts)[:4])


def same(a: Any, b: Any) -> bool:
    """Whether two arguments have the same type, shape, dtype and values (NaN equals NaN)."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        if a.shape != b.shape or a.dtype != b.dtype:
            return False
        if a.tobytes() == b.tobytes():
            return True
        return np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if callable(a) or isinstance(a, (np.random.Generator, Handle, ByName)):
        return True
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(a, torch.Tensor):
        alike = a.shape == b.shape and a.dtype == b.dtype
        return bool(alike and ((a == b) | ((a != a) & (b != b))).all())
    return bool(a == b)


def describe(error: BaseException, function: Function) -> Failure:
    """The exception with the traceback lines that belong to the student's code."""
    try:
        home = inspect.unwrap(function).__code__.co_filename
    except (AttributeError, ValueError):
        home = ""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename == home or f.filename.startswith("<ipython-input")]
    lines = tuple(f"line {f.lineno}: {f.line}" for f in own if f.line)
    try:
        text = str.__getitem__(str(error), slice(0, 500))
    except Exception:  # a student's exception class may fail to print
        text = ""
    return Failure(type(error).__name__, text, lines[-3:])


def _shares(value: Any, argument: Any, depth: int = 8) -> bool:
    if depth == 0:  # a list may hold itself
        return False
    if isinstance(value, (tuple, list)):
        return any(_shares(item, argument, depth - 1) for item in value)
    if isinstance(argument, (tuple, list)):
        return any(_shares(value, item, depth - 1) for item in argument)
    if not (isinstance(value, np.ndarray) and isinstance(argument, np.ndarray)):
        return False
    return value is argument or bool(np.may_share_memory(value, argument))


def kind_of(value: Any) -> str:
    """What a value is, with its article: "an array of shape (2, 3)", "a list"."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return with_article(type(value).__name__)


def with_article(name: str) -> str:
    """A name with its article: "an IndexError", "a list"."""
    return f"an {name}" if name[:1] in "aeiouAEIOU" else f"a {name}"


@contextlib.contextmanager
def _quiet(printed: io.StringIO, heard: list[warnings.WarningMessage]) -> Iterator[None]:
    with (
        warnings.catch_warnings(record=True) as recorded,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", RuntimeWarning)
        try:
            yield
        finally:
            heard += recorded


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the main thread when the block takes longer; elsewhere do nothing."""
    usable = hasattr(signal, "setitimer") and (
        threading.current_thread() is threading.main_thread()
    )
    if not usable or seconds <= 0:
        yield
        return

    def ring(signum: int, frame: FrameType | None) -> None:
        raise OutOfTime

    previous = signal.signal(signal.SIGALRM, ring)
    # Repeats, because a bare `except:` in a student's loop may swallow the first one.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
