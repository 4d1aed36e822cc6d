"""Compose: an article, its look and its edition become one page of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typeset.compose import release, theme_files
from typeset.errors import ArticleError, Message
from typeset.model.article import Article
from typeset.model.brand import Brand
from typeset.model.edition import Edition
from typeset.model.house_style import House
from typeset.model.page import Page
from typeset.model.theme import Theme

if TYPE_CHECKING:
    from typeset.model.page import Letter


PAGE = "page.html"


def letter(article: Article, theme: Theme, house: House, brand: Brand, subject: str = "") -> Letter:
    """The e-mail around the release, in the theme's look; `subject` stands in place of the headline.

    Raises ArticleError and ThemeError as `html` does.
    """
    from typeset.compose import email  # a page needs none of it

    return email.release_letter(article, theme, house, brand, subject)


def html(article: Article, theme: Theme, edition: Edition, house: House, brand: Brand) -> Page:
    """The page of an article, self-contained, with its pictures as assets.

    A photo that cannot be shown keeps its place. Raises ArticleError: the article lacks what the theme requires.
    Raises ThemeError: the template or a style sheet is broken.
    """
    for name in theme.required:
        if not getattr(article, name):
            raise ArticleError(
                Message("The release has no {name}, which the theme {theme} requires.", name=name, theme=theme.name),
                hint=Message("Add it at the head of the article: `{name}: …`.", name=name),
            )
    made = release.release_parts(article, edition, house, brand)
    view = made.view(
        style=theme_files.theme_sheet(article.language, theme, edition, house, made.brand),
        black=theme_files.ink("text", theme, edition, made.brand),
    )
    filled = theme_files.filled(theme.folder / PAGE, {"page": view})
    return Page(filled, assets=made.pictures.assets, photos=made.pictures.notes, tighter=theme.tighter)
