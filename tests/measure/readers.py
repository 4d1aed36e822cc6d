"""External PDF readers: the text that each gives back, and what its own search finds.

pdfium, MuPDF and pypdf are Python packages of the development set. The others run where they are installed: poppler
needs `pdftotext`, Chrome's search a Python with ICU (Debian: python3-icu), pdf.js node and `npm install pdfjs-dist` in
a folder that TYPESET_PDFJS names.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pymupdf
import pypdf
import pypdfium2

HERE = Path(__file__).parent
CONTROLS = re.compile("[\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]")
Find = Callable[[Sequence[str]], list[bool]]


class Reading(NamedTuple):
    """What a reader gets from a PDF: its text, and the reader's own search (None where it has none)."""

    text: str
    find: Find | None = None


def words(text: str) -> list[str]:
    """The words of a text, in NFC and without invisible controls."""
    return unicodedata.normalize("NFC", CONTROLS.sub("", text).replace("\xa0", " ")).split()


def share(source: str, found: str) -> float:
    """The share, 0 to 1, of words that match in their order, of the larger of the two numbers of words."""
    wanted, got = words(source), words(found)
    blocks = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(wanted), len(got), 1)


def phrases(source: str, length: int) -> list[str]:
    """All phrases of `length` neighbouring words in a paragraph."""
    lines = [line.replace("\xa0", " ").split() for line in source.splitlines()]
    return [" ".join(line[at : at + length]) for line in lines for at in range(len(line) - length + 1)]


def poppler(pdf: Path) -> Reading | None:
    """Poppler's text. Its search decomposes letters with hamza wrongly, which docs/text-layer.md describes."""
    if not shutil.which("pdftotext"):
        return None
    return Reading(subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout)


def pdfium(pdf: Path) -> Reading:
    """The library in Chrome, and its own search."""
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]

    def find(wanted: Sequence[str]) -> list[bool]:
        return [any(page.search(phrase).get_next() for page in pages) for phrase in wanted]

    return Reading("\n".join(page.get_text_range() for page in pages), find)


CHROME = r"""
import icu, json, re, sys
quotes = str.maketrans({0x5f4: '"', 0x201c: '"', 0x201d: '"', 0x5f3: "'", 0x2018: "'", 0x2019: "'", 0x200b: None})
collator = icu.Collator.createInstance(icu.Locale("ar"))
collator.setStrength(icu.Collator.PRIMARY)
pages, phrases = json.load(sys.stdin)
pages = [re.sub(r"\s+", " ", page).translate(quotes) for page in pages]
found = [any(icu.StringSearch(phrase.translate(quotes), page, collator).first() != -1 for page in pages if page)
         for phrase in phrases]
json.dump(found, sys.stdout)
"""


def chrome(pdf: Path) -> Reading | None:
    """Chrome's viewer: pdfium's text with white space and quotes normalised, searched by ICU at primary strength."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if not python or subprocess.run([python, "-c", "import icu"], capture_output=True, check=False).returncode:
        return None
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]

    def find(wanted: Sequence[str]) -> list[bool]:
        return _ask_program([python, "-c", CHROME], [pages, list(wanted)])

    return Reading("\n".join(pages), find)


def mupdf(pdf: Path) -> Reading:
    """MuPDF, and its own search."""
    document = pymupdf.open(pdf)
    pages = [(page, page.get_textpage(flags=pymupdf.TEXTFLAGS_SEARCH)) for page in document]

    def find(wanted: Sequence[str]) -> list[bool]:
        return [any(page.search_for(phrase, textpage=text) for page, text in pages) for phrase in wanted]

    return Reading("\n".join(page.get_text() for page in document), find)


def python_pdf(pdf: Path) -> Reading:
    """The pure Python library pypdf, which has no search."""
    return Reading("\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages))


def pdfjs(pdf: Path) -> Reading | None:
    """pdf.js, and the search that Firefox uses."""
    folder = os.environ.get("TYPESET_PDFJS", "")
    if not folder or not shutil.which("node"):
        return None

    def ask(wanted: Sequence[str]) -> tuple[str, list[bool]]:
        return _ask_program(["node", HERE / "pdfjs.mjs"], [folder, str(pdf.resolve()), list(wanted)])  # type: ignore[return-value]

    return Reading(ask([])[0], lambda wanted: ask(wanted)[1])


def _ask_program(command: Sequence[str | Path], question: object) -> list[bool]:
    """The answer of an external program: JSON in, JSON out."""
    answer = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)  # type: ignore[no-any-return]


READERS = {
    "poppler": poppler, "pdfium": pdfium, "Chrome": chrome, "MuPDF": mupdf, "pypdf": python_pdf, "pdf.js": pdfjs,
}  # fmt: skip


def named(reader: str) -> str:
    """The name of a reader with the version that is here, for the head of a table."""
    return " ".join(filter(None, (reader, VERSIONS[reader]() if reader in VERSIONS else "")))


def _poppler_version() -> str:
    said = shutil.which("pdftotext") and subprocess.run(
        ["pdftotext", "-v"], capture_output=True, text=True, check=False
    )
    return said.stderr.split("\n")[0].split()[-1] if said else ""


def _pdfjs_version() -> str:
    package = Path(os.environ.get("TYPESET_PDFJS", ""), "node_modules", "pdfjs-dist", "package.json")
    return str(json.loads(package.read_text(encoding="utf-8"))["version"]) if package.is_file() else ""


VERSIONS: dict[str, Callable[[], str]] = {
    "poppler": _poppler_version,
    "pdfium": lambda: str(pypdfium2.version.PDFIUM_INFO.build),
    "MuPDF": lambda: str(pymupdf.mupdf_version),
    "pypdf": lambda: str(pypdf.__version__),
    "pdf.js": _pdfjs_version,
}
