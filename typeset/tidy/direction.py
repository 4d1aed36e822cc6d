"""Direction marks, and the order in which a text is shown (Unicode's bidirectional algorithm, UAX #9).

A mark that cannot be seen may decide what is read: `92.<U+200F>5` stands on a page from right to left as 5.92. So a
mark goes only where the order of all that is seen stays as it was; a number is written in the order that was shown.
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

MOST = 300
"""So many controls of one text are tried one by one; of more, all go or all stay."""


_LIKENESSES = (("a", "a"), ("a", "1"), ("1", "a"), ("1", "1"), ("ا", "ا"))
"""How a protected run may begin and end: Latin letters, figures (a model's number, a telephone), Arabic letters."""


def shown(text: str, *, rtl: bool) -> str:
    """What is seen of a text, line by line, from left to right."""
    from bidi import get_display  # few releases hold a direction mark

    base = "R" if rtl else "L"
    return "\n".join(str(get_display(line, base_dir=base)).translate(_UNSEEN) for line in text.split("\n"))


def freed(text: str, *, rtl: bool) -> str:
    """The text without the controls that change nothing in what is shown, and its numbers in the order shown."""
    before = tuple(shown(each, rtl=rtl) for each in _likenesses(text))

    def same(other: str) -> bool:
        return all(shown(each, rtl=rtl) == once for each, once in zip(_likenesses(other), before, strict=True))

    return _without_needless(_numbers_as_shown(text, same), same)


def _likenesses(text: str) -> Iterator[str]:
    """The text with something in place of what is protected; whatever that may be, the order must stay."""
    if HOLD not in text:
        yield text
        return
    for first, last in _LIKENESSES:
        yield re.sub(f"{HOLD}(?={HOLD})", first, text).replace(HOLD, last)


def needed(text: str, *, rtl: bool) -> Iterator[int]:
    """The places of the controls without which something would stand elsewhere."""
    if not CONTROLS.search(text):
        return
    after = freed(text, rtl=rtl)
    back = edits_between(after, text)
    for found in CONTROLS.finditer(after):
        place = moved_by(found.start(), back, after_insertion=True)
        if not parts_protected(found) and CONTROLS.match(text, place):
            yield place


def _numbers_as_shown(text: str, same: Callable[[str], bool]) -> str:
    """The text with its parted numbers written so that they need no control; where none does, they stay."""
    for found in reversed(list(_FIGURES.finditer(text))):
        for number in (found[0].translate(_UNSEEN), _turned(found[0])) if CONTROLS.search(found[0]) else ():
            written = text[: found.start()] + number + text[found.end() :]
            if same(written):
                text = written
                break
    return text


def _turned(number: str) -> str:
    """The parts of a number in the order in which the controls between them show them, without the controls."""
    parts, at = list[str](), 0
    for cut in _CUT.finditer(number):
        parts += [number[at : cut.start()], cut[0].translate(_UNSEEN)[::-1]]
        at = cut.end()
    return "".join(reversed([*parts, number[at:]]))


_Control = tuple[int, ...]
"""The place of a control, or the two places of what opens and what ends an embedding or isolate."""


def _without_needless(text: str, same: Callable[[str], bool]) -> str:
    needed = {place for run in CONTROLS.finditer(text) if parts_protected(run) for place in range(*run.span())}
    wanted = [control for control in _controls(text) if needed.isdisjoint(control)]
    if not wanted:
        return text

    def holds(some: Sequence[_Control]) -> bool:
        return same(_without(text, some))

    if len(wanted) > MOST:
        return _without(text, wanted) if holds(wanted) else text
    return _without(text, _that_may_go([], wanted, holds))


def _that_may_go(
    going: list[_Control], wanted: list[_Control], holds: Callable[[Sequence[_Control]], bool]
) -> list[_Control]:
    """`going` and as many of `wanted` as leave the order as it is; halved until what does not stands alone."""
    if not wanted or holds(going + wanted):
        return going + wanted
    if len(wanted) == 1:
        return going
    middle = len(wanted) // 2
    return _that_may_go(_that_may_go(going, wanted[:middle], holds), wanted[middle:], holds)


def _without(text: str, controls: Sequence[_Control]) -> str:
    gone = {place for control in controls for place in control}
    return "".join(sign for place, sign in enumerate(text) if place not in gone)


def _controls(text: str) -> Iterator[_Control]:
    """Every control of the text; those that open and close one stretch together."""
    open_ones: list[int] = []
    for found in re.finditer(CONTROL, text):
        sign, place = found[0], found.start()
        if sign in _EMBEDDINGS + _ISOLATES:
            open_ones.append(place)
        elif sign in (_POP_EMBEDDING, _POP_ISOLATE) and open_ones and _closes(sign, text[open_ones[-1]]):
            yield open_ones.pop(), place
        else:
            yield (place,)
    yield from ((place,) for place in open_ones)


def _closes(sign: str, opened: str) -> bool:
    return opened in (_EMBEDDINGS if sign == _POP_EMBEDDING else _ISOLATES)


_GROWS_BEFORE = Pattern(f"[{HOLD}{DIGITS}+@#/_&'’-]")
_GROWS_AFTER = Pattern(rf"[{HOLD}{DIGITS}+@#/_&'’-]|\.\w")


def parts_protected(signs: re.Match[str]) -> bool:
    """Whether some signs alone keep something from growing into a protected run."""
    text, start, end = signs.string, signs.start(), signs.end()
    return HOLD in (text[start - 1 : start], text[end : end + 1]) and bool(
        _GROWS_BEFORE.match(text, max(start - 1, 0)) and _GROWS_AFTER.match(text, end)
    )
