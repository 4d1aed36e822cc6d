"""What stands under the body: end mark, source line, link, contacts, boilerplate; found from the end upwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from typeset import addresses
from typeset.article import Block, Heading, List, Mark, MarkKind, Paragraph, Text
from typeset.patterns import Pattern
from typeset.read import links, signs
from typeset.read.contacts import contacts
from typeset.read.draft import Fields, Parts
from typeset.read.letters import folded, unfolded
from typeset.read.passages import lines, part, stripped

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
    return {"end_mark": section.text} if not section.below and signs.END_MARK.fullmatch(section.plain) else {}


def _source(section: _Section) -> Fields:
    """`المصدر: …`, the name in the same block or alone in the next."""
    name = _after(section, signs.SOURCE)
    if name is None or len(section.plain) > LONGEST_LINE:
        return {}
    texts = [name, *_texts(section.below)]
    texts = [text for text in texts if text]
    return {"source": texts[0]} if len(texts) == 1 and len(texts[0].text) <= LONGEST_LINE else {}


def _link(section: _Section) -> Fields:
    """An address alone, or after its label."""
    words = _after(section, signs.LINK)
    written = (words or section.text).text
    address = links.link(written) if addresses.URLS.fullmatch(written) else ""
    return {"link": address} if address and not section.below else {}


def _contacts(section: _Section) -> Fields:
    first = _after(section, signs.CONTACTS)
    if first is None or any(isinstance(block, Heading) for block in section.below):
        return {}
    people = contacts([line for text in (first, *_texts(section.below)) for line in lines(text)])
    return {"contacts": people} if people else {}


def _about(section: _Section) -> Fields:
    """`نبذة عن …` as a title with paragraphs under it, or before a colon at the start of its only paragraph."""
    paragraphs = [block for block in section.below if isinstance(block, Paragraph)]
    title, _, text = section.plain.partition(":")
    if len(paragraphs) < len(section.below) or len(title) > LONGEST_TITLE or not signs.ABOUT.fullmatch(title.strip()):
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
