"""Builds the site, from the released notebooks to the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder import lessons
from autograder.exercise import Lesson
from autograder.site import generator, pages
from autograder.site.folder import Folder
from autograder.site.measure import looks
from autograder.site.outputs import shown, widgets_of
from autograder.site.places import places_of_claims, targets
from autograder.site.reader import opening, readable
from autograder.site.run import code_of_course, run_all
from autograder.site.states import SavedWidget, parcel

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Site:
    """What was built: the first page, and what the generator warned of."""

    index: Path
    warnings: list[str]


def build(
    root: Path,
    out: Path,
    *,
    repository: str = "",
    slugs: list[str] | None = None,
    say: Callable[[str], None] = print,
) -> Site:
    """Build the site from the released notebooks.

    Parameters
    ----------
    root : Path
        The course's repository.
    out : Path
        Folder for the pages. What they are made of is kept beside it, and what takes long to find
        out in `build/site-cache` below the root, so that the next build is quick.
    repository : str
        Owner and name on GitHub for links to Binder; "" leaves them out.
    slugs : list of str, optional
        The lessons; all that have a notebook in `course/` if None.
    say : callable
        Is told of what takes long.

    Raises
    ------
    LessonFailed
        When a lesson does not run through.
    """
    work = out.with_name(f"{out.name}-work")
    cache = root / "build" / "site-cache"
    chosen = [
        lessons.lesson(slug) for slug in slugs or lessons.LESSONS if _file(root, slug).exists()
    ]
    released = {one.slug: nbformat.read(_file(root, one.slug), as_version=4) for one in chosen}
    places = places_of_claims(chosen, released)
    plain = {
        one.slug: readable(
            one, released[one.slug], targets(places, one.slug), opening(one.slug, repository)
        )
        for one in chosen
    }
    done = run_all(plain, cache / "runs", code_of_course(root), say)
    static = Folder(work / "static")
    widgets = [widget for notebook in done.values() for widget in widgets_of(notebook)]
    _scripts_and_styles(root, static, widgets)
    rooms = looks(widgets, static.path, cache / "looks", say)
    source = Folder(work / "source")
    for slug, notebook in done.items():
        made = nbformat.writes(shown(notebook, rooms, static))
        source.write(f"{slug}.ipynb", made.encode())
    _other_pages(source, chosen, pages.myths(chosen, places), repository)
    static.tidy()
    source.tidy()
    say("writing pages")
    warnings = generator.generate(source.path, static.path, out, work / "doctrees")
    return Site(out / "index.html", warnings)


def _file(root: Path, slug: str) -> Path:
    return root / "course" / slug / f"{slug}.ipynb"


def _other_pages(source: Folder, chosen: list[Lesson], myths: str, repository: str) -> None:
    source.write("index.md", pages.start(chosen, repository).encode())
    source.write("glossary.md", pages.words(chosen).encode())
    source.write("myths.md", myths.encode())


def _scripts_and_styles(root: Path, static: Folder, widgets: list[SavedWidget]) -> None:
    """The loader and its style, and of the widgets what the lessons show."""
    built = root / "course" / "widgets" / "static"
    for path in sorted(_STATIC.iterdir()):
        static.write(path.name, path.read_bytes())
    static.write("widgets.css", (built / "widgets.css").read_bytes())
    for name in sorted({widget.bundle for widget in widgets}):
        module = (built / f"{name}.js").read_text(encoding="utf-8")
        static.write(f"widgets/{name}.js", parcel(name, json.dumps(module, ensure_ascii=False)))
    for widget in widgets:
        static.write(f"widgets/{widget.name}.js", widget.script)
