"""The lines of a page: the words between two block elements, in order. A line is the article's, or it is not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from typeset.read.formats.html_inline import BLOCKS, SILENT, WITHOUT_WORDS
from typeset.read.fragments import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Piece(NamedTuple):
    """The words at one place of the tree: an element's text, or its tail, which stands in its parent."""

    element: HtmlElement
    is_tail: bool
    words: str
    linked: bool
    """Whether they stand in a link."""

    def put(self, words: str) -> None:
        """Put other words into their place; control characters, which a page may have, cannot be put back."""
        if self.is_tail:
            self.element.tail = clean(words)
        else:
            self.element.text = clean(words)


class Line:
    """The words of one line, the block they stand in, and the elements around that."""

    def __init__(self, block: HtmlElement, pieces: Sequence[Piece], words: str) -> None:
        self.block = block
        self.pieces = pieces
        self.words = words
        """On one line, runs of white space one space."""

    @cached_property
    def around(self) -> tuple[HtmlElement, ...]:
        """The block and all elements around it, outwards."""
        return (self.block, *self.block.iterancestors())

    @cached_property
    def linked(self) -> int:
        """Characters in links."""
        return sum(len(piece.words.strip()) for piece in self.pieces if piece.linked)

    @cached_property
    def is_silent(self) -> bool:
        """Whether it stands in a button, a video or the like, whose words no article has."""
        return any(element.tag in SILENT for element in self.around)

    @property
    def is_link(self) -> bool:
        """Whether more than half of it stands in links."""
        return 2 * self.linked > len(self.words)


def lines(root: HtmlElement) -> list[Line]:
    """All lines in an element that have words."""
    walk = _Walk(root)
    walk.through(root, linked=False)
    walk.end_line(root)
    return walk.made


class _Walk:
    """A walk through a page, word by word; gathers the lines."""

    def __init__(self, root: HtmlElement) -> None:
        self.made: list[Line] = []
        self.block = root
        self.pieces: list[Piece] = []

    def through(self, element: HtmlElement, *, linked: bool) -> None:
        """Take up the words in an element."""
        if element.text:
            self.pieces.append(Piece(element, is_tail=False, words=element.text, linked=linked))
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in WITHOUT_WORDS:
                self._child(child, linked=linked)
            if child.tail:
                self.pieces.append(Piece(child, is_tail=True, words=child.tail, linked=linked))

    def _child(self, child: HtmlElement, *, linked: bool) -> None:
        around = self.block
        if child.tag == "br":
            self.end_line(around)
        elif child.tag in BLOCKS or child.tag in SILENT:
            self.end_line(child)
            self.through(child, linked=linked)
            self.end_line(around)
        else:
            self.through(child, linked=linked or child.tag == "a")

    def end_line(self, block: HtmlElement) -> None:
        """End the line, if it has words; the next one stands in `block`."""
        if self.pieces:
            words = " ".join("".join([piece.words for piece in self.pieces]).split())
            if words:
                self.made.append(Line(self.block, self.pieces, words))
            self.pieces = []
        self.block = block
