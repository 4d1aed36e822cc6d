"""Findings: the places that a rule would change, with the change as hint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from typeset import edits
from typeset.check import Finding
from typeset.edits import Edit
from typeset.patterns import Pattern
from typeset.tidy.passage import Passage
from typeset.tidy.rule import Change, Rule

_WORD_BEFORE = Pattern(r"\S{0,24}$")
_WORD_AFTER = Pattern(r"\S{0,24}")
_WORD_AND_SPACE_BEFORE = Pattern(r"\S{0,24}\s*$")
_SPACE_AND_WORD_AFTER = Pattern(r"\s*\S{0,24}")
_UNSEEN = Pattern("[\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u2069\u3000\ufeff\t\n]")


def findings(passage: Passage, chain: Iterable[tuple[Rule, Change]]) -> Iterator[Finding]:
    """What each rule would change, in the order in which they run; a later rule sees what the earlier have mended."""
    history: list[tuple[Edit, ...]] = []
    now = passage.masked
    for rule, change in chain:
        after = change(now)
        if after == now:
            continue
        made = edits.between(now, after)
        shown, mended = passage.restored(now), passage.restored(after)
        for first, *others in _by_place(shown, made):
            place = passage.place(_before(first.start, history))
            last = others[-1] if others else first
            old, new = _in_context(shown, mended, first, last)
            yield Finding(rule.id, rule.severity, f"{rule.title}: {old}", place, f"Write {new}")
        history.append(_undone(made))
        now = after


def _before(place: int, history: list[tuple[Edit, ...]]) -> int:
    """Where a place of the text as it is now stood before all that was mended so far."""
    for undone in reversed(history):
        place = edits.moved(place, undone, after_insertion=True)
    return place


def _undone(made: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits that lead back."""
    return tuple(Edit(edit.new_start, edit.new_end, edit.start, edit.end) for edit in made)


def _by_place(text: str, made: tuple[Edit, ...]) -> Iterator[list[Edit]]:
    """The edits, those in one word together."""
    words = [0]

    def word(edit: Edit) -> int:
        if re.search(r"\s", text[words[-1] : edit.start]):
            words.append(edit.start)
        return len(words)

    for _, together in groupby(made, key=word):
        yield list(together)


def _in_context(old: str, new: str, first: Edit, last: Edit) -> tuple[str, str]:
    """The words that are changed, before and after."""
    touched = old[first.start : last.end] + new[first.new_start : last.new_end]
    before, after = _WORD_BEFORE, _WORD_AFTER
    if touched.isspace():
        before, after = _WORD_AND_SPACE_BEFORE, _SPACE_AND_WORD_AFTER
    lead = before.search(old[max(first.start - 40, 0) : first.start])
    tail = after.match(old[last.end : last.end + 40])
    outer = (lead[0] if lead else "", tail[0] if tail else "")
    return (
        visible(outer[0] + old[first.start : last.end] + outer[1]),
        visible(outer[0] + new[first.new_start : last.new_end] + outer[1]),
    )


def visible(text: str) -> str:
    """The text with characters that cannot be seen named by their number; cut where it is long."""
    seen = _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
    return seen if len(seen) <= 80 else f"{seen[:40]} … {seen[-38:]}"
