"""A course with an exchange and a class, driven by nbgrader's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.build import build
from tests.build.miniature import CATALOGUE, REPOSITORY, SECOND, make_course
from tests.nbgrader_path.students import ME, STUDENTS, hand_in

COURSE_ID = "cnn-course"


@dataclass(frozen=True)
class Classroom:
    """One instructor's course, students' home folders, and the exchange between them."""

    root: Path
    homes: Path
    settings: Path

    def environment(self, person: str) -> dict[str, str]:
        """As that person, with nobody's own settings."""
        own = {
            "HOME": str(self.home(person)),
            "JUPYTER_CONFIG_DIR": str(self.settings),
            "JUPYTER_DATA_DIR": str(self.home(person) / ".data"),
            "JUPYTER_RUNTIME_DIR": str(self.home(person) / ".runtime"),
            "JUPYTER_PLATFORM_DIRS": "0",
            "PYTHONPATH": str(REPOSITORY),
        }
        return {**os.environ, **own}

    def home(self, person: str) -> Path:
        home = self.homes / person
        home.mkdir(exist_ok=True)
        return home

    def nbgrader(self, command: str, person: str = "") -> subprocess.CompletedProcess[str]:
        """Run `nbgrader <command>`, as a student in their home or as the instructor in the course."""
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *command.split()],
            cwd=self.home(person) if person else self.root,
            env=self.environment(person or "instructor"),
            capture_output=True,
            text=True,
            timeout=120,
        )

    def succeed(self, command: str, person: str = "") -> str:
        """Run a command that must succeed; what it said."""
        done = self.nbgrader(command, person)
        assert done.returncode == 0, f"nbgrader {command}:\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


PLAIN = """

# The miniature's exercises are not in the catalogue: nbgrader's own kernel runs and judges them.
from nbgrader.converters import Autograde
c.Autograde.autograde_preprocessors = Autograde.class_traits()["autograde_preprocessors"].default()
"""


@pytest.fixture(scope="session")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The miniature course, built; an exchange that an administrator set for the machine."""
    top = tmp_path_factory.mktemp("classroom")
    root, homes, settings, exchange = (
        top / name for name in ("cnn", "home", "settings", "exchange")
    )
    for folder in (root, homes, settings, exchange):
        folder.mkdir()
    exchange.chmod(0o777)
    line = f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
    (settings / "nbgrader_config.py").write_text(line)
    make_course(root)
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(PLAIN)
    toolkit = root / "course"
    toolkit.mkdir()
    (toolkit / "widgets").mkdir()
    for name in ("__init__.py", "data.py", "widgets/__init__.py"):
        (toolkit / name).write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_DIR", str(settings))
        build(root, catalogue=CATALOGUE)
    return Classroom(root, homes, settings)


@pytest.fixture(scope="session")
def graded(classroom: Classroom) -> Classroom:
    """The classroom after everyone handed in and the instructor graded them in one batch."""
    classroom.succeed(f"release_assignment {SECOND}")
    classroom.succeed(f"fetch_assignment {SECOND} --course {COURSE_ID}", ME)
    handed_out = classroom.home(ME) / SECOND
    hand_in(ME, handed_out, handed_out)
    classroom.succeed(f"submit {SECOND} --course {COURSE_ID}", ME)
    classroom.succeed(f"collect {SECOND}")
    for student in STUDENTS:
        if student != ME:
            folder = classroom.root / "submitted" / student / SECOND
            hand_in(student, classroom.root / "course" / SECOND, folder)
    batch = classroom.nbgrader(f"autograde {SECOND}")
    # It fails, since one submission cannot be read; everyone else is graded all the same.
    assert batch.returncode == 1, batch.stderr
    assert "student 'mal'" in batch.stderr
    return classroom
