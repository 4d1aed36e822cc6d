"""Direction marks, and the order in which a text is shown (Unicode's bidirectional algorithm, UAX #9).

An invisible mark may decide what is read: `92.<U+200F>5` is displayed right to left as 5.92. So a mark is removed only
where the display order of all visible characters stays the same, and a number is rewritten in its display order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from typeset.model.script import DIGITS, HOLD, Pattern, one_of
from typeset.model.text import edits_between, moved_by

SIGNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks, embeddings, overrides and isolates."""
CONTROL = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
CONTROLS = Pattern(f"{CONTROL}+", needs=one_of(SIGNS))
_EMBEDDINGS, _ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_UNSEEN = dict.fromkeys(map(ord, SIGNS))

_JOINS = r"[.,:/%٫٬،\-–+ \u00a0\u202f]"
_CUT = Pattern(f"{_JOINS}*{CONTROL}(?:{_JOINS}|{CONTROL})*", needs=one_of(SIGNS))
_FIGURES = Pattern(f"[{DIGITS}]+(?:(?:{_JOINS}|{CONTROL}){{1,6}}[{DIGITS}]+)+")
"""Groups of digits with signs between them, that may be one number, a date, a range or a time."""

MOST_CONTROLS = 300
"""Up to so many controls of one text are tested in part; of more, all are removed or none."""


_STAND_INS = (("a", "a"), ("a", "1"), ("1", "a"), ("1", "1"), ("ا", "ا"))
"""First and last character that stand in for a protected run: Latin letter, figure (a telephone), Arabic letter."""


def shown(text: str, *, rtl: bool) -> str:
    """The visible characters of a text in display order, line by line, from left to right."""
    from bidi import get_display  # few releases hold a direction mark

    base = "R" if rtl else "L"
    return "\n".join(str(get_display(line, base_dir=base)).translate(_UNSEEN) for line in text.split("\n"))


def freed(text: str, *, rtl: bool) -> str:
    """The text without the controls that do not affect the display order, its numbers in the order displayed."""
    before = tuple(shown(each, rtl=rtl) for each in _stand_ins(text))

    def same(other: str) -> bool:
        return all(shown(each, rtl=rtl) == once for each, once in zip(_stand_ins(other), before, strict=True))

    return _without_needless(_numbers_as_shown(text, same), same)


def _stand_ins(text: str) -> Iterator[str]:
    """The text with each kind of stand-in for its protected runs; the display order must hold for all of them."""
    if HOLD not in text:
        yield text
        return
    for first, last in _STAND_INS:
        yield re.sub(f"{HOLD}(?={HOLD})", first, text).replace(HOLD, last)


def needed(text: str, *, rtl: bool) -> Iterator[int]:
    """The offsets of the controls without which the display order would change."""
    if not CONTROLS.search(text):
        return
    after = freed(text, rtl=rtl)
    back = edits_between(after, text)
    for match in CONTROLS.finditer(after):
        place = moved_by(match.start(), back, after_insertion=True)
        if not parts_protected(match) and CONTROLS.match(text, place):
            yield place


def _numbers_as_shown(text: str, same: Callable[[str], bool]) -> str:
    """The text with numbers that hold controls rewritten without them, where the display order stays the same."""
    for match in reversed(list(_FIGURES.finditer(text))):
        for number in (match[0].translate(_UNSEEN), _in_display_order(match[0])) if CONTROLS.search(match[0]) else ():
            written = text[: match.start()] + number + text[match.end() :]
            if same(written):
                text = written
                break
    return text


def _in_display_order(number: str) -> str:
    """The number's parts, separated by controls, in reverse order and without the controls."""
    parts, at = list[str](), 0
    for cut in _CUT.finditer(number):
        parts += [number[at : cut.start()], cut[0].translate(_UNSEEN)[::-1]]
        at = cut.end()
    return "".join(reversed([*parts, number[at:]]))


_Control = tuple[int, ...]
"""The offset of a control, or the two offsets that open and close an embedding or isolate."""


def _without_needless(text: str, same: Callable[[str], bool]) -> str:
    needed = {place for run in CONTROLS.finditer(text) if parts_protected(run) for place in range(*run.span())}
    candidates = [control for control in _controls(text) if needed.isdisjoint(control)]
    if not candidates:
        return text

    def holds(some: Sequence[_Control]) -> bool:
        return same(_without(text, some))

    if len(candidates) > MOST_CONTROLS:
        return _without(text, candidates) if holds(candidates) else text
    return _without(text, _removable([], candidates, holds))


def _removable(
    accepted: list[_Control], candidates: list[_Control], holds: Callable[[Sequence[_Control]], bool]
) -> list[_Control]:
    """`accepted` and as many of `candidates` as keep the display order, found by bisection."""
    if not candidates or holds(accepted + candidates):
        return accepted + candidates
    if len(candidates) == 1:
        return accepted
    middle = len(candidates) // 2
    return _removable(_removable(accepted, candidates[:middle], holds), candidates[middle:], holds)


def _without(text: str, controls: Sequence[_Control]) -> str:
    gone = {place for control in controls for place in control}
    return "".join(sign for place, sign in enumerate(text) if place not in gone)


def _controls(text: str) -> Iterator[_Control]:
    """Every control of the text; an opening and its closing one as a pair."""
    openers: list[int] = []
    for match in re.finditer(CONTROL, text):
        sign, place = match[0], match.start()
        if sign in _EMBEDDINGS + _ISOLATES:
            openers.append(place)
        elif sign in (_POP_EMBEDDING, _POP_ISOLATE) and openers and _closes(sign, text[openers[-1]]):
            yield openers.pop(), place
        else:
            yield (place,)
    yield from ((place,) for place in openers)


def _closes(sign: str, opened: str) -> bool:
    return opened in (_EMBEDDINGS if sign == _POP_EMBEDDING else _ISOLATES)


_GROWS_BEFORE = Pattern(f"[{HOLD}{DIGITS}+@#/_&'’-]")
_GROWS_AFTER = Pattern(rf"[{HOLD}{DIGITS}+@#/_&'’-]|\.\w")


def parts_protected(signs: re.Match[str]) -> bool:
    """Whether only the matched signs separate a protected run from a neighbour that would become part of it."""
    text, start, end = signs.string, signs.start(), signs.end()
    return HOLD in (text[start - 1 : start], text[end : end + 1]) and bool(
        _GROWS_BEFORE.match(text, max(start - 1, 0)) and _GROWS_AFTER.match(text, end)
    )
