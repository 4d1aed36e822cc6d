"""What a text says of itself before it is shaped: directions, scripts, and where a line may end."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache

from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import get_log_attrs

from typeset.render.shape import harfbuzz

LEFT_ISOLATE, RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2066", "\u2067", "\u2068", "\u2069"
RTL_ONLY = re.compile(
    "[\u0590-\u065f\u066a-\u06ef\u06fa-\u07bf\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\\s!\"'()*,.:;?\\[\\]{}\u00a0\u00ab\u00bb\u200c\u200d\u2010-\u2027\u2030-\u205e\n]*"
)
"""Text without digits, Latin letters and controls: in a right-to-left paragraph its level is 1 throughout."""
LINE_STARTS = re.compile("(?<=\n)")
"""Behind each forced break."""
COMMON = frozenset(int.from_bytes(name, "big") for name in (b"Zyyy", b"Zinh", b"Zzzz"))
SCRIPTS = {"ar": "ا", "fa": "ا", "ur": "ا", "ckb": "ا", "ps": "ا", "ug": "ا", "sd": "ا", "he": "א", "yi": "א"}
"""A letter of the script in which a language is written; all others are taken for Latin."""


def levels(text: str, isolates: Sequence[tuple[int, str]], *, rtl: bool) -> bytes:
    """The embedding level of each character. `isolates`: controls to think of before the character at an index.

    A forced break ends a paragraph of UAX #9 (P1), and what is isolated goes on behind it. Pango would forget the
    direction there: it takes what follows a break for left-to-right.
    """
    if rtl and not isolates and RTL_ONLY.fullmatch(text):
        return b"\1" * len(text)
    found, start = bytearray(), 0
    opened, waiting = list[str](), deque(isolates)
    for line in LINE_STARTS.split(text):
        stop = start + len(line)
        own = list[tuple[int, str]]()
        while waiting and (waiting[0][0] < stop or stop == len(text)):
            at, control = waiting.popleft()
            own.append((at - start, control))
        found += _levels(line, [*((0, control) for control in opened), *own], rtl=rtl)
        opened = _still_open(opened, own)
        start = stop
    return bytes(found)


def _levels(line: str, isolates: Sequence[tuple[int, str]], *, rtl: bool) -> bytes:
    """The levels of one line between forced breaks."""
    pieces, at, added = list[str](), 0, list[int]()
    for index, control in isolates:
        pieces += [line[at:index], control]
        added.append(index + len(added))
        at = index
    found = bytearray(harfbuzz.levels("".join([*pieces, line[at:]]), rtl=rtl))
    for index in reversed(added):
        del found[index]
    return bytes(found)


def _still_open(opened: Sequence[str], controls: Iterable[tuple[int, str]]) -> list[str]:
    """The isolates that go on behind the end of a line."""
    stack = list(opened)
    for _, control in controls:
        if control != POP_ISOLATE:
            stack.append(control)
        elif stack:
            stack.pop()
    return stack


def breaks(text: str, language: str) -> bytes:
    """One byte for each place before a character, and one for the end: 1 where a line may end there."""
    attributes = get_log_attrs(text, language)
    size = ffi.sizeof("PangoLogAttr")
    return bytes(ffi.buffer(attributes))[::size].translate(LOWEST_BIT)


LOWEST_BIT = bytes(byte & 1 for byte in range(256))


@lru_cache(maxsize=4096)
def script(character: str) -> int:
    """The script of a character; 0 where it is used in all of them."""
    found = harfbuzz.script(character)
    return 0 if found in COMMON else found


def script_of_language(language: str) -> int:
    """The script in which a language (BCP 47) is written, for punctuation and digits on their own."""
    return script(SCRIPTS.get(language.partition("-")[0].lower(), "a"))


def visual(levels: Sequence[int]) -> list[int]:
    """The indices of items of these levels from left to right (UAX #9, rule L2)."""
    order = list(range(len(levels)))
    if not order or min(levels) == max(levels):
        return order[::-1] if order and levels[0] % 2 else order
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            stop = at
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[at:stop] = order[at:stop][::-1]
            at = stop + 1
    return order
