"""What is said about a verdict, and in which order; `html` and `text` only write it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.exercise import SHARES, Exercise, Family, Question
from autograder.feedback.clean import one_line, tidy
from autograder.feedback.picture import Picture, draw
from autograder.verdict import Finding, Named, Status, Verdict

MAX_OTHERS = 5
"""Further findings that are listed."""

MAX_PRINTED = 1_500
"""Characters of printed output that are shown."""

MAX_HINT = 4_000
"""Characters of a hint."""

MAX_SIGNS = 6
"""Rows of the symptom index that are shown."""

FAMILIES: dict[Family, str] = {
    "contract": "right kind of result",
    "core": "core cases",
    "generality": "other sizes and shapes",
    "robustness": "unusual input",
}
"""The families of probes in a student's words."""

HIDDEN = "This case is not shown. A small one like it, worked out on paper, will show the same."
"""What to look at when the case may not be shown."""

STEPS = ("a question", "a plan", "pseudo-code")
"""What the three hints are."""


@dataclass(frozen=True)
class Share:
    """A family of probes: its name in words, percent of the points, whether it passed."""

    name: str
    percent: int
    passed: bool


@dataclass(frozen=True)
class Content:
    """Everything that is said, in order; empty parts are left out.

    Attributes
    ----------
    task : str
    status : {"passed", "partial", "failed", "unwritten"}
    headline : str
        What follows the task's name: "1.6 of 8 points so far".
    remark : str
        A sentence under the headline.
    on, saw : str
        The case in which something was seen, and what.
    guess : str
        How sure the named mistake is, in words.
    bugs, says : tuple of str
        Ids and messages of the named mistakes.
    look : str
        What to look at, where no picture is drawn.
    picture : Picture or None
    probe : str
        Label of the case that is drawn.
    lines : tuple of str
        The student's own lines in a traceback.
    signs : tuple of (str, str)
        What one may see, and where to look.
    play : str
    hint : (int, str) or None
        Number and Markdown text of the next hint.
    hints : int
        How many hints there are.
    shares : tuple of Share
    others : tuple of (str, str)
        Further findings: case and sentence.
    more : int
        How many further findings are not listed.
    printed : str
    """

    task: str
    status: Status
    headline: str
    remark: str = ""
    on: str = ""
    saw: str = ""
    guess: str = ""
    bugs: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    look: str = ""
    picture: Picture | None = None
    probe: str = ""
    lines: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    play: str = ""
    hint: tuple[int, str] | None = None
    hints: int = 0
    shares: tuple[Share, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    more: int = 0
    printed: str = ""


def content(verdict: Verdict, task: Exercise | Question, hints_taken: int) -> Content:
    """What to say about a verdict."""
    if isinstance(task, Question):
        return _of_question(verdict, task)
    if verdict.status == "passed":
        return _of_passed(verdict)
    if verdict.status == "unwritten":
        return _of_unwritten(verdict, task)
    case, named = verdict.case, verdict.named
    first = verdict.findings[0] if verdict.findings else None
    rest = verdict.findings[1:]
    properties = tuple(f for f in rest if f.step == "property") if named is None else ()
    rest = tuple(f for f in rest if f not in properties)
    others = _grouped(rest)
    picture = draw(case) if case is not None else None
    failure = case.outcome.failure if case is not None else None
    hidden = case is not None and not case.show and bool(case.arguments)
    return Content(
        task=verdict.task,
        status=verdict.status,
        headline=f"{_points(verdict)} so far",
        look=HIDDEN if hidden else "",
        on=one_line(first.probe, 120) if first else "",
        saw=_sentence(first.saw) if first else "",
        guess=_guess(named, verdict.probes),
        bugs=tuple(one_line(bug, 80) for bug in named.bugs) if named else (),
        says=tuple(tidy(s) for s in (named.says if named else [f.saw for f in properties])),
        picture=picture,
        probe=one_line(case.probe, 120) if case is not None else "",
        lines=tuple(one_line(line, 160) for line in failure.lines) if failure else (),
        signs=() if named else _signs(task),
        play=one_line(verdict.play, 200),
        hint=next_hint(task, hints_taken),
        hints=len(hints_of(task)),
        shares=_shares(verdict),
        others=others[:MAX_OTHERS],
        more=max(0, len(others) - MAX_OTHERS),
        printed="" if hidden else tidy(verdict.printed, MAX_PRINTED).rstrip(),
    )


def _grouped(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    """Cases and sentence of each finding; what was seen in several cases is said once."""
    cases: dict[str, list[str]] = {}
    for finding in findings:
        cases.setdefault(_sentence(finding.saw), []).append(one_line(finding.probe, 120))
    return tuple(
        (on[0] if len(on) == 1 else f"in {len(on)} cases", saw) for saw, on in cases.items()
    )


def hints_of(task: Exercise) -> tuple[str, ...]:
    """The exercise's hints that are written."""
    return tuple(tidy(hint, MAX_HINT) for hint in task.hints if hint.strip())


def _signs(task: Exercise) -> tuple[tuple[str, str], ...]:
    return tuple((tidy(row.sees), tidy(row.look)) for row in task.symptoms[:MAX_SIGNS])


def step_name(number: int) -> str:
    """What hint `number`, counted from 1, is."""
    return STEPS[min(number, len(STEPS)) - 1]


def next_hint(task: Exercise, taken: int) -> tuple[int, str] | None:
    """Number and text of the hint after those taken; None when there are no more."""
    hints = hints_of(task)
    return (taken + 1, hints[taken]) if 0 <= taken < len(hints) else None


def _of_question(verdict: Verdict, task: Question) -> Content:
    counts = not task.recall and verdict.max_points > 0
    points = f", {_points(verdict)}" if counts else ""
    if verdict.status == "passed":
        return Content(verdict.task, "passed", f"right{points}", remark=tidy(verdict.note))
    if verdict.status == "unwritten":
        remark = f"Answer with one letter: {', '.join(task.letters)}."
        return Content(verdict.task, "unwritten", "not answered yet", remark=remark)
    first = verdict.findings[0] if verdict.findings else None
    return Content(
        task=verdict.task,
        status="failed",
        headline=f"not yet{points}",
        saw=_sentence(first.saw) if first else "",
        says=tuple(tidy(says) for says in verdict.named.says) if verdict.named else (),
    )


def _of_passed(verdict: Verdict) -> Content:
    tried = f"It agrees in all {verdict.probes} cases tried." if verdict.probes > 1 else ""
    remark = " ".join(part for part in (tried, "Nicely done.", tidy(verdict.note)) if part)
    return Content(verdict.task, "passed", f"passed, {_points(verdict)}", remark=remark)


def _of_unwritten(verdict: Verdict, task: Exercise) -> Content:
    waiting = (
        "Its point is" if verdict.max_points == 1 else f"Its {verdict.max_points:g} points are"
    )
    remark = f"{waiting} waiting. The docstring says what goes in and what comes out"
    first = f'; `hint("{task.id}")` asks a first question.' if hints_of(task) else "."
    return Content(verdict.task, "unwritten", "not written yet", remark=remark + first)


def _points(verdict: Verdict) -> str:
    noun = "point" if verdict.max_points == 1 else "points"
    return f"{verdict.points:g} of {verdict.max_points:g} {noun}"


def _guess(named: Named | None, probes: int) -> str:
    if named is None:
        return ""
    several = len(named.bugs) > 1
    what = "these two mistakes together do" if several else "this mistake does"
    if named.certainty == "matches":
        where = f"in all {probes} cases tried" if probes > 1 else "in the case tried"
        return f"Your results are what {what}, {where}."
    return f"Your results look like what {what}: they agree where yours differ from the expected."


def _shares(verdict: Verdict) -> tuple[Share, ...]:
    total = sum(SHARES[family] for family in verdict.families)
    return tuple(
        Share(FAMILIES[family], round(100 * SHARES[family] / total), passed)
        for family, passed in verdict.families.items()
    )


def _sentence(text: str) -> str:
    """The finding as a sentence: a capital first, where the first word is not code."""
    clean = tidy(text)
    return clean[:1].upper() + clean[1:]
