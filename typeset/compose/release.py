"""An article as a view: every part of a release, with the labels of its language and the digits of its house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from typeset.compose import blocks
from typeset.compose.blocks import USUAL, Body, Pictures
from typeset.compose.inline import Setter
from typeset.compose.view import NOTHING, ContactView, FigureView, PictureView, ReleaseView, SignatureView
from typeset.model import dates, labels
from typeset.model.article import Article, Contact, Paragraph, Photo, PhotoPlace, PhotoSize, Placement
from typeset.model.brand import Brand
from typeset.model.edition import Edition, Standard
from typeset.model.house_style import House
from typeset.model.labels import Labels
from typeset.model.text import NO_TEXT, MarkKind, Text

if TYPE_CHECKING:
    from datetime import date


# The title of the boilerplate: the author's where there is one, else the label.


def headed_boilerplate(about: tuple[Paragraph, ...], label: str) -> tuple[Text, tuple[Paragraph, ...]]:
    """The title and paragraphs of the boilerplate; a first paragraph that is bold throughout is its title."""
    if len(about) < 2 or not _is_bold(about[0].text):
        return Text(label), about
    title = about[0].text
    plain = tuple(mark for mark in title.marks if mark.kind is not MarkKind.STRONG)
    return replace(title, marks=plain), about[1:]


def _is_bold(text: Text) -> bool:
    return any(mark.kind is MarkKind.STRONG and mark.start == 0 and mark.end == len(text.text) for mark in text.marks)


LONGEST_DESCRIPTION = 160
LONGEST_RUNNING_HEAD = 90
"""Characters of one line in small type over the measure of A4; a narrow sheet has less room."""
NARROW_RUNNING_HEAD = 56
PUNCTUATION = " .,:;!?،؛؟"
SHORT, LONG = 120, 1500
"""Words: a body under the first is short, one over the second long."""


@dataclass(frozen=True, slots=True)
class ReleaseParts:
    """An article with all that its view is made from."""

    article: Article
    edition: Edition
    house: House
    brand: Brand
    labels: Labels
    setter: Setter
    pictures: Pictures
    issuer: Text
    """Who issues it where the brand has no name: the source, whether or not the theme shows that too."""
    longest_running_head: int = LONGEST_RUNNING_HEAD
    """In characters; a longer headline is cut for it."""

    def view(self, style: Markup, black: str) -> ReleaseView:
        """The article as a view; `style` is for its head, `black` inks the QR code. Raises ArticleError as `html`.

        Notes are numbered as their texts are set, so the parts are made in the order in which they stand; what no part
        has referred to is known at the end.
        """
        return ReleaseView(
            style=style,
            **self._document(),
            **self._letterhead(),
            **self._head(),
            **self._text(),
            **self._tail(black),
            stray_notes=self.setter.stray_notes(),
        )

    def _document(self) -> dict[str, Any]:
        """What a page says of itself, and its classes."""
        article = self.article
        return {
            "language": article.language,
            "direction": article.direction,
            "title": _plain(article.headline),
            "running_head": _shortened(_plain(article.headline), self.longest_running_head),
            "author": self.brand.name or _plain(self.issuer),
            "description": self._description(),
            "date": article.date.isoformat() if article.date else "",
            "edition": self.edition.name,
            "length": _length(article.length),
        }

    def _letterhead(self) -> dict[str, Any]:
        """Whose release it is, its number and date, and to whom it is addressed."""
        article, setter, labels = self.article, self.setter, self.labels
        return {
            "logo": self._logo(),
            "sender": setter.line(self.brand.name) if self.brand.name else setter.set(self.issuer),
            "kind": setter.line(labels.press_release),
            "number": self._numbered(labels.number),
            "issue": self._numbered(labels.issue),
            "continued": setter.line(labels.continued),
            "dated": self._dated(),
            "dates": self._dates(),
            "place": NOTHING if article.place.text in self._dateline().text else setter.set(article.place),
            "pictured_label": setter.line(labels.pictured),
            "addressee_label": setter.line(labels.addressee) if article.addressee else NOTHING,
            "addressee": setter.set(article.addressee),
        }

    def _head(self) -> dict[str, Any]:
        """What stands above the text."""
        article, setter = self.article, self.setter
        return {
            "release": setter.set(article.release),
            "embargo_label": setter.line(self.labels.embargo) if article.embargo else NOTHING,
            "embargo": self._embargo(),
            "kicker": setter.set(article.kicker),
            "headline": setter.set(article.headline),
            "subheadline": setter.set(article.subheadline),
        }

    def _text(self) -> dict[str, Any]:
        """The photos and the text, who signs it, and its end."""
        article, setter, labels = self.article, self.setter, self.labels
        arranged = blocks.arranged(article, self.pictures.usual)
        return {
            "hero": self._figure(arranged.hero, PhotoPlace.TOP) if arranged.hero else None,
            "blocks": tuple(self._body().views(arranged.body, self._dateline())),
            "signature_label": setter.line(labels.signature) if article.signature else NOTHING,
            "signature": self._signature(),
            "end": setter.set(article.end_mark) if article.end_mark else setter.line(labels.end),
            "source_label": setter.line(labels.source) if article.source else NOTHING,
            "source": setter.set(article.source),
            "attachments_label": setter.line(labels.attachments) if article.attachments else NOTHING,
            "attachments": tuple(map(setter.set, article.attachments)),
            "photos": tuple(self._figure(photo, PhotoPlace.END) for photo in arranged.end),
        }

    def _tail(self, black: str) -> dict[str, Any]:
        """What is known of the sender: the boilerplate, contacts, address and link."""
        article, setter, labels = self.article, self.setter, self.labels
        title, about = headed_boilerplate(article.about, labels.about_whom(self.brand.name))
        return {
            "about_label": setter.set(title),
            "about": tuple(setter.set(paragraph.text) for paragraph in about),
            "contacts_label": setter.line(labels.contacts),
            "contacts": tuple(self._contact(contact) for contact in article.contacts),
            "address": tuple(setter.line(line) for line in self.brand.address),
            "link_label": setter.line(labels.link),
            "link": setter.address(self._link()) if self._link() else NOTHING,
            "code": self._code(black),
        }

    def _body(self) -> Body:
        return Body(self.setter, lambda photo: self._figure(photo, PhotoPlace.HERE))

    def _figure(self, photo: Photo, at: PhotoPlace) -> FigureView:
        """A photo in its place. Where the theme gives a size to the photo at the top, the others are a column wide."""
        figure = self.pictures.figure(photo, self.setter, self.labels)._replace(at=at.value)
        is_other = self.pictures.usual.at is PhotoPlace.TOP is not at
        return figure._replace(size=PhotoSize.COLUMN.value) if is_other and photo.size is None else figure

    def _logo(self) -> PictureView | None:
        return self.pictures.view(self.brand.logo, self.brand.name) if self.brand.logo else None

    def _numbered(self, label: str) -> Markup:
        if not self.article.number:
            return NOTHING
        number = self.house.numerals(self.article.language).write_own(self.article.number)
        return self.setter.line(f"{label} {number}")

    def _dated(self) -> Markup:
        day = self.article.date
        if day is None:
            return NOTHING
        return self._with_dates(dates.words(day, self.house, self.article.language), day)

    def _with_dates(self, words: str, day: date) -> Markup:
        """Words in which a day stands in every calendar of the house; each date is kept in one line."""
        parts = []
        for line in dates.lines(day, self.house, self.article.language):
            before, _, words = words.partition(line)
            parts.append(Markup('{}<span class="date">{}</span>').format(*map(self.setter.line, (before, line))))
        return NOTHING.join([*parts, self.setter.line(words)])

    def _dates(self) -> tuple[Markup, ...]:
        if self.article.date is None:
            return ()
        return tuple(map(self.setter.line, dates.lines(self.article.date, self.house, self.article.language)))

    def _signature(self) -> SignatureView | None:
        signature = self.article.signature
        return SignatureView(self.setter.set(signature.name), self.setter.set(signature.role)) if signature else None

    def _embargo(self) -> Markup:
        embargo = self.article.embargo
        if embargo is None:
            return NOTHING
        words = dates.moment(embargo, self.house, self.article.language)
        return self._with_dates(words, embargo.until.date())

    def _dateline(self) -> Text:
        """The author's dateline, or the place with a dash."""
        if self.article.dateline or not self.article.place:
            return self.article.dateline
        return Text(f"{self.article.place.text} –")

    def _contact(self, contact: Contact) -> ContactView:
        setter = self.setter
        return ContactView(
            name=setter.set(contact.name),
            role=setter.set(contact.role),
            phone=setter.phone(contact.phone) if contact.phone else NOTHING,
            email=setter.address(f"mailto:{contact.email}", contact.email) if contact.email else NOTHING,
            link=setter.address(contact.link) if contact.link else NOTHING,
        )

    def _link(self) -> str:
        return self.article.link or self.brand.link

    def _code(self, black: str) -> PictureView | None:
        """The QR code of the release's own address; the sender's is short enough to type, and gets none."""
        drawing = blocks.code(self.article.link, black) if self.article.link else None
        return self.pictures.view(drawing, f"{self.labels.code} {self.article.link}") if drawing else None

    def _description(self) -> str:
        """The description for the metadata: the subheadline, or the beginning of the text."""
        texts = (self.article.subheadline, *(block.text for block in self.article.body if isinstance(block, Paragraph)))
        return _shortened(next((_plain(text) for text in texts if text), ""), LONGEST_DESCRIPTION)


def _length(words: int) -> str:
    """The class of a body by its length."""
    return "short" if words < SHORT else "long" if words > LONG else ""


def release_parts(
    article: Article,
    edition: Edition,
    house: House,
    brand: Brand,
    usual: Placement = USUAL,
    issuer: Text = NO_TEXT,
    *,
    is_narrow: bool = False,
) -> ReleaseParts:
    """The parts of a page, its photos in their own places or else the `usual` one; `issuer`: by default its source.

    A narrow sheet has shorter running heads.

    A PDF/X edition gets no links: PDF/X forbids annotations in the printed area.
    """
    setter = Setter(
        article.language,
        article.direction,
        has_links=Standard.PDF_X_4 not in edition.standards,
        digits=house.numerals(article.language),
        notes={note.key: note for note in article.notes},
    )
    page_labels = labels.labels_for(article.language, article.direction)
    localised = brand.spoken(article.language)
    photos = Pictures(article.folder, usual)
    longest = NARROW_RUNNING_HEAD if is_narrow else LONGEST_RUNNING_HEAD
    return ReleaseParts(
        article, edition, house, localised, page_labels, setter, photos, issuer or article.source, longest
    )


def _plain(text: Text) -> str:
    return " ".join(text.text.split())


def _shortened(words: str, most: int) -> str:
    """The first `most` characters of `words` at most, cut between two words, with an ellipsis."""
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0].rstrip(PUNCTUATION) + "…"
