"""The lines of a PDF as words: running heads taken out, lines joined, and parted into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from typeset.model.printed import PrintedLine, PrintedPassage, PrintedText
from typeset.read.draft import Loss, LossKind
from typeset.read.fragments import folded

MAY_BE_RUNNING = frozenset({"", "P", "Div", "Sect", "Document", "Part", "Art"})
"""What programs call a running head that they do not declare as one; a figure in a table is none."""
MARGIN = 0.12
"""How much of a page's height, at its top and bottom, may hold running heads and folios."""
LEADING = 1.3
"""How much wider than usual the leading before a new paragraph is."""
INDENT = 0.8
"""The least indent of a first line, in em."""
SHORT = 0.85
"""How much of its column a line fills at most that ends a paragraph."""
LARGER = 1.08
"""Lines that differ more in size are of different paragraphs."""
LONGEST_FOLIO = 12
_FIGURES = re.compile(r"\d+")
_FOLIO = re.compile(
    r"(?:صفحة|ص|page|صفحه|עמוד)?[\s.\-–—|/]*\d{1,3}(?:[\s\-–—|/]*(?:من|of|از|/)?\s*\d{1,3})?[\s.\-–—|/]*"
)
_SENTENCE_END = re.compile(r"[.!?؟…۔:：;؛][\"'»”’)\]]*$")
_HYPHEN = re.compile(r"(?<=[a-z\u00df-\u024f])[-\u00ad\u2010]$")
_LOWER = re.compile(r"[a-z\u00df-\u024f]")
_RTL = re.compile("[\u0590-\u08ff]")


def without_running_heads(pages: PrintedText) -> tuple[list[PrintedPassage], list[Loss]]:
    """The passages without what stands at the edges of several pages, and without folios; both are reported."""
    seen: Counter[tuple[str, bool]] = Counter()
    for passage in pages.passages:
        if passage.role in MAY_BE_RUNNING:
            edge = (line for line in passage.lines if _is_at_edge(line, pages, passage.page))
            seen.update({_key(line, pages, passage.page) for line in edge})
    kept: list[PrintedPassage] = []
    losses: list[Loss] = []
    for passage in pages.passages:
        lines = passage.lines if passage.role in MAY_BE_RUNNING else ()
        out = [line for line in lines if _is_running(line, pages, passage.page, seen)]
        losses += (Loss(LossKind.AROUND, line.text) for line in out)
        if len(out) < len(passage.lines):
            kept.append(
                passage._replace(lines=tuple(line for line in passage.lines if line not in out)) if out else passage
            )
    return kept, losses


def _is_at_edge(line: PrintedLine, pages: PrintedText, page: int) -> bool:
    height = pages.heights[page - 1]
    return not MARGIN * height < line.baseline < (1 - MARGIN) * height


def _key(line: PrintedLine, pages: PrintedText, page: int) -> tuple[str, bool]:
    """A line by its words, any figures alike, and the edge at which it stands."""
    return _FIGURES.sub("0", folded(line.text)), 2 * line.baseline > pages.heights[page - 1]


def _is_running(line: PrintedLine, pages: PrintedText, page: int, seen: Counter[tuple[str, bool]]) -> bool:
    if not _is_at_edge(line, pages, page):
        return False
    is_folio = len(line.text) <= LONGEST_FOLIO and bool(_FOLIO.fullmatch(folded(line.text)))
    return is_folio or seen[_key(line, pages, page)] > 1


def joined(lines: Sequence[PrintedLine]) -> str:
    """The words of lines; a Latin word that a hyphen breaks at a line's end is whole again.

    Where the size changes, a credit under a caption for example, a new line begins.
    """
    words, size = "", 0.0
    for line in lines:
        if words and max(size, line.size) > LARGER * min(size, line.size):
            words += f"\n{line.text}"
        elif words and _HYPHEN.search(words) and _LOWER.match(line.text):
            words = words[:-1] + line.text
        else:
            words += f" {line.text}" if words else line.text
        size = line.size
    return words


def paragraphs(columns: Sequence[PrintedPassage]) -> Iterator[list[PrintedLine]]:
    """The lines of columns paragraph by paragraph; one goes on in the next column where its last line is full."""
    paragraph: list[PrintedLine] = []
    for column in columns:
        edges = _edges(column.lines)
        usual = median([above.baseline - below.baseline for above, below in pairwise(column.lines)] or [0.0])
        before: PrintedLine | None = None
        for line in column.lines:
            if paragraph and _begins(line, before, paragraph[-1], edges, usual):
                yield paragraph
                paragraph = []
            paragraph.append(line)
            before = line
    if paragraph:
        yield paragraph


def _edges(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    return min(line.left for line in lines), max(line.right for line in lines)


def _begins(
    line: PrintedLine, above: PrintedLine | None, last: PrintedLine, edges: tuple[float, float], usual: float
) -> bool:
    """Whether a line begins a paragraph; `above` is the line above it in its column, None at the column's top."""
    if max(line.size, last.size) > LARGER * min(line.size, last.size) or line.is_bold != last.is_bold:
        return True
    if above is None:
        return bool(_SENTENCE_END.search(last.text))
    if above.baseline - line.baseline > LEADING * usual:
        return True
    left, right = edges
    if _indent(line, edges) > INDENT * line.size > _indent(above, edges) + 0.3 * line.size:
        return True
    is_short = last.right - last.left < SHORT * (right - left)
    return is_short and bool(_SENTENCE_END.search(last.text))


def _indent(line: PrintedLine, edges: tuple[float, float]) -> float:
    """How far from the edge of its column a line begins, in pt."""
    left, right = edges
    return right - line.right if _RTL.search(line.text) else line.left - left
