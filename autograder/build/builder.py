"""Building the course: solutions/ to build/source/ to course/, and saying what is stale."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import nbformat
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from autograder.build import files
from autograder.build.expand import expand
from autograder.build.pages import pages
from autograder.build.problem import BuildError
from autograder.build.release import RELEASE, SOURCE, STAGE, configuration, generate
from autograder.build.solution import BEGIN
from autograder.build.source import source_file, to_notebook
from autograder.exercise import Lesson

Progress = Callable[[str], None]


class Catalogue(Protocol):
    """Where lessons are looked up; the package `autograder.lessons` is one."""

    @property
    def LESSONS(self) -> tuple[str, ...]:  # noqa: N802  # a constant of the package
        """Slugs in order."""

    def lesson(self, slug: str, /) -> Lesson:
        """The lesson of that slug."""


@dataclass
class Report:
    """What a build did, or with `check` what it would have done.

    Attributes
    ----------
    lessons : list of str
        Slugs of the lessons that were built.
    written : list of str
        Files below the root that were written, because they were absent or different.
    kept : list of str
        Copies of notebooks with somebody's work in them, made before they were overwritten.
    stale : list of str
        With `check`: one sentence for each file of `course/` that is not what a build makes.
    """

    lessons: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def build_course(
    root: Path,
    slugs: Sequence[str] | None,
    check: bool,
    progress: Progress | None,
    catalogue: Catalogue,
) -> Report:
    """See `autograder.build.build`."""
    root = Path(root).resolve()
    say: Progress = progress or (lambda line: None)
    chosen = tuple(catalogue.LESSONS if slugs is None else slugs)
    problems = [
        f"there is no lesson {slug!r}; the lessons are {', '.join(catalogue.LESSONS)}"
        for slug in chosen
        if slug not in catalogue.LESSONS
    ]
    report = Report()
    with tempfile.TemporaryDirectory(prefix="course-build-") as scratch:
        # A check leaves no trace in the course, not in its gradebook either.
        place = Path(scratch).resolve() if check else root
        config = _configuration(root, place, check)
        for slug in chosen:
            if slug not in catalogue.LESSONS:
                continue
            try:
                made = _build_lesson(root, place, slug, catalogue, config)
            except BuildError as error:
                problems += error.problems
                say(f"{slug}: not built")
                continue
            report.lessons.append(slug)
            lines = _compare(root, slug, made) if check else _publish(root, slug, made, report)
            report.stale += lines if check else []
            say(f"{slug}: {_summary(lines, check)}")
    if slugs is None and not problems:
        try:
            _pages(root, catalogue, check, report, say)
        except BuildError as error:
            problems += error.problems
    if check and slugs is None:
        report.stale += _orphans(root, catalogue)
    if problems:
        raise BuildError(problems)
    return report


def _pages(root: Path, catalogue: Catalogue, check: bool, report: Report, say: Progress) -> None:
    """The glossary and the instructor's guide, which are made from all lessons together."""
    made = pages(root, [catalogue.lesson(slug) for slug in catalogue.LESSONS])
    for name, content in made.items():
        path = root / name
        if check and not (path.is_file() and path.read_bytes() == content):
            report.stale.append(f"{name} differs from what the build makes; run the build")
        elif not check and files.write(path, content):
            report.written.append(name)
            say(f"{name}: written")


def _configuration(root: Path, place: Path, check: bool) -> Config:
    config = configuration(root, here_only=check)
    config.CourseDirectory.root = str(place)
    config.CourseDirectory.source_directory = SOURCE
    config.CourseDirectory.release_directory = STAGE
    if check:
        config.CourseDirectory.db_url = f"sqlite:///{place / 'gradebook.db'}"
    return config


def _build_lesson(
    root: Path, place: Path, slug: str, catalogue: Catalogue, config: Config
) -> dict[str, bytes]:
    """The files of a lesson's release; the source for nbgrader is written on the way."""
    content = source_files(root, slug, catalogue)
    files.mirror(place / SOURCE / slug, content)
    return files.read_folder(generate(slug, config))


def source_files(root: Path, slug: str, catalogue: Catalogue) -> dict[str, bytes]:
    """The files nbgrader starts from: the notebook with solutions, and what lies beside it.

    Left out of the neighbours: the text source itself and notebooks, which would each become a
    notebook of the assignment.
    """
    path = source_file(root, slug)
    name = path.relative_to(root).as_posix()
    if not path.exists():
        raise BuildError(
            [f"{name} does not exist; write it, or take {slug} out of autograder.lessons.LESSONS"]
        )
    lesson = catalogue.lesson(slug)
    before = catalogue.LESSONS[: catalogue.LESSONS.index(slug)]
    notebook = expand(
        to_notebook(path.read_text(encoding="utf-8")),
        lesson,
        earlier=[catalogue.lesson(other) for other in before],
        where=name,
    )
    content = {f"{slug}.ipynb": notebook_bytes(notebook)}
    for within, data in files.read_folder(path.parent).items():
        if within == path.name or within.endswith(".ipynb"):
            continue
        if BEGIN.encode() in data:
            raise BuildError(
                [
                    f"{path.parent.relative_to(root).as_posix()}/{within} has solution markers "
                    f"and would reach students as it is; only {path.name} may hold solutions"
                ]
            )
        content[within] = data
    return content


def notebook_bytes(notebook: nbformat.NotebookNode) -> bytes:
    """A notebook as it is written: the way nbformat does, on every machine alike."""
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def _publish(root: Path, slug: str, made: Mapping[str, bytes], report: Report) -> list[str]:
    written = []
    for within, data in made.items():
        path = root / RELEASE / slug / within
        old = path.read_bytes() if path.is_file() else b""
        if old and old != data and within.endswith(".ipynb") and holds_work(old):
            digest = hashlib.sha256(old).hexdigest()[:8]
            copy = root / "build" / "kept" / slug / f"{path.stem}-{digest}.ipynb"
            files.write(copy, old)
            report.kept.append(copy.relative_to(root).as_posix())
        if files.write(path, data):
            written.append(path.relative_to(root).as_posix())
    report.written += written
    return written


def holds_work(content: bytes) -> bool:
    """Whether somebody has written into the solution cells of a released notebook."""
    try:
        notebook = nbformat.reads(content.decode(), as_version=4)
        return any(
            cell.metadata.nbgrader.checksum != compute_checksum(cell)
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        )
    except (ValueError, AttributeError, KeyError):
        return True


def _compare(root: Path, slug: str, made: Mapping[str, bytes]) -> list[str]:
    folder = f"{RELEASE}/{slug}"
    there = files.read_folder(root / folder)
    lines = []
    for within in sorted(made.keys() | there.keys()):
        if within not in there:
            lines.append(f"{folder}/{within} is missing; run the build and commit it")
        elif within not in made:
            lines.append(f"{folder}/{within} is not made by the build; remove it")
        elif made[within] != there[within]:
            lines.append(f"{folder}/{within} differs from what the build makes; run the build")
    return lines


def _orphans(root: Path, catalogue: Catalogue) -> list[str]:
    """Folders in course/ that look like lessons and belong to none."""
    found = sorted(path.name for path in (root / RELEASE).glob("[0-9][0-9]-*") if path.is_dir())
    return [
        f"{RELEASE}/{name} belongs to no lesson; remove it"
        for name in found
        if name not in catalogue.LESSONS
    ]


def _summary(lines: Sequence[str], check: bool) -> str:
    if not lines:
        return "up to date"
    files_word = "file" if len(lines) == 1 else "files"
    return f"{len(lines)} {files_word} {'stale' if check else 'written'}"
