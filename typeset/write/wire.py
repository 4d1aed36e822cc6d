"""An article -> what news systems exchange: IPTC ninjs 2.1 (JSON) and NewsML-G2 (XML), both with the body as HTML.

The body says itself what each of its lines is (`page.fragment`), so a system that shows it shows the whole release, and
our reader of ninjs finds every part again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from typeset.model.article import Article, Contact
from typeset.write import page

SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"
NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
CATALOGUE = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"
NEWSML = "2.34"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of a release without a date: both standards ask for one, and the clock would make each file another."""


def ninjs(article: Article) -> bytes:
    """The release as ninjs 2.1."""
    moment = _moment(article)
    item = {
        "uri": _identity(article),
        "standard": {"name": "ninjs", "version": "2.1", "schema": SCHEMA},
        "type": "text",
        "representationtype": "full",
        "version": "1",
        "versioncreated": moment,
        "contentcreated": moment,
        "embargoed": article.embargo.until.isoformat() if article.embargo else "",
        "pubstatus": "usable",
        "language": article.language,
        "headlines": [{"role": "main", "value": article.headline.text}],
        "infosources": [{"name": article.source.text}] if article.source else [],
        "people": [_person(contact) for contact in article.contacts if contact.name],
        "bodies": [{"role": "main", "contenttype": "text/html", "value": page.fragment(article)}],
    }
    filled = {key: value for key, value in item.items() if value and (key != "contentcreated" or article.date)}
    return (json.dumps(filled, ensure_ascii=False, indent=1) + "\n").encode()


def _person(contact: Contact) -> dict[str, object]:
    ways = [{"type": kind, "value": value} for kind, value in _ways(contact)]
    return {"name": contact.name.text, "rel": "media contact"} | ({"contactinfo": ways} if ways else {})


def _ways(contact: Contact) -> Iterator[tuple[str, str]]:
    for kind, value in (("phone", contact.phone), ("email", contact.email), ("web", contact.link)):
        if value:
            yield kind, value


def newsml(article: Article) -> bytes:
    """The release as a newsItem of NewsML-G2, its body as XHTML."""
    from lxml import etree
    from lxml.html import fragments_fromstring

    root = etree.Element(
        f"{{{NAR}}}newsItem",
        {
            "guid": _identity(article),
            "version": "1",
            "standard": "NewsML-G2",
            "standardversion": NEWSML,
            "conformance": "power",
            "{http://www.w3.org/XML/1998/namespace}lang": article.language,
        },
        nsmap=_unnamed(NAR),
    )
    _add(root, "catalogRef", href=CATALOGUE)
    _item_meta(_add(root, "itemMeta"), article)
    _content_meta(_add(root, "contentMeta"), article)
    inline = _add(_add(root, "contentSet"), "inlineXML", contenttype="application/xhtml+xml")
    html = etree.SubElement(inline, f"{{{XHTML}}}html", nsmap=_unnamed(XHTML))
    title = etree.SubElement(etree.SubElement(html, f"{{{XHTML}}}head"), f"{{{XHTML}}}title")
    title.text = article.headline.text
    body = etree.SubElement(html, f"{{{XHTML}}}body")
    for element in fragments_fromstring(page.fragment(article)):
        for one in element.iter():
            one.tag = f"{{{XHTML}}}{one.tag}"
        body.append(element)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False))


def _item_meta(meta, article: Article) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    _add(meta, "itemClass", qcode="ninat:text")
    _add(meta, "provider", literal=article.source.text or article.headline.text[:40])
    _add(meta, "versionCreated").text = _moment(article)
    if article.embargo:
        _add(meta, "embargoed").text = article.embargo.until.isoformat()
    _add(meta, "pubStatus", qcode="stat:usable")


def _content_meta(meta, article: Article) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    if article.date:
        _add(meta, "contentCreated").text = _moment(article)
    if article.place:
        _add(_add(meta, "located", literal=article.place.text), "name").text = article.place.text
    if article.source:
        _add(_add(meta, "infoSource", literal=article.source.text), "name").text = article.source.text
    _add(meta, "language", tag=article.language)
    _add(meta, "headline").text = article.headline.text
    if article.dateline:
        _add(meta, "dateline").text = article.dateline.text


def _unnamed(space: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - lxml's stubs know no namespace without a name
    return {None: space}


def _add(parent, name: str, **attributes: str):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAR}}}{name}", attributes)


def _moment(article: Article) -> str:
    return (datetime.combine(article.date, time(), UTC) if article.date else UNDATED).isoformat()


def _identity(article: Article) -> str:
    """What names the release everywhere: its address, else a number made of its headline and its day."""
    return (
        article.link or f"urn:uuid:{uuid5(NAMESPACE_URL, f'{article.headline.text} {article.date or article.number}')}"
    )
