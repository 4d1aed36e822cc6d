"""Datelines: the opening of the first paragraph that says where the news comes from, when, and from whom.

The shapes, tried in this order, of at most 140 characters:

1. a place, perhaps with an author and dates, and an agency that is known (`agencies`), in brackets, between slashes or
   dashes, or right behind a date: `الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس`; or the agency first
   (`وطنية - بيروت -`);
2. a place and a newspaper in quotation marks: `أنقرة - «الشرق الأوسط»:`;
3. names before a slash with a space behind it, up to three: `بغداد / نينا / `;
4. a place, perhaps a date, then anything short in brackets, and a dash; without it, `منظمة الصحة العالمية (اليونيسف)
   قالت` is none;
5. a place of at most three words, perhaps a comma and a date, then a dash between spaces: `بغداد، 23 تموز 2025 –`, and
   no second dash in the sentence, for two of them are brackets. `1948 - …` is a year in a list. The dash may stand
   close behind a place that is known (`places`): `بيروت- اجتمع`, but `أولا- الأهداف`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from typeset.model.script import Pattern
from typeset.read.fragments import folded, lookup_key
from typeset.read.parts import agencies
from typeset.read.parts.dates import ERAS, MONTHS, WEEKDAYS, NoSuchDateError, day
from typeset.read.parts.places import is_known_place

LONGEST = 80
"""Characters of a dateline that no known agency signs."""
LONGEST_SIGNED = 140
MOST_WORDS = 7
"""Of a place, with an author's name, before a known agency."""
MOST_WORDS_OF_A_PLACE = 3

_SLASHES = Pattern(r"(?:[^/.:؛;؟?!()«»\"“”\n]{2,40}/(?=\s)\s*){1,3}")
_BRACKETS = Pattern(
    r"(?P<place>[^./:؛;؟?!()«»\"“”،,\n]{2,60})\((?P<agency>[^()\n]{1,24})\)\s*(?P<dash>[-–—ـ:]{1,3})\s*"
)
_PAPER = Pattern(
    r"(?P<place>[^./:؛;؟?!()«»\"“”،,\n–—ـ-]{2,40})\s*[-–—ـ]\s*"
    r"[«\"“](?P<paper>[^«»\"“”\n]{2,30})[»\"”]\s*(?:[:.]|[-–—ـ]{1,2}|$)\s*"
)
_DASH = Pattern(r"(?P<place>[^./:؛;؟?!()«»\"“”،,\n–—]{2,40})(?P<date>[،,][^.:؛;؟?!()«»\"“”\n–—]{2,40})?\s[-–—]{1,2}\s+")
_CLOSE_DASH = Pattern(r"(?P<place>[^\d\W_]+(?: [^\d\W_]+){0,2})[-–—]{1,2}\s+(?P<next>[^\d\W_]+)")
_RUN_ON = Pattern(
    r"[^\d\n]{2,40}\d{1,2} [^\d\n]{3,20} \d{4} ?هـ الموافق \d{1,2} [^\d\n]{3,20} \d{4} ?م واس(?=[^\d\W_]{3})"
)
"""Behind both dates the agency's sign is certain, also where a page has lost the space after it."""
_AFTER = r"(?:\s*[.:،]?\s*[-–—ـ/]{1,3}(?:\s[-–—]{1,2}(?=\s))?\s?[.:]?|\s?[:.])?"
_WORDS = Pattern(r"\d+|[^\W\d_]+")
_SENTENCE = Pattern(r"[؟?!؛;«»\"“”]|[.:]\s+\w")

_SENTENCES = (
    "قال قالت يقول تقول ذكر ذكرت نقل نقلت نقلا أفاد أفادت أكد أكدت أعلن أعلنت أضاف أضافت أشار أشارت أوضح أوضحت كشف "
    "كشفت صرح صرحت نشر نشرت بثت كتب كتبت عن عبر أن إن مع هذا هذه ذلك التي الذي ما لا لم لن هو هي كان كانت بحسب وفق "
    "وفقا حسب مراسل مراسلة وكالة لوكالة صحيفة قناة موقع خاص متابعة متابعات گفت گزارش خبرگزاری که است به از را نے کہا "
    "کے the said of and to according that is was"
)
_NO_PLACE = frozenset(map(lookup_key, _SENTENCES.split()))
"""Words that stand in sentences and in no place."""
_FIRST = lookup_key("وطنية -")
"""An agency that puts itself first, and may leave out the place."""
_JOINED = ("و", "ف", "ب", "ل")


def dateline_length(text: str) -> int:
    """The length of a paragraph's dateline in characters, without the white space after it; 0 where there is none."""
    length = signed_length(text)
    if 0 < length < len(text):
        return length
    if run_on := _RUN_ON.match(text[:LONGEST_SIGNED]):
        return run_on.end()
    start = text[: LONGEST + 20]
    for shape in (_paper, _slashes, _brackets, _dash, _close_dash):
        dateline = shape(start)
        if dateline and len(dateline) <= LONGEST and len(dateline) < len(text):
            return len(dateline)
    return 0


def is_dateline(line: str) -> bool:
    """Whether a whole line is a dateline that a known agency or paper signs."""
    words = line.strip()
    if not words or len(words) > LONGEST_SIGNED:
        return False
    return signed_length(words) == len(words) or _is_agency_and_place(words)


def _is_agency_and_place(line: str) -> bool:
    """Whether a line is an agency and a place that is known, and nothing else: `واس - الرياض`."""
    names = re.split(r"\s*[-–—/|:]\s*", line)
    return len(names) == 2 and lookup_key(names[0]) in agencies.names() and is_known_place(names[1])


def date_in(dateline: str) -> date | None:
    """The day that a dateline names with its year; of two calendars, the Gregorian one's. None where it names none."""
    words = lookup_key(dateline).split()
    numbers = [at for at, word in enumerate(words) if word[:1].isdigit()]
    for start in numbers:
        for end in range(len(words), start, -1):
            try:
                when = day(" ".join(words[start:end]).strip(" -–—/()،,."))
            except NoSuchDateError:
                return None
            if when:
                return when
    return None


class _Sign(NamedTuple):
    """An agency's name in folded text: where what opens it begins, how it is set off, and where its dateline ends."""

    start: int
    end: int
    opened: str
    closed: bool
    after: str

    @property
    def in_brackets(self) -> bool:
        return self.closed and self.opened in {"(", "/", "[", "«", '"', "“"}


def signed_length(text: str) -> int:
    """The length of the dateline that a known agency signs, as in the first two shapes; 0 where none does."""
    window = text[:LONGEST_SIGNED]
    letters = [(letter, at) for at, one in enumerate(window) for letter in folded(one)]
    plain = "".join(letter for letter, _ in letters)
    for name in agencies.names():
        if name in plain:
            for sign in _signs(plain, name):
                if end := _end_of_signed(plain, sign):
                    return len(window[: letters[end - 1][1] + 1].rstrip())
    return 0


@cache
def _signed_by(name: str) -> re.Pattern[str]:
    words = re.escape(name).replace(r"\ ", r"\s+")
    return re.compile(
        rf"(?P<all>(?:(?P<opened>[(/\[«\"“]|[-–—ـ:،,])\s*|(?P<bare>(?:^|\s)))(?<!\w){words}(?!\w)"
        rf"(?P<closed>\s?[)/\]»\"”])?(?P<after>{_AFTER}))(?=\s|$|\w)"
    )


def _signs(plain: str, name: str) -> list[_Sign]:
    return [
        _Sign(found.start(), found.end("all"), found["opened"] or "", bool(found["closed"]), found["after"].strip())
        for found in _signed_by(name).finditer(plain)
    ]


def _end_of_signed(plain: str, sign: _Sign) -> int:
    """Where a dateline with this sign ends in the folded text; 0 where the sign stands in a sentence."""
    before = plain[: sign.start].rstrip(" -–—ـ/،,.:(۔")
    at_end = sign.end == len(plain.rstrip())
    if not before:
        return _end_after_first(plain, sign)
    words, dated = _names_of(before)
    if before[:1].isdigit():
        return sign.end if _is_day(before) and sign.in_brackets and sign.after else 0
    if not 0 < len(words) <= MOST_WORDS or _SENTENCE.search(before):
        return 0
    if sign.in_brackets:
        return sign.end if sign.after or at_end or dated or len(words) <= MOST_WORDS_OF_A_PLACE else 0
    if sign.opened:
        few = len(words) <= MOST_WORDS_OF_A_PLACE or (sign.opened == "/" and len(words) <= MOST_WORDS)
        return sign.end if few and (sign.after or at_end or sign.opened != "،") else 0
    return sign.end if dated else 0


def _end_after_first(plain: str, sign: _Sign) -> int:
    """The end of a dateline that begins with the agency: `(CNN) --`, `وطنية - بيروت -`."""
    if sign.in_brackets:
        return sign.end if sign.after else 0
    if not sign.after or sign.opened:
        return 0
    if not plain.startswith(_FIRST):
        return 0
    place = re.match(r"\s*(?P<place>[^\W\d_]+(?: [^\W\d_]+){0,2})\s+[-–—]\s", plain[sign.end :])
    if place and _is_place(place["place"]):
        return sign.end + len(place[0].rstrip())
    return sign.end


def _names_of(before: str) -> tuple[list[str], bool]:
    """The words before an agency that belong to no date, and whether one is there; a word of a sentence spoils all."""
    words = [word[0] for word in _WORDS.finditer(before) if not word[0].isdigit()]
    names = [word for word in words if word not in _words_of_dates()]
    dated = bool(re.search(r"\d", before))
    return ([] if any(map(_is_of_a_sentence, names)) else names), dated


def _is_day(before: str) -> bool:
    """Whether the words are a day and its month: `9 يونيو (رويترز) -` leaves out the place."""
    words = [word[0] for word in _WORDS.finditer(before)]
    return 2 <= len(words) <= 4 and words[0].isdigit() and any(word in _words_of_dates() for word in words)


@cache
def _words_of_dates() -> frozenset[str]:
    """The single words of dates in all calendars: months, weekdays, eras and what joins them."""
    every = [*WEEKDAYS, *ERAS, *(name for names in MONTHS.values() for name in names)]
    return frozenset(word for name in every for word in name.split()) | {"في", "يوم", "الموافق", "مطابق", "برابر", "با"}


def _is_of_a_sentence(word: str) -> bool:
    return word in _NO_PLACE or (word[:1] in _JOINED and len(word) > 3 and word[1:] in _NO_PLACE)


def _is_place(words: str) -> bool:
    """Whether the words may name a place: at most three, none of them a figure or a word of sentences."""
    names = lookup_key(words).split()
    return (
        0 < len(names) <= MOST_WORDS_OF_A_PLACE
        and not re.search(r"\d", folded(words))
        and not any(map(_is_of_a_sentence, names))
    )


def _paper(text: str) -> str:
    match = _PAPER.match(text)
    if not match or not _is_place(match["place"]) or len(match["paper"].split()) > MOST_WORDS_OF_A_PLACE:
        return ""
    return match[0].rstrip()


def _slashes(text: str) -> str:
    match = _SLASHES.match(text)
    if not match:
        return ""
    names = [lookup_key(name) for name in match[0].split("/") if name.strip()]
    months = {name for names in MONTHS.values() for name in names}
    fit = all(len(name.split()) <= 5 and name.rpartition(" ")[2] not in months for name in names)
    fit = fit and not re.search(r"[\d%٪]", folded(match[0]))
    joined = len(names) > 1 or not match[0].rstrip()[-2:-1].isspace()  # `الوفاق/`, and not `الأولى / الثانية`
    return match[0].rstrip() if fit and joined and all(map(_may_open, names)) else ""


def _brackets(text: str) -> str:
    match = _BRACKETS.match(text)
    if not match or len(match["place"].split()) > MOST_WORDS + 1 or not _may_open(match["place"]):
        return ""
    return match[0].rstrip()


def _dash(text: str) -> str:
    match = _DASH.match(text)
    if not match or not _may_open(match["place"]) or len(match["place"].split()) > _most_words(match["place"]):
        return ""
    if match["date"] and not re.search(r"\d", folded(match["date"])):
        return ""
    rest = re.split("[.؟?!]", text[match.end() :])[0]
    return "" if re.search(r"\s[-–—]{1,2}\s", rest) else match[0].rstrip()


def _close_dash(text: str) -> str:
    match = _CLOSE_DASH.match(text)
    if not match or not is_known_place(match["place"]) or is_known_place(match["next"]):  # `القاهرة- الإسكندرية`
        return ""
    return text[: match.start("next")].rstrip()


def _may_open(words: str) -> bool:
    """Whether a dateline may begin so: with no figure (`1948 - …`), and without a word of sentences."""
    names = lookup_key(words).split()
    return bool(names) and not names[0][:1].isdigit() and not any(map(_is_of_a_sentence, names))


def _most_words(place: str) -> int:
    """The most words before the dash: three for a place, four more for a date after it (`دبي 7 مارس 2025`)."""
    return 7 if re.search(r"\d", folded(place)) else MOST_WORDS_OF_A_PLACE
