"""What stands in the rim of a press sheet: which file, which edition, which page, which inks, how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typeset.edition import Edition
from typeset.render import icc, outlines
from typeset.render.about import About
from typeset.render.marks import INFORMATION_SIZE, PLATES, Slug
from typeset.theme import Theme

if TYPE_CHECKING:
    import weasyprint

MM_PER_PX = 25.4 / 96


def of(document: weasyprint.Document, theme: Theme, edition: Edition, about: About) -> Slug:
    """The line for the sheet, the letters of the plates and the number of each page, as outlines."""
    pages = len(document.pages)
    return Slug(
        information=_outline(_line(document.pages[0], edition, about), theme),
        plates={letter: _outline(letter, theme) for letter, _ in PLATES},
        numbers=tuple(_outline(f"{number}/{pages}", theme) for number in range(1, pages + 1)),
    )


def _outline(text: str, theme: Theme) -> bytes:
    return outlines.of(text, theme.families, INFORMATION_SIZE)


def _line(sheet: weasyprint.document.Page, edition: Edition, about: About) -> str:
    size = f"{sheet.width * MM_PER_PX:.0f} x {sheet.height * MM_PER_PX:.0f} mm + {edition.bleed:g} mm"
    day = about.moment.strftime("%Y-%m-%d") if about.moment else ""
    parts = (about.creator, edition.name, size, icc.of(edition).condition, f"{edition.total_ink}%", day)
    return "   ".join(part for part in parts if part)
