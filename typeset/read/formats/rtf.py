r"""Rich Text Format -> the lines of a plain text.

striprtf reads the text in any code page and in \u escapes. What lines are is then told as in a pasted text; bold and
sizes are not kept, pictures are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from typeset.errors import ArticleError, Message
from typeset.read.draft import Draft, Loss, LossKind
from typeset.read.formats import letterhead, text
from typeset.read.source import SourceFile

LARGEST = 100_000_000
"""Bytes, pictures included, which take two for each of theirs, and more as LibreOffice writes them."""
AS_DOCX = Message("Open it in Word or LibreOffice, and save it as .docx.")
BEGINNING = b"{\\rtf"
PICTURE, NOTE = b"{\\pict", b"\\footnote"
_DATA = re.compile(rb"[0-9A-Fa-f\r\n]{400,}")
"""The data of a picture: no text has so many hexadecimal digits in a row."""


def draft(source: SourceFile) -> Draft:
    """The blocks of an RTF file. Raises ArticleError: it is none, or damaged."""
    from striprtf.striprtf import rtf_to_text

    source.no_larger_than(LARGEST)
    if not source.data.lstrip().startswith(BEGINNING):
        raise ArticleError(
            Message("{name} is no RTF file.", name=source.name), hint="Save it once more, as .docx or .rtf."
        )
    try:
        words = str(rtf_to_text(_DATA.sub(b"", source.data).decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:
        raise ArticleError(
            Message("{name} is a damaged RTF file: {error}.", name=source.name,
                    error=str(error) or type(error).__name__),
            hint=AS_DOCX,
        ) from error  # fmt: skip
    head = letterhead.taken(list(text.blocks(words.replace("\r\n", "\n"))))
    return Draft(tuple(head.blocks), head.declared, (), (*head.losses, *_left_out(source.data)), head.fallbacks)


def _left_out(data: bytes) -> Iterator[Loss]:
    """What striprtf leaves out without a word."""
    if number := data.count(PICTURE):
        yield Loss(LossKind.PICTURE, Message("all its pictures: {number}", number=number))
    if number := data.count(NOTE):
        yield Loss(LossKind.WORDS, Message("all its footnotes: {number}", number=number), hint=AS_DOCX)
