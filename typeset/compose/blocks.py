"""The blocks of the body as views, and the pictures of a page as assets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from typeset.compose.inline import Setter
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
from typeset.model.article import (
    Article,
    Block,
    Figure,
    Heading,
    List,
    ListItem,
    Paragraph,
    Photo,
    PhotoPlace,
    Placement,
    Quotation,
    Table,
)
from typeset.model.house_style import FAMILIES
from typeset.model.labels import Labels
from typeset.model.page import PhotoNote
from typeset.model.picture import Picture
from typeset.model.text import NO_TEXT, Text

DEEPEST_LIST = 6
"""Levels of nested lists. Items nested deeper are set at this level: the column would grow too narrow."""
NORMAL_COLUMNS, MANY_COLUMNS = 5, 8
"""Most columns of a table in the size of the text, and of one that is set a little smaller; beyond: `crowded`."""
FIGURE_SIGNS = set("".join(FAMILIES.values()) + ".,٫٬٪%+-−–—/:$€£ \u00a0")


USUAL = Placement()


@dataclass(frozen=True, slots=True)
class Body:
    """Turns the blocks of an article into views; the dateline opens the first paragraph."""

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
                yield self._other_view(block)

    def _other_view(self, block: Quotation | List | Figure | Table) -> BlockView:
        """The view of a quotation, a list, a figure or a table."""
        if isinstance(block, Quotation):
            paragraphs = tuple(self.setter.set(part) for part in block.paragraphs)
            return QuotationView(paragraphs, self.setter.set(block.speaker), self.setter.set(block.role))
        if isinstance(block, List):
            return self._list(block, 1)
        if isinstance(block, Figure):
            return self.figure(block.photo)
        return self._table(block)

    def _list(self, block: List, depth: int) -> ListView:
        items = block.items if depth < DEEPEST_LIST else tuple(_flattened(block))
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
    """The HTML `scope` of a cell: `col`, `row`, or empty where it is no header."""
    if y < table.header_rows:
        return "col"
    return "row" if x < table.header_columns else ""


def _density(columns: int) -> str:
    if columns <= NORMAL_COLUMNS:
        return ""
    return "many" if columns <= MANY_COLUMNS else "crowded"


def _flattened(block: List) -> Iterator[ListItem]:
    """All items of a list and of its nested lists, flattened to one level, in reading order."""
    waiting = list(reversed(block.items))
    while waiting:
        item = waiting.pop()
        yield replace(item, children=None)
        waiting.extend(reversed(item.children.items if item.children else ()))


# Where the photos stand.


class Arrangement(NamedTuple):
    """The photos of an article in their places: above the text, in it, after it. Each stands in one of them, once."""

    hero: Photo | None
    body: tuple[Block, ...]
    end: tuple[Photo, ...]


def arranged(article: Article, usual: Placement) -> Arrangement:
    """The photos where they themselves, or else the theme, want them; what the body has not follows the text.

    One photo stands above the text: the first that wants to. Others that want to stay where they are.
    """
    pictures = article.pictures
    hero = _hero(pictures, usual)
    body: list[Block] = []
    end: list[Photo] = []
    number = 0
    for block in article.body:
        if not isinstance(block, Figure):
            body.append(block)
            continue
        if number != hero and (block.photo.at or usual.at) is PhotoPlace.END:
            end.append(block.photo)
        elif number != hero:
            body.append(block)
        number += 1
    end += [photo for at, photo in enumerate(article.photos, number) if at != hero]
    return Arrangement(pictures[hero] if hero is not None else None, tuple(body), tuple(end))


def _hero(pictures: tuple[Photo, ...], usual: Placement) -> int | None:
    """The number of the photo that stands above the text; None where none does."""
    wished = (at for at, photo in enumerate(pictures) if photo.at is PhotoPlace.TOP)
    free = (at for at, photo in enumerate(pictures) if usual.at is PhotoPlace.TOP and photo.at is None)
    return next(wished, next(free, None))


# The pictures of a page: photos, the logo and the QR code, collected as assets.


QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
PLACEHOLDER = (3.0, 2.0)
"""Width and height (only the ratio counts) of the placeholder for a picture that cannot be shown."""
LONGEST_NAME = 60
LONGEST_CODE = 1200
"""Characters; a longer address makes a code too fine to be read from paper."""


@dataclass(slots=True)
class Pictures:
    """Turns pictures into views, and collects the assets that the page refers to by name."""

    folder: Path | None
    usual: Placement = USUAL
    assets: dict[str, Path | bytes] = field(default_factory=dict)
    notes: dict[str, PhotoNote] = field(default_factory=dict)

    def view(self, image: Picture, alt: str) -> PictureView:
        """A picture with its alt text."""
        self.assets[image.asset] = image.data
        return PictureView(image.address, alt, image.width, image.height)

    def figure(self, photo: Photo, setter: Setter, labels: Labels) -> FigureView:
        """A photo with its caption; a placeholder where the file is missing, broken or outside the article's folder."""
        credit = setter.line(f"{labels.credit} ") + setter.set(photo.credit) if photo.credit else NOTHING
        size = photo.size or self.usual.size
        view = FigureView(self._photo(photo, labels), setter.set(photo.caption), credit, size.value)
        return view._replace(stays=photo.at is PhotoPlace.HERE)

    def _photo(self, photo: Photo, labels: Labels) -> PictureView:
        note = PhotoNote(_name(photo.source), labels.no_picture)
        try:
            image = picture.named(photo.source, self.folder)
        except picture.PictureError as fault:
            absent = Picture(f"no picture: {photo.source}".encode(), *PLACEHOLDER)
            self.notes[absent.asset] = note._replace(fault=fault.args[0])
            return PictureView(absent.address, photo.alt, absent.width, absent.height)
        self.notes[image.asset] = note
        return self.view(image, photo.alt)


def _name(source: str) -> str:
    """The file name of a picture, at most LONGEST_NAME characters; empty for a `data:` address."""
    return "" if source.startswith("data:") else source.partition("?")[0].rstrip("/").rpartition("/")[2][:LONGEST_NAME]


def code(address: str, black: str) -> Picture | None:
    """The QR code of an address as SVG, with its quiet zone; None where the address is too long."""
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
    """The SVG path of a QR code: one rectangle for each run of dark modules in a row."""
    return "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{end - start}v1h{start - end}z"
        for y, row in enumerate(matrix)
        for start, end in _runs(row)
    )


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where the runs of dark modules in a row begin and end."""
    edges = [x for x in range(len(row) + 1) if (row[x] if x < len(row) else 0) != (row[x - 1] if x else 0)]
    return list(zip(edges[::2], edges[1::2], strict=True))
