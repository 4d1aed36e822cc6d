"""The matrix: what every theme is tried with, and what is looked at in the PDF that comes of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from time import process_time
from types import MappingProxyType
from typing import NamedTuple

from generated import LANGUAGES, MANY_PIXELS, USUAL_PIXELS, Generated
from page_ink import NOTHING, Flaw, shown

from typeset.findings import Finding, Severity
from typeset.jobs.make import Job, Made, run
from typeset.model import sheet, theme
from typeset.model.edition import EDITIONS
from typeset.model.theme import Theme

WORDS = (30, 300, 1500, 10000)
PHOTOS = ((0, "wide"), (1, "wide"), (1, "upright"), (10, "wide"), (10, "upright"))
SHEETS = ("A4", "A5", "letter", "315x470mm")
FIELDS = (True, False)
"""Every field there, and a headline alone."""


def shift(name: str) -> int:
    """By how much a theme is moved on the diagonal: the same, whatever other themes there are."""
    return sum(map(ord, name))


class Cell(NamedTuple):
    """One release in one theme, as one edition on one sheet."""

    theme: str
    language: str
    words: int
    photos: int
    shape: str
    edition: str
    sheet: str
    is_complete: bool

    def __str__(self) -> str:
        photos = f"{self.photos} {self.shape} photos" if self.photos else "no photo"
        fields = "every field" if self.is_complete else "headline alone"
        return f"{self.theme}, {self.edition} on {self.sheet}: {self.words} words {self.language}, {photos}, {fields}"


class Verdict(NamedTuple):
    """What came of a cell."""

    cell: Cell
    errors: tuple[str, ...]
    """What proof calls an error, and what no page should show; each with its place."""
    warnings: tuple[Finding, ...]
    fills: tuple[float, ...]
    """How far down each page something stands, 0 to 1."""
    lines: int
    off_grid: int
    """Of so many lines of the text so many stand off the grid; 0 of 0 in a theme without one."""
    seconds: float
    """Processor time of the whole job."""

    @property
    def hole(self) -> float:
        """How full the emptiest page before the last is; 1 where there is none."""
        return min(self.fills[:-1], default=1.0)

    @property
    def last_fill(self) -> float:
        """How full the last of several pages is; 1 where there is but one."""
        return self.fills[-1] if len(self.fills) > 1 else 1.0


def diagonal(
    themes: tuple[str, ...] = theme.names(),
    languages: tuple[str, ...] = LANGUAGES,
    words: tuple[int, ...] = WORDS,
    photos: tuple[tuple[int, str], ...] = PHOTOS,
    editions: tuple[str, ...] = tuple(EDITIONS),
    sheets: tuple[str, ...] = SHEETS,
) -> Iterator[Cell]:
    """Each theme in each language, length and number of photos; edition, sheet and fields change from cell to cell.

    The three go by sums of the places of the others, so that each of them meets each theme, language and length.
    """
    for name, (b, language), (c, count), (d, (many, shape)) in product(
        themes, *map(enumerate, (languages, words, photos))
    ):
        a = shift(name)
        yield Cell(
            name, language, count, many, shape,
            editions[(a + b + c + d) % len(editions)],
            sheets[(a + b + 2 * c + 3 * d) % len(sheets)],
            FIELDS[(a + b + c + d // 2) % 2],
        )  # fmt: skip


def sample(themes: tuple[str, ...] = theme.names()) -> Iterator[Cell]:
    """Each theme with each length but the longest, once with no photo, once with one, once with ten."""
    photos = [PHOTOS[at] for at in (0, 2, 3)]
    for name, (b, count) in product(themes, enumerate(WORDS[:-1])):
        a = shift(name)
        yield Cell(
            name, LANGUAGES[(2 * a + b) % len(LANGUAGES)], count, *photos[(a + b) % len(photos)],
            tuple(EDITIONS)[(a + b) % len(EDITIONS)], SHEETS[(a + 3 * b) % len(SHEETS)], FIELDS[(a + b // 2) % 2],
        )  # fmt: skip


def every(cells: Iterator[Cell], editions: tuple[str, ...], sheets: tuple[str, ...]) -> Iterator[Cell]:
    """Each of the cells as every edition, on every sheet, with every field and without."""
    for cell in cells:
        for edition, page, is_complete in product(editions, sheets, FIELDS):
            yield cell._replace(edition=edition, sheet=page, is_complete=is_complete)


# What is different about a theme stands here, and nowhere else.

SECOND: Mapping[str, str] = MappingProxyType({"en": "ar"})
"""The language of the second release beside one in this language; beside any other it is English."""


def job(cell: Cell, folder: Path) -> Job:
    """The job of a cell, its files written into a folder: with a second release where the theme is one of two.

    A theme of pictures has sizes of its own: neither sheet nor edition are asked of it.
    """
    look = theme.load(cell.theme)
    pixels = MANY_PIXELS if sheet.parsed(cell.sheet).breadth == "broad" else USUAL_PIXELS
    second = SECOND.get(cell.language, "en") if sets_two(look) else ""
    release = Generated(cell.language, cell.words, cell.photos, cell.shape, cell.is_complete, pixels, second)
    file = release.write(folder)
    return Job(file, theme=cell.theme) if draws(look) else Job(file, (cell.edition,), cell.theme, page=cell.sheet)


def sets_two(look: Theme) -> bool:
    """Whether it sets a release and its translation."""
    return getattr(look, "languages", 1) == 2


def draws(look: Theme) -> bool:
    """Whether it makes pictures in place of a PDF."""
    return bool(getattr(look, "pictures", ()))


# How a cell is judged


def made(cell: Cell) -> Made:
    """The finished job of a cell."""
    with tempfile.TemporaryDirectory() as folder:
        return run(job(cell, Path(folder)))


def judged(cell: Cell) -> Verdict:
    """A cell made and looked at."""
    began = process_time()
    try:
        result = made(cell)
    except Exception as failure:  # noqa: BLE001  the table says of each cell what came of it
        return Verdict(cell, (f"{type(failure).__name__}: {failure}",), (), (), 0, 0, process_time() - began)
    took = process_time() - began
    (one,) = result.editions
    look = result.release.theme
    seen = NOTHING if draws(look) else shown(one.pdf, look.fit.grid)
    missing = () if look.shows else _missing_photos(cell, seen.photos)
    errors = [f"{found.id}: {found.message} ({found.place})" for found in one.findings if _is_error(found)]
    warnings = tuple(found for found in one.findings if found.severity is Severity.WARNING)
    return Verdict(
        cell, (*errors, *map(str, seen.flaws), *missing), warnings, seen.fills, seen.lines, seen.off_grid, took
    )


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _missing_photos(cell: Cell, found: int) -> tuple[str, ...]:
    """Said where a page shows fewer photos than the release has."""
    missing = cell.photos - found
    return (str(Flaw(f"{missing} of {cell.photos} photos are missing", 1, "")),) if missing > 0 else ()
