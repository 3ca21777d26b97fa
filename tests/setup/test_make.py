"""The commands that the README and CONTRIBUTING print exist, and so do the files they name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md")

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(*arguments: str) -> str:
    run = subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def commands(page: str) -> str:
    """Everything between backticks, in a line or in a block."""
    text = (ROOT / page).read_text(encoding="utf-8")
    quoted = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text, re.DOTALL)
    return "\n".join(block or inline for block, inline in quoted)


@needs_make
def test_help_is_the_default_and_lists_the_targets() -> None:
    listed = set(re.findall(r"^  make (\w+)", make(), re.MULTILINE))
    assert {"venv", "demo", "test", "lab", "build", "site", "lint", "clean", "help"} == listed


@needs_make
@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_on_the_page_exists(page: str) -> None:
    listed = set(re.findall(r"^  make (\w+)", make("help"), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", commands(page))) <= listed


@pytest.mark.parametrize("page", PAGES)
def test_every_autograder_command_on_the_page_exists(page: str) -> None:
    for command in set(
        re.findall(r"^(?:.*[ /])?autograder ([a-z]\w*)", commands(page), re.MULTILINE)
    ):
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


@pytest.mark.parametrize("page", PAGES)
def test_every_local_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_has_a_text_in_its_place(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert all(len(alt) > 20 for alt in re.findall(r"!\[([^\]]*)\]", text))
