"""The blocks of the body as views, and the pictures of a page as assets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.compose.inline import Setter
from typeset.compose.labels import Labels
from typeset.compose.view import (
    NOTHING,
    BlockView,
    CellView,
    FigureView,
    HeadingView,
    ItemView,
    ListView,
    ParagraphView,
    PictureView,
    QuotationView,
    TableView,
)
from typeset.model import picture
from typeset.model.article import Block, Figure, Heading, List, ListItem, Paragraph, Photo, Quotation, Table
from typeset.model.house_style import FAMILIES
from typeset.model.page import PhotoNote
from typeset.model.picture import Picture
from typeset.model.text import NO_TEXT, Text

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


# The pictures of a page: photos, the logo and the QR code, collected as assets.


QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
PLACE = (3.0, 2.0)
"""The sides of a picture that is not there."""
LONGEST_NAME = 60
LONGEST_CODE = 1200
"""Characters; a longer address makes a code too fine to be read from paper."""


@dataclass(slots=True)
class Pictures:
    """Turns pictures into views and keeps their bytes under the names by which the page asks for them."""

    folder: Path | None
    assets: dict[str, Path | bytes] = field(default_factory=dict)
    notes: dict[str, PhotoNote] = field(default_factory=dict)

    def view(self, shown: Picture, alt: str) -> PictureView:
        """A picture with its alt text."""
        self.assets[shown.asset] = shown.data
        return PictureView(shown.address, alt, shown.width, shown.height)

    def figure(self, photo: Photo, setter: Setter, labels: Labels) -> FigureView:
        """A photo of the article, or its place where it is missing, broken, or not in the article's folder."""
        credit = setter.line(f"{labels.credit} ") + setter.set(photo.credit) if photo.credit else NOTHING
        return FigureView(self._photo(photo, labels), setter.set(photo.caption), credit)

    def _photo(self, photo: Photo, labels: Labels) -> PictureView:
        note = PhotoNote(_name(photo.source), labels.no_picture)
        try:
            shown = picture.named(photo.source, self.folder)
        except picture.PictureError as fault:
            absent = Picture(f"no picture: {photo.source}".encode(), *PLACE)
            self.notes[absent.asset] = note._replace(fault=str(fault))
            return PictureView(absent.address, photo.alt, absent.width, absent.height)
        self.notes[shown.asset] = note
        return self.view(shown, photo.alt)


def _name(source: str) -> str:
    """What a picture is called: the last part of its path."""
    return "" if source.startswith("data:") else source.partition("?")[0].rstrip("/").rpartition("/")[2][:LONGEST_NAME]


def code(address: str, black: str) -> Picture | None:
    """The QR code of an address as a drawing, with its quiet zone; None where the address is too long for one."""
    if len(address) > LONGEST_CODE:
        return None
    import segno

    matrix = segno.make(address, error="m", micro=False).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path fill="{black}" d="{_path(matrix)}"/></svg>'
    )
    return Picture(drawing.encode(), side, side, is_drawing=True)


def _path(matrix: tuple[bytearray, ...]) -> str:
    """One rectangle for each stretch of dark modules in a row."""
    return "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{end - start}v1h{start - end}z"
        for y, row in enumerate(matrix)
        for start, end in _stretches(row)
    )


def _stretches(row: bytearray) -> list[tuple[int, int]]:
    edges = [x for x in range(len(row) + 1) if (row[x] if x < len(row) else 0) != (row[x - 1] if x else 0)]
    return list(zip(edges[::2], edges[1::2], strict=True))
