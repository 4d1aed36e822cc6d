"""Blocks as plain lines, where something simpler must hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from typeset.article import Block, Figure, Heading, List, ListItem, Paragraph, Quotation, Table, Text
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
