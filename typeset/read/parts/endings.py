"""The parts under the body (end mark, source line, link, contacts, boilerplate), recognised from the end upwards."""

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
from typeset.read.draft import Fields, Loss, LossKind, Parts
from typeset.read.fragments import folded, joined, lines, part, stripped, unfolded_offset
from typeset.read.parts import markers

# Contacts, from the lines under `للتواصل`: name, role, telephone, e-mail, address on the web.


_BETWEEN = " \t\xa0،,؛;|–—-:：/()"
_COMMA = Pattern("[،,]|\\s[–—|-]\\s")


_ADDRESSES = (
    ("link", addresses.URLS.search, markers.LINK_LABEL),
    ("email", addresses.EMAILS.search, markers.EMAIL_LABEL),
    ("phone", addresses.phone_of, markers.PHONE_LABEL),
)
"""Field of a contact, search for its value in a line, its label. URLs come first: they may hold an @ and figures."""


@dataclass(slots=True)
class _Card:
    """A contact under construction, while its lines are read."""

    names: list[Text] = field(default_factory=list)
    phone: str = ""
    email: str = ""
    link: str = ""

    def has_address(self) -> bool:
        """Whether the contact has a telephone number, e-mail or web address; a name after it begins the next."""
        return bool(self.phone or self.email or self.link)

    def contact(self) -> Contact:
        name, *roles = self.names or [Text("")]
        return Contact(name, joined(roles), self.phone, self.email, self.link)


def contacts(lines: Iterable[Text]) -> tuple[Contact, ...]:
    """The contacts in these lines.

    A line without telephone number, e-mail or web address is a name, the next such line a role; a comma separates a
    name from its role; a name after an address begins the next contact.
    """
    cards = [_Card()]
    for line in lines:
        words = stripped(_take_addresses(line, cards), _BETWEEN)
        if not words:
            continue
        if cards[-1].has_address() and not _holds_address(line):
            cards.append(_Card())
        cards[-1].names += _name_and_role(words) if not cards[-1].names else [_unlabelled(words, markers.ROLE_LABEL)]
    return tuple(card.contact() for card in cards if card.names or card.has_address())


def _holds_address(line: Text) -> bool:
    return any(search(line.text) for _, search, _ in _ADDRESSES)


def _take_addresses(line: Text, cards: list[_Card]) -> Text:
    """Moves the addresses of a line into the last card, each unless the card has one of its kind already.

    Returns the rest of the line, without the labels of the addresses.
    """
    for name, search, label in _ADDRESSES:
        match = search(line.text)
        if not match or getattr(cards[-1], name):
            continue
        address = match[0] if name != "link" else fragments.link(match[0])
        setattr(cards[-1], name, address)
        line = _without(line, match, label)
    return line


def _without(line: Text, match: re.Match[str], label: Pattern) -> Text:
    """The line without the matched address and the label before it."""
    before = part(line, 0, match.start())
    plain = folded(before.text)
    labels = [one for one in label.finditer(plain) if one.end() == len(plain) and _at_word(plain, one.start())]
    if labels:
        before = part(before, 0, unfolded_offset(before.text, labels[0].start()))
    after = part(line, match.end(), len(line.text))
    rest = [one for one in (stripped(before, _BETWEEN), stripped(after, _BETWEEN)) if one]
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
    match = label.match(folded(words.text))
    return part(words, unfolded_offset(words.text, match.end()), len(words.text)) if match else words


LONGEST_SECTION = 12
"""Blocks of one boilerplate or one list of contacts."""
LONGEST_DESK_LINE = 90
MOST_DESK_WORDS = 16
LONGEST_TAIL = 4
"""Lines that an agency's desk adds behind its end mark."""
LONGEST_TITLE = 90
LONGEST_LINE = 200


class _Section(NamedTuple):
    """A candidate section: the text of the block that would open it, and the blocks under that."""

    text: Text
    below: Sequence[Block]

    @property
    def plain(self) -> str:
        return folded(self.text.text)


def take(parts: Parts) -> None:
    """Moves the sections under the body into their fields; a second section of one kind stays in the body.

    The first block is never taken: a body remains.
    """
    _take_agency_tail(parts)
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
        fields = _section_fields(_Section(stripped(block.text), parts.blocks[at + 1 : end]))
        if fields and taken.isdisjoint(fields) and parts.accept(fields):
            taken |= set(fields)
            end = at
    del parts.blocks[end:]


def _take_agency_tail(parts: Parts) -> None:
    """Take an agency's end mark with all that only its desks read behind it: the hour and zone, initials, its address.

    The mark may stand alone, be followed in its line (`// انتهى // 19:12 ت م`), or close the last paragraph. What
    stands behind it is left out, and said.
    """
    last = len(parts.blocks) - 1
    for at in range(last, max(last - LONGEST_TAIL, 0), -1):
        block = parts.blocks[at]
        if not isinstance(block, Paragraph | Heading):
            return
        text = stripped(block.text)
        near = max(0, len(text.text) - LONGEST_LINE)  # it stands at the end of the text, however long that is
        if found := markers.AGENCY_END.search(folded(text.text[near:])):
            start = near + unfolded_offset(text.text[near:], found.start("mark"))
            end = near + unfolded_offset(text.text[near:], found.end("mark"))
            tail = [stripped(part(text, end, len(text.text))), *_texts(parts.blocks[at + 1 :])]
            if not all(_is_desk_line(line) for line in tail) or not parts.accept({"end_mark": part(text, start, end)}):
                return
            words = stripped(part(text, 0, start))
            parts.blocks[at:] = [Paragraph(words)] if words else []
            parts.losses += [Loss(LossKind.AROUND, line.text, line.line, line.column) for line in tail if line]
            return
        if not _is_desk_line(text):
            return


def _is_desk_line(text: Text) -> bool:
    """Whether a line is what an agency's desk adds: an hour, initials, a code, a web address; or nothing."""
    if len(text.text) > LONGEST_DESK_LINE:
        return False
    words = [word.strip("/.،,()|+-") for word in folded(text.text).replace("/", " ").split()]
    is_of_desks = len(words) <= MOST_DESK_WORDS and all(not word or markers.DESK_WORD.fullmatch(word) for word in words)
    return is_of_desks or bool(addresses.URLS.fullmatch(text.text.strip()))


def _section_fields(section: _Section) -> Fields:
    """The fields that the section sets; empty where it is none, or holds blocks that do not fit it."""
    if not section.text or len(section.text.text) > 10 * LONGEST_LINE:
        return {}
    for parse in SECTION_PARSERS:
        if fields := parse(section):
            return fields
    return {}


def _end_mark(section: _Section) -> Fields:
    return {"end_mark": section.text} if not section.below and markers.END_MARK.fullmatch(section.plain) else {}


def _source(section: _Section) -> Fields:
    """The source from `المصدر: …`, the name in the same block or alone in the next."""
    name = _after(section, markers.SOURCE)
    if name is None or len(section.plain) > LONGEST_LINE:
        return {}
    texts = [name, *_texts(section.below)]
    texts = [text for text in texts if text]
    return {"source": texts[0]} if len(texts) == 1 and len(texts[0].text) <= LONGEST_LINE else {}


def _link(section: _Section) -> Fields:
    """The link from a block that is a web address, alone or after its label."""
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
    """The boilerplate from `نبذة عن …`: a title with paragraphs under it, or the words before a paragraph's colon."""
    paragraphs = [block for block in section.below if isinstance(block, Paragraph)]
    title, _, text = section.plain.partition(":")
    if len(paragraphs) < len(section.below) or len(title) > LONGEST_TITLE or not markers.ABOUT.fullmatch(title.strip()):
        return {}
    if text.strip():
        return {"about": (Paragraph(section.text), *paragraphs)} if title.startswith("نبذه") else {}
    return {"about": (Paragraph(_bold(section.text)), *paragraphs)} if paragraphs else {}


SECTION_PARSERS: tuple[Callable[[_Section], Fields], ...] = (_end_mark, _source, _link, _contacts, _about)


def _after(section: _Section, label: Pattern) -> Text | None:
    """The text after the label; None where the block does not begin with it."""
    match = label.match(section.plain)
    text = section.text
    return stripped(part(text, unfolded_offset(text.text, match.end()), len(text.text))) if match else None


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
