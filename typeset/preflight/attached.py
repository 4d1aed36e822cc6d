"""The files that a PDF carries: its attachments by name, read in the sandbox as everything of strangers is."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from typeset.errors import ArticleError, Message
from typeset.preflight import sandbox
from typeset.preflight.sheet import opened

if TYPE_CHECKING:
    import pikepdf

MOST = 64_000_000
"""Bytes of all attachments together."""
MOST_FILES = 200
MADE_FROM = frozenset({"/Source", "/Data", "/Supplement"})
"""Relationships of files that a PDF was made from (AFRelationship, ISO 19005-3, 6.8)."""


def attached(pdf: bytes, name: str = "") -> dict[str, bytes]:
    """The attachments by their names. Raises ArticleError: this is no PDF, or they are too large or too many."""
    return sandbox.call(_attached, pdf, name)


def _attached(pdf: bytes, name: str) -> dict[str, bytes]:
    with opened(pdf, name) as document:
        return files_of(document)


def files_of(document: pikepdf.Pdf, relationships: Container[str] | None = None) -> dict[str, bytes]:
    """The attachments of an opened PDF, or those alone that stand in one of these relationships to it.

    Raises ArticleError: they are too large or too many.
    """
    found: dict[str, bytes] = {}
    left = MOST
    for name, file in document.attachments.items():
        if relationships is not None and str(file.obj.get("/AFRelationship", "")) not in relationships:
            continue
        found[str(name)] = file.get_file().read_bytes()
        left -= len(found[str(name)])
        if left < 0 or len(found) > MOST_FILES:
            raise ArticleError(
                Message("The PDF carries over {most} MB of files.", most=MOST // 1_000_000),
                hint="An archive edition carries a text and its photos; this is something else.",
            )
    return found
