"""A release as the letter that carries it: HTML with every style in its element, since mail programs drop sheets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from typeset import theme as themes
from typeset.article import Article
from typeset.brand import Brand
from typeset.compose import labels, notes, parts, sheet, template
from typeset.compose.plain import Plain
from typeset.compose.view import NOTHING
from typeset.edition import DEFAULT_EDITION, EDITIONS
from typeset.house import Digits, House
from typeset.letter import Letter
from typeset.theme import INKS, Theme

if TYPE_CHECKING:
    from css_inline import CSSInliner

PAGE, SHEET = "mail.html", "mail.css"
EDITION = EDITIONS[DEFAULT_EDITION]
FALLBACK = "classic"
"""The theme whose letter serves a theme without one of its own."""

LIST_FIGURES = {Digits.WESTERN: "decimal", Digits.ARABIC_INDIC: "arabic-indic", Digits.PERSIAN: "persian"}
"""The counter styles of CSS for the digits of a house."""


def of(article: Article, theme: Theme, house: House, brand: Brand, subject: str) -> Letter:
    """The letter of a release: the embargo, where there is one, stands in its subject and in its first line.

    `subject` takes the place of the headline in the subject. Raises ArticleError and ThemeError as the page does.
    """
    told = notes.at_the_end(article, house.numerals(article.language))
    made = parts.of(told, EDITION, house, brand)
    plain = Plain(told, house, made.brand, labels.of(article.language, article.direction))
    view = made.view(style=NOTHING, black="#000000")
    preheader = " · ".join(part for part in (plain.embargo, view.description) if part)
    folder = theme.folder if (theme.folder / PAGE).is_file() else themes.load(FALLBACK).folder
    html = template.filled(folder / PAGE, {"page": view, "preheader": preheader})
    return Letter(
        subject=" | ".join(part for part in (plain.embargo, subject or view.title) if part),
        html=_inliner(_properties(article, theme, house, made.brand) + sheet.read(folder / SHEET)).inline(html),
        text=plain.text(),
        language=article.language,
    )


def _properties(article: Article, theme: Theme, house: House, brand: Brand) -> str:
    """The custom properties that the letter's sheet asks for."""
    inks = "".join(f"--{sheet.role_name(role)}: {sheet.ink(role, theme, EDITION, brand)}; " for role in INKS)
    return f":root {{ {inks}--figures: {LIST_FIGURES[house.numerals(article.language)]} }}\n"


@lru_cache(maxsize=8)
def _inliner(css: str) -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(extra_css=css, load_remote_stylesheets=False, resolve_css_variables=True)
