"""The structure tree (ISO 32000-1, 14.7), and the text of its marked content, as a screen reader gives it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

import pikepdf

from typeset.preflight.content.painted import Painted, PaintedGlyph, PaintKind
from typeset.preflight.content.values import Value, name_of
from typeset.preflight.reading.bidi import direction_class, in_order_from_left, in_reading_order

MOST_ELEMENTS = 200_000
"""Where a tree is cut off: a release has some hundreds of elements."""


class StructureElement(NamedTuple):
    """An element: its standard role, the roles around it, the language in force, its page (from 0; -1 unknown)."""

    role: str
    around: tuple[str, ...] = ()
    language: str = ""
    page: int = -1
    object: Value = None


class MarkedContent(NamedTuple):
    """A leaf of the tree: marked content by its page (from 0) and its MCID there, and the element that holds it."""

    page: int
    mcid: int
    element: StructureElement


def walk(pdf: pikepdf.Pdf) -> Iterator[StructureElement | MarkedContent]:
    """The tree in reading order, each element before its children; nothing where the file has no structure."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    root = pdf.Root.StructTreeRoot
    roles = {name_of(key)[1:]: name_of(value)[1:] for key, value in (root.get("/RoleMap") or {}).items()}
    stack: list[tuple[Value, StructureElement]] = [
        (root.get("/K", []), StructureElement("", language=str(pdf.Root.get("/Lang", ""))))
    ]
    seen: set[tuple[int, int]] = set()
    for _ in range(MOST_ELEMENTS):
        if not stack:
            return
        node, parent = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack.extend((kid, parent) for kid in reversed(list(node)))
        elif isinstance(node, int):
            yield MarkedContent(parent.page, node, parent)
        elif isinstance(node, pikepdf.Dictionary) and (not node.is_indirect or node.objgen not in seen):
            seen.add(node.objgen)
            element = _element(node, parent, numbers, roles)
            if "/S" in node:
                yield element
            stack.append((node.get("/MCID", node.get("/K", [])), element))


def _element(
    node: Value, parent: StructureElement, pages: dict[tuple[int, int], int], roles: dict[str, str]
) -> StructureElement:
    """The element of a dictionary; for a marked-content reference, which is none, its parent on the page it names."""
    page = pages.get(node.Pg.objgen, -1) if isinstance(node.get("/Pg"), pikepdf.Dictionary) else parent.page
    if "/S" not in node:
        return parent._replace(page=page)
    role = name_of(node.S)[1:]
    around = (*parent.around, parent.role) if parent.role else parent.around
    return StructureElement(roles.get(role, role), around, str(node.get("/Lang", parent.language)), page, node)


# Our own reader: the structure tree in its order, and the text of each of its leaves.


SAME_LINE = 0.4
"""Baselines nearer than this, in em, are one line."""
LONGEST_QUOTE = 40
"""Characters of a text that a message quotes."""
ZWNJ = "\u200c"
LAST_PLAIN = "\u02ff"
"""The last character before the first combining mark."""
WIDE_GAP = 0.2
"""The gap between two letters, in em, from which on it counts as a space where the file writes none."""
SAME_ROW = 0.05
"""Baselines nearer than this, in em, belong to letters of one word: a raised footnote number stands farther off."""
WITHIN_A_LINE = frozenset({"Span", "Link", "Strong", "Em", "Code", "Quote"})
"""Inline roles: elements that stand among the words of a paragraph."""

Sized = tuple[PaintedGlyph, float]
"""A glyph and the size of its text, in pt."""


class Row(NamedTuple):
    """The extent of a line of marked content: its left and right end, its baseline and its font size, in pt."""

    left: float
    right: float
    baseline: float
    size: float

    def touches(self, other: Row) -> bool:
        """Whether the other row continues this one on either side, so that a word may run across both."""
        size = max(self.size, other.size)
        gap = max(other.left - self.right, self.left - other.right)
        return gap < WIDE_GAP * size and abs(self.baseline - other.baseline) < SAME_ROW * size

    def is_followed_by(self, other: Row) -> bool:
        """Whether the other row continues this one at its right end."""
        return self.touches(other) and abs(other.left - self.right) < WIDE_GAP * self.size


class TaggedText(NamedTuple):
    """The text of one marked content, each line with its newline, and the extent of its first and its last line."""

    text: str
    first: Row
    last: Row


TextByMcid = Mapping[int | None, TaggedText]
"""MCID -> the text of that marked content on a page, where it has any; None -> the text outside of any."""
Runs = Sequence[list[Sized]]
"""The runs of one line in the order in which the file writes them, the glyphs of each as they are painted."""
LineReader = Callable[[Runs, str], str]
"""Reads a line of a page of the given direction: `by_place` or `as_written`."""


def by_place(line: Runs, direction: str = "") -> str:  # noqa: ARG001 - the letters say all
    """A line read by positions: from the right where it has right-to-left letters, with Latin in it from the left.

    That reads any file, but not what is set in the other direction as a whole: a web address with Arabic in it.
    """
    return "".join(in_reading_order(_spaced(_from_left(_whole(line)))))


def from_left(line: Runs) -> str:
    """A line of a passage that runs from left to right, read by positions; right-to-left words in it stay whole."""
    return "".join(in_order_from_left(_spaced(_from_left(_whole(line)))))


def as_written(line: Runs, direction: str) -> str:
    """A line whose runs the file writes in reading order, as our own files do.

    The direction of a run is that of its letters; a run of signs alone has that of the line at that place, and a line
    of signs alone that of the page.
    """
    line_text, before = "", None
    line = list(_merged(line))
    rows = list(map(_row, line))
    for run, after in zip(line, [*line[1:], None], strict=True):
        leftward = _goes_left(run, before, after) if before or after else direction == "rtl"
        line_text += _gap(line_text, before, run, rows) + _run_text(run, leftward=leftward)
        before = run
    return line_text


def _merged(line: Runs) -> Iterator[list[Sized]]:
    """The runs, parts of a right-to-left run as one: where the face changes it is written in parts, from the left."""
    merged: list[Sized] = []
    for run in line:
        if merged and not (_is_rtl(merged) and _is_rtl(run) and _row(merged).is_followed_by(_row(run))):
            yield merged
            merged = []
        merged = [*merged, *run]
    if merged:
        yield merged


def _is_rtl(run: list[Sized]) -> bool:
    return all(direction_class(glyph.text) != "L" for glyph, _ in run)


def _gap(line_text: str, before: list[Sized] | None, run: list[Sized], rows: Iterable[Row]) -> str:
    """A space where two runs stand apart and the file writes none, unless a third run stands between them."""
    if before is None or line_text[-1:].isspace() or any(run[end][0].text.isspace() for end in (0, -1)):
        return ""
    here, there = _row(before), _row(run)
    left, right = min(here.right, there.right), max(here.left, there.left)
    is_free = not any(left < (row.left + row.right) / 2 < right for row in rows)
    return " " if is_free and not here.touches(there) else ""


def _goes_left(run: list[Sized], before: list[Sized] | None, after: list[Sized] | None) -> bool:
    """Whether the line runs to the left at this run."""
    first, second = (before, run) if before else (run, after or run)
    return _row(second).left < _row(first).left


def _run_text(run: list[Sized], *, leftward: bool) -> str:
    """The text of a run: by the direction of its letters, where it has any, else as `leftward` says."""
    texts = _spaced(_from_left(run))
    has_letters = any(direction_class(text) in {"R", "AL", "L", "N"} for text in texts)
    return "".join(in_reading_order(texts) if has_letters or not leftward else reversed(texts))


def by_mcid(painted: Iterable[Painted], read_line: LineReader = by_place, direction: str = "") -> TextByMcid:
    """The text of each marked content of a page, and under None the text outside of any; artifacts are left out."""
    things_by_mcid: dict[int | None, list[Painted]] = {}
    for thing in painted:
        if thing.kind is PaintKind.TEXT and not thing.is_artifact:
            things_by_mcid.setdefault(thing.mcid, []).append(thing)
    passages = ((mcid, _passage(things, read_line, direction)) for mcid, things in things_by_mcid.items())
    return {mcid: passage for mcid, passage in passages if passage}


def text(leaves: Sequence[MarkedContent], pages: Sequence[TextByMcid]) -> list[str]:
    """The text of each page: by the leaves of its structure where it has one, else as the page paints it."""
    if not leaves:
        return ["".join(passage.text for passage in page.values()) for page in pages]
    parts: list[list[tuple[MarkedContent, TaggedText]]] = [[] for _ in pages]
    for leaf in leaves:
        if 0 <= leaf.page < len(pages) and leaf.mcid in pages[leaf.page]:
            parts[leaf.page].append((leaf, pages[leaf.page][leaf.mcid]))
    return [_join([part for part in page if not in_note(part[0])]) + _notes(page) for page in parts]


def _notes(parts: list[tuple[MarkedContent, TaggedText]]) -> str:
    """The notes of a page, put after all else: the structure holds them within the sentence that refers to them."""
    return _join([part for part in parts if in_note(part[0])])


def in_note(leaf: MarkedContent) -> bool:
    """Whether it belongs to a footnote."""
    return leaf.element.role == "Note" or "Note" in leaf.element.around


def _join(parts: list[tuple[MarkedContent, TaggedText]]) -> str:
    """The texts one after the other; a word that runs into the next (an Arabic "and" before a link) stays whole."""
    text = ""
    for (leaf, passage), (after, following) in pairwise(parts):
        whole = goes_on(leaf, after) and passage.last.touches(following.first)
        text += passage.text.removesuffix("\n") if whole else passage.text
    return text + "".join(passage.text for _, passage in parts[-1:])


def goes_on(leaf: MarkedContent, after: MarkedContent) -> bool:
    """Whether two neighbours belong to one line of words; cells and footnote numbers may touch and yet do not."""
    same = leaf.element.object is after.element.object
    return same or leaf.element.role in WITHIN_A_LINE or after.element.role in WITHIN_A_LINE


def _passage(things: Iterable[Painted], read_line: LineReader, direction: str) -> TaggedText | None:
    lines = list(lines_of(things))
    if not lines:
        return None
    first = _row(_whole(lines[0]))
    return TaggedText(_text(lines, read_line, direction), first, _row(_whole(lines[-1])) if len(lines) > 1 else first)


def _whole(line: Runs) -> list[Sized]:
    return [sized for run in line for sized in run]


def _row(line: list[Sized]) -> Row:
    letters = [sized for sized in line if not _is_mark(sized[0].text)] or line
    ends = [end for glyph, _ in letters for end in (glyph.x, glyph.end)]
    return Row(min(ends), max(ends), letters[0][0].y, letters[0][1])


def row_of(line: Runs) -> Row:
    """The extent of a line."""
    return _row(_whole(line))


def painted_text(things: Iterable[Painted]) -> str:
    """The text of painted things: its lines in the order of the file, each in reading order."""
    return _text(lines_of(things), by_place, "")


def quoted(things: Iterable[Painted]) -> str:
    """The beginning of the text of painted things, for a message."""
    return painted_text(things).strip()[:LONGEST_QUOTE]


def _text(lines: Iterable[Runs], read_line: LineReader, direction: str) -> str:
    return "".join(f"{read_line(line, direction)}\n" for line in lines)


def lines_of(things: Iterable[Painted]) -> Iterator[Runs]:
    """The runs line by line, in the order of the file; a new line begins where the baseline changes."""
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
    """The glyphs of each thing; where a Span has an /ActualText, one glyph with that text, as wide as all it holds."""
    for actual, group in groupby(things, key=_actual_text):
        things_with_glyphs = [thing for thing in group if thing.glyphs]
        if actual is None:
            yield from map(_sized, things_with_glyphs)
        elif actual and things_with_glyphs:
            yield [(_spanning(things_with_glyphs, actual), things_with_glyphs[0].size)]


def _spanning(things: Sequence[Painted], text: str) -> PaintedGlyph:
    """A glyph with this text from end to end of the things, on the baseline of their widest glyph (no raised mark)."""
    glyphs = [glyph for thing in things for glyph in thing.glyphs]
    widest = max(glyphs, key=lambda glyph: abs(glyph.end - glyph.x))
    ends = [end for glyph in glyphs if glyph.x != glyph.end or glyph is widest for end in (glyph.x, glyph.end)]
    return widest._replace(text=text, x=min(ends), end=max(ends))


def _sized(thing: Painted) -> list[Sized]:
    """The glyphs of a thing, as they are typed."""
    size = thing.size
    return [(_in_logical_order(glyph) if glyph.text.startswith(ZWNJ) else glyph, size) for glyph in thing.glyphs]


def _in_logical_order(glyph: PaintedGlyph) -> PaintedGlyph:
    """A code that stands for a letter and a ZWNJ, as they are typed.

    Our files write these the other way round where readers are known to reverse them. No word begins with a ZWNJ, so
    that a code which does so is such a one.
    """
    return glyph._replace(text=glyph.text[1:] + ZWNJ)


def _actual_text(thing: Painted) -> str | None:
    """The /ActualText of a Span around a thing; on other marked content it means nothing (ISO 32000-1, 14.9.4)."""
    spans = (tag for tag in thing.tags if tag.name == "Span")
    return next((tag.actual_text for tag in spans if tag.actual_text is not None), None)


def _from_left(line: list[Sized]) -> list[Sized]:
    """The glyphs from left to right, each letter with the marks that stand on it.

    The marks of a letter are those before it: in this order a file writes right-to-left text, from left to right.
    Positions do not tell: the origin of a mark may lie over the letter beside its own. A Latin letter comes before its
    mark, which then goes with the next letter and so still follows its own.
    """
    places: list[float] = []
    marks = 0
    for glyph, _ in line:
        if _is_mark(glyph.text):
            marks += 1
        else:
            places += [glyph.x] * (marks + 1)
            marks = 0
    places += [line[-1][0].x] * marks
    return [line[at] for at in sorted(range(len(line)), key=places.__getitem__)]


@lru_cache(maxsize=4096)
def _is_mark(text: str) -> bool:
    """Whether the text of a code is a combining mark."""
    return text > LAST_PLAIN and unicodedata.combining(text[0]) > 0


def _spaced(line: Iterable[Sized]) -> list[str]:
    """The texts of the glyphs, with a space where there is a gap and none is written."""
    return [sized[0].text if sized else " " for sized in _with_gaps(line)]


def _with_gaps(line: Iterable[Sized]) -> list[Sized | None]:
    """The glyphs, and None where there is a gap between two and no space is written; marks have no width."""
    parts: list[Sized | None] = []
    end, was_space = None, True
    for sized in line:
        (x, _, stop, text, _), size = sized
        if not _is_mark(text):
            is_space = text.isspace()
            if end is not None and x - end > WIDE_GAP * size and not (is_space or was_space):
                parts.append(None)
            end, was_space = stop, is_space or (was_space and not text)
        parts.append(sized)
    return parts


def visible_line(line: Runs) -> list[Sized | None]:
    """The glyphs of a line from left to right, each letter with its marks, and None for a gap that is a space."""
    return _with_gaps(_from_left(_whole(line)))


def direction_of_letters(text: str) -> str:
    """`rtl` where most of the letters of a text run from right to left."""
    kinds = [direction_class(character) for character in text]
    return "rtl" if kinds.count("R") + kinds.count("AL") > kinds.count("L") else "ltr"
