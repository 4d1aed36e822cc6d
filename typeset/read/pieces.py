"""Blocks that came in one after another, put together: captions with what they belong to, bold lines as subheadings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from typeset.article import NO_TEXT, Block, Figure, Heading, Paragraph, Table, Text
from typeset.read import signs
from typeset.read.letters import folded, unfolded
from typeset.read.passages import is_whole, joined, lines, not_bold, part

LONGEST_SUBHEADING = 90
_END = re.compile(r"[.!?؟…۔:：;؛,،/]$")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption on its way to what it belongs to."""

    text: Text


Piece = Block | Caption


def together(pieces: Iterable[Piece]) -> Iterator[Block]:
    """Every caption in the picture or table before it, else in the one after it, else a paragraph."""
    held: list[Block] = []
    waiting: list[Text] = []
    for piece in pieces:
        if not isinstance(piece, Caption):
            captioned = _captioned(piece, waiting[-1]) if waiting else None
            held += map(Paragraph, waiting[:-1] if captioned else waiting)
            held.append(captioned or piece)
            waiting = []
        elif held and (captioned := _captioned(held[-1], piece.text)):
            held[-1] = captioned
        else:
            waiting.append(piece.text)
    yield from held
    yield from map(Paragraph, waiting)


def _captioned(block: Block, caption: Text) -> Block | None:
    """The picture or table with this caption, where it has none yet."""
    if isinstance(block, Table) and not block.caption:
        return replace(block, caption=caption)
    if not isinstance(block, Figure) or block.photo.caption or block.photo.credit:
        return None
    *others, last = lines(caption)
    label = signs.CREDIT.match(folded(last.text))
    if not label:
        return Figure(replace(block.photo, caption=caption))
    credit = part(last, unfolded(last.text, label.end()), len(last.text))
    return Figure(replace(block.photo, caption=joined(others) if others else NO_TEXT, credit=credit))


def titled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with subheadings for the short bold lines over paragraphs."""
    blocks = list(blocks)
    for block, below in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(below, Paragraph) and _is_bold_line(block.text):
            yield Heading(not_bold(block.text), 3)
        else:
            yield block


def _is_bold_line(text: Text) -> bool:
    short = len(text.text) <= LONGEST_SUBHEADING and not _END.search(text.text)
    return short and any(is_whole(mark, text) for mark in text.marks)
