"""A course that is not ours grades cell for cell as plain nbgrader grades it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from autograder.build.release import find_tools

pytestmark = pytest.mark.nbgrader

SQUARES = '''def squares(n):
    """Squares of 1 to n, both included."""
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError("n must be positive")
    return [i ** 2 for i in range(1, n + 1)]
    ### END SOLUTION'''
SUM = """def sum_of_squares(n):
    ### BEGIN SOLUTION
    return sum(squares(n))
    ### END SOLUTION"""


def nbgrader(**marks: Any) -> dict[str, Any]:
    """Metadata of a cell: graded, solution, both (manual), or a task."""
    base = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**base, **marks}}


def solution(name: str, source: str) -> Any:
    return new_code_cell(source, metadata=nbgrader(solution=True, grade_id=name))


def graded(name: str, points: float, source: str) -> Any:
    marks = nbgrader(grade=True, locked=True, grade_id=name, points=points)
    return new_code_cell(source, metadata=marks)


def first_problem() -> Any:
    """Squares, with shown and hidden tests, partial credit, and a data file read."""
    return new_notebook(
        cells=[
            new_code_cell("%matplotlib inline\nimport math\nNAME = ''"),
            solution("squares", SQUARES),
            new_code_cell("try:\n    print(squares(10))\nexcept NotImplementedError:\n    pass"),
            graded("correct", 1, "assert squares(1) == [1]\nassert squares(3) == [1, 4, 9]"),
            graded(
                "refuses",
                2,
                "try:\n    squares(0)\nexcept ValueError:\n    pass\n"
                "else:\n    raise AssertionError('no error')\n"
                "### BEGIN HIDDEN TESTS\nassert squares(11)[-1] == 121\n### END HIDDEN TESTS",
            ),
            solution("sum", SUM),
            graded(
                "partial",
                4,
                "round(sum([sum_of_squares(3) == 14, sum_of_squares(1) == 1]) * 2.0, 1)",
            ),
            graded("file", 1, "assert open('numbers.txt').read().split() == ['1', '4']"),
            graded("word", 1, "'full marks, since this is no number'"),
            graded("none", 1, "None"),
        ]
    )


def second_problem() -> Any:
    """What a person grades: a text, a figure, a task; and one automatic cell."""
    manual = {"grade": True, "solution": True, "points": 3}
    return new_notebook(
        cells=[
            new_markdown_cell("Explain.", metadata=nbgrader(grade_id="explain", **manual)),
            new_code_cell("# plot it", metadata=nbgrader(grade_id="plot", **manual)),
            new_markdown_cell(
                "Do it.", metadata=nbgrader(task=True, grade_id="task", locked=True, points=2)
            ),
            graded("warns", 1, "x = 2\nassert x == 2"),
        ]
    )


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The course graded twice: by plain nbgrader and by ours."""
    find_tools()
    return {which: grade(tmp_path_factory.mktemp(which), which) for which in ("plain", "ours")}


def grade(root: Path, which: str) -> Path:
    """Release the course, let two students submit, and grade them."""
    source = root / "source" / "ps1"
    source.mkdir(parents=True)
    nbformat.write(first_problem(), source / "problem1.ipynb")
    nbformat.write(second_problem(), source / "problem2.ipynb")
    (source / "numbers.txt").write_text("1 4")
    api = NbGraderAPI(config=configuration(root, which))
    released = api.generate_assignment("ps1")
    assert released["success"], released
    for student, change in (("bitdiddle", bitdiddle), ("hacker", hacker)):
        folder = root / "submitted" / student / "ps1"
        folder.mkdir(parents=True)
        (folder / "numbers.txt").write_text("1 4")
        for name in ("problem1", "problem2"):
            notebook = nbformat.read(root / "release" / "ps1" / f"{name}.ipynb", 4)
            marks = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
            change(name, marks)
            nbformat.write(notebook, folder / f"{name}.ipynb")
        done = api.autograde("ps1", student)
        assert done["success"], done
    return root


def configuration(root: Path, which: str) -> Config:
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    if which == "ours":
        from autograder.classroom.executor import autograde_preprocessors

        config.Autograde.autograde_preprocessors = autograde_preprocessors()
        config.JailExecute.secret_file = str(root / "secret")
        config.JailExecute.results_directory = str(root / "results")
    return config


def bitdiddle(name: str, cells: dict[Any, Any]) -> None:
    """Honest, with one mistake."""
    if name == "problem1":
        cells["squares"].source = "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]"
        cells[
            "sum"
        ].source = "import numpy as np\ndef sum_of_squares(n):\n    return sum(squares(n))"
    else:
        cells["explain"].source = "Because of the binomial theorem."
        cells["plot"].source = "import matplotlib.pyplot as plt\nplt.plot([1, 4]);"


def hacker(name: str, cells: dict[Any, Any]) -> None:
    """Edits the tests, which come back, and leaves things out."""
    if name == "problem1":
        cells["correct"].source = "assert True"
        cells["squares"].source = "def squares(n):\n    return [1] if n == 1 else 1 / 0"
        cells["sum"].source = "def sum_of_squares(n):\n    return 1"
    else:
        cells["warns"].source = "pass"


def scores_in(course: Path) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """All that the gradebook knows of each graded cell."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (student, notebook.name, grade.name): (
                grade.auto_score,
                grade.needs_manual_grade,
                grade.max_score,
            )
            for student in ("bitdiddle", "hacker")
            for notebook in gradebook.find_submission("ps1", student).notebooks
            for grade in notebook.grades
        }


def test_scores_are_those_of_plain_nbgrader(courses: dict[str, Path]) -> None:
    plain, ours = scores_in(courses["plain"]), scores_in(courses["ours"])
    assert plain == ours
    assert len(ours) == 20
    assert ours["bitdiddle", "problem1", "correct"][0] == 1
    assert ours["bitdiddle", "problem1", "refuses"][0] == 0
    assert ours["hacker", "problem1", "correct"][0] == 0
    assert ours["bitdiddle", "problem2", "explain"][1] is True


def outputs(course: Path, name: str) -> list[Any]:
    path = course / "autograded" / "bitdiddle" / "ps1" / f"{name}.ipynb"
    return [c.outputs for c in nbformat.read(path, 4).cells if c.cell_type == "code"]


@pytest.mark.parametrize("name", ["problem1", "problem2"])
def test_outputs_are_those_of_a_kernel(courses: dict[str, Path], name: str) -> None:
    for plain, ours in zip(
        outputs(courses["plain"], name), outputs(courses["ours"], name), strict=True
    ):
        assert [o.output_type for o in plain] == [o.output_type for o in ours]
        for a, b in zip(plain, ours, strict=True):
            assert set(a.get("data", {})) == set(b.get("data", {}))
            assert a.get("text") == b.get("text")
            assert (a.get("ename"), a.get("evalue")) == (b.get("ename"), b.get("evalue"))
