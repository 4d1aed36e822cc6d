"""Paragraphs that are the same in two formattings of a page: shaped and planned once.

Another step of the theme is another cascade and other boxes. But where it makes a photo lower, or the head closer, the
text stands as it stood: the same words in the same faces, sizes and measure.
"""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint.formatting_structure import boxes

from typeset.render.lines.layout import ParagraphLayout
from typeset.render.shape.style import Fonts
from typeset.render.weasy import Box


def keep(before: Box, after: Box, fonts: Fonts) -> None:
    """Give the line boxes under a root what is known of those of a formatting before, where they stand for the same."""
    for old, new in zip(_line_boxes(before), _line_boxes(after), strict=False):
        layout: ParagraphLayout | None = old.__dict__.get("typeset_layout")
        if layout is None or not _is_same(old, new):
            continue
        kept = layout.kept_for(new, fonts)
        if kept is not None:
            new.typeset_layout = kept


def _line_boxes(root: Box) -> Iterator[Box]:
    return (box for box in root.descendants() if isinstance(box, boxes.LineBox))


def _is_same(old: Box, new: Box) -> bool:
    """Whether they stand for the same element, and begin alike; whatever else differs is in their text."""
    return bool(
        old.element is new.element
        and old.element_tag == new.element_tag
        and old.style["text_indent"] == new.style["text_indent"]
        and old.style["direction"] == new.style["direction"]
    )
