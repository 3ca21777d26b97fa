"""An example class: submissions made by code from a released lesson and its declarations.

Every student makes one kind of thing happen: a correct answer in some style, a named mistake, a
page torn out. What each should score follows from the declaration, and is stated with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from pathlib import Path

from autograder.classroom import answers, disturbances
from autograder.classroom.worksheet import Worksheet
from autograder.exercise import Bug, Exercise, Lesson, Question
from autograder.judge import judge
from autograder.target import LocalTarget
from autograder.verdict import Verdict

Disturbance = Callable[[Worksheet], None]


@dataclass(frozen=True)
class Submission:
    """What one student handed in, and what grading it must give.

    Attributes
    ----------
    student : str
        "student-01", "student-02" ...
    what : str
        What is special about it, in one phrase.
    path : Path
        The notebook.
    expected : mapping of str to float
        Points by task; recall questions, which are worth nothing, are left out.
    names : mapping of str to tuple of str
        Ids of the bugs that feedback names, by task.
    """

    student: str
    what: str
    path: Path
    expected: Mapping[str, float]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Points of all tasks."""
        return round(sum(self.expected.values()), 3)


@dataclass(frozen=True)
class Plan:
    """How a submission differs from one that has everything right.

    Attributes
    ----------
    what : str
    style : int
        Which correct style the exercises are written in.
    bugs : mapping of str to tuple of Bug
        Mistakes by exercise.
    texts : mapping of str to str
        Whole answers by exercise, in place of a correct one.
    letters : mapping of str to str
        Options chosen by question; "" leaves it unanswered.
    lost : tuple of str
        Tasks that can earn nothing, whatever is written.
    disturb : callable
        Done to the page at the end.
    newline : str
    """

    what: str
    style: int = 0
    bugs: Mapping[str, tuple[Bug, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    disturb: Disturbance | None = None
    newline: str = "\n"


def make_class(released: Path, lesson: Lesson, submitted: Path) -> list[Submission]:
    """Write the example class's notebooks.

    Parameters
    ----------
    released : Path
        The lesson's notebook as students get it.
    lesson : Lesson
    submitted : Path
        nbgrader's folder of submissions; `<student>/<lesson>/<lesson>.ipynb` is written below it.

    Raises
    ------
    NoSuchTask
        When the notebook lacks a task that the lesson declares.
    """
    sheet = Worksheet.read(released)
    known = sheet.names()
    return [
        _hand_in(plan, number, sheet, lesson, known, submitted)
        for number, plan in enumerate(plans(lesson, known), start=1)
    ]


def plans(lesson: Lesson, known: set[str]) -> Iterator[Plan]:
    """The class: what each student does, the same for every lesson."""
    functions = [e for e in lesson.exercises if e.artefact is None and not _is_class(e)]
    main = max(functions, key=lambda exercise: exercise.points)
    first, last = lesson.exercises[0], lesson.exercises[-1]
    text, _ = answers.correct(main, 0, known)
    yield Plan("all correct, the reference's style")
    for style in (1, 2, 3):
        yield Plan(f"all correct, {answers.correct(main, style, known)[1]}", style)
    for exercise in lesson.exercises:
        for bug in _first(nameable(exercise)):
            yield Plan(f"{bug.id} in {exercise.id}", bugs={exercise.id: (bug,)})
    for bug in cheaper(main):
        yield Plan(f"{bug.id} in {main.id}", bugs={main.id: (bug,)})
    pair = nameable_pair(main)
    if pair:
        both = " and ".join(bug.id for bug in pair)
        yield Plan(f"{both} in {main.id}", bugs={main.id: pair})
    if first is not main:
        yield Plan(
            f"a mistake each in {first.id} and {main.id}",
            bugs={e.id: _first(nameable(e)) for e in (first, main)},
        )
    wrong = {q.id: _wrong(q) for q in lesson.questions}
    yield Plan("all questions answered wrongly", letters=wrong)
    tasks = tuple(task.id for task in lesson.tasks)
    yield Plan("handed in as it was released", lost=tasks)
    yield Plan(
        f"a syntax error in {main.id}", lost=(main.id,), disturb=disturbances.syntax_error(main.id)
    )
    yield Plan(
        f"an endless loop in {main.id}", lost=(main.id,), texts={main.id: answers.endless(main)}
    )
    yield Plan("an endless loop in a scratch cell", disturb=disturbances.endless_scratch())
    yield Plan(f"the check of {first.id} deleted", disturb=disturbances.delete_check(first.id))
    yield Plan(
        f"the cell of {last.id} deleted",
        lost=(last.id,),
        disturb=disturbances.delete_answer(last.id),
    )
    yield Plan(f"the cell of {main.id} pasted twice", disturb=disturbances.paste_answer(main.id))
    yield Plan(f"the check of {main.id} pasted twice", disturb=disturbances.paste_check(main.id))
    yield Plan("prints and warnings", texts={main.id: answers.noisy(text, main.id)})
    yield Plan("Windows line ends", newline="\r\n")
    yield Plan(
        "scratch cells, and helpers in cells of their own",
        disturb=disturbances.helper_elsewhere(main, text),
    )
    neighbours = _independent_neighbours(lesson)
    if neighbours:
        yield Plan("two exercises in another order", disturb=disturbances.swap(*neighbours))
    library = (*main.forbids, "scipy.signal.correlate2d")[0]
    yield Plan(
        "a comment that names a forbidden function",
        texts={main.id: answers.commented(text, main.id, library)},
    )


def _is_class(exercise: Exercise) -> bool:
    return isinstance(exercise.reference, type)


def nameable(exercise: Exercise) -> Iterator[Bug]:
    """The bugs that, made alone, are named as themselves, in the catalogue's order."""
    for bug in exercise.bugs:
        if _named(_judged(exercise, (bug,))) == (bug.id,):
            yield bug


def cheaper(exercise: Exercise, most: int = 2) -> list[Bug]:
    """Bugs that cost less than the first one: for each number of points, the first that earns it."""
    earned: dict[float, Bug] = {}
    for bug in nameable(exercise):
        earned.setdefault(_judged(exercise, (bug,)).points, bug)
    first = next(iter(earned), 0.0)
    return [bug for points, bug in earned.items() if points > first][:most]


def nameable_pair(exercise: Exercise) -> tuple[Bug, Bug] | None:
    """The first two bugs that, made together, are named as both."""
    for pair in combinations(exercise.bugs, 2):
        try:
            exercise.buggy_source(*pair)
        except ValueError:
            continue  # one undoes the text the other looks for
        if _named(_judged(exercise, pair)) == tuple(bug.id for bug in pair):
            return pair
    return None


def _hand_in(
    plan: Plan, number: int, sheet: Worksheet, lesson: Lesson, known: set[str], submitted: Path
) -> Submission:
    student = f"student-{number:02}"
    path = submitted / student / lesson.slug / f"{lesson.slug}.ipynb"
    mine = Worksheet(sheet.notebook, sheet.origin)
    untouched = set(plan.lost) == {task.id for task in lesson.tasks}
    for task in () if untouched else lesson.tasks:
        if isinstance(task, Question):
            mine.choose(task.id, plan.letters.get(task.id, task.right))
        else:
            mine.write(task.id, _text(task, plan, known))
    if plan.disturb is not None:
        plan.disturb(mine)
    mine.save(path, plan.newline)
    for exercise in lesson.exercises:
        if exercise.artefact is not None and not untouched:
            _save_untrained(exercise, path.with_name(exercise.artefact.file))
    expected, names = _expected(plan, lesson)
    return Submission(student, plan.what, path, expected, names)


def _save_untrained(exercise: Exercise, path: Path) -> None:
    """A checkpoint that fits and has learned nothing, which is worth nothing."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    save_file(exercise.reference().state_dict(), path)


def _text(exercise: Exercise, plan: Plan, known: set[str]) -> str:
    if exercise.id in plan.texts:
        return plan.texts[exercise.id]
    if exercise.id in plan.bugs:
        return answers.mistaken(exercise, plan.bugs[exercise.id], known)
    return answers.correct(exercise, plan.style, known)[0]


def _expected(plan: Plan, lesson: Lesson) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    points: dict[str, float] = {}
    names: dict[str, tuple[str, ...]] = {}
    for exercise in lesson.exercises:
        points[exercise.id] = exercise.points
        bugs = plan.bugs.get(exercise.id)
        if exercise.id in plan.lost or exercise.artefact is not None:
            points[exercise.id] = 0.0
        elif bugs:
            points[exercise.id] = _judged(exercise, bugs).points
            names[exercise.id] = tuple(bug.id for bug in bugs)
    for question in lesson.questions:
        letter = plan.letters.get(question.id, question.right)
        right = question.id not in plan.lost and letter == question.right
        if not question.recall:
            points[question.id] = question.points if right else 0.0
        if not right and question.id not in plan.lost and letter:
            option = question.options[question.letters.index(letter)]
            names[question.id] = (option.bug or f"option_{letter}",)
    return points, names


def _judged(exercise: Exercise, bugs: Sequence[Bug]) -> Verdict:
    parameters = tuple(exercise.signature.parameters)
    return judge(exercise, LocalTarget(exercise.buggy(*bugs), parameters))


def _named(verdict: Verdict) -> tuple[str, ...]:
    return verdict.named.bugs if verdict.named is not None else ()


def _independent_neighbours(lesson: Lesson) -> tuple[str, str] | None:
    """The first exercise that does not need the one before it, and that one."""
    for before, after in zip(lesson.exercises, lesson.exercises[1:], strict=False):
        if before.id not in after.card.needs:
            return before.id, after.id
    return None


def _first(bugs: Iterator[Bug]) -> tuple[Bug, ...]:
    return tuple(islice(bugs, 1))


def _wrong(question: Question) -> str:
    return next(letter for letter in question.letters if letter != question.right)
