"""From a lesson's source notebook to nbgrader's: every task gets its cells, every cell its id."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.build import card
from autograder.build.problem import BuildError
from autograder.build.solution import BEGIN, END, defined, regions, trouble
from autograder.exercise import Exercise, Lesson, Question

SCHEMA_VERSION = 3
"""Of nbgrader's cell metadata."""

NOTEBOOK_METADATA: Mapping[str, Any] = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
"""The same on every machine, whatever the author's kernel was."""

_PANEL = 'from autograder import progress\n\nprogress("{}")'
"""The cell below a lesson's title: what the learner has done so far."""

_KINDS = ("exercise", "question")
_ID_LENGTH = 64


def expand(
    notebook: NotebookNode,
    lesson: Lesson,
    *,
    earlier: Sequence[Lesson] = (),
    where: str = "",
) -> NotebookNode:
    """The instructor's version of a lesson: with solutions, with nbgrader's metadata.

    Parameters
    ----------
    notebook : NotebookNode
        The source, as `autograder.build.source.to_notebook` reads it. It is not changed.
    lesson : Lesson
        Declares the tasks that must stand in the notebook, each once.
    earlier : sequence of Lesson
        Lessons whose exercises a card may link to.
    where : str
        The file's name in errors; `solutions/<slug>/<slug>.py` unless told.

    Raises
    ------
    BuildError
        With one sentence for everything that does not fit.
    """
    where = where or f"solutions/{lesson.slug}/{lesson.slug}.py"
    problems = list(_problems(notebook, lesson, where))
    if problems:
        raise BuildError(problems)
    tasks = _tasks(lesson)
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        task = tasks.get(_mark(cell)[1])
        if isinstance(task, Exercise):
            cells += _exercise_cells(cell, task, lesson, earlier)
        elif isinstance(task, Question):
            cells += _question_cells(cell, task)
        else:
            cells.append(_plain_cell(cell))
    if lesson.tasks and cells and cells[0].cell_type == "markdown":
        cells.insert(1, _cell("code", _PANEL.format(lesson.slug), {}))
    _name(cells)
    metadata = from_dict(dict(NOTEBOOK_METADATA))
    # The minor version that has cell ids, and not whichever nbformat knows by now.
    whole: NotebookNode = new_notebook(cells=cells, metadata=metadata, nbformat_minor=5)
    return whole


def grade_ids(task: Exercise | Question) -> tuple[str, ...]:
    """The grade ids of a task's cells, in their order."""
    if isinstance(task, Exercise):
        return f"card-{task.id}", task.id, f"check-{task.id}", f"symptoms-{task.id}"
    return f"question-{task.id}", task.id, f"check-{task.id}"


def _tasks(lesson: Lesson) -> dict[str, Exercise | Question]:
    tasks: list[Exercise | Question] = [*lesson.exercises, *lesson.questions]
    return {task.id: task for task in tasks}


def _mark(cell: NotebookNode) -> tuple[str, str]:
    """Which kind of task a cell stands for, and the task's id; ("", "") for an ordinary cell."""
    for kind in _KINDS:
        if kind in cell.metadata:
            return kind, str(cell.metadata[kind])
    return "", ""


def _exercise_cells(
    cell: NotebookNode, task: Exercise, lesson: Lesson, earlier: Sequence[Lesson]
) -> list[NotebookNode]:
    head, solution, check, index = grade_ids(task)
    return [
        _locked(head, card.card(task, lesson, earlier)),
        _solution(solution, cell.source.rstrip("\n"), _kept(cell)),
        _graded(check, task),
        _locked(index, card.symptoms(task)),
    ]


def _question_cells(cell: NotebookNode, task: Question) -> list[NotebookNode]:
    prompt, solution, check = grade_ids(task)
    answer = f'{task.id} = choose("{task.letters}", answer="{task.right}")'
    return [
        _locked(prompt, card.question(task, cell.source)),
        _solution(solution, f"### {BEGIN}\n{answer}\n### {END}", {}),
        _graded(check, task),
    ]


def _locked(grade_id: str, text: str) -> NotebookNode:
    return _cell("markdown", text, _nbgrader(grade_id, locked=True))


def _solution(grade_id: str, source: str, metadata: Mapping[str, Any]) -> NotebookNode:
    return _cell("code", source, {**metadata, **_nbgrader(grade_id, solution=True)})


def _graded(grade_id: str, task: Exercise | Question) -> NotebookNode:
    source = f'check("{task.id}", {task.id})'
    worth = card.points(task)
    return _cell("code", source, _nbgrader(grade_id, locked=True, grade=True, points=worth))


def _nbgrader(grade_id: str, **given: Any) -> dict[str, Any]:
    marks = {"grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**marks, **given, "grade_id": grade_id, "schema_version": SCHEMA_VERSION}}


def _plain_cell(cell: NotebookNode) -> NotebookNode:
    return _cell(cell.cell_type, cell.source.rstrip("\n"), _kept(cell))


def _cell(cell_type: str, source: str, metadata: Mapping[str, Any]) -> NotebookNode:
    makers: dict[str, Callable[..., NotebookNode]] = {
        "code": new_code_cell,
        "markdown": new_markdown_cell,
        "raw": new_raw_cell,
    }
    return makers[cell_type](source, metadata=from_dict(dict(metadata)))


def _kept(cell: NotebookNode) -> dict[str, Any]:
    """The author's own metadata (tags, say), without marks and what Jupytext noted for itself."""
    dropped = (*_KINDS, "lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker", "title")
    return {key: value for key, value in cell.metadata.items() if key not in dropped}


def _name(cells: Sequence[NotebookNode]) -> None:
    """Give every cell an id that depends on what it is, so that builds are reproducible."""
    seen: Counter[str] = Counter()
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        text = f"{cell.cell_type}\n{grade_id or cell.source}"
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        base = grade_id if 0 < len(grade_id) <= _ID_LENGTH else digest
        seen[base] += 1
        cell.id = base if seen[base] == 1 else f"{base}-{seen[base]}"


def _problems(notebook: NotebookNode, lesson: Lesson, where: str) -> Iterator[str]:
    tasks = _tasks(lesson)
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        kind, task_id = _mark(cell)
        if not kind:
            yield from (f"{where}: cell {number} {what}" for what in _strays(cell, tasks))
            if not cell.metadata.get("nbgrader") and list(regions(cell.source, strict=False)):
                yield (
                    f"{where}: cell {number} has solution markers but belongs to no task; give it "
                    f'exercise="..." in its header, or take the markers out'
                )
            continue
        here = f'{where}: cell {number} ({kind}="{task_id}")'
        if task_id in seen:
            yield f"{here} is there twice, first as cell {seen[task_id]}; remove one of them"
            continue
        seen[task_id] = number
        yield from (f"{here} {what}" for what in _cell_problems(cell, kind, task_id, tasks, lesson))
    for missing in tasks.keys() - seen.keys():
        kind = "exercise" if isinstance(tasks[missing], Exercise) else "question"
        header = "# %%" if kind == "exercise" else "# %% [markdown]"
        yield (
            f"{where}: no cell for {kind} {missing!r}, which lesson {lesson.slug} declares; "
            f'add a cell with the header `{header} {kind}="{missing}"`'
        )
    yield from _import_problems(notebook, lesson, where)


def _strays(cell: NotebookNode, tasks: Mapping[str, Exercise | Question]) -> Iterator[str]:
    """An ordinary cell that gives a task's name a meaning could earn a student its points."""
    if cell.cell_type != "code":
        return
    for task_id in sorted(defined(cell.source) & tasks.keys()):
        yield (
            f"defines {task_id}, which students must write themselves; give it another name "
            f'(`{task_id} = use("{task_id}", {task_id})` is welcome)'
        )


def _cell_problems(
    cell: NotebookNode,
    kind: str,
    task_id: str,
    tasks: Mapping[str, Exercise | Question],
    lesson: Lesson,
) -> Iterator[str]:
    task = tasks.get(task_id)
    if task is None:
        near = difflib.get_close_matches(task_id, tasks, n=1)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        yield f"names a task that lesson {lesson.slug} does not declare; declare it there{guess}"
    elif isinstance(task, Exercise):
        if kind != "exercise":
            yield f'is declared as an exercise; write `# %% exercise="{task_id}"`'
        elif cell.cell_type != "code":
            yield "must be a code cell; take [markdown] out of its header"
        else:
            yield from trouble(cell.source, task_id, below=task.artefact is not None)
    elif kind != "question":
        yield f'is declared as a question; write `# %% [markdown] question="{task_id}"`'
    elif cell.cell_type != "markdown":
        yield "must be a markdown cell; put [markdown] into its header"


def _import_problems(notebook: NotebookNode, lesson: Lesson, where: str) -> Iterator[str]:
    needed = {"check": "from autograder import check"} if _tasks(lesson) else {}
    if lesson.questions:
        needed["choose"] = "from course.widgets import choose"
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    lines = [line for source in code for line in source.splitlines() if "import" in line]
    for name, line in needed.items():
        if not any(name in line.replace(",", " ").split() for line in lines):
            yield f"{where}: no cell imports {name}, which its task cells use; add `{line}`"
