"""The site's files: what a reader finds on the pages, and what a second build need not do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import lessons
from autograder.build.pages import claim_table, glossary
from autograder.exercise import Lesson
from autograder.site.reader import opening
from autograder.site.run import LessonFailed, run_all
from tests.browser.jupyter import NODE_MODULES
from tests.site.conftest import REPOSITORY, ROOT, Site

LESSONS = sorted(path.stem for path in ROOT.glob("course/*/*.ipynb"))


def declared() -> list[Lesson]:
    return [lessons.lesson(slug) for slug in LESSONS]


def page(site: Site, name: str) -> str:
    return (site.folder / f"{name}.html").read_text(encoding="utf-8")


def article(site: Site, name: str) -> str:
    found = re.search(r'<article role="main".*?</article>', page(site, name), re.DOTALL)
    assert found
    return found[0]


def test_the_generator_has_nothing_to_warn_of(site: Site) -> None:
    assert site.code == 0, site.printed


def test_every_lesson_has_a_page_and_the_first_page_links_to_it(site: Site) -> None:
    first = article(site, "index")
    for slug in LESSONS:
        assert f'href="{slug}.html"' in first
        assert "<h1>" in page(site, slug)


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_leaves_out_what_only_jupyter_needs(site: Site, slug: str) -> None:
    text = re.sub(r"<[^>]+>", "", article(site, slug))
    assert not re.search(r"^check\(|^progress\(|= choose\(|not written yet\.", text, re.M)
    assert "Answer with one letter" not in text
    assert "Stuck? Run" not in text


def test_a_function_to_write_is_marked_and_shown_unwritten(site: Site) -> None:
    text = article(site, "01-sliding")
    assert text.count("tag_yours") == 5
    assert "yours to write" in text


def test_a_question_without_points_has_its_answer_folded_and_one_with_points_has_none(
    site: Site,
) -> None:
    boxes = re.findall(r'<div class="course-question.*?</div>', article(site, "01-sliding"), re.S)
    assert len(boxes) == 7
    assert ["<details>" in box for box in boxes] == [True] * 3 + [False] * 4


def test_a_lesson_says_how_to_open_its_notebook(site: Site) -> None:
    text = article(site, "01-sliding")
    assert "course/01-sliding/01-sliding.ipynb" in text
    path = "course%2F01-sliding%2F01-sliding.ipynb"
    assert f"https://mybinder.org/v2/gh/{REPOSITORY}/HEAD?labpath={path}" in text


def test_every_link_within_the_site_leads_somewhere(site: Site) -> None:
    broken = []
    for path in site.folder.glob("*.html"):
        for link in re.findall(r'<a [^>]*href="([^"]+)"', path.read_text(encoding="utf-8")):
            name, _, anchor = link.partition("#")
            if "://" in name:
                continue
            other = site.folder / (name or path.name)
            there = other.exists() and (
                not anchor or f'id="{anchor}"' in other.read_text(encoding="utf-8")
            )
            if not there and link != "#":
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_every_claim_that_a_lesson_treats_stands_in_the_index_of_myths_once(site: Site) -> None:
    treated = re.findall(r"^\| [A-E]\d+ \|", claim_table(ROOT, declared()), re.MULTILINE)
    assert article(site, "myths").count("<dt>") == len(treated)


def test_the_glossary_has_every_term(site: Site) -> None:
    terms = re.findall(r"^\*\*.+?\*\*:", glossary(declared()), re.MULTILINE)
    assert article(site, "glossary").count("<dt>") == len(terms)


def test_formulas_are_drawn_by_the_browser_itself(site: Site) -> None:
    text = page(site, "02-kernels")
    assert text.count("<math ") >= 3
    assert "mathjax" not in text.lower()


def test_every_picture_has_a_description_and_its_size(site: Site) -> None:
    pictures = re.findall(r"<img[^>]*>", article(site, "01-sliding"))
    assert len(pictures) > 5
    for picture in pictures:
        assert re.search(r'alt="[^"]+"', picture)
        assert re.search(r'width="\d+" height="\d+"', picture)


def test_the_loader_is_small_and_its_types_hold() -> None:
    loader = ROOT / "autograder" / "site" / "static" / "loader.js"
    assert loader.stat().st_size < 5000
    compiler = NODE_MODULES / "typescript" / "bin" / "tsc"
    if shutil.which("node") is None or not compiler.exists():
        pytest.skip("needs npm modules: npm ci in course/widgets (only to change the loader)")
    flags = "--ignoreConfig --allowJs --checkJs --noEmit --strict --skipLibCheck --target es2022"
    flags += " --module esnext --lib es2022,dom,dom.iterable --types"
    command = ["node", str(compiler), *flags.split(), "", str(loader)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_lesson_that_does_not_run_through_is_named_with_its_error(tmp_path: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell("1 / 0")])
    with pytest.raises(LessonFailed, match=r"01-sliding: ZeroDivisionError"):
        run_all({"01-sliding": notebook}, tmp_path, b"", lambda _: None)


def test_what_ran_once_does_not_run_again_until_its_code_changes(tmp_path: Path) -> None:
    notebook = new_notebook(cells=[new_markdown_cell("old"), new_code_cell("print(1 + 1)")])
    said: list[str] = []
    (first,) = run_all({"a": notebook}, tmp_path, b"", said.append).values()
    notebook.cells[0].source = "new"
    (second,) = run_all({"a": notebook}, tmp_path, b"", said.append).values()
    assert [cell.source for cell in second.cells] == ["new", "print(1 + 1)"]
    assert second.cells[1].outputs == first.cells[1].outputs
    assert second.cells[1].outputs[0].text == "2\n"
    run_all({"a": notebook}, tmp_path, b"other", said.append)
    assert said == ["running a", "running a"]


def test_without_a_repository_a_page_names_the_file_to_open() -> None:
    said = opening("01-sliding", "")
    assert "`course/01-sliding/01-sliding.ipynb` in JupyterLab" in said
    assert "http" not in said
