"""The structure tree (ISO 32000-1, 14.7), and its leaves' text as a screen reader gives it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import pikepdf

from typeset.preflight.content.painted import Painted, PaintedGlyph, PaintKind
from typeset.preflight.content.values import Value
from typeset.preflight.reading.bidi import direction_class, in_reading_order

MOST_ELEMENTS = 200_000
"""Circles are cut and endless trees ended: a release has some hundreds."""


class StructureElement(NamedTuple):
    """One element: its standard role, those around it, the language in force, its page (from 0; -1 unknown)."""

    role: str
    around: tuple[str, ...] = ()
    language: str = ""
    page: int = -1
    object: Value = None


class MarkedContent(NamedTuple):
    """Marked content: its number on its page (from 0), and the element that holds it."""

    page: int
    mcid: int
    element: StructureElement


def walk(pdf: pikepdf.Pdf) -> Iterator[StructureElement | MarkedContent]:
    """Elements before what they hold, all in reading order; nothing where the file has no structure."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    root = pdf.Root.StructTreeRoot
    roles = {str(key)[1:]: str(value)[1:] for key, value in (root.get("/RoleMap") or {}).items()}
    waiting: list[tuple[Value, StructureElement]] = [
        (root.get("/K", []), StructureElement("", language=str(pdf.Root.get("/Lang", ""))))
    ]
    seen: set[tuple[int, int]] = set()
    for _ in range(MOST_ELEMENTS):
        if not waiting:
            return
        node, parent = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend((kid, parent) for kid in reversed(list(node)))
        elif isinstance(node, int):
            yield MarkedContent(parent.page, node, parent)
        elif isinstance(node, pikepdf.Dictionary) and (not node.is_indirect or node.objgen not in seen):
            seen.add(node.objgen)
            element = _element(node, parent, numbers, roles)
            if "/S" in node:
                yield element
            waiting.append((node.get("/MCID", node.get("/K", [])), element))


def _element(
    node: Value, parent: StructureElement, pages: dict[tuple[int, int], int], roles: dict[str, str]
) -> StructureElement:
    """The element of a dictionary; a marked-content reference only moves its parent to another page."""
    page = pages.get(node.Pg.objgen, -1) if isinstance(node.get("/Pg"), pikepdf.Dictionary) else parent.page
    if "/S" not in node:
        return parent._replace(page=page)
    role = str(node.S)[1:]
    around = (*parent.around, parent.role) if parent.role else parent.around
    return StructureElement(roles.get(role, role), around, str(node.get("/Lang", parent.language)), page, node)


# Our own reader: the structure tree in its order, and the codes that each of its leaves shows.


SAME_LINE = 0.4
"""Baselines nearer than this, in em, are one line."""
LONGEST_QUOTE = 40
"""Characters of a text that a message quotes."""
ZWNJ = "\u200c"
LAST_PLAIN = "\u02ff"
"""The last character before the first combining mark."""
WIDE_GAP = 0.2
"""Room between two letters, in em, that a reader takes for a space where the file writes none."""
SAME_ROW = 0.05
"""Baselines nearer than this, in em, belong to letters of one word: a raised footnote number stands farther off."""
WITHIN_A_LINE = frozenset({"Span", "Link", "Strong", "Em", "Code", "Quote"})
"""Roles of what stands among the words of a paragraph."""

Sized = tuple[PaintedGlyph, float]
"""A glyph and the size of its text, in pt."""


class Row(NamedTuple):
    """Where a line of a marked content stands: its ends from left to right, its baseline and its size, in pt."""

    left: float
    right: float
    baseline: float
    size: float

    def touches(self, other: Row) -> bool:
        """Whether the other goes on where this one ends, so that one word may stand on both."""
        size = max(self.size, other.size)
        gap = max(other.left - self.right, self.left - other.right)
        return gap < WIDE_GAP * size and abs(self.baseline - other.baseline) < SAME_ROW * size

    def is_followed_by(self, other: Row) -> bool:
        """Whether the other begins where this one ends at its right."""
        return self.touches(other) and abs(other.left - self.right) < WIDE_GAP * self.size


class TaggedText(NamedTuple):
    """What one marked content says, each line ended, and where its first and its last line stand."""

    text: str
    first: Row
    last: Row


Said = Mapping[int | None, TaggedText]
"""Each marked content of a page that says something."""
Runs = Sequence[list[Sized]]
"""The stretches of one line, as the file writes them: each from left to right inside."""
Way = Callable[[Runs, str], str]
"""A way of reading a line on a page of a direction: `by_place` or `as_written`."""


def by_place(line: Runs, direction: str = "") -> str:  # noqa: ARG001 - the letters say all
    """A line read by where its letters stand: from the right, if any of them runs so; in it Latin from the left.

    So any file can be read, but not what stands in the other direction as a whole, a web address with Arabic in it.
    """
    return "".join(in_reading_order(list(_spaced(_from_left(_whole(line))))))


def as_written(line: Runs, direction: str) -> str:
    """A line whose stretches stand in the file in the order in which they are read, as in ours.

    The direction of a stretch is that of its letters; of signs alone, that in which the line goes on there, and of
    signs that are all of a line, the page's.
    """
    said, before = "", None
    line = list(_in_one(line))
    rows = list(map(_row, line))
    for run, after in zip(line, [*line[1:], None], strict=True):
        leftward = _goes_left(run, before, after) if before or after else direction == "rtl"
        said += _gap(said, before, run, rows) + _stretch(run, leftward=leftward)
        before = run
    return said


def _in_one(line: Runs) -> Iterator[list[Sized]]:
    """The stretches, those of a right-to-left one in one: it is written from the left, in parts where faces change."""
    held: list[Sized] = []
    for run in line:
        if held and not (_is_rtl(held) and _is_rtl(run) and _row(held).is_followed_by(_row(run))):
            yield held
            held = []
        held = [*held, *run]
    if held:
        yield held


def _is_rtl(run: list[Sized]) -> bool:
    return all(direction_class(glyph.text) != "L" for glyph, _ in run)


def _gap(said: str, before: list[Sized] | None, run: list[Sized], rows: Iterable[Row]) -> str:
    """A space where there is room for one between two stretches and none is written, nor a third stretch stands."""
    if before is None or said[-1:].isspace() or any(run[end][0].text.isspace() for end in (0, -1)):
        return ""
    here, there = _row(before), _row(run)
    left, right = min(here.right, there.right), max(here.left, there.left)
    is_free = not any(left < (row.left + row.right) / 2 < right for row in rows)
    return " " if is_free and not here.touches(there) else ""


def _goes_left(run: list[Sized], before: list[Sized] | None, after: list[Sized] | None) -> bool:
    """Whether a line goes on to the left where this stretch stands in it."""
    first, second = (before, run) if before else (run, after or run)
    return _row(second).left < _row(first).left


def _stretch(run: list[Sized], *, leftward: bool) -> str:
    """A stretch of one line, read by its letters."""
    texts = list(_spaced(_from_left(run)))
    has_letters = any(direction_class(text) in {"R", "AL", "L", "N"} for text in texts)
    return "".join(in_reading_order(texts) if has_letters or not leftward else reversed(texts))


def by_mcid(painted: Iterable[Painted], way: Way = by_place, direction: str = "") -> Said:
    """What each marked content of a page says; under None what stands outside of any. Artifacts say nothing."""
    found: dict[int | None, list[Painted]] = {}
    for thing in painted:
        if thing.kind is PaintKind.TEXT and not thing.is_artifact:
            found.setdefault(thing.mcid, []).append(thing)
    passages = ((mcid, _passage(things, way, direction)) for mcid, things in found.items())
    return {mcid: passage for mcid, passage in passages if passage}


def text(leaves: Sequence[MarkedContent], pages: Sequence[Said]) -> list[str]:
    """The text of each page: by the leaves of its structure where it has one, else as the page paints it."""
    if not leaves:
        return ["".join(passage.text for passage in page.values()) for page in pages]
    told: list[list[tuple[MarkedContent, TaggedText]]] = [[] for _ in pages]
    for leaf in leaves:
        if 0 <= leaf.page < len(pages) and leaf.mcid in pages[leaf.page]:
            told[leaf.page].append((leaf, pages[leaf.page][leaf.mcid]))
    return [_joined([part for part in page if not _in_note(part[0])]) + _notes(page) for page in told]


def _notes(told: list[tuple[MarkedContent, TaggedText]]) -> str:
    """The notes of a page behind all else: the structure holds them within the sentence that refers to them."""
    return _joined([part for part in told if _in_note(part[0])])


def _in_note(leaf: MarkedContent) -> bool:
    return leaf.element.role == "Note" or "Note" in leaf.element.around


def _joined(told: list[tuple[MarkedContent, TaggedText]]) -> str:
    """The passages one after the other; a word that goes on in the next (a link after an Arabic "and") stays whole."""
    text = ""
    for (leaf, passage), (after, following) in pairwise(told):
        whole = _goes_on(leaf, after) and passage.last.touches(following.first)
        text += passage.text.removesuffix("\n") if whole else passage.text
    return text + "".join(passage.text for _, passage in told[-1:])


def _goes_on(leaf: MarkedContent, after: MarkedContent) -> bool:
    """Whether two neighbours stand in one line of words: cells and footnote numbers may touch and do not."""
    same = leaf.element.object is after.element.object
    return same or leaf.element.role in WITHIN_A_LINE or after.element.role in WITHIN_A_LINE


def _passage(things: Iterable[Painted], way: Way, direction: str) -> TaggedText | None:
    lines = list(_lines(things))
    if not lines:
        return None
    first = _row(_whole(lines[0]))
    return TaggedText(_text(lines, way, direction), first, _row(_whole(lines[-1])) if len(lines) > 1 else first)


def _whole(line: Runs) -> list[Sized]:
    return [sized for run in line for sized in run]


def _row(line: list[Sized]) -> Row:
    letters = [sized for sized in line if not _is_mark(sized[0])] or line
    ends = [end for glyph, _ in letters for end in (glyph.x, glyph.end)]
    return Row(min(ends), max(ends), letters[0][0].y, letters[0][1])


def said(things: Iterable[Painted]) -> str:
    """What painted text says: its lines from the first to the last, each in reading order."""
    return _text(_lines(things), by_place, "")


def quoted(things: Iterable[Painted]) -> str:
    """The beginning of what painted text says, for a message."""
    return said(things).strip()[:LONGEST_QUOTE]


def _text(lines: Iterable[Runs], way: Way, direction: str) -> str:
    return "".join(f"{way(line, direction)}\n" for line in lines)


def _lines(things: Iterable[Painted]) -> Iterator[Runs]:
    """The stretches line by line, as the file writes them."""
    line: list[list[Sized]] = []
    for run in _runs(things):
        glyph, size = run[0]
        if line and abs(glyph.y - line[0][0][0].y) > SAME_LINE * max(size, line[0][0][1]):
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _runs(things: Iterable[Painted]) -> Iterator[list[Sized]]:
    """What each thing shows; where a Span gives an /ActualText, that instead of all that it holds."""
    for actual, group in groupby(things, key=_actual_text):
        held = [thing for thing in group if thing.glyphs]
        if actual is None:
            yield from ([(_in_logical_order(glyph), thing.size) for glyph in thing.glyphs] for thing in held)
        elif actual and held:
            yield [(held[0].glyphs[0]._replace(text=actual), held[0].size)]


def _in_logical_order(glyph: PaintedGlyph) -> PaintedGlyph:
    """A code of a letter and a ZWNJ as they are typed.

    It is written the other way round where readers are known to reverse it; no word begins a code with a ZWNJ.
    """
    if not glyph.text.startswith(ZWNJ):
        return glyph
    return glyph._replace(text=glyph.text[1:] + ZWNJ)


def _actual_text(thing: Painted) -> str | None:
    """The /ActualText of a Span around a thing; on other marked content it means nothing (ISO 32000-1, 14.9.4)."""
    spans = (tag for tag in thing.tags if tag.name == "Span")
    return next((tag.actual_text for tag in spans if tag.actual_text is not None), None)


def _from_left(line: list[Sized]) -> list[Sized]:
    """The glyphs from left to right, each letter with the marks that stand on it."""
    clusters = sorted(_clusters(line), key=lambda cluster: cluster[-1][0].x)
    return [sized for cluster in clusters for sized in cluster]


def _clusters(line: list[Sized]) -> Iterator[list[Sized]]:
    """Letters with their marks before them: so a file writes right-to-left text, which runs from the left on the page.

    Places do not tell: the origin of a mark may lie over the letter beside its own. A Latin letter comes before its
    mark, and so already stands when the mark arrives.
    """
    marks: list[Sized] = []
    for sized in line:
        marks.append(sized)
        if not _is_mark(sized[0]):
            yield marks
            marks = []
    if marks:
        yield marks


def _is_mark(glyph: PaintedGlyph) -> bool:
    return glyph.text > LAST_PLAIN and unicodedata.combining(glyph.text[0]) > 0


def _spaced(line: Iterable[Sized]) -> Iterator[str]:
    """The texts, with a space where there is room for one and none is written. Marks take no room."""
    end, was_space = None, True
    for glyph, size in line:
        if not _is_mark(glyph):
            is_space = glyph.text.isspace()
            if end is not None and glyph.x - end > WIDE_GAP * size and not (is_space or was_space):
                yield " "
            end, was_space = glyph.end, is_space or (was_space and not glyph.text)
        yield glyph.text


def direction_of_letters(text: str) -> str:
    """`rtl` where most of the letters of a text run from right to left."""
    kinds = [direction_class(character) for character in text]
    return "rtl" if kinds.count("R") + kinds.count("AL") > kinds.count("L") else "ltr"
