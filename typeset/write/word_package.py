"""What python-docx leaves to others in a Word file: footnotes, lists that begin anew, and bytes that are the same."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from typeset.model.article import Article, List
from typeset.model.picture import Picture
from typeset.write.parts import pieces

if TYPE_CHECKING:
    from docx.document import Document

EMPTY: Mapping[str, Picture] = MappingProxyType({})
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that a zip archive can say; the day on which a file was made would make each another."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
RESERVED = 2
"""Footnotes that Word keeps for the line over them, so the first of a text is 2."""
LEVELS = 3
INDENT = 720
"""Twentieths of a point for each level of a list: half an inch, as Word has it."""


def element(name: str, **values: str) -> Any:  # noqa: ANN401 - an element of lxml with python-docx' class
    """An element of a Word file with attributes of its namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def numbering(document: Document, block: List) -> int:
    """The id of a numbering of its own for a list: bullets, or figures from where it starts."""
    root = document.part.numbering_part.element
    ids = [int(one.get(f"{{{WORD}}}abstractNumId")) for one in root.iterchildren(f"{{{WORD}}}abstractNum")]
    shape = element("w:abstractNum", abstractNumId=str(max(ids, default=0) + 1))
    shape.append(element("w:multiLevelType", val="multilevel"))
    for level in range(LEVELS):
        one = element("w:lvl", ilvl=str(level))
        one.append(element("w:start", val=str(block.start if block.ordered and not level else 1)))
        one.append(element("w:numFmt", val="decimal" if block.ordered else "bullet"))
        one.append(element("w:lvlText", val=f"%{level + 1}." if block.ordered else "•"))
        one.append(element("w:lvlJc", val="start"))
        place = element("w:pPr")
        place.append(element("w:ind", start=str(INDENT * (level + 1)), hanging=str(INDENT // 2)))
        one.append(place)
        shape.append(one)
    first = root.find(f"{{{WORD}}}num")
    if first is None:
        root.append(shape)
    else:
        first.addprevious(shape)
    return int(root.add_num(int(shape.get(f"{{{WORD}}}abstractNumId"))).numId)


class Notes:
    """The footnotes of a release, in the part of the file that Word keeps them in."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.numbers = {note.key: number for number, note in enumerate(article.notes, RESERVED)}

    def cite(self, paragraph: Any, key: str) -> None:  # noqa: ANN401
        """Refer to a footnote at the end of what a paragraph has so far; one that is not there is passed over."""
        if key in self.numbers:
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(element("w:footnoteReference", id=str(self.numbers[key])))

    def add_to(self, document: Document) -> None:
        """Put the footnotes into the file, where there are any."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        if not self.numbers:
            return
        root = etree.Element(f"{{{WORD}}}footnotes", nsmap={"w": WORD})
        for number, kind in enumerate(("separator", "continuationSeparator")):
            self._note(root, number, "", kind)
        for note in self.article.notes:
            self._note(root, self.numbers[note.key], "".join(piece.words for piece in pieces(note.text)))
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, data, document.part.package)
        document.part.relate_to(part, RELATION)

    def _note(self, root: Any, number: int, words: str, kind: str = "") -> None:  # noqa: ANN401
        from lxml import etree

        note = etree.SubElement(root, f"{{{WORD}}}footnote", {f"{{{WORD}}}id": str(number)})
        paragraph = etree.SubElement(note, f"{{{WORD}}}p")
        if self.article.direction == "rtl":
            etree.SubElement(etree.SubElement(paragraph, f"{{{WORD}}}pPr"), f"{{{WORD}}}bidi")
        run = etree.SubElement(paragraph, f"{{{WORD}}}r")
        if kind:
            note.set(f"{{{WORD}}}type", kind)
            etree.SubElement(run, f"{{{WORD}}}{kind}")
            return
        if self.article.direction == "rtl":
            etree.SubElement(etree.SubElement(run, f"{{{WORD}}}rPr"), f"{{{WORD}}}rtl")
        text = etree.SubElement(run, f"{{{WORD}}}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = words


def sealed(document: Document, article: Article, notes: Notes) -> bytes:
    """The bytes of a finished document: the same for the same article, whenever they are made."""
    notes.add_to(document)
    core = document.core_properties
    core.title, core.language, core.author = article.headline.text, article.language, article.source.text
    core.comments = core.keywords = ""
    moment = datetime.combine(article.date, time(), UTC) if article.date else UNDATED
    core.created = core.modified = moment.replace(tzinfo=None)
    core.revision, core.last_modified_by = 1, article.source.text
    saved = BytesIO()
    document.save(saved)
    target = BytesIO()
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            fresh.writestr(zipfile.ZipInfo(name, FIRST_DAY), archive.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
