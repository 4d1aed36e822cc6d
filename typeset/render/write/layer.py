"""The text layer of one line: which codes are shown, in which order, and which are there for a reader alone.

Runs of one direction stand in reading order, each from left to right inside. What is hidden is under an empty ActualText: poppler reads ActualText from
/Span alone, so `Mark` hides from the others and not from poppler, and `Span` hides from all but pdf.js and pypdf.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from typeset.render.lines.place import SetLine, Shown
from typeset.render.shape.clusters import is_mark
from typeset.render.shape.face import Word
from typeset.render.write import facts, variants
from typeset.render.write.facts import ALM, STRONG_RTL
from typeset.render.write.spaces import settled

MARK_SHIFT = 12
"""In 1/1000 em: poppler sorts by x, and takes .03 em for a space."""
LEAD = 60
"""In 1/1000 em: the space before a combining mark that would join the line before."""
DIRECTED = frozenset({"R", "AL", "L", "EN", "AN"})
"""Bidi classes that MuPDF does not give the direction of the code before."""


class Strip(NamedTuple):
    """Words that are shown in TJ arrays, one for each row; `hidden`: the tag of the marked content that hides them."""

    leaf: int
    rows: tuple[tuple[Shown, ...], ...]
    hidden: str = ""


def strips(line: SetLine) -> list[Strip]:
    """What is written of a line, in the order of writing."""
    mirrored = _turns_for_pdfium(line.shown)
    shown, behind, before = settled(line.shown, mirrored=mirrored)
    shown, aside = _marked(shown, mirrored=mirrored)
    found = [_hidden("Mark", *aside)] if aside else []
    after_ltr = False
    for run in _runs(shown):
        found += [_hidden("Span", before[each.order]) for each in run if each.order in before]
        if run[0].rtl:
            found += _leads(run, after_ltr=after_ltr)
        found.append(Strip(run[0].leaf, (tuple(run),)))
        after_ltr = not run[0].rtl
        found += [_hidden("Span", behind[each.order]) for each in run if each.order in behind]
    return found


def _hidden(tag: str, *words: Shown) -> Strip:
    """Words that only some readers see, each in a TJ of its own."""
    return Strip(min(each.leaf for each in words), tuple((each,) for each in words), tag)


def _runs(shown: Sequence[Shown]) -> list[list[Shown]]:
    """Neighbours of one level in one text box, in reading order."""
    runs = [list(run) for _, run in groupby(shown, lambda each: (each.level, each.leaf))]
    return sorted(runs, key=lambda run: min(each.order for each in run))


def _leads(run: Sequence[Shown], *, after_ltr: bool) -> Iterator[Strip]:
    """What stands before a right-to-left run whose leftmost character would join what is written before it."""
    first = run[0]
    left = facts.of(first.word, True).left
    if after_ltr and unicodedata.bidirectional(left) not in DIRECTED:
        yield _hidden("Span", _beside(first, first.x, variants.blank(first.word.face, 0, ALM)))
    if is_mark(left):
        space = variants.blank(first.word.face, round(LEAD * first.word.upem / 1000), f"{ALM} ")
        width = LEAD * first.size / 1000
        yield Strip(first.leaf, ((_beside(first, first.x - width, space),),))


def _beside(shown: Shown, x: float, word: Word) -> Shown:
    return shown._replace(word=word, x=x, width=word.advance * shown.size / word.upem)


def _turns_for_pdfium(shown: Sequence[Shown]) -> bool:
    """Whether pdfium will take the line for left-to-right: it counts more Latin stretches in it than Arabic ones."""
    if all(each.rtl for each in shown):
        return False
    letters = (letter for each in shown for code, _ in each.word.codes for letter in code.text)
    kinds = [kind for kind, _ in groupby(letters, _stretch)]
    return kinds.count("L") > kinds.count("R") > 0


def _stretch(character: str) -> str:
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL"):
        return "R"
    return "W" if kind in facts.WEAK else "L" if kind == "L" else "N"


def _marked(shown: list[Shown], *, mirrored: bool) -> tuple[list[Shown], list[Shown]]:
    """The line with the ALMs that must stand inside, and those that can stand aside, each at its place."""
    aside, number = [], False
    for at in range(len(shown) - 1, -1, -1):
        right, left = shown[at], shown[at - 1] if at else None
        view = facts.of(right.word, right.rtl)
        passed = view.after_number if number else view.after_letter
        places, number = list(passed.marks), passed.number
        if _needs_mark(left, right, number=number):
            number = False if left is not None and left.rtl else number
            if not mirrored and _apart(left, right):
                aside.append(_aside(right, right.x, 1))
            else:
                places.append(0)
        if places:
            shown[at] = right._replace(word=variants.marked(right.word, places))
    last = shown[-1]
    if last.rtl and facts.of(last.word, True).right_class != STRONG_RTL:
        aside.append(_aside(last, last.right, 2))
    return shown, aside


def _needs_mark(left: Shown | None, right: Shown, *, number: bool) -> bool:
    """Whether poppler needs an ALM at the left of a word."""
    own = facts.of(right.word, right.rtl)
    if right.rtl and (left is None or not left.rtl) and own.left_class != STRONG_RTL:
        return True
    if left is None or not (left.rtl or right.rtl):
        return False
    texts = (each.word.codes[at][0].text for each, at in ((left, -1), (right, 0)))
    return facts.needs_mark(*texts, number=number, left_rtl=left.rtl)


def _apart(left: Shown | None, right: Shown) -> bool:
    """Whether a mark before a word can stand aside: pdfium does without it there."""
    if left is None or (left.level == right.level and left.is_space):
        return True
    if left.level == right.level:
        return False
    return not (facts.is_weak(facts.of(left.word, left.rtl).right) and facts.is_weak(facts.of(right.word, right.rtl).left))


def _aside(shown: Shown, x: float, shifts: int) -> Shown:
    """An ALM a little to the left of a place."""
    return _beside(shown, x - shifts * MARK_SHIFT * shown.size / 1000, variants.blank(shown.word.face, 0, ALM))
