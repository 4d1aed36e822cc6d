"""How well saved pages are read, beside trafilatura and readability in one run: text, headline, date, time.

python tests/bench/readers.py [FOLDER]

Without a folder, the saved pages of the tests (`tests/saved_pages.py`). A folder holds pages as `NAME.html`, each with
the text that should come out as `NAME.txt`.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import saved_pages
import trafilatura
from lxml.html import fromstring
from readability import Document

from typeset import read
from typeset.errors import TypesetError
from typeset.model.article import Article
from typeset.read import assemble
from typeset.read.source import SourceFile

LENGTH = 4
"""Words that stand together in both texts count as found."""


class Score(NamedTuple):
    """What a reader makes of pages: F1 of the text, empty texts, processor time in seconds."""

    f1: float
    empty: int
    seconds: float


def ours(data: bytes) -> Article | None:
    """The article that we read in a page; none where it is refused."""
    try:
        return read.article_from(SourceFile(data, "page.html", ".html"), "html")[0]
    except TypesetError:
        return None


def text_of(article: Article | None) -> str:
    """The text of an article as its page shows it, less the headline."""
    if article is None:
        return ""
    words = [*assemble.words(article.body), *(block.text.text for block in article.about)]
    head = (article.subheadline.text, article.dateline.text)
    return "\n".join(filter(None, (*head, *words)))


def by_trafilatura(data: bytes) -> str:
    """What trafilatura takes for the text of a page."""
    return trafilatura.extract(data, include_comments=False) or ""


def by_readability(data: bytes) -> str:
    """What readability takes for it."""
    page = trafilatura.load_html(data)
    return "" if page is None else str(fromstring(Document(page).summary()).text_content())


READERS: dict[str, Callable[[bytes], str]] = {
    "typeset": lambda data: text_of(ours(data)),
    "trafilatura": by_trafilatura,
    "readability": by_readability,
}


def f1(found: str, wanted: str) -> float:
    """How far two texts agree, from 0 to 1: the harmonic mean of precision and recall over runs of words."""
    one, other = _runs(found), _runs(wanted)
    both = sum((one & other).values())
    return 2 * both / (sum(one.values()) + sum(other.values())) if both else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = text.replace("\u200c", "").split()
    return Counter(tuple(words[at : at + LENGTH]) for at in range(max(1, len(words) - LENGTH + 1)))


def score(reader: Callable[[bytes], str], pages: list[tuple[bytes, str]]) -> Score:
    """A reader's score on pages with the texts they should give."""
    start = time.process_time()
    found = [reader(data) for data, _ in pages]
    seconds = time.process_time() - start
    values = [f1(text, wanted) for text, (_, wanted) in zip(found, pages, strict=True)]
    return Score(sum(values) / len(values), found.count(""), seconds)


def _of_folder(folder: Path) -> Iterator[tuple[bytes, str]]:
    for file in sorted(folder.glob("*.html")):
        if (wanted := file.with_suffix(".txt")).exists():
            yield file.read_bytes(), wanted.read_text(encoding="utf-8", errors="replace")


def _print(pages: list[tuple[bytes, str]]) -> None:
    for name, reader in READERS.items():
        scored = score(reader, pages)
        each = 1000 * scored.seconds / len(pages)
        print(f"{name:12}  text {scored.f1:.3f}  empty {scored.empty}  {each:.0f} ms a page")


def main() -> None:
    """Print the scores."""
    logging.disable(logging.CRITICAL)
    if len(sys.argv) > 1:
        _print(list(_of_folder(Path(sys.argv[1]))))
        return
    pages = list(saved_pages.pages())
    _print([(page.data, page.text) for page in pages])
    articles = [(page, ours(page.data)) for page in pages]
    headlines = sum(article is not None and article.headline.text == page.headline for page, article in articles)
    dates = sum(article is not None and article.date == page.date for page, article in articles)
    print(f"{len(pages)} pages: headline right on {headlines}, date on {dates}")


if __name__ == "__main__":
    main()
