"""A text with marks (start, end, kind), and the edits between two strings, which carry the marks along."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

# Edits: what changed between two strings, in time that grows with their length and not with its square.
#
# A rule of typography changes a character here and there in a long text. So both strings are scanned in parallel; where
# they differ, the shortest edit script is looked for (E. W. Myers, "An O(ND) difference algorithm", 1986), until they
# agree again for a while.


TOGETHER = 16
"""After so many equal characters the strings count as agreeing again."""
DEEPEST = 32
"""The longest edit script, in characters, before the best part of it is accepted."""


class Edit(NamedTuple):
    """Characters `start` to `end` of the old string became characters `new_start` to `new_end` of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that make `new` of `old`, in order; what lies between them is equal."""
    return tuple(_between(old, new))


def applied(old: str, new: str, some: tuple[Edit, ...]) -> str:
    """The old string with `some` of the edits between it and the new one applied."""
    pieces, at = [], 0
    for start, end, new_start, new_end in some:
        pieces += [old[at:start], new[new_start:new_end]]
        at = end
    return "".join(pieces) + old[at:]


def moved_by(place: int, edits: tuple[Edit, ...], *, after_insertion: bool) -> int:
    """The position, after the edits, of a boundary between two characters.

    Inside a replaced piece it keeps its distance from the start of the piece, up to the end of the new piece. Where
    text was inserted at the boundary itself, `after_insertion` says on which side of it the boundary then is.
    """
    at = bisect_left(edits, place, key=lambda edit: edit.end)
    if at == len(edits):
        return place + _shift(edits, at)
    start, end, new_start, new_end = edits[at]
    if place < start:
        return place + _shift(edits, at)
    if start == end:
        return new_end if after_insertion else new_start
    return new_end if place == end else min(new_start + place - start, new_end)


def _shift(edits: tuple[Edit, ...], at: int) -> int:
    return edits[at - 1].new_end - edits[at - 1].end if at else 0


def _between(old: str, new: str) -> Iterator[Edit]:
    at = new_at = 0
    while True:
        equal = _agreement(old, at, new, new_at)
        at, new_at = at + equal, new_at + equal
        if at == len(old) and new_at == len(new):
            return
        for edit in _joined(_shortest_way(old, at, new, new_at)):
            yield edit
            at, new_at = edit.end, edit.new_end


def _agreement(old: str, at: int, new: str, new_at: int) -> int:
    """How many characters are equal from here on; compared in slices that double in size, then halve."""
    equal, size = 0, 64
    while size:
        piece = old[at + equal : at + equal + size]
        if len(piece) == size and new.startswith(piece, new_at + equal):
            equal += size
            size *= 2
        else:
            size //= 2
    return equal


class _EditStep(NamedTuple):
    """One character deleted or inserted, ending at `at` and `new_at`; then `equal` characters that agree."""

    deleted: bool
    at: int
    new_at: int
    equal: int
    before: _EditStep | None


def _shortest_way(old: str, at: int, new: str, new_at: int) -> _EditStep:
    """The last step of the shortest edit script after which the strings agree for TOGETHER characters, or end.

    Without one of at most DEEPEST steps, the script that gets furthest, up to the step before its longest agreement.
    """
    reached: dict[int, _EditStep] = {0: _EditStep(deleted=False, at=at, new_at=new_at, equal=0, before=None)}
    for depth in range(1, DEEPEST + 1):
        for diagonal in range(-depth, depth + 1, 2):
            step = _furthest(old, new, reached.get(diagonal - 1), reached.get(diagonal + 1))
            if step is None:
                continue
            reached[diagonal] = step
            if step.equal == TOGETHER or (step.at + step.equal == len(old) and step.new_at + step.equal == len(new)):
                return step
    return max(_steps(max(reached.values(), key=_progress)), key=lambda step: step.equal)


def _progress(step: _EditStep) -> int:
    return step.at + step.new_at + 2 * step.equal


def _steps(last: _EditStep) -> Iterator[_EditStep]:
    """The steps of a script, from the last to the first, without the start."""
    while last.before:
        yield last
        last = last.before


def _furthest(old: str, new: str, deleting: _EditStep | None, inserting: _EditStep | None) -> _EditStep | None:
    """The step onto a diagonal from the neighbour from which it gets further in the old string; None from neither."""
    by_deletion = _after(old, new, deleting, deleted=True) if deleting else None
    by_insertion = _after(old, new, inserting, deleted=False) if inserting else None
    further = by_deletion or by_insertion
    if by_deletion and by_insertion and by_insertion.at > by_deletion.at:
        further = by_insertion
    return further._replace(equal=_equal_length(old, further.at, new, further.new_at)) if further else None


def _after(old: str, new: str, before: _EditStep, *, deleted: bool) -> _EditStep | None:
    at, new_at = before.at + before.equal + deleted, before.new_at + before.equal + (not deleted)
    return _EditStep(deleted, at, new_at, 0, before) if at <= len(old) and new_at <= len(new) else None


def _equal_length(old: str, at: int, new: str, new_at: int) -> int:
    """How many characters are equal from here on, up to TOGETHER."""
    longest = min(TOGETHER, len(old) - at, len(new) - new_at)
    for equal in range(longest):
        if old[at + equal] != new[new_at + equal]:
            return equal
    return longest


def _joined(last: _EditStep) -> list[Edit]:
    """The steps of a script as edits; adjacent steps become one edit."""
    edits: list[Edit] = []
    for step in _steps(last):
        start, new_start = step.at - step.deleted, step.new_at - (not step.deleted)
        if edits and step.equal == 0:
            edits[-1] = edits[-1]._replace(start=start, new_start=new_start)
        else:
            edits.append(Edit(start, step.at, new_start, step.new_at))
    return edits[::-1]


class MarkKind(StrEnum):
    """The kind of a mark. The comment names what `Mark.value` holds."""

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
    """A mark on the characters `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    kind: MarkKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A string, its marks, and the line and column (from 1; 0 where unknown) at which it starts in its file.

    Two texts are equal when string and marks are, whatever their places.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)
    file: str = field(default="", compare=False)
    """The file it stands in, where that is not the article's own: `brand.toml` for the words of a brand."""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def rewrite(self, change: Callable[[str], str]) -> Text:
        """The text after `change`, its marks moved along with their characters.

        A mark whose characters are all deleted is dropped; an empty mark (a footnote's reference) stays.
        """
        changed = change(self.text)
        if changed == self.text:
            return self
        if not self.marks:
            return replace(self, text=changed)
        differences = edits_between(self.text, changed)
        marks = tuple(moved for mark in self.marks if (moved := _moved(mark, differences)))
        return replace(self, text=changed, marks=marks)


def _moved(mark: Mark, differences: tuple[Edit, ...]) -> Mark | None:
    """The mark after the edits; None where its characters are deleted.

    A start stays with the character after it, an end and an empty mark with the character before it.
    """
    empty = mark.start == mark.end
    start = moved_by(mark.start, differences, after_insertion=not empty)
    end = moved_by(mark.end, differences, after_insertion=False)
    return replace(mark, start=start, end=end) if start < end or empty else None


NO_TEXT = Text("")
