"""Contacts, from the lines under `للتواصل`: name, role, telephone, e-mail, address on the web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from typeset import addresses
from typeset.article import Contact, Text
from typeset.patterns import Pattern
from typeset.read import links, signs
from typeset.read.letters import folded, unfolded
from typeset.read.passages import joined, part, stripped

_BETWEEN = " \t\xa0،,؛;|–—-:：/()"
_COMMA = Pattern("[،,]|\\s[–—|-]\\s")


_WAYS = (
    ("link", addresses.URLS.search, signs.LINK_LABEL),
    ("email", addresses.EMAILS.search, signs.EMAIL_LABEL),
    ("phone", addresses.phone_of, signs.PHONE_LABEL),
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
        cards[-1].names += _name_and_role(words) if not cards[-1].names else [_unlabelled(words, signs.ROLE_LABEL)]
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
        way = found[0] if name != "link" else links.link(found[0])
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
    words = _unlabelled(_unlabelled(words, signs.NAME_LABEL), signs.ROLE_LABEL)
    comma = _COMMA.search(words.text)
    if not comma:
        yield words
        return
    yield stripped(part(words, 0, comma.start()))
    yield stripped(part(words, comma.end(), len(words.text)))


def _unlabelled(words: Text, label: Pattern) -> Text:
    found = label.match(folded(words.text))
    return part(words, unfolded(words.text, found.end()), len(words.text)) if found else words
