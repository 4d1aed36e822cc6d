"""Mending the source file's own text: what is safe in it, and nothing else.

An edit is carried over where the characters that it changes stand side by side in the source, exactly as in the
article. Markup, URLs, code and the keys of front matter are not in the article's text, so they are never reached; an
edit that would itself become markup is left out, and stays a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from typeset import edits
from typeset.edits import Edit
from typeset.patterns import Pattern
from typeset.tidy.passage import Passage
from typeset.tidy.rule import Change
from typeset.tidy.source import NOWHERE, Source


class Replacement(NamedTuple):
    """Characters `start` to `end` of the source become `new`."""

    start: int
    end: int
    new: str


def mended(
    source: Source, passages: tuple[Passage, ...], changes: tuple[Change, ...], holds: Callable[[str], bool]
) -> str:
    """The source text with every edit of its passages that is safe in it. Line ends and all else stay as they are.

    `holds` says whether a text is still the same article: what makes it another is left out, passage by passage.
    """
    wanted = [found for passage in passages if (found := _replacements(source, passage, changes))]
    return _replaced(source.text, _held(source.text, [], wanted, holds))


def _held(
    text: str, kept: list[Replacement], wanted: list[list[Replacement]], holds: Callable[[str], bool]
) -> list[Replacement]:
    """`kept` and as much of `wanted` as holds; halved until what does not hold stands alone, first by passages."""
    together = kept + [one for of_passage in wanted for one in of_passage]
    if not wanted or holds(_replaced(text, together)):
        return together
    if len(wanted) == 1:
        (of_passage,) = wanted
        return kept if len(of_passage) == 1 else _held(text, kept, [[one] for one in of_passage], holds)
    middle = len(wanted) // 2
    return _held(text, _held(text, kept, wanted[:middle], holds), wanted[middle:], holds)


def _replaced(text: str, replacements: list[Replacement]) -> str:
    pieces, at = [], 0
    for start, end, new in sorted(set(replacements)):
        if start >= at:
            pieces += [text[at:start], new]
            at = end
    return "".join(pieces) + text[at:]


def _replacements(source: Source, passage: Passage, changes: tuple[Change, ...]) -> list[Replacement]:
    """What to replace in the source for one passage; nothing where the safe edits alone would say something else."""
    text, after = passage.text.text, passage.changed_by(*changes)
    safe = [
        (edit, one)
        for edit in (edits.between(text, after) if after != text else ())
        if (one := _carried(source, passage, edit, after)) and _is_safe(source, one)
    ]
    partly = edits.applied(text, after, tuple(edit for edit, _ in safe))
    text_then = passage.text.rewrite(lambda _: partly)
    same = replace(passage, text=text_then).changed_by(*changes) == after
    return [one for _, one in safe] if same else []


def _carried(source: Source, passage: Passage, edit: Edit, after: str) -> Replacement | None:
    """The edit in the source; None where its characters are not there as they are in the text."""
    start = _start(edit, passage.positions)
    end = start + edit.end - edit.start
    if start == NOWHERE or source.text[start:end] != passage.text.text[edit.start : edit.end]:
        return None
    return Replacement(start, end, after[edit.new_start : edit.new_end])


def _start(edit: Edit, positions: list[int]) -> int:
    """Where the edit begins in the source; NOWHERE where its characters (or neighbours) are parted."""
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


def _is_safe(source: Source, one: Replacement) -> bool:
    """Whether the text around takes the change as text: no escape before it, no new markup.

    What would become grammar of the front matter is found by reading it again.
    """
    if source.text[one.start - 1 : one.start] == "\\":
        return False
    if one.start < source.front_matter_end or not source.begins_line(one.start):
        return True
    start, end = source.line_around(one.start)
    before, rest = source.text[start : one.start], source.text[one.end : end]
    was_markup = _LINE_OPENS_MARKUP.match(before + source.text[one.start : one.end] + rest)
    return bool(was_markup) or not _LINE_OPENS_MARKUP.match(before + one.new + rest)
