"""The engine: WeasyPrint with all fetching refused, run until the last page is well filled.

A page is laid out with the theme's faces alone, may fetch nothing but what it brought along, and is stopped where it
takes more memory or time than any honest page. What the engine logs becomes findings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import weasyprint
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset, pango

from typeset.findings import Finding
from typeset.model.edition import Edition, Standard
from typeset.model.page import Fit, Page
from typeset.model.theme import Theme
from typeset.render import finish, images, inks, metadata, patches
from typeset.render.checks import CHECKS
from typeset.render.flex_text import flex_texts
from typeset.render.images import Look
from typeset.render.marks import Slug
from typeset.render.pages.fit import IN_PHOTOS, IN_REACH, Fitter
from typeset.render.rendering import ASSET, LastPage, Rendering
from typeset.render.weasy import Box, fontconfig, limits
from typeset.render.weasy.formatting import Formatting
from typeset.render.weasy.sheets import Html, read
from typeset.render.weasy.url_fetcher import Fetcher, listening


def last_page(document: weasyprint.Document) -> LastPage | None:
    """How the last page is filled; None where it is the only one."""
    if len(document.pages) == 1:
        return None
    page = document.pages[-1]
    is_composed = _has_main(document.pages[0])
    lines = [box.height for box in _standing(document.pages[0]) if type(box).__name__ == "LineBox"]
    return LastPage(
        number=len(document.pages),
        fill=_filled(page) / _room(page) if _room(page) > 0 else 1.0,  # a sheet smaller than its margins has no room
        has_text=_has_main(page) or not is_composed,
        lines_over=math.ceil(_over(document) / median(lines)) if lines else 0,
        lines_a_page=int(_room(page) / median(lines)) if lines else 0,
    )


def _has_main(page: weasyprint.document.Page) -> bool:
    """Whether some of the release's own text stands on a page; one that was not composed of a release has no `main`."""
    return any(box.element_tag == "main" for box in page._page_box.descendants())


def _over(document: weasyprint.Document) -> float:
    """By how much the text is too long for a page less: what stands on the last one less what is free before it."""
    *before, last = document.pages
    return _filled(last) - sum(max(_room(page) - _filled(page), 0.0) for page in before)


def _standing(page: weasyprint.document.Page) -> Iterator[Box]:
    """What stands on a page: its lines and pictures, but for those in the margins and at the foot."""
    root = page._page_box.children[0]
    return (box for box in root.descendants() if type(box).__name__ == "LineBox" or box.element_tag == "img")


def _filled(page: weasyprint.document.Page) -> float:
    """How far down the page the last of its text reaches."""
    top = page._page_box.content_box_y()
    return max((box.position_y + box.height - top for box in _standing(page)), default=0.0)


def _room(page: weasyprint.document.Page) -> float:
    """How high a page is between its margins and above its notes."""
    notes = sum(box.margin_height() for box in page._page_box.children if type(box).__name__ == "FootnoteAreaBox")
    return float(page._page_box.height - notes)


JOINED = re.compile("[\u0620-\u064a\u066e-\u06d3]{2}")
"""Arabic letters side by side."""


def pdf(page: Page, theme: Theme, edition: Edition) -> tuple[bytes, tuple[Finding, ...]]:
    """See `typeset.render.pdf`."""
    fetcher = Fetcher(page.assets)
    look = Look(edition.image_ppi, inks.inks_for(edition, theme) if edition.cmyk else None)
    with listening() as log, limits.page_limits(page), fontconfig.faces_for(theme.families) as fonts:
        html = Html(page.html, fetcher)
        document = _laid_out(html, page, edition, look, fonts)
        taken = inks.take_off(document) if edition.cmyk else ()
        content = _written(document, page, theme, edition, look)
    rendering = Rendering(
        page,
        theme,
        edition,
        log=tuple(line for sheet in html.sheets for line in sheet.log) + tuple(log),
        refused=tuple(address for sheet in html.sheets for address in sheet.refused) + tuple(fetcher.refused),
        asked=_asked(document),
        last_page=last_page(document),
        spaced=tuple(_spaced(document)),
        taken=taken,
        flex_texts=flex_texts(document),
    )
    return content, tuple(finding for check in CHECKS for finding in check(rendering))


def _laid_out(html: Html, page: Page, edition: Edition, look: Look, fonts: fontconfig.Faces) -> weasyprint.Document:
    """The page on its sheets, with our paragraphs, the edition's bleed and its pictures."""
    patches.take_over(fonts)
    geometry = read(f"@page {{ bleed: {edition.bleed}mm; marks: none }}")
    styles = [sheet.css for sheet in (*html.sheets, geometry)]
    pictures = images.cache(page.assets, look)
    images.mark(html.etree_element, page, {f"{ASSET}{name}" for name in page.assets} - _broken(pictures))

    intent = "device-cmyk" if edition.cmyk else None
    body = html.etree_element.find("body")
    given = body.get("class", "")

    made: list[Formatting] = []

    def formatting(steps: Sequence[str]) -> Formatting:
        body.set("class", " ".join([given, *steps]).strip())
        made.append(Formatting(html, fonts, styles, pictures, intent, *made[-1:]))
        return made[-1]

    return settle(html, page.fit, formatting)


STEP_FOR = {"photos": "figure"}
"""A step that is for one element alone, and is left out where the page has none: it would be laid out in vain."""


def settle(html: Html, fit: Fit, formatting: Callable[[Sequence[str]], Formatting]) -> weasyprint.Document:
    """The document with its pages chosen, and as few of the theme's steps as its goal takes."""
    body = html.etree_element.find("body")
    absent = {step for step, tag in STEP_FOR.items() if body.find(f".//{tag}") is None}
    pictures = set(html.etree_element.iterfind(".//figure//img"))
    tighter, looser = (tuple(step for step in steps if step not in absent) for steps in (fit.tighter, fit.looser))
    return Fitter(formatting, replace(fit, tighter=tighter, looser=looser), partial(_is_in_reach, pictures)).document()


def _is_in_reach(pictures: set[object], document: weasyprint.Document) -> bool:
    """Whether closer setting may save the last page."""
    photos = sum(box.height for page in document.pages for box in _standing(page) if box.element in pictures)
    return bool(_over(document) <= IN_REACH * _room(document.pages[0]) + IN_PHOTOS * photos)


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
    made_of = (*filter(None, (page.source, page.other_source)), *page.carried)
    sources = made_of if edition.attach_source else ()
    return finish.finished(frame, facts, edition, _slug(document, theme, edition, facts), sources)


def _slug(document: weasyprint.Document, theme: Theme, edition: Edition, facts: metadata.About) -> Slug | None:
    if not edition.marks:
        return None
    from typeset.render import slug  # it draws letters with fontTools, which takes a while to load

    return slug.slug_for(document, theme, edition, facts)


def _about(document: weasyprint.Document) -> metadata.About:
    """What the page says of itself in its head."""
    said = document.metadata
    return metadata.About(
        title=said.title or "",
        authors=tuple(said.authors),
        description=said.description or "",
        keywords=tuple(said.keywords),
        language=said.lang or "",
        moment=metadata.moment(said.modified or said.created),
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
