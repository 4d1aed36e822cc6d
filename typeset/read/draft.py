"""What a reader makes of a source: blocks in order, what the source states outright, and the parts found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypedDict, cast

from typeset.article import Block, Contact, Embargo, Note, Paragraph, Photo, Text
from typeset.read.letters import same
from typeset.read.loss import Loss


class Fields(TypedDict, total=False):
    """Fields of the Article, as far as they are known: what a reader may give, by name and type."""

    release: Text
    embargo: Embargo | None
    number: str
    date: date | None
    place: Text
    kicker: Text
    headline: Text
    subheadline: Text
    dateline: Text
    body: tuple[Block, ...]
    end_mark: Text
    notes: tuple[Note, ...]
    source: Text
    photos: tuple[Photo, ...]
    about: tuple[Paragraph, ...]
    contacts: tuple[Contact, ...]
    link: str
    language: str
    folder: Path | None
    name: str


def said(fields: Fields) -> Fields:
    """The fields that say something."""
    return cast("Fields", {name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Draft:
    """Blocks whose parts (headline, dateline, source line, ...) are yet to be found, and what is known beforehand.

    A Heading here may have level 1.
    """

    blocks: tuple[Block, ...]
    given: Fields = field(default_factory=Fields)
    """Fields of the Article that the source states outright; these are not guessed, even where they are empty."""
    notes: tuple[Note, ...] = ()
    losses: tuple[Loss, ...] = ()
    hints: Fields = field(default_factory=Fields)
    """Fields that count where nothing is given and nothing found."""
    guess: bool = True
    """False where the source asks that its blocks be taken as they stand."""


@dataclass(slots=True)
class Parts:
    """The fields found so far and the blocks that are still to be looked at."""

    fields: Fields
    blocks: list[Block]
    losses: list[Loss] = field(default_factory=list)

    def sets(self, found: Fields) -> bool:
        """Take what a block says; False where it says otherwise than what is known, and must stay where it is."""
        known: Mapping[str, object] = self.fields
        if any(_differ(known[name], value) for name, value in found.items() if name in known):
            return False
        self.fields = {**found, **self.fields}
        return True


def _differ(known: object, found: object) -> bool:
    """Whether two values of a field are two facts; texts that differ in marks and vowel signs alone are one."""
    if isinstance(known, Text) and isinstance(found, Text):
        return same(known.text) != same(found.text)
    return known != found
