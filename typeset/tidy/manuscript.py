"""The article as checks see it: its texts as passages, with the house's style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from typeset.article import Article, Heading, Paragraph, Quotation, Text, primary
from typeset.check import Place
from typeset.house import House
from typeset.patterns import Pattern
from typeset.tidy.passage import Passage
from typeset.tidy.source import Source


@dataclass(frozen=True)
class Manuscript:
    """An article, the house's style, and the source text where it is known."""

    article: Article
    house: House
    source: Source | None = None

    @property
    def language(self) -> str:
        """The language without its region."""
        return primary(self.article.language)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the article, in reading order."""
        return tuple(self.passage(text) for text in self.article.texts())

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """The paragraphs and quotations of the body: what is read as sentences."""
        return tuple(self.passage(text) for block in self.article.body for text in _sentences(block))

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The subheadings of the body."""
        return tuple(self.passage(block.text) for block in self.article.body if isinstance(block, Heading))

    @property
    def nowhere(self) -> Place:
        """The place of what is missing: the file."""
        return Place(self.article.name)

    def passage(self, text: Text) -> Passage:
        """One text of the article as a passage."""
        return Passage(text, self.language, self.article.name, self.source)


def _sentences(block: object) -> tuple[Text, ...]:
    if isinstance(block, Paragraph):
        return (block.text,)
    return block.paragraphs if isinstance(block, Quotation) else ()


def places(
    passages: tuple[Passage, ...], pattern: Pattern | re.Pattern[str]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Every place at which a pattern matches what is not protected, with its passage."""
    for passage in passages:
        for match in pattern.finditer(passage.masked):
            yield passage, match
