"""Which lines of a page are its article.

trafilatura chooses lines; a second opinion says where text stands dense. Where both agree is the article. trafilatura
is told every line by a dye, two letters that no page has: so its choice, which is text, leads back to the page, whose
blocks are then read by us.

1. The area is the densest element among the chosen lines, and those of the same class with chosen text; or that of the
   whole page, where it is far denser.
2. In it, the chosen lines are the article's, and paragraphs beside them that were passed over.
3. A chosen paragraph between the headline and the area is a lead.
4. What asks or speaks of the page (`html_noise`) goes, and so does what introduces nothing at the end.

A page with nothing but an article (no links on lines of their own, no menus, no scripts) is an article as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from typeset.read.formats import html_density
from typeset.read.formats.html_lines import Line
from typeset.read.formats.html_noise import COMMENTS, is_asking, is_signed, noise_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

_DYES = range(0x2801, 0x2900)
"""Braille patterns: letters that no library takes for a control character, or for a part of a word."""
_DYE = re.compile(f"([{chr(_DYES[0])}-{chr(_DYES[-1])}])([{chr(_DYES[0])}-{chr(_DYES[-1])}])")

_FRAME = frozenset({"script", "nav", "header", "footer", "form", "aside", "button", "iframe"})
"""Elements that a page has around an article."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLES = frozenset({"blockquote", "table", "ul", "ol", "dl"})
_REFERENCE = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡])[\])]?\s*")
_ENDS = re.compile(r"[.!?؟…。！？۔:»\"”’)\]」』]\W*$")
_WIDE = re.compile("[\u3040-\u9fff\uac00-\ud7af\u0e00-\u0e7f\u1000-\u109f]")
_PARTS = frozenset({"ol", "ul", "li", "dl", "table", "tbody", "tr", "blockquote"})
"""Elements that are parts of an article, never all of it."""
CLEAN = 0.7
"""The share of what a wider element adds to an area, in characters, that must be chosen prose."""
TEASERS = "teasers"
MOST = 0.5
"""The share of a page's prose, less what is certainly not the article, that a name cannot take away."""
_MOST = {COMMENTS: 0.9, TEASERS: 0.9}
"""The same for names that are surer."""
SENTENCE = 60
"""Characters of a line that is more than a label, where it ends as sentences do."""
PARAGRAPH = 140
"""Characters of a line that is a paragraph however it ends."""


def article_lines(page: HtmlElement, all_lines: list[Line], headline: int) -> set[int]:
    """The numbers of the lines that are the article; `headline` is that of the line of its headline, -1 for none."""
    chosen = chosen_by_trafilatura(page, all_lines)
    others = _others(all_lines, chosen)
    chosen -= others
    areas = _areas(all_lines, chosen, others)
    inside = {at for at, line in enumerate(all_lines) if not areas.isdisjoint(line.around)}
    core = _core(all_lines, chosen, inside)
    kept = core | _passed_over(all_lines, inside, core, areas) | _leads(all_lines, chosen, core, headline)
    kept = {at for at in kept - others if not all_lines[at].is_silent}
    return _with_the_rest(all_lines, _without_frame(all_lines, kept), areas)


def is_bare(page: HtmlElement, all_lines: list[Line]) -> bool:
    """Whether a page has nothing around its article."""
    return not any(line.is_link for line in all_lines) and next(page.iter(*_FRAME), None) is None


def all_but_noise(all_lines: list[Line]) -> set[int]:
    """The numbers of all lines, but of those in elements that say that they are no part of an article."""
    return {at for at, line in enumerate(all_lines) if not line.is_silent and not any(map(noise_name, line.around))}


def is_prose(line: Line) -> bool:
    """Whether a line is a sentence, not a label or a link. A letter of Chinese, Thai and the like counts for two."""
    length = len(line.words) * (2 if _WIDE.search(line.words) else 1)
    return not line.is_link and (length >= PARAGRAPH or (length >= SENTENCE and bool(_ENDS.search(line.words))))


def chosen_by_trafilatura(page: HtmlElement, all_lines: list[Line]) -> set[int]:
    """The numbers of the lines that trafilatura takes for the article. The page is as it was afterwards."""
    from trafilatura import bare_extraction

    for at, line in enumerate(all_lines):
        first, second = divmod(at % (len(_DYES) ** 2), len(_DYES))
        for piece in line.pieces:
            if words := _DYE.sub("", piece.words).lstrip():
                piece.put(f"{' ' * piece.words[0].isspace()}{chr(_DYES[first])}{chr(_DYES[second])}{words}")
    document = cast("Document | None", bare_extraction(page, include_comments=False, favor_precision=True))
    for line in all_lines:
        for piece in line.pieces:
            piece.put(piece.words)
    text = "" if document is None or document.body is None else "".join(map(str, document.body.itertext()))
    places = ((_DYES.index(ord(dye[1])), _DYES.index(ord(dye[2]))) for dye in _DYE.finditer(text))
    return {at for first, second in places if (at := first * len(_DYES) + second) < len(all_lines)}


def _others(all_lines: list[Line], chosen: set[int]) -> set[int]:
    """The numbers of lines that are other people's or other articles': in comments, in boxes named so, in teasers.

    A name that would take most of the prose away that others leave, or of what was chosen, says nothing on that page.
    """
    named = _named(all_lines)
    weights = [len(line.words) if is_prose(line) else 0 for line in all_lines]
    found: set[int] = set()
    for name, numbers in sorted(named.items(), key=lambda each: _sum(weights, each[1])):
        most = _MOST.get(name, MOST)
        within = (set(range(len(all_lines))) - found, chosen - found)
        if all(_sum(weights, numbers & those) <= most * _sum(weights, those) for those in within):
            found |= numbers
    return found


def _sum(weights: list[int], numbers: set[int]) -> int:
    return sum(weights[at] for at in numbers)


def _named(all_lines: list[Line]) -> dict[str, set[int]]:
    """The lines in elements that are named as no part of an article, by that name, and those of teasers."""
    inside: dict[HtmlElement, set[int]] = {}
    for at, line in enumerate(all_lines):
        for element in line.around:
            inside.setdefault(element, set()).add(at)
    named: dict[str, set[int]] = {}
    for element, numbers in inside.items():
        name = noise_name(element) or (TEASERS if _is_teaser(all_lines, element, numbers) else "")
        if name:
            named.setdefault(name, set()).update(numbers)
    return named


def _is_teaser(all_lines: list[Line], element: HtmlElement, numbers: set[int]) -> bool:
    """Whether an element is a few lines under a heading that leads elsewhere."""
    first = all_lines[min(numbers)]
    return len(numbers) <= 4 and first.block is not element and first.block.tag in _HEADINGS and first.is_link


def _areas(all_lines: list[Line], chosen: set[int], others: set[int]) -> set[HtmlElement]:
    """The elements in which the article stands."""
    anywhere = html_density.densest(line for at, line in enumerate(all_lines) if at not in others)
    among = html_density.densest(all_lines[at] for at in sorted(chosen))
    if anywhere is None:
        return {line.block for at, line in enumerate(all_lines) if at in chosen or not (chosen or line.is_link)}
    dense = among if among and 3 * among.score >= anywhere.score else anywhere
    area = _widened(dense.element, all_lines, chosen)
    return {area, *_kin(area, all_lines, chosen, others)}


def _kin(area: HtmlElement, all_lines: list[Line], chosen: set[int], others: set[int]) -> set[HtmlElement]:
    """The elements of the area's tag and class with prose: chosen prose, or beside the area."""
    kind = (area.tag, area.get("class"))
    above = set(area.iterancestors())
    return {
        element
        for at, line in enumerate(all_lines)
        if kind[1] and at not in others and is_prose(line) and area not in line.around
        for element in line.around
        if (element.tag, element.get("class")) == kind and element not in above
        if at in chosen or element.getparent() is area.getparent()
    }


def _widened(area: HtmlElement, all_lines: list[Line], chosen: set[int]) -> HtmlElement:
    """The widest element around the area of which each step out adds chosen prose and little else."""
    while area.tag in _PARTS:
        area = area.getparent()
    within = {at for at, line in enumerate(all_lines) if area in line.around}
    for wider in area.iterancestors():
        added = {at for at, line in enumerate(all_lines) if wider in line.around} - within
        prose = {at for at in added & chosen if is_prose(all_lines[at])}
        asks = any(is_asking(all_lines[at].words) for at in added & chosen)
        if added and (asks or _length(all_lines, prose) < CLEAN * _length(all_lines, added)):
            break
        area, within = wider, within | added
    return area


def _length(all_lines: list[Line], numbers: Iterable[int]) -> int:
    return sum(len(all_lines[at].words) for at in numbers)


def _core(all_lines: list[Line], chosen: set[int], inside: set[int]) -> set[int]:
    """The chosen lines inside the area; all chosen ones, where several paragraphs of weight stand outside."""
    if not inside & chosen:
        return inside
    outside = {at for at in chosen - inside if is_prose(all_lines[at])}
    is_scattered = len(outside) > 1 and 2 * _length(all_lines, outside) > _length(all_lines, inside & chosen)
    return chosen if is_scattered else inside & chosen


def _passed_over(all_lines: list[Line], inside: set[int], core: set[int], areas: set[HtmlElement]) -> set[int]:
    """Lines of the area that were not chosen, and stand among those that were: headings, items, and of their form."""
    forms = {_form(all_lines[at], areas) for at in core if is_prose(all_lines[at])}
    first, last = min(core, default=0), max(core, default=0)
    found = set()
    for at in inside - core:
        line = all_lines[at]
        if at < first or line.is_link:
            continue
        in_form = _form(line, areas) in forms and (at < last or is_prose(line) or line.block.tag == "p")
        if in_form or (at < last and (line.block.tag in _HEADINGS or line.block.tag == "li")):
            found.add(at)
    return found


def _form(line: Line, areas: set[HtmlElement]) -> tuple[str, str | None, HtmlElement | None]:
    """What the paragraphs of an article have in common: tag, class, and the element around them."""
    parent = line.block.getparent()
    return line.block.tag, line.block.get("class"), None if parent in areas else parent


def _leads(all_lines: list[Line], chosen: set[int], core: set[int], headline: int) -> set[int]:
    """The one chosen paragraph between the headline and the area, where it is the only one."""
    first = min(core, default=0)
    headings = (at for at in range(first) if all_lines[at].block.tag == "h1")
    start = headline if 0 <= headline < first else max(headings, default=first)
    found = {at for at in chosen if start < at < first and is_prose(all_lines[at])}
    return found if len(found) == 1 and not any(all_lines[at].linked for at in found) else set()


def _without_frame(all_lines: list[Line], kept: set[int]) -> set[int]:
    """The lines without those that ask, those that sign at the start, and headings over nothing at the end."""
    left = sorted(at for at in kept if _is_in_table(all_lines[at]) or not is_asking(all_lines[at].words))
    body = next((place for place, at in enumerate(left) if is_prose(all_lines[at])), 0)
    left = [at for at in left[:body] if not is_signed(all_lines[at].words)] + left[body:]
    while len(left) > 1 and _leads_nowhere(all_lines[left[-1]]):
        left.pop()
    return set(left)


def _leads_nowhere(line: Line) -> bool:
    """Whether a line says nothing at the end of an article: a heading, or a link as a whole."""
    is_label = line.block.tag in _HEADINGS and not is_prose(line)
    return is_label or (line.linked > 0 and line.linked >= len(line.words) - 2)


def _is_in_table(line: Line) -> bool:
    return any(element.tag == "table" for element in line.around)


def _with_the_rest(all_lines: list[Line], kept: set[int], areas: set[HtmlElement]) -> set[int]:
    """The lines with the rest of each quotation, of lists and tables of which most is kept, and the notes cited."""
    wholes: dict[HtmlElement, set[int]] = {}
    for at, line in enumerate(all_lines):
        for element in line.around:
            if element in areas:
                break
            if element.tag in _WHOLES and not line.is_silent:
                wholes.setdefault(element, set()).add(at)
    needed = {"blockquote": 0.0}
    mostly = (
        all_of
        for element, all_of in wholes.items()
        if _length(all_lines, kept & all_of) > needed.get(element.tag, 0.5) * _length(all_lines, all_of)
    )
    return kept.union(*mostly, _notes(all_lines, kept))


def _notes(all_lines: list[Line], kept: set[int]) -> set[int]:
    """The lines of the footnotes to which a kept line refers by a number."""
    links = (piece.element for at in kept for piece in all_lines[at].pieces if piece.linked and not piece.is_tail)
    cited = {str(link.get("href"))[1:] for link in links if _REFERENCE.fullmatch(link.text_content())} - {""}
    return {at for at, line in enumerate(all_lines) if any(element.get("id") in cited for element in line.around)}
