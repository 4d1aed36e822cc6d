"""What a reader makes of a source: blocks in order, and what the source states outright."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typeset.article import Block, Note
from typeset.read.loss import Loss


@dataclass(frozen=True, slots=True)
class Draft:
    """Blocks whose parts (headline, dateline, source line, ...) are yet to be found, and what is known beforehand.

    A Heading here may have level 1.
    """

    blocks: tuple[Block, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the Article that the source states outright; these are not guessed, even where they are empty."""
    notes: tuple[Note, ...] = ()
    losses: tuple[Loss, ...] = ()
    hints: Mapping[str, Any] = field(default_factory=dict)
    """Fields that count where nothing is given and nothing found."""
    guess: bool = True
    """False where the source asks that its blocks be taken as they stand."""
