"""A notebook on PyTorch as any course might have it: functions to write, plain asserts that grade.

Twelve code cells: one that imports, one to write ten functions in, and ten that are graded; one of
those trains a small network for 30 steps, one gives partial credit. Nothing in it is ours, so the
engine runs it as it runs any foreign notebook. The cells take about 0.13 s of processor time, as
those of the notebook that the jail was designed on: overhead weighs less the more students compute.
"""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from benchmarks.grading.torch_cells import BUGS, FUNCTIONS, GRADED, IMPORTS, STYLES

SLUG = "torch-convnet"


def answers() -> Iterator[str]:
    """What students write: correct in several styles, then each mistake."""
    for style in STYLES:
        text = FUNCTIONS
        for old, new in style:
            text = _replaced(text, old, new)
        yield text
    for old, new in BUGS:
        yield _replaced(FUNCTIONS, old, new)


def notebook(answer: str = "raise NotImplementedError()") -> NotebookNode:
    """The notebook with an answer in its cell; as its students get it when none is given."""
    cells = [
        new_markdown_cell("# A small network", id="title"),
        new_code_cell(IMPORTS, id="imports"),
        new_code_cell(answer, id="functions", metadata=_metadata("functions", 0, solution=True)),
    ]
    cells += [
        new_code_cell(one.source, id=one.name, metadata=_metadata(one.name, one.points))
        for one in GRADED
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made: NotebookNode = new_notebook(cells=cells, metadata=metadata)
    return made


def text(answer: str) -> str:
    """The notebook as a file's text."""
    return str(nbformat.writes(notebook(answer), version=4)) + "\n"


def _metadata(name: str, points: int, *, solution: bool = False) -> dict[str, object]:
    cell = {
        "grade_id": f"{name}-test" if not solution else name,
        "grade": not solution,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "schema_version": 3,
        "cell_type": "code",
    }
    return {"nbgrader": cell if solution else {**cell, "points": points}}


def _replaced(source: str, old: str, new: str) -> str:
    if source.count(old) != 1:
        raise ValueError(f"{old!r} stands {source.count(old)} times in the functions, not once")
    return source.replace(old, new)
