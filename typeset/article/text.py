"""A string with marks (start, end, kind), which `rewrite` carries across an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from typeset import edits


class MarkKind(StrEnum):
    """What a mark says of its characters. The comment names what `Mark.value` then holds."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    LINK = "link"  # the URL
    LANGUAGE = "language"  # a BCP 47 tag
    FOOTNOTE = "footnote"  # the key of a Note; an empty range, at the place of the reference
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    LINE_BREAK = "line-break"  # covers the "\n" where the author ends a line


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Characters `start` to `end` (exclusive) of a text, and what they are."""

    start: int
    end: int
    kind: MarkKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A string, its marks, and the line and column (from 1; 0 where unknown) at which it starts in its file.

    Two texts are equal when they say the same, wherever they stand.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)
    file: str = field(default="", compare=False)
    """The file it stands in, where that is not the article's own: what a brand says stands in `brand.toml`."""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def rewrite(self, change: Callable[[str], str]) -> Text:
        """The text after `change`, its marks moved with the characters they stand on.

        A mark whose characters are all gone goes with them; an empty mark (a footnote's place) stays.
        """
        changed = change(self.text)
        if changed == self.text:
            return self
        if not self.marks:
            return replace(self, text=changed)
        differences = edits.between(self.text, changed)
        marks = tuple(moved for mark in self.marks if (moved := _moved(mark, differences)))
        return replace(self, text=changed, marks=marks)


def _moved(mark: Mark, differences: tuple[edits.Edit, ...]) -> Mark | None:
    """The mark after the edits; None where its characters are gone.

    A start clings to the character after it, an end and an empty mark to the character before it.
    """
    empty = mark.start == mark.end
    start = edits.moved(mark.start, differences, after_insertion=not empty)
    end = edits.moved(mark.end, differences, after_insertion=False)
    return replace(mark, start=start, end=end) if start < end or empty else None


NO_TEXT = Text("")
