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

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from typeset.errors import ArticleError, Message
from typeset.model.article import Block, Figure, Heading, Note, Paragraph
from typeset.model.text import NO_TEXT, Text
from typeset.read import assemble
from typeset.read.assemble import Caption, Piece, with_captions, with_subheadings
from typeset.read.block_builder import COMMA, DASH, BlockBuilder, Spoken
from typeset.read.draft import Loss, LossKind
from typeset.read.formats import html_table
from typeset.read.formats.html_inline import BLOCKS, PICTURES, SILENT, WITHOUT_WORDS, TextRun, WebPage
from typeset.read.fragments import joined, not_bold, part, stripped

if TYPE_CHECKING:
    from lxml.html import HtmlElement


_HEADING = re.compile(r"h([1-6])")


@dataclass(slots=True)
class Elements:
    """Reads elements; gathers the footnotes met on the way."""

    page: WebPage
    builder: BlockBuilder[HtmlElement] = field(init=False)

    def __post_init__(self) -> None:
        self.builder = BlockBuilder(self.page.lose)

    def blocks(self, element: HtmlElement) -> list[Block]:
        """The blocks of an element's contents."""
        return list(with_subheadings(with_captions(self._pieces(element))))

    def _pieces(self, element: HtmlElement) -> list[Piece]:
        made: list[Piece] = []
        run = TextRun(self.page)
        self._contents(element, run, made)
        self._end(run, made)
        return made

    def _contents(self, element: HtmlElement, run: TextRun, made: list[Piece]) -> None:
        line = self.page.line(element)
        run.add(element.text or "", line)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, run, made)
            run.add(child.tail or "", line)

    def _child(self, child: HtmlElement, run: TextRun, made: list[Piece]) -> None:
        """One element: a break, a picture, a reference, a block, or words with a mark."""
        if child.tag in SILENT:
            self._report(child)
        elif child.get("id") in self.page.notes:
            self._end(run, made)
            made += self._note(child)
        elif child.tag == "br":
            run.end_line()
        elif child.tag in PICTURES:
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
        """Reports the words of elements that are left out (a button, the fallback text of a video)."""
        words = "" if element.tag in WITHOUT_WORDS else " ".join(element.text_content().split())
        if words:
            self.page.lose(LossKind.WORDS, words, element)

    def _end(self, run: TextRun, made: list[Piece]) -> None:
        """Close the line: its words are a paragraph, its pictures are figures."""
        text = stripped(run.text())
        if text:
            made.append(Paragraph(text))
        made += map(Figure, run.pictures)
        run.pictures = []

    def _block(self, element: HtmlElement) -> Sequence[Piece]:
        if match := _HEADING.fullmatch(element.tag):
            return [
                Heading(not_bold(piece.text), int(match[1])) if isinstance(piece, Paragraph) else piece
                for piece in self._pieces(element)
            ]
        return _READ.get(element.tag, Elements._pieces)(self, element)

    def _caption(self, element: HtmlElement) -> list[Piece]:
        texts, figures = assemble.flattened(self.blocks(element))
        return [*figures, *([Caption(joined(texts))] if texts else [])]

    def _quotation(self, element: HtmlElement) -> list[Block]:
        signed = len(element) > 0 and element[-1].tag == "footer"
        return self.builder.quotation(self.blocks(element), element, lambda texts: _spoken(texts, signed=signed))

    def _list(self, element: HtmlElement) -> list[Block]:
        return self.builder.list_of(self._items(element), _start(element) if element.tag == "ol" else None)

    def _items(self, element: HtmlElement) -> Iterator[tuple[list[Block], HtmlElement]]:
        """The items of a list, and what stands in it without being one; words between them are reported."""
        self._report_between(element, element.text)
        for child in element:
            self._report_between(element, child.tail)
            if not isinstance(child.tag, str) or child.tag in SILENT:
                continue
            if child.get("id") in self.page.notes:
                yield self._note(child), child
            else:
                yield (self.blocks(child) if child.tag == "li" else list(with_captions(self._block(child)))), child

    def _table(self, element: HtmlElement) -> list[Piece]:
        figures: list[Figure] = []

        def read(cell: HtmlElement) -> list[Block]:
            blocks = self.blocks(cell)
            figures.extend(block for block in blocks if isinstance(block, Figure))
            return blocks

        return [*html_table.table(element, read), *figures, *self._captions(element)]

    def _captions(self, table: HtmlElement) -> Iterator[Piece]:
        for child in table:
            if child.tag == "caption":
                yield from self._caption(child)

    def _code(self, element: HtmlElement) -> list[Block]:
        return self.builder.code(element.text_content().strip("\n").rstrip(), self.page.line(element))

    def _rule(self, element: HtmlElement) -> list[Block]:
        return self.builder.rule(element)

    def _note(self, element: HtmlElement) -> list[Block]:
        """A footnote is set at its reference, wherever it stands; its pictures stay where they are."""
        return [*self.builder.note(self.page.notes[str(element.get("id"))], self.blocks(element))]

    def _cited(self, element: HtmlElement) -> str:
        """The key of the footnote that a link leads to, if any."""
        return self.page.notes.get(str(element.get("href") or "")[1:], "") if element.tag == "a" else ""

    def _report_between(self, element: HtmlElement, words: str | None) -> None:
        if words and words.strip():
            self.page.lose(LossKind.WORDS, words, element)


_READ: dict[str, Callable[[Elements, HtmlElement], Sequence[Piece]]] = {
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


def _spoken(texts: Sequence[Text], *, signed: bool) -> Spoken:
    """A quotation with its speaker, and the speaker's role behind a comma."""
    quoted, speaker = _quoted_and_speaker(texts, signed=signed)
    comma = COMMA.search(speaker.text)
    if not comma:
        return Spoken(tuple(quoted), speaker)
    return Spoken(tuple(quoted), part(speaker, 0, comma.start()), part(speaker, comma.end(), len(speaker.text)))


def _quoted_and_speaker(texts: Sequence[Text], *, signed: bool) -> tuple[list[Text], Text]:
    """The paragraphs of a quotation, and its speaker: the last line, where a dash or `signed` says so."""
    *others, last = texts
    cut = last.text.rfind("\n") + 1
    line = part(last, cut, len(last.text))
    dash = DASH.match(line.text)
    if not (dash or (signed and not cut)) or not (others or cut):
        return list(texts), NO_TEXT
    speaker = part(line, dash.end() if dash else 0, len(line.text))
    return [*others, *([stripped(part(last, 0, cut))] if cut else [])], speaker


# HTML as text -> a tree, and a tree -> blocks; for pages, and for the HTML that other formats carry.


DEEPEST = 120
"""Elements inside one another; libxml2 itself gives up at 256."""

_CLOSED = re.compile(r"(<html\b[^<>]{0,500}?)\s*/>", re.IGNORECASE)
"""An `<html />` that ends where it begins, after which libxml2 sees nothing."""

_REFERENCE = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡])[\])]?\s*")


@dataclass(frozen=True, slots=True)
class Contents:
    """The blocks, footnotes and losses of an element."""

    blocks: list[Block]
    notes: tuple[Note, ...]
    losses: tuple[Loss, ...]


def parsed(text: str, name: str) -> HtmlElement:
    """The page as a tree with a body; comments are gone. Raises ArticleError: nothing is in it, or it is too deep."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        page = document_fromstring(_CLOSED.sub(r"\1>", text, count=1).encode("utf-8"), parser)
    except etree.LxmlError:
        raise ArticleError(
            Message("{name} has no text.", name=name), hint="Check that the page was saved whole."
        ) from None
    is_deep = _depth(page) > DEEPEST
    if is_deep:
        etree.strip_tags(page, "font", "span", "big", "small", "center")  # old pages never close them
        is_deep = _depth(page) > DEEPEST
    if is_deep or any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise ArticleError(
            Message("{name}: elements stand more than {deepest} deep inside one another.", name=name, deepest=DEEPEST),
            hint="Save the page as plain text, or copy the article out of it.",
        )
    _complete_body(page)
    return page


_OF_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})


def _complete_body(page: HtmlElement) -> None:
    """Move what libxml2 leaves in the head, as it does not know `article` and the like, to the start of the body."""
    if page.find("body") is None:
        page.append(page.makeelement("body"))
    body, head = page.find("body"), page.find("head")
    stray = [child for child in head if child.tag not in _OF_HEAD] if head is not None else []
    for place, child in enumerate(stray):
        body.insert(place, child)


def contents(
    element: HtmlElement,
    *,
    complete: Callable[[str], str] = str,
    line: Callable[[HtmlElement], int] = lambda _: 0,
    language: str = "",
) -> Contents:
    """The blocks in an element.

    `complete` makes relative addresses absolute; `line` tells an element's line in the source; words in `language`
    need no mark of their language.
    """
    page = WebPage(complete, line, _footnotes(element), language=language)
    reader = Elements(page)
    blocks = reader.blocks(element)
    return Contents(blocks, tuple(reader.builder.notes.values()), tuple(page.losses))


def _depth(page: HtmlElement) -> int:
    """The number of elements that stand inside one another at the deepest place."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _footnotes(root: HtmlElement) -> dict[str, str]:
    """The footnotes that links in the text lead to, by their id, each with its key; the links back are taken out."""
    targets = {str(name): each for each in root.iter() for name in (each.get("id"), each.get("name")) if name}
    notes: dict[str, str] = {}
    owners: dict[HtmlElement, str] = {}
    for link in list(root.iter("a")):
        address = str(link.get("href") or "")
        if not address.startswith("#"):
            continue
        if any(above in owners for above in link.iterancestors()):
            link.drop_tree()
            continue
        target = targets.get(address[1:])
        note = target.getparent() if target is not None and target.tag == "a" else target
        match = _REFERENCE.fullmatch(link.text_content())
        if match and note is not None and note not in link.iterancestors():
            _name(note, address[1:], match[1], notes, owners)
    return notes


def _name(note: HtmlElement, id_: str, key: str, notes: dict[str, str], owners: dict[HtmlElement, str]) -> None:
    """Registers an element as the footnote of a key; a second footnote with the same key gets a suffix."""
    if note not in owners:
        taken = set(notes.values())
        owners[note] = key if key not in taken else f"{key}-{len(taken)}"
        note.set("id", id_)
    notes[id_] = owners[note]
