"""A class in which everybody's notebook is an attack, graded in one batch by nbgrader's autograde."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest

from autograder.jail.layers import walls
from tests.attacks.classroom import Classroom
from tests.attacks.declared import exercise
from tests.attacks.on_the_notebook import HANDED_IN, READER, TOKEN, HandedIn
from tests.attacks.stage import MARKER, forget_peak, memory

FULL = {name: exercise(name).points for name in ("window_at", "cross_correlate2d")}
MOST_SECONDS = 60.0
MOST_MEGABYTES = 600.0
"""For the whole class."""


class Graded:
    """The class after grading, with what it took."""

    def __init__(self, classroom: Classroom) -> None:
        self.classroom = classroom
        for student in ("00-honest", "zz-honest"):
            classroom.hand_in(student, classroom.honest())
        for attack in HANDED_IN:
            attack.make(classroom, attack.id)
        before, start = forget_peak(), time.monotonic()
        classroom.grade()
        self.seconds, self.megabytes = time.monotonic() - start, memory("VmHWM") - before


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    return Graded(Classroom(tmp_path_factory.mktemp("class")))


@pytest.mark.parametrize("attack", HANDED_IN, ids=str)
def test_a_tampered_submission_earns_what_its_code_deserves(
    attack: HandedIn, graded: Graded
) -> None:
    points = graded.classroom.points(attack.id)
    if attack.refusable and not any((points or {}).values()):
        assert attack.id in graded.classroom.log, "refused, and nobody is told"
        return
    assert points == {**FULL, "cross_correlate2d": 0.0}


@pytest.mark.parametrize("student", ["00-honest", "zz-honest"])
def test_honest_classmates_before_and_after_earn_everything(student: str, graded: Graded) -> None:
    assert graded.classroom.points(student) == FULL


def test_nobody_got_at_an_instructors_file(graded: Graded) -> None:
    """Neither in an output, nor as a copy in a folder that is returned to students."""
    told = [
        path for path in graded.classroom.written() if MARKER in path.read_text("utf-8", "replace")
    ]
    assert told == []


def test_grading_them_all_took_bounded_time_and_memory(graded: Graded) -> None:
    assert graded.seconds < MOST_SECONDS
    assert graded.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("attack", READER, ids=str)
def test_feedback_pages_are_inert(attack: HandedIn, graded: Graded) -> None:
    page = graded.classroom.feedback(attack.id)
    assert page
    assert live_parts(page) == []
    assert "\x1b" not in page


def live_parts(page: str) -> list[str]:
    """Places of a page where the attack's text would run as code."""
    finder = _Finder()
    finder.feed(page)
    return finder.found


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            runs = name.startswith("on") or name in ("href", "src", "srcdoc", "action", "data")
            if runs and TOKEN in (value or ""):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside and TOKEN in data:
            self.found.append(f"<{self._inside}>: {data[:40]}")


def test_the_finder_finds(graded: Graded) -> None:
    assert len(live_parts(f"<script>{TOKEN}</script><b onclick={TOKEN}>")) == 2
