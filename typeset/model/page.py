"""What compose hands on: the page as HTML with the files that it may show, and the e-mail around a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

# The e-mail around a release: what compose writes and deliver sends.


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of an e-mail: its subject, and its body twice, as HTML with inlined CSS and as plain text."""

    subject: str
    html: str
    text: str
    language: str = "ar"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a letter, under the name that the reader sees."""

    name: str
    data: bytes
    type: str = "application/pdf"


class AttachedSource(NamedTuple):
    """The file that an article was read from, to be put into an edition that carries its source."""

    name: str
    content: bytes
    media_type: str = "text/plain"


class PhotoNote(NamedTuple):
    """What is known of a photo of the article, for a page that cannot show it."""

    name: str
    """What the article calls it; empty where it lies in the article itself."""
    instead: str
    """The words that stand in its place, in the language of the article; its name follows."""
    fault: str = ""
    """Why it cannot be shown, where that is known: the end of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Page:
    """Self-contained HTML (styles inside), and what its `asset:NAME` addresses stand for.

    Nothing else can be fetched while it is rendered, but the font files of the theme.
    """

    html: str
    assets: Mapping[str, Path | bytes] = field(default_factory=dict)
    source: AttachedSource | None = None
    """What the article was read from, where it is known."""
    photos: Mapping[str, PhotoNote] = field(default_factory=dict)
    """What is known of the photos among the assets, and of those that are missing there."""
    tighter: tuple[str, ...] = ()
    """Classes of the body that set the page tighter, each with those before it: as few as save the last page."""
