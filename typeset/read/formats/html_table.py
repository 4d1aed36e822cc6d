"""A table of HTML -> rows of texts, every row as wide as the widest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typeset.model.article import Block, Figure, Table
from typeset.model.text import NO_TEXT, Text
from typeset.read import assemble
from typeset.read.fragments import joined

if TYPE_CHECKING:
    from lxml.html import HtmlElement


WIDEST = 100
"""Columns or rows that a cell may span; a larger number is a mistake or an attack."""


_CELLS = frozenset({"td", "th"})
_WITHOUT_CELLS = frozenset({"caption", "col", "colgroup", "script", "style", "template"})


@dataclass(frozen=True, slots=True)
class _Cell:
    blocks: list[Block]
    header: bool
    columns: int
    rows: int


def table(element: HtmlElement, read: Callable[[HtmlElement], list[Block]]) -> list[Block]:
    """The table; where it has a single column, the blocks in its cells instead. Figures are left to the caller."""
    rows = [[_cell(cell, read) for cell in row] for row in _rows(element)]
    if not any(len(row) > 1 or (row and row[0].columns > 1) for row in rows):
        return [block for row in rows for cell in row for block in cell.blocks if not isinstance(block, Figure)]
    texts, headers = _squared(rows)
    body = tuple(tuple(row) for row in texts if any(row))
    return [Table(body, _header_rows(headers), _header_columns(headers))] if body else []


def _rows(element: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The cells of each row; what stands in a table outside its rows, as browsers show it, is a row of its own."""
    loose: list[HtmlElement] = []
    for child in element:
        if child.tag in _CELLS:
            loose.append(child)
            continue
        if loose:
            yield loose
            loose = []
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in _CELLS]
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)
        elif isinstance(child.tag, str) and child.tag not in _WITHOUT_CELLS:
            yield [child]
    if loose:
        yield loose


def _cell(element: HtmlElement, read: Callable[[HtmlElement], list[Block]]) -> _Cell:
    header = element.tag == "th"
    return _Cell(read(element), header, _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: HtmlElement, name: str) -> int:
    written = str(element.get(name) or "1").strip()
    return min(max(int(written), 1), WIDEST) if written.isdecimal() and len(written) < 12 else 1


def _squared(rows: list[list[_Cell]]) -> tuple[list[list[Text]], list[list[bool]]]:
    """The words of each place of the grid, and whether it is a header; a cell that spans leaves empty places."""
    places: dict[tuple[int, int], tuple[Text, bool]] = {}
    width = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in places:
                column += 1
            for across in range(cell.columns):
                for down in range(min(cell.rows, len(rows) - at)):
                    places[at + down, column + across] = NO_TEXT, cell.header
            places[at, column] = joined(assemble.flattened(cell.blocks)[0]), cell.header
            if places[at, column][0]:
                width = max(width, column + 1)
            column += cell.columns
    empty = (NO_TEXT, False)
    square = [[places.get((at, column), empty) for column in range(width)] for at in range(len(rows))]
    return [[text for text, _ in row] for row in square], [[header for _, header in row] for row in square]


def _header_rows(headers: list[list[bool]]) -> int:
    """The rows at the top of header cells alone; never all of them."""
    count = next((at for at, row in enumerate(headers) if not all(row)), len(headers))
    return min(count, len(headers) - 1)


def _header_columns(headers: list[list[bool]]) -> int:
    """The columns at the start that are headers in every row under the header rows."""
    body = headers[_header_rows(headers) :]
    columns = list(zip(*body, strict=True))
    count = next((at for at, column in enumerate(columns) if not all(column)), len(columns))
    return min(count, len(columns) - 1)
