"""The XML of a Word file: its namespaces, which part belongs to which, and the words of a part, line by line."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""The names of a file saved as "Strict Open XML", and the usual ones for them."""

Trees = Mapping[str, etree._Element]
"""The XML parts of a package by their names."""


def main_part(trees: Trees) -> str:
    """The part with the text, as the package itself names it (`word/document22.xml` in files of Word for the web)."""
    usual = "word/document.xml"
    named = next((name for name in related(trees, "", "officeDocument") if _is_text(trees[name])), usual)
    return named if named in trees else ""


def _is_text(tree: etree._Element) -> bool:
    return tree.tag == W + "document"


def related(trees: Trees, part: str, kind: str) -> tuple[str, ...]:
    """The parts of a kind (`footnotes`, `header`, ...) that a part names and that are there, in their order.

    Where it names none, the one with the usual name, as mammoth takes it.
    """
    relations = trees.get(relations_part(part))
    named = (
        target(part, str(relation.get("Target", "")))
        for relation in (relations if relations is not None else ())
        if str(relation.get("Type", "")).rpartition("/")[2] == kind and relation.get("TargetMode") != "External"
    )
    found = tuple(dict.fromkeys(name for name in named if name in trees))
    usual = f"word/{kind}.xml"
    return found or ((usual,) if usual in trees else ())


def relations_part(part: str) -> str:
    """Where the relations of a part stand: `word/_rels/document.xml.rels`; those of the package for no part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target(part: str, address: str) -> str:
    """The name of the part that a relation of this part leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), address)).lstrip("/")


def lines(tree: etree._Element) -> Iterator[str]:
    """The words of every paragraph, one line each; a text box is separate from the paragraph that holds it."""
    words: dict[etree._Element, list[str]] = {}
    for piece in tree.iter(W + "t", W + "tab", W + "br", W + "noBreakHyphen"):
        paragraph = next(piece.iterancestors(W + "p"), tree)
        words_of = {W + "t": piece.text or "", W + "noBreakHyphen": "\u2011"}
        words.setdefault(paragraph, []).append(words_of.get(str(piece.tag), " "))
    return (" ".join("".join(pieces).split()) for pieces in words.values())


def parent(element: etree._Element) -> etree._Element:
    """The element around this one; at the root itself."""
    above = element.getparent()
    return element if above is None else above


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a switch among the properties of a run or paragraph is on (`<w:b/>`, `<w:b w:val="true"/>`)."""
    switch = properties.find(W + name) if properties is not None else None
    return switch is not None and switch.get(W + "val") not in {"0", "false", "off", "none"}
