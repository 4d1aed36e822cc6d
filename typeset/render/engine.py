"""The engine: WeasyPrint with the door locked.

A page is laid out with the theme's faces alone, may fetch nothing but what it brought along, and is stopped where it
takes more memory or time than any honest page. What the engine logs becomes findings.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import weasyprint
from PIL import Image
from weasyprint.logger import LOGGER
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset, pango
from weasyprint.urls import URLFetchingError

from typeset.check import Finding
from typeset.edition import Edition
from typeset.errors import EngineError
from typeset.page import Page
from typeset.render import about, faces, finish, limits
from typeset.render.checks import CHECKS, Line, Rendering
from typeset.render.door import Door
from typeset.theme import Theme

Image.MAX_IMAGE_PIXELS = limits.LARGEST_PICTURE


def pdf(page: Page, theme: Theme, edition: Edition) -> tuple[bytes, tuple[Finding, ...]]:
    """See `typeset.render.pdf`."""
    door = Door(page.assets)
    with _listening() as log, limits.of(page), faces.of(theme.families) as fonts:
        document = _laid_out(page, door, fonts)
        frame = document.write_pdf(pdf_tags=True)
        content = finish.finished(frame, _about(document), edition)
    rendering = Rendering(page, theme, edition, tuple(log), tuple(door.refused), _asked(document))
    return content, tuple(finding for check in CHECKS for finding in check(rendering))


def _laid_out(page: Page, door: Door, fonts: faces.Faces) -> weasyprint.Document:
    try:
        return weasyprint.HTML(string=page.html, url_fetcher=door).render(font_config=fonts)
    except URLFetchingError as refused:  # of all that may be fetched, only a colour profile's absence stops the engine
        raise EngineError(
            f"The style sheet asks for a colour profile that may not be fetched: {door.refused[-1]}.",
            hint="Take @color-profile out of the theme's CSS; the edition knows its profile.",
        ) from refused


def _about(document: weasyprint.Document) -> about.About:
    """What the page says of itself in its head."""
    said = document.metadata
    return about.About(
        title=said.title or "",
        authors=tuple(said.authors),
        description=said.description or "",
        keywords=tuple(said.keywords),
        language=said.lang or "",
        moment=about.moment(said.modified or said.created),
        engine=f"WeasyPrint {weasyprint.VERSION}",
    )


def _asked(document: weasyprint.Document) -> frozenset[tuple[str, ...]]:
    """The `font-family` lists of everything that stands on the pages."""
    boxes = (box for page in document.pages for box in page._page_box.descendants())
    return frozenset(box.style["font_family"] for box in boxes if hasattr(box, "text"))


@contextmanager
def _listening() -> Iterator[list[Line]]:
    """What WeasyPrint logs in this thread in the meantime, from warnings upwards."""
    heard: list[Line] = []
    handler = _Ear(heard)
    LOGGER.addHandler(handler)
    try:
        yield heard
    finally:
        LOGGER.removeHandler(handler)


class _Ear(logging.Handler):
    """Keeps the lines that its own thread logs."""

    def __init__(self, heard: list[Line]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line where this thread logged it."""
        if record.thread == self._thread:
            arguments = record.args if isinstance(record.args, tuple) else (record.args,)
            self._heard.append(Line(record.msg, arguments))


def versions() -> Mapping[str, str]:
    """See `typeset.render.versions`."""
    number = pango.pango_version()
    return {
        "WeasyPrint": weasyprint.VERSION,
        "Pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "HarfBuzz": _harfbuzz(),
        "HarfBuzz subset": "present" if harfbuzz_subset else "absent",
    }


def _harfbuzz() -> str:
    """HarfBuzz can only be asked whether it is at least of some version: the highest that it owns to."""
    version: list[int] = []
    for _ in range(3):
        number = 0
        while harfbuzz.hb_version_atleast(*(version + [number + 1] + [0] * (2 - len(version)))):
            number += 1
        version.append(number)
    return ".".join(map(str, version))
