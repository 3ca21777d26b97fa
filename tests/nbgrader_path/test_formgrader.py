"""Formgrader in a real browser, on a course laid out as ours."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.build.miniature import FIRST, SECOND
from tests.nbgrader_path.conftest import Classroom
from tests.nbgrader_path.students import STUDENTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.nbgrader, pytest.mark.browser]

START_SECONDS = 60
WAIT_MS = 30_000


@pytest.fixture(scope="module")
def server(graded: Classroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab started in the course; its address, with a query that lets one in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(8)
    log = tmp_path_factory.mktemp("jupyter") / "log.txt"
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += ["--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={token}"]
    environment = graded.environment("instructor")
    with log.open("w") as out:
        jupyter = subprocess.Popen(
            command, cwd=graded.root, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api?token={token}", jupyter, log)
        yield f"{address}/{{}}?token={token}"
    finally:
        jupyter.terminate()
        jupyter.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start within {START_SECONDS} s:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def page(server: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(WAIT_MS)
    yield page
    page.close()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where pictures go: the folder $CNN_COURSE_SCREENSHOTS, or one that is forgotten."""
    folder = Path(os.environ.get("CNN_COURSE_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _rows(page: Page, key: str) -> dict[str, Locator]:
    """Rows of the page's table, by the text of the column of that class; waits until there are some."""
    page.locator(f"tbody td.{key}").first.wait_for()
    rows = page.locator("tbody tr").all()
    return {row.locator(f"td.{key}").inner_text().strip(): row for row in rows}


def test_the_assignments_are_the_lessons_and_nothing_else(
    server: str, page: Page, screenshots: Path
) -> None:
    page.goto(server.format("formgrader"))
    rows = _rows(page, "name")
    assert sorted(rows) == [FIRST, SECOND]
    assert rows[SECOND].locator("td.status").inner_text() == "released"
    assert rows[FIRST].locator("td.status").inner_text() == "draft"
    assert rows[SECOND].locator("td.num-submissions").inner_text() == str(len(STUDENTS))
    page.screenshot(path=screenshots / "formgrader-assignments.png")


def test_one_gets_from_the_assignments_to_every_students_score(
    server: str, page: Page, screenshots: Path
) -> None:
    page.goto(server.format("formgrader"))
    _rows(page, "name")[SECOND].locator("td.num-submissions a").click()
    rows = _rows(page, "student-id")
    assert rows.keys() == STUDENTS.keys()
    for student, (_, score) in STUDENTS.items():
        if score is not None:
            assert rows[student].locator("td.score").inner_text() == f"{score:g} / 6"
    page.screenshot(path=screenshots / "formgrader-submissions.png")
