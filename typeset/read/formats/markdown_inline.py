"""The Markdown parser as configured for releases, and its inline tokens -> Text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from typeset.errors import Message
from typeset.model.article import Photo
from typeset.model.text import Mark, MarkKind, Text
from typeset.read import fragments
from typeset.read.draft import Loss, LossKind
from typeset.read.formats import placement

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


DEEPEST = 40
"""Quotes and lists inside one another; the parser would leave out in silence what stands deeper."""

SPANS = {"sup": MarkKind.SUPERSCRIPT, "sub": MarkKind.SUBSCRIPT}
_SPAN = re.compile(r"\{(?:lang=(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)|(?P<name>sup|sub))\}")
_PLACED = re.compile(r"\{((?:size|at)=[^\s{}]+(?: (?:size|at)=[^\s{}]+)?)\}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PROGRAM = re.compile(r"</?(?:script|style)\b", re.IGNORECASE)
_OPEN_NOTE = re.compile(r"\[\^[^\]\s]+\]")
_PAIRS = {"strong": MarkKind.STRONG, "em": MarkKind.EMPHASIS}


class _Parser(MarkdownIt):
    """Links pass as written; whether they may stay is decided here, where the loss can be reported."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, footnotes, `[words]{lang=en}` and `![…](…){size=wide}`, without code by indentation."""
    made = _Parser("commonmark", {"maxNesting": DEEPEST}).enable("table").disable("code")
    made.use(footnote_plugin, inline=False, move_to_end=False)
    made.inline.ruler.after("link", "span", _span)
    made.inline.ruler.after("image", "placed", _placed)
    return made


def _span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[words]{lang=en}`, `[2]{sup}`, `[2]{sub}`: a rule of the parser's inline chain."""
    if state.src[state.pos] != "[":
        return False
    start, end, maximum = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos), state.posMax
    match = _SPAN.match(state.src, end + 1, maximum) if end >= 0 else None
    if not match:
        return False
    if not silent:
        state.pos, state.posMax = start, end
        state.push("span_open", "span", 1).meta = match.groupdict()
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = match.end(), maximum
    return True


def _placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`{size=wide at=top}` right behind a picture: a rule of the parser's inline chain."""
    behind = state.tokens[-1] if state.tokens and not state.pending else None
    match = _PLACED.match(state.src, state.pos, state.posMax) if behind and behind.type == "image" else None
    if not behind or not match:
        return False
    if not silent:
        behind.meta = dict(pair.split("=", 1) for pair in match[1].split())
    state.pos = match.end()
    return True


@dataclass(slots=True)
class Inline:
    """Reads what stands inside lines; gathers what is lost, which notes are referred to and which addresses used."""

    env: dict[str, Any]
    losses: list[Loss] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    def parsed(self, text: Text) -> Text:
        """The marks in a text that stands outside the body; pictures in it are lost."""
        tokens = parser().parseInline(text.text, self.env)
        read, pictures = self.text(tokens[0].children or [], text.line, text.column)
        for picture in pictures:
            self.losses.append(Loss(LossKind.PICTURE, picture.source, text.line, text.column))
        return read

    def text(self, tokens: Iterable[Token], line: int, column: int) -> tuple[Text, list[Photo]]:
        """The text of these tokens, and the pictures that stood among them."""
        run = _MarkedRun(self, line, column)
        for token in tokens:
            _READ.get(token.type, _MarkedRun.other)(run, token)
        return Text("".join(run.words), tuple(sorted(run.marks)), line, column), run.pictures


@dataclass(slots=True)
class _MarkedRun:
    """A text under construction from its tokens."""

    inline: Inline
    line: int
    column: int
    words: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    open: list[tuple[int, MarkKind | None, str]] = field(default_factory=list)
    pictures: list[Photo] = field(default_factory=list)

    silent: bool = False
    """Inside `<script>` or `<style>`, whose words are no text."""

    def add(self, words: str) -> None:
        """Words; a line end among them (written `&#10;`) is the author's."""
        if self.silent:
            return
        for match in re.finditer("\n", words):
            place = self.length + match.start()
            self.marks.append(Mark(place, place + 1, MarkKind.LINE_BREAK))
        self.words.append(words)
        self.length += len(words)

    def lose(self, kind: LossKind, what: str) -> None:
        self.inline.losses.append(Loss(kind, what, self.line, self.column))

    def plain(self, token: Token) -> None:
        for match in _OPEN_NOTE.finditer(token.content):
            self.lose(LossKind.NOTE, Message("{words} refers to a footnote that is not there", words=match[0]))
        if self.silent:
            self.lose(LossKind.RAW_HTML, token.content)
        self.add(token.content)

    def soft_break(self, _: Token) -> None:
        self.add(" ")

    def hard_break(self, _: Token) -> None:
        self.add("\n")

    def code(self, token: Token) -> None:
        start = self.length
        self.add(token.content)
        self.marks.append(Mark(start, self.length, MarkKind.CODE))

    def opened(self, token: Token) -> None:
        self.open.append((self.length, _PAIRS[token.tag], ""))

    def span_opened(self, token: Token) -> None:
        language = token.meta["language"] or ""
        self.open.append((self.length, MarkKind.LANGUAGE if language else SPANS[token.meta["name"]], language))

    def link_opened(self, token: Token) -> None:
        written, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
        self.inline.addresses.add(written)
        address = fragments.link(written)
        if not address:
            self.lose(LossKind.LINK, written)
        if title:
            self.lose(LossKind.WORDS, title)
        self.open.append((self.length, MarkKind.LINK if address else None, address))

    def closed(self, _: Token) -> None:
        start, kind, value = self.open.pop()
        if kind and start < self.length:
            self.marks.append(Mark(start, self.length, kind, value))

    def footnote(self, token: Token) -> None:
        self.inline.cited.add(token.meta["label"])
        self.marks.append(Mark(self.length, self.length, MarkKind.FOOTNOTE, token.meta["label"]))

    def picture(self, token: Token) -> None:
        written, title = str(token.attrs["src"]), str(token.attrs.get("title", ""))
        self.inline.addresses.add(written)
        alt = "".join(self.inline.text(token.children or [], self.line, self.column)[0].text.split("\n"))
        source = fragments.picture(written)
        if source:
            photo = Photo(source, alt, Text(title, (), self.line, self.column))
            placed = {key: Text(value, (), self.line, self.column) for key, value in token.meta.items()}
            self.pictures.append(placement.placed(photo, placed, self.inline.losses.append))
        else:
            self.lose(LossKind.PICTURE, " ".join(filter(None, (written, alt, title))))

    def html(self, token: Token) -> None:
        if _PROGRAM.match(token.content):
            self.silent = not token.content.startswith("</")
        if _BREAK.fullmatch(token.content):
            self.add("\n")
        elif not token.content.startswith(("<!--", "</")):
            self.lose(LossKind.RAW_HTML, token.content)

    def other(self, token: Token) -> None:
        self.add(token.content)


_READ: dict[str, Callable[[_MarkedRun, Token], None]] = {
    "text": _MarkedRun.plain,
    "softbreak": _MarkedRun.soft_break,
    "hardbreak": _MarkedRun.hard_break,
    "code_inline": _MarkedRun.code,
    "strong_open": _MarkedRun.opened,
    "em_open": _MarkedRun.opened,
    "span_open": _MarkedRun.span_opened,
    "link_open": _MarkedRun.link_opened,
    **dict.fromkeys(("strong_close", "em_close", "span_close", "link_close"), _MarkedRun.closed),
    "footnote_ref": _MarkedRun.footnote,
    "image": _MarkedRun.picture,
    "html_inline": _MarkedRun.html,
}
