"""The boxes of a page (ISO 32000-1, 14.11.2): what is shown, how far colour bleeds, where the knife goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from typeset.proof.content.geometry import Box
from typeset.proof.content.values import Value, entries, items

if TYPE_CHECKING:
    import pikepdf

LETTER = Box(0, 0, 612, 792)
"""What a page without a sound media box is taken for, as viewers do."""

DEEPEST_TREE = 64


class Boxes(NamedTuple):
    """The boxes in force; one that is missing is the one around it."""

    media: Box
    crop: Box
    bleed: Box
    trim: Box
    has_trim: bool
    has_art: bool

    @property
    def are_sound(self) -> bool:
        """Whether there is a trim box and the bleed box lies around it."""
        return self.has_trim and self.bleed.holds(self.trim)


def boxes_of(page: pikepdf.Page) -> Boxes:
    """The boxes of a page; media and crop box may come from the page tree."""
    media = box_of(_inherited(page.obj, "/MediaBox")) or LETTER
    crop = box_of(_inherited(page.obj, "/CropBox")) or media
    bleed = box_of(page.obj.get("/BleedBox"))
    trim = box_of(page.obj.get("/TrimBox"))
    return Boxes(media, crop, bleed or crop, trim or bleed or crop, trim is not None, "/ArtBox" in page.obj)


def _inherited(node: Value, key: str) -> Value:
    """An entry of the page, or of the nearest node above it that has one."""
    for _ in range(DEEPEST_TREE):
        if key in node or "/Parent" not in node:
            return node.get(key)
        node = entries(node["/Parent"])
    return None


def box_of(described: Value) -> Box | None:
    """A box whose corners stand in any order; None where the entry is missing or no box."""
    try:
        x0, y0, x1, y1 = (float(number) for number in items(described))
    except (TypeError, ValueError):
        return None
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
