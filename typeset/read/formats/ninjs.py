"""IPTC ninjs: news as JSON, versions 1 to 3.

headline (or headlines), byline, dateline, located (the place), body_html, body_xhtml or body_text (or bodies),
contentcreated (the date), embargoed, language, infosources (the source; else the byline), associations (pictures).
Other texts (ednote, usageterms, slugline, ...) are reported; what is for machines is not. A release that is cancelled
or withheld is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from typeset.errors import ArticleError, Message
from typeset.model.article import Embargo, Photo
from typeset.model.text import Text
from typeset.read import fragments
from typeset.read.draft import Draft, Fields, Loss, LossKind, non_empty
from typeset.read.formats import marked_parts
from typeset.read.formats.json_document import Value, loads
from typeset.read.formats.jsonld import body, day, named
from typeset.read.fragments import lookup_key
from typeset.read.normal_form import is_tag
from typeset.read.parts.dates import NoSuchDateError
from typeset.read.parts.embargo import find_embargo
from typeset.read.source import SourceFile, decode

LARGEST = 20_000_000
"""Bytes."""
BODIES = ("body_html", "body_xhtml", "body_text")
USED = frozenset(
    {
        *("headline", "headlines", "dateline", "located", "infosources", "contentcreated", "embargoed", "language"),
        *("pubstatus", "associations", "bodies", *BODIES),
        *("uri", "$standard", "standard", "type", "representationtype", "mimetype", "contenttype", "profile"),
        *(
            "version",
            "versioncreated",
            "versionedon",
            "firstcreated",
            "expires",
            "urgency",
            "subject",
            "place",
            "genre",
            "altids",
        ),
        *("charcount", "wordcount", "signals", "rightsinfo", "etag", "edition", "renditions", "place"),
        *("genre", "altids"),
    }
)
"""Fields that are set, and fields for machines."""

CARRIED = frozenset({"people"})
"""What a body whose parts are marked says once more itself."""
NOT_FOR_PRINT = frozenset({"canceled", "cancelled", "withheld"})


def draft(source: SourceFile) -> Draft:
    """The article in a ninjs document. Raises ArticleError: a field of the wrong shape, or a release withdrawn."""
    source.no_larger_than(LARGEST)
    decoded = decode(source)
    item = loads(decoded.text, source.name)
    if item.text("pubstatus").lower() in NOT_FOR_PRINT:
        raise ArticleError(
            Message(
                "{name}: {path}.pubstatus is {text}.", name=source.name, path=item.path, text=item.text("pubstatus")
            ),
            hint="This release has been withdrawn; ask its sender for the current one.",
        )
    written = _body(item)
    marked = Fields()
    if is_marked := marked_parts.is_marked(written):
        marked, read = marked_parts.body(written, item.file)
        blocks, notes, lost = tuple(read.blocks), read.notes, read.losses
    else:
        blocks, notes, lost = body(written, item.file)
    losses = list(lost)
    given: Fields = {**_fields(item, losses), **marked}
    words = lookup_key(" ".join([written, *(str(value) for value in given.values() if isinstance(value, Text))]))
    return Draft(
        blocks,
        given,
        notes,
        (*decoded.losses, *losses, *item.left(USED | CARRIED if is_marked else USED, words)),
        guess=not is_marked,
    )


def _fields(item: Value, losses: list[Loss]) -> Fields:
    language = item.text("language")
    if language and not is_tag(language):
        raise item.get("language").wrong(Message("a language tag such as ar or fa-IR"))
    fields: Fields = {
        "headline": Text(item.text("headline") or _main(item, "headlines")),
        "dateline": Text(item.text("dateline")),
        "place": Text(item.text("located")),
        "source": Text(next((named(source) for source in item.each("infosources")), "") or item.text("byline")),
        "language": language,
        "date": day(item.get("contentcreated")),
        "embargo": _embargo(item.get("embargoed")) if item.text("embargoed") else None,
        "photos": tuple(photo for image in _pictures(item) if (photo := _photo(image, losses))),
    }
    return non_empty(fields)


def _embargo(value: Value) -> Embargo:
    try:
        moment = find_embargo(value.as_text())
    except NoSuchDateError as error:
        raise value.wrong(Message("a moment that exists"), hint=Message("{error}.", error=error)) from None
    if not moment:
        raise value.wrong(Message("a moment as 2025-07-25T10:00:00+03:00"))
    return moment


def _body(item: Value) -> str:
    return next((words for name in BODIES if (words := item.text(name))), "") or _main(item, "bodies")


def _main(item: Value, name: str) -> str:
    """The value of the main one of several headlines or bodies (ninjs 2 and 3), else of the first."""
    values = list(item.each(name))
    best = next((value for value in values if value.text("role") == "main"), values[0] if values else None)
    return best.text("value") if best else ""


def _pictures(item: Value) -> Iterator[Value]:
    """The pictures among the associations, which are an object in ninjs 1 and a list since."""
    associations = item.get("associations")
    values = item.each("associations") if isinstance(associations.value, list) else item.fields("associations")
    return (value for value in values if value.text("type") in {"picture", "graphic"})


def _photo(image: Value, losses: list[Loss]) -> Photo | None:
    renditions = image.get("renditions")
    values = image.each("renditions") if isinstance(renditions.value, list) else image.fields("renditions")
    addresses = [address for value in values if (address := value.text("href"))]
    caption = image.text("description_text") or image.text("headline") or image.text("body_text")
    credit, alt = image.text("byline"), image.text("alttext")
    place = next((place for address in addresses if (place := fragments.picture(address))), "")
    if place:
        return Photo(place, alt, Text(caption), Text(credit))
    losses.append(Loss(LossKind.PICTURE, " ".join(filter(None, (*addresses[:1], alt, caption, credit)))))
    return None
