"""The word map: which characters of the source each word on the page came from.

The proof reads the words of the finished PDF with their places, in the order of its structure. Each text of the
article, as it was set, is looked for among them; and each of its characters is led back through what tidying changed to
the text as it was read, and from there to the file. So it works for plain text as for Markdown, and asks nothing of the
page.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from typeset import preflight
from typeset.model.article import Article
from typeset.model.text import Text
from typeset.preflight.content.geometry import Box
from typeset.preflight.reading import compare
from typeset.preflight.reading.compare import WordIndex
from typeset.tidy.passage import NOWHERE, SourceMap


class MappedWord(NamedTuple):
    """A word: its page from 1 and its boxes there (pt, y grows upwards), `start` and `end` of it in the source."""

    page: int
    boxes: tuple[Box, ...]
    start: int
    end: int


def word_map(pdf: bytes, article: Article, as_read: Article, source: str) -> tuple[MappedWord, ...]:
    """The words of a page by the order of the article's texts.

    `article` as it was set, `as_read` before it was tidied, `source` the text of its file.
    """
    placed = preflight.placed_words(pdf)
    pages = tuple(tuple(word.word for word in page) for _, page in groupby(placed, key=lambda word: word.page))
    index, known = WordIndex(pages), SourceMap(source)
    before = {(text.line, text.column): text for text in as_read.texts() if text.line and not text.file}
    mapped: list[MappedWord] = []
    for text in article.texts():
        origin = None if text.file else before.get((text.line, text.column))
        if origin is None:
            continue
        words = list(_spans(text, known.origins(origin, text.text)))
        stands = compare.places([word for word, _, _ in words], index)
        mapped += (
            MappedWord(placed[place].page, placed[place].boxes, words[at][1], words[at][2])
            for at, place in stands.items()
            if words[at][1] != NOWHERE
        )
    return tuple(mapped)


def _spans(text: Text, origins: list[int]) -> Iterator[tuple[str, int, int]]:
    """The words of a text, each with its start and end in the source; NOWHERE where tidying has put it in."""
    letters = [compare.plain(letter) for letter in text.text]
    owner = [at for at, letter in enumerate(letters) for _ in letter]
    for match in compare.WORD.finditer("".join(letters)):
        known = [origins[at] for at in owner[match.start() : match.end()] if origins[at] != NOWHERE]
        yield match[0], min(known, default=NOWHERE), max(known, default=NOWHERE - 1) + 1
