"""The files that a PDF carries: its attachments by name, read in the sandbox as everything of strangers is."""

from __future__ import annotations

from io import BytesIO

from typeset.errors import ArticleError, Message
from typeset.preflight import sandbox

MOST = 64_000_000
"""Bytes of all attachments together."""
MOST_FILES = 200


def attached(pdf: bytes) -> dict[str, bytes]:
    """The attachments by their names. Raises ArticleError: this is no PDF, or they are too large or too many."""
    return sandbox.call(_attached, pdf)


def _attached(pdf: bytes) -> dict[str, bytes]:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            found: dict[str, bytes] = {}
            left = MOST
            for name, file in document.attachments.items():
                data = file.get_file().read_bytes()
                left -= len(data)
                if left < 0 or len(found) >= MOST_FILES:
                    raise ArticleError(
                        Message("The PDF carries over {most} MB of files.", most=MOST // 1_000_000),
                        hint="An archive edition carries a text and its photos; this is something else.",
                    )
                found[str(name)] = data
            return found
    except (pikepdf.PdfError, ValueError, OSError):
        raise ArticleError(
            "The file is no PDF that can be opened.", hint="Check that it arrived whole; ask for it anew."
        ) from None
