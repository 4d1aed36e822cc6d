"""PDF -> blocks, from what preflight has read on its pages.

Where the file is tagged, headings, lists, tables, quotations, captions and footnotes are what its structure says. Where
it is not, a heading is larger or bolder than the text, a paragraph ends where a line stays short, the leading grows
or a line is indented, and lists are told by their signs, as in plain text. In both, the largest line of the first page
is the headline.

Lines that stand at the same place of several pages, and page numbers, are left out and reported. Pictures come
along. A PDF says nothing of what belongs together but by its look: read the page once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median
from typing import ClassVar

from typeset.errors import ArticleError, Message
from typeset.model.article import Block, Figure, Heading, List, ListItem, Note, Paragraph, Photo, Quotation, Table
from typeset.model.printed import NOTE_SIGN, PrintedLine, PrintedPassage, PrintedPicture, PrintedText
from typeset.model.text import Mark, MarkKind, Text
from typeset.read import assemble, parts
from typeset.read.draft import Draft, Fields, Loss, LossKind
from typeset.read.formats import pdf_lines
from typeset.read.fragments import LONGEST_SUBHEADING, folded, joined, part, stripped
from typeset.read.source import SourceFile

HEADINGS = {"Title": 1, "H": 2, **{f"H{level}": level for level in range(1, 7)}}
NOTES = frozenset({"Note", "FENote"})
CELLS = frozenset({"TD", "TH"})
LARGER = 1.15
"""How much larger than the text a heading is."""
LONGEST_HEADING = 300
LONGEST_KICKER = 60
LONGEST_ABOVE = 160
"""Characters of a line above the headline; MOST_ABOVE of them."""
MOST_ABOVE = 10
FAR = 4
"""How far under its picture a caption begins, in em."""
_NUMBER = re.compile(r"\d+")
_NOTE = re.compile(f"[ \xa0]*([{chr(NOTE_SIGN)}-{chr(NOTE_SIGN + 9)}]+)")
_SENTENCE_END = re.compile(r"[.!?؟…۔:：;؛،,][\"'»”’)\]]*$")
_BEFORE_ROLE = re.compile(r"\s·\s|[،,]")
_NO_HEADING = re.compile(r"[.…۔:：;؛،,][\"'»”’)\]]*$")
_ITEM = re.compile(r"(?:[-–—•▪◦●○‣■□➢✓·*]|[.)]?(?P<number>\d{1,3})[.)\-–]|[.)](?P<last>\d{1,3}))[ \t\xa0]+")
_DOT = re.compile(r"\s+[·•|]\s+|\n")
_ADDRESS_AT_END = re.compile(r"\D{0,24}\s(?P<address>https?://\S+)")
_DASH = re.compile(r"^[—–-]\s*")


def draft(source: SourceFile) -> Draft:
    """The blocks of a PDF. Raises ArticleError: nobody has read its pages, or they hold no words."""
    pages = source.printed
    if pages is None or not pages.passages:
        raise ArticleError(
            Message("{name} is no PDF that can be read.", name=source.name),
            hint="Ask for the text it was made from.",
        )
    passages, losses = pdf_lines.without_running_heads(pages)
    reader = _Reader(pages, passages, losses)
    blocks, notes = reader.blocks()
    declared, blocks = reader.with_headline(blocks)
    if pages.is_unsure:
        losses.append(Loss(LossKind.UNSURE, ""))
    losses += (Loss(LossKind.WORDS, Message("a page: {why}", why=why)) for why in pages.unread)
    fallbacks: Fields = {"headline": Text(pages.title)} if pages.title else {}
    return Draft(tuple(blocks), declared, notes, tuple(losses), fallbacks)


class _Reader:
    """The blocks of one file: its passages, and the pictures between them."""

    def __init__(self, pages: PrintedText, passages: Sequence[PrintedPassage], losses: list[Loss]) -> None:
        self.pages = pages
        self.passages = passages
        self.losses = losses
        self.notes: list[Note] = []
        self.has_headings = any(passage.role in HEADINGS for passage in passages)
        self.by_look: list[tuple[float, Heading]] = []
        """Headings that are told by their look alone, and their size."""
        sizes = [line.size for passage in passages for line in passage.lines for _ in line.text]
        self.usual = median(sizes) if sizes else 0.0

    def blocks(self) -> tuple[list[Block], tuple[Note, ...]]:
        """The blocks in reading order, and the footnotes."""
        pieces: list[assemble.Piece] = []
        waiting = sorted(self.pages.pictures, key=lambda each: each.after)
        captioned = {id(passage): _above(passage, waiting) for passage in self.passages if passage.role == "Caption"}
        waiting = [picture for picture in waiting if picture not in captioned.values()]
        position = {id(passage): at for at, passage in enumerate(self.pages.passages, 1)}
        for _, members in groupby(self.passages, key=_whole):
            group = list(members)
            while waiting and waiting[0].after < position.get(id(group[0]), 0):
                pieces += self._figure(waiting.pop(0))
            if above := captioned.get(id(group[0])):
                pieces += self._figure(above)
            pieces += self._pieces(group)
        for picture in waiting:
            pieces += self._figure(picture)
        return list(assemble.with_captions(pieces)), tuple(self.notes)

    def _figure(self, picture: PrintedPicture) -> list[assemble.Piece]:
        if picture.source:
            return [Figure(Photo(picture.source, " ".join(picture.alt.split())))]
        words = Message("page {page} {alt}", page=picture.page, alt=picture.alt)
        self.losses.append(Loss(LossKind.PICTURE, words, hint="Ask for the picture itself."))
        return []

    def _pieces(self, group: list[PrintedPassage]) -> list[assemble.Piece]:
        """The blocks of passages that belong together: a list, a table, a quotation, or one paragraph over pages."""
        kind = _whole(group[0])[0]
        lines = [line for passage in group for line in passage.lines]
        if kind in self.BY_ROLE:
            return self.BY_ROLE[kind](self, group)
        if kind == "Caption":
            return [assemble.Caption(_text(lines))]
        return [Heading(_text(lines), HEADINGS[kind])] if kind in HEADINGS else [self._paragraph(lines)]

    def _paragraph(self, lines: Sequence[PrintedLine]) -> Heading | Paragraph:
        text = _text(lines)
        is_short = len(text.text) <= LONGEST_HEADING and not _SENTENCE_END.search(text.text)
        if is_short and min(line.size for line in lines) > LARGER * self.usual:
            self.by_look.append((min(line.size for line in lines), Heading(text, 2)))
            return self.by_look[-1][1]
        if address := _ADDRESS_AT_END.fullmatch(text.text):
            return Paragraph(Text(address["address"]))
        if not all(line.is_bold for line in lines):
            return Paragraph(text)
        if len(text.text) <= LONGEST_SUBHEADING and not _NO_HEADING.search(text.text) and not self.has_headings:
            return Heading(text, 3)
        return Paragraph(replace(text, marks=(*text.marks, Mark(0, len(text.text), MarkKind.STRONG))))

    def _untagged(self, group: Sequence[PrintedPassage]) -> Iterator[Block]:
        """The paragraphs of columns, headings among them by their look, lists by their signs."""
        from typeset.read.formats import text

        waiting: list[Text] = []
        for lines in pdf_lines.paragraphs(group):
            block = self._paragraph(lines)
            if isinstance(block, Paragraph) and not block.text.marks:
                waiting.append(block.text)
                continue
            yield from map(_unplaced, text.blocks("\n\n".join(each.text for each in waiting)))
            yield block
            waiting = []
        yield from map(_unplaced, text.blocks("\n\n".join(each.text for each in waiting)))

    def _list(self, group: Sequence[PrintedPassage], depth: int) -> List:
        """The list at this depth of the paths; deeper ones hang under their items."""
        items: list[ListItem] = []
        first: int | None = None
        for _, passages in groupby(group, key=lambda passage: passage.path[depth + 1 : depth + 2]):
            own: list[Text] = []
            inner: list[PrintedPassage] = []
            for passage in passages:
                if any(role == "L" for role, _ in passage.path[depth + 1 :]):
                    inner.append(passage)
                elif passage.role == "Lbl":
                    number = _NUMBER.search(_text(passage.lines).text)
                    first = int(number[0]) if number and first is None and not items else first
                else:
                    own.append(_text(passage.lines))
            text, item_number = _without_sign(joined(own, " "))
            first = item_number if first is None and not items else first
            children = self._list(inner, _depth_after(inner[0], depth)) if inner else None
            items.append(ListItem(text, children))
        return List(tuple(items), first is not None, first or 1)

    def _table(self, group: Sequence[PrintedPassage]) -> list[assemble.Piece]:
        captions = [assemble.Caption(_text(passage.lines)) for passage in group if passage.role == "Caption"]
        cells = [passage for passage in group if any(role in CELLS for role, _ in passage.path)]
        rows: dict[tuple[str, int], dict[tuple[str, int], list[PrintedLine]]] = {}
        for passage in cells:
            row = next((each for each in passage.path if each[0] == "TR"), ("", 0))
            cell = next(each for each in passage.path if each[0] in CELLS)
            rows.setdefault(row, {}).setdefault(cell, []).extend(passage.lines)
        table = [tuple((cell[0], _text(lines)) for cell, lines in row.items()) for row in rows.values()]
        heads = next((at for at, row in enumerate(table) if any(role != "TH" for role, _ in row)), len(table))
        has_column = all(row[0][0] == "TH" for row in table[heads:]) and heads < len(table)
        texts = tuple(tuple(text for _, text in row) for row in table)
        return [Table(texts, heads, int(has_column)), *captions] if texts else list(captions)

    def _note(self, group: Sequence[PrintedPassage]) -> list[assemble.Piece]:
        """A footnote, known by its number; one without a number is a paragraph."""
        words = " ".join(_text(passage.lines).text for passage in group)
        number = _NUMBER.search(words[:4])
        if not number:
            return [Paragraph(Text(words))]
        self.notes.append(Note(str(int(number[0])), Text(words[number.end() :].lstrip(" .)\xa0"))))
        return []

    BY_ROLE: ClassVar[Mapping[str, Callable[[_Reader, list[PrintedPassage]], list[assemble.Piece]]]] = {
        "": lambda self, group: list(self._untagged(group)),
        "L": lambda self, group: [self._list(group, _depth(group[0], "L"))],
        "Table": _table,
        "BlockQuote": lambda _, group: [_quotation([_text(passage.lines) for passage in group])],
        **dict.fromkeys(NOTES, _note),
    }
    """What becomes of passages in an element of this role."""

    def with_headline(self, blocks: list[Block]) -> tuple[Fields, list[Block]]:
        """The headline and the kicker as declared fields, and the blocks without them.

        Of what stands above the headline, what is known (a date, a number) stays; the rest is a letterhead.
        """
        largest = max(self.by_look, key=lambda pair: pair[0], default=None)
        if largest and not self.has_headings:
            blocks = [replace(largest[1], level=1) if block is largest[1] else block for block in blocks]
        at = _headline(blocks)
        if at is None or not isinstance(title := blocks[at], Heading):
            return {}, blocks
        fields: Fields = {"headline": replace(title.text, marks=())}
        lines = [
            line for block in blocks[:at] if isinstance(block, Heading | Paragraph) for line in _parted(block.text)
        ]
        known = [Paragraph(line) for line in lines if parts.is_head_line(line)]
        unknown = [line for line in lines if not parts.is_head_line(line)]
        if unknown and unknown[-1] is lines[-1] and len(unknown[-1].text) <= LONGEST_KICKER:
            fields["kicker"] = replace(unknown.pop(), marks=())
            known = [line for line in known if not parts.markers.KICKER.fullmatch(folded(line.text.text))]
        self.losses += (Loss(LossKind.AROUND, line.text) for line in unknown)
        pictures = [block for block in blocks[:at] if isinstance(block, Figure)]
        after = blocks[at + 1 :]
        if after and isinstance(after[0], Heading) and any(heading is after[0] for _, heading in self.by_look):
            after[0] = replace(after[0], level=1)
        return fields, [*known, *after[:1], *pictures, *after[1:]]


def _whole(passage: PrintedPassage) -> tuple[str, int]:
    """The outermost element that is one block: a list, a table, a quotation; else the innermost element."""
    for role, number in passage.path:
        if role in {"L", "Table", "BlockQuote", *NOTES}:
            return role, number
    return passage.path[-1] if passage.path else ("", 0)


def _depth(passage: PrintedPassage, role: str) -> int:
    return next(at for at, (each, _) in enumerate(passage.path) if each == role)


def _depth_after(passage: PrintedPassage, depth: int) -> int:
    return next(at for at, (role, _) in enumerate(passage.path) if role == "L" and at > depth)


def _text(lines: Sequence[PrintedLine]) -> Text:
    """The lines as one text, the numbers of its footnotes as marks."""
    words = pdf_lines.joined(lines)
    plain, marks, done = "", [], 0
    for sign in _NOTE.finditer(words):
        plain += words[done : sign.start()]
        number = "".join(str(ord(figure) - NOTE_SIGN) for figure in sign[1])
        marks.append(Mark(len(plain), len(plain), MarkKind.FOOTNOTE, number))
        done = sign.end()
    return Text(plain + words[done:], tuple(marks))


def _quotation(texts: list[Text]) -> Quotation:
    """A quotation; a last line after a dash, or with a middle dot in it, is its speaker, the role behind a comma."""
    *said, last = texts
    dash = _DASH.match(last.text)
    if not said or not (dash or " · " in last.text) or len(last.text) > LONGEST_SUBHEADING:
        return Quotation(tuple(texts))
    words = last.text[dash.end() if dash else 0 :]
    speaker, _, role = _BEFORE_ROLE.sub("\0", words, count=1).partition("\0")
    return Quotation(tuple(said), Text(speaker.strip()), Text(role.strip()))


def _without_sign(text: Text) -> tuple[Text, int | None]:
    """An item without the sign or number before it, and that number."""
    sign = _ITEM.match(text.text)
    if not sign:
        return text, None
    number = sign["number"] or sign["last"]
    return part(text, sign.end(), len(text.text)), int(number) if number else None


def _unplaced(block: Block) -> Block:
    """The block without lines of a file that nobody has."""
    if isinstance(block, Heading | Paragraph):
        return replace(block, text=replace(block.text, line=0, column=0))
    if isinstance(block, List):
        return replace(
            block, items=tuple(replace(item, text=replace(item.text, line=0, column=0)) for item in block.items)
        )
    return block


def _headline(blocks: Sequence[Block]) -> int | None:
    """The number of the block that is the headline: the first of level 1, else the first heading, if near the top."""
    heads = [(block.level, at) for at, block in enumerate(blocks) if isinstance(block, Heading)]
    if not heads:
        return None
    at = min(heads)[1] if min(heads)[0] == 1 else heads[0][1]
    above = blocks[:at]
    is_top = all(isinstance(block, Figure) or _is_short(block) for block in above) and len(above) <= MOST_ABOVE
    return at if is_top else None


def _is_short(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph) and len(block.text.text) <= LONGEST_ABOVE


def _parted(text: Text) -> Iterator[Text]:
    """What stands in one line above the headline, parted at dots and line ends, unless it is known as a whole."""
    whole = text.rewrite(lambda words: _DOT.sub(" ", words))
    if parts.is_head_line(whole):
        yield whole
        return
    start = 0
    for dot in re.finditer(rf"{_DOT.pattern}|$", text.text):
        if line := stripped(part(text, start, dot.start())):
            yield line
        start = dot.end()


def _above(caption: PrintedPassage, pictures: Sequence[PrintedPicture]) -> PrintedPicture | None:
    """The picture under which a caption stands."""
    first = caption.lines[0]
    for picture in pictures:
        left, bottom, right, _ = picture.box
        is_under = 0 < bottom - first.baseline < FAR * first.size and first.left < right and left < first.right
        if picture.page == caption.page and is_under:
            return picture
    return None
