"""The engine: WeasyPrint with the door locked.

A page is laid out with the theme's faces alone, may fetch nothing but what it brought along, and is stopped where it
takes more memory or time than any honest page. What the engine logs becomes findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import weasyprint
from PIL import Image, ImageFile
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset, pango

from typeset.check import Finding
from typeset.edition import Edition, Standard
from typeset.page import Page
from typeset.render import about, binding, faces, finish, fit, images, inks, limits, places, seam, unprintable
from typeset.render.checks import CHECKS
from typeset.render.door import Door
from typeset.render.images import Look
from typeset.render.log import listening
from typeset.render.marks import Slug
from typeset.render.rendering import ASSET, Rendering
from typeset.render.sheets import Html, read
from typeset.theme import Theme

Image.MAX_IMAGE_PIXELS = limits.LARGEST_PICTURE
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half a photo pass for a whole one
JOINED = re.compile("[\u0620-\u064a\u066e-\u06d3]{2}")
"""Arabic letters side by side."""
binding.keep()


def pdf(page: Page, theme: Theme, edition: Edition) -> tuple[bytes, tuple[Finding, ...]]:
    """See `typeset.render.pdf`."""
    door = Door(page.assets)
    look = Look(edition.image_ppi, inks.of(edition, theme) if edition.cmyk else None)
    with listening() as log, limits.of(page), faces.of(theme.families) as fonts:
        html = Html(page.html, door)
        document = _laid_out(html, page, edition, look, fonts)
        taken = unprintable.take_off(document) if edition.cmyk else ()
        content = _written(document, page, theme, edition, look)
    rendering = Rendering(
        page,
        theme,
        edition,
        log=tuple(line for sheet in html.sheets for line in sheet.log) + tuple(log),
        refused=tuple(address for sheet in html.sheets for address in sheet.refused) + tuple(door.refused),
        asked=_asked(document),
        last_page=fit.last_page(document),
        spaced=tuple(_spaced(document)),
        taken=taken,
    )
    return content, tuple(finding for check in CHECKS for finding in check(rendering))


def _laid_out(html: Html, page: Page, edition: Edition, look: Look, fonts: faces.Faces) -> weasyprint.Document:
    """The page on its sheets, with our paragraphs, the edition's bleed and its pictures."""
    seam.take_over(fonts)
    geometry = read(f"@page {{ bleed: {edition.bleed}mm; marks: none }}")
    styles = [sheet.css for sheet in (*html.sheets, geometry)]
    pictures = images.cache(page.assets, look)
    places.mark(html.etree_element, page, {f"{ASSET}{name}" for name in page.assets} - _broken(pictures))

    def render() -> weasyprint.Document:
        return html.render(
            font_config=fonts,
            stylesheets=styles,
            cache=pictures,
            output_intent="device-cmyk" if edition.cmyk else None,
        )

    return fit.fitted(html, page.tighter, render)


def _broken(pictures: Mapping[str, object]) -> set[str]:
    """The addresses of the pictures that came to grief."""
    return {address for address, found in pictures.items() if found is None}


def _written(document: weasyprint.Document, page: Page, theme: Theme, edition: Edition, look: Look) -> bytes:
    """The finished file. A press takes no links, and its colours are inks before anything is written."""
    facts = _about(document)
    if Standard.PDF_X_4 in edition.standards:
        for sheet in document.pages:
            sheet.links.clear()
    frame = document.write_pdf(
        pdf_tags=True,
        uncompressed_pdf=True,  # it is compressed once, when it is finished
        finisher=lambda _, drawn: look.inks.apply(drawn) if look.inks else None,
    )
    source = page.source if edition.attach_source else None
    return finish.finished(frame, facts, edition, _slug(document, theme, edition, facts), source)


def _slug(document: weasyprint.Document, theme: Theme, edition: Edition, facts: about.About) -> Slug | None:
    if not edition.marks:
        return None
    from typeset.render import rim  # it draws letters with fontTools, which takes a while to load

    return rim.of(document, theme, edition, facts)


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


def _asked(document: weasyprint.Document) -> Mapping[tuple[str, ...], str]:
    """The `font-family` lists of everything that stands on the pages, with their text."""
    texts: dict[tuple[str, ...], list[str]] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            if hasattr(box, "text"):
                texts.setdefault(box.style["font_family"], []).append(box.text)
    return {families: "".join(parts) for families, parts in texts.items()}


def _spaced(document: weasyprint.Document) -> Iterator[str]:
    """Text in joined letters that is set with letter-spacing."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if hasattr(box, "text") and box.style["letter_spacing"] not in ("normal", 0) and JOINED.search(box.text):
                yield box.text.strip()


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
