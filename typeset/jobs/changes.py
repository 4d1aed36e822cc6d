"""What changed between two versions of a text: the words that are new, and the older ones that they replace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeAlias

from typeset.preflight.reading.compare import WORD

NEAR = 3
"""Changed words between which no more than so many are equal are one change: half sentences are hard to read."""


Opcode: TypeAlias = tuple[str, int, int, int, int]
"""What `difflib` says of a piece of both texts."""


class Change(NamedTuple):
    """Characters `start` to `end` of the newer text, and the words that stood there before.

    Empty where nothing was replaced; `start` and `end` are equal where words were only taken out.
    """

    start: int
    end: int
    older: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """The changes that made one text of the other, in order."""
    old, new = list(re.finditer(WORD, before)), list(re.finditer(WORD, after))
    matcher = SequenceMatcher(None, [word[0] for word in old], [word[0] for word in new], autojunk=False)
    blocks: list[Opcode] = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return tuple(_change(before, after, old, new, block) for block in joined(blocks))


def joined(blocks: Sequence[Opcode]) -> Iterator[Opcode]:
    """Changes with hardly a word between them as one."""
    held: Opcode | None = None
    for block in blocks:
        if held and block[3] - held[4] <= NEAR and held[4] > held[3] and block[4] > block[3]:
            held = ("replace", held[1], block[2], held[3], block[4])
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _change(before: str, after: str, old: list[re.Match[str]], new: list[re.Match[str]], block: Opcode) -> Change:
    _, old_from, old_to, new_from, new_to = block
    older = before[old[old_from].start() : old[old_to - 1].end()] if old_to > old_from else ""
    if new_to > new_from:
        return Change(new[new_from].start(), new[new_to - 1].end(), older)
    at = new[new_from].start() if new_from < len(new) else len(after)
    return Change(at, at, older)
