"""The grading benchmark: its classes, its meter, and what it makes of the numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import lessons
from autograder.classroom.executor import kind_of_notebook
from autograder.classroom.run import parse_check
from benchmarks.grading import cells, otter, torch_cells, torch_lesson
from benchmarks.grading.classes import Class, lesson_class, torch_class
from benchmarks.grading.meter import CommandFailed, Usage, measure
from benchmarks.grading.report import Lesson
from benchmarks.grading.rounds import Measurement, Options, Step

REPOSITORY = Path(__file__).resolve().parents[2]
SPIN = "import time\nblock = bytearray(b'x') * 30_000_000\nwhile time.process_time() < 0.4: pass"
WAITED = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {SPIN!r}])"
PARENT = f"""
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {SPIN!r}])
print("started", flush=True)
time.sleep(60)
"""
ORPHANED = f"""
import subprocess, sys
parent = subprocess.Popen([sys.executable, "-c", {PARENT!r}], stdout=subprocess.PIPE)
parent.stdout.readline()
parent.kill()  # as a zygote is, which may have children left
parent.wait()
"""


@pytest.fixture(scope="module")
def sliding() -> Class:
    slug = "01-sliding"
    return lesson_class(lessons.lesson(slug), REPOSITORY / "course" / slug / f"{slug}.ipynb")


@pytest.fixture(scope="module", params=["01-sliding", torch_lesson.SLUG])
def handed_in(request, sliding):
    return sliding if request.param == "01-sliding" else torch_class()


def test_every_student_hands_in_something_else(handed_in):
    assert len({handed_in.text(number) for number in range(1, 301)}) == 300


def test_students_differ_in_code_that_is_run_not_in_metadata(handed_in):
    again = 1 + len(handed_in.texts)
    first, same = (json.loads(handed_in.text(number))["cells"] for number in (1, again))
    differing = [a["cell_type"] for a, b in zip(first, same, strict=True) if a != b]
    assert differing and {*differing} == {"code"}


def test_correct_answers_are_mixed_with_mistakes_from_the_first_students_on():
    correct = [*torch_lesson.answers()][: len(torch_cells.STYLES)]
    notebooks = [json.loads(torch_class().text(number)) for number in range(1, 5)]
    early = ["".join(notebook["cells"][2]["source"]) for notebook in notebooks]
    assert [any(text.startswith(one) for one in correct) for text in early].count(True) == 2


def test_every_notebook_is_whole_and_has_all_its_graded_cells(handed_in, tmp_path):
    handed_in.hand_in(tmp_path, 3)
    paths = cells.notebooks(tmp_path)
    graded = {
        path: [
            cell["metadata"]["nbgrader"]["grade_id"]
            for cell in cells.read(path)
            if cell["metadata"]["nbgrader"].get("grade")
        ]
        for path in paths
    }
    assert len(paths) == 3
    assert len({tuple(names) for names in graded.values()}) == 1
    assert len(graded[paths[0]]) >= 10


def test_the_notebook_on_pytorch_is_foreign_to_the_engine(tmp_path):
    torch_class().hand_in(tmp_path, 1)
    found = cells.read(cells.notebooks(tmp_path)[0])
    assert kind_of_notebook(found) == "any, torch"
    assert sum(cell["cell_type"] == "code" for cell in found) == 12
    assert not any(parse_check(cell["source"]) for cell in found)


def test_the_floor_runs_every_notebook_to_its_end(sliding, tmp_path):
    sliding.hand_in(tmp_path / "submitted", 2)
    report = tmp_path / "report.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.grading.floor"),
            *(str(tmp_path / "submitted"), "numpy", str(report)),
        ],
        cwd=REPOSITORY,
        check=True,
    )
    seconds = json.loads(report.read_text())
    assert len(seconds) == 2 and all(0.001 < each < 10 for each in seconds)


def test_otter_asks_for_the_same_cells(handed_in):
    notebook = json.loads(handed_in.text(1))
    asked = [
        name
        for cell in otter.rewritten(notebook)["cells"]
        for name in cell["metadata"].get("otter", {}).get("tests", [])
    ]
    assert sorted(asked) == sorted(otter.tests(notebook))
    for text in otter.tests(notebook).values():
        compile(text, "test", "exec")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and PR_SET_CHILD_SUBREAPER")
@pytest.mark.parametrize("program", [WAITED, ORPHANED], ids=["waited for", "orphaned"])
def test_the_meter_counts_all_descendants(program, tmp_path):
    usage = measure([sys.executable, "-c", program], tmp_path, os.environ)
    assert 0.4 <= usage.cpu < 3
    assert usage.sampled <= usage.cpu + 0.05
    assert 30_000_000 < usage.peak < 90_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and PR_SET_CHILD_SUBREAPER")
def test_a_failed_command_says_what_it_printed(tmp_path):
    with pytest.raises(CommandFailed, match="no such lesson"):
        measure([sys.executable, "-c", "exit('no such lesson')"], tmp_path, os.environ)


def test_ratios_are_of_marginal_cost_and_taken_within_a_repeat():
    def cost(way: str, students: int, cpu: float, repeat: int) -> Measurement:
        step = Step(way, students, 0 if way == "plain" else 1, repeat)
        return Measurement("01-sliding", step, Usage(cpu, cpu, cpu, 1, False))

    taken = []
    for repeat, load in enumerate((1.0, 2.0, 3.0)):
        taken += [cost("plain", 1, 5 * load, repeat), cost("plain", 10, 32 * load, repeat)]
        taken += [cost("ours", 1, 4 * load, repeat), cost("ours", 10, 6.7 * load, repeat)]
    lesson = Lesson("01-sliding", taken, Options(jobs=(1,), students=(10,)))
    assert lesson.to_plain(1) == pytest.approx(10)
    first = next(lesson.targets())
    assert first.met and first.found == pytest.approx(10)
