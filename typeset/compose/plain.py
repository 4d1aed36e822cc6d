"""A release as plain text, whole: for a mail program that shows no HTML, and for who lifts the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from typeset import dates
from typeset.article import (
    Article,
    Block,
    Contact,
    Figure,
    Heading,
    List,
    MarkKind,
    Paragraph,
    Photo,
    Quotation,
    Table,
    Text,
)
from typeset.brand import Brand
from typeset.compose import boilerplate
from typeset.compose.labels import Labels
from typeset.house import House


@dataclass(frozen=True, slots=True)
class Plain:
    """What a plain text is made from; the article's notes stand at its end."""

    article: Article
    house: House
    brand: Brand
    labels: Labels

    def text(self) -> str:
        """The release, its parts an empty line apart."""
        return "\n\n".join(part for part in self._parts() if part) + "\n"

    def _parts(self) -> Iterator[str]:
        article, said = self.article, self.labels
        yield self.embargo
        yield words(article.release)
        yield words(article.kicker)
        yield words(article.headline)
        yield words(article.subheadline)
        yield from self._body()
        yield words(article.end_mark) or said.end
        yield "\n".join(words(note.text) for note in article.notes)
        yield f"{said.source} {words(article.source)}" if article.source else ""
        yield from (self._photo(photo) for photo in article.photos)
        yield from self._about()
        yield from self._contacts()
        yield "\n".join(self.brand.address)
        yield f"{said.link}: {link}" if (link := article.link or self.brand.link) else ""

    @property
    def embargo(self) -> str:
        """Until when nothing may be published, in words; empty where there is no embargo."""
        if not self.article.embargo:
            return ""
        return f"{self.labels.embargo} {dates.moment(self.article.embargo, self.house, self.article.language)}"

    def _body(self) -> Iterator[str]:
        opening = words(self.article.dateline)
        for block in self.article.body:
            told = self._block(block)
            if opening and isinstance(block, Paragraph):
                told, opening = f"{opening} {told}", ""
            yield told

    def _block(self, block: Block) -> str:
        match block:
            case Heading() | Paragraph():
                return words(block.text)
            case Quotation():
                return self._quotation(block)
            case List():
                return "\n".join(self._items(block, ""))
            case Figure():
                return self._photo(block.photo)
            case Table():
                return _table(block)

    def _quotation(self, quotation: Quotation) -> str:
        said_by = "، ".join(part for part in (words(quotation.speaker), words(quotation.role)) if part)
        return "\n".join([*(words(part) for part in quotation.paragraphs), *([f"— {said_by}"] if said_by else [])])

    def _items(self, block: List, indent: str) -> Iterator[str]:
        digits = self.house.numerals(self.article.language)
        for number, item in enumerate(block.items, block.start):
            sign = f"{digits.write(number)}." if block.ordered else "-"
            yield f"{indent}{sign} {words(item.text)}"
            if item.children:
                yield from self._items(item.children, f"{indent}   ")

    def _photo(self, photo: Photo) -> str:
        credit = f"{self.labels.credit} {words(photo.credit)}" if photo.credit else ""
        told = " ".join(part for part in (words(photo.caption) or photo.alt, credit) if part)
        return f"[{told}]" if told else ""

    def _about(self) -> Iterator[str]:
        if self.article.about:
            title, paragraphs = boilerplate.headed(self.article.about, self.labels.about_whom(self.brand.name))
            yield words(title)
            yield from (words(paragraph.text) for paragraph in paragraphs)

    def _contacts(self) -> Iterator[str]:
        if self.article.contacts:
            yield self.labels.contacts
            yield from (_contact(contact) for contact in self.article.contacts)


def words(text: Text) -> str:
    """A text without its marks; a link's address follows its words where they do not show it."""
    said = text.text
    for mark in sorted(text.marks, reverse=True):
        if mark.kind is MarkKind.LINK and mark.value.removeprefix("mailto:") not in said:
            said = f"{said[: mark.end]} ({mark.value}){said[mark.end :]}"
    return said


def _contact(contact: Contact) -> str:
    parts = (words(contact.name), words(contact.role), contact.phone, contact.email, contact.link)
    return "\n".join(part for part in parts if part)


def _table(table: Table) -> str:
    rows = [" | ".join(words(cell) for cell in row) for row in table.rows]
    return "\n".join([*([words(table.caption)] if table.caption else []), *rows])
