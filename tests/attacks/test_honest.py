"""Honest but odd submissions that other graders hurt: here they earn full marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.jail.layers import walls
from tests.attacks.classroom import EXERCISES, LESSON, Classroom, cell_named, code_cell, text_cell
from tests.attacks.declared import exercise, solution
from tests.attacks.on_the_notebook import Notebook, copy_of, put

FULL = {name: exercise(name).points for name in EXERCISES}
Odd = Callable[[Classroom, str], object]
ODD: dict[str, Odd] = {}
UNWRITTEN, PRECISION = "one_exercise_unwritten", "other_precision"


def odd(change: Callable[[Notebook], object]) -> Odd:
    """An honest notebook, changed in one way; named after the function that changes it."""

    def make(classroom: Classroom, student: str) -> None:
        notebook = classroom.honest()
        change(notebook)
        classroom.hand_in(student, notebook)

    ODD[change.__name__] = make
    return make


def own(notebook: Notebook, name: str = "cross_correlate2d") -> Notebook:
    return cell_named(notebook, name)


def inside(before: str) -> str:
    """The solution with lines at the beginning of its body."""
    head, _, body = solution("cross_correlate2d").partition("\n")
    return f"{head}\n{before}{body}"


@odd
def warning_on_stderr(notebook: Notebook) -> None:
    own(notebook)["source"] = (
        inside(
            "    import sys, warnings\n    warnings.warn('slow')\n    print('hm', file=sys.stderr)\n"
        )
        + "import sys, warnings\nwarnings.warn('careful')\nprint('careful', file=sys.stderr)\n"
    )


@odd
def debugging_prints(notebook: Notebook) -> None:
    own(notebook)["source"] = inside("    print('x', x.shape, 8.0)\n") + "print('done')\n0.0\n"


@odd
def comment_that_names_a_library(notebook: Notebook) -> None:
    own(notebook)["source"] = inside("    # not scipy.signal.correlate2d, nor F.conv2d\n")


@odd
def solution_pasted_twice(notebook: Notebook) -> None:
    put(notebook, copy_of(notebook, "cross_correlate2d"), at=3)


@odd
def extra_cells(notebook: Notebook) -> None:
    for place in range(len(notebook["cells"]), -1, -1):
        put(notebook, code_cell("1 + 1"), text_cell("# Notes"), code_cell(""), at=place)


@odd
def cell_that_fails(notebook: Notebook) -> None:
    put(notebook, code_cell("1 / 0"), code_cell("nonsense("), code_cell("%no_such_magic"), at=1)


@odd
def cells_out_of_order(notebook: Notebook) -> None:
    """The check of `cross_correlate2d` and its solution have changed places."""
    cells = notebook["cells"]
    first, second = own(notebook), cell_named(notebook, "check-cross_correlate2d")
    i, j = cells.index(first), cells.index(second)
    cells[i], cells[j] = second, first


@odd
def windows_line_ends(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")


@odd
def helpers_in_other_cells(notebook: Notebook) -> None:
    put(notebook, code_cell("def product(a, b):\n    return (a * b).sum()\n\nPAD = 0"), at=1)
    own(notebook)["source"] = (
        "def cross_correlate2d(x, kernel):\n    h, w = kernel.shape\n"
        "    rows, cols = x.shape[0] - h + 1 + PAD, x.shape[1] - w + 1 + PAD\n"
        "    out = [[product(window_at(x, i, j, (h, w)), kernel) for j in range(cols)]\n"
        "           for i in range(rows)]\n    return np.array(out, dtype=float)\n"
    )


@odd
def source_as_lines(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)


@odd
def asks_for_input(notebook: Notebook) -> None:
    put(notebook, code_cell("name = input('Your name? ')"), at=1)


@odd
def installs_packages(notebook: Notebook) -> None:
    put(notebook, code_cell("!pip install numpy"), code_cell("%pip install numpy"), at=0)


@odd
def pictures_and_magics(notebook: Notebook) -> None:
    put(
        notebook,
        code_cell(
            "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
        ),
        code_cell("%time sum(range(10))"),
        at=1,
    )


@odd
def one_exercise_unwritten(notebook: Notebook) -> None:
    own(notebook)["source"] = "def cross_correlate2d(x, kernel):\n    raise NotImplementedError\n"


@odd
def other_precision(notebook: Notebook) -> None:
    source = solution("cross_correlate2d").replace("return out", "return out.astype(np.float32)")
    own(notebook)["source"] = source


def data_file_beside(classroom: Classroom, student: str) -> None:
    notebook = classroom.honest()
    put(
        notebook, code_cell("import helper\nassert helper.two == int(open('two.txt').read())"), at=1
    )
    put(notebook, code_cell("found = True"), at=2)
    place = classroom.hand_in(student, notebook)
    (place / "two.txt").write_text("2")
    (place / "helper.py").write_text("two = 2\n")


def second_notebook_beside(classroom: Classroom, student: str) -> None:
    classroom.hand_in(student, classroom.honest())
    classroom.hand_in(student, classroom.notebook(), name="scratch.ipynb")


def renamed_notebook(classroom: Classroom, student: str) -> None:
    classroom.hand_in(student, classroom.honest(), name=f"{LESSON} (1) final.ipynb")


for beside in (data_file_beside, second_notebook_beside, renamed_notebook):
    ODD[beside.__name__] = beside


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    classroom = Classroom(tmp_path_factory.mktemp("class"))
    for name, make in ODD.items():
        make(classroom, name)
    classroom.grade()
    return classroom


@pytest.mark.parametrize("name", [name for name in ODD if name not in (UNWRITTEN, PRECISION)])
def test_an_honest_but_odd_submission_earns_full_marks(name: str, graded: Classroom) -> None:
    assert graded.points(name) == FULL


def test_one_exercise_left_unwritten_costs_only_itself(graded: Classroom) -> None:
    assert graded.points(UNWRITTEN) == {**FULL, "cross_correlate2d": 0.0}


def test_a_module_and_a_data_file_beside_the_notebook_can_be_used(graded: Classroom) -> None:
    page = (graded.root / "autograded/data_file_beside" / LESSON / f"{LESSON}.ipynb").read_text()
    assert "ModuleNotFoundError" not in page and "FileNotFoundError" not in page


def test_float32_for_float64_is_an_error_with_a_name(graded: Classroom) -> None:
    page = (graded.root / "autograded" / PRECISION / LESSON / f"{LESSON}.ipynb").read_text()
    assert "float32" in page and "float64 is expected" in page
