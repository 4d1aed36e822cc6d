"""The check of two languages on one page: what has no fellow in the other."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.errors import Message
from typeset.findings import Check, Fault, Place, Severity, check
from typeset.model.article import Article, Block, Heading, List, Paragraph, Quotation, texts_in
from typeset.model.pairs import Pair, SharedPhoto, SharedPhotos, rows
from typeset.model.text import Text
from typeset.tidy.passage import Manuscript

EXCERPT = 40
"""Characters of a block that a message shows."""
HEAD = ("kicker", "subheadline")
"""Lines of the head that stand side by side."""


@check("article/unpaired", Severity.WARNING)
def unpaired(manuscript: Manuscript) -> Iterator[Fault]:
    """A block of a release that has no fellow in its translation, where two languages share a page.

    Readers of one language get less than those of the other. It is set all the same, beside an empty place, or beside
    a block of another kind. Where a paragraph was divided or two were joined, the translation is whole, and only the
    blocks have to be made alike.
    """
    first, other = manuscript.article, manuscript.other
    if other is None:
        return
    photos = SharedPhotos(first, other)
    yield from _of_the_head(first, other)
    for row in rows(photos, first.body, other.body):
        if isinstance(row, Pair) and not row.is_fitting:
            one = None if row.first is None else first.body[row.first]
            two = None if row.other is None else other.body[row.other]
            yield _of_blocks(first, one, other, two)
    for shared in photos.of(first.pictures, other.pictures):
        yield from _of_captions(first, other, shared)


def _of_the_head(first: Article, other: Article) -> Iterator[Fault]:
    for name in HEAD:
        one, two = getattr(first, name), getattr(other, name)
        if one and not two:
            yield _alone(name, first, one, other)
        elif two and not one:
            yield _alone(name, other, two, first)


def _of_blocks(first: Article, one: Block | None, other: Article, two: Block | None) -> Fault:
    if one is None or two is None:
        article, fellow = (first, other) if two is None else (other, first)
        block = one or two
        return _alone(_kind(block), article, _opening(block), fellow)
    return Fault(
        Message(
            "Beside the {kind} «{words}» ({language}) stands a {other_kind} ({other_language})",
            kind=_kind(one),
            words=_excerpt(_opening(one)),
            language=first.language,
            other_kind=_kind(two),
            other_language=other.language,
        ),
        _place(first, _opening(one)),
        "Make both of one kind, or look whether one is missing before them.",
    )


def _of_captions(first: Article, other: Article, shared: SharedPhoto) -> Iterator[Fault]:
    """A photo that both have may have one caption; one that one release has shows it for both."""
    for article, photo, fellow, its_own in (
        (first, shared.first, other, shared.other),
        (other, shared.other, first, shared.first),
    ):
        if photo and photo.caption and not (its_own and its_own.caption):
            yield _alone(Message("caption"), article, photo.caption, fellow)


def _alone(kind: str, article: Article, opening: Text, fellow: Article) -> Fault:
    """The fault of something that one release has alone."""
    return Fault(
        Message(
            "The {kind} «{words}» ({language}) has no fellow in {other} ({other_language})",
            kind=kind,
            words=_excerpt(opening),
            language=article.language,
            other=fellow.name or Message("the translation"),
            other_language=fellow.language,
        ),
        _place(article, opening),
        "Translate it there, or take it out here.",
    )


def _kind(block: Block | None) -> str:
    """What a writer calls a block."""
    if isinstance(block, Heading):
        return Message("subheading")
    if isinstance(block, Quotation):
        return Message("quotation")
    if isinstance(block, Paragraph):
        return Message("paragraph")
    return Message("list") if isinstance(block, List) else Message("table")


def _opening(block: object) -> Text:
    """The first text of a block."""
    return next(texts_in(block), Text(""))


def _excerpt(text: Text) -> str:
    words = " ".join(text.text.split())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rpartition(" ")[0] + "…"


def _place(article: Article, text: Text) -> Place:
    return Place(text.file or article.name, text.line, text.column)


BESIDE: tuple[Check[Manuscript], ...] = (unpaired,)
