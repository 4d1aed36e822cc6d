"""The article: a press release as a tree of frozen values, which readers make, rules mend and themes set.

The text of a block is one string plus marks (start, end, kind) and not a tree of inline nodes, so that a rule sees
whole sentences; `Text.rewrite` carries the marks across an edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from typeset.model.script import ARABIC_SCRIPT, KNOWN_LANGUAGES, direction, primary, region
from typeset.model.text import NO_TEXT, Mark, MarkKind, Text

__all__ = [
    "ARABIC_SCRIPT",
    "KNOWN_LANGUAGES",
    "NO_TEXT",
    "Article",
    "Block",
    "Contact",
    "Embargo",
    "Figure",
    "Heading",
    "List",
    "ListItem",
    "Mark",
    "MarkKind",
    "Note",
    "Paragraph",
    "Photo",
    "PhotoPlace",
    "PhotoSize",
    "Placement",
    "Quotation",
    "Signature",
    "Table",
    "Text",
    "Translation",
    "direction",
    "primary",
    "region",
]


@dataclass(frozen=True, slots=True)
class Heading:
    """A subheading; the headline is level 1, so a block's level is 2 to 6."""

    text: Text
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation, with its speaker and the speaker's role."""

    paragraphs: tuple[Text, ...]
    speaker: Text = NO_TEXT
    role: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item, with the list nested under it."""

    text: Text
    children: List | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1


class PhotoSize(StrEnum):
    """How wide a photo stands: in the column, over several columns, over the whole type area, beside the text."""

    COLUMN = "column"
    WIDE = "wide"
    FULL = "full"
    SIDE = "side"


class PhotoPlace(StrEnum):
    """Where a photo stands: above the text, where the body has it, after the text."""

    TOP = "top"
    HERE = "here"
    END = "end"


class Placement(NamedTuple):
    """Size and place of the photos that have none of their own."""

    size: PhotoSize = PhotoSize.COLUMN
    at: PhotoPlace = PhotoPlace.HERE


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: source (a path relative to the article's folder, or a data: URL), alt text, caption, credit.

    Where its size or its place is None, the theme decides.
    """

    source: str
    alt: str = ""
    caption: Text = NO_TEXT
    credit: Text = NO_TEXT
    size: PhotoSize | None = None
    at: PhotoPlace | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A photo at its place in the body."""

    photo: Photo


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first `header_rows` rows and `header_columns` columns are headers."""

    rows: tuple[tuple[Text, ...], ...]
    header_rows: int = 1
    header_columns: int = 0
    caption: Text = NO_TEXT


Block = Heading | Paragraph | Quotation | List | Figure | Table


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; marks of the kind FOOTNOTE refer to it by its key."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact for the press."""

    name: Text = NO_TEXT
    role: Text = NO_TEXT
    phone: str = ""
    email: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs the release: التوقيع."""

    name: Text = NO_TEXT
    role: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Embargo:
    """An embargo: the moment until which nothing may be published, its zone; `has_hour` is false for a mere day."""

    until: datetime
    has_hour: bool = True
    zone: str = ""
    """The zone as the author wrote it (`Asia/Baghdad`, `+03:00`, `بتوقيت بغداد`)."""


class Translation(NamedTuple):
    """The same release in another language: its language, empty where only its file says it, and its file."""

    language: str
    source: str
    """A path relative to the article's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A press release. All is optional but the headline and the body; the direction follows the language.

    The fields stand in reading order.
    """

    release: Text = NO_TEXT
    """The release line: للنشر الفوري."""
    embargo: Embargo | None = None
    number: str = ""
    date: date | None = None
    place: Text = NO_TEXT
    addressee: Text = NO_TEXT
    """Whom it is addressed to: المرسل إليه."""
    kicker: Text = NO_TEXT
    headline: Text
    subheadline: Text = NO_TEXT
    dateline: Text = NO_TEXT
    """The dateline that opens the first paragraph (`الوفاق/`, `دبي 7 مارس (رويترز) –`), with its punctuation."""
    body: tuple[Block, ...]
    signature: Signature | None = None
    end_mark: Text = NO_TEXT
    """The author's own end mark (`/انتهى/`, `###`, `-30-`); the theme sets its own where there is none."""
    notes: tuple[Note, ...] = ()
    source: Text = NO_TEXT
    """The source line: who wrote it, without the label `المصدر:`."""
    attachments: tuple[Text, ...] = ()
    """What is enclosed with it, one text each: المرفقات."""
    photos: tuple[Photo, ...] = ()
    """Photos that belong to the release but have no place in the body."""
    about: tuple[Paragraph, ...] = ()
    """The boilerplate: نبذة عن."""
    contacts: tuple[Contact, ...] = ()
    link: str = ""
    language: str = "ar"
    translations: tuple[Translation, ...] = ()
    """The same release in other languages, in files of the same folder."""
    folder: Path | None = field(default=None, compare=False)
    """The article's own folder, the only one from which pictures are read."""
    name: str = field(default="", compare=False)
    """The source's file name, for places in findings."""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    @property
    def pictures(self) -> tuple[Photo, ...]:
        """All its photos: those of the body, then those without a place in it."""
        return (*(block.photo for block in self.body if isinstance(block, Figure)), *self.photos)

    @property
    def length(self) -> int:
        """The words of its body."""
        return sum(len(text.text.split()) for text in texts_in(self.body))

    def texts(self) -> Iterator[Text]:
        """Every text of the article that is not empty, in reading order."""
        for part in fields(self):
            yield from texts_in(getattr(self, part.name))

    def with_photos(self, change: Callable[[Photo], Photo]) -> Article:
        """The article with `change` applied to each of its photos, in the body and beside it."""
        body = tuple(Figure(change(block.photo)) if isinstance(block, Figure) else block for block in self.body)
        return replace(self, body=body, photos=tuple(map(change, self.photos)))

    def rewrite(self, change: Callable[[Text], Text]) -> Article:
        """The article with `change` applied to every Text that is not empty."""
        changed = {
            part.name: _rewritten(getattr(self, part.name), change)
            for part in fields(self)
            if any(True for _ in texts_in(getattr(self, part.name)))
        }
        return replace(self, **changed)  # type: ignore[arg-type]


def _is_node(value: object) -> bool:
    return hasattr(value, "__dataclass_fields__") and not isinstance(value, Text)


def texts_in(value: object) -> Iterator[Text]:
    """The texts in a value, in reading order; lists may be nested in it without end."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Text):
            if value:
                yield value
        elif isinstance(value, tuple):
            waiting.extend(reversed(value))
        elif _is_node(value):
            waiting.extend(getattr(value, part.name) for part in reversed(fields(value)))  # type: ignore[arg-type]


def _rewritten(value: object, change: Callable[[Text], Text]) -> object:
    if isinstance(value, Text):
        return change(value) if value else value
    if isinstance(value, tuple):
        return tuple(_rewritten(part, change) for part in value)
    if _is_node(value):
        parts = {part.name: _rewritten(getattr(value, part.name), change) for part in fields(value)}  # type: ignore[arg-type]
        return replace(value, **parts)  # type: ignore[type-var]
    return value
