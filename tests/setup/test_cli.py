"""The command line: what it answers, how fast, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder import doctor
from autograder.cli import app
from autograder.doctor import Check

ROOT = Path(__file__).resolve().parents[2]
runner = CliRunner()


def test_help_names_every_command() -> None:
    printed = runner.invoke(app, ["--help"]).output
    for command in ("doctor", "build", "demo", "mutants"):
        assert command in printed


def test_the_command_line_imports_nothing_heavy() -> None:
    code = "import sys, autograder.cli; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "torch", "nbgrader", "matplotlib", "IPython"} & set(modules)


@pytest.mark.parametrize(
    "command", [["build", "nonsense"], ["demo", "--lesson", "nonsense"], ["mutants", "nonsense"]]
)
def test_an_unknown_lesson_is_answered_with_the_known_ones(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = runner.invoke(app, command)
    assert result.exit_code == 2
    assert result.output.startswith("There is no lesson 'nonsense'. The lessons are: 00-images, ")


@pytest.mark.parametrize("command", ["build", "demo"])
def test_outside_the_repository_the_answer_says_where_to_go(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, [command])
    assert result.exit_code == 2
    assert "is not in the course's repository" in result.output


@pytest.mark.parametrize(("status", "code"), [("ok", 0), ("missing", 1)])
def test_doctor_exits_with_whether_the_course_can_be_used(
    status: doctor.check.Status, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = Check("Python", status, "3", "", essential=True)
    monkeypatch.setattr(doctor, "probes", lambda folder: {"Python": lambda: [check]})
    result = runner.invoke(app, ["doctor", "--json"])
    assert result.exit_code == code
    assert json.loads(result.output)["usable"] is (code == 0)
