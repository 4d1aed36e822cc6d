"""The values a template gets: the parts of a page in order, every text already HTML.

A template need only test whether a part is there; all values are strings, safe markup, numbers, or tuples of these.
Named tuples, since nine frozen dataclasses would take 4 ms to define.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

NOTHING = Markup("")


class HeadingView(NamedTuple):
    """A subheading; levels follow one another without a gap."""

    level: int
    text: Markup
    kind: str = "heading"


class ParagraphView(NamedTuple):
    """A paragraph; the first one is the lead and begins with the dateline."""

    text: Markup
    is_lead: bool = False
    dateline: Markup = NOTHING
    kind: str = "paragraph"


class QuotationView(NamedTuple):
    """A block quotation: its paragraphs, and who said it."""

    paragraphs: tuple[Markup, ...]
    speaker: Markup
    role: Markup
    kind: str = "quotation"


class ItemView(NamedTuple):
    """A list item and the list under it, if any."""

    text: Markup
    children: ListView | None


class ListView(NamedTuple):
    """A list; `start` is the number of its first item."""

    items: tuple[ItemView, ...]
    is_ordered: bool
    start: int
    kind: str = "list"


class PictureView(NamedTuple):
    """A picture by its asset address, its size in pixels, and its alt text; `has_alt` is false where it has none."""

    address: str
    alt: str
    width: float
    height: float

    @property
    def has_alt(self) -> bool:
        """Whether there is an alternative text."""
        return bool(self.alt)

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


class FigureView(NamedTuple):
    """A photo with its caption and credit, its size (column, wide, full, side) and its place (top, here, end)."""

    picture: PictureView
    caption: Markup
    credit: Markup
    size: str = "column"
    at: str = "here"
    kind: str = "figure"
    stays: bool = False
    """Whether its author says that it stands here, so that no page is ended better by moving it."""


class CellView(NamedTuple):
    """A cell; `scope` is `col` or `row` for a header, empty for a value."""

    text: Markup
    scope: str
    is_number: bool


class TableView(NamedTuple):
    """A table: header rows, then body rows. `density` grows with the number of columns, and sets them closer."""

    caption: Markup
    head: tuple[tuple[CellView, ...], ...]
    rows: tuple[tuple[CellView, ...], ...]
    density: str = ""
    """The CSS class: empty up to five columns, `many` up to eight, `crowded` beyond."""
    kind: str = "table"


BlockView = HeadingView | ParagraphView | QuotationView | ListView | FigureView | TableView


class SignatureView(NamedTuple):
    """Who signs."""

    name: Markup
    role: Markup


class ContactView(NamedTuple):
    """A press contact."""

    name: Markup
    role: Markup
    phone: Markup
    email: Markup
    link: Markup


class PairView(NamedTuple):
    """A block of a release and its fellow in the other language, side by side; None where one has no fellow.

    A photo is one picture for both, with the caption of each.
    """

    first: BlockView | None
    other: BlockView | None

    @property
    def photo(self) -> FigureView | None:
        """The photo; None where they are no photo."""
        return next((view for view in self if isinstance(view, FigureView)), None)

    @property
    def is_whole(self) -> bool:
        """Whether no page ends within it: a subheading or a quotation is part of it."""
        return any(isinstance(view, HeadingView | QuotationView) for view in self)

    @property
    def columns(self) -> int:
        """The most columns of a table in it; 0 where it is none."""
        tables = (view for view in self if isinstance(view, TableView))
        return max((len(row) for table in tables for row in (*table.head, *table.rows)), default=0)

    @property
    def is_text(self) -> bool:
        """Whether it is a pair of paragraphs, or a paragraph alone."""
        return all(view is None or isinstance(view, ParagraphView) for view in self)

    @property
    def is_heading(self) -> bool:
        """Whether it heads what comes next."""
        return any(isinstance(view, HeadingView) for view in self)


class ReleaseView(NamedTuple):
    """A release. A part that the article lacks is empty."""

    language: str
    direction: str
    title: str
    running_head: str
    """The headline, shortened to one line of small type."""
    author: str
    description: str
    date: str
    """ISO 8601, for the metadata."""
    edition: str
    style: Markup

    logo: PictureView | None
    sender: Markup
    kind: Markup
    """The label `Press release`."""
    number: Markup
    """The number with its label: `No. 7`."""
    issue: Markup
    """The same number as that of an issue, with its label: `Issue 7`."""
    continued: Markup
    """The label of a page that is not the last: `more`."""
    dated: Markup
    """The date in one line, in every calendar of the house."""
    dates: tuple[Markup, ...]
    """The date in one line for each calendar."""
    place: Markup
    """Where the release comes from; empty where its dateline says so."""
    pictured_label: Markup
    """Before the alt text of a photo, where a page is itself sent as a picture: `In the photo:`."""
    length: str
    """The CSS class: `short` under 120 words, `long` over 1,500, else empty."""
    addressee_label: Markup
    addressee: Markup

    release: Markup
    embargo_label: Markup
    embargo: Markup
    kicker: Markup
    headline: Markup
    subheadline: Markup
    hero: FigureView | None
    """The photo above the text, which is in neither `blocks` nor `photos`."""
    blocks: tuple[BlockView, ...]
    signature_label: Markup
    signature: SignatureView | None
    end: Markup
    stray_notes: tuple[Markup, ...]
    source_label: Markup
    source: Markup
    attachments_label: Markup
    attachments: tuple[Markup, ...]
    photos: tuple[FigureView, ...]
    about_label: Markup
    about: tuple[Markup, ...]
    contacts_label: Markup
    contacts: tuple[ContactView, ...]
    address: tuple[Markup, ...]
    link_label: Markup
    link: Markup
    code: PictureView | None
    """The QR code of the link."""
    other: ReleaseView | None = None
    """The same release in another language, where the theme sets two."""
    pairs: tuple[PairView, ...] = ()
    """With `other`: the blocks of both, and their photos but for `photo_pairs`, in order."""
    photo_pairs: tuple[PairView, ...] = ()
    """With `other`: the photos of both that follow the text."""
