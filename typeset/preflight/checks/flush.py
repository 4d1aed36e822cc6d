"""Lines that should end at the edges of their block."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from statistics import median_low
from typing import NamedTuple

from typeset.errors import Message
from typeset.findings import Fault, Place, Severity, check
from typeset.preflight.content.geometry import MM, Box
from typeset.preflight.content.painted import PaintedGlyph
from typeset.preflight.content.strips import InkedRun
from typeset.preflight.reading import structure
from typeset.preflight.reading.structure import MarkedContent, StructureElement
from typeset.preflight.sheet import Sheet

TOLERANCE = 0.1 * MM
GRAVE = 0.5 * MM
"""From here on it is an error, not a warning."""
SAME_LINE = 0.4
"""Baselines nearer than this, in em, are one line."""
COLUMNS_APART = 2.5
"""The gap, in em, from which on two runs are not words of one line."""
SOFT_HYPHEN = "\u00ad"
SIDE_BEARING = 0.25
"""In em: the largest gap between a letter's ink and the end of its advance that is taken for its side bearing."""
WORDS_APART = 0.15
"""The gap, in em, from which on ink belongs to two words."""
LINES_OPEN = 4
"""How many of the last lines may still get runs: words of the other direction may be painted later than their line."""
FEWEST = 3
"""How many lines of a page must share both edges to make a measure (a line length)."""
MOST = 2 / 3
"""More than so many of the lines that begin at an edge must end at one too: three of five ragged ones may."""
NO_CHANCE = 4
"""So many lines of one paragraph share both edges because they were set so: of ragged ones, two may end alike."""
INDENTED = 3
"""Lines of a paragraph that may begin farther in: an indent is one, beside a large initial there are more."""


class InkedLine:
    """A line of a paragraph: its runs, in no particular order."""

    def __init__(self, run: InkedRun) -> None:
        self.runs = [run]
        self.baseline, self.size = run.first.y, run.thing.size

    def add(self, run: InkedRun) -> None:
        """Put a run more into the line."""
        self.runs.append(run)
        self.size = max(self.size, run.thing.size)

    @property
    def box(self) -> Box:
        """The box around its ink."""
        return reduce(Box.joined, (run.box for run in self.runs))

    def is_level_with(self, run: InkedRun) -> bool:
        """Whether a run stands on its baseline, or so near as a raised number does."""
        return abs(run.first.y - self.baseline) <= SAME_LINE * max(run.thing.size, self.size)

    @property
    def is_parted(self) -> bool:
        """Whether it runs across two columns."""
        runs = sorted(self.runs)
        reached = runs[0].x1
        for run in runs:
            if run.x0 - reached > COLUMNS_APART * self.size:
                return True
            reached = max(reached, run.x1)
        return False


class Edges(NamedTuple):
    """The edges of a block, each counted outwards (the left one is -x), by the ink of its lines or their advances."""

    left: float
    right: float
    by_ink: bool


class End(NamedTuple):
    """One end of a line, counted outwards: of its ink, of its last advance, where its last glyph begins.

    `bearing` is the largest side bearing there, `is_mark` whether the last glyph is a punctuation mark.
    """

    ink: float
    advance: float
    inner: float
    bearing: float
    is_mark: bool

    def over(self, edge: float, *, by_ink: bool) -> float:
        """How far it goes over an edge, in pt; negative where it stays short, 0 where it is flush.

        A mark of punctuation may hang. Where lines end by their advances, a side bearing is no deviation.
        """
        if abs(self.ink - edge) <= TOLERANCE:
            return 0.0
        if self.is_mark and self.inner - TOLERANCE <= edge <= self.advance + TOLERANCE:
            return 0.0
        if by_ink:
            return self.ink - edge
        if abs(self.advance - edge) <= TOLERANCE and abs(self.ink - self.advance) <= self.bearing:
            return 0.0
        return min(self.ink - edge, self.advance - edge, key=abs)


class Ends(NamedTuple):
    """Both ends of a line, each counted outwards; and its words, as they are written."""

    left: End
    right: End
    words: str

    def over(self, edges: Edges) -> tuple[float, float]:
        """How far the left and the right end go over their edges, in pt."""
        left, right, by_ink = edges
        return self.left.over(left, by_ink=by_ink), self.right.over(right, by_ink=by_ink)

    def begins_at(self, edges: Edges, *, rtl: bool) -> bool:
        """Whether it begins at its edge, but for the side bearing of its first letter."""
        start, edge = (self.right, edges.right) if rtl else (self.left, edges.left)
        return abs(start.ink - edge) <= start.bearing

    def edges(self, *, by_ink: bool) -> Edges:
        """The edges at which this line is flush."""
        if by_ink:
            return Edges(self.left.ink, self.right.ink, by_ink)
        return Edges(self.left.advance, self.right.advance, by_ink)


class Block(NamedTuple):
    """The part of a paragraph in a column of a page (from 1): its lines, and the ends of those that should be full."""

    page: int
    lines: list[InkedLine]
    ends: list[Ends]


@check("text/not-flush", Severity.WARNING)
def not_flush(sheet: Sheet) -> Iterator[Fault]:
    """A line of a justified paragraph that does not end at the edges of its block.

    The eye follows the edge and stops where one line falls short of it or stands over it by a tenth of a millimetre;
    from half a millimetre on it is an error, most often a number in the file that displaces the words after it.
    Measured are the outlines of the letters on the page. A paragraph is justified where most of its lines share both
    edges: with the ink of their letters, as in our own pages, or with their advances, as elsewhere; there the side
    bearings of letters do not count. Neither do marks of punctuation that hang, indents, lines beside an initial or a
    picture, and lines that are ended by hand. Only tagged files are looked at, and only fonts with outlines that can be
    read, which those of Type 1 and Type 3 are not.
    """
    blocks = list(_blocks(sheet))
    for number in sorted({block.page for block in blocks}):
        here = [block for block in blocks if block.page == number]
        measured = [ends for block in here for ends in block.ends]
        for block in here:
            if edges := _edges(block, measured):
                yield from sheet.fitting(_faults(block, edges, measured), {LOOK: LOOK_AT_ANOTHER})


def _blocks(sheet: Sheet) -> Iterator[Block]:
    """Each paragraph on each of its pages and in each of its columns. The last line of it need not be full."""
    runs = [_runs_by_mcid(page) for page in sheet.runs]
    for leaves in _paragraphs(sheet):
        pages: dict[int, list[InkedLine]] = {}
        for leaf in leaves:
            if 0 <= leaf.page < len(runs):
                for run in runs[leaf.page].get(leaf.mcid, ()):
                    _add(pages.setdefault(leaf.page, []), run)
        parts = [(page, part) for page, lines in pages.items() for part in _columns(lines)]
        for page, lines in parts[:-1]:
            yield Block(page + 1, lines, list(map(_ends, lines)))
        for page, lines in parts[-1:]:
            yield Block(page + 1, lines, list(map(_ends, lines[:-1])))


def _columns(lines: Sequence[InkedLine]) -> Iterator[list[InkedLine]]:
    """The lines of a paragraph on one page, parted where they go on at the head of the next column."""
    part: list[InkedLine] = []
    for line in lines:
        if part and line.baseline > part[-1].baseline + line.size:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _runs_by_mcid(page: Iterable[InkedRun]) -> dict[int | None, list[InkedRun]]:
    runs: dict[int | None, list[InkedRun]] = {}
    for run in page:
        runs.setdefault(run.thing.mcid, []).append(run)
    return runs


def _paragraphs(sheet: Sheet) -> Iterable[list[MarkedContent]]:
    """The marked content of each paragraph, that of inline elements among its words included."""
    paragraphs: dict[object, list[MarkedContent]] = {}
    last: object = None
    for part in sheet.structure:
        element = part.element if isinstance(part, MarkedContent) else part
        if element.role == "P":
            last = _identity(element)
        if isinstance(part, MarkedContent) and _is_in_paragraph(element):
            paragraphs.setdefault(last, []).append(part)
    return paragraphs.values()


def _identity(element: StructureElement) -> object:
    return element.object.objgen if element.object.is_indirect else id(element.object)


def _is_in_paragraph(element: StructureElement) -> bool:
    """Whether the nearest block around marked content is a paragraph."""
    roles = (*element.around, element.role)
    return next((role for role in reversed(roles) if role not in structure.WITHIN_A_LINE), "") == "P"


def _add(lines: list[InkedLine], run: InkedRun) -> None:
    """Put a run into its line; one without width is left out: a combining mark painted alone, at its own height."""
    if run.first.x == run.last.end:
        return
    level = [line for line in lines[-LINES_OPEN:] if line.is_level_with(run)]
    line = min(level, key=lambda line: abs(line.baseline - run.first.y), default=None)
    if line is None:
        lines.append(InkedLine(run))
    else:
        line.add(run)


def _ends(line: InkedLine) -> Ends:
    """The ends of a line; places of the left one are negated, so that both are judged alike."""
    first = min((run.first for run in line.runs), key=lambda glyph: glyph.x)
    last = max((run.last for run in line.runs), key=lambda glyph: glyph.end)
    bearing = SIDE_BEARING * line.size
    return Ends(
        End(-min(run.x0 for run in line.runs), -first.x, -first.end, bearing, _is_mark(first)),
        End(max(run.x1 for run in line.runs), last.end, last.x, bearing, _is_mark(last)),
        "".join(run.thing.text for run in line.runs),
    )


def _is_mark(glyph: PaintedGlyph) -> bool:
    return glyph.text == SOFT_HYPHEN or unicodedata.category(glyph.text.strip()[:1] or "x").startswith("P")


def _edges(block: Block, measured: Sequence[Ends]) -> Edges | None:
    """The edges that most lines of the block share, and enough of the page; None where it is not justified."""
    centres = [*_centres(block.ends, by_ink=True), *_centres(block.ends, by_ink=False)]
    best = max(centres, key=lambda edges: len(_flush(block.ends, edges)), default=None)
    if best is None or 2 * len(_flush(block.ends, best)) <= len(block.ends) or not _is_measure(block, best, measured):
        return None
    return best


def _is_measure(block: Block, edges: Edges, measured: Sequence[Ends]) -> bool:
    """Whether enough lines, of the paragraph or of the page, share both edges: in a ragged text few end alike.

    The same words end alike wherever they stand, and count once.
    """
    if _different(_flush(block.ends, edges)) >= NO_CHANCE:
        return True
    rtl = _runs_from_the_right(block)
    flush = _different(_flush(measured, edges))
    begun = _different(ends for ends in measured if ends.begins_at(edges, rtl=rtl))
    return flush >= FEWEST and flush > MOST * begun


def _different(lines: Iterable[Ends]) -> int:
    """How many lines of different words there are."""
    return len({ends.words for ends in lines})


def _centres(lines: Sequence[Ends], *, by_ink: bool) -> Iterator[Edges]:
    """Candidate edges: those of each line, moved to the median of all lines that share them."""
    tried = {(round(edges.left, 1), round(edges.right, 1)): edges for edges in _own(lines, by_ink=by_ink)}
    for edges in tried.values():
        if shared := list(_own(_flush(lines, edges), by_ink=by_ink)):
            yield Edges(median_low(own.left for own in shared), median_low(own.right for own in shared), by_ink)


def _own(lines: Iterable[Ends], *, by_ink: bool) -> Iterator[Edges]:
    return (ends.edges(by_ink=by_ink) for ends in lines)


def _flush(lines: Iterable[Ends], edges: Edges) -> list[Ends]:
    return [ends for ends in lines if ends.over(edges) == (0.0, 0.0)]


def _faults(block: Block, edges: Edges, measured: Sequence[Ends]) -> Iterator[Fault]:
    """A fault for each line that is not flush, unless enough lines of the page end as it does: another measure."""
    for at, ends in enumerate(block.ends):
        over = ends.over(edges)
        own = ends.edges(by_ink=edges.by_ink)
        if over == (0.0, 0.0) or block.lines[at].is_parted or len(_flush(measured, own)) >= FEWEST:
            continue
        if _deviation(block, at, ends, edges)[0]:
            deviation, side = _deviation(block, at, _by_outlines(block.lines[at], ends), edges)
            if deviation:
                yield _fault(block, at, deviation, side)


def _deviation(block: Block, at: int, ends: Ends, edges: Edges) -> tuple[float, str]:
    """How far a line goes over an edge of its block that it should end at, and over which; 0 where it is as meant."""
    rtl, over = _runs_from_the_right(block), ends.over(edges)
    is_shaped = _is_shaped(block, at, by_ink=edges.by_ink)
    start, end = _unintended(block, at, over[rtl], over[not rtl], rtl=rtl, is_shaped=is_shaped)
    worst = max(start, end, key=lambda over: (round(abs(over), 1), over))
    return worst, Message("right") if (worst == start) == rtl else Message("left")


def _by_outlines(line: InkedLine, ends: Ends) -> Ends:
    """The ends of a line measured by the curves of its letters.

    The boxes of glyphs, by which lines are told apart at little cost, may hold off-curve points that no ink reaches.
    """
    places = [place for run in line.runs for place in _drawn(run)]
    if not places:
        return ends
    return ends._replace(left=ends.left._replace(ink=-min(places)), right=ends.right._replace(ink=max(places)))


def _drawn(run: InkedRun) -> Iterator[float]:
    """How far to the left and to the right the outline of each letter of a run reaches on the page, in pt."""
    if run.thing.font is None or (shapes := run.thing.font.shapes) is None:
        return
    for glyph in run.glyphs:
        origin = run.thing.em.e + glyph.x
        yield from (origin + run.thing.em.a * x for contour in shapes.contours(glyph.code) for x, _ in contour)


def _runs_from_the_right(block: Block) -> bool:
    things = (run.thing.text for line in block.lines for run in line.runs)
    return structure.direction_of_letters("".join(things)) == "rtl"


def _unintended(block: Block, at: int, start: float, end: float, *, rtl: bool, is_shaped: bool) -> tuple[float, float]:
    """How far a line's start and end go over their edges; 0 where one is short on purpose, as an indent is."""
    is_shaped = is_shaped or abs(start - end) < TOLERANCE
    if start < 0 and (is_shaped or at < INDENTED):
        start = 0.0
    if end < 0 and (is_shaped or _is_ended_by_hand(block, at, -end, rtl=rtl)):
        end = 0.0
    return start, end


def _is_shaped(block: Block, at: int, *, by_ink: bool) -> bool:
    """Whether a neighbouring line ends as this one does, as lines beside a picture do."""
    mine = block.ends[at]
    around = block.ends[max(at - 1, 0) : at] + block.ends[at + 1 : at + 2]
    return any(mine.over(edges) == (0.0, 0.0) for edges in _own(around, by_ink=by_ink))


def _is_ended_by_hand(block: Block, at: int, short: float, *, rtl: bool) -> bool:
    """Whether the first word of the next line would have fitted into this one."""
    if at + 1 == len(block.lines):
        return short > block.lines[at].size
    following = block.lines[at + 1]
    boxes = [letter.box for run in following.runs for letter in run.letters(following.box)]
    start, end = None, 0.0
    for left, right in sorted((-box.x1, -box.x0) if rtl else (box.x0, box.x1) for box in boxes):
        if start is not None and left - end > WORDS_APART * following.size:
            break
        start, end = (left, right) if start is None else (start, max(end, right))
    return short > end - (start or 0.0) + WORDS_APART * following.size


LOOK = Message("Look at the line there. Where words stand wrong, another font (--font) may carry them.")
LOOK_AT_ANOTHER = Message("Look at the line there. Where words stand wrong, another font may carry them.")


def _fault(block: Block, at: int, over: float, side: str) -> Fault:
    line = block.lines[at]
    how = Message("stands over") if over > 0 else Message("ends short of")
    things = list({id(run.thing): run.thing for run in line.runs}.values())
    return Fault(
        Message(
            "«{things}»: the line {how} the {side} edge of its block by {over:.1f} mm",
            things=structure.quoted(things),
            how=how,
            side=side,
            over=abs(over) / MM,
        ),
        Place(page=block.page, box=line.box),
        hint=LOOK,
        severity=Severity.ERROR if abs(over) >= GRAVE else Severity.WARNING,
    )


FLUSH_CHECKS = (not_flush,)
