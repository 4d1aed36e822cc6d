"""What the desk tells its pages: answers of the children as events, in the words and numbers of the browser.

A browser counts the characters of a text in UTF-16, where a sign beyond the first plane counts twice; so do its places
here. Each event bears the number of the text that it speaks of: the page leaves older ones aside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from typeset.desk.stock import Item, Stock
from typeset.desk.works import Mends
from typeset.errors import TypesetError
from typeset.findings import Finding
from typeset.jobs.preview import Pages, Proofed
from typeset.words.voice import ENGLISH, Voice

Event: TypeAlias = dict[str, object]
Units: TypeAlias = Callable[[int], int]
"""From an offset in code points to one in UTF-16 units."""


def units_of(text: str) -> Units:
    """How a browser counts this text."""
    wide = [at for at, sign in enumerate(text) if sign > "\uffff"]
    if not wide:
        return lambda at: at
    from bisect import bisect_left

    return lambda at: at + bisect_left(wide, at)


class Asked(NamedTuple):
    """What a page asked about: a text, and the language in which it is to be answered."""

    text: str
    voice: Voice = ENGLISH


def event(number: int, answer: object, asked: Asked, stock: Stock) -> Event:
    """An answer of a child about a text, as an event; pictures go into the stock."""
    return {"number": number, **_told(answer, units_of(asked.text), asked, stock)}


def _told(answer: object, units: Units, asked: Asked, stock: Stock) -> Event:
    if isinstance(answer, Pages):
        return _pages(answer, stock)
    if isinstance(answer, Proofed):
        words = [
            [word.page, units(word.start), units(word.end), [list(map(_rounded, box)) for box in word.boxes]]
            for word in answer.words
        ]
        return {"kind": "proof", "findings": findings(answer.findings, asked), "words": words}
    if isinstance(answer, Mends):
        return {"kind": "mends", "mends": [[units(start), units(end), new] for start, end, new in answer.edits]}
    if isinstance(answer, TypesetError):
        return {"kind": "fault", **fault(answer, asked.voice)}
    if isinstance(answer, Exception):
        return {"kind": "fault", "message": f"{type(answer).__name__}: {answer}", "hint": "", "is_bug": True}
    return {"kind": "done"}


def _pages(answer: Pages, stock: Stock) -> Event:
    for picture in answer.pictures:
        if picture.data:
            stock.put(Item(picture.data, picture.media_type), picture.name)
    pages = [
        {"name": picture.name, **{box: list(map(_rounded, getattr(picture, box))) for box in ("box", "bleed", "trim")}}
        for picture in answer.pictures
    ]
    told = {"kind": "pages", "pages": pages, "total": answer.pages}
    return {**told, "title": answer.title, "language": answer.language}


def _rounded(measure: float) -> float:
    return round(measure, 2)


def findings(found: Iterable[Finding], asked: Asked) -> list[Event]:
    """Findings for the page; `from` is the offset in the text, -1 where a finding has no place in it."""
    starts, units, say = _line_starts(asked.text), units_of(asked.text), asked.voice.say
    return [
        {**one.as_dict(), "message": say(one.message), "hint": say(one.hint), "from": _offset(one, starts, units)}
        for one in found
    ]


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for at, sign in enumerate(text):
        if sign == "\n":
            starts.append(at + 1)
    return starts


def _offset(finding: Finding, starts: list[int], units: Units) -> int:
    line, column = finding.place.line, finding.place.column
    if not 1 <= line <= len(starts):
        return -1
    return units(starts[line - 1] + max(column, 1) - 1)


def fault(error: TypesetError, voice: Voice) -> Event:
    """What stopped a work, in words."""
    return {"message": voice.say(error.message), "hint": voice.say(error.hint), "is_bug": False}


def as_line(event: Event) -> bytes:
    """An event as a server sends it."""
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"
