"""OpenDocument text (.odt, LibreOffice) -> blocks: headings, lists, tables, notes, pictures, bold and italics.

Its XML is turned into the HTML that a Word file is turned into too, and read by the same builder. Deleted text of
tracked changes and comments are left out, and reported.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from mimetypes import guess_type
from typing import TYPE_CHECKING, NamedTuple

from typeset.errors import ArticleError, Message
from typeset.read.draft import Draft, Loss, LossKind
from typeset.read.formats import html_blocks, letterhead, marked_parts, packed
from typeset.read.source import SourceFile

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_PICTURE = 20_000_000
"""Bytes."""
OFFICE, TEXT, TABLE, STYLE, FO, DRAW, SVG = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "style", "xsl-fo-compatible", "drawing", "svg-compatible")
)
XLINK = "{http://www.w3.org/1999/xlink}"
INLINE = {f"{TEXT}tab": " ", f"{TEXT}line-break": "<br>"}
WRAPPED = {f"{TABLE}table": "table", f"{TABLE}table-row": "tr"}
TAGS = {"Title": "h1", "Subtitle": "h6", "Caption": "figcaption", "caption": "figcaption"}
"""Style of a paragraph -> its tag."""
QUOTED = frozenset({"Quote", "Quotations", "Intense Quote"})
PART = "Part "
"""The styles `Part NAME` are those of a Word file that we wrote."""
LIST_STYLE = f"{TEXT}style-name"
AUTOMATIC = re.compile(r"[PT]\d+")
LEFT_OUT = {
    f"{TEXT}tracked-changes": Message("deleted words of a tracked change"),
    f"{OFFICE}annotation": Message("a comment"),
}
NO_TEXT = frozenset({f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}table-of-content", f"{SVG}title", f"{SVG}desc"})


def draft(source: SourceFile) -> Draft:
    """The blocks of an OpenDocument text. Raises ArticleError: it is none, damaged, protected, or unsafe to unpack."""

    def damaged(reason: str) -> ArticleError:
        return ArticleError(
            Message("{name} is a damaged OpenDocument file: {reason}.", name=source.name, reason=reason),
            hint="Open it in LibreOffice, and save it as .odt or .docx once more.",
        )

    parts = dict(packed.parts(source, damaged))
    if "content.xml" not in parts:
        raise damaged(Message("it has no content"))
    root = packed.tree(source.name, "content.xml", parts["content.xml"], damaged)
    words = root.find(f"{OFFICE}body/{OFFICE}text")
    if words is None:
        raise ArticleError(
            Message("{name} is an OpenDocument file, but no text.", name=source.name),
            hint="Save the release as a text document (.odt), or copy its text into a .txt.",
        )
    named = [packed.tree(source.name, "styles.xml", parts["styles.xml"], damaged)] if "styles.xml" in parts else []
    _join_lists(words)
    page = _Page(parts, _styles([*named, root]), _numbered([*named, root]))
    html = "".join(page.children(words)) + page.notes_at_end()
    html = html.replace("</blockquote><blockquote>", "")  # its paragraphs stand side by side
    parsed = html_blocks.parsed(f"<div>{html}</div>", source.name)
    declared = marked_parts.take(parsed)
    read = html_blocks.contents(parsed)
    if declared:
        return Draft(tuple(read.blocks), declared, read.notes, (*read.losses, *page.losses), guess=False)
    head = letterhead.taken(read.blocks)
    losses = (*read.losses, *page.losses, *head.losses)
    return Draft(tuple(head.blocks), head.declared, read.notes, losses, head.fallbacks)


def _join_lists(root: _Element) -> None:
    """Put the items of a list into the one just before it, if that goes on in it: writers begin one for each level."""
    for each in list(root.iter(f"{TEXT}list")):
        before = each.getprevious()
        parent = each.getparent()
        if before is None or before.tag != each.tag or parent is None:
            continue
        inner = len(each) > 0 and _holds_lists_alone(each[0])
        for child in each[0] if inner else ():
            child.set(LIST_STYLE, child.get(LIST_STYLE) or each.get(LIST_STYLE) or "")
        if inner or before.get(LIST_STYLE) == each.get(LIST_STYLE):
            before.extend(list(each))
            parent.remove(each)


def _holds_lists_alone(item: _Element) -> bool:
    return len(item) > 0 and all(child.tag == f"{TEXT}list" for child in item)


def _numbered(roots: Iterable[_Element]) -> frozenset[tuple[str, int]]:
    """Style of a list and level, from 1, of those that are numbered."""
    return frozenset(
        (style.get(f"{STYLE}name", ""), int(level.get(f"{TEXT}level", "1")))
        for root in roots
        for style in root.iter(f"{TEXT}list-style")
        for level in style.iter(f"{TEXT}list-level-style-number")
        if level.get(f"{TEXT}level", "1").isdigit() and level.get(f"{STYLE}num-format")
    )


class _Style(NamedTuple):
    """The style of a paragraph or of words: its name as it is shown, and the tags of its face."""

    name: str
    tags: tuple[str, ...] = ()


def _styles(roots: Iterable[_Element]) -> dict[str, _Style]:
    """The styles by their inner names; one without a name to show, as writers make for each look, has its parent's."""
    styles: dict[str, _Style] = {}
    for style in (each for root in roots for each in root.iter(f"{STYLE}style")):
        name, parent = style.get(f"{STYLE}name", ""), style.get(f"{STYLE}parent-style-name", "")
        above = styles.get(parent, _Style(parent))
        shown = style.get(f"{STYLE}display-name") or (above.name if parent and AUTOMATIC.fullmatch(name) else name)
        properties = style.find(f"{STYLE}text-properties")
        values = {str(key): str(value) for key, value in properties.items()} if properties is not None else {}
        bold = "bold" in (values.get(f"{FO}font-weight"), values.get(f"{STYLE}font-weight-complex"))
        italic = "italic" in (values.get(f"{FO}font-style"), values.get(f"{STYLE}font-style-complex"))
        styles[name] = _Style(shown, ("strong",) * bold + ("em",) * italic)
    return styles


@dataclass(slots=True)
class _Page:
    """The text as HTML while it is written: the parts of the file, its styles, its notes and what is lost."""

    parts: dict[str, bytes]
    styles: dict[str, _Style]
    numbered: frozenset[tuple[str, int]]
    notes: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def children(self, element: _Element) -> Iterator[str]:
        """The HTML of what an element holds."""
        yield escape(element.text or "")
        for child in element:
            yield from self.element(child)
            yield escape(child.tail or "")

    def element(self, element: _Element) -> Iterator[str]:
        """The HTML of an element."""
        tag = str(element.tag)
        if tag in LEFT_OUT:
            words = " ".join("".join(map(str, element.itertext())).split())
            self.losses.append(Loss(LossKind.AROUND, Message("{what}: {words}", what=LEFT_OUT[tag], words=words)))
        elif tag in WRAPPED:
            yield from (f"<{WRAPPED[tag]}>", *self.children(element), f"</{WRAPPED[tag]}>")
        elif tag in INLINE:
            yield INLINE[tag]
        elif tag in _KINDS:
            yield from _KINDS[tag](self, element)
        elif tag not in NO_TEXT:
            yield from self._faced(element)

    def _spaces(self, element: _Element) -> Iterator[str]:
        number = element.get(f"{TEXT}c") or "1"
        yield " " * (min(int(number), 40) if number.isdigit() else 1)

    def _link(self, element: _Element) -> Iterator[str]:
        yield from (f'<a href="{escape(element.get(f"{XLINK}href", ""))}">', *self.children(element), "</a>")

    def _paragraph(self, element: _Element) -> Iterator[str]:
        said = element.get(f"{TEXT}outline-level", "1")
        style = self.styles.get(element.get(f"{TEXT}style-name", ""), _Style(""))
        level = min(int(said) if said.isdigit() else 1, 6) if element.tag == f"{TEXT}h" else 0
        tag = f"h{level}" if level else TAGS.get(style.name, "p")
        part = style.name.removeprefix(PART)
        opened = f'<p class="part-{escape(part)}">' if part != style.name else f"<{tag}>"
        inner = self.children(element) if tag.startswith("h") else self._faced(element)
        words = f"{opened}{''.join(inner)}</{'p' if part != style.name else tag}>"
        yield f"<blockquote>{words}</blockquote>" if style.name in QUOTED else words

    def _list(self, element: _Element) -> Iterator[str]:
        """A list; LibreOffice puts one inside it into an item of its own, which belongs to the item before."""
        items: list[str] = []
        for item in element:
            words = "".join(self.children(item))
            if items and _holds_lists_alone(item):
                items[-1] += words
            else:
                items.append(words)
        around = [each.get(LIST_STYLE, "") for each in (element, *element.iterancestors(f"{TEXT}list"))]
        style = next(filter(None, around), "")
        tag = "ol" if (style, len(around)) in self.numbered else "ul"
        yield f"<{tag}>{''.join(f'<li>{words}</li>' for words in items)}</{tag}>"

    def _faced(self, element: _Element) -> Iterator[str]:
        style = self.styles.get(element.get(f"{TEXT}style-name", ""), _Style(""))
        tags = style.tags
        if style.name == f"{PART}dateline":
            yield from ('<span class="part-dateline">', *self.children(element), "</span>")
            return
        yield from (f"<{tag}>" for tag in tags)
        yield from self.children(element)
        yield from (f"</{tag}>" for tag in reversed(tags))

    def _cell(self, element: _Element) -> Iterator[str]:
        spans = (
            f' {name}="{min(int(number), 1000)}"'
            for name in ("colspan", "rowspan")
            if (number := element.get(f"{TABLE}number-{name.replace('span', '')}s-spanned", "")).isdigit()
        )
        tag = "th" if next(element.iterancestors(f"{TABLE}table-header-rows"), None) is not None else "td"
        yield from (f"<{tag}{''.join(spans)}>", *self.children(element), f"</{tag}>")

    def _note(self, element: _Element) -> Iterator[str]:
        body = element.find(f"{TEXT}note-body")
        number = len(self.notes) + 1
        self.notes.append("")  # a note in a note has the next number
        self.notes[number - 1] = "".join(self.children(body)) if body is not None else ""
        yield f'<sup><a href="#footnote-{number}" id="footnote-ref-{number}">[{number}]</a></sup>'

    def notes_at_end(self) -> str:
        """The notes as a list, to which the figures in the text lead."""
        items = (
            f'<li id="footnote-{number}">{words} <p><a href="#footnote-ref-{number}">↑</a></p></li>'
            for number, words in enumerate(self.notes, 1)
        )
        return f"<ol>{''.join(items)}</ol>" if self.notes else ""

    def _picture(self, element: _Element) -> Iterator[str]:
        name = element.get(f"{XLINK}href", "")
        kind = guess_type(name)[0] or ""
        data = self.parts.get(name, b"")
        frame = next(element.iterancestors(f"{DRAW}frame"), element)
        alt = " ".join(filter(None, (frame.findtext(f"{SVG}title"), frame.findtext(f"{SVG}desc"))))
        if not data or not kind.startswith("image/") or len(data) > LARGEST_PICTURE:
            self.losses.append(Loss(LossKind.PICTURE, " ".join(filter(None, (name, alt)))))
            return
        yield f'<img src="data:{kind};base64,{base64.b64encode(data).decode("ascii")}" alt="{escape(alt)}">'


_KINDS: Mapping[str, Callable[[_Page, _Element], Iterator[str]]] = {
    f"{TEXT}p": _Page._paragraph,
    f"{TEXT}h": _Page._paragraph,
    f"{TEXT}list": _Page._list,
    f"{TEXT}s": _Page._spaces,
    f"{TEXT}a": _Page._link,
    f"{TEXT}note": _Page._note,
    f"{TABLE}table-cell": _Page._cell,
    f"{DRAW}image": _Page._picture,
}
"""How each kind of element becomes HTML; what is in none of the tables is its children, in the face of its style."""
