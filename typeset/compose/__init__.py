"""Compose: an article becomes one page of HTML in a theme, for an edition; or an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typeset.compose import release, theme_files
from typeset.compose.beside import Beside, together
from typeset.errors import ArticleError, Message
from typeset.model.article import Article
from typeset.model.brand import Brand
from typeset.model.edition import Edition
from typeset.model.house_style import House
from typeset.model.page import Page
from typeset.model.theme import Theme

if TYPE_CHECKING:
    from typeset.model.page import Letter


__all__ = ["Beside", "alt_text", "html", "letter"]

PAGE = "page.html"


def letter(article: Article, theme: Theme, house: House, brand: Brand, subject: str = "") -> Letter:
    """The release as an e-mail, in the theme's look; `subject` replaces the headline in the subject line.

    Raises ArticleError and ThemeError as `html` does.
    """
    from typeset.compose import email  # not needed, and not loaded, for a page

    return email.release_letter(article, theme, house, brand, subject)


def alt_text(page: Page) -> str:
    """What a page says, in words: for one that is sent as a picture, beside which this text stands."""
    from typeset.compose import spoken_page  # only a theme of pictures needs it

    return spoken_page.alt_text(page.html)


def html(
    article: Article, theme: Theme, edition: Edition, house: House, brand: Brand, other: Beside | None = None
) -> Page:
    """The page of an article, self-contained, with its pictures as assets; `other` is its translation beside it.

    It holds what the theme shows of the article. A photo that cannot be shown leaves a placeholder.
    Raises ArticleError: the article lacks what the theme requires. Raises ThemeError: the template or a style sheet is
    broken.
    """
    for each in (article, other.article) if other else (article,):
        _require(theme, each)
    parts = _parts(article, theme, edition, house, brand)
    style = theme_files.theme_sheet(article.language, theme, edition, house, parts.brand)
    black = theme_files.ink("text", theme, edition, parts.brand)
    assets, notes = parts.pictures.assets, parts.pictures.notes
    if other is None:
        view = parts.view(style, black)
    else:
        translated = _parts(other.article, theme, edition, other.house, other.brand)
        style = theme_files.other_sheet(other.article.language, theme, other.house) + style
        view = together(parts, parts.view(style, black), translated, translated.view(style, black))
        assets, notes = {**translated.pictures.assets, **assets}, {**translated.pictures.notes, **notes}
    text = theme_files.rendered(PAGE, theme, {"page": view, "sheet": theme.page})
    return Page(text, assets=assets, photos=notes, fit=theme.fit)


def _parts(article: Article, theme: Theme, edition: Edition, house: House, brand: Brand) -> release.ReleaseParts:
    """The parts that the theme shows of an article."""
    is_narrow = theme.page.breadth == "narrow"
    return release.release_parts(
        theme.shown_of(article), edition, house, brand, theme.photos, article.source, is_narrow=is_narrow
    )


def _require(theme: Theme, article: Article) -> None:
    """Raises ArticleError: the article lacks what the theme requires."""
    for name in theme.required:
        if not getattr(article, name):
            raise ArticleError(
                Message("The release has no {name}, which the theme {theme} requires.", name=name, theme=theme.name),
                hint=Message("Add it at the head of the article: `{name}: …`.", name=name),
            )
