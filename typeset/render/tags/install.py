"""Where WeasyPrint's tags would be made, ours are."""

from __future__ import annotations

import pydyf
import weasyprint.pdf
from weasyprint.logger import LOGGER

from typeset.render.sheets import Html
from typeset.render.tags.tree import Node
from typeset.render.tags.walk import Walk
from typeset.render.tags.write import Writer

_theirs = weasyprint.pdf.add_tags


def install() -> None:
    """Take the place of `weasyprint.pdf.add_tags`, for pages of ours alone."""
    weasyprint.pdf.add_tags = _add_tags


def _add_tags(
    pdf: pydyf.PDF, document: weasyprint.Document, pdf_version: str | None, streams: list[weasyprint.pdf.Stream]
) -> None:
    if not isinstance(document._html, Html):
        _theirs(pdf, document, pdf_version, streams)
        return
    if "Lang" not in pdf.catalog:
        LOGGER.error('Missing required "lang" attribute at the root of the document')
    walk = Walk(Node("Document", language=document.metadata.lang or ""))
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        artifacts = walk.over(number, page._page_box, stream._tags)
        _set_aside(stream, artifacts)
    pdf.catalog["StructTreeRoot"] = Writer(pdf).root(walk.root)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _set_aside(stream: pydyf.Stream, artifacts: dict[int, str]) -> None:
    """Turn marked pieces of a page into artifacts: there for the eye, not read out."""
    parts = stream.stream
    for place, part in enumerate(parts):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in artifacts:
            kind = artifacts[part["MCID"]]
            parts[place - 1] = "/Artifact"
            parts[place] = pydyf.Dictionary({"Type": "/Pagination", **({"Subtype": f"/{kind}"} if kind else {})})
