"""The graphics state: what the operators of a content stream change and the painting operators use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from typeset.proof.content.colours import BLACK, Colour
from typeset.proof.content.geometry import EVERYWHERE, IDENTITY, Box, Matrix
from typeset.proof.content.glyphs import Font


@dataclass(slots=True)
class State:
    """The current values; `q` keeps a copy. Lengths are in the units of the operator that set them."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_overprints: bool = False
    stroke_overprints: bool = False
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    is_masked: bool = False
    has_transfer_curve: bool = False
    line_width: float = 1.0
    font: Font | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0
    """The text rendering mode: 0 fill, 1 stroke, 2 both, 3 neither; 4 to 7 the same, and clip."""

    def copy(self) -> State:
        """The state as `q` keeps it."""
        return replace(self)

    def is_transparent(self, alpha: float) -> bool:
        """Whether what is painted with this alpha lets through or mixes with what lies under it."""
        return alpha < 1 or self.is_masked or self.blend not in {"Normal", "Compatible"}
