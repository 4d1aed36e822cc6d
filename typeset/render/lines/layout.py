"""The layout of a paragraph: its planned lines for the measure it stands in, beside floats and as loose as asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages

from typeset.render.lines import place, plan, slots
from typeset.render.lines.place import SetLine
from typeset.render.lines.plan import Edge, LineStyle, Measure, PlannedLine
from typeset.render.lines.slots import Floats, Slot
from typeset.render.shape import paragraph
from typeset.render.shape.paragraph import ShapedParagraph
from typeset.render.shape.style import Fonts
from typeset.render.weasy import Box


def edges(paragraph: ShapedParagraph, linebox: Box, containing_block: Box) -> Mapping[int, Edge]:
    """What inline boxes add beside their first and last piece, in px, by piece. Resolves the boxes' percentages."""
    by_piece: dict[int, Edge] = {}
    _resolve(linebox, (), paragraph, containing_block, by_piece)
    return by_piece


def _resolve(
    parent: Box, path: tuple[int, ...], paragraph: ShapedParagraph, containing_block: Box, by_piece: dict[int, Edge]
) -> None:
    for index, child in enumerate(parent.children):
        if isinstance(child, boxes.TextBox):
            continue
        resolve_percentages(child, containing_block)
        child.margin_left, child.margin_right = (
            0 if margin == "auto" else margin for margin in (child.margin_left, child.margin_right)
        )
        _resolve(child, (*path, index), paragraph, containing_block, by_piece)
        left = child.margin_left + child.border_left_width + child.padding_left
        right = child.margin_right + child.border_right_width + child.padding_right
        if left or right:
            _add(paragraph, (*path, index), child.style["direction"] == "rtl", Edge(left, right), by_piece)


def _add(paragraph: ShapedParagraph, path: tuple[int, ...], rtl: bool, edge: Edge, by_piece: dict[int, Edge]) -> None:  # noqa: FBT001
    low, high = paragraph.under(path)
    own = [at for at, piece in enumerate(paragraph.pieces) if low <= piece.leaf < high and not piece.is_forced_break]
    if not own:
        return
    leftmost, rightmost = (own[-1], own[0]) if rtl else (own[0], own[-1])
    for at, more in ((leftmost, Edge(edge.left, 0.0)), (rightmost, Edge(0.0, edge.right))):
        before = by_piece.get(at, Edge())
        by_piece[at] = Edge(before.left + more.left, before.right + more.right)


STUB, ROOM, LEEWAY = 0.15, 0.1, 0.05
"""Shares of the measure: the shortest last line, what a line can be drawn out by, and what it can be drawn in by."""

TRIES = 8
"""So often the lines beside floats are planned anew, each time with more room for a word that would stick out."""


class Place(NamedTuple):
    """A planned line, and the slot that it was planned for; none: the full width, wherever it stands."""

    line: PlannedLine
    slot: Slot | None = None


class Widths(NamedTuple):
    """The widths of a paragraph in px: its longest line where only forced breaks end one, and where each place does."""

    longest: float
    narrowest: float


class ParagraphLayout:
    """The layout of a line box: its paragraph, shaped once, and its planned lines for the current measure."""

    def __init__(self, fonts: Fonts, linebox: Box) -> None:
        self.children = linebox.children
        self.paragraph: ShapedParagraph | None = paragraph.paragraph_of(linebox, fonts)
        self._line_style: LineStyle | None = None
        self._rest = -1.0
        self._lines: dict[int, PlannedLine] = {}
        self._beside: dict[int, Place] = {}
        self._slots: tuple[Slot, ...] = ()
        self.edges: Mapping[int, Edge] = {}
        self._set: dict[int, tuple[PlannedLine, SetLine]] = {}
        self._looseness = 0
        self._measure: Measure | None = None
        self._counts: Mapping[int, float] | None = None
        self.preferred: Widths | None = None
        """Its max-content and min-content width, once they have been asked for."""
        self._is_resolved = True

    def line(self, paragraph: ShapedParagraph, linebox: Box, containing_block: Box, begin: int) -> PlannedLine:
        """The line that begins at a piece. Lines planned before are kept as long as the measure stays."""
        self._settle(paragraph, linebox, containing_block)
        if begin not in self._lines:
            measure = self._measure = Measure(containing_block.width - linebox.text_indent, containing_block.width)
            self._lines.update(self._planned(paragraph, linebox, begin, measure))
        return self._lines[begin]

    def line_beside(
        self, paragraph: ShapedParagraph, linebox: Box, containing_block: Box, begin: int, floats: Floats, top: float
    ) -> Place:
        """The line that begins at a piece, beside floats. Those planned before are kept as long as their slots stay."""
        self._settle(paragraph, linebox, containing_block)
        least = self._least(paragraph, linebox)
        kept = self._beside.get(begin)
        if kept and kept.slot:
            same = kept.slot.is_like(floats.slot(top, min(least, kept.slot.width)))
            if same and (begin or _are_like(self._slots, floats.slots(top, least, {}))):
                return kept
        self._plan_beside(paragraph, linebox, begin, floats, top)
        return self._beside[begin]

    def _plan_beside(self, paragraph: ShapedParagraph, linebox: Box, begin: int, floats: Floats, top: float) -> None:
        """Plan the lines from a piece on; a word too wide for its slot demands a wider one, further down."""
        least, demands = self._least(paragraph, linebox), dict[int, float]()
        if not begin:
            self._slots = floats.slots(top, least, {})
        for _ in range(TRIES):
            slots = floats.slots(top, least, demands)
            widths = tuple(slot.width for slot in slots)
            first = (widths[0] - linebox.text_indent, *widths[1:])
            planned = self._planned(paragraph, linebox, begin, Measure(first[0], self._rest, first))
            wide = self._too_wide(paragraph, planned, first)
            if wide is None or widths[wide[0]] > self._rest - plan.TOLERANCE:
                break
            demands[wide[0]] = wide[1]
        self._beside = {at: Place(line, slot) for (at, line), slot in zip(planned.items(), slots, strict=False)}
        self._lines.update(list(planned.items())[len(slots) :])

    def _too_wide(
        self, paragraph: ShapedParagraph, planned: Mapping[int, PlannedLine], widths: Sequence[float]
    ) -> tuple[int, float] | None:
        """The number and the width of the first line that sticks out of its slot."""
        for number, (line, width) in enumerate(zip(planned.values(), widths, strict=False)):
            needed = place.placed(paragraph, line, self.edges).width
            if needed > width + plan.TOLERANCE:
                return number, needed
        return None

    def _settle(self, paragraph: ShapedParagraph, linebox: Box, containing_block: Box) -> None:
        """Forget what was planned for another measure, and resolve the boxes for this one."""
        if containing_block.width != self._rest:
            self.edges = edges(paragraph, linebox, containing_block)
            self._rest = containing_block.width
            self._forget()
        elif not self._is_resolved:
            self.edges = edges(paragraph, linebox, containing_block)
        self._is_resolved = True

    def kept_for(self, linebox: Box, fonts: Fonts, *, is_indented_alike: bool) -> ParagraphLayout | None:
        """The layout for the line box of the same paragraph in another formatting; None where it is shaped anew."""
        shaped = self.paragraph.in_box(linebox, fonts) if self.paragraph and not self._looseness else None
        if shaped is None:
            return None
        kept = copy(self)
        kept.move(linebox, shaped, is_indented_alike=is_indented_alike)
        return kept

    def move(self, linebox: Box, shaped: ShapedParagraph, *, is_indented_alike: bool) -> None:
        """Become the layout of another line box.

        Its lines are kept as they are planned, unless another indent, style or size makes others of them.
        """
        style = plan.line_style_for(linebox.style, linebox.element_tag)
        is_as_large = self.paragraph is not None and shaped.pieces is self.paragraph.pieces
        self.children, self.paragraph, self._is_resolved = linebox.children, shaped, False
        if is_indented_alike and is_as_large and style == self._line_style:
            self._lines, self._beside, self._set = dict(self._lines), {}, {}
        else:
            self._line_style, self.preferred = style, None
            self._forget()

    def _planned(
        self, paragraph: ShapedParagraph, linebox: Box, begin: int, measure: Measure
    ) -> dict[int, PlannedLine]:
        """The lines from a piece on, each by the piece that it begins at."""
        if self._line_style is None:
            self._line_style = plan.line_style_for(linebox.style, linebox.element_tag)
        style = self._line_style._replace(looseness=self._line_style.looseness + self._looseness)
        planned, at = {}, begin
        for line in plan.lines(paragraph, begin, measure, style, self.edges):
            planned[at] = line
            at = line.following
        return planned

    def placed(self, paragraph: ShapedParagraph, line: PlannedLine) -> SetLine:
        """A planned line, from left to right. One that stands as in the layout before is not placed again."""
        of, set_line = self._set.get(line.start, (None, None))
        if set_line is None or of is not line:
            set_line = place.placed(paragraph, line, self.edges)
            self._set[line.start] = line, set_line
        return set_line

    @property
    def has_lines(self) -> bool:
        """Whether lines of it are planned."""
        return bool(self._lines)

    def loosen(self, looseness: int) -> None:
        """From now on the paragraph takes so many lines more than it would by its style (negative: fewer)."""
        if looseness != self._looseness:
            self._looseness = looseness
            self._forget()

    def _forget(self) -> None:
        """Forget the lines that were planned, and what others would cost."""
        self._lines, self._beside, self._set, self._counts = {}, {}, {}, None

    def line_counts(self) -> Mapping[int, float]:
        """What it costs to have a line more (1) or fewer (-1), where that is within the rules; nothing is laid out."""
        if self._beside or self._lines.get(0) is None:
            return {}
        if self._counts is None:
            self._counts = self._counted()
        return self._counts

    def _counted(self) -> Mapping[int, float]:
        style, measure, shaped = self._line_style, self._measure, self.paragraph
        if shaped is None or style is None or measure is None or measure.rest <= 0:
            return {}
        number, last = len(self._lines), self._lines[max(self._lines)]
        full = sum(piece.width for piece in shaped.pieces[last.start : last.stop]) / measure.rest
        if 1 + STUB - full > ROOM * number and full > LEEWAY * number:
            return {}
        costs = plan.line_counts(shaped, measure, style, self.edges)
        best = costs.get(number, 0.0)
        return {count - number: cost - best for count, cost in costs.items() if abs(count - number) == 1}

    @staticmethod
    def _least(paragraph: ShapedParagraph, linebox: Box) -> float:
        """The least width in px of a slot."""
        return float(min(slots.NARROWEST * linebox.style["font_size"], sum(piece.width for piece in paragraph.pieces)))


def layout_of(fonts: Fonts, linebox: Box) -> ParagraphLayout:
    """The layout of a line box, stored on the box, which lives as long as its document."""
    layout: ParagraphLayout | None = linebox.__dict__.get("typeset_layout")
    if layout is None or layout.children is not linebox.children:
        layout = linebox.typeset_layout = ParagraphLayout(fonts, linebox)
    return layout


def _are_like(some: Sequence[Slot], others: Sequence[Slot]) -> bool:
    return len(some) == len(others) and all(one.is_like(other) for one, other in zip(some, others, strict=True))
