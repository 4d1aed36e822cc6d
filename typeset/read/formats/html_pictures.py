"""Which pictures of a page belong to its article: those among its lines, and the one between headline and text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from typeset.read import fragments
from typeset.read.formats.html_inline import PICTURES, address
from typeset.read.formats.html_lines import Line
from typeset.read.formats.html_noise import names, noise_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SMALLEST = 100
"""Pixels; what is declared smaller is a sign, not a photo."""

_SIGNS = re.compile(
    r"avatar|gravatar|author|logo|icon|emoji|smil(?:ey|ie)|spacer|pixel|blank\.|button|badge|banner|/ads?/",
    re.IGNORECASE,
)


def pictures(body: HtmlElement, all_lines: list[Line], kept: set[int], headline: int) -> list[HtmlElement]:
    """The pictures of the article whose lines are kept."""
    images = [image for image in body.iter(*PICTURES) if not _is_sign(image)]
    if not images or not kept:
        return []
    order = {element: at for at, element in enumerate(body.iter())}
    alive = {element for at in kept for element in all_lines[at].around}
    told = {element for line in all_lines for element in line.around}
    first = min(kept | ({headline} if headline >= 0 else set()))
    start, end = order[all_lines[first].block], order[all_lines[max(kept)].block]
    return [
        image for image in images if start <= order[image] and _is_among(image, alive, told, within=order[image] <= end)
    ]


def _is_sign(image: HtmlElement) -> bool:
    """Whether a picture is declared small, or named as a sign."""
    sizes = (re.match(r"\d+", str(image.get(side) or "")) for side in ("width", "height"))
    if any(size and int(size[0][:6]) < SMALLEST for size in sizes):
        return True
    return bool(_SIGNS.search(f"{names(image)} {address(image)[-80:]}"))


def _is_among(image: HtmlElement, alive: set[HtmlElement], told: set[HtmlElement], *, within: bool) -> bool:
    """Whether the first element around a picture that says anything besides its caption says what is kept.

    Behind the last kept line, that must be the element in which that line stands.
    """
    figure = next(image.iterancestors("figure"), image)
    for element in (figure, *figure.iterancestors()):
        if noise_name(element) and element not in alive:
            return False
        if element in told and element is not figure:
            return element in alive and (within or element.tag not in {"body", "html"})
    return False


def with_captions(all_lines: list[Line], kept: set[int], pictures: list[HtmlElement]) -> set[int]:
    """The kept lines with the captions of the article's pictures, and without those of others.

    The caption of a picture that is not at hand would stand in the text as a paragraph.
    """
    at_hand = (picture for picture in pictures if fragments.picture(address(picture)))
    own = {figure for picture in at_hand for figure in picture.iterancestors("figure")}
    captions = {at: _figure(line) for at, line in enumerate(all_lines)}
    without = {at for at in kept if captions[at] is not None and captions[at] not in own}
    return (kept | {at for at, figure in captions.items() if figure in own}) - without


def _figure(line: Line) -> HtmlElement | None:
    """The figure that a line is the caption of; a table or a quotation in a figure is text."""
    if any(element.tag in {"table", "blockquote"} for element in line.around):
        return None
    figure = next((element for element in line.around if element.tag == "figure"), None)
    has_picture = figure is not None and next(figure.iter(*PICTURES), None) is not None
    return figure if has_picture else None
