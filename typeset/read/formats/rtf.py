r"""Rich Text Format -> the lines of a plain text.

striprtf reads the text in any code page and in \u escapes. What lines are is then told as in a pasted text; bold and
sizes are not kept, pictures are reported.
"""

from __future__ import annotations

from typeset.errors import ArticleError, Message
from typeset.read.draft import Draft, Loss, LossKind
from typeset.read.formats import letterhead, text
from typeset.read.source import SourceFile

LARGEST = 20_000_000
"""Bytes."""
BEGINNING = b"{\\rtf"
PICTURE = b"\\pict"


def draft(source: SourceFile) -> Draft:
    """The blocks of an RTF file. Raises ArticleError: it is none, or damaged."""
    from striprtf.striprtf import rtf_to_text

    source.no_larger_than(LARGEST)
    if not source.data.lstrip().startswith(BEGINNING):
        raise ArticleError(
            Message("{name} is no RTF file.", name=source.name), hint="Save it once more, as .docx or .rtf."
        )
    try:
        words = str(rtf_to_text(source.data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:
        raise ArticleError(
            Message("{name} is a damaged RTF file: {error}.", name=source.name,
                    error=str(error) or type(error).__name__),
            hint="Open it in Word or LibreOffice, and save it as .docx.",
        ) from error  # fmt: skip
    head = letterhead.taken(list(text.blocks(words.replace("\r\n", "\n"))))
    pictures = source.data.count(PICTURE)
    lost = (Loss(LossKind.PICTURE, Message("all its pictures: {number}", number=pictures)),) if pictures else ()
    return Draft(tuple(head.blocks), head.declared, (), (*head.losses, *lost), head.fallbacks)
