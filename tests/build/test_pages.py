"""The glossary and the instructor's guide are made from the lessons."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import lessons
from autograder.build import BuildError, pages

ROOT = Path(__file__).resolve().parents[2]
ALL = [lessons.lesson(slug) for slug in lessons.LESSONS]


def test_every_term_stands_once_in_the_order_of_the_alphabet() -> None:
    text = pages.glossary(ALL)
    terms = [line.split("**")[1] for line in text.splitlines() if line.startswith("**")]
    assert terms == sorted(set(terms), key=str.lower)
    assert len(terms) > 15


def test_every_link_of_the_glossary_leads_to_a_lesson() -> None:
    for line in pages.glossary(ALL).splitlines():
        if "](" in line:
            link = line.rpartition("](")[2].rstrip(")")
            assert (ROOT / "course" / link).is_file()


def test_every_claim_a_lesson_names_is_treated_there() -> None:
    table = pages.claim_table(ROOT, ALL)
    assert "| B9 |" in table and "01, cell" in table


def test_a_claim_that_is_not_treated_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.lessons.lesson01 import seeds

    monkeypatch.setitem(seeds.SEEDS, "A12", "words that stand nowhere")
    with pytest.raises(BuildError, match="does not say 'words that stand nowhere'"):
        pages.claim_table(ROOT, ALL)


def test_a_guide_without_a_place_for_a_table_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()
    (tmp_path / pages.GUIDE).write_text("# Guide\n")
    for lesson in ALL:
        folder = tmp_path / "solutions" / lesson.slug
        folder.mkdir()
        source = ROOT / "solutions" / lesson.slug / f"{lesson.slug}.py"
        (folder / source.name).write_bytes(source.read_bytes())
    with pytest.raises(BuildError, match=r"should have a place for each of: claims, lessons"):
        pages.pages(tmp_path, ALL)
