"""Word (.docx) -> blocks, by way of the HTML that mammoth makes of it.

The styles Title, Subtitle, Heading 1-6, Quote and Caption give a paragraph's kind; where no styles are used, a short
bold line over a paragraph is a subheading. Lists, tables (which `html_table` reads), footnotes, and pictures with their
alternative texts are kept; fonts, sizes and colours are not, and direction follows the language.

The package is checked before it is read, against decompression bombs, DTDs and passwords. External references are never
fetched.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mammoth
from lxml import etree

from typeset.errors import ArticleError, Message
from typeset.read import assemble
from typeset.read.draft import Draft, Loss, LossKind
from typeset.read.formats import html_blocks, marked_parts
from typeset.read.source import SourceFile

if TYPE_CHECKING:
    from mammoth.documents import Image


# The package of a Word file: checked before it is read, and repaired where mammoth would lose words.
#
# Refused are: old Word files and encrypted ones (both OLE containers), other documents in a zip archive, archives that
# unpack to more than LARGEST, encrypted or damaged parts, XML with a DTD or nested too deep. External references are
# not fetched.


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LARGEST = 200_000_000
"""Bytes of all parts unpacked; LARGEST_PART those of one."""
LARGEST_PART = 64_000_000
MOST_PARTS = 5_000
DEEPEST = 120
"""Elements inside one another in a part."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAIN = "word/document.xml"
TEXTS = (MAIN, "word/footnotes.xml", "word/endnotes.xml")
_OTHERS = {
    "xl/workbook.xml": Message("an Excel workbook"),
    "ppt/presentation.xml": Message("a PowerPoint presentation"),
    "META-INF/container.xml": Message("an EPUB book"),
    "content.xml": Message("an OpenDocument file"),
}
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError)
_WRAPPERS = frozenset(W + name for name in ("bdo", "dir", "fldSimple", "smartTag", "customXml"))
"""Elements that mammoth skips with the words in them, so they are unwrapped (bdo and dir set the direction of runs)."""


@dataclass(frozen=True, slots=True)
class Package:
    """A checked and repaired package, zipped again, with the losses in it."""

    data: bytes
    words: str
    """The words of the text, footnotes and endnotes, to compare with what was read."""
    losses: tuple[Loss, ...]


def opened_package(source: SourceFile) -> Package:
    """The package in a source. Raises ArticleError: it is refused for one of the reasons above."""
    parts = dict(_parts(source))
    if MAIN not in parts:
        other = next((what for name, what in _OTHERS.items() if name in parts), Message("no Word file"))
        raise ArticleError(
            Message("{name} is {other}.", name=source.name, other=other),
            hint="Save the release as .docx, or copy its text into a .txt.",
        )
    trees = {name: _tree(source.name, name, data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    losses = list(_losses(trees))
    texts = {name: trees[name] for name in TEXTS if name in trees}
    for name, tree in texts.items():
        losses += _remove_dangling(tree, trees.get(f"{name.replace('word/', 'word/_rels/')}.rels"))
        _unwrap(tree)
    words = " ".join(line for tree in texts.values() for line in _lines(tree))
    return Package(_packed(parts, trees), words, tuple(losses))


def _parts(source: SourceFile) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each part, read up to the limits on size and number. Raises ArticleError."""
    if source.data.startswith(OLE):
        raise _ole(source)
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            if len(archive.namelist()) > MOST_PARTS:
                raise _too_large(source)
            for part in archive.infolist():
                limit = min(left, LARGEST_PART)
                data = archive.open(part).read(limit + 1)
                if len(data) > limit:
                    raise _too_large(source)
                left -= len(data)
                yield part.filename, data
    except _BROKEN as error:
        reason = Message("a part is encrypted") if "password" in str(error) else str(error) or type(error).__name__
        raise ArticleError(
            Message("{name} is a damaged Word file: {reason}.", name=source.name, reason=reason),
            hint="Open it in Word, repair it, save it again as .docx.",
        ) from None


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


def _too_large(source: SourceFile) -> ArticleError:
    return ArticleError(
        Message(
            "{name} unpacks to over {largest} MB or {most_parts} parts: this is no press release.",
            name=source.name,
            largest=LARGEST // 1_000_000,
            most_parts=MOST_PARTS,
        ),
        hint="If it is, make its pictures smaller in Word and save it again.",
    )


def _tree(file: str, part: str, data: bytes) -> etree._Element:
    """A part's XML. Raises ArticleError: it is broken, has a DTD, or is nested too deep."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError(
            Message("{file} is a damaged Word file: {part}: {msg}.", file=file, part=part, msg=error.msg),
            hint="Open it in Word, repair it, save it again as .docx.",
        ) from None
    if tree.getroottree().docinfo.internalDTD is not None:
        raise ArticleError(
            Message("{file}: its part {part} has a DTD, which no Word file has.", file=file, part=part),
            hint="Do not trust this file; ask its sender.",
        )
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise ArticleError(
            Message(
                "{file}: in {part} elements stand more than {deepest} deep inside one another.",
                file=file,
                part=part,
                deepest=DEEPEST,
            ),
            hint="Take the tables inside tables apart.",
        )
    return tree


def _losses(trees: dict[str, etree._Element]) -> Iterator[Loss]:
    """Losses outside the text: headers, footers, comments, tracked deletions, external references."""
    for name, tree in trees.items():
        if name.endswith(".rels"):
            yield from _external_references(tree)
        elif name.startswith(("word/header", "word/footer", "word/comments.xml")):
            yield from (Loss(LossKind.WORDS, words) for words in _lines(tree) if words)
        elif name == MAIN:
            for deleted in tree.iter(W + "del", W + "moveFrom"):
                if words := " ".join("".join(text.text or "" for text in deleted.iter(W + "delText", W + "t")).split()):
                    yield Loss(LossKind.WORDS, words, hint="It is a tracked deletion; accept or reject it in Word.")


def _lines(tree: etree._Element) -> Iterator[str]:
    """The words of every paragraph, one line each; a text box is separate from the paragraph that holds it."""
    words: dict[etree._Element, list[str]] = {}
    for piece in tree.iter(W + "t", W + "tab", W + "br", W + "noBreakHyphen"):
        paragraph = next(piece.iterancestors(W + "p"), tree)
        words_of = {W + "t": piece.text or "", W + "noBreakHyphen": "\u2011"}
        words.setdefault(paragraph, []).append(words_of.get(str(piece.tag), " "))
    return (" ".join("".join(pieces).split()) for pieces in words.values())


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


def _remove_dangling(tree: etree._Element, relations: etree._Element | None) -> Iterator[Loss]:
    """Removes references to missing parts, on which mammoth would fail; yields a loss for each picture among them."""
    known = {relation.get("Id") for relation in relations} if relations is not None else set()
    for element in tree.iter():
        for name in (R + "id", R + "embed", R + "link"):
            if element.get(name) not in {None, *known}:
                del element.attrib[name]
                if name != R + "id":
                    yield Loss(LossKind.PICTURE, Message("a picture that is not in the file"))


def _unwrap(tree: etree._Element) -> None:
    """Unwraps elements that mammoth would skip with the words in them; removes moved-away text (moveFrom)."""
    for deleted in list(tree.iter(W + "moveFrom")):
        _parent(deleted).remove(deleted)
    for choice in list(tree.iter(MC + "AlternateContent")):
        if choice.find(MC + "Fallback") is None:
            for child in choice:
                child.tag = MC + "Fallback"
    for wrapper in list(tree.iter(*_WRAPPERS)):
        parent = _parent(wrapper)
        at = parent.index(wrapper)
        parent[at : at + 1] = [child for child in wrapper if not str(child.tag).endswith("Pr")]


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _packed(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, etree.tostring(trees[name]) if name in trees else data)
    return buffer.getvalue()


STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h6:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
PARTS = (
    *(
        "release",
        "embargo",
        "number",
        "date",
        "place",
        "to",
        "kicker",
        "subheadline",
        "signature-name",
        "signature-role",
    ),
    *("end-mark", "source", "link", "attachment", "about", "label", "contact-name", "contact-role", "contact-phone"),
    *("contact-email", "contact-link"),
)
"""The styles `Part NAME` of files that we wrote; `Part dateline` is one of characters."""
OURS = "".join(f"p[style-name='Part {name}'] => p.part-{name}:fresh\n" for name in PARTS)
OURS += "r[style-name='Part dateline'] => span.part-dateline\n"
"""Style map added to mammoth's own (Heading 1-6, lists, footnotes). Word stores these names in every UI language."""

_WORD = re.compile(r"\w+")
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/svg+xml"}


def draft(source: SourceFile) -> Draft:
    """The blocks of a Word file. Raises ArticleError: it is no .docx file, damaged, protected, or unsafe to unpack."""
    package = opened_package(source)
    losses = list(package.losses)
    html = _html(source.name, package.data, losses)
    page = html_blocks.parsed(f"<div>{html}</div>", source.name)
    marked = " ".join(element.text_content() for element, _ in marked_parts.marked(page))
    declared = marked_parts.take(page)
    read = html_blocks.contents(page)
    losses += read.losses
    notes, reported = (note.text.text for note in read.notes), (loss.what for loss in read.losses)
    read_words = " ".join([*assemble.words(read.blocks), *notes, *reported, marked])
    if missing := Counter(_WORD.findall(package.words)) - Counter(_WORD.findall(read_words)):
        losses.append(Loss(LossKind.WORDS, " ".join(missing.elements())))
    return Draft(tuple(read.blocks), declared, read.notes, tuple(losses), guess=not declared)


def _html(name: str, data: bytes, losses: list[Loss]) -> str:
    """The HTML that mammoth makes of the file; all its failures on damaged files are one ArticleError."""

    def picture(image: Image) -> Mapping[str, str]:
        return _picture(image, losses)

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES + OURS,
            convert_image=mammoth.images.img_element(picture),
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:
        raise ArticleError(
            Message("{name} is a damaged Word file: {error}.", name=name, error=str(error) or type(error).__name__),
            hint="Open it in Word, repair it, save it again as .docx.",
        ) from error
    return str(result.value)


def _picture(image: Image, losses: list[Loss]) -> Mapping[str, str]:
    """The `src` and `alt` of a picture, as a data: URL; one that is linked or in a Word format is reported as lost."""
    alt = image.alt_text or ""
    if image.content_type not in _PICTURES:
        losses.append(Loss(LossKind.PICTURE, f"{image.content_type} {alt}".strip(), hint="Insert it as PNG or JPEG."))
        return {"src": "", "alt": ""}
    try:
        with image.open() as file:
            data = base64.b64encode(file.read()).decode("ascii")
    except (ValueError, KeyError, OSError):
        losses.append(Loss(LossKind.PICTURE, Message("a picture that is not in the file {alt}", alt=alt)))
        return {"src": "", "alt": ""}
    return {"src": f"data:{image.content_type};base64,{data}", "alt": alt}
