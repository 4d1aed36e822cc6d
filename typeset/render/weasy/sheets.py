"""Style sheets, read once: the defaults of our own, and the theme's, which is the same for every article it sets.

A page carries its style inside, so the sheet would be read anew for each article. It is taken out of the page and kept
by its text, with what the engine had to say of it. What is kept is never written to.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.urls import URLFetchingError

from typeset.errors import EngineError, Message
from typeset.render.rendering import LogLine
from typeset.render.weasy.url_fetcher import Fetcher, listening

DEFAULTS = Path(__file__).with_name("defaults.css")


class StyleSheet(NamedTuple):
    """A style sheet as the engine understands it, its counter styles, and what there was to complain of."""

    css: weasyprint.CSS
    counters: CounterStyle
    log: tuple[LogLine, ...]
    refused: tuple[str, ...]


class Html(weasyprint.HTML):  # type: ignore[misc]
    """A page of ours: it starts from our defaults, and its style has been taken out of it."""

    def __init__(self, text: str, fetcher: Fetcher) -> None:
        super().__init__(string=text, url_fetcher=fetcher)
        self.sheets = _taken_out(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002, FBT001, FBT002
        return [_defaults().css]

    def _ua_counter_style(self) -> list[CounterStyle]:
        return [_defaults().counters, *(sheet.counters for sheet in self.sheets)]


def _taken_out(root: Element) -> tuple[StyleSheet, ...]:
    """Every `<style>` of the page, in order, out of the tree and read."""
    found = [(parent, child) for parent in root.iter() for child in parent if child.tag == "style"]
    for parent, child in found:
        parent.remove(child)
    return tuple(read(child.text or "") for _, child in found)


@lru_cache(maxsize=1)
def _defaults() -> StyleSheet:
    return read(DEFAULTS.read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def read(text: str) -> StyleSheet:
    """A sheet by its text. It fetches nothing, and no font: the theme's faces are there already (see `faces`)."""
    fetcher, counters = Fetcher({}), CounterStyle()
    try:
        with listening() as log:
            css = weasyprint.CSS(string=text, url_fetcher=fetcher, counter_style=counters)
    except URLFetchingError as refused:  # of all that may be fetched, only a colour profile's absence stops the engine
        raise EngineError(
            Message(
                "The style sheet asks for a colour profile that may not be fetched: {refused}.",
                refused=fetcher.refused[-1],
            ),
            hint="Take @color-profile out of the theme's CSS; the edition knows its profile.",
        ) from refused
    return StyleSheet(css, counters, tuple(log), tuple(fetcher.refused))
