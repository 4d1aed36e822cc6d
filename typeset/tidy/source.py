"""The source text of an article, and where each character of its texts stands in it.

A reader leaves markup out, joins lines and resolves escapes; so the column in the source is not the column in the text.
The two are walked together from the place where the text begins. What cannot be found again has no place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from typeset.article import Text

NOWHERE = -1
REACH = 400
"""How much markup (a URL, mostly) may stand between two characters of a text."""
CONTEXTS = (12, 6, 3, 2, 1)

_LINE_END = re.compile("\r\n|\r|\n")
_BLANK = re.compile(r"[^\S\r\n]*")
_FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n|\r|\n).*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A source file's text, its line ends as they are."""

    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place (line and column from 1); NOWHERE when there is no such line."""
        known = 1 <= line <= len(self._line_starts)
        return self._line_starts[line - 1] + max(column, 1) - 1 if known else NOWHERE

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The place of an offset, both from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def begins_line(self, offset: int) -> bool:
        """Whether nothing but blanks stands before an offset in its line."""
        blank = _BLANK.match(self.text, self._line_starts[bisect_right(self._line_starts, offset) - 1])
        return blank is not None and blank.end() >= offset

    def line_around(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset starts and ends, its line end not counted."""
        end = _LINE_END.search(self.text, offset)
        return self._line_starts[bisect_right(self._line_starts, offset) - 1], end.start() if end else len(self.text)

    @cached_property
    def front_matter_end(self) -> int:
        """Where the front matter between two `---` ends; 0 where there is none."""
        found = _FRONT_MATTER.match(self.text)
        return found.end() if found else 0

    def positions(self, text: Text) -> list[int]:
        """For each character of a text its offset here, or NOWHERE."""
        at = self.offset(text.line, text.column)
        if at == NOWHERE:
            return [NOWHERE] * len(text.text)
        found: list[int] = []
        for place, character in enumerate(text.text):
            if not self._same(at, character):
                at = self._next(at, text.text, place)
            here = at if self._same(at, character) else NOWHERE
            found.append(here)
            at += here != NOWHERE
        return found

    def _same(self, at: int, character: str) -> bool:
        """Whether a character stands here; a line end in the source may be a space in the text."""
        own = self.text[at : at + 1]
        return own == character or (bool(own) and own.isspace() and character.isspace())

    def _next(self, at: int, text: str, place: int) -> int:
        """Where the text goes on in the source; here, if that cannot be seen."""
        for context in CONTEXTS:
            piece = text[place : place + context].partition("\n")[0]
            found = self.text.find(piece, at, at + REACH) if piece else NOWHERE
            if found != NOWHERE:
                return found
        return at
