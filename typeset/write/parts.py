"""What a release says outside its body, part by part, as the writers of Word and of pages set it.

Each part has a name. Word shows it as a style (`Part kicker`), a page as a class (`part-kicker`), and our own readers
know them again: so a file that was edited in Word comes back with its parts, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from typeset.model.article import Article, Contact, Embargo
from typeset.model.labels import labels_for
from typeset.model.text import MarkKind, Text


class Part(NamedTuple):
    """A line outside the body: its part's name, its words, and the label before them, without its colon."""

    name: str
    text: Text
    label: str = ""


def head(article: Article) -> Iterator[Part]:
    """The lines above the headline and under it, which is not among them."""
    labels = labels_for(article.language, article.direction)
    yield from _filled("release", article.release)
    if article.embargo:
        yield Part("embargo", Text(embargo(article.embargo)), labels.embargo)
    yield from _filled("number", Text(article.number), labels.number)
    yield from _filled("date", Text(article.date.isoformat() if article.date else ""), labels.date)
    yield from _filled("place", article.place, labels.place)
    yield from _filled("to", article.addressee, labels.addressee)
    yield from _filled("kicker", article.kicker)


def foot(article: Article) -> Iterator[Part]:
    """The lines under the body; a title stands over those that several lines make up."""
    labels = labels_for(article.language, article.direction)
    if article.signature:
        yield Part("label", Text(labels.signature))
        yield from _filled("signature-name", article.signature.name)
        yield from _filled("signature-role", article.signature.role)
    yield from _filled("end-mark", article.end_mark)
    yield from _filled("source", article.source, labels.source)
    yield from _filled("link", Text(article.link), labels.link)
    if article.attachments:
        yield Part("label", Text(labels.attachments))
        yield from (Part("attachment", text) for text in article.attachments)
    if article.about:
        yield Part("label", Text(labels.about_us))
        yield from (Part("about", paragraph.text) for paragraph in article.about)
    if article.contacts:
        yield Part("label", Text(labels.contacts))
        for contact in article.contacts:
            yield from _contact(contact)


def embargo(moment: Embargo) -> str:
    """The day of an embargo, its hour and its zone, as our readers take them in any language."""
    hour = f"{moment.until:%H:%M}" if moment.has_hour else ""
    return " ".join(filter(None, (f"{moment.until:%Y-%m-%d}", hour, moment.zone)))


def _contact(contact: Contact) -> Iterator[Part]:
    """A contact line by line; its name comes first, also where it is empty, for it begins the contact."""
    yield Part("contact-name", contact.name)
    yield from _filled("contact-role", contact.role)
    for name, words in (("phone", contact.phone), ("email", contact.email), ("link", contact.link)):
        yield from _filled(f"contact-{name}", Text(words))


def _filled(name: str, text: Text, label: str = "") -> Iterator[Part]:
    if text:
        yield Part(name, text, label.rstrip(":"))


# A text cut where its marks begin and end: what the writers of Word and of pages turn into runs.


class Piece(NamedTuple):
    """Words that carry the same marks, kind -> value; or the reference to a footnote, which has no words."""

    words: str
    marks: dict[MarkKind, str]

    @property
    def note(self) -> str:
        """The key of the footnote that stands here; empty for words."""
        return "" if self.words else self.marks.get(MarkKind.FOOTNOTE, "")


def pieces(text: Text) -> Iterator[Piece]:
    """The pieces of a text in their order; a reference stands where its mark does."""
    spans = [mark for mark in text.marks if mark.kind is not MarkKind.FOOTNOTE and mark.start < mark.end]
    notes = sorted((mark for mark in text.marks if mark.kind is MarkKind.FOOTNOTE), key=lambda mark: mark.start)
    cuts = {0, len(text.text), *(place for mark in spans for place in (mark.start, mark.end))}
    edges = sorted(cuts | {mark.start for mark in notes})
    for at, start in enumerate(edges):
        yield from (Piece("", {MarkKind.FOOTNOTE: note.value}) for note in notes if note.start == start)
        if at + 1 < len(edges):
            end = edges[at + 1]
            here = {mark.kind: mark.value for mark in spans if mark.start <= start and mark.end >= end}
            yield Piece(text.text[start:end], here)
