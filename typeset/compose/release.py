"""An article as a view: every part of a release, with the labels of its language and the digits of its house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from typeset.compose import blocks, labels
from typeset.compose.blocks import Body, Pictures
from typeset.compose.inline import Setter
from typeset.compose.labels import Labels
from typeset.compose.view import NOTHING, ContactView, PictureView, ReleaseView
from typeset.model import dates
from typeset.model.article import Article, Contact, Paragraph
from typeset.model.brand import Brand
from typeset.model.edition import Edition, Standard
from typeset.model.house_style import House
from typeset.model.text import MarkKind, Text

if TYPE_CHECKING:
    from markupsafe import Markup


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
PUNCTUATION = " .,:;!?،؛؟"


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

    def view(self, style: Markup, black: str) -> ReleaseView:
        """The article as a view; `style` is for its head, `black` inks the QR code. Raises ArticleError as `html`."""
        article, setter, labels = self.article, self.setter, self.labels
        title, about = headed_boilerplate(article.about, labels.about_whom(self.brand.name))
        return ReleaseView(
            language=article.language,
            direction=article.direction,
            title=_plain(article.headline),
            running_head=_shortened(_plain(article.headline), LONGEST_RUNNING_HEAD),
            author=self.brand.name or _plain(article.source),
            description=self._description(),
            date=article.date.isoformat() if article.date else "",
            edition=self.edition.name,
            style=style,
            logo=self._logo(),
            sender=setter.line(self.brand.name) if self.brand.name else setter.set(article.source),
            kind=setter.line(labels.press_release),
            number=self._number(),
            dated=self._dated(),
            release=setter.set(article.release),
            embargo_label=setter.line(labels.embargo) if article.embargo else NOTHING,
            embargo=self._embargo(),
            kicker=setter.set(article.kicker),
            headline=setter.set(article.headline),
            subheadline=setter.set(article.subheadline),
            blocks=tuple(self._body().views(article.body, self._dateline())),
            end=setter.set(article.end_mark) if article.end_mark else setter.line(labels.end),
            stray_notes=setter.stray_notes(),
            source_label=setter.line(labels.source) if article.source else NOTHING,
            source=setter.set(article.source),
            photos=tuple(self._body().figure(photo) for photo in article.photos),
            about_label=setter.set(title),
            about=tuple(setter.set(paragraph.text) for paragraph in about),
            contacts_label=setter.line(labels.contacts),
            contacts=tuple(self._contact(contact) for contact in article.contacts),
            address=tuple(setter.line(line) for line in self.brand.address),
            link_label=setter.line(labels.link),
            link=setter.address(self._link()) if self._link() else NOTHING,
            code=self._code(black),
        )

    def _body(self) -> Body:
        return Body(self.setter, lambda photo: self.pictures.figure(photo, self.setter, self.labels))

    def _logo(self) -> PictureView | None:
        return self.pictures.view(self.brand.logo, self.brand.name) if self.brand.logo else None

    def _number(self) -> Markup:
        if not self.article.number:
            return NOTHING
        number = self.house.numerals(self.article.language).write(self.article.number)
        return self.setter.line(f"{self.labels.number} {number}")

    def _dated(self) -> Markup:
        if self.article.date is None:
            return NOTHING
        return self.setter.line(dates.words(self.article.date, self.house, self.article.language))

    def _embargo(self) -> Markup:
        if self.article.embargo is None:
            return NOTHING
        return self.setter.line(dates.moment(self.article.embargo, self.house, self.article.language))

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


def release_parts(article: Article, edition: Edition, house: House, brand: Brand) -> ReleaseParts:
    """The parts of a page. A PDF/X edition gets no links: PDF/X forbids annotations in the printed area."""
    setter = Setter(
        article.language,
        article.direction,
        has_links=Standard.PDF_X_4 not in edition.standards,
        digits=house.numerals(article.language),
        notes={note.key: note for note in article.notes},
    )
    page_labels = labels.labels_for(article.language, article.direction)
    localised = brand.spoken(article.language)
    return ReleaseParts(article, edition, house, localised, page_labels, setter, Pictures(article.folder))


def _plain(text: Text) -> str:
    return " ".join(text.text.split())


def _shortened(words: str, most: int) -> str:
    """The first `most` characters of `words` at most, cut between two words, with an ellipsis."""
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0].rstrip(PUNCTUATION) + "…"
