"""Applies the rules to the source file's own text where that is safe, and reports what a rule would change.

An edit is carried over where the characters that it changes stand side by side in the source, exactly as in the
article. Markup, URLs, code and the keys of front matter are not in the article's text, so they are never reached; an
edit that would itself become markup is left out, and stays a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from typeset.errors import Message
from typeset.findings import Finding
from typeset.model import text
from typeset.model.script import Pattern
from typeset.model.text import Edit, applied, edits_between
from typeset.tidy.passage import NOWHERE, Passage, SourceMap
from typeset.tidy.rule import Change, Rule


class Replacement(NamedTuple):
    """Characters `start` to `end` of the source become `new`."""

    start: int
    end: int
    new: str


def mended(
    source: SourceMap,
    passages: tuple[Passage, ...],
    changes: tuple[Change, ...],
    is_same_article: Callable[[str], bool],
) -> str:
    """The source text with every edit of its passages that is safe in it. Line ends and all else stay as they are.

    `is_same_article` tests a changed text; replacements that fail the test are left out, passage by passage.
    """
    candidates = [replacements for passage in passages if (replacements := _replacements(source, passage, changes))]
    return _replaced(source.text, _largest_valid(source.text, [], candidates, is_same_article))


def _largest_valid(
    text: str, accepted: list[Replacement], candidates: list[list[Replacement]], is_same_article: Callable[[str], bool]
) -> list[Replacement]:
    """`accepted` and as many `candidates` as keep the article the same, found by bisection, first by passages."""
    together = accepted + [one for of_passage in candidates for one in of_passage]
    if not candidates or is_same_article(_replaced(text, together)):
        return together
    if len(candidates) == 1:
        (of_passage,) = candidates
        return (
            accepted
            if len(of_passage) == 1
            else _largest_valid(text, accepted, [[one] for one in of_passage], is_same_article)
        )
    middle = len(candidates) // 2
    return _largest_valid(
        text, _largest_valid(text, accepted, candidates[:middle], is_same_article), candidates[middle:], is_same_article
    )


def _replaced(text: str, replacements: list[Replacement]) -> str:
    pieces, at = [], 0
    for start, end, new in sorted(set(replacements)):
        if start >= at:
            pieces += [text[at:start], new]
            at = end
    return "".join(pieces) + text[at:]


def _replacements(source: SourceMap, passage: Passage, changes: tuple[Change, ...]) -> list[Replacement]:
    """The safe replacements in the source for one passage; none where the rules, run again, would give another text."""
    text, after = passage.text.text, passage.changed_by(*changes)
    safe = [
        (edit, replacement)
        for edit in (edits_between(text, after) if after != text else ())
        if (replacement := _in_source(source, passage, edit, after)) and _is_safe(source, replacement)
    ]
    partly = applied(text, after, tuple(edit for edit, _ in safe))
    text_then = passage.text.rewrite(lambda _: partly)
    same = replace(passage, text=text_then).changed_by(*changes) == after
    return [replacement for _, replacement in safe] if same else []


def _in_source(source: SourceMap, passage: Passage, edit: Edit, after: str) -> Replacement | None:
    """The edit as a replacement in the source; None where its characters are not contiguous there."""
    start = _start(edit, passage.positions)
    end = start + edit.end - edit.start
    if start == NOWHERE or source.text[start:end] != passage.text.text[edit.start : edit.end]:
        return None
    return Replacement(start, end, after[edit.new_start : edit.new_end])


def _start(edit: Edit, positions: list[int]) -> int:
    """The edit's offset in the source; NOWHERE where its characters (for an insertion, its neighbours) are apart."""
    if edit.start == edit.end:
        return _between(positions[edit.start - 1 : edit.start], positions[edit.start : edit.start + 1])
    own = positions[edit.start : edit.end]
    together = own[0] != NOWHERE and own == list(range(own[0], own[0] + len(own)))
    return own[0] if together else NOWHERE


def _between(before: list[int], behind: list[int]) -> int:
    """The place between two characters that stand side by side; at an end of the text, that beside its only one."""
    if not before or not behind:
        ends = [*(place + 1 for place in before if place != NOWHERE), *behind]
        return ends[0] if ends else NOWHERE
    return behind[0] if before[0] != NOWHERE and behind[0] == before[0] + 1 else NOWHERE


_LINE_OPENS_MARKUP = Pattern(r"\s*(?:#{1,6}\s|>|[-+*]\s|\d{1,9}[.)]\s|```|~~~|\||(?:[-=*_]\s*){3,}$|\S+:\s)|\s{4}")


def _is_safe(source: SourceMap, replacement: Replacement) -> bool:
    """Whether the text around takes the change as text: no escape before it, no new markup.

    What would become grammar of the front matter is found by reading it again.
    """
    if source.text[replacement.start - 1 : replacement.start] == "\\":
        return False
    if replacement.start < source.front_matter_end or not source.begins_line(replacement.start):
        return True
    start, end = source.line_around(replacement.start)
    before, rest = source.text[start : replacement.start], source.text[replacement.end : end]
    was_markup = _LINE_OPENS_MARKUP.match(before + source.text[replacement.start : replacement.end] + rest)
    return bool(was_markup) or not _LINE_OPENS_MARKUP.match(before + replacement.new + rest)


# Findings: the places that a rule would change, with the change as hint.


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
        edits = text.edits_between(now, after)
        shown, mended = passage.restored(now), passage.restored(after)
        for first, *others in _by_place(shown, edits):
            place = passage.place(_original_offset(first.start, history))
            last = others[-1] if others else first
            old, new = _in_context(shown, mended, first, last)
            yield Finding(
                rule.id,
                rule.severity,
                Message("{title}: {old}", title=rule.title, old=old),
                place,
                Message("Write {new}", new=new),
            )
        history.append(_inverse(edits))
        now = after


def _original_offset(place: int, history: list[tuple[Edit, ...]]) -> int:
    """The offset, before all edits so far, of a place in the text as it is now."""
    for undone in reversed(history):
        place = text.moved_by(place, undone, after_insertion=True)
    return place


def _inverse(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits that undo these."""
    return tuple(Edit(edit.new_start, edit.new_end, edit.start, edit.end) for edit in edits)


def _by_place(text: str, edits: tuple[Edit, ...]) -> Iterator[list[Edit]]:
    """The edits, grouped by word."""
    words = [0]

    def word(edit: Edit) -> int:
        if re.search(r"\s", text[words[-1] : edit.start]):
            words.append(edit.start)
        return len(words)

    for _, together in groupby(edits, key=word):
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
    named = _UNSEEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    return named if len(named) <= 80 else f"{named[:40]} … {named[-38:]}"
