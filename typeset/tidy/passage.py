"""A text as rules and checks see it: protected characters are masked, and each character has its offset in the source.

Masked are quotations of the Qur'an, URLs, e-mail addresses, handles, telephone numbers, names in Latin letters (with
the digits that belong to them), code, and what is marked as another language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from typeset.findings import Place
from typeset.model import addresses
from typeset.model.addresses import EMAIL, PHONE, URL
from typeset.model.article import Article, Heading, Paragraph, Quotation
from typeset.model.house_style import House
from typeset.model.script import ARABIC_LETTERS, ARABIC_WORD, DIGITS, HOLD, LATIN, ZWNJ, Pattern, one_of, primary
from typeset.model.text import Mark, MarkKind, Text, edits_between
from typeset.tidy.rule import Change

# The source text of an article, and where each character of its texts stands in it.
#
# A reader leaves markup out, joins lines and resolves escapes; so the column in the source is not the column in the
# text. The two are aligned character by character from where the text begins; what does not align has no offset.


NOWHERE = -1
REACH = 400
"""How much markup (a URL, mostly) may stand between two characters of a text."""
CONTEXTS = (12, 6, 3, 2, 1)

_LINE_END = re.compile("\r\n|\r|\n")
_BLANK = re.compile(r"[^\S\r\n]*")
_FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n|\r|\n).*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class SourceMap:
    """A source file's text, its line ends as they are."""

    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

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
        match = _FRONT_MATTER.match(self.text)
        return match.end() if match else 0

    def positions(self, text: Text) -> list[int]:
        """For each character of a text its offset here, or NOWHERE."""
        at = self.offset(text.line, text.column)
        if at == NOWHERE:
            return [NOWHERE] * len(text.text)
        offsets: list[int] = []
        for place, character in enumerate(text.text):
            if not self._same(at, character):
                at = self._next(at, text.text, place)
            here = at if self._same(at, character) else NOWHERE
            offsets.append(here)
            at += here != NOWHERE
        return offsets

    def origins(self, before: Text, after: str) -> list[int]:
        """For each character of what a text has become its offset here.

        One that was put in has that of the character before it; NOWHERE where nothing is known.
        """
        positions = self.positions(before)
        origins, at = list[int](), 0
        for edit in edits_between(before.text, after):
            origins += positions[at : edit.start]
            replaced = positions[edit.start : edit.end] or positions[max(edit.start - 1, 0) : edit.start]
            length = edit.new_end - edit.new_start
            origins += (replaced + replaced[-1:] * length)[:length] if replaced else [NOWHERE] * length
            at = edit.end
        return origins + positions[at:]

    def _same(self, at: int, character: str) -> bool:
        """Whether a character stands here; a line end in the source may be a space in the text."""
        own = self.text[at : at + 1]
        return own == character or (bool(own) and own.isspace() and character.isspace())

    def _next(self, at: int, text: str, place: int) -> int:
        """The offset at which the text continues in the source, within REACH; `at` itself where it is not found."""
        for context in CONTEXTS:
            piece = text[place : place + context].partition("\n")[0]
            found = self.text.find(piece, at, at + REACH) if piece else NOWHERE
            if found != NOWHERE:
                return found
        return at


# Verses of the Qur'an, by the brackets in which newspapers print them.
#
# ﴿…﴾ are used for nothing else. In {…} and ((…)), which many keyboards have instead, other words may stand too: those
# in braces count as a verse where they are several Arabic words, those in double brackets where they are vowelled or
# written as in the Qur'an itself, and both where the words around say so: قال تعالى before them, [البقرة: ٢٥٥]
# behind.


NEAR = 60
"""Characters before a bracket in which the words may stand that announce a verse."""
VOWELLED = 0.25
"""Vowel signs to a letter from which on a text is vowelled: the Qur'an has about .8, a newspaper .02."""

_ORNATE = "[﴿﴾][^﴿﴾]*[﴿﴾]"
_BRACES = r"\{[^{}]*\}"
_DOUBLE = r"\(\([^()]*(?:\([^()]*\)[^()]*)*\)\)"
_BRACKETED = Pattern(f"(?P<ornate>{_ORNATE})|(?P<braces>{_BRACES})|{_DOUBLE}", needs=one_of(("﴿", "﴾", "{", "((")))

_ANNOUNCED = Pattern(
    r"تعالى|سبحانه|عز وجل|عزّ وجلّ|جل وعلا|جل جلاله|جل شأنه|(?:ال)?آي(?:ة|ات)\b|سورة|القرآن|المصحف|التنزيل|كتابه العزيز"
)
_REFERENCE = Pattern(rf"\s*(?:[\[(](?:سورة )?[{ARABIC_WORD} ]{{2,20}}[:،] ?(?:الآية )?[{DIGITS}]|[\[(]?سورة )")
_UTHMANI = Pattern("[\u0671\u0670\u06d6-\u06ed]")
_LETTER = Pattern(f"[{ARABIC_LETTERS}]")
_VOWEL_SIGN = re.compile("[\u064b-\u0652]")
_WORD = Pattern(f"[{ARABIC_WORD}]{{2,}}")
_OTHER_SCRIPT = Pattern(f"[{LATIN}]")


def masked(text: str) -> str:
    """The text with HOLD in place of every character of a verse, its brackets too."""
    return _BRACKETED.sub(lambda match: HOLD * len(match[0]) if _is_verse(match) else match[0], text)


def _is_verse(match: re.Match[str]) -> bool:
    words = match[0]
    if match["ornate"]:
        return True
    if not _WORD.search(words) or _OTHER_SCRIPT.search(words):
        return False
    several = bool(match["braces"]) and len(list(_WORD.finditer(words))) > 1
    return several or bool(_UTHMANI.search(words)) or _is_vowelled(words) or _is_announced(match)


def _is_vowelled(words: str) -> bool:
    letters = len(list(_LETTER.finditer(words)))
    return len(_VOWEL_SIGN.findall(words)) >= VOWELLED * letters


def _is_announced(match: re.Match[str]) -> bool:
    before = match.string[max(match.start() - NEAR, 0) : match.start()]
    return bool(_ANNOUNCED.search(before)) or bool(_REFERENCE.match(match.string, match.end()))


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
"""A match of PROTECTED contains one of these. PROTECTED takes 2 ms to compile, which most releases are spared."""
LATIN_LANGUAGES = frozenset({"en", "fr", "de", "es", "it", "tr"})


@dataclass(frozen=True)
class Passage:
    """One text of an article with what is protected in it. Offsets count characters of the text, from 0."""

    text: Text
    language: str = "ar"
    file: str = ""
    source: SourceMap | None = None

    @cached_property
    def masked(self) -> str:
        """The text, with HOLD in place of each protected character; so both have the same length."""
        return _mask_marks(_mask_patterns(self.text.text, self.language), self.text.marks, self.language)

    def restored(self, changed: str) -> str:
        """A changed form of `masked` with the protected characters back in their places."""
        if HOLD not in self.masked:
            return changed
        protected = iter([own for own, seen in zip(self.text.text, self.masked, strict=True) if seen == HOLD])
        return "".join([next(protected) if seen == HOLD else seen for seen in changed])

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


def _mask_patterns(text: str, language: str) -> str:
    if "تعالى" in text or "سبحانه" in text or "عز وجل" in text:
        text = re.sub(
            REVEALED, lambda match: match[0].replace(match[1], _hold(match[1])) if match[1] else match[0], text
        )
    text = masked(text)
    if not TRACE.search(text):
        return text
    pattern = PROTECTED_IN_LATIN if language in LATIN_LANGUAGES else PROTECTED
    return re.sub(pattern, lambda match: _hold(match[0]), text)


def _mask_marks(text: str, marks: tuple[Mark, ...], language: str) -> str:
    for mark in marks:
        foreign = mark.kind is MarkKind.LANGUAGE and primary(mark.value) != language
        if foreign or mark.kind is MarkKind.CODE:
            text = text[: mark.start] + _hold(text[mark.start : mark.end]) + text[mark.end :]
    return text


def _hold(text: str) -> str:
    return HOLD * len(text)


# The article as checks see it: its texts as passages, with the house's style.


@dataclass(frozen=True)
class Manuscript:
    """An article, the house's style, and the source text where it is known."""

    article: Article
    house: House
    source: SourceMap | None = None
    other: Article | None = None
    """Its translation, where the two share a page."""

    @property
    def language(self) -> str:
        """The language without its region."""
        return primary(self.article.language)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the article, in reading order."""
        return tuple(self.passage(text) for text in self.article.texts())

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """The paragraphs and quotations of the body: what is read as sentences."""
        return tuple(self.passage(text) for block in self.article.body for text in _sentences(block))

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The subheadings of the body."""
        return tuple(self.passage(block.text) for block in self.article.body if isinstance(block, Heading))

    @property
    def nowhere(self) -> Place:
        """The place for a fault about something missing: the file, without line or column."""
        return Place(self.article.name)

    def passage(self, text: Text) -> Passage:
        """One text of the article as a passage."""
        return Passage(text, self.language, self.article.name, self.source)


def _sentences(block: object) -> tuple[Text, ...]:
    if isinstance(block, Paragraph):
        return (block.text,)
    return block.paragraphs if isinstance(block, Quotation) else ()


def places(
    passages: tuple[Passage, ...], pattern: Pattern | re.Pattern[str]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Every place at which a pattern matches what is not protected, with its passage."""
    for passage in passages:
        for match in pattern.finditer(passage.masked):
            yield passage, match
