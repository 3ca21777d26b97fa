"""What happens to notebooks on the way from a student to the grader. Each function makes one."""

from __future__ import annotations

from collections.abc import Callable

from autograder.classroom import answers
from autograder.classroom.worksheet import Worksheet
from autograder.exercise import Exercise

Disturbance = Callable[[Worksheet], None]


def syntax_error(task: str) -> Disturbance:
    """The colon after the function's header is missing."""

    def disturb(sheet: Worksheet) -> None:
        cell = sheet.cells[sheet.place(task).answer]
        above, header, body = cell.source.partition(f"def {task}(")
        cell.source = above + header + body.replace(":\n", "\n", 1)

    return disturb


def delete_answer(task: str) -> Disturbance:
    """The cell to write in is gone, and the answer with it."""
    return lambda sheet: sheet.cells.__delitem__(sheet.place(task).answer)


def delete_check(task: str) -> Disturbance:
    """The locked cell that gives the points is gone."""
    return lambda sheet: sheet.cells.__delitem__(sheet.place(task).check)


def paste_answer(task: str) -> Disturbance:
    """The written cell is there twice, one below the other."""
    return lambda sheet: sheet.paste_again(sheet.place(task).answer)


def paste_check(task: str) -> Disturbance:
    """The locked cell that gives the points is there twice."""
    return lambda sheet: sheet.paste_again(sheet.place(task).check)


def helper_elsewhere(exercise: Exercise, text: str) -> Disturbance:
    """The work is done by a function in a cell of its own; scratch cells lie around."""
    helper = f"my_{exercise.id}"

    def disturb(sheet: Worksheet) -> None:
        sheet.write(exercise.id, answers.delegating(exercise, helper))
        place = sheet.place(exercise.id)
        sheet.insert(
            place.check, f"print({exercise.id}.__name__)\n1 / 0  # does this stop anything?"
        )
        sheet.insert(place.answer, answers.renamed(text, exercise.id, helper))
        sheet.insert(place.answer, "My own notes: do the work in a helper.", kind="markdown")
        sheet.insert(len(sheet.cells), "sum(range(10))")

    return disturb


def endless_scratch() -> Disturbance:
    """The last cell, the student's own, never ends."""
    return lambda sheet: sheet.insert(len(sheet.cells), "while True:\n    pass")


def swap(one: str, other: str) -> Disturbance:
    """Two exercises are solved in the other order: their cells and checks have changed places."""

    def disturb(sheet: Worksheet) -> None:
        a, b = sheet.place(one), sheet.place(other)
        cells = sheet.cells
        for here, there in ((a.answer, b.answer), (a.check, b.check)):
            cells[here], cells[there] = cells[there], cells[here]

    return disturb
