"""PDFs as other programs write them: letters in visual order, presentation forms in place of letters, no structure."""

from __future__ import annotations

import io
import re

import pikepdf
from bidi import get_display

CMAP = b"""1 beginbfrange <0000> <06FF> <0000> endbfrange 1 beginbfrange <2000> <20FF> <2000> endbfrange
1 beginbfrange <FB50> <FEFF> <FB50> endbfrange"""
"""Each code is the character itself."""


MARKS = pikepdf.Array([0x64B, 0x652, 0])
"""First and last code of the vowel signs, and their width."""


def pdf(*pages: list[tuple[str, float, float, float]]) -> bytes:
    """Pages of lines, each its words in logical order, its right edge, baseline and size in pt; a letter is .5 em."""
    with pikepdf.new() as file:
        for lines in pages:
            page = file.add_blank_page(page_size=(595, 842))
            shown = b"".join(_shown(*line) for line in lines)
            page.Contents = file.make_stream(b"BT " + shown + b" ET")
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=_font(file)))
        made = io.BytesIO()
        file.save(made)
    return made.getvalue()


def _shown(words: str, right: float, baseline: float, size: float) -> bytes:
    visual = get_display(words, base_dir="R" if re.search("[\u0590-\u08ff]", words) else "L")
    left = right - sum(not "\u064b" <= letter <= "\u0652" for letter in visual) * size / 2
    return f"/F {size} Tf 1 0 0 1 {left} {baseline} Tm <{visual.encode('utf-16-be').hex()}> Tj ".encode()


def _font(file: pikepdf.Pdf) -> pikepdf.Object:
    descendant = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, DW=500, W=MARKS)
    return file.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            Encoding=pikepdf.Name("/Identity-H"),
            BaseFont=pikepdf.Name.Foreign,
            DescendantFonts=pikepdf.Array([descendant]),
            ToUnicode=file.make_stream(CMAP),
        )
    )


def lines(words: str, right: float, top: float, *, across: float = 240, size: float = 12) -> list[tuple]:
    """A paragraph broken into lines of at most so many pt."""
    broken, line = [], ""
    for word in words.split():
        if line and (len(line) + 1 + len(word)) * size / 2 > across:
            broken, line = [*broken, line], ""
        line = f"{line} {word}".strip()
    return [(line, right, top - at * 1.5 * size, size) for at, line in enumerate([*broken, line])]


def without_structure(content: bytes) -> bytes:
    """The same pages, their structure taken away."""
    with pikepdf.open(io.BytesIO(content)) as file:
        del file.Root.StructTreeRoot
        made = io.BytesIO()
        file.save(made)
    return made.getvalue()
