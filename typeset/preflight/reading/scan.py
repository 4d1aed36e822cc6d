"""A PDF of scanned pages, recognised by tesseract where it is installed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby
from statistics import median

from typeset.errors import ArticleError, Message
from typeset.model.printed import PrintedLine, PrintedPassage

PPI = 300
"""Pixels to the inch at which a page is drawn: what tesseract was taught with."""
LONGEST_PAGE = 60
"""Seconds for one page."""
MOST_SCANNED = 8
"""Pages; each takes some seconds."""
LANGUAGES = ("ara", "fas", "urd", "heb", "eng")
"""Tesseract's names of the languages that are looked for, where it has learnt them."""
MOST_PARAGRAPHS = 10_000
"""Of one page, so that each has a number of its own."""
WORD = "5"
"""The level of a row that holds a word; those above it hold pages, blocks, paragraphs and lines."""


def passages(pdf: bytes, name: str, pages: int) -> list[PrintedPassage]:
    """The words of pages that are pictures. Raises ArticleError: nobody here can read them, or they are too many."""
    program = shutil.which("tesseract")
    if not program:
        raise ArticleError(
            Message("{name} holds pictures of pages and no text: it was scanned.", name=name),
            hint="Ask for the text; or install tesseract with its Arabic (on Debian `apt install tesseract-ocr-ara`), "
            "and it is read letter by letter, with mistakes.",
        )
    if pages > MOST_SCANNED:
        raise ArticleError(
            Message("{name} is a scan of {pages} pages.", name=name, pages=pages),
            hint=Message("Take out the pages of the release; at most {most} are read.", most=MOST_SCANNED),
        )
    languages = _languages(program)
    found = [passage for page in range(pages) for passage in _page(program, languages, pdf, page, name)]
    if not found:
        raise ArticleError(
            Message("{name} holds pictures, and no words are found in them.", name=name),
            hint="Ask for the text it was made from.",
        )
    return found


def _languages(program: str) -> str:
    known = _run([program, "--list-langs"], b"").split()
    return "+".join(language for language in LANGUAGES if language in known) or "eng"


def _page(program: str, languages: str, pdf: bytes, page: int, name: str) -> Iterator[PrintedPassage]:
    from typeset.preflight import picture

    drawn = picture.drawn(pdf, page, PPI)
    try:
        table = _run([program, "stdin", "stdout", "-l", languages, "--dpi", str(PPI), "tsv"], drawn)
    except subprocess.SubprocessError as error:
        raise ArticleError(
            Message("{name}, page {page}: tesseract gives up ({reason}).", name=name, page=page + 1, reason=error),
            hint="Ask for the text it was made from.",
        ) from None
    rows = list(csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))
    height = max((int(row["height"]) for row in rows), default=0)
    found = [row for row in rows if row["level"] == WORD and row["text"].strip()]
    paragraphs = groupby(found, key=lambda row: (row["block_num"], row["par_num"]))
    for number, (_, words) in enumerate(paragraphs, page * MOST_PARAGRAPHS):
        lines = tuple(_line(list(line), height) for _, line in groupby(words, key=lambda row: row["line_num"]))
        yield PrintedPassage(page + 1, lines, (("P", number),))


def _run(command: list[str], given: bytes) -> str:
    """What a program says. Raises SubprocessError: it fails, or takes over LONGEST_PAGE seconds."""
    done = subprocess.run(  # noqa: S603 - a program of the machine, and arguments of ours
        command, input=given, capture_output=True, timeout=LONGEST_PAGE, check=True
    )
    return done.stdout.decode("utf-8", "replace")


def _line(words: Sequence[dict[str, str]], height: int) -> PrintedLine:
    """Words in their order as a line; tesseract counts pixels from the top of a page that is `height` high."""
    lefts, widths, tops, heights = ([int(word[key]) for word in words] for key in ("left", "width", "top", "height"))
    right = max(map(sum, zip(lefts, widths, strict=True)))
    bottom = height - max(map(sum, zip(tops, heights, strict=True)))
    points = 72 / PPI
    text = " ".join(word["text"].strip() for word in words)
    return PrintedLine(text, min(lefts) * points, right * points, bottom * points, median(heights) * points)
