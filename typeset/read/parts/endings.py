"""What stands under the body: end mark, source line, link, contacts, boilerplate; found from the end upwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from typeset.model import addresses
from typeset.model.article import Block, Contact, Heading, List, Paragraph
from typeset.model.script import Pattern
from typeset.model.text import Mark, MarkKind, Text
from typeset.read import fragments
from typeset.read.draft import Fields, Parts
from typeset.read.fragments import folded, joined, lines, part, stripped, unfolded
from typeset.read.parts import markers

# Contacts, from the lines under `للتواصل`: name, role, telephone, e-mail, address on the web.


_BETWEEN = " \t\xa0،,؛;|–—-:：/()"
_COMMA = Pattern("[،,]|\\s[–—|-]\\s")


_WAYS = (
    ("link", addresses.URLS.search, markers.LINK_LABEL),
    ("email", addresses.EMAILS.search, markers.EMAIL_LABEL),
    ("phone", addresses.phone_of, markers.PHONE_LABEL),
)
"""The field of a contact, what finds its value in a line, and its label. A URL first: it may hold an @ and figures."""


@dataclass(slots=True)
class _Card:
    """A contact while its lines come in."""

    names: list[Text] = field(default_factory=list)
    phone: str = ""
    email: str = ""
    link: str = ""

    def has_ways(self) -> bool:
        """Whether there is a way to reach the person yet; what comes after a way is the next person."""
        return bool(self.phone or self.email or self.link)

    def contact(self) -> Contact:
        name, *roles = self.names or [Text("")]
        return Contact(name, joined(roles), self.phone, self.email, self.link)


def contacts(lines: Iterable[Text]) -> tuple[Contact, ...]:
    """The people in these lines.

    A line that is no telephone number, e-mail or web address is a name, the next one a role; a comma parts a role from
    its name; a name after an address begins the next contact.
    """
    cards = [_Card()]
    for line in lines:
        words = stripped(_take_ways(line, cards), _BETWEEN)
        if not words:
            continue
        if cards[-1].has_ways() and not _has_way(line):
            cards.append(_Card())
        cards[-1].names += _name_and_role(words) if not cards[-1].names else [_unlabelled(words, markers.ROLE_LABEL)]
    return tuple(card.contact() for card in cards if card.names or card.has_ways())


def _has_way(line: Text) -> bool:
    return any(search(line.text) for _, search, _ in _WAYS)


def _take_ways(line: Text, cards: list[_Card]) -> Text:
    """Move the addresses of a line into the last card (or a new one, where it has such an address already).

    What comes back is the rest of the line, without the addresses' labels.
    """
    for name, search, label in _WAYS:
        found = search(line.text)
        if not found or getattr(cards[-1], name):
            continue
        way = found[0] if name != "link" else fragments.link(found[0])
        setattr(cards[-1], name, way)
        line = _without(line, found, label)
    return line


def _without(line: Text, found: re.Match[str], label: Pattern) -> Text:
    """The line without the address and the label before it."""
    before = part(line, 0, found.start())
    plain = folded(before.text)
    labels = [each for each in label.finditer(plain) if each.end() == len(plain) and _at_word(plain, each.start())]
    if labels:
        before = part(before, 0, unfolded(before.text, labels[0].start()))
    after = part(line, found.end(), len(line.text))
    rest = [each for each in (stripped(before, _BETWEEN), stripped(after, _BETWEEN)) if each]
    return joined(rest, " ")


def _at_word(plain: str, place: int) -> bool:
    return not place or not plain[place - 1].isalnum()


def _name_and_role(words: Text) -> Iterator[Text]:
    words = _unlabelled(_unlabelled(words, markers.NAME_LABEL), markers.ROLE_LABEL)
    comma = _COMMA.search(words.text)
    if not comma:
        yield words
        return
    yield stripped(part(words, 0, comma.start()))
    yield stripped(part(words, comma.end(), len(words.text)))


def _unlabelled(words: Text, label: Pattern) -> Text:
    found = label.match(folded(words.text))
    return part(words, unfolded(words.text, found.end()), len(words.text)) if found else words


LONGEST_SECTION = 12
"""Blocks of one boilerplate or one list of contacts."""
LONGEST_TITLE = 90
LONGEST_LINE = 200


class _Section(NamedTuple):
    """The block that opens a section, as one text, and the blocks under it that may belong to it."""

    text: Text
    below: Sequence[Block]

    @property
    def plain(self) -> str:
        return folded(self.text.text)


def take(parts: Parts) -> None:
    """Move what stands under the body into its fields; each once, for the second would be lost.

    The first block of all is never taken: it is the body.
    """
    end = len(parts.blocks)
    at = end
    taken: set[str] = set()
    while at > 1 and end - at <= LONGEST_SECTION:
        at -= 1
        block = parts.blocks[at]
        if not isinstance(block, Paragraph | Heading | List):
            break
        if isinstance(block, List):
            continue
        found = _found(_Section(stripped(block.text), parts.blocks[at + 1 : end]))
        if found and taken.isdisjoint(found) and parts.sets(found):
            taken |= set(found)
            end = at
    del parts.blocks[end:]


def _found(section: _Section) -> Fields:
    """What the section sets; nothing where it is none, or where something stands under it that it cannot hold."""
    if not section.text or len(section.text.text) > 10 * LONGEST_LINE:
        return {}
    for look in LOOKS:
        if found := look(section):
            return found
    return {}


def _end_mark(section: _Section) -> Fields:
    return {"end_mark": section.text} if not section.below and markers.END_MARK.fullmatch(section.plain) else {}


def _source(section: _Section) -> Fields:
    """`المصدر: …`, the name in the same block or alone in the next."""
    name = _after(section, markers.SOURCE)
    if name is None or len(section.plain) > LONGEST_LINE:
        return {}
    texts = [name, *_texts(section.below)]
    texts = [text for text in texts if text]
    return {"source": texts[0]} if len(texts) == 1 and len(texts[0].text) <= LONGEST_LINE else {}


def _link(section: _Section) -> Fields:
    """An address alone, or after its label."""
    words = _after(section, markers.LINK)
    written = (words or section.text).text
    address = fragments.link(written) if addresses.URLS.fullmatch(written) else ""
    return {"link": address} if address and not section.below else {}


def _contacts(section: _Section) -> Fields:
    first = _after(section, markers.CONTACTS)
    if first is None or any(isinstance(block, Heading) for block in section.below):
        return {}
    people = contacts([line for text in (first, *_texts(section.below)) for line in lines(text)])
    return {"contacts": people} if people else {}


def _about(section: _Section) -> Fields:
    """`نبذة عن …` as a title with paragraphs under it, or before a colon at the start of its only paragraph."""
    paragraphs = [block for block in section.below if isinstance(block, Paragraph)]
    title, _, text = section.plain.partition(":")
    if len(paragraphs) < len(section.below) or len(title) > LONGEST_TITLE or not markers.ABOUT.fullmatch(title.strip()):
        return {}
    if text.strip():
        return {"about": (Paragraph(section.text), *paragraphs)} if title.startswith("نبذه") else {}
    return {"about": (Paragraph(_bold(section.text)), *paragraphs)} if paragraphs else {}


LOOKS: tuple[Callable[[_Section], Fields], ...] = (_end_mark, _source, _link, _contacts, _about)


def _after(section: _Section, label: Pattern) -> Text | None:
    """What stands behind the label; None where the block does not begin with it."""
    found = label.match(section.plain)
    text = section.text
    return stripped(part(text, unfolded(text.text, found.end()), len(text.text))) if found else None


def _texts(blocks: Sequence[Block]) -> list[Text]:
    texts = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            texts.append(stripped(block.text))
        elif isinstance(block, List):
            texts += [stripped(item.text) for item in block.items]
    return texts


def _bold(text: Text) -> Text:
    return Text(text.text, (*text.marks, Mark(0, len(text.text), MarkKind.STRONG)), text.line, text.column)
