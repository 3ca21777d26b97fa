"""What the jail's shell leaves out is missed by nobody: syntax, widgets and errors are as ever."""

from __future__ import annotations

import pytest

from autograder.jail.layers import walls
from autograder.jail.session import Session
from autograder.jail.warm import Zygote


@pytest.fixture(scope="module")
def warm():
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with Zygote("numpy") as zygote:
        yield zygote


@pytest.fixture
def run(warm):
    with Session(warm, {}) as session:

        def cell(source: str) -> list[dict[str, object]]:
            return session.cell(source, 1, 20.0)["outputs"]

        yield cell


def text(outputs):
    return "".join(str(output.get("text", "")) for output in outputs)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("%pwd\nprint(1)", "1\n"),
        ("x = %who_ls\nprint(type(x).__name__)", "list\n"),
        ("print('''\n%pwd\n''')", "\n%pwd\n\n"),
        ("y = [7\n%3]\nprint(y)", "[1]\n"),
        ("import asyncio\nprint(await asyncio.sleep(0, 5))", "5\n"),
        ("print([n async for n in gone()])\n", ""),
        ("    print(2)", "2\n"),
    ],
)
def test_a_cell_is_read_as_in_a_live_notebook(run, source, said):
    assert text(run(source)) == said


def test_a_notebook_s_own_syntax_is_used(run):
    run(
        "from IPython.core.inputtransformer2 import MagicAssign\n"
        "class Own(MagicAssign):\n"
        "    @classmethod\n"
        "    def find(cls, tokens_by_line):\n"
        "        for line in tokens_by_line:\n"
        "            if line[0].string == 'own':\n"
        "                return cls(line[0].start)\n"
        "    def transform(self, lines):\n"
        "        return ['print(9)\\n']\n"
        "get_ipython().input_transformer_manager.token_transformers.append(Own)"
    )
    assert text(run("own")) == "9\n"


@pytest.mark.parametrize("source", ["1 / 0", "def f(:", "await gone()"])
def test_an_error_is_shown_once(run, source):
    kinds = [output["output_type"] for output in run(source)]
    assert kinds == ["error"]


def test_widgets_of_a_class_share_their_script_and_nothing_else(run):
    said = run(
        "from course.widgets import KernelSlider, choose\n"
        "a, b = KernelSlider(stride=2), KernelSlider()\n"
        "print(a.stride, b.stride, a.model_id != b.model_id, a.layout is not b.layout)\n"
        "a.size = 300\n"
        "print(b.size, a._esm == b._esm != '', a.keys == b.keys)\n"
        "print(choose('abcd', answer='b')._esm != a._esm, a.get_state()['size'])\n"
        "a._esm = 'mine'; print(b._esm != 'mine')\n"
        "b"
    )
    assert text(said) == "(2, 2) (1, 1) True True\n240 True True\nTrue 300\nTrue\n"
    assert "application/vnd.jupyter.widget-view+json" in said[-1]["data"]


def test_a_picture_that_is_changed_is_whole_the_next_time(run):
    source = "from course import data\np = data.picture('boat'); p[:] = 0\n"
    assert text(run(source + "print(data.picture('boat').max() > 0)")) == "True\n"
