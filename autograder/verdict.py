"""What a judge says about an answer. Plain data; rendered by `autograder.feedback`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.exercise import Family
from autograder.target import Outcome

Step = Literal["contract", "values", "property"]
Status = Literal["passed", "partial", "failed", "unwritten"]


@dataclass(frozen=True)
class Finding:
    """One thing that was found, in the order in which it was found.

    Attributes
    ----------
    step : {"contract", "values", "property"}
    code : str
        Machine-readable kind: "not_callable", "raises", "nothing", "type", "dtype", "shape",
        "finite", "changed", "shared", "forbidden", "time", "no_error", "other_error", "message",
        "value", "property", "answer".
    saw : str
        One sentence for the student, with numbers.
    probe : str
        Label of the probe, or "".
    """

    step: Step
    code: str
    saw: str
    probe: str = ""


@dataclass(frozen=True)
class Named:
    """Mistakes that explain the answer.

    `certainty` is "matches" when all outputs agree with the bug's, "looks like" when those of the
    failing probes do.
    """

    bugs: tuple[str, ...]
    says: tuple[str, ...]
    certainty: Literal["matches", "looks like"] = "matches"


@dataclass(frozen=True)
class Case:
    """The smallest failing case: arguments, what was expected, what came, and where they differ.

    Attributes
    ----------
    probe : str
    arguments : mapping
        Argument by parameter name.
    expected : object
        The reference's result, or None when it may not be shown or the reference raises.
    outcome : Outcome
        The student's result.
    index : tuple of int or None
        First element that differs, in reading order.
    regions : mapping of str to tuple of slice
        The part of each argument that element depends on.
    show : bool
        Whether arguments and expected result may be shown in full.
    rtol : float
        Relative tolerance of the comparison.
    """

    probe: str
    arguments: Mapping[str, Any]
    expected: Any
    outcome: Outcome
    index: tuple[int, ...] | None = None
    regions: Mapping[str, Any] = field(default_factory=dict)
    show: bool = True
    rtol: float = 1e-7


@dataclass(frozen=True)
class Verdict:
    """A judgement.

    Attributes
    ----------
    task : str
        Id of the exercise or question.
    points, max_points : float
        0 <= points <= max_points.
    status : {"passed", "partial", "failed", "unwritten"}
    families : mapping of Family to bool
        Which families of probes passed (empty for questions).
    findings : tuple of Finding
        All of them; the student is shown the first.
    named : Named or None
    case : Case or None
    play : str
        One line of code that opens the failing case in a widget, or "".
    note : str
        A remark on a passing answer, or the explanation of a question's chosen option.
    printed : str
        What the function printed during the failing (or the first) probe.
    probes : int
        How many probes were tried.
    """

    task: str
    points: float
    max_points: float
    status: Status
    families: Mapping[Family, bool] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    named: Named | None = None
    case: Case | None = None
    play: str = ""
    note: str = ""
    printed: str = ""
    probes: int = 0

    @property
    def passed(self) -> bool:
        """Whether the answer is right in everything that was tried."""
        return self.status == "passed"

    def __float__(self) -> float:
        return self.points
