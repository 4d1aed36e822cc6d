"""The record of a rendered page for the checks, and places in the theme's CSS by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from typeset.errors import Message
from typeset.model.edition import Edition
from typeset.model.page import Page
from typeset.model.theme import Theme

# Places in a theme's CSS: a page carries the style sheets joined, each under a comment with its file name.


STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
FILE = re.compile(r"/\* sheet (.+?) \*/")
PLACE = re.compile(r"\bat (\d+):(\d+)")


class SheetLine(NamedTuple):
    """A line of the joined style sheets: its text, its file and its number there; no file where it is not a theme's."""

    words: str
    file: str
    number: int

    def within(self, folders: Iterable[Path]) -> str:
        """Its file and line, for a message; the file is named by its folder and its name."""
        places = (folder.parent / self.file for folder in folders)
        return f"in {next((place for place in places if place.is_file()), self.file)}, line {self.number}"


def naming_sheet(message: str, html: str, folders: Iterable[Path]) -> str:
    """A message of the engine with `at 310:5` in it replaced by file and line in the theme's folders."""

    def place(match: re.Match[str]) -> str:
        lines, number = list(_lines(html)), int(match[1])
        line = lines[number - 1] if 0 < number <= len(lines) else None
        return line.within(folders) if line and line.file else match[0]

    return PLACE.sub(place, message, count=1)


def place_of_property(property_: str, html: str, folders: Iterable[Path]) -> str:
    """Where a property is set first in the files of a theme; empty where it is not."""
    declared = re.compile(rf"(?<![\w-]){re.escape(property_)}\s*:")
    return next((line.within(folders) for line in _lines(html) if line.file and declared.search(line.words)), "")


def _lines(html: str) -> Iterator[SheetLine]:
    """The lines of the sheet of a page, as the engine counts them."""
    style = STYLE.search(html)
    file, number = "", 0
    for words in style[1].split("\n") if style else ():
        number += 1
        yield SheetLine(words, file, number)
        if begins := FILE.search(words):
            file, number = begins[1], 0


ASSET = "asset:"
"""The scheme of the addresses of pictures that the page carries as assets."""
OUTSIDE = Message("only the page's own pictures may be fetched")
"""The URL fetcher's refusal. `refused_address` reports it, so no other check repeats the engine's message."""


class LogLine(NamedTuple):
    """One line of the engine's log: the message template and its arguments."""

    template: str
    arguments: tuple[object, ...] = ()

    def __str__(self) -> str:
        return self.template % self.arguments if self.arguments else self.template


class LastPage(NamedTuple):
    """How the last page of several is filled."""

    number: int
    fill: float
    """The filled share of the height between the margins, 0 to 1."""
    has_text: bool
    """Whether it holds some of the text, and not only what follows it."""
    lines_over: int
    """By how many lines the text must be shortened to save the page."""
    lines_a_page: int = 36
    """How many lines a full page holds."""


class FlexText(NamedTuple):
    """An element that is set as a flex line, and the words of the longest paragraph in it."""

    selector: str
    words: tuple[str, ...]


class Rendering(NamedTuple):
    """A rendered page as the checks see it."""

    page: Page
    theme: Theme
    edition: Edition
    log: tuple[LogLine, ...] = ()
    refused: tuple[str, ...] = ()
    """Addresses that the URL fetcher refused."""
    asked: Mapping[tuple[str, ...], str] = MappingProxyType({})
    """Every `font-family` list that some text was set with, and all its text."""
    spaced: tuple[str, ...] = ()
    """Arabic text that is set with letter-spacing."""
    taken: tuple[str, ...] = ()
    """Things that the edition cannot print, and that were removed from the page."""
    last_page: LastPage | None = None
    """None where there is only one page."""
    flex_texts: tuple[FlexText, ...] = ()
    """Running text in flex lines."""

    def lines(self, opening: str) -> Iterator[LogLine]:
        """The log lines whose message opens so, each only once."""
        lines = (line for line in self.log if line.template.startswith(opening) and OUTSIDE not in str(line))
        return iter(dict.fromkeys(lines))

    @property
    def families(self) -> tuple[str, ...]:
        """The names of the theme's families, in order."""
        return tuple(family.name for family in self.theme.families)


AROUND = 20
"""Characters of text shown on either side of a fault."""


def around(character: str, html: str) -> str:
    """A few words of the text around the first such character; the character alone where the text has none."""
    text = " ".join(unescape(re.sub(r"(?s)<(style|title)\b.*?</\1>|<[^>]*>", " ", html)).split())
    place = text.find(character)
    if place < 0:
        return character
    return text[max(0, place - AROUND) : place + AROUND + 1].strip()


def shortened(address: str) -> str:
    """An address that fits into a sentence: `data:` addresses run to megabytes."""
    return address if len(address) <= 80 else address[:77] + "..."
