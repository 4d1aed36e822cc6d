"""A photo that ends the text stands a little earlier, where a last page would be left to contacts alone.

Nothing of a photo can go over to the last page, and what signs a release stands with the end of its text: so where the
text ends with a photo, whatever follows may find itself alone. With the photo before the last paragraph, lines of that
paragraph can go over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from typeset.render.pages.costs import TEXT_LINES
from typeset.render.pages.redraw import Draft

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Move(NamedTuple):
    """A photo and its places among the blocks of the text: that which it has, and an earlier one."""

    main: Any
    photo: Any
    late: int
    early: int

    def make(self) -> None:
        """Put the photo in its earlier place."""
        self._put(self.early)

    def undo(self) -> None:
        """Put the photo back."""
        self._put(self.late)

    def _put(self, place: int) -> None:
        self.main.remove(self.photo)
        self.main.insert(place, self.photo)


def is_stranded(draft: Draft) -> bool:
    """Whether its last page is planned to hold nothing of the text."""
    if draft.reading is None or draft.plan is None or draft.plan.pages == 1:
        return False
    return sum(piece.is_text for piece in draft.reading.flow.pieces[draft.plan.last_start :]) < TEXT_LINES


def earlier(draft: Draft) -> Move | None:
    """The move of the photo that ends the text; None: it ends with something else, or there is no place for it."""
    main = draft.formatting.text
    blocks = list(main) if main is not None else []
    ending = _from_the_end(draft, blocks)
    photo, _ = next(ending, (None, 0))
    if photo is None or blocks[photo].tag != "figure" or "stays" in blocks[photo].get("class", "").split():
        return None
    lines = 0
    for block, pieces in ending:
        if blocks[block].tag == "figure":
            return None
        lines += pieces
        if lines >= TEXT_LINES and not _is_heading(blocks[block - 1]):
            return Move(main, blocks[photo], photo, block) if block else None
    return None


def _from_the_end(draft: Draft, blocks: list[Any]) -> Iterator[tuple[int, int]]:
    """The blocks of the text from the last one up, by their numbers, with how many pieces each of them has."""
    reading = draft.reading
    places = {id(block): number for number, block in enumerate(blocks)}
    pieces = 0
    for piece, box in reversed(list(zip(reading.flow.pieces, reading.blocks, strict=True)) if reading else []):
        pieces += piece.is_text
        number = places.get(id(box.element)) if box is not None else None
        if number is not None and pieces:
            yield number, pieces
            pieces = 0


def _is_heading(block: Any) -> bool:
    return block.tag in HEADINGS or "heading" in block.get("class", "").split()
