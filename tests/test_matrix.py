"""Every theme by the finished PDF: no error, nothing over the edge, the text on its grid, in all languages."""

from collections import Counter
from functools import cache
from pathlib import Path

import pymupdf
import pytest

from typeset.findings import Severity
from typeset.jobs.make import Job, Made, run
from typeset.model import theme

CASES = Path(__file__).parent / "cases" / "press"
LANGUAGES = {"ar": "full", "fa": "persian", "ur": "urdu", "he": "hebrew", "en": "english"}
THEMES = tuple(name for name in theme.names() if theme.load(name).languages == 1)
EDITIONS = ("email", "print", "newspaper", "archive")
MM = 72 / 25.4
NEAR = 0.12
"""mm: what rounding and a face's own baseline may differ."""
KNOWN = {"render/no-profile", "text/not-flush", "page/fit", "page/last-page", "image/resolution"}
"""What a theme may be warned of: letters that hang out of a narrow column, a text too long for a page."""


@cache
def made(name: str, language: str, page: str = "", edition: str = "email") -> Made:
    case = LANGUAGES[language]
    return run(Job(CASES / case / f"{case}.md", (edition,), name, page=page))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", THEMES)
def test_a_theme_sets_every_language(name, language):
    edition = EDITIONS[(THEMES.index(name) + list(LANGUAGES).index(language)) % len(EDITIONS)]
    found = made(name, language, edition=edition).editions[0].findings
    assert [one for one in found if one.severity is Severity.ERROR] == []
    assert {one.id for one in found if one.severity is Severity.WARNING} <= KNOWN


@pytest.mark.parametrize("page", ["A5", "letter", "315x470mm"])
@pytest.mark.parametrize("name", THEMES)
def test_a_theme_bears_another_sheet(name, page):
    found = made(name, "ar", page).editions[0].findings
    assert [one for one in found if one.severity is Severity.ERROR] == []


def baselines(pdf: bytes) -> list[tuple[int, float]]:
    """The baselines of the text in its commonest size: page and distance from its top in mm."""
    spans = [
        (number, round(span["origin"][1] / MM, 2), round(span["size"], 1), len(span["text"]))
        for number, page in enumerate(pymupdf.open("pdf", pdf))
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["text"].strip()
    ]
    sizes: Counter[float] = Counter()
    for _, _, size, letters in spans:
        sizes[size] += letters
    usual = sizes.most_common(1)[0][0]
    return sorted({(number, height) for number, height, size, _ in spans if size == usual})


@pytest.mark.parametrize("name", ["classic", "gazette", "ministry", "modern"])
def test_the_text_stands_on_its_grid_over_all_pages_photos_included(name):
    half = theme.load(name).fit.grid / 2
    heights = baselines(made(name, "ar").pdf)
    phase = Counter(round(height % half, 1) for _, height in heights).most_common(1)[0][0]
    off = [(number, height) for number, height in heights if abs((height - phase + half / 2) % half - half / 2) > NEAR]
    assert len(heights) > 10
    assert off == []
