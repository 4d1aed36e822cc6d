"""The inline HTML of a text with marks, with bidi isolates around stretches that run against the page's direction.

Marks may overlap in any way, HTML elements may not. So where an element ends, those still open inside it are closed
with it and reopened behind it. Only an isolate is never split: two isolates would be ordered differently from one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from typeset.model import addresses
from typeset.model.addresses import EMAIL, PHONE, URL
from typeset.model.article import Note
from typeset.model.house_style import Digits
from typeset.model.script import Pattern, direction
from typeset.model.text import Mark, MarkKind, Text

# Stretches that run against the page's direction: URLs, e-mails, phones, figures with signs, foreign words.
#
# Each goes into an isolate of its own, or the bidi algorithm may reorder its parts beside Arabic: `هاتف +961 1 234567`
# prints with its groups reversed, and a sign changes sides. Only the Western and the Persian digits (bidi class EN)
# need that; the Arabic-Indic ones (AN) keep the order of the line around them in any isolate.


LTR = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"
HEBREW, ARABIC = "\u05d0-\u05ea\u05ef-\u05f4", "\u0620-\u064a\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
RTL = HEBREW + ARABIC + "\ufb1d-\ufdff\ufe70-\ufefc"
RTL_MARKS = "\u0591-\u05c7\u064b-\u065f\u0670\u200c"
DIGIT = "0-9\u06f0-\u06f9"
ARABIC_INDIC = "\u0660-\u0669"
NUMBER = rf"[{DIGIT}]{{1,20}}(?:[.,\u066b\u066c/][{DIGIT}]{{1,20}}){{0,9}}"
BOUNDARY = rf"(?<![{LTR}{DIGIT}{ARABIC_INDIC}.,:/+-])"
"""Lookbehind: not in the middle of a word or figure."""


# Every repetition is bounded, or cannot start twice at one place: no text makes the search slow.
TWO = rf"[{DIGIT}]{{2}}"
HOUR = rf"T{TWO}:{TWO}(?::{TWO}(?:[.,][{DIGIT}]{{1,9}})?)?(?:Z|[+-]{TWO}:?{TWO})?"
"""The hour behind a date, as machines write it (ISO 8601)."""
DATE = (
    rf"{BOUNDARY}(?:[{DIGIT}]{{1,2}}(?P<a>[-./])[{DIGIT}]{{1,2}}(?P=a)[{DIGIT}]{{2,4}}"
    rf"|[{DIGIT}]{{4}}(?P<b>[-./])[{DIGIT}]{{1,2}}(?P=b)[{DIGIT}]{{1,2}}(?:{HOUR})?)(?![{LTR}{DIGIT}/-])"
)
FIGURES = rf"[{DIGIT}{ARABIC_INDIC}]{{1,15}}"
SEVEN_DIGITS = rf"(?=(?:[ \u00a0+().-]{{0,3}}[{DIGIT}{ARABIC_INDIC}]){{7}})"
GROUPED = rf"{BOUNDARY}{SEVEN_DIGITS}(?:[+(]{{0,2}}{FIGURES}(?:[ \u00a0().-]{{1,2}}{FIGURES}){{1,7}}|\+{FIGURES})"
"""Groups of seven digits or more in all, kept in their order, whether a phone number or a figure (1 250 000)."""
SIGNED = rf"{BOUNDARY}(?:[+\u2212±-]{NUMBER}%?|{NUMBER}[ \u00a0]?%)"
AMONG_LTR = r"[ \u00a0'’.,:&/@+#_–—()-]{1,3}"
ABBREVIATED = rf"(?<=[{LTR}])(?<![{LTR}]{{5}})\.[ \u00a0](?=[0-9])"
"""The point of `No. 431`, behind four letters at most; after a longer word it ends a sentence."""
AFTER_LTR = (
    rf"[{LTR}0-9_]|(?<=[0-9])[.,:](?=[0-9])|(?<=[0-9])[ \u00a0]?%|{AMONG_LTR}(?=[{LTR}])|[ \u00a0./+-](?=[0-9])"
    rf"|{ABBREVIATED}"
)
FOREIGN_LTR = rf"[@#]?[0-9]{{0,9}}[{LTR}](?:{AFTER_LTR})*[+#]{{0,2}}"
FOREIGN_RTL = rf"[{RTL}](?:[{RTL}{RTL_MARKS}]|[ \u00a0،,'’-]{{1,2}}(?=[{RTL}]))*"

AGAINST = {
    "rtl": (
        f"(?P<url>{URL})|(?P<email>{EMAIL})|(?P<phone>{PHONE})|(?P<date>{DATE})|(?P<figure>{GROUPED}|{SIGNED})"
        f"|(?P<foreign>{FOREIGN_LTR})"
    ),
    "ltr": f"(?P<url>{URL})|(?P<email>{EMAIL})|(?P<foreign>{FOREIGN_RTL})",
}
"""Direction of the page -> what runs against it. (A URL never runs against a left-to-right page, but may be long.)"""
SIGNS = {
    "rtl": rf"[{LTR}@%]|[^\w\s]\d|\d\W{{1,2}}\d|{addresses.TRACE.pattern}",
    "ltr": rf"[{RTL}]|{addresses.TRACE.pattern}",
}
"""Direction of the page -> a cheap test for what every such stretch contains; AGAINST takes 3 ms to compile."""
PATTERNS = {
    direction: Pattern(against, needs=Pattern(SIGNS[direction]).search) for direction, against in AGAINST.items()
}


SCRIPTS = (
    ("en", "[A-Za-z]"),
    ("ru", "[\u0400-\u052f]"),
    ("el", "[\u0370-\u03ff]"),
    ("ar", f"[{ARABIC}]"),
    ("he", f"[{HEBREW}]"),
)


class IsolatedStretch(NamedTuple):
    """Characters `start` to `end` (exclusive), and what they are: url, email, date, phone, figure or foreign."""

    start: int
    end: int
    kind: str


def stretches(text: str, direction: str) -> Iterator[IsolatedStretch]:
    """The stretches of a text that need an isolate on a page of a direction, in order."""
    place = 0
    against = PATTERNS[direction]
    while match := against.search(text, place):
        kind = next(kind for kind, part in match.groupdict().items() if part is not None and len(kind) > 1)
        end = _end(text, match.start(), match.end())
        yield IsolatedStretch(match.start(), end, kind)
        place = end


def _end(text: str, start: int, end: int) -> int:
    """The end of a stretch without the sentence's punctuation behind it, but with its own closing bracket."""
    while end > start + 1 and text[end - 1] in ".,:;!?'’":
        end -= 1
    depth = 0
    for place in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth < 0:
            return max(place, start + 1)
    return end + 1 if depth == 1 and text[end : end + 1] == ")" else end


def stretch_language(words: str) -> str:
    """The language (for `lang`) of foreign words without a language mark: the likeliest one of their script.

    A screen reader reads a Latin name better as English than letter by letter as Arabic.
    """
    return next((code for code, letters in SCRIPTS if re.search(letters, words)), "")


SAFE_SCHEMES = ("http://", "https://", "mailto:", "tel:")
NO_BREAK_SPACE = "\u00a0"
SPACE, SPACE_BEFORE_NUMBER, NO_SPACE = re.compile(" "), re.compile(r" (?=[0-9])"), re.compile(r"(?!)")
BREAKABLE = {"phone": SPACE, "figure": SPACE, "foreign": SPACE_BEFORE_NUMBER} | dict.fromkeys(
    ("url", "email", "date"), NO_SPACE
)
"""Kind of stretch -> the spaces in it that become no-break spaces."""
PLAIN = {
    MarkKind.STRONG: "strong",
    MarkKind.EMPHASIS: "em",
    MarkKind.SUPERSCRIPT: "sup",
    MarkKind.SUBSCRIPT: "sub",
}


class InlineElement(NamedTuple):
    """An HTML element over characters `start` to `end` (exclusive) of a text; `is_whole`: it may not be split."""

    start: int
    end: int
    opening: str
    closing: str
    is_whole: bool = False


@dataclass(slots=True)
class Setter:
    """Turns the texts of one page into HTML, each note once: `note_numbers` holds those set so far, by their key."""

    language: str
    direction: str
    has_links: bool
    digits: Digits = Digits.WESTERN
    notes: Mapping[str, Note] = field(default_factory=dict)
    note_numbers: dict[str, int] = field(default_factory=dict)

    def set(self, text: Text) -> Markup:
        """The HTML of a text."""
        breaks = {mark.start for mark in text.marks if mark.kind is MarkKind.LINE_BREAK}
        letters = list(text.text)
        for place, letter in enumerate(letters):
            if letter == "\n" and place not in breaks:
                letters[place] = " "
        elements = [*self._isolates(text, letters), *self._elements(text.marks, text.text)]
        notes = {mark.start: self._note(mark.value) for mark in text.marks if mark.kind is MarkKind.FOOTNOTE}
        return Markup("").join(_pieces("".join(letters), elements, notes))

    def line(self, words: str) -> Markup:
        """The HTML of a plain string."""
        return self.set(Text(words))

    def address(self, address: str, label: str = "") -> Markup:
        """An address, shown as `label` or itself, as a link where the edition may have links."""
        linked = self._linked(address, escape(label or address))
        return Markup(f'<bdi dir="ltr" class="url">{linked}</bdi>')  # noqa: S704 - escaped

    def phone(self, figures: str) -> Markup:
        """A phone number as written, linked to its dialled form (`tel:`) where the edition may have links."""
        label = escape(figures.replace(" ", NO_BREAK_SPACE))
        dialled = "".join(sign for sign in Digits.WESTERN.write(figures) if sign in "+0123456789")
        linked = self._linked(f"tel:{dialled}", label) if dialled else label
        return Markup(f'<bdi dir="ltr" class="phone">{linked}</bdi>')  # noqa: S704 - escaped

    def stray_notes(self) -> tuple[Markup, ...]:
        """The notes that no text refers to."""
        return tuple(self.set(note.text) for key, note in self.notes.items() if key not in self.note_numbers)

    def _note(self, key: str) -> str:
        """The HTML of a footnote reference: the note itself the first time, only its number after that."""
        if key not in self.notes:
            return ""
        if key in self.note_numbers:
            return f'<span class="note-again">{self.digits.write(self.note_numbers[key])}</span>'
        self.note_numbers[key] = len(self.note_numbers) + 1
        return f'<span class="note" role="doc-footnote">{self.set(self.notes[key].text)}</span>'

    def _linked(self, address: str, label: str) -> str:
        if not self.has_links or not address.lower().startswith(SAFE_SCHEMES):
            return label
        return f'<a href="{escape(address)}">{label}</a>'

    def _isolates(self, text: Text, letters: list[str]) -> Iterator[InlineElement]:
        """The isolates of a text, except where a mark brings its own; puts no-break spaces into `letters`."""
        own = _covered(mark for mark in text.marks if mark.kind in {MarkKind.LANGUAGE, MarkKind.CODE})
        linked = _covered(mark for mark in text.marks if mark.kind is MarkKind.LINK)
        for stretch in stretches(text.text, self.direction):
            if _touches(own, stretch):
                continue
            place = slice(stretch.start, stretch.end)
            letters[place] = BREAKABLE[stretch.kind].sub(NO_BREAK_SPACE, "".join(letters[place]))
            yield self._isolate(text.text, stretch, may_link=not _touches(linked, stretch))

    def _isolate(self, text: str, stretch: IsolatedStretch, *, may_link: bool) -> InlineElement:
        against = "rtl" if self.direction == "ltr" and stretch.kind == "foreign" else "ltr"
        opening, closing = f'<bdi dir="{against}" class="{stretch.kind}">', "</bdi>"
        words = text[stretch.start : stretch.end]
        if stretch.kind == "foreign" and (language := stretch_language(words)):
            opening = f'<bdi dir="{against}" lang="{language}" class="foreign">'
        address = (addresses.completed(words) or words) if stretch.kind in {"url", "email"} else ""
        if address.lower().startswith(SAFE_SCHEMES) and may_link and self.has_links:
            opening, closing = f'{opening}<a href="{escape(address)}">', f"</a>{closing}"
        return InlineElement(stretch.start, stretch.end, opening, closing, is_whole=True)

    def _elements(self, marks: Iterable[Mark], text: str) -> Iterator[InlineElement]:
        for mark in marks:
            opening, closing = self._tags(mark, text)
            if opening and mark.start < mark.end:
                yield InlineElement(
                    mark.start, mark.end, opening, closing, mark.kind in {MarkKind.LANGUAGE, MarkKind.CODE}
                )

    def _tags(self, mark: Mark, text: str) -> tuple[str, str]:
        """The opening and the closing tag of a mark; empty where it has none here."""
        if mark.kind in PLAIN:
            return f"<{PLAIN[mark.kind]}>", f"</{PLAIN[mark.kind]}>"
        if mark.kind is MarkKind.CODE:
            words = text[mark.start : mark.end]
            return ('<code dir="ltr">', "</code>") if words.isascii() else ("<code>", "</code>")
        if mark.kind is MarkKind.LINK:
            opening = self._linked(mark.value, "").removesuffix("</a>")
            return opening, "</a>" if opening else ""
        if mark.kind is MarkKind.LANGUAGE:
            mark_direction = direction(mark.value)
            tag = "span" if mark_direction == self.direction else "bdi"
            return f'<{tag} lang="{escape(mark.value)}" dir="{mark_direction}">', f"</{tag}>"
        return "", ""


def _covered(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """The ranges that the marks cover, merged where they touch, in order."""
    covered: list[tuple[int, int]] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if covered and start <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    return covered


def _touches(covered: list[tuple[int, int]], stretch: IsolatedStretch) -> bool:
    before = bisect_left(covered, (stretch.end, 0))
    return before > 0 and covered[before - 1][1] > stretch.start


def _pieces(text: str, elements: list[InlineElement], notes: Mapping[int, str]) -> Iterator[Markup]:
    """The HTML of a text in pieces, each from one start or end of an element or note to the next."""
    waiting = deque(sorted(elements, key=lambda element: (element.start, -element.end, not element.is_whole)))
    places = {0, len(text), *notes, *(place for element in elements for place in (element.start, element.end))}
    stack: list[InlineElement] = []
    before = 0
    for place in sorted(places):
        yield _escaped(text[before:place])
        yield from _close(stack, place)
        if place in notes:
            yield from _note_outside_links(stack, notes[place])
        while waiting and waiting[0].start == place:
            yield from _open(stack, waiting.popleft())
        before = place


def _note_outside_links(stack: list[InlineElement], note: str) -> Iterator[Markup]:
    """A note, with any link around it closed and reopened: HTML does not nest links, and a note may hold one."""
    lowest = next((at for at, element in enumerate(stack) if "<a " in element.opening), len(stack))
    open_ = stack[lowest:]
    yield from _reopen(stack, lowest, [])
    yield Markup(note)  # noqa: S704 - made by Setter.set
    yield from _reopen(stack, lowest, open_)


def _escaped(text: str) -> Markup:
    return Markup(escape(text, quote=False).replace("\n", "<br>"))  # noqa: S704 - escaped


def _close(stack: list[InlineElement], place: int) -> Iterator[Markup]:
    """Close the elements that end at `place`, and reopen those inside them that go on."""
    lowest = next((at for at, element in enumerate(stack) if element.end <= place), len(stack))
    yield from _reopen(stack, lowest, [element for element in stack[lowest:] if element.end > place])


def _open(stack: list[InlineElement], element: InlineElement) -> Iterator[Markup]:
    """Open an element; open ones that would end inside a whole element are closed and reopened inside it."""
    shorter = [open_ for open_ in stack if element.is_whole and open_.end < element.end]
    lowest = stack.index(shorter[0]) if shorter else len(stack)
    longer = [open_ for open_ in stack[lowest:] if open_ not in shorter]
    yield from _reopen(stack, lowest, [*longer, element, *shorter])


def _reopen(stack: list[InlineElement], lowest: int, again: list[InlineElement]) -> Iterator[Markup]:
    """Close all elements from the index `lowest` on, then open `again` in their place."""
    for element in reversed(stack[lowest:]):
        yield Markup(element.closing)  # noqa: S704 - our own tag
    stack[lowest:] = again
    for element in again:
        yield Markup(element.opening)  # noqa: S704 - our own tag
