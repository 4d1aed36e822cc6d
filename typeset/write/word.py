"""An article -> a Word file in which editors go on writing, and which our reader reads back with all its parts.

Each part of the release has a style of its own (`Part kicker`, `Part contact-name`), so a file that was edited in Word
still says what each line is. Arabic needs more than letters: every paragraph and the section itself run from right to
left (`w:bidi`), every run says that it is complex script (`w:rtl`, with its own bold, italic, size and face), tables
are mirrored. The shipped styles of python-docx space the letters of titles, which tears Arabic apart: that is taken
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from typeset.model.article import Article, Block, Figure, Heading, List, Paragraph, Photo, Quotation, Table
from typeset.model.labels import labels_for
from typeset.model.picture import Picture
from typeset.model.text import MarkKind, Text
from typeset.write import parts
from typeset.write.parts import Piece, pieces
from typeset.write.word_package import EMPTY, Notes, element, numbering, sealed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

FACES = {"rtl": "Amiri", "ltr": "Source Serif 4"}
"""Asked for first; a machine without them shows its own."""
SIZE = 13
"""Points of the text."""
SHEET = (210, 297)
"""mm: A4."""
WIDEST = 145
"""mm of a picture: the width between the margins of A4."""
DEEPEST_LIST = 3
"""Levels of lists for which Word's own styles are there."""
TURNED = {"bold": "w:bCs", "italic": "w:iCs"}


def docx(article: Article, pictures: Mapping[str, Picture] = EMPTY) -> bytes:
    """The Word file; `pictures` by their sources: one that is not among them is named in brackets where it stands."""
    import docx as library

    document = library.Document()
    writer = _Writer(document, article, pictures)
    writer.set_up()
    writer.write()
    return sealed(document, article, writer.notes)


class _Writer:
    """Writes paragraph after paragraph; knows the direction, the pictures and the footnotes."""

    def __init__(self, document: Document, article: Article, pictures: Mapping[str, Picture]) -> None:
        self.document = document
        self.article = article
        self.pictures = pictures
        self.is_rtl = article.direction == "rtl"
        self.notes = Notes(article)
        self.comma = "،" if self.is_rtl and article.language != "he" else ","
        self.credit = labels_for(article.language, article.direction).credit

    def set_up(self) -> None:
        """The styles and the section: face, size, language and direction; no letters apart."""
        for style in self.document.styles.element.iter(*map(_tag, ("w:style",))):
            for spaced in style.findall(f".//{_tag('w:rPr')}/{_tag('w:spacing')}"):
                spaced.getparent().remove(spaced)
        for style in self.document.styles:
            if style.name in {"Title", "Caption", "Quote"} or style.name.startswith("Heading"):
                style.font.color.rgb = _ink()
        quote = self.document.styles["Quote"]
        quote.font.italic = False  # Arabic has no italic: a slanted one is torn letters
        quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = _millimetres(8)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FACES[self.article.direction], _points(SIZE)
        run = normal.element.get_or_add_rPr()
        run.get_or_add_rFonts().set(_tag("w:cs"), FACES[self.article.direction])
        run.append(element("w:szCs", val=str(2 * SIZE)))
        run.append(element("w:lang", val=self.article.language, bidi=self.article.language))
        if self.is_rtl:
            normal.element.get_or_add_pPr().append(element("w:bidi"))
        for section in self.document.sections:
            section.page_width, section.page_height = map(_millimetres, SHEET)
            if self.is_rtl:
                section._sectPr.append(element("w:bidi"))

    def write(self) -> None:
        """The release from top to bottom."""
        article = self.article
        for part in parts.head(article):
            self.part(part)
        self.paragraph("Title", article.headline)
        if article.subheadline:
            self.part(parts.Part("subheadline", article.subheadline))
        self.blocks(article.body)
        for photo in article.photos:
            self.figure(photo)
        for part in parts.foot(article):
            self.part(part)

    def part(self, part: parts.Part) -> None:
        """A line outside the body, in the style of its part."""
        made = self.paragraph(self.style(part.name), Text(f"{part.label}: ") if part.label else Text(""))
        self.runs(made, part.text)

    def style(self, name: str) -> str:
        """The style of a part, made when it is first needed."""
        from docx.enum.style import WD_STYLE_TYPE

        title = f"Part {name}"
        if title not in [style.name for style in self.document.styles]:
            kind = WD_STYLE_TYPE.CHARACTER if name == "dateline" else WD_STYLE_TYPE.PARAGRAPH
            style = self.document.styles.add_style(title, kind)
            if kind is WD_STYLE_TYPE.PARAGRAPH:
                style.base_style = self.document.styles["Normal"]
            if name in {"kicker", "label", "dateline", "release"}:
                style.font.bold = True
                style.element.get_or_add_rPr().append(element(TURNED["bold"]))
        return title

    def blocks(self, blocks: Iterable[Block]) -> None:
        """The body, its first paragraph behind the dateline."""
        dateline = self.article.dateline
        for block in blocks:
            if dateline and isinstance(block, Paragraph):
                made = self.paragraph("Normal", Text(""))
                self.runs(made, dateline, self.style("dateline"))
                self.runs(made, Text(" "))
                self.runs(made, block.text)
                dateline = Text("")
            else:
                self.block(block)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.paragraph(f"Heading {block.level}", block.text)
        elif isinstance(block, Paragraph):
            self.paragraph("Normal", block.text)
        elif isinstance(block, Quotation):
            self.quotation(block)
        elif isinstance(block, List):
            self.list(block, numbering(self.document, block))
        elif isinstance(block, Figure):
            self.figure(block.photo)
        else:
            self.table(block)

    def quotation(self, block: Quotation) -> None:
        for text in block.paragraphs:
            self.paragraph("Quote", text)
        if block.speaker or block.role:
            made = self.paragraph("Quote", Text("— "))
            self.runs(made, block.speaker)
            if block.role:
                self.runs(made, Text(f"{self.comma} "))
                self.runs(made, block.role)

    def list(self, block: List, number: int, level: int = 0) -> None:
        for item in block.items:
            made = self.paragraph("List Paragraph", item.text)
            properties = element("w:numPr")
            properties.append(element("w:ilvl", val=str(min(level, DEEPEST_LIST - 1))))
            properties.append(element("w:numId", val=str(number)))
            made._p.get_or_add_pPr().append(properties)
            if item.children:
                own = number if item.children.ordered == block.ordered else numbering(self.document, item.children)
                self.list(item.children, own, level + 1)

    def figure(self, photo: Photo) -> None:
        """A photo, its caption and its credit under it; where it cannot be had, what it shows in brackets."""
        picture = self.pictures.get(photo.source)
        if picture is None or picture.is_drawing:
            made = self.paragraph("Normal", Text(f"[{photo.alt or photo.source}] "))
            self.caption(made, photo)
            return
        from docx.shared import Emu

        made = self.document.add_paragraph()
        self.turn(made)
        shape = made.add_run().add_picture(BytesIO(picture.data))
        if shape.width > (widest := _millimetres(WIDEST)):
            shape.width, shape.height = widest, Emu(int(shape.height * widest / shape.width))
        shape._inline.docPr.set("descr", photo.alt)
        if photo.caption or photo.credit:
            self.caption(self.paragraph("Caption", Text("")), photo)

    def caption(self, paragraph: Any, photo: Photo) -> None:  # noqa: ANN401
        """Caption and credit, a line for each."""
        self.runs(paragraph, photo.caption)
        if photo.credit:
            if photo.caption:
                paragraph.add_run().add_break()
            self.runs(paragraph, Text(f"{self.credit} "))
            self.runs(paragraph, photo.credit)

    def table(self, block: Table) -> None:
        made = self.document.add_table(len(block.rows), len(block.rows[0]), self.document.styles["Table Grid"])
        if self.is_rtl:
            made._tblPr.append(element("w:bidiVisual"))
        for at, row in enumerate(block.rows):
            if at < block.header_rows:
                made.rows[at]._tr.get_or_add_trPr().append(element("w:tblHeader"))
            for cell, text in zip(made.rows[at].cells, row, strict=True):
                self.turn(cell.paragraphs[0])
                self.runs(cell.paragraphs[0], text)
        if block.caption:
            self.paragraph("Caption", block.caption)

    def paragraph(self, style: str, text: Text) -> Any:  # noqa: ANN401 - python-docx' paragraph
        made = self.document.add_paragraph(style=style)
        self.turn(made)
        self.runs(made, text)
        return made

    def turn(self, paragraph: Any) -> None:  # noqa: ANN401
        """Let a paragraph run from the right."""
        if self.is_rtl:
            paragraph._p.get_or_add_pPr().append(element("w:bidi"))

    def runs(self, paragraph: Any, text: Text, style: str = "") -> None:  # noqa: ANN401
        """The words of a text as runs, each with the marks that it carries."""
        for piece in pieces(text):
            if piece.note:
                self.notes.cite(paragraph, piece.note)
            else:
                self.run(paragraph, piece, style)

    def run(self, paragraph: Any, piece: Piece, style: str) -> None:  # noqa: ANN401
        made = paragraph.add_run(style=style or None)
        if MarkKind.LINE_BREAK in piece.marks:
            made.add_break()
            return
        made.text = piece.words
        properties = made._r.get_or_add_rPr()
        if MarkKind.STRONG in piece.marks:
            made.bold = True
            properties.append(element(TURNED["bold"]))
        if MarkKind.EMPHASIS in piece.marks:
            made.italic = True
            properties.append(element(TURNED["italic"]))
        made.font.superscript = True if MarkKind.SUPERSCRIPT in piece.marks else None
        made.font.subscript = True if MarkKind.SUBSCRIPT in piece.marks else None
        if MarkKind.CODE in piece.marks:
            made.font.name = "Courier New"
        if language := piece.marks.get(MarkKind.LANGUAGE):
            properties.append(element("w:lang", val=language, bidi=language))
        elif self.is_rtl:
            properties.append(element("w:rtl"))
        if address := piece.marks.get(MarkKind.LINK):
            self.link(paragraph, made._r, address)

    def link(self, paragraph: Any, run: BaseOxmlElement, address: str) -> None:  # noqa: ANN401
        """Put a run into a hyperlink."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        link = element("w:hyperlink")
        link.set(_tag("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.append(link)
        link.append(run)


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    tag: str = qn(name)
    return tag


def _points(size: float) -> Any:  # noqa: ANN401
    from docx.shared import Pt

    return Pt(size)


def _millimetres(length: float) -> Any:  # noqa: ANN401
    from docx.shared import Mm

    return Mm(length)


def _ink() -> Any:  # noqa: ANN401
    """Near black, for titles: the shipped styles have them in blue."""
    from docx.shared import RGBColor

    return RGBColor(0x1A, 0x1A, 0x1A)
