"""The parts that our own writers mark: classes `part-kicker`, `part-contact-name`, ... on a page, styles in Word.

A page or a Word file that has them says itself what each line is, so nothing in it is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from typeset.model.article import Contact, Figure, Paragraph, Photo, Signature
from typeset.model.text import Text
from typeset.read.assemble import flattened
from typeset.read.draft import Fields, non_empty
from typeset.read.formats import html_blocks
from typeset.read.fragments import joined, stripped
from typeset.read.parts.dates import NoSuchDateError
from typeset.read.parts.embargo import find_embargo

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PREFIX = "part-"
LABELLED = frozenset({"embargo", "number", "date", "place", "to", "source", "link"})
"""Parts that have a label and a colon before their words."""
CONTACT = ("name", "role", "phone", "email", "link")


def take(root: HtmlElement) -> Fields:
    """The fields of the parts under an element, which are taken out of it; empty where none is marked."""
    lines: dict[str, list[Text]] = {}
    people: list[dict[str, Text]] = []
    photos: list[Photo] = []
    for element, name in marked(root):
        if name == "photo":
            photos += [block.photo for block in html_blocks.contents(element).blocks if isinstance(block, Figure)]
            _remove(element)
            continue
        text = _text(element)
        if name.startswith("contact-"):
            part = name.removeprefix("contact-")
            if part == "name" or not people:
                people.append({})
            people[-1][part] = text
        else:
            lines.setdefault(name, []).append(_unlabelled(text) if name in LABELLED else text)
        _remove(element)
    fields = _fields(lines, people)
    return {**fields, "photos": tuple(photos)} if photos else fields


def body(words: str, file: str) -> tuple[Fields, html_blocks.Contents]:
    """The marked parts of a body in HTML, and the rest of it. Raises ArticleError: it is empty, or too deep."""
    root = html_blocks.parsed(words, file)
    fields = take(root)
    return fields, html_blocks.contents(root)


def is_marked(words: str) -> bool:
    """Whether a body in HTML has marked parts."""
    return f'class="{PREFIX}' in words


def marked(root: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """The marked elements in their order, with the names of their parts."""
    found = []
    for element in root.iter():
        classes = str(element.get("class") or "").split() if isinstance(element.tag, str) else []
        found += [(element, name.removeprefix(PREFIX)) for name in classes[:1] if name.startswith(PREFIX)]
    return found


def _text(element: HtmlElement) -> Text:
    texts, _ = flattened(html_blocks.contents(element).blocks)
    return joined(texts)


def _unlabelled(text: Text) -> Text:
    from typeset.read.fragments import part

    colon = text.text.find(":")
    return stripped(part(text, colon + 1, len(text.text)))


def _remove(element: HtmlElement) -> None:
    """Take an element out with its words; what follows it in its line stays, without the space between."""
    parent = element.getparent()
    if parent is None:
        return
    tail = (element.tail or "").lstrip()
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)


def _fields(lines: dict[str, list[Text]], people: list[dict[str, Text]]) -> Fields:
    one = {name: texts[0] for name, texts in lines.items()}
    fields: Fields = {
        "release": one.get("release", Text("")),
        "kicker": one.get("kicker", Text("")),
        "subheadline": one.get("subheadline", Text("")),
        "dateline": one.get("dateline", Text("")),
        "place": one.get("place", Text("")),
        "addressee": one.get("to", Text("")),
        "end_mark": one.get("end-mark", Text("")),
        "source": one.get("source", Text("")),
        "number": one["number"].text if "number" in one else "",
        "link": one["link"].text if "link" in one else "",
        "attachments": tuple(lines.get("attachment", ())),
        "about": tuple(map(Paragraph, lines.get("about", ()))),
        "contacts": tuple(_contacts(people)),
    }
    if signed := {"signature-name", "signature-role"} & one.keys():
        fields["signature"] = Signature(**{name.removeprefix("signature-"): one[name] for name in signed})
    for name, text in one.items():
        _moment(fields, name, text)
    return non_empty(fields)


def _moment(fields: Fields, name: str, text: Text) -> None:
    """Set the date or the embargo; one that was spoilt since stays unset, and the body has it no more."""
    try:
        if name == "date":
            fields["date"] = date.fromisoformat(text.text)
        elif name == "embargo" and (embargo := find_embargo(text.text)):
            fields["embargo"] = embargo
    except (ValueError, NoSuchDateError):
        return


def _contacts(people: list[dict[str, Text]]) -> Iterator[Contact]:
    for person in people:
        texts = {name: person.get(name, Text("")) for name in CONTACT}
        yield Contact(texts["name"], texts["role"], texts["phone"].text, texts["email"].text, texts["link"].text)
