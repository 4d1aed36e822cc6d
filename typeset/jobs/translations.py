"""The translation that shares the page, where a theme sets two languages: which it is, and that it is one."""

from __future__ import annotations

from pathlib import Path

from typeset.errors import ArticleError, CommandError, Message
from typeset.jobs import placeholders
from typeset.jobs.given import Given, Reading, load_given, read_given
from typeset.model.article import Article
from typeset.model.page import AttachedSource
from typeset.model.script import primary
from typeset.model.theme import Theme


def reading(given: Given | None, article: Article, look: Theme) -> Reading | None:
    """The translation that the theme sets beside an article; None where it sets one language.

    It is what the job was given, else the first that the article names. Raises CommandError: the theme takes none, or
    there is none; ArticleError: it cannot be read, or is in the language of the article.
    """
    if look.languages == 1:
        if given is not None:
            raise CommandError(
                Message("The theme {theme} sets one language, and a second article was given.", theme=look.name),
                hint="Take --theme bilingual for both side by side, or make each on its own.",
            )
        return None
    found = read_given(load_given(given if given is not None else _named(article, look)))
    placeholders.refuse(found.article)
    if primary(found.article.language) == primary(article.language):
        raise ArticleError(
            Message(
                "{name} and {other} are both in the language `{language}`.",
                name=article.name or Message("The release"),
                other=found.article.name or Message("its translation"),
                language=article.language,
            ),
            hint="Name the file of the other language; `language: en` at its head says which it is.",
        )
    return found


def _named(article: Article, look: Theme) -> Path:
    """The file of the first translation that an article names."""
    if not article.translations or article.folder is None:
        raise CommandError(
            Message("The theme {theme} sets two languages side by side, and there is one article.", theme=look.name),
            hint="Name the other with --with FILE, or at the head of the article: `translations: {en: release.en.md}`.",
        )
    return article.folder / article.translations[0].source


def source(found: AttachedSource, language: str, first: AttachedSource) -> AttachedSource:
    """The file of a translation for embedding; its language is added to its name where that is the first file's."""
    if found.name != first.name:
        return found
    name = Path(first.name)
    return found._replace(name=f"{name.stem}.{language}{name.suffix}")
