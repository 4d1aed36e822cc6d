"""A cache of parsed style sheets: our defaults, and the theme's, which is the same for all articles in a language.

A page carries its style sheet in `<style>`, so the engine would parse it for each article. It is taken out of the page
and parsed once for each text; the engine's log lines are cached with it. What is cached is never modified. One that
the engine says nothing about is kept for later runs too (`parsed_sheets`).
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
from typeset.render.weasy import parsed_sheets
from typeset.render.weasy.url_fetcher import Fetcher, listening

DEFAULTS = Path(__file__).with_name("defaults.css")


class StyleSheet(NamedTuple):
    """A parsed style sheet, its counter styles, the engine's log lines about it, and the addresses it was refused."""

    css: weasyprint.CSS
    counters: CounterStyle
    log: tuple[LogLine, ...]
    refused: tuple[str, ...]


class Html(weasyprint.HTML):  # type: ignore[misc]
    """A composed page: it uses our default style sheet; its own sheets are in `sheets`, removed from the tree."""

    def __init__(self, text: str, fetcher: Fetcher) -> None:
        super().__init__(string=text, url_fetcher=fetcher)
        self.sheets = _extracted(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002, FBT001, FBT002
        return [_defaults().css]

    def _ua_counter_style(self) -> list[CounterStyle]:
        return [_defaults().counters, *(sheet.counters for sheet in self.sheets)]


def _extracted(root: Element) -> tuple[StyleSheet, ...]:
    """Remove every `<style>` from the page, and return them parsed, in order."""
    styles = [(parent, child) for parent in root.iter() for child in parent if child.tag == "style"]
    for parent, child in styles:
        parent.remove(child)
    return tuple(read(child.text or "") for _, child in styles)


@lru_cache(maxsize=1)
def _defaults() -> StyleSheet:
    return read(DEFAULTS.read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def read(text: str) -> StyleSheet:
    """A sheet by its text. Nothing is fetched, no font either: the theme's faces are loaded already (`fontconfig`)."""
    if known := parsed_sheets.kept(text):
        return StyleSheet(*known, (), ())
    fetcher, counters = Fetcher({}), CounterStyle()
    try:
        with listening() as log:
            css = weasyprint.CSS(string=text, url_fetcher=fetcher, counter_style=counters)
    except URLFetchingError as refused:  # only a missing colour profile stops the engine
        raise EngineError(
            Message(
                "The style sheet asks for a colour profile that may not be fetched: {refused}.",
                refused=fetcher.refused[-1],
            ),
            hint="Take @color-profile out of the theme's CSS; the edition knows its profile.",
        ) from refused
    if not log and not fetcher.refused:
        parsed_sheets.keep(text, (css, counters))
    return StyleSheet(css, counters, tuple(log), tuple(fetcher.refused))
