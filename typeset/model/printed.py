"""What stands on the pages of a PDF: its words in reading order, line by line, with their places and their roles.

Preflight reads it out of a file, and the PDF reader makes an article of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

NOTE_SIGN = 0xE030
"""The character of the private use area that stands for the figure 0 of a footnote's number within a sentence."""


class PrintedLine(NamedTuple):
    """A line in logical order: its left and right end and baseline on the page, and the size of its text, in pt."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool = False


class PrintedPassage(NamedTuple):
    """Lines that belong together: an element of the structure, or a column of a page that has none."""

    page: int
    """From 1."""
    lines: tuple[PrintedLine, ...]
    path: tuple[tuple[str, int], ...] = ()
    """The elements around it, from the outermost: role and number of each. Empty where there is no structure."""

    @property
    def role(self) -> str:
        """The role of the innermost element (`P`, `H1`, `LBody`, `TD`); empty where there is no structure."""
        return self.path[-1][0] if self.path else ""


class PrintedPicture(NamedTuple):
    """A picture on a page (from 1): a `data:` URL, its text for those who cannot see it, its left, bottom, right, top.

    The source is empty where its encoding is not one that can be taken out.
    """

    page: int
    source: str
    alt: str
    box: tuple[float, float, float, float]
    after: int = 0
    """The number of passages that are read before it."""


class PrintedText(NamedTuple):
    """All that a PDF says."""

    passages: tuple[PrintedPassage, ...]
    pictures: tuple[PrintedPicture, ...] = ()
    heights: tuple[float, ...] = ()
    """The height of each page, in pt."""
    title: str = ""
    attached: Mapping[str, bytes] = {}
    """The files that it says it was made from, by name: the release, then its pictures."""
    is_unsure: bool = False
    """Whether the words were recognised in the picture of a page, and may be wrong."""
    unread: tuple[str, ...] = ()
    """Why pages could not be read to their end."""
