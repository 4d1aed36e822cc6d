"""Galleys: bare pages set with the fonts of the house, to see what the paragraph engine makes of them."""

import html
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pymupdf
import pypdf
import pypdfium2
import weasyprint

from typeset.model.fonts import load
from typeset.render import patches
from typeset.render.weasy.fontconfig import Faces

FAMILIES = ("amiri", "noto-serif", "frank-ruhl-libre")
SHEET = """
@page { size: 150mm 200mm; margin: 15mm }
body { margin: 0; font: 13pt/1.7 Amiri, 'Noto Serif', 'Frank Ruhl Libre' }
p { margin: 0 0 1em }
"""
BIDI_CONTROLS = dict.fromkeys(map(ord, "\u034f\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))


@lru_cache(maxsize=4)
def fonts(*families, ours=True):
    """A font configuration of the house's families; `ours`: the paragraphs set in it are."""
    made = Faces(tuple(load(family) for family in families or FAMILIES))
    if ours:
        patches.take_over(made)
    return made


def document(body, *, css="", language="ar", direction="rtl", config=None):
    """The laid-out document of a piece of HTML."""
    page = f"<!doctype html><html lang={language} dir={direction}><title>t</title><style>{SHEET}{css}</style>{body}"
    return weasyprint.HTML(string=page).render(font_config=config or fonts())


def pdf(body, **options):
    """A PDF of a piece of HTML."""
    return document(body, **options).write_pdf()


def paragraphs(*texts):
    """A paragraph for each text."""
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def lines(body, **options):
    """The line boxes of a piece of HTML, in the order of the page."""
    page_boxes = (page._page_box for page in document(body, **options).pages)
    return [box for page in page_boxes for box in page.descendants() if type(box).__name__ == "LineBox"]


def _pdfium(content):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def _mupdf(content):
    return "\n".join(page.get_text() for page in pymupdf.open(stream=content))


def _pypdf(content):
    import io

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def _poppler(content):
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


READERS = {"pdfium": _pdfium, "mupdf": _mupdf, "pypdf": _pypdf}
if shutil.which("pdftotext"):
    READERS["poppler"] = _poppler


def words(reader, content):
    """The words that a reader gives back."""
    return READERS[reader](content).translate(BIDI_CONTROLS).replace("\xa0", " ").split()


def file_of(family, index=0):
    """A font file of the house."""
    return Path(load(family).faces[index].file).read_bytes()
