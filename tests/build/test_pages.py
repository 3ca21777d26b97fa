"""The glossary and the instructor's guide are made from the lessons."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import lessons
from autograder.build import BuildError, pages

ROOT = Path(__file__).resolve().parents[2]
ALL = [lessons.lesson(slug) for slug in lessons.LESSONS]

BELONG = {
    "00": "A1 A2 C10 C11 E14",
    "01": "D1 D3",
    "02": "C3 A6 B9",
    "03": "B6 C8 C9 C5 D6",
    "04": "B5 C2 C4 D2 D3 E4",
    "05": "A3 B7 D4 E2 E15 C16",
    "07": "B14 B15 B16 B18 C6 C7 C8 C9 E6",
    "08": "B11 B12 B13 D5 A11 A12 E8 E9",
    "09": "A10 C15 D15",
    "10": "A6 B10",
    "13": "A15 C15 C17",
    "14": "D7 D9 D11 D12 D13 D14 E1 E3 E13",
}
"""Claims that a lesson has to put right."""


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


def test_every_lesson_treats_the_claims_that_belong_to_it() -> None:
    table = pages.claim_table(ROOT, ALL)
    for lesson, claims in BELONG.items():
        for claim in claims.split():
            (row,) = (line for line in table.splitlines() if line.startswith(f"| {claim} |"))
            assert f"{lesson}, " in row.rpartition("|")[0].rpartition("|")[2], (lesson, claim)


def test_topics_stand_in_the_order_of_the_lessons() -> None:
    rows = pages.topic_table(ROOT, ALL).splitlines()[2:]
    lessons_named = [row.split("|")[2].strip()[:2] for row in rows]
    assert lessons_named == sorted(lessons_named)
    assert len(rows) > 25


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
    with pytest.raises(
        BuildError, match=r"should have a place for each of: claims, lessons, topics"
    ):
        pages.pages(tmp_path, ALL)
