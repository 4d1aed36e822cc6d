"""Sheets: the paper or screen size that a page is set on, by name or by measure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from typeset.errors import CommandError, Message
from typeset.model import settings


class Sheet(NamedTuple):
    """A trimmed page, in mm."""

    width: float
    height: float

    @property
    def css(self) -> str:
        """Its CSS `size`."""
        return f"{self.width:g}mm {self.height:g}mm"

    @property
    def breadth(self) -> str:
        """`narrow` up to 170 mm wide (A5, B5's neighbour), `broad` from 250 mm (a newspaper's page), else empty."""
        return "narrow" if self.width <= NARROW else "broad" if self.width >= BROAD else ""


NARROW, BROAD = 170, 250
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
