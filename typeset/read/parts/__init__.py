"""The parts of a release, found in its blocks; for every format the same way.

From the top, each a block of its own, in any order: the release line (للنشر الفوري), the embargo, the number, the
date (alone, or after a place and a comma) and the words `بيان صحفي`, which become the kicker. The first block that is
none of these is the headline; a heading right after it, with no other of its level below, is the subheadline.

From the end: the end mark (`###`, `-30-`, `/انتهى/`), the source line (`المصدر: …`), the link, the contacts (all
under `للتواصل`) and the boilerplate (all under `نبذة عن`; a title of its own becomes its first paragraph, in bold).
The search ends at the first block that belongs to none of them.

Then the dateline: see `typeset.read.parts`. What stays is the body; its highest subheadings become level 2, and so
does a short line in bold over a list.
What the front matter gives is not looked for: a block that says the same is dropped, one that says otherwise stays,
or, above the headline, is reported. `guess: no` in the front matter stops all this but one thing: a heading of level 1
at the top is the headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import TypeGuard

from typeset.model.article import Block, Embargo, Figure, Heading, List, Paragraph
from typeset.model.script import Pattern
from typeset.model.text import Text
from typeset.read.draft import Draft, Fields, Loss, LossKind, Parts
from typeset.read.fragments import folded, is_whole, not_bold, part, same, stripped, unfolded
from typeset.read.parts import endings, markers
from typeset.read.parts.dates import MONTHS, NoSuchDateError, day

# Datelines: what opens the first paragraph and says where the news comes from.
#
# Three shapes, of at most 80 characters:
#
# 1. names before a slash with a space behind it, up to three: `الوفاق/ `, `بغداد / نينا / `; 2. a place, perhaps a
# date, then an agency in brackets: `دبي 7 مارس آذار (رويترز) –`; without the dash only where the agency is a known
# one, for `منظمة الصحة العالمية (اليونيسف) قالت` is no dateline; 3. a place of at most three words, perhaps a comma
# and a date, then a dash between spaces: `بغداد، 23 تموز 2025 –`, and no second dash in the sentence, for two of them
# are brackets.


LONGEST = 80
_SLASHES = Pattern(r"(?:[^/.:؛;؟?!()«»\"“”\n]{2,40}/(?=\s)\s*){1,3}")
_AGENCY = Pattern(r"(?P<place>[^./:؛;؟?!()«»\"“”\n]{2,60})\((?P<agency>[^()\n]{1,24})\)\s*(?P<dash>[-–—ـ:])?\s*")
_DASH = Pattern(r"(?P<place>[^./:؛;؟?!()«»\"“”،,\n–—]{2,40})(?P<date>[،,][^.:؛;؟?!()«»\"“”\n–—]{2,40})?\s[-–—]{1,2}\s+")
_MONTHS = frozenset(name for names in MONTHS.values() for name in names)


def dateline_length(text: str) -> int:
    """How many characters of the paragraph are its dateline, the white space after it not counted; 0 for none."""
    start = text[: LONGEST + 20]
    for shape in (_slashes, _agency, _dash):
        found = shape(start)
        if found and len(found) <= LONGEST and len(found) < len(text):
            return len(found)
    return 0


def _slashes(text: str) -> str:
    found = _SLASHES.match(text)
    if not found:
        return ""
    names = [same(name) for name in found[0].split("/") if name.strip()]
    fit = all(len(name.split()) <= 5 and name.rpartition(" ")[2] not in _MONTHS for name in names)
    return found[0].rstrip() if fit else ""


def _agency(text: str) -> str:
    found = _AGENCY.match(text)
    if not found or len(found["place"].split()) > 8:
        return ""
    known = same(found["agency"]) in markers.AGENCIES
    return found[0].rstrip() if found["dash"] or known else ""


def _dash(text: str) -> str:
    found = _DASH.match(text)
    if not found or len(found["place"].split()) > _words_allowed(found["place"]):
        return ""
    if found["date"] and not re.search(r"\d", folded(found["date"])):
        return ""
    rest = re.split("[.؟?!]", text[found.end() :])[0]
    return "" if re.search(r"\s[-–—]{1,2}\s", rest) else found[0].rstrip()


def _words_allowed(place: str) -> int:
    """Three for a place; a date in figures and words after it (`دبي 7 مارس 2025`) may take four more."""
    return 7 if re.search(r"\d", folded(place)) else 3


LONGEST_LINE = 200
"""Characters of a line above or under the body."""
LONGEST_BOLD_LINE = 90
"""Characters of a line in bold that may be a subheading."""
LONGEST_HEADLINE = 300
"""Characters. A first paragraph that is longer is no headline."""


def fields(draft: Draft) -> tuple[Fields, tuple[Loss, ...]]:
    """The Article's fields, and what did not come through. A headline and a body may be missing."""
    parts = Parts({**draft.given}, list(draft.blocks))
    if draft.guess:
        _head(parts)
        endings.take(parts)
        _dateline(parts)
        parts.blocks = _headed(_raised(parts.blocks))
    else:
        _title(parts)
    parts.fields = {**draft.hints, **parts.fields}
    parts.fields["body"] = tuple(_below_headline(block) for block in parts.blocks)
    parts.fields["notes"] = (*draft.notes, *draft.given.get("notes", ()))
    return parts.fields, tuple(parts.losses)


def _title(parts: Parts) -> None:
    """Take a heading of level 1 at the top as the headline."""
    first = parts.blocks[0] if parts.blocks else None
    if isinstance(first, Heading) and first.level == 1 and parts.sets({"headline": stripped(first.text)}):
        del parts.blocks[0]


def _head(parts: Parts) -> None:
    """Take the lines above the headline, the headline, and the lines between it and the text."""
    given = frozenset(parts.fields)
    headline = "headline" in given
    while parts.blocks and isinstance(block := parts.blocks[0], Heading | Paragraph):
        text = stripped(block.text)
        found = _line_above(text)
        if found and not parts.sets(found):
            if given.isdisjoint(found) or headline:
                return
            parts.losses.append(
                Loss(LossKind.WORDS, text.text, text.line, text.column, "The front matter says otherwise.")
            )
        elif not found and not headline:
            if isinstance(block, Paragraph) and len(text.text) > LONGEST_HEADLINE:
                return
            parts.fields["headline"], headline = not_bold(text), True
        elif not found and not _is_under_headline(parts, block):
            return
        del parts.blocks[0]


def _is_under_headline(parts: Parts, block: Heading | Paragraph) -> bool:
    """Whether the block says the headline again, or is the subheadline (which it then becomes)."""
    if parts.sets({"headline": block.text}):
        return True
    if not isinstance(block, Heading):
        return False
    below = any(isinstance(other, Heading) and other.level == block.level for other in parts.blocks[1:])
    over_a_list = len(parts.blocks) > 1 and isinstance(parts.blocks[1], List)
    return not below and not over_a_list and parts.sets({"subheadline": not_bold(stripped(block.text))})


def _line_above(text: Text) -> Fields:
    """The fields that a line above the body sets; none where it is no such line."""
    plain = folded(text.text)
    if not plain or len(plain) > LONGEST_LINE:
        return {}
    if markers.RELEASE.fullmatch(plain):
        return {"release": text}
    if markers.KICKER.fullmatch(plain):
        return {"kicker": text}
    if label := markers.EMBARGO.match(plain):
        moment = _embargo(part(text, unfolded(text.text, label.end()), len(text.text)))
        return {"embargo": moment} if moment else {"release": text}
    return _numbered(text, plain) or _dated(text)


def _embargo(words: Text) -> Embargo | None:
    from typeset.read.parts.embargo import find_embargo  # it brings the table of time zones, which few releases need

    try:
        return find_embargo(words.text)
    except NoSuchDateError:
        return None


def _numbered(text: Text, plain: str) -> Fields:
    """The number of the release, perhaps with its date behind it."""
    label = markers.NUMBER.match(plain)
    if not label:
        return {}
    start = unfolded(text.text, label.start("number"))
    number = text.text[start : unfolded(text.text, label.end("number"))]
    rest = stripped(part(text, unfolded(text.text, label.end()), len(text.text)), " -–—،,|/")
    if not rest:
        return {"number": number}
    dated = _dated(rest)
    return {**dated, "number": number} if dated else {}


def _dated(text: Text) -> Fields:
    """A date, perhaps with its label or with a place of at most three words before it."""
    label = markers.DATE.match(folded(text.text))
    words = part(text, unfolded(text.text, label.end()), len(text.text)) if label else text
    if when := _day(words.text):
        return {"date": when}
    for comma in ("،", ",", " في "):
        before, found, after = words.text.partition(comma)
        if found and 0 < len(before.split()) <= 3 and before.replace(" ", "").isalpha() and (when := _day(after)):
            return {"place": stripped(part(words, 0, len(before))), "date": when}
    return {}


def _day(words: str) -> date | None:
    try:
        return day(words)
    except NoSuchDateError:
        return None


def _dateline(parts: Parts) -> None:
    """Cut the dateline off the first paragraph; pictures may stand before that."""
    at = next((at for at, block in enumerate(parts.blocks) if not isinstance(block, Figure)), None)
    if at is None or not isinstance(block := parts.blocks[at], Paragraph):
        return
    text = stripped(block.text)
    known = parts.fields.get("dateline")
    if isinstance(known, Text):
        length = len(known.text) if known and text.text.startswith(known.text) else 0
    else:
        length = dateline_length(text.text)
    if length:
        parts.fields["dateline"] = known or not_bold(part(text, 0, length))
        parts.blocks[at] = Paragraph(stripped(part(text, length, len(text.text))))


def _raised(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their highest headings at level 2."""
    highest = min((block.level for block in blocks if isinstance(block, Heading)), default=2)
    return [
        replace(block, level=min(block.level - highest + 2, 6)) if isinstance(block, Heading) else block
        for block in blocks
    ]


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, a short line in bold that stands over a list made the subheading that it is meant to be."""
    return [
        Heading(not_bold(block.text), 2) if isinstance(below, List) and _is_bold_line(block) else block
        for block, below in zip_longest(blocks, blocks[1:])
    ]


def _is_bold_line(block: Block) -> TypeGuard[Paragraph]:
    """Whether a block is one short line in bold that ends no sentence and does not lead into what is under it."""
    if not isinstance(block, Paragraph) or len(block.text.text) > LONGEST_BOLD_LINE:
        return False
    words = block.text.text
    is_line = "\n" not in words and not words.rstrip().endswith((".", "؟", "?", "!", "…", "،", "؛", ",", ";"))
    return is_line and any(is_whole(mark, block.text) for mark in block.text.marks) and not markers.introduces(words)


def _below_headline(block: Block) -> Block:
    return replace(block, level=min(max(block.level, 2), 6)) if isinstance(block, Heading) else block
