"""Tries every catalogued mistake against its exercise's check: is it caught, is it named?

A check that no mistake can fail is worthless, and one that refuses a correct answer is worse. This
module measures both, for the command line (`report`) and for tests (`score`).
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder import lessons
from autograder.exercise import Bug, Exercise, Function
from autograder.judge import judge
from autograder.judge.fingerprint import RTOL
from autograder.judge.suite import Suite, suite
from autograder.target import LocalTarget, Outcome
from autograder.verdict import Verdict

SEEDS = (0, 1, 2)
NAMED_SHARE = 0.95
"""The part of the mistakes that must be named as themselves."""


@dataclass(frozen=True)
class ExerciseScore:
    """How good one exercise's check is.

    Attributes
    ----------
    exercise : str
    bugs : int
        Catalogued mistakes.
    survivors : tuple of str
        Those that earned full marks on some seed.
    unnamed : tuple of str
        Those that the check named otherwise, or not at all, on some seed.
    alternatives : int
    refused : tuple of str
        Styles of correct answers that did not earn full marks on some seed.
    pairs : int
        Pairs of mistakes that compose, and differ from each of the two.
    harmless_pairs : tuple of str
        Pairs in which one mistake undoes the other on every probe (of the last seed).
    separated : int
        Pairs whose outcomes no single mistake and no other pair shares.
    """

    exercise: str
    bugs: int
    survivors: tuple[str, ...]
    unnamed: tuple[str, ...]
    alternatives: int
    refused: tuple[str, ...]
    pairs: int = 0
    harmless_pairs: tuple[str, ...] = ()
    separated: int = 0

    @property
    def killed(self) -> int:
        """Mistakes caught on every seed."""
        return self.bugs - len(self.survivors)

    @property
    def named(self) -> int:
        """Mistakes named as themselves on every seed."""
        return self.bugs - len(self.unnamed)

    @property
    def accepted(self) -> int:
        """Correct alternatives that earned full marks on every seed."""
        return self.alternatives - len(self.refused)


def score(exercise: Exercise, seeds: Sequence[int] = SEEDS, pairs: bool = True) -> ExerciseScore:
    """Measure the check of one exercise over several seeds (pairs: over the last one)."""
    survivors, unnamed, refused = [], [], []
    for bug in exercise.bugs:
        verdicts = [verdict_on(exercise, exercise.buggy(bug), seed) for seed in seeds]
        if any(verdict.passed for verdict in verdicts):
            survivors.append(bug.id)
        if any(names(verdict) != (bug.id,) for verdict in verdicts):
            unnamed.append(bug.id)
    for alternative in exercise.accept:
        if not all(verdict_on(exercise, alternative.function, seed).passed for seed in seeds):
            refused.append(alternative.style)
    tried, harmless, separated = _pairs(exercise, seeds[-1]) if pairs else (0, (), 0)
    return ExerciseScore(
        exercise=exercise.id,
        bugs=len(exercise.bugs),
        survivors=tuple(survivors),
        unnamed=tuple(unnamed),
        alternatives=len(exercise.accept),
        refused=tuple(refused),
        pairs=tried,
        harmless_pairs=harmless,
        separated=separated,
    )


def verdict_on(exercise: Exercise, function: Function, seed: int) -> Verdict:
    """The verdict on a function of ours."""
    return judge(exercise, LocalTarget(function, tuple(exercise.signature.parameters)), seed)


def names(verdict: Verdict) -> tuple[str, ...]:
    """Ids of the mistakes a verdict names."""
    return verdict.named.bugs if verdict.named is not None else ()


def twins(exercise: Exercise, seed: int) -> list[tuple[str, str]]:
    """Pairs of catalogued mistakes that no probe of this seed tells apart."""
    tried = suite(exercise, seed)
    made = [(bug.id, _outcomes(tried, (bug,))) for bug in exercise.bugs]
    return [
        (a, b) for (a, first), (b, second) in combinations(made, 2) if _alike(tried, first, second)
    ]


def _pairs(exercise: Exercise, seed: int) -> tuple[int, tuple[str, ...], int]:
    """Pairs tried, those without any effect, and how many are told apart from all else."""
    if exercise.examine is not None:
        return 0, (), 0
    tried = suite(exercise, seed)
    groups: dict[tuple[str, ...], list[tuple[Outcome, ...]]] = defaultdict(list)
    for bug in exercise.bugs:
        outcomes = _outcomes(tried, (bug,))
        groups[_kind(outcomes)].append(outcomes)
    made, harmless = [], []
    for first, second in composable(exercise):
        outcomes = _outcomes(tried, (first, second))
        groups[_kind(outcomes)].append(outcomes)
        made.append(outcomes)
        if _alike(tried, outcomes, tried.expected):
            harmless.append(f"{first.id} + {second.id}")
    separated = sum(
        1
        for outcomes in made
        if sum(_alike(tried, outcomes, other) for other in groups[_kind(outcomes)]) == 1
    )
    return len(made), tuple(harmless), separated


def composable(exercise: Exercise) -> Iterable[tuple[Bug, Bug]]:
    """Pairs of mistakes that can be made together, and are more than one of the two alone."""
    edited = [bug for bug in exercise.bugs if bug.function is None]
    single = {exercise.buggy_source(bug) for bug in edited}
    for first, second in combinations(edited, 2):
        try:
            source = exercise.buggy_source(first, second)
            ast.parse(source)
        except (ValueError, SyntaxError):
            continue  # the two edits touch the same text
        if source not in single:
            yield first, second


def _outcomes(tried: Suite, bugs: tuple[Bug, ...]) -> tuple[Outcome, ...]:
    return tuple(tried.of_bugs(bugs, index) for index in range(len(tried.tried)))


def _alike(tried: Suite, a: Sequence[Outcome], b: Sequence[Outcome]) -> bool:
    pairs = zip(a, b, strict=True)
    return all(tried.agree(x, y, index, RTOL) for index, (x, y) in enumerate(pairs))


def _kind(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """What outcomes that agree have in common; makes the search for such quick."""
    return tuple(
        outcome.failure.type
        if outcome.failure is not None
        else f"{type(outcome.value).__name__} {getattr(outcome.value, 'shape', '')}"
        for outcome in outcomes
    )


def good_enough(scores: Sequence[ExerciseScore]) -> bool:
    """Every mistake caught, at least 95 % named as themselves, no correct answer refused."""
    bugs = sum(s.bugs for s in scores)
    return (
        all(not s.survivors and not s.refused for s in scores)
        and sum(s.named for s in scores) >= NAMED_SHARE * bugs
    )


def report(slugs: Sequence[str] = ()) -> int:
    """Print a table of all exercises of these lessons (all lessons when empty).

    Returns
    -------
    int
        Exit code: 0 when `good_enough`, else 1.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console()
    exercises = [e for slug in slugs or lessons.LESSONS for e in lessons.lesson(slug).exercises]
    scores = []
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("", total=len(exercises))
        for exercise in exercises:
            progress.update(bar, description=exercise.id)
            scores.append(score(exercise))
            progress.advance(bar)
    _print(scores, console.print)
    return 0 if good_enough(scores) else 1


def _of(row: Sequence[int]) -> list[str]:
    return [f"{part} of {whole}" for part, whole in zip(row[::2], row[1::2], strict=True)]


def _print(scores: Sequence[ExerciseScore], show: Callable[[object], None]) -> None:
    from rich.table import Table

    table = Table(title=f"Mistakes against checks, seeds {', '.join(map(str, SEEDS))}")
    table.add_column("exercise", min_width=max(len(s.exercise) for s in scores))
    for heading in ("bugs\nkilled", "named\nfirst", "pairs\nseparated", "answers\naccepted"):
        table.add_column(heading, justify="right")
    rows = [
        (s.killed, s.bugs, s.named, s.bugs, s.separated, s.pairs, s.accepted, s.alternatives)
        for s in scores
    ]
    for s, row in zip(scores, rows, strict=True):
        table.add_row(s.exercise, *_of(row))
    table.add_section()
    table.add_row("all", *_of([sum(column) for column in zip(*rows, strict=True)]))
    show(table)
    for s in scores:
        for what, ids in (
            ("not caught", s.survivors),
            ("not named as itself", s.unnamed),
            ("correct but refused", s.refused),
            ("pairs that undo each other", s.harmless_pairs),
        ):
            if ids:
                show(f"{s.exercise}: {what}: {', '.join(ids)}")
