"""Elements of HTML -> blocks of an article.

Only what an article is made of is taken up; nothing of HTML itself is passed on.

- A paragraph that is bold as a whole, short, without punctuation at its end, over another paragraph, is a subheading:
  so people write who do not use styles.
- `figcaption` belongs to the picture or table before it, else to the one after it; a last line that begins with
  `تصوير:` is the credit.
- The last line of a `blockquote` names its speaker where it begins with a dash, or is a `footer`.
- A table of one column is no table but the blocks in its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from typeset.article import (
    NO_TEXT,
    Block,
    Figure,
    Heading,
    List,
    ListItem,
    Mark,
    MarkKind,
    Note,
    Paragraph,
    Quotation,
    Text,
)
from typeset.read import flat, grid
from typeset.read.loss import Kind
from typeset.read.passages import joined, not_bold, part, stripped
from typeset.read.pieces import Caption, Piece, titled, together
from typeset.read.runs import Page, Run
from typeset.read.tags import BLOCKS, SILENT, WITHOUT_WORDS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADING = re.compile(r"h([1-6])")
_DASH = re.compile(r"(?:[—–―]|--)\s*")
_COMMA = re.compile(r"\s*[،,]\s*")


@dataclass(slots=True)
class Elements:
    """Reads elements; gathers the footnotes met on the way."""

    page: Page
    notes: dict[str, Note] = field(default_factory=dict)

    def blocks(self, element: HtmlElement) -> list[Block]:
        """The blocks of an element's contents."""
        return list(titled(together(self._pieces(element))))

    def _pieces(self, element: HtmlElement) -> list[Piece]:
        made: list[Piece] = []
        run = Run(self.page)
        self._contents(element, run, made)
        self._end(run, made)
        return made

    def _contents(self, element: HtmlElement, run: Run, made: list[Piece]) -> None:
        line = self.page.line(element)
        run.add(element.text or "", line)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, run, made)
            run.add(child.tail or "", line)

    def _child(self, child: HtmlElement, run: Run, made: list[Piece]) -> None:
        """One element: a break, a picture, a reference, a block, or words with a mark."""
        if child.tag in SILENT:
            self._report(child)
        elif child.get("id") in self.page.notes:
            self._note(child)
        elif child.tag == "br":
            run.end_line()
        elif child.tag == "img":
            run.show(child)
        elif child.tag in BLOCKS:
            self._end(run, made)
            made += self._block(child)
        elif key := self._cited(child):
            run.cite(key)
        else:
            start = run.length
            self._contents(child, run, made)
            run.mark(child, min(start, run.length))

    def _report(self, element: HtmlElement) -> None:
        """Words where no text is expected (a button, a film's substitute) are left out, not forgotten."""
        words = "" if element.tag in WITHOUT_WORDS else " ".join(element.text_content().split())
        if words:
            self.page.lose(Kind.WORDS, words, element)

    def _end(self, run: Run, made: list[Piece]) -> None:
        """Close the line: its words are a paragraph, its pictures are figures."""
        text = stripped(run.text())
        if text:
            made.append(Paragraph(text))
        made += map(Figure, run.pictures)
        run.pictures = []

    def _block(self, element: HtmlElement) -> list[Piece]:
        if found := _HEADING.fullmatch(element.tag):
            return [
                Heading(not_bold(piece.text), int(found[1])) if isinstance(piece, Paragraph) else piece
                for piece in self._pieces(element)
            ]
        return _READ.get(element.tag, Elements._pieces)(self, element)

    def _caption(self, element: HtmlElement) -> list[Piece]:
        texts, figures = flat.parted(self.blocks(element))
        return [*figures, *([Caption(joined(texts))] if texts else [])]

    def _quotation(self, element: HtmlElement) -> list[Piece]:
        blocks = self.blocks(element)
        texts, figures = flat.parted(blocks)
        if not flat.is_plain(blocks):
            self.page.lose(Kind.STRUCTURE, "what a quotation holds besides paragraphs is paragraphs now", element)
        if not texts:
            return list(figures)
        said, by = _said_and_by(texts, signed=len(element) > 0 and element[-1].tag == "footer")
        comma = _COMMA.search(by.text)
        speaker = part(by, 0, comma.start()) if comma else by
        role = part(by, comma.end(), len(by.text)) if comma else NO_TEXT
        return [Quotation(tuple(said), speaker, role), *figures]

    def _list(self, element: HtmlElement) -> list[Piece]:
        items: list[ListItem] = []
        figures: list[Figure] = []
        self._report_between(element, element.text)
        for child in element:
            self._report_between(element, child.tail)
            if not isinstance(child.tag, str) or child.tag in SILENT:
                continue
            if child.get("id") in self.page.notes:
                self._note(child)
                continue
            blocks = self.blocks(child) if child.tag == "li" else list(together(self._block(child)))
            figures += (block for block in blocks if isinstance(block, Figure))
            if not flat.is_plain_item(blocks):
                self.page.lose(Kind.STRUCTURE, "an item of a list holds lines and one list now", child)
            if item := flat.item(blocks):
                items.append(item)
        ordered = element.tag == "ol"
        return [*([List(tuple(items), ordered, _start(element) if ordered else 1)] if items else []), *figures]

    def _table(self, element: HtmlElement) -> list[Piece]:
        figures: list[Figure] = []

        def read(cell: HtmlElement) -> list[Block]:
            blocks = self.blocks(cell)
            figures.extend(block for block in blocks if isinstance(block, Figure))
            return blocks

        return [*grid.table(element, read), *figures, *self._captions(element)]

    def _captions(self, table: HtmlElement) -> Iterator[Piece]:
        for child in table:
            if child.tag == "caption":
                yield from self._caption(child)

    def _code(self, element: HtmlElement) -> list[Piece]:
        """Lines as they stand."""
        words = element.text_content().strip("\n").rstrip()
        breaks = (Mark(found.start(), found.end(), MarkKind.LINE_BREAK) for found in re.finditer("\n", words))
        marks = (Mark(0, len(words), MarkKind.CODE), *breaks)
        return [Paragraph(Text(words, marks, self.page.line(element)))] if words.strip() else []

    def _rule(self, element: HtmlElement) -> list[Piece]:
        self.page.lose(Kind.STRUCTURE, "a line across the page is left out", element)
        return []

    def _note(self, element: HtmlElement) -> None:
        """A footnote is set at its reference, wherever it stands; a second one of the same key goes on the first."""
        key = self.page.notes[str(element.get("id"))]
        texts, _ = flat.parted(self.blocks(element))
        known = [self.notes[key].text] if key in self.notes else []
        self.notes[key] = Note(key, joined([*known, *texts]))

    def _cited(self, element: HtmlElement) -> str:
        """The key of the footnote that a link leads to, if any."""
        return self.page.notes.get(str(element.get("href") or "")[1:], "") if element.tag == "a" else ""

    def _report_between(self, element: HtmlElement, words: str | None) -> None:
        if words and words.strip():
            self.page.lose(Kind.WORDS, words, element)


_READ: dict[str, Callable[[Elements, HtmlElement], list[Piece]]] = {
    "blockquote": Elements._quotation,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), Elements._list),
    "table": Elements._table,
    "figcaption": Elements._caption,
    "pre": Elements._code,
    "hr": Elements._rule,
}


def _start(element: HtmlElement) -> int:
    """The first number of an ordered list."""
    written = str(element.get("start") or "1")
    return int(written) if written.isdecimal() and len(written) < 6 else 1


def _said_and_by(texts: Sequence[Text], *, signed: bool) -> tuple[list[Text], Text]:
    """The paragraphs of a quotation, and its speaker: the last line, where a dash or `signed` says so."""
    *others, last = texts
    cut = last.text.rfind("\n") + 1
    line = part(last, cut, len(last.text))
    dash = _DASH.match(line.text)
    if not (dash or (signed and not cut)) or not (others or cut):
        return list(texts), NO_TEXT
    by = part(line, dash.end() if dash else 0, len(line.text))
    return [*others, *([stripped(part(last, 0, cut))] if cut else [])], by
