"""The text layer of a line: which codes are shown, in which order, and which are there for one reader alone.

Runs of one direction stand in reading order, each from left to right inside. What is hidden is under an empty
ActualText: poppler reads ActualText from /Span alone, so `Mark` hides from the others and not from poppler, and `Span`
hides from all but pdf.js and pypdf.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from typeset.render.lines.place import SetLine, Shown, Strip
from typeset.render.shape.clusters import is_mark
from typeset.render.shape.face import Word
from typeset.render.write import facts, loans, variants
from typeset.render.write.facts import ALM, STRONG_RTL, Facts
from typeset.render.write.spaces import settled

MARK_SHIFT = 12
"""In 1/1000 em: poppler sorts by x, and takes .03 em for a space."""
LEAD = 60
"""In 1/1000 em: the space before a combining mark that would join the line before."""
DIRECTED = frozenset({"R", "AL", "L", "EN", "AN"})
"""Bidi classes that MuPDF does not give the direction of the code before."""


def strips(line: SetLine) -> list[Strip]:
    """What is written of a line, in the order of writing."""
    united = loans.united(line.shown)
    mirrored = _turns_for_pdfium(united)
    shown, behind, before = settled(united, mirrored=mirrored)
    shown, aside = _marked(shown, mirrored=mirrored)
    found = [_hidden("Mark", *aside)] if aside else []
    for place, run in enumerate(_runs(shown)):
        found += [_hidden("Span", before[each.order]) for each in run if each.order in before]
        if run[0].rtl:
            found += _leads(run, opens_line=place == 0)
        found.append(Strip(run[0].leaf, (tuple(run),)))
        found += [_hidden("Span", behind[each.order]) for each in run if each.order in behind]
    return found


def _hidden(tag: str, *words: Shown) -> Strip:
    """Words that only some readers see, each in a TJ of its own."""
    return Strip(min(each.leaf for each in words), tuple((each,) for each in words), tag)


def _runs(shown: Sequence[Shown]) -> list[list[Shown]]:
    """Neighbours of one level in one text box, in reading order."""
    if all(each.level == shown[0].level and each.leaf == shown[0].leaf for each in shown):
        return [list(shown)]
    runs = [list(run) for _, run in groupby(shown, lambda each: (each.level, each.leaf))]
    return sorted(runs, key=lambda run: min(each.order for each in run))


def _leads(run: Sequence[Shown], *, opens_line: bool) -> Iterator[Strip]:
    """What stands before a right-to-left run whose leftmost character would join what is written before it."""
    first = run[0]
    left = facts.of(first.word, first.rtl).left
    if not opens_line and unicodedata.bidirectional(left) not in DIRECTED:
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
    known = [facts.of(each.word, each.rtl) for each in shown]
    aside, number = list[Shown](), False
    for at in range(len(shown) - 1, -1, -1):
        view = known[at].after_number if number else known[at].after_letter
        places, number = view.marks, view.number
        if at and not (number or places) and shown[at].rtl and shown[at - 1].rtl and not known[at].starts_with_mark:
            continue  # as nearly everywhere: a word behind a space
        if _needs_mark(shown, known, at, number=number):
            number = number and not (at and shown[at - 1].rtl)
            if not mirrored and _apart(shown, known, at):
                aside.append(_aside(shown[at], shown[at].x, 1))
            else:
                places = (*places, 0)
        if places:
            shown[at] = shown[at]._replace(word=variants.marked(shown[at].word, places))
    if shown[-1].rtl and known[-1].right_class != STRONG_RTL:
        aside.append(_aside(shown[-1], shown[-1].right, 2))
    return shown, aside


def _needs_mark(shown: Sequence[Shown], known: Sequence[Facts], at: int, *, number: bool) -> bool:
    """Whether poppler needs an ALM at the left of a word."""
    right, own, left = shown[at], known[at], shown[at - 1] if at else None
    if right.rtl and (left is None or not left.rtl) and own.left_class != STRONG_RTL:
        return True
    if left is None or not (left.rtl or right.rtl):
        return False
    texts = (each.word.codes[end][0].text for each, end in ((left, -1), (right, 0)))
    return facts.needs_mark(*texts, number=number, left_rtl=left.rtl)


def _apart(shown: Sequence[Shown], known: Sequence[Facts], at: int) -> bool:
    """Whether a mark before a word can stand aside: pdfium does without it there."""
    if not at or (shown[at - 1].level == shown[at].level and shown[at - 1].is_space):
        return True
    if shown[at - 1].level == shown[at].level:
        return False
    return not (facts.is_weak(known[at - 1].right) and facts.is_weak(known[at].left))


def _aside(shown: Shown, x: float, shifts: int) -> Shown:
    """An ALM a little to the left of a place."""
    return _beside(shown, x - shifts * MARK_SHIFT * shown.size / 1000, variants.blank(shown.word.face, 0, ALM))
