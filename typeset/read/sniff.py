"""What a file is, where its name does not tell: by how its content begins."""

from __future__ import annotations

import re

from typeset.errors import ArticleError
from typeset.patterns import Pattern
from typeset.read.source import Source

LOOKED_AT = 4096
"""Bytes at the beginning that are looked at."""

UNREADABLE = {
    b"%PDF": ("a PDF", "Ask for the text it was made from; text taken out of a PDF has lost its order."),
    b"{\\rtf": ("a rich text file (.rtf)", "Open it in Word or LibreOffice and save it as .docx."),
    b"\x89PNG": ("a picture", "Write the release as text."),
    b"\xff\xd8\xff": ("a picture", "Write the release as text."),
}
"""How files begin that no reader takes -> what they are, and what to do."""

_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|meta)\b", re.IGNORECASE | re.DOTALL
)
_MARKDOWN = Pattern(r"^#{1,6} \S|^\[\^[^\]]+\]:|^> |^!\[", re.MULTILINE)
_JSON_LD = re.compile(rb'"@(?:context|type|graph)"')


def refuse(given: Source) -> None:
    """Raises ArticleError: a kind of file that no reader takes, whatever its name says."""
    for beginning, (what, hint) in UNREADABLE.items():
        if given.data.startswith(beginning):
            raise ArticleError(f"{given.name} is {what}.", hint=hint)


def form(given: Source) -> str:
    """The name of the reader for this content; `text` where nothing says more."""
    start = given.data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "docx"
    if _HTML.match(start):
        return "html"
    if start.lstrip().startswith((b"{", b"[")):
        return "jsonld" if _JSON_LD.search(given.data) else "ninjs"
    return "markdown" if _MARKDOWN.search(start.decode("utf-8", "ignore")) else "text"
