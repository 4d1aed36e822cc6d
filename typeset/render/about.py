"""What a PDF says of itself: title, people, language, and a moment that does not come from the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from typeset import __version__
from typeset.article import direction
from typeset.dates import epoch
from typeset.errors import EngineError

UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where a standard demands a date and neither the article nor SOURCE_DATE_EPOCH gives one."""


class About(NamedTuple):
    """The facts that go into the document information, the XMP packet and the viewer's settings."""

    title: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    moment: datetime | None = None
    """When it was made, as far as anyone shall know: the article's date, or SOURCE_DATE_EPOCH, or nothing."""
    engine: str = ""
    creator: str = f"typeset {__version__}"

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)


def moment(written: str | None) -> datetime | None:
    """The article's own date (ISO 8601, UTC where it names no zone), or SOURCE_DATE_EPOCH; raises `EngineError`."""
    if written:
        try:
            found = datetime.fromisoformat(written)
        except ValueError:
            raise EngineError(f"The page's date {written!r} is none.", hint="Write it as 2023-01-28.") from None
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return epoch.moment()
