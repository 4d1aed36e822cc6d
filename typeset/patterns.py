"""Regular expressions that are compiled when a text first asks for them.

A class of more than two stretches of characters beyond Latin-1 takes Python .15 ms wherever it stands in an expression,
and the rules and checks of Arabic are full of them: 130 patterns took 25 ms of every start. Most releases need a few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Sign = Callable[[str], object]
"""Tells, cheaply, that a text may hold a match: true for every text that holds one."""


def _any_text(text: str) -> bool:  # noqa: ARG001  a text without letters may match too
    """Asks nothing of a text."""
    return True


def one_of(words: Iterable[str]) -> Sign:
    """Whether at least one of some words (of a string: of its characters) stands in a text."""
    known = tuple(words)
    return lambda text: any(word in text for word in known)


class Pattern:
    """A `re.Pattern` by the same names. With `needs`, a text without that sign is answered at once: no match."""

    __slots__ = ("_compiled", "_expression", "_flags", "_needs")

    def __init__(self, expression: str, flags: int = 0, *, needs: Sign = _any_text) -> None:
        self._expression, self._flags, self._needs = expression, flags, needs
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._compiled is None:
            self._compiled = re.compile(self._expression, self._flags)
        return self._compiled

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled.match(text, place) if self._needs(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch(text) if self._needs(text) else None

    def search(self, text: str, place: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.compiled.search(text, place) if self._needs(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled.finditer(text) if self._needs(text) else iter(())

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled.sub(new, text) if self._needs(text) else text
