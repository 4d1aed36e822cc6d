"""What news systems exchange as XML: IPTC NewsML-G2 (a newsItem, alone or in a newsMessage), and NITF.

Of a newsItem: headline, dateline, located, infoSource, contentCreated, embargoed, language, pubStatus; its body is
XHTML, plain text or NITF. Of NITF: hl1 and hl2, byline, dateline, distributor, body.content, media. What our own writer
marked in the body comes back part by part. A release that is cancelled or withheld is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from typeset.errors import ArticleError, Message
from typeset.model.article import Embargo, Photo
from typeset.model.text import Text
from typeset.read import fragments
from typeset.read.draft import Draft, Fields, Loss, LossKind, non_empty
from typeset.read.formats import marked_parts, packed
from typeset.read.formats.jsonld import body
from typeset.read.normal_form import is_tag
from typeset.read.parts.dates import NoSuchDateError, day
from typeset.read.parts.embargo import find_embargo
from typeset.read.source import SourceFile

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 20_000_000
"""Bytes."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WITHDRAWN = frozenset({"canceled", "cancelled", "withheld", "embargo-violation"})
HTML_OF_NITF = {"hl2": "h2", "q": "span", "person": "span", "org": "span", "location": "span", "em": "strong"}
"""Element of a body in NITF -> that of HTML which means the same; all others have the same names or none."""


def draft(source: SourceFile) -> Draft:
    """The release in a NewsML-G2 or NITF file. Raises ArticleError: it is none, is damaged, or was withdrawn."""

    def damaged(reason: str) -> ArticleError:
        return ArticleError(
            Message("{name} is damaged XML: {reason}.", name=source.name, reason=reason),
            hint="Ask its sender for the file once more.",
        )

    source.no_larger_than(LARGEST)
    root = _without_namespaces(packed.tree(source.name, source.name, source.data, damaged))
    item = root if root.tag in ("newsItem", "nitf") else next(root.iter("newsItem", "nitf"), None)
    if item is None:
        raise ArticleError(
            Message("{name} is XML, but neither NewsML-G2 nor NITF.", name=source.name),
            hint="Save the release as one of these, or copy its text into a .txt.",
        )
    return _nitf(item, source) if item.tag == "nitf" else _news_item(item, source)


def _without_namespaces(root: _Element) -> _Element:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _news_item(item: _Element, source: SourceFile) -> Draft:
    _refuse_withdrawn((status.get("qcode", "") for status in item.iter("pubStatus")), source)
    found: Fields = {
        "headline": Text(_said(item, "headline")),
        "dateline": Text(_said(item, "dateline")),
        "place": Text(_named(item, "located")),
        "source": Text(_named(item, "infoSource") or _said(item, "by")),
        "language": _tag(item, next((each.get("tag", "") for each in item.iter("language")), "")),
        "date": _day(_said(item, "contentCreated")),
        "embargo": _embargo(_said(item, "embargoed"), source),
    }
    return _with_body(item, found, source)


def _with_body(item: _Element, found: Fields, source: SourceFile) -> Draft:
    """The draft of a newsItem: its fields, and the body as whatever it is written."""
    inline = next(item.iter("inlineXML"), None)
    if inline is not None and (nitf := next(inline.iter("nitf"), None)) is not None:
        inner = _nitf(nitf, source)
        return Draft(inner.blocks, {**inner.declared, **non_empty(found)}, inner.notes, inner.losses)
    root = next(inline.iter("body"), inline) if inline is not None else None
    words = _html(root) if root is not None else next((each.text or "" for each in item.iter("inlineData")), "")
    if marked_parts.is_marked(words):
        marked, read = marked_parts.body(words, source.name)
        return Draft(tuple(read.blocks), {**non_empty(found), **marked}, read.notes, read.losses, guess=False)
    blocks, notes, losses = body(words, source.name)
    return Draft(blocks, non_empty(found), notes, losses)


def _html(element: _Element) -> str:
    from lxml import html

    return "".join([element.text or "", *(html.tostring(child, encoding="unicode") for child in element)])


def _nitf(item: _Element, source: SourceFile) -> Draft:
    _refuse_withdrawn((head.get("management-status", "") for head in item.iter("docdata")), source)
    head = next(item.iter("body.head"), item)
    dateline = next(head.iter("dateline"), None)
    issued = next((each.get("norm", "") for each in item.iter("date.issue", "story.date")), "")
    released = next((each.get("norm", "") for each in item.iter("date.release")), "")
    found: Fields = {
        "headline": Text(_said(head, "hl1") or _said(item, "title")),
        "subheadline": Text(_said(head, "hl2")),
        "place": Text(_said(dateline, "location") if dateline is not None else ""),
        "source": Text(_said(head, "distributor") or _said(head, "byline")),
        "language": _tag(item, ""),
        "date": _day(issued),
        "embargo": _embargo(released, source) if released[:8] > issued[:8] else None,
    }
    content = next(item.iter("body.content"), None)
    losses: list[Loss] = []
    photos = tuple(_photos(content, losses)) if content is not None else ()
    for element in content.iter() if content is not None else ():
        element.tag = HTML_OF_NITF.get(str(element.tag), element.tag)
    blocks, notes, lost = body(_html(content) if content is not None else "", source.name)
    fields = non_empty({**found, "photos": photos})
    return Draft(blocks, fields, notes, (*losses, *lost))


def _photos(content: _Element, losses: list[Loss]) -> Iterator[Photo]:
    """The pictures among the media of a body, which are taken out of it."""
    for media in list(content.iter("media")):
        address = next((each.get("source", "") for each in media.iter("media-reference")), "")
        caption, credit = _said(media, "media-caption"), _said(media, "media-producer")
        alt = next((each.get("alternate-text", "") for each in media.iter("media-reference")), "")
        place = fragments.picture(address) if address else ""
        if place:
            yield Photo(place, alt, Text(caption), Text(credit))
        else:
            losses.append(Loss(LossKind.PICTURE, " ".join(filter(None, (address, alt, caption, credit)))))
        if (parent := media.getparent()) is not None:
            parent.remove(media)


def _said(element: _Element, name: str) -> str:
    """The words of the first element of a name, on one line."""
    return next((" ".join("".join(map(str, each.itertext())).split()) for each in element.iter(name)), "")


def _named(item: _Element, name: str) -> str:
    """The name of a thing that is named inside, or by a literal."""
    thing = next(item.iter(name), None)
    return "" if thing is None else _said(thing, "name") or thing.get("literal", "")


def _tag(item: _Element, said: str) -> str:
    tag = said or item.get(XML_LANG) or item.get("lang") or ""
    return tag if is_tag(tag) else ""


def _day(written: str) -> date | None:
    """The day of a moment in ISO 8601, with or without hyphens; None: there is no such day."""
    found = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", written)
    try:
        return day(date(*map(int, found.groups())).isoformat()) if found else None
    except ValueError:
        return None


def _embargo(written: str, source: SourceFile) -> Embargo | None:
    if not written:
        return None
    with_hyphens = re.sub(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6", written)
    try:
        moment = find_embargo(datetime.fromisoformat(with_hyphens).isoformat())
    except (NoSuchDateError, ValueError):
        moment = None
    if not moment:
        raise ArticleError(
            Message("{name}: {written} is no moment at which an embargo ends.", name=source.name, written=written),
            hint=Message("a moment as 2025-07-25T10:00:00+03:00"),
        )
    return moment


def _refuse_withdrawn(statuses: Iterator[str], source: SourceFile) -> None:
    for status in statuses:
        if status.lower().rpartition(":")[2] in WITHDRAWN:
            raise ArticleError(
                Message("{name}: its status is {status}.", name=source.name, status=status),
                hint="This release has been withdrawn; ask its sender for the current one.",
            )
