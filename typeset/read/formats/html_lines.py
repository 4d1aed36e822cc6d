"""The lines of a page: the words between two block elements, in order. A line is the article's, or it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from typeset.read.formats.html_inline import BLOCKS, SILENT, WITHOUT_WORDS

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
        """Put other words into their place."""
        if self.is_tail:
            self.element.tail = words
        else:
            self.element.text = words


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
    made: list[Line] = []
    pieces: list[Piece] = []
    block = root
    for at in _places(root, root, linked=False):
        if isinstance(at, Piece):
            pieces.append(at)
        else:
            _close(block, pieces, made)
            block, pieces = at, []
    _close(block, pieces, made)
    return made


def _close(block: HtmlElement, pieces: list[Piece], made: list[Line]) -> None:
    words = " ".join("".join(piece.words for piece in pieces).split())
    if words:
        made.append(Line(block, pieces, words))


def _places(element: HtmlElement, block: HtmlElement, *, linked: bool) -> Iterator[Piece | HtmlElement]:
    """The words in an element; where a line ends, the block that the next one stands in."""
    if element.text:
        yield Piece(element, is_tail=False, words=element.text, linked=linked)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in WITHOUT_WORDS:
            if child.tag in BLOCKS or child.tag in SILENT:
                yield child
                yield from _places(child, child, linked=linked)
                yield block
            elif child.tag == "br":
                yield block
            else:
                yield from _places(child, block, linked=linked or child.tag == "a")
        if child.tail:
            yield Piece(child, is_tail=True, words=child.tail, linked=linked)
