"""Datelines: what opens the first paragraph and says where the news comes from.

Three shapes, of at most 80 characters:

1. names before a slash with a space behind it, up to three: `الوفاق/ `, `بغداد / نينا / `;
2. a place, perhaps a date, then an agency in brackets: `دبي 7 مارس آذار (رويترز) –`; without the dash only where the
   agency is a known one, for `منظمة الصحة العالمية (اليونيسف) قالت` is no dateline;
3. a place of at most three words, perhaps a comma and a date, then a dash between spaces: `بغداد، 23 تموز 2025 –`,
   and no second dash in the sentence, for two of them are brackets.
"""

from __future__ import annotations

import re

from typeset.patterns import Pattern
from typeset.read import signs
from typeset.read.calendars import MONTHS
from typeset.read.letters import folded, same

LONGEST = 80
_SLASHES = Pattern(r"(?:[^/.:؛;؟?!()«»\"“”\n]{2,40}/(?=\s)\s*){1,3}")
_AGENCY = Pattern(r"(?P<place>[^./:؛;؟?!()«»\"“”\n]{2,60})\((?P<agency>[^()\n]{1,24})\)\s*(?P<dash>[-–—ـ:])?\s*")
_DASH = Pattern(r"(?P<place>[^./:؛;؟?!()«»\"“”،,\n–—]{2,40})(?P<date>[،,][^.:؛;؟?!()«»\"“”\n–—]{2,40})?\s[-–—]{1,2}\s+")
_MONTHS = frozenset(name for names in MONTHS.values() for name in names)


def length(text: str) -> int:
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
    known = same(found["agency"]) in signs.AGENCIES
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
