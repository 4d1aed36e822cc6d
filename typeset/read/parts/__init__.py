"""Recognition of the parts of a release (headline, dateline, contacts, ...) in its blocks, the same for every format.

From the top, each a block of its own, in any order: the release line (للنشر الفوري), the embargo, the number, the
date (alone, or after a place and a comma) and the words `بيان صحفي`, which become the kicker. The first block that is
none of these is the headline; a heading right after it, with no other of its level below, is the subheadline. Of what
an agency signs, its section at the head of the headline (`اقتصادي / …`) is the kicker.

From the end: the end mark (`###`, `-30-`, `/انتهى/`), the source line (`المصدر: …`), the link, the contacts (all
under `للتواصل`) and the boilerplate (all under `نبذة عن`; a title of its own becomes its first paragraph, in bold).
The search ends at the first block that belongs to none of them.

Then the dateline (`datelines`), which stands in a line of its own under the headline or opens the first paragraph; an
agency's that names a day with its year gives the release its date. The rest is the body; its highest subheadings become
level 2, and so does a short line in bold over a list.
A field that the front matter declares is not guessed: a block with the same value is dropped, one with another value
stays, or, above the headline, is reported. With `guess: no` in the front matter nothing is recognised but a heading of
level 1 at the top, the headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import TypeGuard

from typeset.model.article import Block, Embargo, Figure, Heading, List, Paragraph
from typeset.model.text import Text
from typeset.read.draft import Draft, Fields, Loss, LossKind, Parts
from typeset.read.fragments import (
    LONGEST_SUBHEADING,
    folded,
    is_whole,
    not_bold,
    part,
    stripped,
    unfolded_offset,
)
from typeset.read.parts import bylines, endings, markers
from typeset.read.parts.datelines import date_in, dateline_length, is_dateline
from typeset.read.parts.dates import NoSuchDateError, day

LONGEST_LINE = 200
"""Characters of a line above or under the body."""
FEWEST_WORDS = 4
"""Of a subheadline in plain text: shorter lines under a headline are names, places and desks."""
LONGEST_HEADLINE = 300
"""Characters. A first paragraph that is longer is no headline."""


def fields(draft: Draft) -> tuple[Fields, tuple[Loss, ...]]:
    """The Article's fields and the losses. The headline may be missing and the body empty."""
    parts = Parts({**draft.declared}, list(draft.blocks))
    if draft.guess:
        _take_head(parts)
        endings.take(parts)
        parts.blocks = list(map(bylines.as_paragraph, parts.blocks))
        _cut_dateline(parts)
        _cut_section(parts)
        parts.blocks = _with_subheadings(_with_top_level_2(parts.blocks))
    else:
        _take_title(parts)
    parts.fields = {**draft.fallbacks, **parts.fields}
    parts.fields["body"] = tuple(_under_headline(block) for block in parts.blocks)
    parts.fields["notes"] = (*draft.notes, *draft.declared.get("notes", ()))
    return parts.fields, tuple(parts.losses)


def _take_title(parts: Parts) -> None:
    """Take a heading of level 1 at the top as the headline."""
    first = parts.blocks[0] if parts.blocks else None
    if isinstance(first, Heading) and first.level == 1 and parts.accept({"headline": stripped(first.text)}):
        del parts.blocks[0]


def _take_head(parts: Parts) -> None:
    """Take the lines above the headline, the headline, and the lines between it and the text."""
    declared = frozenset(parts.fields)
    headline = "headline" in declared
    while parts.blocks and isinstance(block := parts.blocks[0], Heading | Paragraph):
        text = stripped(block.text)
        new = _head_line_fields(text)
        if new and not parts.accept(new):
            if declared.isdisjoint(new) or headline:
                return
            parts.losses.append(
                Loss(LossKind.WORDS, text.text, text.line, text.column, "The front matter says otherwise.")
            )
        elif not new and not headline:
            if isinstance(block, Paragraph) and len(text.text) > LONGEST_HEADLINE:
                return
            parts.fields["headline"], headline = not_bold(text), True
        elif not new and not _accept_under_headline(parts, block):
            return
        del parts.blocks[0]


def _accept_under_headline(parts: Parts, block: Heading | Paragraph) -> bool:
    """Whether the block repeats the headline, or becomes the subheadline; else it belongs to the body."""
    if parts.accept({"headline": block.text}):
        return True
    if not isinstance(block, Heading):
        return False
    guessed = block.level == 1  # a line of plain text that is set apart
    if bylines.is_byline(block.text.text) or (guessed and len(block.text.text.split()) < FEWEST_WORDS):
        return False
    below = any(isinstance(other, Heading) and other.level == block.level for other in parts.blocks[1:])
    over_a_list = len(parts.blocks) > 1 and isinstance(parts.blocks[1], List)
    return not below and not over_a_list and parts.accept({"subheadline": not_bold(stripped(block.text))})


def is_head_line(text: Text) -> bool:
    """Whether a line above the body is known for what it is: a release line, a number, a date and the like."""
    return bool(_head_line_fields(text))


def _head_line_fields(text: Text) -> Fields:
    """The fields that a line above the body sets (release, kicker, embargo, number, date); empty for any other line."""
    plain = folded(text.text)
    if not plain or len(plain) > LONGEST_LINE:
        return {}
    if markers.RELEASE.fullmatch(plain):
        return {"release": text}
    if markers.KICKER.fullmatch(plain):
        return {"kicker": text}
    if is_dateline(text.text):
        return {"dateline": not_bold(text)}
    if label := markers.EMBARGO.match(plain):
        moment = _embargo(part(text, unfolded_offset(text.text, label.end()), len(text.text)))
        return {"embargo": moment} if moment else {"release": text}
    return _number_fields(text, plain) or _date_fields(text)


def _embargo(text: Text) -> Embargo | None:
    from typeset.read.parts.embargo import find_embargo  # it brings the table of time zones, which few releases need

    try:
        return find_embargo(text.text)
    except NoSuchDateError:
        return None


def _number_fields(text: Text, plain: str) -> Fields:
    """The number of the release, and its date where one follows in the line."""
    label = markers.NUMBER.match(plain)
    if not label:
        return {}
    start = unfolded_offset(text.text, label.start("number"))
    number = text.text[start : unfolded_offset(text.text, label.end("number"))]
    rest = stripped(part(text, unfolded_offset(text.text, label.end()), len(text.text)), " -–—،,|/")
    if not rest:
        return {"number": number}
    dated = _date_fields(rest)
    return {**dated, "number": number} if dated else {}


def _date_fields(text: Text) -> Fields:
    """A date, also after its label, or after a place of at most three words and a comma or `في`."""
    label = markers.DATE.match(folded(text.text))
    words = part(text, unfolded_offset(text.text, label.end()), len(text.text)) if label else text
    if when := _day(words.text):
        return {"date": when}
    for sign in ("،", ",", " في "):
        before, separator, after = words.text.partition(sign)
        if separator and 0 < len(before.split()) <= 3 and before.replace(" ", "").isalpha() and (when := _day(after)):
            return {"place": stripped(part(words, 0, len(before))), "date": when}
    return {}


def _day(words: str) -> date | None:
    try:
        return day(words)
    except NoSuchDateError:
        return None


def _cut_dateline(parts: Parts) -> None:
    """Cut the dateline off the first paragraph; pictures and bylines may stand before that."""
    at = next((at for at, block in enumerate(parts.blocks) if not _stands_before(block)), None)
    if at is not None and isinstance(block := parts.blocks[at], Paragraph):
        text = stripped(block.text)
        declared = parts.fields.get("dateline")
        if isinstance(declared, Text):
            length = len(declared.text) if declared and text.text.startswith(declared.text) else 0
        else:
            length = dateline_length(text.text)
        if length:
            parts.fields["dateline"] = declared or not_bold(part(text, 0, length))
            parts.blocks[at] = Paragraph(stripped(part(text, length, len(text.text))))
    dateline = parts.fields.get("dateline")
    if isinstance(dateline, Text) and "date" not in parts.fields and is_dateline(dateline.text):
        parts.fields |= {"date": when} if (when := date_in(dateline.text)) else {}


def _cut_section(parts: Parts) -> None:
    """Cut an agency's section off the headline of what it signs: `اقتصادي / المؤتمر يبدأ أعماله`; it is the kicker."""
    headline, dateline = parts.fields.get("headline"), parts.fields.get("dateline")
    if "kicker" in parts.fields or not (isinstance(headline, Text) and isinstance(dateline, Text)):
        return
    section = markers.SECTION.match(headline.text)
    if section and is_dateline(dateline.text):
        parts.fields["kicker"] = part(headline, 0, section.end("name"))
        parts.fields["headline"] = stripped(part(headline, section.end(), len(headline.text)))


def _stands_before(block: Block) -> bool:
    return isinstance(block, Figure) or (isinstance(block, Paragraph) and bylines.is_byline(block.text.text))


def _with_top_level_2(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with all heading levels shifted so that the highest is 2; none below 6."""
    highest = min((block.level for block in blocks if isinstance(block, Heading)), default=2)
    return [
        replace(block, level=min(block.level - highest + 2, 6)) if isinstance(block, Heading) else block
        for block in blocks
    ]


def _with_subheadings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each short bold line over a list made a subheading of level 2."""
    return [
        Heading(not_bold(block.text), 2) if isinstance(below, List) and _is_bold_line(block) else block
        for block, below in zip_longest(blocks, blocks[1:])
    ]


def _is_bold_line(block: Block) -> TypeGuard[Paragraph]:
    """Whether a block is one short line in bold that ends no sentence and does not lead into what is under it."""
    if not isinstance(block, Paragraph) or len(block.text.text) > LONGEST_SUBHEADING:
        return False
    words = block.text.text
    is_line = "\n" not in words and not words.rstrip().endswith((".", "؟", "?", "!", "…", "،", "؛", ",", ";"))
    return is_line and any(is_whole(mark, block.text) for mark in block.text.marks) and not markers.introduces(words)


def _under_headline(block: Block) -> Block:
    return replace(block, level=min(max(block.level, 2), 6)) if isinstance(block, Heading) else block
