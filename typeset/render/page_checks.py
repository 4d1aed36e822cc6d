"""Checks of how a text fills its pages: a last page nearly empty, more pages than wanted, text in a flex line."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.errors import Message
from typeset.findings import Fault, Place, Severity, check
from typeset.model.page import Goal
from typeset.render.rendering import LastPage, Rendering

NEARLY_EMPTY = 0.2
"""Of the height of a page."""


@check("page/last-page", Severity.WARNING)
def last_page(rendering: Rendering) -> Iterator[Fault]:
    """A last page that is nearly empty, or holds none of the text.

    It looks like a mistake, costs a sheet, and contacts on a page of their own are lost when pages are separated.
    Photos, spaces and leading have been tightened as far as they go; the rest is for the author to decide.
    """
    last = rendering.last_page
    if last and not rendering.theme.pictures and (last.fill < NEARLY_EMPTY or not last.has_text):
        alone = "" if last.has_text else Message(" and holds only what follows the text")
        lines = (
            Message("about {count} line", "about {count} lines", count=last.lines_over)
            if last.lines_over > 0
            else Message("a little")
        )
        yield Fault(
            Message("The last page is {fill:.0%} full{alone}.", fill=last.fill, alone=alone),
            Place(page=last.number),
            hint=Message("Shorten the release by {lines}, leave out a photo, or write more.", lines=lines),
        )


@check("page/fit", Severity.WARNING)
def fit(rendering: Rendering) -> Iterator[Fault]:
    """More pages than were asked for, by the theme or with `--fit`.

    The theme's tightest setting has been tried, with the spaces, the photos and the paragraphs as close as they bear.
    What is still too much has to be cut. Of a picture, which has no second page, the words are then missing.
    """
    wanted = rendering.page.fit.pages or (1 if rendering.page.fit.goal is Goal.ONE_PAGE else 0)
    last = rendering.last_page
    if last and rendering.theme.pictures:
        yield Fault(
            Message(
                "The picture has no room for all: it is about {count} line too long.",
                "The picture has no room for all: it is about {count} lines too long.",
                count=_lines_over(last, 1),
            ),
            Place(page=2),
            hint="Shorten the headline, or else the deck (`subheadline`) or the name of the sender.",
            severity=Severity.ERROR,
        )
    elif last and wanted and last.number > wanted:
        yield Fault(
            Message(
                "The text takes {number} pages, and {wanted} was to be enough: it is about {count} line too long.",
                "The text takes {number} pages, and {wanted} was to be enough: it is about {count} lines too long.",
                number=last.number,
                wanted=wanted,
                count=_lines_over(last, wanted),
            ),
            Place(page=wanted + 1),
            hint="Shorten it by that, leave out a photo, or allow it another page.",
        )


def _lines_over(last: LastPage, wanted: int) -> int:
    """By how many lines it is too long; beyond the last page each one counts as full."""
    return max(last.lines_over, 1) + (last.number - wanted - 1) * last.lines_a_page


OPENING = 6
"""Words of a paragraph that name it."""


@check("theme/flex-text", Severity.WARNING)
def flex_text(rendering: Rendering) -> Iterator[Fault]:
    """Running text in an element that the theme sets with `display: flex`.

    A flex line lays out each of its parts several times to find their widths, and breaks badly over a page: the same
    text in a table takes a third of the time, and a page less where it is long. Names, labels, figures and captions may
    stand in one.
    """
    for found in rendering.flex_texts:
        yield Fault(
            Message(
                "`{selector}` is a flex line and holds a paragraph of {count} word, «{opening} …».",
                "`{selector}` is a flex line and holds a paragraph of {count} words, «{opening} …».",
                selector=found.selector,
                count=len(found.words),
                opening=" ".join(found.words[:OPENING]),
            ),
            hint=Message(
                "In page.css, let `{selector}` be a block; for parts side by side, write display: table with "
                "table-layout: fixed and its parts as cells, or display: grid.",
                selector=found.selector,
            ),
        )
