"""Paragraphs that are the same in two formattings of a page: shaped once, and planned once where they stand alike.

Another step of the theme is another cascade and other boxes. But where it makes a photo lower, or the head closer, the
text stands as it stood: the same words in the same faces, sizes and measure. And where the letters get smaller, or an
indent takes the place of a space, other lines are planned of words that are shaped already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.formatting_structure import boxes

from typeset.render.lines.layout import ParagraphLayout
from typeset.render.shape.style import Fonts
from typeset.render.weasy import Box


def keep(earlier: Sequence[Box], after: Box, fonts: Fonts) -> None:
    """Give the line boxes under a root what is known of those of earlier formattings, where they stand for the same.

    One is taken of which the lines are known, if there is any; of several the last.
    """
    for *olds, new in zip(*map(_line_boxes, earlier), _line_boxes(after), strict=False):
        for old in reversed(olds):
            kept = _kept(old, new, fonts)
            if kept is not None:
                new.typeset_layout = kept
                if kept.has_lines:
                    break


def _line_boxes(root: Box) -> Iterator[Box]:
    return (box for box in root.descendants() if isinstance(box, boxes.LineBox))


def _kept(old: Box, new: Box, fonts: Fonts) -> ParagraphLayout | None:
    """The layout of a line box for another one, as far as it holds for that."""
    layout: ParagraphLayout | None = old.__dict__.get("typeset_layout")
    if layout is None or not _is_same(old, new):
        return None
    is_indented_alike = old.style["text_indent"] == new.style["text_indent"]
    return layout.kept_for(new, fonts, is_indented_alike=is_indented_alike)


def _is_same(old: Box, new: Box) -> bool:
    """Whether they stand for the same element, and begin alike; whatever else differs is in their text."""
    return bool(
        old.element is new.element
        and old.element_tag == new.element_tag
        and old.style["direction"] == new.style["direction"]
    )
