"""What was laid out, as pieces with heights.

It is read from the boxes before layout (their order, their breaks, their margins) and from the pages after it (their
heights, and what stands in which column).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import block_level_page_break, collapse_margin

from typeset.render import snap
from typeset.render.pages import around, costs, rows
from typeset.render.pages.around import Give, Handle
from typeset.render.pages.costs import Flow, Frame, Lever, Piece
from typeset.render.pages.tree import (
    AVOID,
    Leaf,
    Spot,
    beginning,
    divided,
    edges,
    ending,
    is_in_columns,
    leaves,
    margin,
    note_areas,
    outermost,
    padding,
    siblings,
)
from typeset.render.weasy import Box

KEPT_WITH_NEXT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
"""Elements that never stand alone at the foot of a column, whatever the theme says."""

DIVISIBLE = 6
"""A paragraph of so many lines may take a line more or fewer where a column ends in it: it is the lines of the column
that holds its middle, of which enough are left."""


class Standing(NamedTuple):
    """A column as it was laid out: its page and column, the pieces in it, and what it leaves empty, in px."""

    page: int
    column: int
    pieces: int
    left: float


class Reading(NamedTuple):
    """A laid out document: its flow, what each lever moves, and how its columns stand."""

    flow: Flow
    handles: tuple[Handle, ...]
    standing: tuple[Standing, ...]
    blocks: tuple[Box | None, ...]
    """For each piece the outermost box that begins with it; None within a paragraph."""
    pages: int
    fill: float
    text_pieces: int
    stranded: int = 0
    """How many rows of cells go on over a page end with a cell empty, or with a line alone."""
    above: tuple[Give, ...] = ()
    below: tuple[Give, ...] = ()

    @property
    def cost(self) -> float:
        """What its pages cost, without what was changed for them."""
        line = self.flow.frame.line
        ends = [column for column in self.standing if column.page + 1 < self.pages]
        cost = sum(costs.empty(column.left, line) for column in ends) + costs.PAGE * (self.pages - 1)
        cost += costs.STRANDED * self.stranded
        return cost + (costs.last_page(self.fill, self.text_pieces) if self.pages > 1 else 0.0)


def read(root: Box, document: Any, grid: float) -> Reading | None:
    """A laid out document; None where it is not one flow of blocks in one set of columns."""
    reader = _Reader(root, document, grid)
    return reader.reading() if reader.is_plain else None


def has_columns(root: Box) -> bool:
    """Whether something on a page is set in columns."""
    return any(is_in_columns(box) for box in divided(root))


def _is_end(box: Box) -> bool:
    """Whether it is the line that ends a release, with its source: it follows the text, wherever it stands."""
    return "end" in (box.element.get("class") or "").split() if box.element is not None else False


def _own_step(root: Box) -> float:
    """The grid that the page has in place of its theme's, by `--snap` of `<body>`, in px; 0 where it has none."""
    return next((snap.step(box) for box in root.children if box.element_tag == "body"), 0.0)


def _room(picture: Box, measure: float) -> tuple[float, float]:
    """By how much a photo may be higher and lower: one as wide as its column only where more or less is cut off it."""
    room = measure - picture.width
    if room > costs.EXACT:
        return room * picture.height / picture.width, picture.height
    _, _, ratio = picture.replacement.get_intrinsic_size(1, picture.style["font_size"])
    if picture.style["object_fit"] != "cover" or not ratio:
        return 0.0, 0.0
    whole = picture.width / ratio
    return whole - picture.height, picture.height - costs.LEAST_SHOWN * whole


class _Reader:
    def __init__(self, root: Box, document: Any, grid: float) -> None:
        self._sheets = [page._page_box for page in document.pages]
        self._regions = [box for box in divided(root) if is_in_columns(box)]
        self._leaves = list(leaves(root, ()))
        self._by_box = {leaf.box: leaf for leaf in self._leaves}
        self._rows: dict[Leaf, list[rows.Fragment]] = {}
        self._containers: dict[Box, list[Box]] = {}
        for number, sheet in enumerate(self._sheets):
            self._stand(sheet.children[0], number, 0)
        for leaf, fragments in self._rows.items():
            leaf.spots = rows.spots(fragments)
        self._leaves = [leaf for leaf in self._leaves if leaf.spots]
        self._region = self._regions[0] if self._regions else None
        self._step = (_own_step(root) or grid) / 2
        if grid and self._region:
            self._step = self._line

    @property
    def is_plain(self) -> bool:
        """Whether all of it is one flow, in pages or in one set of columns that begins on the first page."""
        if len(self._regions) > 1 or not self._leaves or not self._items:
            return False
        return self._region is None or self._items[0].spots[0].page == 0

    def _stand(self, box: Box, page: int, column: int) -> int:
        """Note where a laid out box and all below it stand; gives the column in which the next one does."""
        source = box.__dict__.get("typeset_source")
        if source in self._by_box:
            leaf = self._by_box[source]
            if rows.is_divided(leaf):
                self._rows.setdefault(leaf, []).append(rows.Fragment(page, column, box))
                return column
            lines = [child for child in box.children if isinstance(child, boxes.LineBox)] if leaf.has_lines else [box]
            leaf.spots += [Spot(page, column, *edges(line), line) for line in lines]
            return column
        if source is not None:
            self._containers.setdefault(source, []).append(box)
        for child in getattr(box, "children", ()):
            if child.is_in_normal_flow():
                self._stand(child, page, column)
                column += bool(child.__dict__.get("is_column"))
        return column

    @cached_property
    def _items(self) -> list[Leaf]:
        """The leaves that stand in the columns."""
        if self._region is None:
            return self._leaves
        return [leaf for leaf in self._leaves if self._region in leaf.around]

    def reading(self) -> Reading:
        """The flow and all that was found."""
        pieces: list[Piece] = []
        levers: list[Lever] = []
        handles: list[Handle] = []
        blocks: list[Box | None] = []
        before: Leaf | None = None
        line = self._line
        for leaf in self._items:
            first = len(pieces)
            space = self._space(before, leaf) if before else 0.0
            pieces += self._pieces(before, leaf, space)
            blocks += [leaf.box if number == first else None for number in range(first, len(pieces))]
            for lever, handle in self._levers(before, leaf, space, first, len(pieces) - 1):
                levers.append(lever)
                handles.append(handle)
            before = leaf
        frame = self._frame(line)
        flow = Flow(tuple(pieces), tuple(levers), frame)
        return Reading(
            flow, tuple(handles), tuple(self._standing(frame)), tuple(blocks), len(self._sheets), self._fill(),
            self._text_on_last_page(pieces), sum(rows.stranded(leaf) for leaf in self._items if leaf in self._rows),
            *self._around,
        )  # fmt: skip

    # Heights and spaces

    @cached_property
    def _line(self) -> float:
        heights = [spot.bottom - spot.top for leaf in self._items if leaf.has_lines for spot in leaf.spots]
        return median(heights) if heights else 24.0

    def _pieces(self, before: Leaf | None, leaf: Leaf, space: float) -> Iterator[Piece]:
        """The pieces of a leaf; what of a photo reaches into the margin above the text takes no room."""
        count = len(leaf.spots)
        orphans, widows = (leaf.box.style[name] for name in ("orphans", "widows"))
        may_begin = before is not None and self._may_part(before, leaf)
        is_text = any(box.element_tag == "main" for box in leaf.around) and not _is_end(leaf.box)
        repeated = self._table_head(leaf)
        in_row = list(rows.breaks(leaf)) if leaf in self._rows else []
        for number, spot in enumerate(leaf.spots):
            above = self._padding(leaf, "top") if not number else 0.0
            below = self._padding(leaf, "bottom") if number == count - 1 else 0.0
            breaks = may_begin if not number else number >= orphans and count - number >= widows
            breaks = in_row[number] if in_row and number else breaks
            height = spot.bottom - max(spot.top, self._sheets[spot.page].content_box_y()) + above + below
            yield Piece(
                height, 0.0 if number else space, breaks, self._notes(spot.box), repeated, is_text, bool(in_row)
            )

    def _padding(self, leaf: Leaf, side: str) -> float:
        """What a paragraph and the boxes around it add above it where they begin, or below it where they end."""
        total, inner = padding(leaf.box, side) if leaf.has_lines else 0.0, leaf.box
        for box in reversed(leaf.around):
            if inner is not outermost(box, side):
                break
            total += padding(box, side)
            inner = box
        return total

    def _space(self, before: Leaf, leaf: Leaf) -> float:
        """The space between two leaves: as it was laid out, or by their margins where one is not below the other."""
        above, below = before.spots[-1], leaf.spots[0]
        if above[:2] == below[:2] and (self._region in before.around) == (self._region in leaf.around):
            apart = below.top - above.bottom - self._padding(before, "bottom") - self._padding(leaf, "top")
            return max(apart, 0.0)
        one, other = siblings(before, leaf)
        bottoms = [margin(box, "bottom") for box in (*ending(one, before), one)]
        return float(collapse_margin([*bottoms, *(margin(box, "top") for box in (other, *beginning(other, leaf)))]))

    def _may_part(self, before: Leaf, leaf: Leaf) -> bool:
        """Whether a column may end between two leaves."""
        one, other = siblings(before, leaf)
        if block_level_page_break(one, other) in AVOID or before.box.element_tag in KEPT_WITH_NEXT:
            return False
        around = [box for box in leaf.around if box in before.around]
        return all(box.style["break_inside"] not in AVOID for box in around)

    def _table_head(self, leaf: Leaf) -> float:
        """The height of the head of the table that a row belongs to, and that is repeated above it."""
        table = next((box for box in leaf.around if isinstance(box, boxes.TableBox)), None)
        group = next((box for box in leaf.around if isinstance(box, boxes.TableRowGroupBox)), None)
        if table is None or group is None or group.is_header:
            return 0.0
        heads = [other for other in self._leaves if table in other.around and any(
            isinstance(box, boxes.TableRowGroupBox) and box.is_header for box in other.around)]  # fmt: skip
        return sum(head.spots[0].bottom - head.spots[0].top for head in heads)

    def _notes(self, line: Box) -> float:
        """The height of the footnotes that are called in a line."""
        if not self._note_heights:
            return 0.0
        called = (child.footnote for child in line.descendants() if child.footnote)
        return sum(self._note_heights.get(note.__dict__.get("typeset_source"), 0.0) for note in called)

    @cached_property
    def _note_heights(self) -> dict[Box, float]:
        notes = [note for sheet in self._sheets for area in note_areas(sheet) for note in area.children]
        return {note.__dict__.get("typeset_source"): note.margin_height() for note in notes}

    # What can be changed

    def _levers(
        self, before: Leaf | None, leaf: Leaf, space: float, first: int, last: int
    ) -> Iterator[tuple[Lever, Handle]]:
        if before is not None:
            one, other = siblings(before, leaf)
            changes = costs.spaces(space, self._step, self._line)
            if abs(max(margin(one, "bottom"), margin(other, "top")) - space) > costs.EXACT:
                changes = ()  # it is not theirs alone, or other margins reach through
            if changes:
                yield Lever(first - 1, first, changes), Handle("space", other, one, space)
        if leaf.has_lines:
            yield from self._line_lever(leaf, first, last)
        else:
            yield from self._photo_lever(leaf, first)

    def _line_lever(self, leaf: Leaf, first: int, last: int) -> Iterator[tuple[Lever, Handle]]:
        line_box = leaf.box.children[0]
        layout = line_box.__dict__.get("typeset_layout")
        counts = layout.line_counts() if layout is not None else {}
        heights = {round(spot.bottom - spot.top, 1) for spot in leaf.spots}
        needed = leaf.box.style["orphans"]
        counts = {more: cost for more, cost in counts.items() if more > 0 or len(leaf.spots) > needed}
        if counts and len(heights) == 1:
            if len(leaf.spots) >= DIVISIBLE:
                first = last = (first + last) // 2
            yield Lever(first, last, costs.lines(heights.pop(), counts), is_line=True), Handle("lines", line_box)

    def _photo_lever(self, leaf: Leaf, first: int) -> Iterator[tuple[Lever, Handle]]:
        pictures = [box for box in leaf.spots[0].box.descendants() if isinstance(box, boxes.ReplacedBox)]
        if isinstance(leaf.spots[0].box, boxes.ReplacedBox):
            pictures = [leaf.spots[0].box]
        is_photo = any(box.element_tag == "figure" for box in (*leaf.around, leaf.box))
        if len(pictures) != 1 or not is_photo or pictures[0].style["height"] != "auto":
            return
        (picture,) = pictures
        if picture.width <= 0:
            return
        changes = costs.photo(picture.height, self._step, *_room(picture, leaf.spots[0].box.width))
        if changes:
            yield Lever(first, first, changes), Handle("photo", picture.typeset_source, None, picture.height)

    # The columns

    def _frame(self, line: float) -> Frame:
        first, other = self._sheets[0], self._sheets[min(1, len(self._sheets) - 1)]
        head = self._items[0].spots[0].top - self._padding(self._items[0], "top") - first.content_box_y()
        head = head if self._region else 0.0
        notes = max(
            (area.margin_height() - area.height for sheet in self._sheets for area in note_areas(sheet)), default=0.0
        )
        count = len({spot.column for leaf in self._items for spot in leaf.spots}) if self._region else 1
        columns = self._region.style["column_count"] if self._region else 1
        columns = columns if isinstance(columns, int) else count
        above, below = self._notes_around(notes)
        gives = ([give.change for give in gives] for gives in self._around)
        heights = [self._whole(sheet.height - less) for sheet, less in ((first, head + above), (other, 0.0))]
        return Frame(heights[0], heights[1], line, columns, head, self._tail() + below, notes, *map(tuple, gives))

    @cached_property
    def _around(self) -> tuple[tuple[Give, ...], tuple[Give, ...]]:
        """What can be changed above and below the columns."""
        if self._region is None:
            return (), ()
        first, last = (self._leaves.index(self._items[at]) for at in (0, -1))
        return (
            around.above(self._leaves[:first], self._region, self._step),
            around.below(self._leaves[last + 1 :], self._step),
        )

    def _notes_around(self, rule: float) -> tuple[float, float]:
        """What the notes take that are called above the columns, and below them."""
        if self._region is None or not self._note_heights:
            return 0.0, 0.0
        first, last = (self._leaves.index(self._items[at]) for at in (0, -1))
        around = [
            sum(self._notes(spot.box) for leaf in leaves for spot in leaf.spots)
            for leaves in (self._leaves[:first], self._leaves[last + 1 :])
        ]
        above, below = (height + rule if height else 0.0 for height in around)
        return above, below

    def _whole(self, height: float) -> float:
        """A height in whole steps of the grid, if there is one."""
        return int((height + costs.EXACT) / self._step) * self._step if self._step else height

    def _tail(self) -> float:
        """The height of what follows the columns."""
        if self._region is None or self._leaves[-1] is self._items[-1]:
            return 0.0
        after = self._leaves[self._leaves.index(self._items[-1]) + 1 :]
        pairs = zip([self._items[-1], *after], after, strict=False)
        return sum(self._space(one, leaf) + sum(piece.height for piece in self._pieces(one, leaf, 0.0))
                   for one, leaf in pairs)  # fmt: skip

    def _standing(self, frame: Frame) -> Iterator[Standing]:
        """Each column with what it leaves empty; that above its first piece counts as empty too."""
        by_column: dict[tuple[int, int], list[float]] = {}
        for leaf in self._items:
            for number, spot in enumerate(leaf.spots):
                below = self._padding(leaf, "bottom") if number == len(leaf.spots) - 1 else 0.0
                by_column.setdefault(spot[:2], []).append(spot.bottom + below)
        for (page, column), bottoms in sorted(by_column.items()):
            sheet = self._sheets[page]
            top = sheet.content_box_y() + (0.0 if page else frame.head)
            notes = sum(area.margin_height() for area in note_areas(sheet))
            yield Standing(page, column, len(bottoms), frame.height(page) - notes - (max(bottoms) - top))

    def _fill(self) -> float:
        """How full the last page is."""
        last = len(self._sheets) - 1
        sheet = self._sheets[last]
        notes = sum(area.margin_height() for area in note_areas(sheet))
        bottom = max((spot.bottom for leaf in self._leaves for spot in leaf.spots if spot.page == last), default=0.0)
        return float(max(bottom - sheet.content_box_y(), 0.0) / max(sheet.height - notes, 1.0))

    def _text_on_last_page(self, pieces: list[Piece]) -> int:
        spots = [spot for leaf in self._items for spot in leaf.spots]
        last = len(self._sheets) - 1
        return sum(piece.is_text and spot.page == last for piece, spot in zip(pieces, spots, strict=True))
