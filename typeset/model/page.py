"""The values that `compose` makes: the page as HTML with its assets, and the e-mail around a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

# The e-mail around a release: what compose writes and deliver sends.


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment of a letter; `name` is the file name that the recipient sees."""

    name: str
    data: bytes
    type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of an e-mail: its subject, and its body twice, as HTML with inlined CSS and as plain text."""

    subject: str
    html: str
    text: str
    language: str = "ar"
    assets: Mapping[str, bytes] = field(default_factory=dict)
    """The pictures that the HTML shows as `asset:NAME`."""
    pictures: tuple[Attachment, ...] = ()
    """The pictures as they travel with it, which the HTML then shows as `cid:`."""


class AttachedSource(NamedTuple):
    """The file that an article was read from, for embedding into editions with `attach_source`."""

    name: str
    content: bytes
    media_type: str = "text/plain"


class PhotoNote(NamedTuple):
    """The words for a photo of the article, should the page be unable to show it."""

    name: str
    """The file name in the photo's source; empty where the photo is embedded in the article (a data: URL)."""
    instead: str
    """The words shown in its place, in the language of the article; its name follows them."""
    fault: str = ""
    """Why it cannot be shown, where that is known: the end of a sentence that begins with its name."""


class Goal(StrEnum):
    """What the pages of a release are fitted to: a last page that is well filled, or one page and no more."""

    LAST_PAGE = "last-page"
    ONE_PAGE = "one-page"


@dataclass(frozen=True, slots=True)
class Fit:
    """How the pages of a release are fitted: the goal, and what the theme allows for it."""

    goal: Goal = Goal.LAST_PAGE
    pages: int = 0
    """The number of pages that the user asks for; 0: none."""
    tighter: tuple[str, ...] = ()
    """CSS classes of <body> that set the page tighter, in order, each with those before it."""
    looser: tuple[str, ...] = ()
    """CSS classes of <body> that set the page looser, in order, each with those before it."""
    grid: float = 0.0
    """The distance of the baselines in mm; 0: the theme has no grid."""


@dataclass(frozen=True, slots=True)
class Page:
    """Self-contained HTML (styles inside), and the assets behind its `asset:NAME` URLs.

    While it is rendered, nothing else can be fetched but the font files of the theme.
    """

    html: str
    assets: Mapping[str, Path | bytes] = field(default_factory=dict)
    source: AttachedSource | None = None
    """The article's source file, where it is known."""
    other_source: AttachedSource | None = None
    """That of its translation, where two languages share the page."""
    photos: Mapping[str, PhotoNote] = field(default_factory=dict)
    """Asset name -> note, for the photos among the assets and for those that are missing there."""
    fit: Fit = Fit()
    """How its text is to fill its pages."""
