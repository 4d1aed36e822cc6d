"""Drawings as pictures of pixels, for who shows no SVG: mail programs and Word. Our own engine draws them."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from typeset import render
from typeset.model import picture, theme
from typeset.model.article import Article
from typeset.model.edition import DEFAULT_EDITION, EDITIONS
from typeset.model.page import Page
from typeset.model.picture import Picture
from typeset.preflight.picture import drawn

PIXELS = 1200
"""Of the longer side: sharp at 600 points on a screen that packs them twice as dense, and 15 cm wide in print."""
SIDE = 400
"""Points of the longer side of the sheet that a drawing is drawn on."""


def pictures_of(article: Article) -> dict[str, Picture]:
    """The pictures of an article that can be shown, by their sources, drawings in pixels. Raises EngineError as `png`."""
    shown = {}
    for photo in article.pictures:
        with suppress(picture.PictureError):
            found = picture.named(photo.source, article.folder)
            shown[photo.source] = png(found) if found.is_drawing else found
    return shown


@lru_cache(maxsize=16)
def png(drawing: Picture) -> Picture:
    """A drawing on white as a PNG of PIXELS. Raises EngineError: it cannot be drawn within the limits."""
    longer = max(drawing.width, drawing.height) or 1
    width, height = SIDE * drawing.width / longer, SIDE * drawing.height / longer
    page = Page(
        "<!doctype html><html lang='en'><head><title>drawing</title><style>"
        f"@page {{ size: {width:.3f}pt {height:.3f}pt; margin: 0 }} body, img {{ margin: 0; display: block }}"
        f"img {{ width: {width:.3f}pt; height: {height:.3f}pt }}</style></head>"
        f"<body><img src='{drawing.address}' alt='drawing'></body></html>",
        assets={drawing.asset: drawing.data},
    )
    pdf, _ = render.pdf(page, theme.load("classic"), EDITIONS[DEFAULT_EDITION])
    return Picture(drawn(pdf, 0, 72 * PIXELS / SIDE), PIXELS * width / SIDE, PIXELS * height / SIDE)
