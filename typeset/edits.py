"""Edits: what changed between two strings, in time that grows with their length and not with its square.

A rule of typography changes a character here and there in a long text. So the two strings are walked together; where
they part, the nearest place at which they meet again is looked for. Only the small piece between is compared in full.
"""

from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

REACH = 256
"""How far ahead the strings may meet again, in characters."""
CONTEXTS = (8, 3, 1)
"""How many equal characters make a meeting: a long agreement first, a chance one last."""


class Edit(NamedTuple):
    """Characters `start` to `end` of the old string became characters `new_start` to `new_end` of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def between(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that make `new` of `old`, in order; what lies between them is equal."""
    return tuple(fine for coarse in _coarse(old, new) for fine in _refined(old, new, coarse))


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


def _coarse(old: str, new: str) -> Iterator[Edit]:
    at = new_at = 0
    while True:
        equal = _agreement(old, at, new, new_at)
        at, new_at = at + equal, new_at + equal
        if at == len(old) and new_at == len(new):
            return
        skip, new_skip = _meeting(old, at, new, new_at)
        yield Edit(at, at + skip, new_at, new_at + new_skip)
        at, new_at = at + skip, new_at + new_skip


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


def _meeting(old: str, at: int, new: str, new_at: int) -> tuple[int, int]:
    """How much to skip in each string until they agree again; all that is left where they never do."""
    left, new_left = len(old) - at, len(new) - new_at
    for context in CONTEXTS:
        best: tuple[int, int] | None = None
        for skip in range(min(REACH, left - context + 1)):
            if best and skip > sum(best):
                break
            limit = sum(best) - skip if best else REACH
            found = new.find(old[at + skip : at + skip + context], new_at, new_at + limit + context)
            if found >= 0 and (best is None or skip + found - new_at < sum(best)):
                best = (skip, found - new_at)
        if best:
            return best
    return left, new_left


def _refined(old: str, new: str, coarse: Edit) -> Iterator[Edit]:
    """A small piece compared character by character; a pure insertion, a deletion or a long piece as it is."""
    start, end, new_start, new_end = coarse
    if start == end or new_start == new_end or max(end - start, new_end - new_start) > REACH:
        yield coarse
        return
    same = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False)
    for kind, from_, to, new_from, new_to in same.get_opcodes():
        if kind != "equal":
            yield Edit(start + from_, start + to, new_start + new_from, new_start + new_to)
