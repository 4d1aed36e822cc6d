"""A release as an e-mail: HTML with inlined styles, and plain text; footnotes become endnotes in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from typeset.compose import release, theme_files
from typeset.compose.view import NOTHING
from typeset.model import dates, labels
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
from typeset.model.labels import Labels
from typeset.model.page import Letter
from typeset.model.text import Mark, MarkKind, Text
from typeset.model.theme import INKS, Theme

if TYPE_CHECKING:
    from css_inline import CSSInliner


# Footnotes as endnotes: numbers in brackets in the text, the notes after it.


def with_endnotes(article: Article, digits: Digits) -> Article:
    """The article with every note reference as `[1]` in the text and before its note; unreferenced notes come last."""
    signs: dict[str, str] = {}

    def numbered(text: Text) -> Text:
        references = sorted(mark for mark in text.marks if mark.kind is MarkKind.FOOTNOTE)
        for reference in references:
            signs.setdefault(reference.value, f"[{digits.write(len(signs) + 1)}]")
        for reference in reversed(references):
            text = _inserted(text, reference.start, signs[reference.value])
        return replace(text, marks=tuple(mark for mark in text.marks if mark.kind is not MarkKind.FOOTNOTE))

    numbered_article = replace(article, notes=()).rewrite(numbered)
    known = {note.key: note for note in article.notes}
    endnotes = [Note(key, _inserted(known[key].text, 0, f"{sign} ")) for key, sign in signs.items() if key in known]
    return replace(numbered_article, notes=(*endnotes, *(note for note in article.notes if note.key not in signs)))


def _inserted(text: Text, place: int, words: str) -> Text:
    """The text with `words` inserted at `place`; marks that begin or end after it are shifted."""
    marks = tuple(_moved(mark, place, len(words)) for mark in text.marks)
    return replace(text, text=text.text[:place] + words + text.text[place:], marks=marks)


def _moved(mark: Mark, place: int, by: int) -> Mark:
    """The mark after an insertion: one that begins at `place` is shifted, one that ends there does not grow."""
    start = mark.start + by if mark.start >= place else mark.start
    return replace(mark, start=start, end=mark.end + by if mark.end > place else mark.end)


@dataclass(frozen=True, slots=True)
class PlainText:
    """The plain-text part of an e-mail, with the notes at its end."""

    article: Article
    house: House
    brand: Brand
    labels: Labels

    def text(self) -> str:
        """The release as plain text, its parts separated by empty lines."""
        return "\n\n".join(part for part in self._parts() if part) + "\n"

    def _parts(self) -> Iterator[str]:
        article, labels = self.article, self.labels
        yield self.embargo
        yield f"{labels.addressee} {words(article.addressee)}" if article.addressee else ""
        yield words(article.release)
        yield words(article.kicker)
        yield words(article.headline)
        yield words(article.subheadline)
        yield from self._body()
        yield self._signature()
        yield words(article.end_mark) or labels.end
        yield "\n".join(words(note.text) for note in article.notes)
        yield f"{labels.source} {words(article.source)}" if article.source else ""
        yield "\n".join(
            [labels.attachments, *(f"- {words(text)}" for text in article.attachments)] if article.attachments else []
        )
        yield from (self._photo(photo) for photo in article.photos)
        yield from self._about()
        yield from self._contacts()
        yield "\n".join(self.brand.address)
        yield f"{labels.link}: {link}" if (link := article.link or self.brand.link) else ""

    @property
    def embargo(self) -> str:
        """The embargo line (`Embargoed until …`); empty where there is no embargo."""
        if not self.article.embargo:
            return ""
        return f"{self.labels.embargo} {dates.moment(self.article.embargo, self.house, self.article.language)}"

    def _body(self) -> Iterator[str]:
        opening = words(self.article.dateline)
        for block in self.article.body:
            text = self._block(block)
            if opening and isinstance(block, Paragraph):
                text, opening = f"{opening} {text}", ""
            yield text

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
        speaker = "، ".join(part for part in (words(quotation.speaker), words(quotation.role)) if part)
        return "\n".join([*(words(part) for part in quotation.paragraphs), *([f"— {speaker}"] if speaker else [])])

    def _items(self, block: List, indent: str) -> Iterator[str]:
        digits = self.house.numerals(self.article.language)
        for number, item in enumerate(block.items, block.start):
            sign = f"{digits.write(number)}." if block.ordered else "-"
            yield f"{indent}{sign} {words(item.text)}"
            if item.children:
                yield from self._items(item.children, f"{indent}   ")

    def _photo(self, photo: Photo) -> str:
        credit = f"{self.labels.credit} {words(photo.credit)}" if photo.credit else ""
        description = " ".join(part for part in (words(photo.caption) or photo.alt, credit) if part)
        return f"[{description}]" if description else ""

    def _signature(self) -> str:
        signature = self.article.signature
        if not signature:
            return ""
        return "\n".join(filter(None, (self.labels.signature, words(signature.name), words(signature.role))))

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
    """A text without its marks; a link's address follows in brackets where the text does not contain it."""
    plain = text.text
    for mark in sorted(text.marks, reverse=True):
        if mark.kind is MarkKind.LINK and mark.value.removeprefix("mailto:") not in plain:
            plain = f"{plain[: mark.end]} ({mark.value}){plain[mark.end :]}"
    return plain


def _contact(contact: Contact) -> str:
    parts = (words(contact.name), words(contact.role), contact.phone, contact.email, contact.link)
    return "\n".join(part for part in parts if part)


def _table(table: Table) -> str:
    rows = [" | ".join(words(cell) for cell in row) for row in table.rows]
    return "\n".join([*([words(table.caption)] if table.caption else []), *rows])


# The letter: HTML with every style inlined into its element, since mail programs drop style sheets.


PAGE, SHEET = "mail.html", "mail.css"
EDITION = EDITIONS[DEFAULT_EDITION]

LIST_FIGURES = {Digits.WESTERN: "decimal", Digits.ARABIC_INDIC: "arabic-indic", Digits.PERSIAN: "persian"}
"""The counter styles of CSS for the digits of a house."""


def release_letter(article: Article, theme: Theme, house: House, brand: Brand, subject: str) -> Letter:
    """The letter of a release; an embargo opens its subject and its preheader.

    `subject` replaces the headline in the subject. Raises ArticleError and ThemeError as the page does.
    """
    endnoted = with_endnotes(article, house.numerals(article.language))
    parts = release.release_parts(endnoted, EDITION, house, brand)
    plain = PlainText(endnoted, house, parts.brand, labels.labels_for(article.language, article.direction))
    view = parts.view(style=NOTHING, black="#000000")
    preheader = " · ".join(part for part in (plain.embargo, view.description) if part)
    assets = {name: data for name, data in parts.pictures.assets.items() if isinstance(data, bytes)}
    shown = frozenset(f"asset:{name}" for name in assets)
    html = theme_files.rendered(PAGE, theme, {"page": view, "preheader": preheader, "shown": shown})
    sheet = "".join(theme_files.read(part) for part in theme.files(SHEET))
    return Letter(
        subject=" | ".join(part for part in (plain.embargo, subject or view.title) if part),
        html=_inliner(_properties(article, theme, house, parts.brand) + sheet).inline(html),
        text=plain.text(),
        language=article.language,
        assets=assets,
    )


def _properties(article: Article, theme: Theme, house: House, brand: Brand) -> str:
    """The CSS custom properties that the letter's sheet uses."""
    inks = "".join(
        f"--{theme_files.role_name(role)}: {theme_files.ink(role, theme, EDITION, brand)}; " for role in INKS
    )
    return f":root {{ {inks}--figures: {LIST_FIGURES[house.numerals(article.language)]} }}\n"


@lru_cache(maxsize=8)
def _inliner(css: str) -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(extra_css=css, load_remote_stylesheets=False, resolve_css_variables=True)
