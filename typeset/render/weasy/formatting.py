"""A page with its computed styles and boxes, laid out as often as is asked.

The cascade, the box tree and the shaped paragraphs are made once. A layout after the first takes a quarter of its time,
and begins with nothing of the one before but what was set on the boxes in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, DocumentMetadata, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.layout import LayoutContext, layout_document

from typeset.render.weasy import Box, FontConfiguration, font_sizes, styles
from typeset.render.weasy.columns import Heights
from typeset.render.weasy.sheets import Html


class Ends(NamedTuple):
    """Where pages and columns end."""

    held: Mapping[int, float] = {}
    """What is left free at the foot of a page, in px, by its number from 1."""
    columns: Heights | None = None
    """The heights of columns, where they are not left to the engine, which makes them even where it can."""
    spare: float = 0.0
    """In px: what a column may be higher than it is planned. What follows the columns counts from their planned height:
    it would be pushed on by a step of its grid else."""


FULL = Ends(columns={})
"""Every column is filled to the foot of its page."""


class HeldContext(LayoutContext):  # type: ignore[misc]
    """The state of a layout, in which pages and columns may end earlier than their height would allow."""

    ends = Ends()

    def kept_free(self, box: Box) -> float:
        """What is left free below a box, beside what its layout leaves: all that stands on a page stands in its body.

        What goes on over the page is made to reach down to this end, so that it cannot be asked of each part.
        """
        return self.ends.held.get(self.current_page, 0.0) if box.element_tag == "body" else 0.0


class Formatting:
    """The styles and boxes of a page. Each box is its own `typeset_source`, which all copies of it keep."""

    def __init__(
        self, html: Html, fonts: FontConfiguration, sheets: Sequence[Any], pictures: dict[str, Any],
        intent: str | None, before: Formatting | None = None,
    ) -> None:  # fmt: skip
        """`before`: a formatting of the same page with other classes, of which all is kept that stays alike."""
        self._html, self._intent = html, intent
        options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": sheets, "cache": pictures, "output_intent": intent}
        counters = CounterStyle()
        self._context = Document._build_layout_context(html, fonts, counters, {}, options)
        styles.share(self.styles)
        font_sizes.reckon(self.styles)
        if before is not None:
            styles.keep(before.styles, self.styles)
        self.root: Box = build_formatting_structure(
            html.etree_element, self._context.style_for, self._context.get_image_from_uri, html.base_url,
            self._context.target_collector, counters, self._context.footnotes,
        )  # fmt: skip
        made = (*self._context.footnotes, self.root, *self.root.descendants())
        styles.share_of_boxes(made)
        for box in made:
            box.typeset_source = box

    @property
    def styles(self) -> styles.Styles:
        """The computed styles of its elements."""
        found: styles.Styles = self._context.style_for.get_computed_styles()
        return found

    @property
    def text(self) -> Any:
        """The element that holds the blocks of the release; None where the page was not composed of one."""
        return self._html.etree_element.find(".//main")

    @property
    def fonts(self) -> Any:
        """What is known of the fonts of its document."""
        return self._context.font_config.typeset_fonts

    def laid_out(self, ends: Ends | None = None) -> Document:
        """The document, laid out with the boxes as they are now."""
        own = self._context
        context = HeldContext(
            own.style_for, own.get_image_from_uri, own.font_config, own.counter_style, own.target_collector
        )
        context.ends = ends or Ends()
        context.footnotes = list(own.footnotes)
        pages = [Page(box) for box in layout_document(self._html, self.root, context)]
        document = Document(
            pages, DocumentMetadata(**get_html_metadata(self._html)), self._html.url_fetcher, own.font_config, {},
            self._intent,
        )  # fmt: skip
        document._html = self._html
        return document
