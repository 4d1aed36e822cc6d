"""Blocks that HTML and Markdown both have, built alike: quotations, lists, code, rules, footnotes.

A reader finds in its own grammar where a quotation or an item begins and ends, and who speaks; what becomes of its
contents, and what is reported because an article has no such form, is decided here once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from typeset.model.article import Block, Figure, List, ListItem, Note, Paragraph, Quotation
from typeset.model.text import NO_TEXT, Mark, MarkKind, Text
from typeset.read import assemble
from typeset.read.draft import LossKind
from typeset.read.fragments import joined

Origin = TypeVar("Origin")
"""What a reader reads from: an element of HTML, a token of Markdown."""

DASH = re.compile(r"(?:[—–―]|--)\s*")
"""What stands before the speaker in the last line of a quotation."""
COMMA = re.compile(r"\s*[،,]\s*")
"""What parts the speaker from the role."""


class Spoken(NamedTuple):
    """The paragraphs of a quotation, and whose words they are."""

    paragraphs: tuple[Text, ...]
    speaker: Text = NO_TEXT
    role: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class BlockBuilder(Generic[Origin]):
    """Builds the blocks of one source and gathers its footnotes; `lose` is told what has no place in an article."""

    lose: Callable[[LossKind, str, Origin], None]
    notes: dict[str, Note] = field(default_factory=dict)

    def quotation(
        self, blocks: Sequence[Block], origin: Origin, attributed: Callable[[Sequence[Text]], Spoken]
    ) -> list[Block]:
        """A quotation of paragraphs; what else stands in it is made paragraphs, its pictures stand under it.

        `attributed` tells whose words the paragraphs are; it may take the speaker's line off them.
        """
        texts, figures = assemble.parted(blocks)
        if not texts:
            return list(figures)
        if not assemble.is_plain(blocks):
            self.lose(LossKind.STRUCTURE, "what a quotation holds besides paragraphs is paragraphs now", origin)
        return [Quotation(*attributed(texts)), *figures]

    def list_of(self, items: Iterable[tuple[Sequence[Block], Origin]], first: int | None) -> list[Block]:
        """A list of items, each with what it was read from; an item holds lines and at most one list.

        `first` is the number of the first item, None in a list without numbers. The items' pictures stand under it.
        """
        made: list[ListItem] = []
        figures: list[Figure] = []
        for blocks, origin in items:
            figures += (block for block in blocks if isinstance(block, Figure))
            if not assemble.is_plain_item(blocks):
                self.lose(LossKind.STRUCTURE, "an item of a list holds lines and one list now", origin)
            if item := assemble.item(blocks):
                made.append(item)
        found = List(tuple(made), first is not None, 1 if first is None else first)
        return [*([found] if made else []), *figures]

    def code(self, words: str, line: int, column: int = 0) -> list[Block]:
        """Lines as they stand, as a paragraph."""
        breaks = (Mark(end.start(), end.end(), MarkKind.LINE_BREAK) for end in re.finditer("\n", words))
        marks = (Mark(0, len(words), MarkKind.CODE), *breaks)
        return [Paragraph(Text(words, marks, line, column))] if words.strip() else []

    def rule(self, origin: Origin) -> list[Block]:
        """A line across the page: an article has none."""
        self.lose(LossKind.STRUCTURE, "a line across the page is left out", origin)
        return []

    def note(self, key: str, blocks: Iterable[Block]) -> list[Figure]:
        """A footnote, gathered under its key; a second one goes on the first. Its pictures are given back."""
        texts, figures = assemble.parted(blocks)
        known = [self.notes[key].text] if key in self.notes else []
        self.notes[key] = Note(key, joined([*known, *texts]))
        return figures
