"""Sheets: the paper or screen size that a page is set on, by name or by measure; pictures are measured in pixels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from typeset.errors import CommandError, Message, ThemeError
from typeset.model import settings
from typeset.model.settings import Settings


class Sheet(NamedTuple):
    """A trimmed page, in mm."""

    width: float
    height: float

    @property
    def css(self) -> str:
        """Its CSS `size`."""
        return f"{self.width:.8g}mm {self.height:.8g}mm"

    @property
    def pixels(self) -> tuple[int, int]:
        """Its width and height as a picture of PPI pixels to the inch."""
        return round(self.width / PIXEL), round(self.height / PIXEL)

    @property
    def shape(self) -> str:
        """`wide` where it is a good deal wider than high, `upright` where it is higher, else `square`."""
        proportion = self.width / self.height
        return "wide" if proportion > WIDE else "upright" if proportion < 1 / WIDE else "square"

    @property
    def breadth(self) -> str:
        """`narrow` up to 170 mm wide (A5, B5's neighbour), `broad` from 250 mm (a newspaper's page), else empty."""
        return "narrow" if self.width <= NARROW else "broad" if self.width >= BROAD else ""


NARROW, BROAD = 170, 250
WIDE = 1.25
"""Width over height; with less beside the photo there is no room for a headline."""
PPI = 96
"""Pixels to the inch of a picture: those of CSS, so that a `px` of the style sheet is one of the picture."""
PIXEL = 25.4 / PPI
"""In mm."""
BOUNDS = (50, 1200)
"""The least and the greatest side of a sheet, in mm: a business card's and an A0 poster's."""
SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        "A3": Sheet(297, 420),
        "A4": Sheet(210, 297),
        "A5": Sheet(148, 210),
        "B5": Sheet(176, 250),
        "letter": Sheet(215.9, 279.4),
        "legal": Sheet(215.9, 355.6),
    }
)
"""ISO 216 and ANSI/ASME Y14.1 sheets, upright."""
UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4}
MEASURE = re.compile(r"([\d.]+)\s*[x×*]\s*([\d.]+)\s*(mm|cm|in)")


def parsed(words: str) -> Sheet:
    """The sheet that `A5`, `letter` or `210x280mm` names; capital letters do not matter.

    Raises CommandError: there is no such sheet, or a side is under 50 or over 1,200 mm.
    """
    by_name = {name.casefold(): sheet for name, sheet in SHEETS.items()}
    name = words.strip().casefold()
    if name in by_name:
        return by_name[name]
    measure = MEASURE.fullmatch(name)
    if not measure:
        raise CommandError(
            Message("There is no sheet `{words}`.", words=words),
            hint=Message("{near} Or write it in millimetres: 210x280mm.", near=settings.nearest(words, SHEETS)),
        )
    try:
        sheet = Sheet(*(round(float(side) * UNITS[measure[3]], 3) for side in measure.group(1, 2)))
    except ValueError:
        sheet = Sheet(0, 0)
    if not is_possible(sheet):
        raise CommandError(
            Message("No sheet measures {words}.", words=words),
            hint=Message("Give each side {least} to {most} mm.", least=BOUNDS[0], most=BOUNDS[1]),
        )
    return sheet


def is_possible(sheet: Sheet) -> bool:
    """Whether both sides are within BOUNDS."""
    return all(BOUNDS[0] <= side <= BOUNDS[1] for side in sheet)


PICTURE_NAME = re.compile(r"[\w-]{1,40}")
PICTURE_BOUNDS = (200, 4000)
"""The least and the greatest side of a picture, in pixels."""


def pictures(table: Settings) -> Mapping[str, Sheet]:
    """The table `[pictures]` of a theme: name -> sheet, in the order written.

    Raises ThemeError: a name cannot be part of a file's name, a side is no whole number of pixels or out of bounds.
    """
    return MappingProxyType({_picture_name(name, table): _in_pixels(name, table) for name in table.table})


def _picture_name(name: str, table: Settings) -> str:
    if not PICTURE_NAME.fullmatch(name):
        raise ThemeError(
            Message("{where}: no picture can be called {name!r}.", where=table.where, name=name),
            hint="Its file is called after it: take letters, digits and hyphens.",
        )
    return name


def _in_pixels(name: str, table: Settings) -> Sheet:
    least, most = PICTURE_BOUNDS
    match table.table[name]:
        case [int(width), int(height)] if all(least <= side <= most for side in (width, height)):
            return Sheet(width * PIXEL, height * PIXEL)
    raise ThemeError(
        Message("{where}: `{name}` is no size of a picture.", where=table.where, name=name),
        hint=Message(
            "Write {name} = [1080, 1080]: width and height in pixels, each from {least} to {most}.",
            name=name,
            least=least,
            most=most,
        ),
    )
