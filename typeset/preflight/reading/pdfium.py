"""The reader of Chrome: pdfium, which goes by the positions of the letters on the page.

Its C functions are called through the raw bindings of pypdfium2: the classes around them do much more than read, and
take 9 ms to import, as long as reading the release.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ONE_AT_A_TIME = threading.Lock()
"""pdfium keeps state of its own, and breaks where two threads call it at once."""
MOST_CHARACTERS = 5_000_000
"""Of one page, as a bound; no page for people comes near it."""
Handle = Any
"""A pointer to something of pdfium's; false where it is null."""


def text(pdf: bytes) -> list[str]:
    """The text of each page; empty where pdfium finds the page, or the file, too damaged to read."""
    import pypdfium2_raw as pdfium

    with ONE_AT_A_TIME:
        pdfium.FPDF_InitLibrary()  # does nothing where it has been done
        with _open(pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None), pdfium.FPDF_CloseDocument) as document:
            return [_page(document, number) for number in range(pdfium.FPDF_GetPageCount(document) if document else 0)]


def _page(document: Handle, number: int) -> str:
    import pypdfium2_raw as pdfium

    with (
        _open(pdfium.FPDF_LoadPage(document, number), pdfium.FPDF_ClosePage) as page,
        _open(pdfium.FPDFText_LoadPage(page) if page else None, pdfium.FPDFText_ClosePage) as characters,
    ):
        count = min(pdfium.FPDFText_CountChars(characters), MOST_CHARACTERS) if characters else 0
        if count <= 0:
            return ""
        units = (ctypes.c_ushort * (2 * count + 1))()  # of UTF-16, of which a character takes two at most; and a null
        written = pdfium.FPDFText_GetText(characters, 0, count, units)
        return bytes(memoryview(units)[: max(written - 1, 0)]).decode("utf-16-le", errors="ignore")


@contextmanager
def _open(handle: Handle, close: Handle) -> Iterator[Handle]:
    try:
        yield handle
    finally:
        if handle:
            close(handle)
