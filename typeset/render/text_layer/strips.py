"""The text layer of a line: its codes in writing order, and hidden codes for one reader alone.

Runs of one direction are written in reading order, each from left to right inside. Hidden codes are under an empty
ActualText: poppler reads ActualText from /Span alone, so `Mark` hides from the others and not from poppler, and `Span`
hides from all but pdf.js and pypdf.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from typeset.render.lines.place import PlacedWord, SetLine, Strip
from typeset.render.shape.clusters import Code, GlyphPart, is_mark
from typeset.render.shape.font import ShapedWord, ShapingFace
from typeset.render.text_layer import readers
from typeset.render.text_layer.readers import ALM, SIGNS, STRONG_RTL, Facts

# Lent glyphs: a right-to-left run is written in one font, whatever faces its characters come from.
#
# Where a face lacks a full stop, a fallback face sets it. Written in the fallback's font it would be a text object of
# its own, at the left of the run and so written first; pdf.js and pypdf, which take objects in order, would read it
# first.


def in_one_font(line: Sequence[PlacedWord]) -> Sequence[PlacedWord]:
    """The line with each right-to-left run in the font of its main face; the other faces lend their glyphs."""
    first = line[0].word.face if line else None
    if all(each.word.face is first for each in line):
        return line
    return [each for _, run in groupby(line, lambda each: (each.level, each.leaf)) for each in _borrowing(list(run))]


def _borrowing(run: list[PlacedWord]) -> Iterator[PlacedWord]:
    host = _host(run)
    for each in run:
        own = not each.rtl or each.word.face is host
        yield each if own else each._replace(word=_lent(each.word, host))


def _host(run: list[PlacedWord]) -> ShapingFace:
    """The face of most characters of a run; among equals, the first in reading order."""
    characters = Counter[ShapingFace]()
    for each in sorted(run, key=lambda each: each.order):
        characters[each.word.face] += 0 if each.is_space else len(each.word.text)
    return max(characters, key=lambda face: characters[face])


@lru_cache(maxsize=2000)
def _lent(word: ShapedWord, host: ShapingFace) -> ShapedWord:
    """The word in the font of `host`, with its own glyphs, lent, at the same size on the page."""
    scale = host.upem / word.upem

    def lent(code: Code) -> Code:
        moves = [(round(part.dx * scale), round(part.dy * scale)) for part in code.parts]
        parts = [
            GlyphPart(part.glyph, *move, part.width, word.face) for part, move in zip(code.parts, moves, strict=True)
        ]
        return host.code(tuple(parts), round(code.advance * scale), code.text)

    codes = tuple((lent(code), round(x * scale)) for code, x in word.codes)
    return ShapedWord(host, word.text, codes, round(word.advance * scale))


# Spaces for pdf.js, which drops written spaces and guesses them from gaps.


CGJ = "\u034f"
"""The combining grapheme joiner; with it in front, pdf.js does not drop a space."""
WIDE_GAP, WIDE_REST = 520, 400
"""In 1/1000 em: pdf.js splits a line at a gap of .6 em; poppler needs .03 em to see a space."""
WIDE_STEP, TIGHT_STEP = 20, 90
"""In 1/1000 em: wide gaps are narrowed by whole steps; no reader takes a gap under .1 em for a space."""


class SpacedLine(NamedTuple):
    """The words of a line from left to right, and copies of spaces to be written behind their run or before it.

    The keys are the reading order (`order`) of those spaces.
    """

    shown: list[PlacedWord]
    behind: dict[float, PlacedWord]
    before: dict[float, PlacedWord]


def spaced(line: Sequence[PlacedWord], *, mirrored: bool) -> SpacedLine:
    """The line with its right-to-left spaces as pdf.js needs them. `mirrored`: pdfium will reverse the line."""
    spaced_line = SpacedLine([], {}, {})
    for at, space in enumerate(line):
        right = line[at + 1] if at + 1 < len(line) else None
        if space.is_space and space.rtl:
            _add_space(spaced_line, space, right, mirrored=mirrored)
        else:
            spaced_line.shown.append(space)
    return spaced_line


def _add_space(line: SpacedLine, space: PlacedWord, right: PlacedWord | None, *, mirrored: bool) -> None:
    left = line.shown[-1] if line.shown else None
    if left is None or _is_run_end(left, space):
        if mirrored:
            space = space._replace(word=readers.blank(space.word.face, space.word.advance, f"{ALM} "))
        else:
            line.behind[space.order] = _kept_by_pdfjs(space)
    elif right is None or _is_run_end(space, right):
        line.before[space.order] = _kept_by_pdfjs(space)
    else:
        space = _between(line, left, space, right)
    line.shown.append(space)


def _is_run_end(left: PlacedWord, right: PlacedWord) -> bool:
    """Whether a run or a text box ends between two neighbours."""
    return left.level != right.level or left.leaf != right.leaf


def _between(line: SpacedLine, left: PlacedWord, space: PlacedWord, right: PlacedWord) -> PlacedWord:
    """A space inside a run; part of its width may be moved into the word at its left."""
    gap = (right.x - left.right) * 1000 / space.size
    if left.word.face is not space.word.face or left.size != space.size or gap <= 0:
        return space
    if readers.facts_of(right.word, right.rtl).starts_with_mark:
        line.shown[-1] = wider = _wider(left, gap // TIGHT_STEP * TIGHT_STEP)
        twice = readers.blank(space.word.face, 0, "  ")
        return space._replace(word=twice, x=wider.right, width=space.right - wider.right)
    if gap > WIDE_GAP:
        line.shown[-1] = wider = _wider(left, (gap - WIDE_REST) // WIDE_STEP * WIDE_STEP)
        return space._replace(x=wider.right, width=space.right - wider.right)
    return space


def _wider(left: PlacedWord, per_mille: float) -> PlacedWord:
    """A word whose advance takes over `per_mille` (1/1000 em) of the gap at its right."""
    units = round(per_mille * left.word.upem / 1000)
    word = readers.widened(left.word, units)
    return left._replace(word=word, width=left.width + units * left.size / left.word.upem)


def _kept_by_pdfjs(space: PlacedWord) -> PlacedWord:
    """A copy of a space that pdf.js keeps, taking it for a combining mark; its first code ends the run for pypdf."""
    return space._replace(word=_joined_space(space.word.face, space.word.advance))


@lru_cache(maxsize=2000)
def _joined_space(face: ShapingFace, advance: int) -> ShapedWord:
    """A space that pdf.js takes for a combining mark."""
    codes = ((face.code((), 0, CGJ), 0), (face.code((), advance, f"{CGJ} "), 0))
    return ShapedWord(face, " ", codes, advance)


MARK_SHIFT = 12
"""In 1/1000 em: enough for poppler's sort by x, less than the .03 em that it takes for a space."""
LEAD = 60
"""In 1/1000 em: the width of a space put before a combining mark that would join the text before it."""
DIRECTED = frozenset({"R", "AL", "L", "EN", "AN"})
"""Bidi classes of characters to which MuPDF does not give the direction of the code before."""
LONGEST_WAY_BACK = 0.7
"""In em; from .8 em on MuPDF begins a new line."""


def strips(line: SetLine) -> list[Strip]:
    """The strips of a line in writing order."""
    borrowed = in_one_font(line.shown)
    mirrored = _is_reversed_by_pdfium(borrowed)
    signed = borrowed if mirrored else _with_signs_apart(borrowed)
    shown, behind, before = spaced(signed, mirrored=mirrored)
    shown, apart = _marked(shown, mirrored=mirrored)
    written = [_hidden("Mark", *apart)] if apart else []
    if apart and signed is not borrowed:  # for pypdf, which would put these marks behind the first run
        written.append(_hidden("Span", _beside(apart[0], apart[0].x, readers.blank(apart[0].word.face, 0, CGJ))))
    runs = _runs(shown)
    for place, run in enumerate(runs):
        written += [_hidden("Span", before[each.order]) for each in run if each.order in before]
        if place and signed is not borrowed and (_is_sign(run) or _is_sign(runs[place - 1])):
            written += _beside_a_sign(runs[place - 1], run)
        else:
            written += _leads(run, opens_line=place == 0) if run[0].rtl else ()
            written.append(Strip(run[0].leaf, (tuple(run),)))
        written += [_hidden("Span", behind[each.order]) for each in run if each.order in behind]
    return written


# Signs, as in «בית-דין»: MuPDF takes them for left-to-right wherever they stand. So each is a run of its own, written
# where it is read.


def _with_signs_apart(line: Sequence[PlacedWord]) -> Sequence[PlacedWord]:
    """The line with each sign of a right-to-left run as a word in a run of its own."""
    if SIGNS.isdisjoint("".join([each.word.text for each in line])):
        return line
    return [
        piece
        for left, each in zip([None, *line], line, strict=False)
        for piece in (_apart(each, left) if each.rtl and not SIGNS.isdisjoint(each.word.text) else [each])
    ]


def _apart(placed: PlacedWord, left: PlacedWord | None) -> list[PlacedWord]:
    """A word, taken apart at its signs; one beside a number stays, as its ALM has to stand between for pdfium."""
    unit = placed.size / placed.word.upem
    first = left is not None and not left.rtl and readers.is_weak(left.word.codes[-1][0].text[-1])
    pieces = readers.apart_at_signs(placed.word, first)
    return [
        placed._replace(
            word=word, x=placed.x + x * unit, width=word.advance * unit, level=placed.level + 2 * (word.text in SIGNS),
            order=placed.order + 1 - (at + 1) / len(pieces),
        )
        for at, (word, x) in enumerate(pieces)
    ]  # fmt: skip


def _is_sign(run: Sequence[PlacedWord]) -> bool:
    return len(run) == 1 and run[0].rtl and run[0].word.text in SIGNS


def _beside_a_sign(before: Sequence[PlacedWord], run: Sequence[PlacedWord]) -> Iterator[Strip]:
    """A run beside a sign; first an ALM where MuPDF, to which both are Latin, would begin a new line."""
    latin = not before[0].rtl if _is_sign(run) else unicodedata.bidirectional(run[0].word.text[0]) == "L"
    if latin and before[-1].right - run[0].x > LONGEST_WAY_BACK * run[0].size:
        yield Strip(run[0].leaf, ((_beside(run[-1], run[-1].right, readers.blank(run[-1].word.face, 0, ALM)),),))
    if run[0].rtl and not _is_sign(run):
        yield from _leads(run, opens_line=False)
    yield Strip(run[0].leaf, (tuple(run),), anew=True)


def _hidden(tag: str, *words: PlacedWord) -> Strip:
    """A strip of words that only some readers see, each in a TJ array of its own."""
    return Strip(min(each.leaf for each in words), tuple((each,) for each in words), tag)


def _runs(shown: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """The runs (neighbours of one level in one text box), in reading order."""
    if all(each.level == shown[0].level and each.leaf == shown[0].leaf for each in shown):
        return [list(shown)]
    runs = [list(run) for _, run in groupby(shown, lambda each: (each.level, each.leaf))]
    return sorted(runs, key=lambda run: min(each.order for each in run))


def _leads(run: Sequence[PlacedWord], *, opens_line: bool) -> Iterator[Strip]:
    """What is written before a right-to-left run whose leftmost character would join the text written before it."""
    first = run[0]
    left = readers.facts_of(first.word, first.rtl).left
    signed = left == ALM != first.word.codes[0][0].text  # to pypdf, a code of two characters has no direction
    if not opens_line and (signed or unicodedata.bidirectional(left) not in DIRECTED):
        yield _hidden("Span", _beside(first, first.x, readers.blank(first.word.face, 0, ALM)))
    if is_mark(left):
        space = readers.blank(first.word.face, round(LEAD * first.word.upem / 1000), f"{ALM} ")
        width = LEAD * first.size / 1000
        yield Strip(first.leaf, ((_beside(first, first.x - width, space),),))


def _beside(shown: PlacedWord, x: float, word: ShapedWord) -> PlacedWord:
    """Another word at `x`, in the size, level and text box of a placed word."""
    return shown._replace(word=word, x=x, width=word.advance * shown.size / word.upem)


def _is_reversed_by_pdfium(shown: Sequence[PlacedWord]) -> bool:
    """Whether pdfium takes a line with Arabic for left-to-right: it has more Latin stretches than Arabic ones."""
    if all(each.rtl for each in shown):
        return False
    letters = (letter for each in shown for code, _ in each.word.codes for letter in code.text)
    kinds = [kind for kind, _ in groupby(letters, _stretch)]
    return kinds.count("L") > kinds.count("R") > 0


def _stretch(character: str) -> str:
    """The kind of a character to pdfium: R, L, W (weak) or N (neutral)."""
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL"):
        return "R"
    return "W" if kind in readers.WEAK else "L" if kind == "L" else "N"


def _marked(shown: list[PlacedWord], *, mirrored: bool) -> tuple[list[PlacedWord], list[PlacedWord]]:
    """The line with the ALMs that must be inside words, and those that are written apart from it."""
    facts = [readers.facts_of(each.word, each.rtl) for each in shown]
    apart, number = list[PlacedWord](), False
    for at in range(len(shown) - 1, -1, -1):
        view = facts[at].after_number if number else facts[at].after_letter
        places, number = view.marks, view.number
        if at and not (number or places) and shown[at].rtl and shown[at - 1].rtl and not facts[at].starts_with_mark:
            continue  # the common case: a word beside a space
        if _needs_mark(shown, facts, at, number=number):
            number = number and not (at and shown[at - 1].rtl)
            if not mirrored and _may_stand_apart(shown, facts, at):
                apart.append(_aside(shown[at], shown[at].x, 1))
            else:
                places = (*places, 0)
        if places:
            shown[at] = shown[at]._replace(word=readers.marked(shown[at].word, places))
    if shown[-1].rtl and facts[-1].right_class != STRONG_RTL:
        apart.append(_aside(shown[-1], shown[-1].right, 2))
    return shown, apart


def _needs_mark(shown: Sequence[PlacedWord], facts: Sequence[Facts], at: int, *, number: bool) -> bool:
    """Whether poppler needs an ALM at the left of a word."""
    right, own, left = shown[at], facts[at], shown[at - 1] if at else None
    if right.rtl and (left is None or not left.rtl) and own.left_class != STRONG_RTL:
        return True
    if left is None or not (left.rtl or right.rtl):
        return False
    texts = (each.word.codes[end][0].text for each, end in ((left, -1), (right, 0)))
    return readers.needs_mark(*texts, number=number, left_rtl=left.rtl)


def _may_stand_apart(shown: Sequence[PlacedWord], facts: Sequence[Facts], at: int) -> bool:
    """Whether the ALM before a word can be written apart: pdfium does not need it in place."""
    if not at or (shown[at - 1].level == shown[at].level and shown[at - 1].is_space):
        return True
    if shown[at - 1].level == shown[at].level:
        return False
    return not (readers.is_weak(facts[at - 1].right) and readers.is_weak(facts[at].left))


def _aside(shown: PlacedWord, x: float, shifts: int) -> PlacedWord:
    """An ALM a little to the left of `x`, by `shifts` times MARK_SHIFT."""
    return _beside(shown, x - shifts * MARK_SHIFT * shown.size / 1000, readers.blank(shown.word.face, 0, ALM))
