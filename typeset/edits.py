"""Edits: what changed between two strings, in time that grows with their length and not with its square.

A rule of typography changes a character here and there in a long text. So the two strings are walked together; where
they part, the shortest way back together is looked for (E. W. Myers, "An O(ND) difference algorithm", 1986), and the
walk goes on as soon as they agree for a while.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

TOGETHER = 16
"""How many equal characters show that the strings have met again."""
DEEPEST = 32
"""How many single characters may differ before a part of the way is taken."""


class Edit(NamedTuple):
    """Characters `start` to `end` of the old string became characters `new_start` to `new_end` of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def between(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that make `new` of `old`, in order; what lies between them is equal."""
    return tuple(_between(old, new))


def applied(old: str, new: str, some: tuple[Edit, ...]) -> str:
    """The old string with some of the edits between it and the new one made."""
    pieces, at = [], 0
    for start, end, new_start, new_end in some:
        pieces += [old[at:start], new[new_start:new_end]]
        at = end
    return "".join(pieces) + old[at:]


def moved(place: int, edits: tuple[Edit, ...], *, after_insertion: bool) -> int:
    """Where a boundary between two characters stands after the edits.

    Inside a piece that was replaced it keeps its distance from the piece's start as far as the new piece reaches.
    Where text was inserted just here, it stands before or after that text.
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
    """How many characters are equal from here on; found by slices that double, then by halves."""
    equal, size = 0, 64
    while size:
        piece = old[at + equal : at + equal + size]
        if len(piece) == size and new.startswith(piece, new_at + equal):
            equal += size
            size *= 2
        else:
            size //= 2
    return equal


class _Step(NamedTuple):
    """One character deleted or inserted, ending at `at` and `new_at`; then `equal` characters that agree."""

    deleted: bool
    at: int
    new_at: int
    equal: int
    before: _Step | None


def _shortest_way(old: str, at: int, new: str, new_at: int) -> _Step:
    """The last of the fewest steps after which the strings agree for a while, or end.

    Where they do not within DEEPEST steps, those that get furthest are followed as far as their longest agreement.
    """
    reached: dict[int, _Step] = {0: _Step(deleted=False, at=at, new_at=new_at, equal=0, before=None)}
    for depth in range(1, DEEPEST + 1):
        for diagonal in range(-depth, depth + 1, 2):
            step = _furthest(old, new, reached.get(diagonal - 1), reached.get(diagonal + 1))
            if step is None:
                continue
            reached[diagonal] = step
            if step.equal == TOGETHER or (step.at + step.equal == len(old) and step.new_at + step.equal == len(new)):
                return step
    return max(_steps(max(reached.values(), key=_gone)), key=lambda step: step.equal)


def _gone(step: _Step) -> int:
    return step.at + step.new_at + 2 * step.equal


def _steps(last: _Step) -> Iterator[_Step]:
    """The steps that lead here, the last one first, without the start."""
    while last.before:
        yield last
        last = last.before


def _furthest(old: str, new: str, deleting: _Step | None, inserting: _Step | None) -> _Step | None:
    """The step onto a diagonal from its two neighbours that gets further in the old string; None where neither can."""
    by_deletion = _after(old, new, deleting, deleted=True) if deleting else None
    by_insertion = _after(old, new, inserting, deleted=False) if inserting else None
    further = by_deletion or by_insertion
    if by_deletion and by_insertion and by_insertion.at > by_deletion.at:
        further = by_insertion
    return further._replace(equal=_run(old, further.at, new, further.new_at)) if further else None


def _after(old: str, new: str, before: _Step, *, deleted: bool) -> _Step | None:
    at, new_at = before.at + before.equal + deleted, before.new_at + before.equal + (not deleted)
    return _Step(deleted, at, new_at, 0, before) if at <= len(old) and new_at <= len(new) else None


def _run(old: str, at: int, new: str, new_at: int) -> int:
    """How many characters are equal from here on, up to TOGETHER."""
    longest = min(TOGETHER, len(old) - at, len(new) - new_at)
    for equal in range(longest):
        if old[at + equal] != new[new_at + equal]:
            return equal
    return longest


def _joined(last: _Step) -> list[Edit]:
    """The steps that lead here as edits, those without an agreement between them as one."""
    edits: list[Edit] = []
    for step in _steps(last):
        start, new_start = step.at - step.deleted, step.new_at - (not step.deleted)
        if edits and step.equal == 0:
            edits[-1] = edits[-1]._replace(start=start, new_start=new_start)
        else:
            edits.append(Edit(start, step.at, new_start, step.new_at))
    return edits[::-1]
