"""A text as rules and checks see it: what nobody may change is masked, and every character knows its place.

Masked are quotations of the Qur'an, URLs, e-mail addresses, handles, telephone numbers, names in Latin letters (with
the digits that belong to them), code, and what is marked as another language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from typeset import addresses
from typeset.addresses import EMAIL, PHONE, URL
from typeset.article import Mark, MarkKind, Text, primary
from typeset.check import Place
from typeset.tidy import verses
from typeset.tidy.rule import Change
from typeset.tidy.script import DIGITS, HOLD, LATIN, ZWNJ
from typeset.tidy.source import NOWHERE, Source

_HANDLE = rf"[@#][\w{ZWNJ}]+"
_LATIN_WORD = rf"[{DIGITS}]*[{LATIN}](?:[{LATIN}{DIGITS}'’&./+_-]*[{LATIN}{DIGITS}+])?"
_NAME_GOES_ON = rf" (?!\S*(?:@|://|www\.))(?:{_LATIN_WORD}|\d+(?:[.,]\d+)*(?![\d.,]*\s?[%٪]))"
_LATIN_NAME = rf"{_LATIN_WORD}(?:{_NAME_GOES_ON})*"
REVEALED = (
    r"(?:قال|قوله|يقول|بقوله|لقوله) (?:الله )?(?:تعالى|سبحانه|عز وجل)[^«»“”\"()]{0,30}[«“\"(]([^«»“”\"()]*)[»”\")]"
)

PROTECTED = f"{URL}|{EMAIL}|{_HANDLE}|{PHONE}|{_LATIN_NAME}|{HOLD}+"
PROTECTED_IN_LATIN = f"{URL}|{EMAIL}|{_HANDLE}|{PHONE}|{HOLD}+"
TRACE = re.compile(rf"[{LATIN}@#{HOLD}]|{addresses.TRACE.pattern}")
"""Without one of these there is nothing for PROTECTED to find; it takes 2 ms to compile, which most releases save."""
LATIN_LANGUAGES = frozenset({"en", "fr", "de", "es", "it", "tr"})


@dataclass(frozen=True)
class Passage:
    """One text of an article with what is protected in it. Offsets count characters of the text, from 0."""

    text: Text
    language: str = "ar"
    file: str = ""
    source: Source | None = None

    @cached_property
    def masked(self) -> str:
        """The text, with HOLD in place of each protected character; so both have the same length."""
        return _without_marked(_without_typed(self.text.text, self.language), self.text.marks, self.language)

    def restored(self, changed: str) -> str:
        """A changed form of `masked` with the protected characters back in their places."""
        if HOLD not in self.masked:
            return changed
        kept = iter([own for own, seen in zip(self.text.text, self.masked, strict=True) if seen == HOLD])
        return "".join([next(kept) if seen == HOLD else seen for seen in changed])

    def changed_by(self, *changes: Change) -> str:
        """The text after the changes, one after the other; protected characters are as they were."""
        after = self.masked
        for change in changes:
            after = change(after)
        return self.text.text if after == self.masked else self.restored(after)

    @cached_property
    def positions(self) -> list[int]:
        """For each character its offset in the source text; empty where the source text is not known."""
        return self.source.positions(self.text) if self.source and not self.text.file else []

    def place(self, offset: int) -> Place:
        """Where a character stands in the source file; without its text, as if there were no markup in it."""
        if self.text.file:
            return self._place_elsewhere(offset)
        if not self.text.line:
            return Place(self.file)
        exact = self.positions[offset] if offset < len(self.positions) else NOWHERE
        if self.source and exact != NOWHERE:
            return Place(self.file, *self.source.line_and_column(exact))
        lines = self.text.text.count("\n", 0, offset)
        start = self.text.text.rfind("\n", 0, offset) + 1
        column = offset - start + (1 if lines else self.text.column or 1)
        return Place(self.file, self.text.line + lines, column)

    def _place_elsewhere(self, offset: int) -> Place:
        """Where a character stands in a file that is not the article's: without a column where it may be escaped."""
        column = self.text.column + offset if self.text.column else 0
        return Place(self.text.file, self.text.line, column)


def _without_typed(text: str, language: str) -> str:
    if "تعالى" in text or "سبحانه" in text or "عز وجل" in text:
        text = re.sub(
            REVEALED, lambda found: found[0].replace(found[1], _hold(found[1])) if found[1] else found[0], text
        )
    text = verses.masked(text)
    if not TRACE.search(text):
        return text
    pattern = PROTECTED_IN_LATIN if language in LATIN_LANGUAGES else PROTECTED
    return re.sub(pattern, lambda found: _hold(found[0]), text)


def _without_marked(text: str, marks: tuple[Mark, ...], language: str) -> str:
    for mark in marks:
        foreign = mark.kind is MarkKind.LANGUAGE and primary(mark.value) != language
        if foreign or mark.kind is MarkKind.CODE:
            text = text[: mark.start] + _hold(text[mark.start : mark.end]) + text[mark.end :]
    return text


def _hold(text: str) -> str:
    return HOLD * len(text)
