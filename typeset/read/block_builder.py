"""Blocks that HTML and Markdown share, built the same way for both: quotations, lists, code, rules, footnotes.

The reader parses its own grammar: where a quotation or item begins and ends, and who speaks. How the contents become
blocks, and which losses are reported because an article has no such structure, is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from typeset.errors import Message
from typeset.model.article import Block, Figure, List, ListItem, Note, Paragraph, Quotation
from typeset.model.text import NO_TEXT, Mark, MarkKind, Text
from typeset.read import assemble
from typeset.read.draft import LossKind
from typeset.read.fragments import joined

Origin = TypeVar("Origin")
"""The reader's node, for the place of a loss: an HTML element, a Markdown token."""

DASH = re.compile(r"(?:[—–―]|--)\s*")
"""The dash before the speaker in the last line of a quotation."""
COMMA = re.compile(r"\s*[،,]\s*")
"""The comma between speaker and role."""


class Spoken(NamedTuple):
    """The paragraphs of a quotation, its speaker and the speaker's role."""

    paragraphs: tuple[Text, ...]
    speaker: Text = NO_TEXT
    role: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class BlockBuilder(Generic[Origin]):
    """Builds the blocks of one source and collects its footnotes by key.

    `lose(kind, words, origin)` records a loss: what an article has no structure for.
    """

    lose: Callable[[LossKind, str, Origin], None]
    notes: dict[str, Note] = field(default_factory=dict)

    def quotation(
        self, blocks: Sequence[Block], origin: Origin, attributed: Callable[[Sequence[Text]], Spoken]
    ) -> list[Block]:
        """A quotation; lists and tables in it are flattened to paragraphs, its pictures follow it as figures.

        `attributed` splits the paragraphs into the quoted ones, the speaker and the role.
        """
        texts, figures = assemble.flattened(blocks)
        if not texts:
            return list(figures)
        if not assemble.is_plain(blocks):
            self.lose(
                LossKind.STRUCTURE, Message("what a quotation holds besides paragraphs is paragraphs now"), origin
            )
        return [Quotation(*attributed(texts)), *figures]

    def list_of(self, items: Iterable[tuple[Sequence[Block], Origin]], first: int | None) -> list[Block]:
        """A list; each item comes as its blocks and its origin, and keeps its lines and at most one sublist.

        `first` is the number of the first item, None for an unordered list. The items' pictures follow as figures.
        """
        list_items: list[ListItem] = []
        figures: list[Figure] = []
        for blocks, origin in items:
            figures += (block for block in blocks if isinstance(block, Figure))
            if not assemble.is_plain_item(blocks):
                self.lose(LossKind.STRUCTURE, Message("an item of a list holds lines and one list now"), origin)
            if item := assemble.list_item(blocks):
                list_items.append(item)
        block = List(tuple(list_items), first is not None, 1 if first is None else first)
        return [*([block] if list_items else []), *figures]

    def code(self, words: str, line: int, column: int = 0) -> list[Block]:
        """Preformatted lines: a paragraph marked as code, with its line breaks; nothing where there are no words."""
        breaks = (Mark(end.start(), end.end(), MarkKind.LINE_BREAK) for end in re.finditer("\n", words))
        marks = (Mark(0, len(words), MarkKind.CODE), *breaks)
        return [Paragraph(Text(words, marks, line, column))] if words.strip() else []

    def rule(self, origin: Origin) -> list[Block]:
        """A thematic break (`<hr>`, `---`): left out and reported, as an article has none."""
        self.lose(LossKind.STRUCTURE, Message("a line across the page is left out"), origin)
        return []

    def note(self, key: str, blocks: Iterable[Block]) -> list[Figure]:
        """Collects a footnote under its key; a second one with the same key is appended. Returns its pictures."""
        texts, figures = assemble.flattened(blocks)
        earlier = [self.notes[key].text] if key in self.notes else []
        self.notes[key] = Note(key, joined([*earlier, *texts]))
        return figures
