"""The command line: `autograder doctor`, `build`, `grade`, `demo`, `mutants`, `progress`, `site`.

Each command imports what it needs when it runs, so that `--help` answers at once. Exit codes: 0 if
all is well, 1 if something is amiss, 2 if the command cannot be understood.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    help="The course on convolutional networks: build it, try it, look after it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Lessons = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LESSON]...", help="Slugs such as 01-sliding, or 01. All if none."),
]


@app.command()
def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Say in plain words what works on this machine and what does not."""
    from rich.console import Console

    from autograder.doctor import examine, usable
    from autograder.doctor.show import as_json, show

    checks = examine(_repository_above(Path.cwd()) or Path.cwd())
    if json:
        typer.echo(as_json(checks))
    else:
        show(checks, Console())
    raise typer.Exit(0 if usable(checks) else 1)


@app.command()
def build(
    lessons: Lessons = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when course/ is out of date.")
    ] = False,
) -> None:
    """Make the notebooks in course/ from their sources in solutions/."""
    root, slugs = _repository(), _slugs(lessons)
    from autograder.build import BuildError
    from autograder.build import build as run

    try:
        report = run(root, slugs, check=check, progress=typer.echo)
    except BuildError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    for path in report.kept:
        typer.echo(f"kept a copy of edited work: {path}")
    for path in report.written:
        typer.echo(f"wrote {path}")
    for sentence in report.stale:
        typer.echo(sentence, err=True)
    if report.stale:
        typer.echo("course/ is out of date. Run `autograder build` and commit it.", err=True)
        raise typer.Exit(1)
    if not report.written:
        typer.echo("course/ is up to date.")


@app.command()
def demo(
    out: Annotated[
        Path | None, typer.Option(help="Folder for the example class; build/demo if none.")
    ] = None,
    lesson: Annotated[str, typer.Option(help="The lesson the example class hands in.")] = (
        "01-sliding"
    ),
) -> None:
    """Make an example class, grade it with nbgrader, print scores and mistakes."""
    root = _repository()
    slug = _slug(lesson)
    from autograder.classroom.demo import run

    raise typer.Exit(run(root=root, out=out or root / "build" / "demo", lesson=slug))


@app.command()
def grade(
    lesson: Annotated[str, typer.Argument(help="The assignment, such as 01-sliding, or 01.")],
    student: Annotated[str, typer.Option(help="One student, or a pattern.")] = "*",
    jobs: Annotated[
        int, typer.Option(min=0, help="Submissions at a time; 0: one for each core.")
    ] = 0,
    scheduler: Annotated[
        str, typer.Option(help="Address of a Dask scheduler that runs them, tcp://HOST:PORT.")
    ] = "",
    sandbox: Annotated[
        str, typer.Option(help="jail, or none: run submissions without walls, if you trust them.")
    ] = "jail",
) -> None:
    """Grade a class: run its submissions side by side, then record the scores in the gradebook.

    What is done stays done: a killed run continues where it stopped.
    """
    root, slug = _repository(), _slug(lesson)
    if sandbox not in ("jail", "none"):
        _refuse(f"--sandbox is {sandbox!r}; jail or none is expected.")
    from autograder.classroom.show import grade_and_show

    raise typer.Exit(
        grade_and_show(root, slug, jobs=jobs, scheduler=scheduler, sandbox=sandbox, student=student)
    )


@app.command()
def mutants(lessons: Lessons = None) -> None:
    """Try every catalogued mistake against the checks: is it caught, is it named?"""
    slugs = _slugs(lessons)
    from autograder.mutation import report

    raise typer.Exit(report(slugs or ()))


@app.command()
def progress(
    folder: Annotated[
        Path | None, typer.Argument(help="Your folder of lessons, or one in it; this one if none.")
    ] = None,
) -> None:
    """Say what you have done so far, lesson by lesson, and where to go on."""
    from autograder.learner import Store, folder_of, overview
    from autograder.learner.store import NAME
    from autograder.learner.table import show

    where = (folder or Path.cwd()).resolve()
    if not where.is_dir():
        _refuse(f"{where} is no folder.")
    store = Store(folder_of(where))
    if not store.path.exists() and (where / "course" / NAME).exists():
        store = Store(where / "course")
    show(overview(store.read()), store.problem)


@app.command()
def site(
    out: Annotated[Path | None, typer.Option(help="Folder for the pages; build/site if none.")] = (
        None
    ),
    repository: Annotated[
        str,
        typer.Option(
            envvar="CNN_COURSE_REPOSITORY",
            metavar="OWNER/NAME",
            help="The course's place on GitHub, for links to Binder.",
        ),
    ] = "",
) -> None:
    """Make the released lessons, the glossary and the index of myths into web pages."""
    root = _repository()
    if repository and not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        _refuse(f"--repository is {repository!r}; OWNER/NAME is expected.")
    try:
        from autograder.site.build import build as run
        from autograder.site.run import LessonFailed
    except ModuleNotFoundError as error:
        if error.name not in ("docutils", "sphinx"):
            raise
        _refuse("Sphinx is not installed; it comes with: pip install -e '.[site]' (Python 3.11).")
    try:
        made = run(root, out or root / "build" / "site", repository=repository, say=typer.echo)
    except LessonFailed as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for warning in made.warnings:
        typer.echo(warning, err=True)
    typer.echo(f"The site is ready: {made.index}")
    raise typer.Exit(1 if made.warnings else 0)


def main() -> None:
    """Entry point of the `autograder` command."""
    app()


def _slugs(names: list[str] | None) -> list[str] | None:
    """Full slugs of the lessons asked for; None, meaning all, when none was named."""
    return [_slug(name) for name in names] if names else None


def _slug(name: str) -> str:
    """Full slug of a lesson given by slug or by number."""
    from autograder.lessons import LESSONS

    for slug in LESSONS:
        if name in (slug, slug.partition("-")[0]):
            return slug
    _refuse(f"There is no lesson {name!r}. The lessons are: {', '.join(LESSONS)}.")


def _repository() -> Path:
    """The course's repository, at or above the current folder."""
    root = _repository_above(Path.cwd())
    if root is None:
        _refuse(
            f"{Path.cwd()} is not in the course's repository (no pyproject.toml beside a "
            "solutions folder, here or above). Change to it and try again."
        )
    return root


def _repository_above(folder: Path) -> Path | None:
    for candidate in (folder, *folder.parents):
        if (candidate / "solutions").is_dir() and (candidate / "pyproject.toml").is_file():
            return candidate
    return None


def _refuse(sentence: str) -> NoReturn:
    """Say in one sentence what was not understood and leave with exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
