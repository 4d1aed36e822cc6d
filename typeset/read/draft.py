"""What a reader makes of a source: blocks in order, what the source states outright, and the parts found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typeset.article import Block, Note, Text
from typeset.read.letters import same
from typeset.read.loss import Loss


@dataclass(frozen=True, slots=True)
class Draft:
    """Blocks whose parts (headline, dateline, source line, ...) are yet to be found, and what is known beforehand.

    A Heading here may have level 1.
    """

    blocks: tuple[Block, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the Article that the source states outright; these are not guessed, even where they are empty."""
    notes: tuple[Note, ...] = ()
    losses: tuple[Loss, ...] = ()
    hints: Mapping[str, Any] = field(default_factory=dict)
    """Fields that count where nothing is given and nothing found."""
    guess: bool = True
    """False where the source asks that its blocks be taken as they stand."""


@dataclass(slots=True)
class Parts:
    """The fields found so far and the blocks that are still to be looked at."""

    fields: dict[str, object]
    blocks: list[Block]
    losses: list[Loss] = field(default_factory=list)

    def sets(self, found: Mapping[str, object]) -> bool:
        """Take what a block says; False where it says otherwise than what is known, and must stay where it is."""
        known = {name: self.fields[name] for name in found if name in self.fields}
        if any(_differ(known[name], found[name]) for name in known):
            return False
        self.fields.update({name: value for name, value in found.items() if name not in known})
        return True


def _differ(known: object, found: object) -> bool:
    """Whether two values of a field are two facts; texts that differ in marks and vowel signs alone are one."""
    if isinstance(known, Text) and isinstance(found, Text):
        return same(known.text) != same(found.text)
    return known != found
