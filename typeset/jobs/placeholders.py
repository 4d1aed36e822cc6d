"""Placeholders: words of the skeleton that stand in a release because nobody has replaced them.

They are known by reading the skeleton itself, with all its optional lines, so that what `new` writes and what is
refused cannot drift apart. As that loads the reader of Markdown, it is done only where a text begins like one of the
skeleton.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from itertools import groupby

from typeset import read, write
from typeset.errors import ArticleError, Message, listed
from typeset.findings import Check, Fault, Place, Severity, check
from typeset.model.article import Article, Note, Photo
from typeset.model.text import Text
from typeset.read.source import SourceFile

MAY_STAY = frozenset({"release", "number", "date", "embargo", "language", "translations", "folder", "name"})
"""Fields whose value in the skeleton may be the right one: "for immediate release", the number 1 of a year."""
NOT_WORDS = frozenset({(Photo, "source"), (Photo, "size"), (Photo, "at"), (Note, "key")})
CALLED = {"body": Message("text"), "notes": Message("footnotes")}
"""Field -> its name in messages, for fields that the front matter does not have."""
BEGINNING = 12
"""How many letters of a text are compared to see whether it may come from the skeleton."""

_OPTIONAL = re.compile(r"^# (?=[a-z]+:| )", re.MULTILINE)
_COMMENT = re.compile(r"^(?:<!--|-->)$\n", re.MULTILINE)


@check("article/placeholder", Severity.ERROR)
def placeholder(article: Article) -> Iterator[Fault]:
    """Words of the skeleton that nobody has replaced.

    `new` writes them to show what belongs where. On a page they would go out under the name of the house, so no page,
    letter or copy is made of such a release. Write your own words there, or delete the line.
    """
    for field, text in _unfilled(article):
        message = Message(
            "{part}: words of the skeleton, not yet your own: {text}",
            part=CALLED.get(field, field),
            text=text.text[:60],
        )
        yield Fault(message, Place(article.name, text.line, text.column), "Write your own words, or delete the line.")


CHECKS: tuple[Check[Article], ...] = (placeholder,)


def refuse(article: Article) -> None:
    """Raises ArticleError, with the fields and their lines, where the article still holds words of the skeleton."""
    unfilled = groupby(_unfilled(article), key=lambda one: one[0])
    parts = [_with_lines(CALLED.get(field, field), [text for _, text in texts]) for field, texts in unfilled]
    if parts:
        raise ArticleError(
            Message(
                "{name} is not filled in. Words of the skeleton are left in: {names}.",
                name=article.name,
                names=listed(parts),
            ),
            hint=Message(
                "Write your own words there, or delete them; `typeset-press lint {name}` shows each place.",
                name=article.name,
            ),
        )


def optional_shown(skeleton: str) -> str:
    """A skeleton with its commented-out optional lines uncommented."""
    return _COMMENT.sub("", _OPTIONAL.sub("", skeleton))


def _with_lines(part: str, texts: Iterable[Text]) -> str:
    """A part of the article, with the lines where its texts stand."""
    lines = sorted({text.line for text in texts if text.line})
    if not lines:
        return part
    numbers = ", ".join(map(str, lines))
    return Message("{part} (line {lines})", "{part} (lines {lines})", part=part, lines=numbers, count=len(lines))


def _unfilled(article: Article) -> Iterator[tuple[str, Text]]:
    """The placeholders in an article, each with its field, in reading order."""
    beginnings = " ".join(_letters(write.skeleton(language)) for language in write.SKELETONS)
    texts = list(_texts_by_field(article))
    if any(_letters(text.text[: 4 * BEGINNING])[:BEGINNING] in beginnings for _, text in texts):
        yield from (one for one in texts if _folded(one[1]) in _placeholders())


@lru_cache(maxsize=1)
def _placeholders() -> frozenset[str]:
    """The texts of the skeletons, with and without their optional lines, without those of MAY_STAY."""
    skeletons = [write.skeleton(language) for language in write.SKELETONS]
    texts = (*skeletons, *map(optional_shown, skeletons))
    forms = (SourceFile(text.encode(), "skeleton.md", ".md") for text in texts)
    return frozenset(_folded(text) for form in forms for _, text in _texts_by_field(read.article_from(form)[0]))


def _texts_by_field(article: Article) -> Iterator[tuple[str, Text]]:
    """Field and text of everything in an article that is compared, which is all with a key that is not empty."""
    for part in fields(article):
        if part.name not in MAY_STAY:
            yield from ((part.name, text) for text in _texts(getattr(article, part.name)) if _folded(text))


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, str):
        yield Text(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for one in fields(value):  # type: ignore[arg-type]
            if (type(value), one.name) not in NOT_WORDS:
                yield from _texts(getattr(value, one.name))


def _folded(text: Text) -> str:
    """The key by which texts are compared: the letters, which no rule of typography changes; ASCII text as it is."""
    words = text.text.strip()
    return words if words.isascii() else _letters(words)


def _letters(words: str) -> str:
    return "".join(filter(str.isalpha, words))
