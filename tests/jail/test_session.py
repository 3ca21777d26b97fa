"""A session shows what a Jupyter kernel shows, remembers what it ran, and keeps to its limits."""

from __future__ import annotations

import base64
import json
import re
import time
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.exercise import Probe
from autograder.jail.sandbox import SandboxTarget
from autograder.jail.session import Crashed, Refusal, Session
from autograder.jail.warm import Zygote
from tests.jail.cells import run, text

SAME = {
    "printed text": "print('a', 1)\nprint('b')",
    "standard error": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "a value": "1 + 1",
    "no value": "1 + 1;",
    "a string": "'text'",
    "a long list": "list(range(100))",
    "an array": "import numpy as np\nnp.arange(12.0).reshape(3, 4) / 7",
    "None": "None",
    "the last value again": "6 * 7",
    "which is called _": "_ + 1",
    "rich display": "from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>b</b>'))",
    "a rich value": "HTML('<i>i</i>')",
    "two displays": "display(Markdown('**a**'), 3)",
    "a class of one's own": "class A:\n    def _repr_html_(self): return '<u>u</u>'\nA()",
    "a table of types": "display({'text/plain': 'p', 'text/latex': '$x$'}, raw=True)",
    "an error": "1 / 0",
    "an error below others": "def f(n): return f(n - 1) if n else {}['k']\nf(3)",
    "an error with output": "print('before')\nraise ValueError('what\\nfor')",
    "a mistake in the text": "print('x'\n",
    "a name that is not there": "nowhere",
    "a failed assertion": "assert 1 == 2, 'so it is'",
    "an interruption of one's own": "raise KeyboardInterrupt",
    "chained errors": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise OSError('x') from e",
    "display and update": "h = display('first', display_id='d')\nh.update('second')",
    "cleared output": "from IPython.display import clear_output\nprint('x')\nclear_output()\nprint('y')",
    "output cleared later": "print('x')\nclear_output(wait=True)\nprint('y')",
    "an awaited value": "import asyncio\nawait asyncio.sleep(0, 'waited')",
    "a loop of one's own": "async def g(): return 5\nawait g()",
    "capture": "%%capture kept\nprint('unseen')",
    "what was captured": "kept.stdout",
    "a file": "%%writefile note.txt\nhello",
    "and its text": "open('note.txt').read()",
    "magics that assign": "x = %pwd\ntype(x).__name__",
    "help": "len?",
    "pictures on": "%matplotlib inline\nimport matplotlib.pyplot as plt",
    "a warning": "import warnings\nwarnings.warn('careful')",
}  # fmt: skip
"""Cells whose outputs must be those of a kernel, run one after the other."""


@pytest.fixture(scope="module")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Outputs of a real kernel, by the name of the cell."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in SAME.values()])
    folder = tmp_path_factory.mktemp("kernel")
    client = NotebookClient(
        notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return {name: cell.outputs for name, cell in zip(SAME, notebook.cells, strict=True)}


@pytest.fixture(scope="module")
def ours(zygote: Zygote) -> dict[str, list[Any]]:
    with Session(zygote) as opened:
        return {
            name: run(opened, source, count) for count, (name, source) in enumerate(SAME.items(), 1)
        }


def by_stream(outputs: list[Any]) -> list[Any]:
    """Outputs with what was printed gathered by stream: a kernel sends them as it likes."""
    kept = [output for output in outputs if output["output_type"] != "stream"]
    for name in ("stdout", "stderr"):
        told = "".join(o["text"] for o in outputs if o.get("name") == name)
        kept += [{"output_type": "stream", "name": name, "text": told}] if told else []
    return kept


def bare(output: Any) -> dict[str, Any]:
    """An output without what may differ: colours, places of files, addresses."""
    told = json.loads(json.dumps(output))
    told.pop("transient", None)
    told.pop("traceback", None)
    data = told.get("data", {})
    for kind, value in data.items():
        if isinstance(value, str):
            data[kind] = re.sub(r"\x1b\[[\d;]*m", "", re.sub("0x[0-9a-f]+", "0x", value))
    if told.get("ename") == "SyntaxError":
        told["evalue"] = re.sub(r"\(.*?, line", "(cell, line", told["evalue"])
    if told["output_type"] == "stream":
        told["text"] = re.sub(
            r"\S*(ipykernel_\d+/|<ipython-input-)\S*:\d+:", "<cell>:", told["text"]
        )
    return dict(told)


@pytest.mark.parametrize("name", SAME)
def test_a_cell_shows_what_it_shows_in_a_kernel(
    name: str, ours: dict[str, list[Any]], kernels: dict[str, list[Any]]
) -> None:
    mine, theirs = ours[name], kernels[name]
    assert by_stream([bare(o) for o in mine]) == by_stream([bare(o) for o in theirs])


def test_a_display_is_updated_from_a_later_cell(session: Session) -> None:
    first = run(session, "from IPython.display import display\nh = display('one', display_id='x')")
    assert first[0]["data"]["text/plain"] == "'one'"
    assert text(run(session, "h.update('two')\nprint('done')", 2)) == "done\n"


def test_an_error_names_the_line_of_the_cell(session: Session) -> None:
    (error,) = run(session, "x = 1\ny = x / 0")
    assert (error["ename"], error["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "y = x / 0" in re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error["traceback"]))


def test_endless_recursion_is_told_quickly(session: Session) -> None:
    start = time.monotonic()
    (error,) = run(session, "def f(): return f()\nf()")
    assert error["ename"] == "RecursionError"
    assert time.monotonic() - start < 3


def test_a_figure_becomes_a_picture(session: Session) -> None:
    run(session, "%matplotlib inline\nimport matplotlib.pyplot as plt")
    (shown,) = run(session, "plt.plot([1, 3, 2]);", 2)
    assert base64.b64decode(shown["data"]["image/png"]).startswith(b"\x89PNG")
    assert "Figure" in shown["data"]["text/plain"]


def test_timing_magics_say_how_long_it_took(session: Session) -> None:
    assert "Wall time" in text(run(session, "%time sum(range(1000))"))
    assert "per loop" in text(run(session, "%timeit -n 2 -r 2 sum(range(10))", 2))


def test_text_written_to_the_descriptor_is_shown(session: Session) -> None:
    assert "low level" in text(run(session, "import os; os.write(1, b'low level')"))


def test_exit_ends_neither_cell_nor_session(session: Session) -> None:
    (error,) = [o for o in run(session, "import sys; sys.exit(2)") if o["output_type"] == "error"]
    assert (error["ename"], error["evalue"]) == ("SystemExit", "2")
    assert text(run(session, "print('still here')", 2)) == "still here\n"


def test_a_widget_is_shown_as_text_at_least(session: Session) -> None:
    (shown,) = run(session, "import ipywidgets\nipywidgets.IntSlider(3)")
    assert "IntSlider" in shown["data"]["text/plain"]


def test_input_is_refused_with_a_sentence(session: Session) -> None:
    (error,) = run(session, "name = input('Your name? ')")
    assert "nobody to answer" in error["evalue"]


def test_shell_commands_are_refused_with_a_sentence(session: Session) -> None:
    assert "Shell commands do not run" in text(run(session, "!touch here"))
    assert text(run(session, "import os; print(os.listdir())", 2)) == "[]\n"


def test_libraries_that_would_do_the_exercise_are_not_there(session: Session) -> None:
    (error,) = run(session, "import scipy.signal")
    assert error["ename"] == "ModuleNotFoundError" and "graded without it" in error["evalue"]


def test_random_numbers_are_the_same_in_every_run(zygote: Zygote) -> None:
    seen = set()
    for _ in range(2):
        with Session(zygote, seed=5) as opened:
            seen.add(
                text(
                    run(opened, "import numpy, random; print(numpy.random.rand(), random.random())")
                )
            )
    assert len(seen) == 1


def test_state_is_kept_across_cells_and_replayed_after_a_crash(session: Session) -> None:
    run(session, "a = 1")
    run(session, "a += 1; open('kept', 'w').write(str(a))", 2)
    with pytest.raises(Crashed, match="ended itself"):
        run(session, "a += 10; import os; os._exit(0)", 3)
    assert session.generation == 2
    assert text(run(session, "print(a, open('kept').read())", 4)) == "2 2\n"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import ctypes; ctypes.string_at(0)", "segmentation fault"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "killed"),
        ("import os; os.abort()", "signal 6"),
        ("import time; time.sleep(60)", "ran out of time"),
    ],
)
def test_a_crash_says_what_it_was(source: str, says: str, session: Session) -> None:
    with pytest.raises(Crashed, match=says):
        run(session, source, seconds=1.0)
    assert text(run(session, "print('alive')", 2)) == "alive\n"


def test_restarts_are_bounded(zygote: Zygote) -> None:
    with Session(zygote, max_restarts=2) as opened:
        for _ in range(3):
            with pytest.raises(Crashed, match="ended itself"):
                run(opened, "import os; os._exit(0)")
        with pytest.raises(Crashed, match="too often"):
            run(opened, "1")
        assert opened.generation == 3


def test_targets_of_an_earlier_process_are_evaluated_again(session: Session) -> None:
    run(session, "import os\ndef f(x):\n    return os._exit(0) if x < 0 else x + 1")
    target = SandboxTarget(session, "f", ("x",))
    assert target.call(Probe("", "core", (1,)), 2.0).value == 2
    failure = target.call(Probe("", "core", (-1,)), 2.0).failure
    assert failure is not None and failure.type == "Crashed"
    assert target.call(Probe("", "core", (2,)), 2.0).value == 3


def test_a_target_that_is_not_there_has_a_problem(session: Session) -> None:
    assert "NameError" in SandboxTarget(session, "nowhere").problem()
    assert "not a function" in SandboxTarget(session, "3").problem()


def test_questions_are_answered_or_refused(zygote: Zygote) -> None:
    def asked(question: Any) -> Any:
        if question["task"] == "window_at":
            return {"points": 1.5, "bundle": {"text/plain": "well done"}}
        raise Refusal("Not that one.")

    with Session(zygote, asked=asked) as opened:
        run(opened, "from autograder import check, hint, use")
        shown, value = run(opened, "check('window_at', print)", 2)
        assert (shown["data"]["text/plain"], value["data"]["text/plain"]) == ("well done", "1.5")
        (error,) = run(opened, "use('other', print)", 3)
        assert error["evalue"] == "Not that one."


def test_files_beside_the_notebook_are_there_and_are_copies(zygote: Zygote) -> None:
    beside = {"data/numbers.txt": b"1 2 3", "helper.py": b"two = 2"}
    with Session(zygote, files=beside) as opened:
        source = "import os; print(sorted(os.listdir()), open('data/numbers.txt').read())"
        assert text(run(opened, source)) == "['data', 'helper.py'] 1 2 3\n"
        assert text(run(opened, "import helper; print(helper.two)", 2)) == "2\n"


def test_outputs_are_valid_in_a_notebook(ours: dict[str, list[Any]]) -> None:
    cells = [
        new_code_cell(
            SAME[name], outputs=[nbformat.from_dict(bare(o) | _lines(o)) for o in outputs]
        )
        for name, outputs in ours.items()
    ]
    nbformat.validate(new_notebook(cells=cells))


def _lines(output: Any) -> dict[str, Any]:
    return {"traceback": output["traceback"]} if output["output_type"] == "error" else {}
