"""Blocks as plain lines, where something simpler must hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from typeset.article import Block, Figure, Heading, List, Paragraph, Quotation, Table, Text
from typeset.read.passages import joined


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
