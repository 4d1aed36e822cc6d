"""A release as an e-mail: HTML with inlined styles, and plain text with its notes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from typeset.compose import labels, release, theme_files
from typeset.compose.labels import Labels
from typeset.compose.view import NOTHING
from typeset.model import dates
from typeset.model.article import (
    Article,
    Block,
    Contact,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    Photo,
    Quotation,
    Table,
)
from typeset.model.brand import Brand
from typeset.model.edition import DEFAULT_EDITION, EDITIONS
from typeset.model.house_style import Digits, House
from typeset.model.page import Letter
from typeset.model.text import Mark, MarkKind, Text
from typeset.model.theme import INKS, Theme, load

if TYPE_CHECKING:
    from css_inline import CSSInliner


# Footnotes where there is no foot of a page: numbers in the text, the notes after it.


def at_the_end(article: Article, digits: Digits) -> Article:
    """The article with every reference written as `[1]`, and its notes beginning so; notes nobody refers to stay."""
    signs: dict[str, str] = {}

    def numbered(text: Text) -> Text:
        references = sorted(mark for mark in text.marks if mark.kind is MarkKind.FOOTNOTE)
        for reference in references:
            signs.setdefault(reference.value, f"[{digits.write(len(signs) + 1)}]")
        for reference in reversed(references):
            text = _inserted(text, reference.start, signs[reference.value])
        return replace(text, marks=tuple(mark for mark in text.marks if mark.kind is not MarkKind.FOOTNOTE))

    body = replace(article, notes=()).rewrite(numbered)
    known = {note.key: note for note in article.notes}
    told = [Note(key, _inserted(known[key].text, 0, f"{sign} ")) for key, sign in signs.items() if key in known]
    return replace(body, notes=(*told, *(note for note in article.notes if note.key not in signs)))


def _inserted(text: Text, place: int, words: str) -> Text:
    """The text with words at a place; the marks that begin or end after it move along."""
    marks = tuple(_moved(mark, place, len(words)) for mark in text.marks)
    return replace(text, text=text.text[:place] + words + text.text[place:], marks=marks)


def _moved(mark: Mark, place: int, by: int) -> Mark:
    """A mark that begins at the place moves on; one that ends there does not grow."""
    start = mark.start + by if mark.start >= place else mark.start
    return replace(mark, start=start, end=mark.end + by if mark.end > place else mark.end)


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
            title, paragraphs = release.headed_boilerplate(self.article.about, self.labels.about_whom(self.brand.name))
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


# A release as the letter that carries it: HTML with every style in its element, since mail programs drop sheets.


PAGE, SHEET = "mail.html", "mail.css"
EDITION = EDITIONS[DEFAULT_EDITION]
FALLBACK = "classic"
"""The theme whose letter serves a theme without one of its own."""

LIST_FIGURES = {Digits.WESTERN: "decimal", Digits.ARABIC_INDIC: "arabic-indic", Digits.PERSIAN: "persian"}
"""The counter styles of CSS for the digits of a house."""


def release_letter(article: Article, theme: Theme, house: House, brand: Brand, subject: str) -> Letter:
    """The letter of a release: the embargo, where there is one, stands in its subject and in its first line.

    `subject` takes the place of the headline in the subject. Raises ArticleError and ThemeError as the page does.
    """
    told = at_the_end(article, house.numerals(article.language))
    made = release.release_parts(told, EDITION, house, brand)
    plain = Plain(told, house, made.brand, labels.labels_for(article.language, article.direction))
    view = made.view(style=NOTHING, black="#000000")
    preheader = " · ".join(part for part in (plain.embargo, view.description) if part)
    folder = theme.folder if (theme.folder / PAGE).is_file() else load(FALLBACK).folder
    html = theme_files.filled(folder / PAGE, {"page": view, "preheader": preheader})
    return Letter(
        subject=" | ".join(part for part in (plain.embargo, subject or view.title) if part),
        html=_inliner(_properties(article, theme, house, made.brand) + theme_files.read(folder / SHEET)).inline(html),
        text=plain.text(),
        language=article.language,
    )


def _properties(article: Article, theme: Theme, house: House, brand: Brand) -> str:
    """The custom properties that the letter's sheet asks for."""
    inks = "".join(
        f"--{theme_files.role_name(role)}: {theme_files.ink(role, theme, EDITION, brand)}; " for role in INKS
    )
    return f":root {{ {inks}--figures: {LIST_FIGURES[house.numerals(article.language)]} }}\n"


@lru_cache(maxsize=8)
def _inliner(css: str) -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(extra_css=css, load_remote_stylesheets=False, resolve_css_variables=True)
