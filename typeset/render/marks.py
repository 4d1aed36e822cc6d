"""Printer's marks outside the bleed: crop marks, registration marks, and the slug that names the sheet.

Crop and registration marks stand in the colour All, so that every plate carries them; each plate's letter stands in its
own ink. The line is .25 pt: the thinnest that every press holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name

MM = 72 / 25.4
LINE = 0.25
"""pt"""
GAP = 0.5 * MM
"""Between the bleed and a mark."""
LENGTH = 6 * MM
"""Of a crop mark."""
SLUG = GAP + LENGTH + 1 * MM
"""The rim outside the bleed that the marks need, in pt."""
RADIUS = 1.75 * MM
"""Of a registration mark's circle; its cross reaches half as far again."""
ROUND = 0.5523
"""Length of the handles with which four Bézier curves make a circle of radius 1."""
INFORMATION_SIZE = 6
"""pt"""
NUMBER_WIDTH = 9 * MM
"""Room for the number of the page and that of all pages."""
ALL = "/All"
IN_ALL = b"/All CS /All cs 1 SCN 1 scn "
PLATES = (("C", b"1 0 0 0 k"), ("M", b"0 1 0 0 k"), ("Y", b"0 0 1 0 k"), ("K", b"0 0 0 1 k"))


class PageRectangle(NamedTuple):
    """A rectangle of a page in pt, from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> PageRectangle:
        """The same, larger by so much on every side."""
        return PageRectangle(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def array(self) -> Array:
        """For a PDF, to a ten-thousandth of a point."""
        return Array([round(edge, 4) for edge in (self.left, self.bottom, self.right, self.top)])


def colour_all() -> Array:
    """The colour space of marks that stand on every plate (ISO 32000-1, 8.6.6.4)."""
    ramp = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name(ALL), Name.DeviceCMYK, ramp])


class Slug(NamedTuple):
    """The slug as outlines: the line that names the sheet, the letter of each plate, each page's number."""

    information: bytes
    plates: dict[str, bytes]
    numbers: tuple[bytes, ...]


def around(trim: PageRectangle, bleed: float, slug: Slug) -> bytes:
    """The drawing operators of all marks that are the same on every page of this trim; they need the colour `All`."""
    lines = b"".join(_line(*line) for line in (*_crop(trim, bleed + GAP), *_crosses(trim, bleed)))
    circles = b"".join(_circle(x, y) for x, y in _centres(trim, bleed))
    base = _base(trim, bleed)
    information = _moved(slug.information, trim.left + GAP + NUMBER_WIDTH, base)
    letters = zip(PLATES, _places(trim), strict=True)
    plates = b"".join(_moved(ink + b"\n" + slug.plates[letter], x, base) for (letter, ink), x in letters)
    return b"%b%g w\n" % (IN_ALL, LINE) + lines + circles + information + plates


def numbered(trim: PageRectangle, bleed: float, slug: Slug, page: int) -> bytes:
    """The operators that draw a page's number (pages from 0), in front of the line of information."""
    return b"q " + IN_ALL + _moved(slug.numbers[page], trim.left + GAP, _base(trim, bleed)) + b"Q\n"


def _base(trim: PageRectangle, bleed: float) -> float:
    """The baseline of the slug, in pt."""
    return trim.bottom - bleed - GAP - INFORMATION_SIZE


def _crop(trim: PageRectangle, start: float) -> Iterator[tuple[float, float, float, float]]:
    """The crop marks: two lines at each corner, in the direction of the cuts."""
    end = start + LENGTH
    for y in (trim.bottom, trim.top):
        yield trim.left - end, y, trim.left - start, y
        yield trim.right + start, y, trim.right + end, y
    for x in (trim.left, trim.right):
        yield x, trim.bottom - end, x, trim.bottom - start
        yield x, trim.top + start, x, trim.top + end


def _centres(trim: PageRectangle, bleed: float) -> tuple[tuple[float, float], ...]:
    """Of the registration marks: in the middle of each side, halfway out in the rim."""
    out = bleed + GAP + LENGTH / 2
    x, y = (trim.left + trim.right) / 2, (trim.bottom + trim.top) / 2
    return ((trim.left - out, y), (trim.right + out, y), (x, trim.bottom - out), (x, trim.top + out))


def _crosses(trim: PageRectangle, bleed: float) -> Iterator[tuple[float, float, float, float]]:
    arm = RADIUS * 1.5
    for x, y in _centres(trim, bleed):
        yield x - arm, y, x + arm, y
        yield x, y - arm, x, y + arm


def _line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b"%.3f %.3f m %.3f %.3f l S\n" % (x0, y0, x1, y1)


def _circle(x: float, y: float) -> bytes:
    r, h = RADIUS, RADIUS * ROUND
    curves = (
        (x + r, y + h, x + h, y + r, x, y + r),
        (x - h, y + r, x - r, y + h, x - r, y),
        (x - r, y - h, x - h, y - r, x, y - r),
        (x + h, y - r, x + r, y - h, x + r, y),
    )
    return b"%.3f %.3f m\n" % (x + r, y) + b"".join(b"%.3f %.3f %.3f %.3f %.3f %.3f c\n" % c for c in curves) + b"S\n"


def _places(trim: PageRectangle) -> tuple[float, ...]:
    """Where the letters of the plates stand: at the right end of the line of information."""
    return tuple(trim.right - GAP - step * INFORMATION_SIZE * 1.25 for step in (4, 3, 2, 1))


def _moved(outline: bytes, x: float, y: float) -> bytes:
    return b"q 1 0 0 1 %.3f %.3f cm\n" % (x, y) + outline + b"f Q\n"
