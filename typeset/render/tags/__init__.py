"""Tags: the structure tree of a PDF, in reading order (ISO 32000-1, 14.8; ISO 14289-1).

WeasyPrint tags boxes: a paragraph on two pages becomes two, each line a span, a running head an orphan. We tag what the
page was composed of: one structure element for each HTML element, on whichever pages its boxes are.

    tree   the structure type of an HTML element; structure elements and their content as plain values
    walk   from the boxes on the pages to the tree
    write  from the tree to PDF objects
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydyf
from weasyprint.logger import LOGGER

from typeset.render.tags.tree import Node
from typeset.render.tags.walk import Walk
from typeset.render.tags.write import TagWriter

if TYPE_CHECKING:
    import weasyprint.pdf


# The tags of a document whose pages are drawn: its structure tree, and the artifacts outside of it.


def add_tags(pdf: pydyf.PDF, document: weasyprint.Document, streams: list[weasyprint.pdf.Stream]) -> None:
    """Give a PDF the structure tree of its document; running heads and folios become artifacts."""
    if "Lang" not in pdf.catalog:
        LOGGER.error('Missing required "lang" attribute at the root of the document')
    walk = Walk(Node("Document", language=document.metadata.lang or ""))
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        artifacts = walk.over(number, page._page_box, stream._tags)
        _mark_artifacts(stream, artifacts)
    pdf.catalog["StructTreeRoot"] = TagWriter(pdf).root(walk.whole())
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _mark_artifacts(stream: pydyf.Stream, artifacts: dict[int, str]) -> None:
    """Turn marked content of a page into artifacts: visible, but not read out."""
    parts = stream.stream
    for place, part in enumerate(parts):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in artifacts:
            kind = artifacts[part["MCID"]]
            parts[place - 1] = "/Artifact"
            parts[place] = pydyf.Dictionary({"Type": "/Pagination", **({"Subtype": f"/{kind}"} if kind else {})})
