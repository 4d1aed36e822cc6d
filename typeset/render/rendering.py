"""What is known of a page when it has been rendered: what the checks look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from typeset.edition import Edition
from typeset.page import Page
from typeset.theme import Theme

ASSET = "asset:"
"""What the address of a picture begins with that the page brought along."""
OUTSIDE = "only the page's own pictures may be fetched"
"""The door's reason for a refusal; `refused_address` speaks of it, so no other check repeats the engine's complaint."""


class Line(NamedTuple):
    """One line that the engine logged: the message with its gaps, and what fills them."""

    template: str
    arguments: tuple[object, ...] = ()

    def __str__(self) -> str:
        return self.template % self.arguments if self.arguments else self.template


class LastPage(NamedTuple):
    """How the last page of several is filled."""

    number: int
    fill: float
    """How much of the height between the margins, 0 to 1."""
    has_text: bool
    """Whether it holds some of the text, and not only what follows it."""
    lines_over: int
    """By how many lines the text is too long for a page less."""


class Rendering(NamedTuple):
    """What is known of a page when it has been rendered."""

    page: Page
    theme: Theme
    edition: Edition
    log: tuple[Line, ...] = ()
    refused: tuple[str, ...] = ()
    """Addresses that were asked for and not fetched."""
    asked: Mapping[tuple[str, ...], str] = MappingProxyType({})
    """Every `font-family` list that some text was set with, and all its text."""
    spaced: tuple[str, ...] = ()
    """Arabic text that is set with its letters apart."""
    taken: tuple[str, ...] = ()
    """What the edition cannot print, and was taken off the page."""
    last_page: LastPage | None = None
    """Where there are several."""

    def lines(self, opening: str) -> Iterator[Line]:
        """The log lines whose message opens so, each only once."""
        lines = (line for line in self.log if line.template.startswith(opening) and OUTSIDE not in str(line))
        return iter(dict.fromkeys(lines))

    @property
    def families(self) -> tuple[str, ...]:
        """The names of the theme's families, in order."""
        return tuple(family.name for family in self.theme.families)
