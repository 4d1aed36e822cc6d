"""Blocks assembled: captions attached to pictures and tables, bold lines made subheadings, blocks made lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from typeset.model.article import Block, Figure, Heading, List, ListItem, Paragraph, Quotation, Table
from typeset.model.text import NO_TEXT, Text
from typeset.read.fragments import (
    AT_ENDS,
    LONGEST_SUBHEADING,
    folded,
    is_whole,
    joined,
    lines,
    not_bold,
    part,
    stripped,
    unfolded_offset,
)
from typeset.read.parts import markers

# Blocks flattened to lines, for a container that holds text only (a quotation, a list item, a footnote, a cell).


def flattened(blocks: Iterable[Block]) -> tuple[list[Text], list[Figure]]:
    """The texts of the blocks, a table's row as one text, and the figures among the blocks."""
    texts: list[Text] = []
    figures: list[Figure] = []
    for block in blocks:
        if isinstance(block, Figure):
            figures.append(block)
        else:
            texts += _lines(block)
    return texts, figures


def words(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of the blocks as a string, with the alternative texts, captions and credits of figures."""
    texts, figures = flattened(blocks)
    yield from (text.text for text in texts)
    for figure in figures:
        yield from (figure.photo.alt, figure.photo.caption.text, figure.photo.credit.text)


def is_plain(blocks: Iterable[Block]) -> bool:
    """Whether `flattened` loses no structure: the blocks are paragraphs and figures alone."""
    return all(isinstance(block, Paragraph | Figure) for block in blocks)


def list_item(blocks: Sequence[Block]) -> ListItem | None:
    """The list item that holds these blocks: their lines, and one sublist of all lists among them; None if empty.

    Figures are left to the caller.
    """
    lists = [block for block in blocks if isinstance(block, List)]
    texts, _ = flattened(block for block in blocks if not isinstance(block, List))
    sublist = replace(lists[0], items=tuple(item for each in lists for item in each.items)) if lists else None
    return ListItem(joined(texts), sublist) if texts or sublist else None


def is_plain_item(blocks: Sequence[Block]) -> bool:
    """Whether `list_item` loses no structure: paragraphs, figures and at most one list."""
    lists = [block for block in blocks if isinstance(block, List)]
    return len(lists) < 2 and is_plain(block for block in blocks if not isinstance(block, List))


def _lines(block: Heading | Paragraph | Quotation | List | Table) -> Iterator[Text]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Quotation):
        yield from block.paragraphs
        yield from filter(None, (block.speaker, block.role))
    elif isinstance(block, List):
        for item in block.items:
            yield from filter(None, (item.text,))
            yield from _lines(item.children) if item.children else ()
    else:
        yield from (joined(filter(None, row), " | ") for row in block.rows if any(row))
        yield from filter(None, (block.caption,))


LONGEST_CAPTION = 200
"""Characters of a line beside a picture that is taken for its caption."""
_BRACKET = re.compile(r"[(\[]([^()\[\]]+)[)\]]\W*$")
_END = re.compile(r"[.!?؟…۔:：;؛,،/]$")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption that is not yet attached to its picture or table."""

    text: Text


Piece = Block | Caption


def with_captions(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The blocks, each caption attached to the picture or table before it, else after it; else it is a paragraph.

    A line beside a picture that names the photographer (`تصوير: …`) is its caption, whatever its style.
    """
    blocks: list[Block] = []
    waiting: list[Text] = []
    pieces = list(pieces)
    for piece in map(_as_caption, pieces, [None, *pieces], [*pieces[1:], None]):
        if not isinstance(piece, Caption):
            captioned = _captioned(piece, waiting[-1]) if waiting else None
            blocks += map(Paragraph, waiting[:-1] if captioned else waiting)
            blocks.append(captioned or piece)
            waiting = []
        elif blocks and (captioned := _captioned(blocks[-1], piece.text)):
            blocks[-1] = captioned
        else:
            waiting.append(piece.text)
    yield from blocks
    yield from map(Paragraph, waiting)


def _captioned(block: Block, caption: Text) -> Block | None:
    """The picture or table with this caption; None for another block, or where it has a caption already."""
    if isinstance(block, Table) and not block.caption:
        return replace(block, caption=caption)
    if not isinstance(block, Figure) or block.photo.caption or block.photo.credit:
        return None
    words, credit = _parted(caption)
    return Figure(replace(block.photo, caption=words, credit=credit))


def _as_caption(piece: Piece, above: Piece | None, below: Piece | None) -> Piece:
    if not isinstance(piece, Paragraph) or not (isinstance(above, Figure) or isinstance(below, Figure)):
        return piece
    short = len(piece.text.text) <= LONGEST_CAPTION
    return Caption(piece.text) if short and _parted(piece.text)[1] else piece


def _parted(caption: Text) -> tuple[Text, Text]:
    """A caption and its credit: a last line that begins `تصوير:`, or such words in brackets at its end."""
    *others, last = lines(caption)
    if label := markers.CREDIT.match(folded(last.text)):
        credit = part(last, unfolded_offset(last.text, label.end()), len(last.text))
        bracketed = last.text.startswith(("(", "["))
        return joined(others) if others else NO_TEXT, stripped(credit, f"{AT_ENDS})]") if bracketed else credit
    bracket = _BRACKET.search(last.text)
    if bracket and markers.CREDIT.match(folded(bracket[1])):
        _, credit = _parted(part(last, *bracket.span(1)))
        return joined([*others, stripped(part(last, 0, bracket.start()))]), credit
    return caption, NO_TEXT


def with_subheadings(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each short bold line over a paragraph made a subheading."""
    blocks = list(blocks)
    for block, below in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(below, Paragraph) and _is_bold_line(block.text):
            yield Heading(not_bold(block.text), 3)
        else:
            yield block


def _is_bold_line(text: Text) -> bool:
    short = len(text.text) <= LONGEST_SUBHEADING and not _END.search(text.text)
    return short and any(is_whole(mark, text) for mark in text.marks)
