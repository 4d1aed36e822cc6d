"""Inline HTML -> Text: white space collapsed as in a browser, tags turned into marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from typeset.model.article import Photo
from typeset.model.text import Mark, MarkKind, Text
from typeset.read import fragments
from typeset.read.draft import Loss, LossKind
from typeset.read.normal_form import is_tag

if TYPE_CHECKING:
    from lxml.html import HtmlElement


TAGS = {
    **dict.fromkeys(("b", "strong"), MarkKind.STRONG),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), MarkKind.EMPHASIS),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), MarkKind.CODE),
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
}
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class WebPage:
    """State of one page: how relative addresses are made absolute, its footnotes, its language, its losses."""

    complete: Callable[[str], str]
    line: Callable[[HtmlElement], int]
    """The line of an element in the source, 0 where there is none to be told."""
    notes: dict[str, str] = field(default_factory=dict)
    """The id of a footnote's element -> its key."""
    losses: list[Loss] = field(default_factory=list)
    language: str = ""

    def lose(self, kind: LossKind, what: str, element: HtmlElement) -> None:
        """Remember a loss at the element's line."""
        self.losses.append(Loss(kind, what, self.line(element)))


@dataclass(slots=True)
class TextRun:
    """A text under construction from its pieces; `text()` returns it and begins the next."""

    page: WebPage
    words: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    pictures: list[Photo] = field(default_factory=list)
    line: int = 0
    preformatted: int = 0

    def add(self, words: str, line: int = 0) -> None:
        """Words from the source; a run of white space is one space, none at the start of a line."""
        if not self.preformatted:
            words = _SPACE.sub(" ", words)
            if not self.words or self.words[-1].endswith((" ", "\n")):
                words = words.lstrip(" ")
        elif "\n" in words:
            breaks = (self.length + match.start() for match in re.finditer("\n", words))
            self.marks += (Mark(place, place + 1, MarkKind.LINE_BREAK) for place in breaks)
        if words:
            self.line = self.line or line
            self.words.append(words)
            self.length += len(words)

    def end_line(self) -> None:
        """The end of a line that the author wants."""
        if self.words and not self.preformatted:
            self.trim()
        if self.words:
            self.marks.append(Mark(self.length, self.length + 1, MarkKind.LINE_BREAK))
            self.words.append("\n")
            self.length += 1

    def trim(self) -> None:
        """Take the white space off the end."""
        while self.words:
            trimmed = self.words[-1].rstrip(" \n\r\t\f")
            self.length -= len(self.words[-1]) - len(trimmed)
            if trimmed:
                self.words[-1] = trimmed
                return
            self.words.pop()

    def text(self) -> Text:
        """The text so far, its marks cut to its length; the run is then empty, but for its pictures."""
        self.trim()
        fit = (Mark(mark.start, min(mark.end, self.length), mark.kind, mark.value) for mark in self.marks)
        marks = {mark for mark in fit if mark.start < mark.end or mark.kind is MarkKind.FOOTNOTE}
        made = Text("".join(self.words), tuple(sorted(marks)), self.line)
        self.words, self.length, self.marks, self.line = [], 0, [], 0
        return made

    def mark(self, element: HtmlElement, start: int) -> None:
        """Adds the marks that the element gives to the words since `start`."""
        if kind := TAGS.get(element.tag):
            self.marks.append(Mark(start, self.length, kind))
        elif element.tag == "a":
            self._link(element, start)
        language = str(element.get("lang") or "")
        if is_tag(language) and language != self.page.language:
            self.marks.append(Mark(start, self.length, MarkKind.LANGUAGE, language))

    def _link(self, element: HtmlElement, start: int) -> None:
        written = str(element.get("href") or "").strip()
        if not written or written.startswith("#"):
            return
        address = fragments.link(self.page.complete(written))
        if address:
            self.marks.append(Mark(start, self.length, MarkKind.LINK, address))
        else:
            self.page.lose(LossKind.LINK, written, element)

    def cite(self, key: str) -> None:
        """The place of a reference to a footnote."""
        self.marks.append(Mark(self.length, self.length, MarkKind.FOOTNOTE, key))

    def show(self, element: HtmlElement) -> None:
        """A picture, or its loss."""
        written = address(element)
        alt = " ".join(str(element.get("alt") or "").split())
        source = fragments.picture(written)
        if source:
            self.pictures.append(Photo(source, alt))
        elif written or alt:
            self.page.lose(LossKind.PICTURE, " ".join(filter(None, (written, alt))), element)


_LATER = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
"""Attributes in which scripts find a picture that is loaded only when it comes into view."""
PLACEHOLDER = 2_000
"""Characters of a `data:` address under which it is no photo but what stands there until one is loaded."""


def address(image: HtmlElement) -> str:
    """Where a picture lies, as it is written."""
    written = str(image.get("src") or "").strip()
    later = next((str(image.get(name)).strip() for name in _LATER if image.get(name)), "")
    is_placeholder = not written or (written.startswith("data:") and len(written) < PLACEHOLDER)
    return later if later and is_placeholder else written


# The tags of HTML, by what they are to a reader.


PICTURES = frozenset({"img", "amp-img"})


WITHOUT_WORDS = frozenset({"head", "input", "link", "meta", "script", "style", "svg", "template"})
"""Elements without text that a browser shows."""

SILENT = WITHOUT_WORDS | frozenset(
    {
        *("applet", "audio", "button", "canvas", "datalist", "embed", "iframe", "map", "math", "noscript", "object"),
        *("select", "textarea", "video"),
    }
)
"""What is no part of an article's text; the words in it are reported."""

BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *(
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
        ),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
"""Block elements, which begin a new line; every other tag is inline."""
