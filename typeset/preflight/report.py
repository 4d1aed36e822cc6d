"""The HTML report of a judgement: the findings, drawn on pictures of the pages. It loads no file and no script.

html(judgement, pictures(pdf))
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

import pikepdf

from typeset.errors import Message, listed
from typeset.findings import CALLED, Finding, Severity
from typeset.model.house_style import Digits
from typeset.preflight.content.geometry import Box, user_unit
from typeset.preflight.content.values import MALFORMED
from typeset.preflight.result import CheckResult, Judgement
from typeset.words.voice import ENGLISH, Voice

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


# Pages as pdfium draws them.


LONGER_SIDE = 1100
"""Pixels on the longer side of a page's picture."""
COLOURS = 64
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page: a PNG, and the box of the page, in pt, that it shows."""

    png: bytes
    box: Box


def pictures(pdf: bytes) -> Mapping[int, PagePicture]:
    """Pictures of the first sixty pages, by page number from 1; a page's /Rotate is ignored, so that boxes fit.

    A page that pdfium finds too damaged to draw is left out.
    """
    import pypdfium2

    drawn: dict[int, PagePicture] = {}
    units = _user_units(pdf)
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(pdf) as document:
        for number in range(min(len(document), MOST_PAGES)):
            with suppress(pypdfium2.PdfiumError):
                drawn[number + 1] = _picture(document[number], units.get(number, 1.0))
    return drawn


def _user_units(pdf: bytes) -> dict[int, float]:
    """Page, from 0, -> the unit of its user space in pt, of which pdfium does not speak."""
    with suppress(*MALFORMED), pikepdf.open(io.BytesIO(pdf)) as opened:
        return {number: user_unit(page) for number, page in enumerate(opened.pages)}
    return {}


def _picture(page: PdfPage, unit: float) -> PagePicture:
    page.set_rotation(0)
    box = Box(*(edge * unit for edge in page.get_bbox()))
    image = page.render(scale=LONGER_SIDE * unit / max(box.width, box.height, 1)).to_pil()
    target = io.BytesIO()
    image.quantize(COLOURS).save(target, "PNG", optimize=True)
    return PagePicture(target.getvalue(), box)


# The report's style sheet. Severities differ by a word and by a line's pattern, never by colour alone.


LINES = {
    Severity.ERROR: 'stroke="#a3001b"',
    Severity.WARNING: 'stroke="#7a4a00" stroke-dasharray="5 3"',
    Severity.INFO: 'stroke="#124a85" stroke-dasharray="1.5 2.5"',
}
"""How a frame around a place is drawn: attributes of SVG, which every viewer knows."""
STYLE = """
:root { color-scheme: light; --error: #a3001b; --warning: #7a4a00; --info: #124a85; }
body { margin: 0 auto; max-width: 75rem; padding: 1.5rem; background: #fff; color: #1b1b1b;
  font: 1rem/1.5 system-ui, "Noto Sans Arabic", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.summary { font-size: 1.05rem; max-width: 60rem; }
ol { padding-inline-start: 2.2rem; }
li { margin-block: .6rem; scroll-margin-top: 1rem; }
li p { margin: 0; }
li:target { outline: 2px solid currentColor; outline-offset: 4px; }
.severity { text-transform: uppercase; font-size: .8rem; letter-spacing: .04em; }
.error .severity { color: var(--error); }
.warning .severity { color: var(--warning); }
.info .severity { color: var(--info); }
.hint { color: #444; }
a { color: #0b4f9e; }
code { font-size: .85em; background: #f2f2f2; padding: .05em .3em; border-radius: 3px; white-space: nowrap; }
.pages { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 0; flex: 1 1 22rem; max-width: 36rem; }
.page { position: relative; border: 1px solid #999; }
.page img { display: block; width: 100%; height: auto; }
.page svg { position: absolute; inset: 0; width: 100%; height: 100%; }
figcaption { padding-top: .3rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
@media print { body { padding: 0; } figure { break-inside: avoid; } }
"""


# The report's HTML. Text from the PDF and the article is escaped, and isolated from the direction around it.


QUOTED = re.compile("«([^»]*)»")
Numbered = tuple[int, Finding]
"""A finding with its number in the report, from 1."""


def html(
    judgement: Judgement, pictures: Mapping[int, PagePicture] = MappingProxyType({}), voice: Voice | None = None
) -> str:
    """The whole report, in one file, in the language of the voice. Pages without a picture are listed without one."""
    speaker = voice or ENGLISH
    findings = list(enumerate(judgement.findings, 1))
    title = speaker.say(Message("Proof of {name}", name=judgement.name or Message("a PDF")))
    return f"""<!doctype html>
<html lang="{speaker.language}" dir="{speaker.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>{_isolated(title)}</h1><p class="summary">{_isolated(speaker.say(judgement.summary()))}</p></header>
<main>
{_findings(findings, pictures, speaker)}
{_pages(judgement.direction, findings, pictures, speaker)}
{_checks(judgement.results, speaker)}
</main>
</body>
</html>
"""


def _isolated(text: str) -> str:
    """HTML-escaped text with each «quotation» in a <bdi>, so that Arabic words do not reorder the sentence."""
    return QUOTED.sub(lambda match: f"«<bdi>{match[1]}</bdi>»", escape(text))


def _findings(findings: Sequence[Numbered], drawn: Container[int], voice: Voice) -> str:
    heading = f'<h2 id="findings">{voice.say(Message("Findings"))}</h2>'
    if not findings:
        none = voice.say(Message("None."))
        return f'<section aria-labelledby="findings">{heading}<p>{none}</p></section>'
    items = "\n".join(_finding(number, finding, drawn, voice) for number, finding in findings)
    numbers = "" if voice.digits is Digits.WESTERN else f' style="list-style-type: {voice.digits.value}"'
    return f'<section aria-labelledby="findings">{heading}\n<ol{numbers}>\n{items}\n</ol></section>'


def _finding(number: int, finding: Finding, drawn: Container[int], voice: Voice) -> str:
    page = finding.place.page
    called = voice.say(Message("page {page}", page=page)) if page else ""
    link = f' <a href="#page-{page}">{called}</a>' if page in drawn else f" {called}" * bool(page)
    source = str(finding.place).removesuffix(f"page {page}").rstrip(", ")
    where = f" <bdi>{escape(source)}</bdi>" if source else ""
    hint = f'<p class="hint">{_isolated(voice.say(finding.hint))}</p>' if finding.hint else ""
    severity, message = voice.say(CALLED[finding.severity]), _isolated(voice.say(finding.message))
    return (
        f'<li id="finding-{number}" class="{finding.severity}">'
        f'<p><strong class="severity">{severity}</strong> {message}{where}{link} '
        f"<code>{escape(finding.id)}</code></p>{hint}</li>"
    )


def _pages(direction: str, findings: Sequence[Numbered], pictures: Mapping[int, PagePicture], voice: Voice) -> str:
    """The pages in reading order: in a right-to-left work the first stands at the right."""
    if not pictures:
        return ""
    figures = "\n".join(
        _figure(page, picture, [numbered for numbered in findings if numbered[1].place.page == page], voice)
        for page, picture in pictures.items()
    )
    return (
        f'<section aria-labelledby="pages"><h2 id="pages">{voice.say(Message("Pages"))}</h2>\n'
        f'<div class="pages" dir="{direction}">\n{figures}\n</div></section>'
    )


def _figure(page: int, picture: PagePicture, findings: Sequence[Numbered], voice: Voice) -> str:
    box = picture.box
    source = base64.b64encode(picture.png).decode()
    marks = "\n".join(_mark(numbered, picture) for numbered in findings)
    links = [f'<a href="#finding-{number}">{voice.number(str(number))}</a>' for number, _ in findings]
    caption = voice.say(Message("Page {page}; findings: ", page=page)) + (
        ", ".join(links) or voice.say(Message("none"))
    )
    described = voice.say(Message("Page {page} as pdfium draws it", page=page))
    return (
        f'<figure id="page-{page}" dir="ltr"><div class="page">'
        f'<img src="data:image/png;base64,{source}" alt="{described}">'
        f'<svg viewBox="0 0 {box.width:.2f} {box.height:.2f}" aria-hidden="true">\n{marks}\n</svg></div>'
        f'<figcaption dir="{voice.direction}">{caption}</figcaption></figure>'
    )


def _mark(numbered: Numbered, picture: PagePicture) -> str:
    """SVG: a frame around each of the finding's places, and its number beside it; empty where no place has a box."""
    number, finding = numbered
    return "\n".join(_frame(number, finding.severity, place.box, picture) for place in finding.places if place.box)


def _frame(number: int, severity: Severity, box: tuple[float, float, float, float], picture: PagePicture) -> str:
    x0, y0, x1, y1 = box
    left, top = x0 - picture.box.x0, picture.box.y1 - y1
    return (
        f'<rect x="{left - 1.5:.2f}" y="{top - 1.5:.2f}" width="{max(x1 - x0, 0) + 3:.2f}" '
        f'height="{max(y1 - y0, 0) + 3:.2f}" fill="none" stroke-width="1.6" {LINES[severity]}/>'
        f'<text x="{max(left - 3, 1):.2f}" y="{max(top - 3, 9):.2f}" font-size="10" font-weight="bold">{number}</text>'
    )


def _checks(results: Sequence[CheckResult], voice: Voice) -> str:
    rows = "\n".join(
        f'<tr><th scope="row"><code>{escape(result.id)}</code></th><td>{escape(voice.say(result.title))}</td>'
        f"<td>{escape(voice.say(_outcome(result)))}</td></tr>"
        for result in results
    )
    columns = "".join(f'<th scope="col">{voice.say(title)}</th>' for title in COLUMNS)
    head = f"<thead><tr>{columns}</tr></thead>"
    return (
        f'<section aria-labelledby="checks"><h2 id="checks">{voice.say(Message("Checks"))}</h2>\n'
        f"<table>{head}\n<tbody>\n{rows}\n</tbody></table></section>"
    )


COLUMNS = (Message("Check"), Message("Looks for"), Message("Outcome"))


def _outcome(result: CheckResult) -> str:
    if result.not_run:
        return Message("not run: {reason}", reason=result.not_run)
    faults = sum(finding.severity is not Severity.INFO for finding in result.findings)
    remarks = listed(finding.message for finding in result.findings if finding.severity is Severity.INFO)
    if not faults:
        return Message("passes; {remarks}", remarks=remarks) if remarks else Message("passes")
    return Message("{count} finding", "{count} findings", count=faults)


__all__ = ["PagePicture", "html", "pictures"]
