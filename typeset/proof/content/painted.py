"""The things that a page paints."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from typeset.proof.content.colours import Colour, Space
from typeset.proof.content.geometry import EVERYWHERE, IDENTITY, Box, Matrix
from typeset.proof.content.glyphs import Font
from typeset.proof.content.values import Value


class Kind(StrEnum):
    """How a thing is painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


class Glyph(NamedTuple):
    """One shown code: where its advance starts and ends on the page (pt), its line's height, its text, the code."""

    x: float
    y: float
    end: float
    text: str
    code: int = 0


class Tag(NamedTuple):
    """One marked-content sequence around a thing: `/P <</MCID 3>> BDC`."""

    name: str
    mcid: int | None = None
    actual_text: str | None = None


class Picture(NamedTuple):
    """What an image is: its size in pixels, depth, colour space; `is_mask` where it is a stencil for a colour."""

    width: int
    height: int
    bits: int
    space: Space
    is_mask: bool
    ppi: float
    """The lower of its two resolutions on the page, in pixels per inch."""


class Painted(NamedTuple):
    """Something painted: where, in what colour, inside which tags."""

    kind: Kind
    box: Box
    colour: Colour
    tags: tuple[Tag, ...] = ()
    overprints: bool = False
    is_transparent: bool = False
    has_transfer_curve: bool = False
    thickness: float = 0.0
    """Of a stroke its line's width; of a filled shape its lesser side; in pt on the page."""
    size: float = 0.0
    """Of text its size in pt on the page."""
    is_hidden: bool = False
    """Text of rendering mode 3: there to be read, never seen."""
    font: Font | None = None
    glyphs: tuple[Glyph, ...] = ()
    em: Matrix = IDENTITY
    """From an em of its font, seen from where a glyph starts, to the page."""
    broken: tuple[str, ...] = ()
    """What stands in its operators, or in those before it, in place of a number."""
    clip: Box = EVERYWHERE
    """Outside of which text is not seen; the box of other things ends there."""
    picture: Picture | None = None
    source: Value = None
    """The shading's PDF dictionary."""

    @property
    def mcid(self) -> int | None:
        """The marked content that it belongs to: that of the innermost tag which has one."""
        return next((tag.mcid for tag in reversed(self.tags) if tag.mcid is not None), None)

    @property
    def text(self) -> str:
        """Of text its codes' characters, in the order in which they are painted."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def is_unseen(self) -> bool:
        """Whether it lays no ink: text that is there to be read alone, and what is white."""
        return self.is_hidden or self.colour.is_white or self.is_clipped_away

    @property
    def is_seen_text(self) -> bool:
        """Whether it is text that is painted."""
        return self.kind is Kind.TEXT and not self.is_hidden and not self.is_clipped_away

    @property
    def is_clipped_away(self) -> bool:
        """Whether nothing of it lies inside the clip."""
        return self.box.shared(self.clip).is_empty

    @property
    def is_artifact(self) -> bool:
        """Whether it is declared as decoration or pagination."""
        return any(tag.name == "Artifact" for tag in self.tags)
