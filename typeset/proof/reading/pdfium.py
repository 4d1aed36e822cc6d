"""The reader of Chrome: pdfium, which goes by where the letters stand on the page."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

ONE_AT_A_TIME = threading.Lock()
"""pdfium keeps state of its own, and breaks where two threads call it at once."""
MOST_CHARACTERS = 5_000_000
"""Of one page; nothing that is set for people comes near."""


def text(pdf: bytes) -> list[str]:
    """The text of each page; empty where pdfium finds the page, or the file, too damaged to read."""
    import pypdfium2

    pages: list[str] = []
    with ONE_AT_A_TIME, suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(pdf) as document:
        pages = [""] * len(document)
        for number in range(len(document)):
            with suppress(pypdfium2.PdfiumError):
                pages[number] = _page(document, number)
    return pages


def _page(document: PdfDocument, number: int) -> str:
    textpage = document[number].get_textpage()
    count = min(textpage.count_chars(), MOST_CHARACTERS)
    return str(textpage.get_text_range(0, count)) if count else ""
