"""Place, dates, contacts and address: shown once, kept in one line, and read aloud, in every theme."""

from functools import cache
from pathlib import Path

import pymupdf
import pytest

from typeset.findings import Severity
from typeset.jobs.make import Job, Made, run
from typeset.preflight.sheet import Sheet, opened
from typeset.read.source import SourceFile

CASES = Path(__file__).parent / "cases" / "press" / "full"
RELEASE = (CASES / "full.md").read_text(encoding="utf-8")
MM = 72 / 25.4
THEMES = ("classic", "gazette", "ministry", "modern", "brief")
PLACE = "الموصل"
DATELINE = "dateline: بغداد –\n"


@cache
def made(name: str, page: str = "", dateline: str = DATELINE) -> Made:
    """The full release from another place, with its own dateline or another one."""
    text = RELEASE.replace("place: بغداد", f"place: {PLACE}").replace(DATELINE, dateline)
    return run(Job(SourceFile(text.encode(), "full.md", ".md", CASES), ("email",), name, page=page))


def words(made: Made, page: int = 0) -> list[tuple[float, str]]:
    """How far down a page each word stands, in pt, and the word; MuPDF turns the figures of a number round."""
    return [(word[3], word[4].strip("\u061c")) for word in pymupdf.open(stream=made.pdf)[page].get_text("words")]


def top(made: Made, word: str) -> float:
    """Where a word stands for the first time on page 1."""
    return min(height for height, found in words(made) if found.startswith(word))


@pytest.mark.parametrize("dateline", [DATELINE, f"dateline: {PLACE} –\n", ""], ids=["another", "the same", "none"])
@pytest.mark.parametrize("name", THEMES)
def test_the_place_stands_on_the_page_once_beside_the_date_or_in_the_dateline(name, dateline):
    release = made(name, dateline=dateline)
    assert [word for _, word in words(release) if word.startswith(PLACE)] == [PLACE]
    assert not [one.message for one in release.findings if one.severity is Severity.ERROR]


@pytest.mark.parametrize("name", THEMES)
def test_no_date_breaks_over_two_lines_on_a_small_sheet(name):
    on_page = words(made(name, "A5"))
    months = [height for height, word in on_page if word == "رمضان"]
    years = [height for height, word in on_page if sorted(filter(str.isdigit, word)) == list("١٤٤٦")]
    assert len(months) == len(years) >= 2
    assert sorted(months) == pytest.approx(sorted(years), abs=1)


def test_on_a_small_sheet_modern_has_no_column_and_the_contacts_follow_the_text():
    release = made("modern", "A5")
    assert top(release, "الخميس") > top(release, "مؤسسة")
    assert top(release, "أعلنت") - top(release, "الخميس") < 60
    on_page = [word for _, word in words(release)]
    assert "press@example.org" not in on_page
    last = len(pymupdf.open(stream=release.pdf)) - 1
    assert "press@example.org" in [word for _, word in words(release, last)]


def test_the_address_in_the_foot_of_a_letter_is_shown_on_every_page_and_read_once_at_the_end():
    release = made("ministry")
    pages = len(pymupdf.open(stream=release.pdf))
    assert pages > 1
    for page in range(pages):
        assert [word for _, word in words(release, page)].count("شارع") == 1
    with opened(release.pdf) as pdf:
        sheet = Sheet(release.pdf, pdf)
        assert "".join(sheet.tagged_text).count("شارع المثال") == 1
        assert sheet.elements[-1].role == "P"
        assert sheet.leaves[-1].page == 0


@pytest.mark.parametrize("name", ["classic", "ministry", "modern", "brief"])
def test_on_a_newspaper_s_sheet_no_line_of_text_is_longer_than_170_mm(name):
    page = pymupdf.open(stream=made(name, "315x470mm").pdf)[0]
    column = 98 * MM if name == "modern" else 0.0  # at the side of the text
    rows: dict[int, list[float]] = {}
    for left, _, right, bottom, *_ in page.get_text("words"):
        if left > column:
            rows.setdefault(round(bottom), []).extend((left, right))
    assert 120 * MM < max(max(ends) - min(ends) for ends in rows.values()) < 171 * MM
