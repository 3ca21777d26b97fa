"""The vocabulary: what an exercise is made of. Pure data, no input or output, no Jupyter."""

from __future__ import annotations
import __future__

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from autograder.artefact import Artefact
    from autograder.trials import Task, Trial

Family = Literal["contract", "core", "generality", "robustness"]
Function = Callable[..., Any]

SHARES: Mapping[Family, float] = {
    "contract": 0.2,
    "core": 0.4,
    "generality": 0.3,
    "robustness": 0.1,
}
"""The part of an exercise's points that each family of probes is worth."""


@dataclass(frozen=True)
class Probe:
    """One labelled set of arguments on which a student's function is tried.

    Attributes
    ----------
    label : str
        What is special about it, in a few words: "5x7 image, 2x3 kernel".
    family : {"contract", "core", "generality", "robustness"}
        Decides which part of the points depends on it.
    args, kwargs
        The arguments; arrays in them are copied before each call.
    rtol : float
        Relative tolerance of the comparison.
    show : bool
        Small enough to show to the student, with the expected result. Probes that are not shown
        are described in words and in single numbers only.
    mentions : tuple of str
        Where the reference raises: words that the error's message must contain.
    silent : bool
        Whether a warning of NumPy's (overflow, division by zero) is a breach of contract.
    """

    label: str
    family: Family
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    rtol: float = 1e-7
    show: bool = True
    mentions: tuple[str, ...] = ()
    silent: bool = False


@dataclass(frozen=True)
class Bug:
    """A mistake with a name: it explains a student's wrong answer and must be caught by the probes.

    Give either `edits`, applied to the source text of the exercise's reference, or `function`.
    Edits are preferred: they can be combined in pairs, and they yield the text of a submission that
    makes this mistake.

    Attributes
    ----------
    id : str
        Stable name, counted in reports.
    says : str
        One or two sentences to the student: what the result looks like, what to think about.
    edits : mapping of str to str
        Replacements in the reference's source; each key must occur in it.
    function : callable, optional
        A whole function that makes the mistake.
    """

    id: str
    says: str
    edits: Mapping[str, str] = field(default_factory=dict)
    function: Function | None = None

    def __post_init__(self) -> None:
        if bool(self.edits) == (self.function is not None):
            raise ValueError(f"bug {self.id!r}: give either edits or function")


@dataclass(frozen=True)
class Alternative:
    """A correct solution in another style, which must earn full marks.

    Attributes
    ----------
    style : str
        What is different about it: "sliding_window_view and einsum".
    function : callable
        The solution; its source is also used to make example submissions.
    note : str
        Said to a student whose answer passes in this way, if it deserves a remark.
    """

    style: str
    function: Function
    note: str = ""


@dataclass(frozen=True)
class Fault:
    """What an exercise's own `examine` found wrong with a returned value.

    Attributes
    ----------
    bug : str
        Id of the bug in the exercise's list, or "" when no listed bug explains it.
    saw : str
        What was seen, in numbers.
    step : {"contract", "values"}
        Whether the value is of the wrong kind, or of the right kind and wrong.
    """

    bug: str
    saw: str
    step: Literal["contract", "values"] = "values"


@dataclass(frozen=True)
class Property:
    """A property to look at when no bug matches, such as "is the result linear in x?".

    `test` gets the student's function and a generator of random numbers; it returns a sentence for
    the student, or "" when the property holds. The function raises
    `autograder.judge.properties.Inconclusive` where the student's own raises.
    """

    name: str
    test: Callable[[Function, np.random.Generator], str]


@dataclass(frozen=True)
class NormalForm:
    """What counts in a result of which many are right: compared in its place.

    `name` says what it is in the student's words ("column * row"); `of` makes it from a result, and
    returns what it can't make it from.
    """

    name: str
    of: Callable[[Any], Any]


@dataclass(frozen=True)
class Card:
    """What stands at the head of an exercise in the notebook."""

    title: str
    difficulty: int
    importance: int
    minutes: int
    needs: tuple[str, ...] = ()
    tools: str = "loops welcome"

    def __post_init__(self) -> None:
        for name in ("difficulty", "importance"):
            if not 1 <= getattr(self, name) <= 5:
                raise ValueError(f"card {self.title!r}: {name} must be 1 to 5")


@dataclass(frozen=True)
class Symptom:
    """One row of the symptom index: what a student sees, and where to look."""

    sees: str
    look: str


@dataclass(frozen=True, eq=False)
class Exercise:
    """A graded exercise, declared in one place.

    Attributes
    ----------
    id : str
        The name of the function the student writes.
    points : float
    card : Card
    reference : callable
        The oracle: the smallest correct thing, in readable NumPy; or a class, a PyTorch module.
    probes : callable
        From a `numpy.random.Generator` to the list of probes, simplest first. Fixed in the
        notebook, fresh and secret at grading.
    trials : callable
        For answers that make PyTorch modules or work on them: what is tried on these, after the
        probes; otherwise as `probes`.
    bugs, accept
        Mistakes that must be caught and named; correct alternatives that must pass.
    hints : three str
        A question; a plan in words; pseudo-code with the hard line left out. Markdown.
    symptoms : sequence of Symptom
    forbids : sequence of str
        Dotted names of functions that would skip the exercise.
    locate : callable, optional
        `locate(arguments, index)`: for an output cell, the part of each argument it depends on, as
        `{parameter name: tuple of slices}`. Drawn in the feedback.
    examine : callable, optional
        For exercises with many right answers ("break it"): judges the returned value itself and
        returns a Fault or None. The reference is then one right answer.
    properties : sequence of Property
        Looked at when no bug explains a wrong answer.
    normal_form : NormalForm, optional
        For results of the right kind that are right in many ways, such as factors of a product.
    contiguous : bool
        Whether the result must be a C-contiguous array.
    artefact : Artefact, optional
        For exercises whose answer is a trained network; the reference is then its class, and there
        are no probes.
    play : str
        Where to play with a failing case, one line of code for the student.
    """

    id: str
    points: float
    card: Card
    reference: Function
    probes: Callable[[np.random.Generator], Sequence[Probe]] = lambda rng: ()
    trials: Callable[[np.random.Generator], Sequence[Trial | Task]] = lambda rng: ()
    bugs: tuple[Bug, ...] = ()
    accept: tuple[Alternative, ...] = ()
    hints: tuple[str, str, str] = ("", "", "")
    symptoms: tuple[Symptom, ...] = ()
    forbids: tuple[str, ...] = ()
    locate: Callable[[Mapping[str, Any], tuple[int, ...]], Mapping[str, Any]] | None = None
    examine: Callable[[Any], Fault | None] | None = None
    properties: tuple[Property, ...] = ()
    normal_form: NormalForm | None = None
    contiguous: bool = False
    artefact: Artefact | None = None
    play: str = ""

    @cached_property
    def signature(self) -> inspect.Signature:
        """Signature of the reference, which is the contract for the student's function."""
        return inspect.signature(self.reference)

    @cached_property
    def source(self) -> str:
        """Source text of the reference without its docstring, ready for `edits`."""
        return plain_source(self.reference)

    def bug(self, bug_id: str) -> Bug:
        """The bug of that id; KeyError when there is none."""
        for bug in self.bugs:
            if bug.id == bug_id:
                return bug
        raise KeyError(f"{self.id} has no bug {bug_id!r}")

    def buggy_source(self, *bugs: Bug) -> str:
        """Source text of a submission that makes these mistakes, together.

        Raises
        ------
        ValueError
            When an edit's text does not occur in the reference, two edits touch the same text,
            or a whole-function bug is combined with another.
        """
        if len(bugs) == 1 and bugs[0].function is not None:
            return _renamed(plain_source(bugs[0].function), self.id)
        text = self.source
        for bug in bugs:
            if bug.function is not None:
                raise ValueError(f"{self.id}: bug {bug.id!r} is a whole function")
            for old, new in bug.edits.items():
                if old not in text:
                    raise ValueError(f"{self.id}: bug {bug.id!r} looks for {old!r}, not found")
                text = text.replace(old, new)
        return text

    def buggy(self, *bugs: Bug) -> Function:
        """A function that makes these mistakes, together (see `buggy_source`)."""
        if len(bugs) == 1 and bugs[0].function is not None:
            return bugs[0].function
        return self._compiled(self.buggy_source(*bugs))

    def _compiled(self, source: str) -> Function:
        flags = __future__.annotations.compiler_flag
        names = dict(vars(home_of(self.reference)))
        exec(compile(source, f"<bug of {self.id}>", "exec", flags, dont_inherit=True), names)
        function: Function = names[self.id]
        return function


@dataclass(frozen=True)
class Option:
    """One answer to a question, with its own explanation, whether right or wrong.

    `bug` names the misconception behind a wrong option, for reports.
    """

    text: str
    why: str
    right: bool = False
    bug: str = ""


@dataclass(frozen=True, eq=False)
class Question:
    """A multiple-choice question, one point unless it is a recall question (no points).

    Options are lettered a, b, c ... in the order given.
    """

    id: str
    prompt: str
    options: tuple[Option, ...]
    points: float = 1.0
    recall: bool = False

    def __post_init__(self) -> None:
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"question {self.id!r}: exactly one option must be right")
        if not 2 <= len(self.options) <= 6:
            raise ValueError(f"question {self.id!r}: two to six options, not {len(self.options)}")

    @property
    def letters(self) -> str:
        """The options' letters, such as "abcd"."""
        return "abcdef"[: len(self.options)]

    @property
    def right(self) -> str:
        """The letter of the right option."""
        return self.letters[[option.right for option in self.options].index(True)]


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson: its exercises in order, its concept questions and its recall questions.

    `torch` says whether its notebooks may use PyTorch while they are graded.
    """

    slug: str
    title: str
    minutes: int
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...]
    torch: bool = False

    @property
    def tasks(self) -> tuple[Exercise | Question, ...]:
        """Exercises, then questions."""
        return (*self.exercises, *self.questions)

    @property
    def points(self) -> float:
        """Points of all exercises and concept questions."""
        return sum(task.points for task in self.tasks)


def home_of(function: Function) -> ModuleType:
    """The module in which a function or class is defined."""
    return sys.modules[inspect.unwrap(function).__module__]


def plain_source(function: Function) -> str:
    """Source text of a module-level function or class, dedented, without docstring or decorators."""
    text = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    tree = ast.parse(text).body[0]
    if not isinstance(tree, (ast.FunctionDef, ast.ClassDef)):
        raise ValueError(f"{function!r} is not a function or class definition with source text")
    lines = text.splitlines()
    first = tree.body[0]
    if ast.get_docstring(tree) is not None and len(tree.body) > 1:
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines[tree.lineno - 1 :]) + "\n"


def _renamed(source: str, name: str) -> str:
    tree = ast.parse(source).body[0]
    assert isinstance(tree, (ast.FunctionDef, ast.ClassDef))
    word = "class" if isinstance(tree, ast.ClassDef) else "def"
    return source.replace(f"{word} {tree.name}(", f"{word} {name}(", 1)
