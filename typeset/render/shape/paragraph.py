"""A shaped paragraph: the text boxes of a line box as pieces of words, in reading order.

A piece is a word, or the part of a word that stands in one text box, one direction and one face; or a space. It knows
where it starts, so that any row of pieces can become a line, and any line a place to go on from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

from typeset.render.foreign import Box, ComputedStyle, SkipStack
from typeset.render.shape import bidi
from typeset.render.shape.pieces import NotOurs, Piece, pieces
from typeset.render.shape.setting import Fonts, Leaf

NOT_OURS = re.compile("[\u00ad\t\f\u0085\u2028\u2029\ufffc]")
"""Soft hyphens and control characters: such a paragraph is WeasyPrint's."""


class Paragraph:
    """The pieces of a line box, in reading order."""

    def __init__(self, leaves: Sequence[Leaf], pieces: Iterable[Piece], *, rtl: bool) -> None:
        self.leaves = tuple(leaves)
        self.pieces = tuple(pieces)
        self.rtl = rtl
        self._paths = [leaf.path for leaf in leaves]
        self._starts = {(piece.leaf, piece.start): at for at, piece in reversed(list(enumerate(self.pieces)))}

    def under(self, path: tuple[int, ...]) -> tuple[int, int]:
        """The leaves under the box that `path` leads to: the first of them, and the first behind them."""
        return bisect_left(self._paths, path), bisect_left(self._paths, (*path[:-1], path[-1] + 1))

    def piece_at(self, skip_stack: SkipStack) -> int | None:
        """The piece at which WeasyPrint wants to go on; None where it is inside of one."""
        keys: list[int] = []
        while skip_stack:
            ((key, skip_stack),) = skip_stack.items()
            keys.append(key)
        leaf = bisect_left(self._paths, tuple(keys))
        if leaf and self._paths[leaf - 1] == tuple(keys[:-1]):
            leaf, byte = leaf - 1, keys[-1]
            if byte >= len(self.leaves[leaf].box.text.encode()):
                leaf, byte = leaf + 1, 0
            return self._starts.get((leaf, byte))
        return self._starts.get((leaf, 0))

    def skip_stack(self, at: int) -> Any:
        """How WeasyPrint is told to go on at a piece; None at the end."""
        while at < len(self.pieces) and self.pieces[at].text == " ":
            at += 1
        if at >= len(self.pieces):
            return None
        piece = self.pieces[at]
        stack: Any = {piece.start: None} if piece.start else None
        for index in reversed(self.leaves[piece.leaf].path):
            stack = {index: stack}
        return stack


def of(line_box: Box, fonts: Fonts) -> Paragraph | None:
    """The paragraph of a line box that has not been laid out yet; None where it is not ours."""
    try:
        leaves = tuple(_leaves(line_box, (), fonts))
        return shaped(leaves, line_box.style, isolates=_isolates(line_box, 0)[1])
    except NotOurs:
        return None


def _leaves(parent: Box, path: tuple[int, ...], fonts: Fonts) -> Iterator[Leaf]:
    """The text boxes under an inline box."""
    for index, child in enumerate(parent.children):
        if not child.is_in_normal_flow() or child.is_leader:
            raise NotOurs
        if isinstance(child, boxes.TextBox):
            setting = fonts.setting(child.style)
            if not setting.is_plain or NOT_OURS.search(child.text):
                raise NotOurs
            yield Leaf(child, (*path, index), setting)
        elif isinstance(child, boxes.InlineBox) and child.first_letter_style is None:
            yield from _leaves(child, (*path, index), fonts)
        else:
            raise NotOurs


def _isolates(parent: Box, at: int) -> tuple[int, list[tuple[int, str]]]:
    """Where the text under an inline box ends, and the bidi controls around what is isolated in it."""
    found: list[tuple[int, str]] = []
    for child in parent.children:
        if isinstance(child, boxes.TextBox):
            at += len(child.text)
            continue
        control = _isolate(child, parent)
        start = at
        at, inside = _isolates(child, at)
        found += [(start, control), *inside, (at, bidi.POP_ISOLATE)] if control else inside
    return at, found


def _isolate(box: Box, parent: Box) -> str:
    """The control that stands for what an element says of its direction; empty where it says nothing."""
    element = None if "::" in box.element_tag else box.element
    said = "" if element is None else element.get("dir", "")
    direction = box.style["direction"]
    if said == "auto" or (box.element_tag == "bdi" and not said):
        return bidi.FIRST_STRONG_ISOLATE
    if said or direction != parent.style["direction"]:
        return bidi.RIGHT_ISOLATE if direction == "rtl" else bidi.LEFT_ISOLATE
    return ""


def shaped(leaves: Sequence[Leaf], style: ComputedStyle, isolates: Sequence[tuple[int, str]] = ()) -> Paragraph:
    """The shaped text of the leaves, which stand in an element of this style; raises `NotOurs`."""
    text = "".join(leaf.box.text for leaf in leaves)
    for leaf in leaves:
        leaf.setting.learn(leaf.box.text)
    rtl = style["direction"] == "rtl"
    levels = bidi.levels(text, isolates, rtl=rtl)
    ends = bidi.breaks(text, style["lang"] or "")
    found = tuple(pieces(leaves, text, levels, ends))
    if not any(piece.word and not piece.is_space for piece in found):
        raise NotOurs
    return Paragraph(leaves, found, rtl=rtl)
