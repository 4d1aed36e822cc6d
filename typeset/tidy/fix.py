"""Mending the source file's own text: what is safe in it, and nothing else.

An edit is carried over where the characters that it changes stand side by side in the source, exactly as in the
article. Markup, URLs, code and the keys of front matter are not in the article's text, so they are never reached; an
edit that would itself become markup is left out, and stays a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from typeset import edits
from typeset.edits import Edit
from typeset.tidy.passage import Passage
from typeset.tidy.rule import Change
from typeset.tidy.source import NOWHERE, Source


class Replacement(NamedTuple):
    """Characters `start` to `end` of the source become `new`."""

    start: int
    end: int
    new: str


def mended(source: Source, passages: tuple[Passage, ...], changes: tuple[Change, ...]) -> str:
    """The source text with every edit of its passages that is safe in it. Line ends and all else stay as they are."""
    wanted = {one for passage in passages for one in _replacements(source, passage, changes)}
    pieces, at = [], 0
    for start, end, new in sorted(wanted):
        if start >= at:
            pieces += [source.text[at:start], new]
            at = end
    return "".join(pieces) + source.text[at:]


def _replacements(source: Source, passage: Passage, changes: tuple[Change, ...]) -> Iterator[Replacement]:
    text = passage.text.text
    after = passage.changed_by(*changes)
    if after == text:
        return
    for edit in edits.between(text, after):
        start = _start(edit, passage.positions)
        if start == NOWHERE:
            continue
        one = Replacement(start, start + edit.end - edit.start, after[edit.new_start : edit.new_end])
        if source.text[one.start : one.end] == text[edit.start : edit.end] and _is_safe(source, one):
            yield one


def _start(edit: Edit, positions: list[int]) -> int:
    """Where the edit begins in the source; NOWHERE if its characters, or those around an insertion, are parted there."""
    if edit.start == edit.end:
        around = positions[max(edit.start - 1, 0) : edit.start + 1]
        inside = len(around) == 2 and around[0] != NOWHERE and around[1] == around[0] + 1
        return around[1] if inside else NOWHERE
    own = positions[edit.start : edit.end]
    together = own[0] != NOWHERE and own == list(range(own[0], own[0] + len(own)))
    return own[0] if together else NOWHERE


_YAML = re.compile(r"[:#'\"\[\]{},&*!|>%@`\\]")
_LINE_OPENS_MARKUP = re.compile(r"\s*(?:#{1,6}\s|>|[-+*]\s|\d{1,9}[.)]\s|```|~~~|\||(?:[-=*_]\s*){3,}$|\S+:\s)|\s{4}")


def _is_safe(source: Source, one: Replacement) -> bool:
    """Whether the text around takes the change as text: no escape before it, no new markup, no grammar of YAML."""
    if source.text[one.start - 1 : one.start] == "\\":
        return False
    if one.start < source.front_matter_end:
        return not _YAML.search(source.text[one.start : one.end] + one.new)
    line_start, line_end = source.line_around(one.start)
    before, rest = source.text[line_start : one.start], source.text[one.end : line_end]
    if before.strip():
        return True
    return bool(_LINE_OPENS_MARKUP.match(before + source.text[one.start : one.end] + rest)) or not (
        _LINE_OPENS_MARKUP.match(before + one.new + rest)
    )
