"""Blocks put together: captions with what they belong to, bold lines as subheadings, blocks as plain lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from typeset.model.article import Block, Figure, Heading, List, ListItem, Paragraph, Quotation, Table
from typeset.model.text import NO_TEXT, Text
from typeset.read.fragments import folded, is_whole, joined, lines, not_bold, part, unfolded
from typeset.read.parts import markers

# Blocks as plain lines, where something simpler must hold them.


def parted(blocks: Iterable[Block]) -> tuple[list[Text], list[Figure]]:
    """All that the blocks say, as one text for each line, and the figures among them."""
    texts: list[Text] = []
    figures: list[Figure] = []
    for block in blocks:
        if isinstance(block, Figure):
            figures.append(block)
        else:
            texts += _lines(block)
    return texts, figures


def words(blocks: Iterable[Block]) -> Iterator[str]:
    """All that the blocks say, captions and credits of figures too."""
    texts, figures = parted(blocks)
    yield from (text.text for text in texts)
    for figure in figures:
        yield from (figure.photo.alt, figure.photo.caption.text, figure.photo.credit.text)


def is_plain(blocks: Iterable[Block]) -> bool:
    """Whether `parted` keeps the blocks as they are: paragraphs and figures."""
    return all(isinstance(block, Paragraph | Figure) for block in blocks)


def item(blocks: Sequence[Block]) -> ListItem | None:
    """What stands in an item of a list: its lines, and one list of all the lists under it. Figures are left out."""
    lists = [block for block in blocks if isinstance(block, List)]
    texts, _ = parted(block for block in blocks if not isinstance(block, List))
    below = replace(lists[0], items=tuple(item for each in lists for item in each.items)) if lists else None
    return ListItem(joined(texts), below) if texts or below else None


def is_plain_item(blocks: Sequence[Block]) -> bool:
    """Whether `item` keeps the blocks as they are."""
    lists = [block for block in blocks if isinstance(block, List)]
    return len(lists) < 2 and is_plain(block for block in blocks if not isinstance(block, List))


def _lines(block: Heading | Paragraph | Quotation | List | Table) -> Iterator[Text]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Quotation):
        yield from block.paragraphs
        yield from filter(None, (block.speaker, block.role))
    elif isinstance(block, List):
        for each in block.items:
            yield from filter(None, (each.text,))
            yield from _lines(each.children) if each.children else ()
    else:
        yield from (joined(filter(None, row), " | ") for row in block.rows if any(row))
        yield from filter(None, (block.caption,))


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
    label = markers.CREDIT.match(folded(last.text))
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
