"""The site's files: what a reader finds on the pages, and what the build leaves alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from autograder import lessons
from autograder.build.pages import claim_table, glossary
from autograder.exercise import Lesson
from tests.site.conftest import REPOSITORY, ROOT

if TYPE_CHECKING:
    from autograder.site.build import Site

LESSONS = sorted(path.stem for path in ROOT.glob("course/*/*.ipynb"))


def declared() -> list[Lesson]:
    return [lessons.lesson(slug) for slug in LESSONS]


def page(site: Site, name: str) -> str:
    return (site.index.parent / f"{name}.html").read_text(encoding="utf-8")


def article(site: Site, name: str) -> str:
    found = re.search(r'<article role="main".*?</article>', page(site, name), re.DOTALL)
    assert found
    return found[0]


def test_the_generator_has_nothing_to_warn_of(site: Site) -> None:
    assert site.warnings == []


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
    for path in site.index.parent.glob("*.html"):
        for link in re.findall(r'<a [^>]*href="([^"]+)"', path.read_text(encoding="utf-8")):
            name, _, anchor = link.partition("#")
            if "://" in name:
                continue
            other = site.index.parent / (name or path.name)
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


def test_the_course_is_left_as_it_was(site: Site) -> None:
    assert not list((ROOT / "course").glob(".course-progress*"))
