"""The slug of a press sheet: file, edition, page, inks and size, as outlines that need no font."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from typeset.model.edition import Edition
from typeset.model.fonts import Family
from typeset.model.theme import Theme
from typeset.render import icc
from typeset.render.marks import INFORMATION_SIZE, PLATES, Slug
from typeset.render.metadata import About

if TYPE_CHECKING:
    import weasyprint


LETTERS_KEPT = 2000


@lru_cache(maxsize=4)
def _font(file: Path) -> TTFont:
    """The font, from memory: one that is forgotten here would leave its file open."""
    return TTFont(BytesIO(file.read_bytes()), lazy=True)


class _Operators(BasePen):  # type: ignore[misc]
    """A pen that draws a glyph as PDF path operators, each with its points, in font units."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.operators: list[tuple[bytes, tuple[tuple[float, float], ...]]] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen's own names
        self.operators.append((b" m", (point,)))

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append((b" l", (point,)))

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append((b" c", points))

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append((b"h", ()))


class _Letter(NamedTuple):
    """A character as it is drawn: its operators and its advance, in font units."""

    operators: tuple[tuple[bytes, tuple[tuple[float, float], ...]], ...]
    advance: float


@lru_cache(maxsize=LETTERS_KEPT)
def _letter(file: Path, character: str) -> _Letter:
    """A character in a font; nothing where the font has no such character."""
    font = _font(file)
    name = font.getBestCmap().get(ord(character))
    if name is None:
        return _Letter((), 0.0)
    glyphs = font.getGlyphSet()
    pen = _Operators(glyphs)
    glyphs[name].draw(pen)
    return _Letter(tuple(pen.operators), glyphs[name].width)


def text_outlines(text: str, families: tuple[Family, ...], size: float) -> bytes:
    """The path of a line of text in pt, from the start of its baseline; characters that no family has are left out."""
    file = next((family for family in families if family.has("A") and family.has("1")), families[0]).faces[0].file
    scale, moved, lines = size / _font(file)["head"].unitsPerEm, 0.0, list[bytes]()
    for character in text:
        letter = _letter(file, character)
        for operator, points in letter.operators:
            lines.append(b" ".join([b"%.2f %.2f" % ((x + moved) * scale, y * scale) for x, y in points]) + operator)
        moved += letter.advance
    return b"\n".join(lines) + b"\n"


# The slug of a press sheet: which file, which edition, which page, which inks, how large.


MM_PER_PX = 25.4 / 96


def slug_for(document: weasyprint.Document, theme: Theme, edition: Edition, about: About) -> Slug:
    """The line for the sheet, the letters of the plates and the number of each page, as outlines."""
    pages = len(document.pages)
    return Slug(
        information=_outline(_slug_line(document.pages[0], edition, about), theme),
        plates={letter: _outline(letter, theme) for letter, _ in PLATES},
        numbers=tuple(_outline(f"{number}/{pages}", theme) for number in range(1, pages + 1)),
    )


def _outline(text: str, theme: Theme) -> bytes:
    return text_outlines(text, theme.families, INFORMATION_SIZE)


def _slug_line(sheet: weasyprint.document.Page, edition: Edition, about: About) -> str:
    size = f"{sheet.width * MM_PER_PX:.0f} x {sheet.height * MM_PER_PX:.0f} mm + {edition.bleed:g} mm"
    day = about.moment.strftime("%Y-%m-%d") if about.moment else ""
    parts = (about.creator, edition.name, size, icc.profile_of(edition).condition, f"{edition.total_ink}%", day)
    return "   ".join(part for part in parts if part)
