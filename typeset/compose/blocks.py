"""The blocks of the body, as views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from typeset.article import NO_TEXT, Block, Figure, Heading, List, ListItem, Paragraph, Photo, Quotation, Table, Text
from typeset.compose.inline import Setter
from typeset.compose.view import (
    BlockView,
    CellView,
    FigureView,
    HeadingView,
    ItemView,
    ListView,
    ParagraphView,
    QuotationView,
    TableView,
)
from typeset.house import FAMILIES

DEEPEST_LIST = 6
"""Lists nested deeper are set at this level; no release needs more, and the column would grow too narrow."""
AT_EASE, MANY = 5, 8
"""Up to so many columns a table is set in the size of the text, and up to so many a little closer."""
FIGURE_SIGNS = set("".join(FAMILIES.values()) + ".,٫٬٪%+-−–—/:$€£ \u00a0")


@dataclass(frozen=True, slots=True)
class Body:
    """Sets the blocks of an article, the dateline at the head of its first paragraph."""

    setter: Setter
    figure: Callable[[Photo], FigureView]

    def views(self, blocks: tuple[Block, ...], dateline: Text) -> Iterator[BlockView]:
        """The blocks as views, in order."""
        level = 1
        lead = next((at for at, block in enumerate(blocks) if isinstance(block, Paragraph)), -1)
        if lead < 0 and dateline:
            yield ParagraphView(self.setter.set(NO_TEXT), is_lead=True, dateline=self.setter.set(dateline))
        for at, block in enumerate(blocks):
            if isinstance(block, Heading):
                level = min(max(block.level, 2), level + 1, 6)
                yield HeadingView(level, self.setter.set(block.text))
            elif isinstance(block, Paragraph):
                opening = self.setter.set(dateline if at == lead else NO_TEXT)
                yield ParagraphView(self.setter.set(block.text), at == lead, opening)
            else:
                yield self._apart(block)

    def _apart(self, block: Quotation | List | Figure | Table) -> BlockView:
        """A block that stands apart from the running text."""
        if isinstance(block, Quotation):
            paragraphs = tuple(self.setter.set(part) for part in block.paragraphs)
            return QuotationView(paragraphs, self.setter.set(block.speaker), self.setter.set(block.role))
        if isinstance(block, List):
            return self._list(block, 1)
        if isinstance(block, Figure):
            return self.figure(block.photo)
        return self._table(block)

    def _list(self, block: List, depth: int) -> ListView:
        items = block.items if depth < DEEPEST_LIST else tuple(_level(block))
        return ListView(tuple(self._item(item, depth) for item in items), block.ordered, block.start)

    def _item(self, item: ListItem, depth: int) -> ItemView:
        return ItemView(self.setter.set(item.text), self._list(item.children, depth + 1) if item.children else None)

    def _table(self, table: Table) -> TableView:
        width = max((len(row) for row in table.rows), default=0)
        rows = tuple(
            tuple(
                self._cell(text, _scope(table, y, x)) for x, text in enumerate((*row, *[NO_TEXT] * (width - len(row))))
            )
            for y, row in enumerate(table.rows)
        )
        head, others = rows[: table.header_rows], rows[table.header_rows :]
        return TableView(self.setter.set(table.caption), head, others, _density(width))

    def _cell(self, text: Text, scope: str) -> CellView:
        return CellView(self.setter.set(text), scope, bool(text) and set(text.text) <= FIGURE_SIGNS)


def _scope(table: Table, y: int, x: int) -> str:
    if y < table.header_rows:
        return "col"
    return "row" if x < table.header_columns else ""


def _density(columns: int) -> str:
    if columns <= AT_EASE:
        return ""
    return "many" if columns <= MANY else "crowded"


def _level(block: List) -> Iterator[ListItem]:
    """All items of a list and of the lists under it, on one level, in the order they are read."""
    waiting = list(reversed(block.items))
    while waiting:
        item = waiting.pop()
        yield replace(item, children=None)
        waiting.extend(reversed(item.children.items if item.children else ()))
