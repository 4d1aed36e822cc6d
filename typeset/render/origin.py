"""Where in a theme's CSS something stands: a page carries the sheets joined, each under a comment with its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
FILE = re.compile(r"/\* sheet (.+?) \*/")
PLACE = re.compile(r"\bat (\d+):(\d+)")


class Line(NamedTuple):
    """A line of the joined sheets: its words, its file and its number there; no file where it is none of a theme's."""

    words: str
    file: str
    number: int

    def within(self, folder: Path) -> str:
        """Where it stands, for a message."""
        return f"in {folder / self.file}, line {self.number}"


def named(message: str, html: str, folder: Path) -> str:
    """A message of the engine, `at 310:5` in it as file and line in the theme's folder."""

    def place(found: re.Match[str]) -> str:
        lines, number = list(_lines(html)), int(found[1])
        line = lines[number - 1] if 0 < number <= len(lines) else None
        return line.within(folder) if line and line.file else found[0]

    return PLACE.sub(place, message, count=1)


def of(property_: str, html: str, folder: Path) -> str:
    """Where a property is set first in the files of a theme; empty where it is not."""
    declared = re.compile(rf"(?<![\w-]){re.escape(property_)}\s*:")
    return next((line.within(folder) for line in _lines(html) if line.file and declared.search(line.words)), "")


def _lines(html: str) -> Iterator[Line]:
    """The lines of the sheet of a page, as the engine counts them."""
    found = STYLE.search(html)
    file, number = "", 0
    for words in found[1].split("\n") if found else ():
        number += 1
        yield Line(words, file, number)
        if begins := FILE.search(words):
            file, number = begins[1], 0
