"""The reader of Chrome: pdfium, which goes by where the letters stand on the page."""

from __future__ import annotations

MOST_CHARACTERS = 5_000_000
"""Of one page; nothing that is set for people comes near."""


def text(pdf: bytes) -> list[str]:
    """The text of each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(page) for page in document]


def _page(page: object) -> str:
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    count = min(textpage.count_chars(), MOST_CHARACTERS)
    return str(textpage.get_text_range(0, count)) if count else ""
