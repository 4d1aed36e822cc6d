"""A page cut down to its article: lines and pictures that are not the article's go, each reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typeset.read.draft import Loss, LossKind
from typeset.read.formats.html_inline import SILENT, TAGS
from typeset.read.formats.html_lines import Line

if TYPE_CHECKING:
    from lxml.html import HtmlElement


_BREAKS = frozenset({"br", "hr", "wbr"})


def prune(
    body: HtmlElement, all_lines: list[Line], kept: set[int], said: set[int], pictures: Iterable[HtmlElement]
) -> list[Loss]:
    """Take the lines that are not kept out of a page, and the elements in which none is.

    Returns them as losses, but those that are `said` in a field of the article.
    """
    alive = {body}
    for picture in pictures:
        alive.update((picture, *picture.iterancestors()))
    for at in kept:
        for piece in all_lines[at].pieces:
            alive.update(
                piece.element.iterancestors() if piece.is_tail else (piece.element, *piece.element.iterancestors())
            )
    losses = _losses([line for at, line in enumerate(all_lines) if at not in kept | said], alive)
    for at, line in enumerate(all_lines):
        if at not in kept and not line.is_silent:
            for piece in line.pieces:
                piece.put(" ")
    _drop(body, alive)
    return losses


def part_at_empty_lines(body: HtmlElement) -> None:
    """Make an empty line (two `br`) the end of a paragraph, as it is meant on pages that write no paragraphs.

    Inside bold words or a link it stays: a mark does not go across paragraphs.
    """
    parted: set[HtmlElement] = set()
    for line_break in body.iter("br"):
        before = line_break.getprevious()
        follows = before is not None and (before.tag == "br" or before in parted) and not (before.tail or "").strip()
        if follows and next(line_break.iterancestors("a", "pre", *TAGS), None) is None:
            line_break.tag = "p"
            parted.add(line_break)


def _losses(left_out: list[Line], alive: set[HtmlElement]) -> list[Loss]:
    """One loss for all that an element says which goes as a whole, one for each other line."""
    words: dict[HtmlElement, list[str]] = {}
    for line in left_out:
        outermost = next((element for element in reversed(line.around) if element not in alive), line.pieces[0].element)
        if outermost.tag not in SILENT:  # the reader of blocks reports those
            words.setdefault(outermost, []).append(line.words)
    return [Loss(LossKind.AROUND, " ".join(said), element.sourceline or 0) for element, said in words.items()]


def _drop(body: HtmlElement, alive: set[HtmlElement]) -> None:
    """Take the elements out in which nothing is kept."""
    stack = [body]
    while stack:
        for child in list(stack.pop()):
            if child in alive:
                stack.append(child)
            elif child.tag not in _BREAKS and not (child.tag in SILENT and child.text_content().strip()):
                child.drop_tree()
