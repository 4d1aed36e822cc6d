"""The package of a Word file: checked before it is read, and repaired where mammoth would lose words.

Old Word files are turned into new ones by LibreOffice where it is here. Refused are: encrypted ones, other documents in
a zip archive, archives that unpack to too much (`packed`), encrypted or damaged parts, XML with a DTD or nested too
deep. External references are not fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from typeset.errors import ArticleError, Message
from typeset.read.draft import Loss, LossKind
from typeset.read.formats import docx_mends, docx_metafiles, docx_numbers, libreoffice, packed
from typeset.read.formats.docx_xml import DRAWING, MATH, STRICT, Trees, lines, main_part, related, relations_part
from typeset.read.formats.letterhead import AT_HEAD
from typeset.read.source import SourceFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_STREAM = "WordDocument".encode("utf-16-le")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    "xl/workbook.xml": Message("an Excel workbook"),
    "ppt/presentation.xml": Message("a PowerPoint presentation"),
    "META-INF/container.xml": Message("an EPUB book"),
    "content.xml": Message("an OpenDocument file"),
}
TITLE = "{http://purl.org/dc/elements/1.1/}title"
_OUTSIDE = {
    "header": AT_HEAD,
    "footer": Message("It stands at the foot of every page."),
    "comments": Message("It is a comment, which is no part of the text."),
}
"""What a Word file says outside its text, by the kind of its part, and the hint for words that are left out there."""
_CHARTS = {"chart": Message("a chart"), "diagram": Message("a diagram")}
_LETTER = re.compile(r"[^\W\d_]")
"""A line without letters is the number of a page."""


@dataclass(frozen=True, slots=True)
class Package:
    """A checked and repaired package, zipped again, with the losses in it."""

    data: bytes
    words: str
    """The words of the text, footnotes and endnotes, to compare with what was read."""
    losses: tuple[Loss, ...]
    title: str = ""
    """The title among the file's properties; most files have none, or an old one."""


def opened_package(source: SourceFile) -> Package:
    """The package in a source. Raises ArticleError: it is refused for one of the reasons above."""
    if source.data.startswith(OLE):
        source = _in_todays_form(source)
    damaged = _damaged(source)
    parts = dict(packed.parts(source, damaged))
    trees = {
        name: packed.tree(source.name, name, _transitional(data), damaged)
        for name, data in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    main = main_part(trees)
    if not main:
        other = next((what for name, what in _OTHERS.items() if name in parts), Message("no Word file"))
        raise ArticleError(
            Message("{name} is {other}.", name=source.name, other=other),
            hint="Save the release as .docx, or copy its text into a .txt.",
        )
    losses = [*_losses(trees, main), *docx_metafiles.replace(parts, trees)]
    for styles in related(trees, main, "styles"):
        docx_mends.with_whole_styles(trees[styles])
        docx_mends.with_kinds_of_own_styles(trees[styles])
    texts = (main, *related(trees, main, "footnotes"), *related(trees, main, "endnotes"))
    for name in texts:
        losses += docx_mends.mended(trees[name], trees.get(relations_part(name)))
    words = " ".join(line for name in texts for line in lines(trees[name]))
    numbering = next((trees[name] for name in related(trees, main, "numbering")), None)
    losses += docx_numbers.mark(trees[main], numbering)
    return Package(_packed(parts, trees), words, tuple(losses), _title(trees))


def _title(trees: Trees) -> str:
    """The title in the properties of the file, on one line."""
    titles = (trees[name].findtext(TITLE) or "" for name in related(trees, "", "core-properties"))
    return " ".join(next(titles, "").split())


def _damaged(source: SourceFile) -> packed.Damaged:
    def said(reason: str) -> ArticleError:
        return ArticleError(
            Message("{name} is a damaged Word file: {reason}.", name=source.name, reason=reason),
            hint="Open it in Word, repair it, save it again as .docx.",
        )

    return said


def _in_todays_form(source: SourceFile) -> SourceFile:
    """An old Word file as LibreOffice saves it. Raises ArticleError: it is protected, or LibreOffice is not here."""
    is_word = WORD_STREAM in source.data and ENCRYPTED not in source.data
    made = {} if not is_word else libreoffice.converted({"old.doc": source.data}, "docx")
    if not made:
        raise _ole(source)
    return source._replace(data=made["old.doc"])


def _ole(source: SourceFile) -> ArticleError:
    if ENCRYPTED in source.data:
        return ArticleError(
            Message("{name} is protected by a password.", name=source.name),
            hint="Open it in Word, take the password off (File, Info, Protect Document), save it again.",
        )
    return ArticleError(
        Message("{name} is an old Word file (.doc, before 2007).", name=source.name),
        hint="Open it in Word or LibreOffice and save it as .docx.",
    )


def _transitional(data: bytes) -> bytes:
    for strict, usual in STRICT:
        data = data.replace(strict, usual) if strict in data else data
    return data


def _losses(trees: Trees, main: str) -> Iterator[Loss]:
    """Losses outside the text: headers, footers, comments, tracked changes, equations, external references."""
    for name, tree in trees.items():
        if name.endswith(".rels"):
            yield from _external_references(tree)
    for kind, hint in _OUTSIDE.items():
        words = (line for name in related(trees, main, kind) for line in lines(trees[name]))
        yield from (Loss(LossKind.WORDS, line, hint=hint) for line in dict.fromkeys(words) if _LETTER.search(line))
    yield from docx_mends.tracked(trees[main])
    yield from _charts(trees[main])
    for equation in trees[main].iter(MATH + "oMath"):
        words_of = "".join(text.text or "" for text in equation.iter(MATH + "t"))
        yield Loss(LossKind.WORDS, words_of, hint="It is an equation; write it in words, or insert it as a picture.")


def _charts(text: etree._Element) -> Iterator[Loss]:
    """Charts and diagrams, which Word draws anew each time from figures of their own."""
    for drawn in text.iter(DRAWING + "graphicData"):
        what = _CHARTS.get(str(drawn.get("uri", "")).rpartition("/")[2])
        if what:
            yield Loss(LossKind.PICTURE, what, hint="Copy it in Word, and paste it as a picture (PNG).")


def _external_references(relations: etree._Element) -> Iterator[Loss]:
    """Losses for external references but links, which are kept, and pictures, which are reported where they stand."""
    for relation in relations:
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind not in {"hyperlink", "image"}:
            yield Loss(
                LossKind.LINK,
                Message("{kind} {target}", kind=kind, target=relation.get("Target", "")),
                hint="Nothing outside the file is fetched.",
            )


def _packed(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, etree.tostring(trees[name]) if name in trees else data)
    return buffer.getvalue()
