"""What a reader lost of a text, word for word, and which words it owes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import accumulate
from typing import NamedTuple

PIECE = 150
"""Words compared at a time, so that a paragraph of 100,000 words costs no more than its length."""
BUCKET = 8
"""Places nearer than this many words are one."""
CANDIDATES = 4
"""Places where a piece is looked for."""
COMMON = 200
"""A word that is met more often than this does not tell where a piece stands, and is looked for only there."""
BESIDE = 12
"""Words round a text among which one that a reader has moved is looked for."""
PART = re.compile(r"[^\W\d]+|\d+|\W")
"""What a reader that turns a number round keeps whole: of 18:45 the figures and the sign."""
CALL, HEAD = 3, 40
"""Words that may stand between: the number of a note; a folio and a running head."""
SHORT_LEAP, LEAP, LONG_LEAP = 0.2, 0.9, 2.0
"""What it takes, in words, to go on behind so many, and anywhere: common words are met everywhere by chance."""


@dataclass(frozen=True)
class Heard:
    """The words that a reader gave back, page by page."""

    pages: tuple[tuple[str, ...], ...]
    words: list[str] = field(init=False, repr=False)
    places: dict[str, list[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", [word for page in self.pages for word in page])
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            places[word].append(at)
        object.__setattr__(self, "places", dict(places))

    def page(self, place: int) -> int:
        """The page, from 1, on which a word stands."""
        ends = list(accumulate(map(len, self.pages)))
        return min(bisect_right(ends, place) + 1, len(self.pages))


class LostWords(NamedTuple):
    """The words of a text that did not come back in their place, by their number; and the page where it stands.

    `moved`: those of them that came back beside it in another order.
    """

    words: tuple[int, ...]
    page: int
    moved: frozenset[int] = frozenset()


class Found(NamedTuple):
    """Where the words of a piece of a text stand, by their number; which are missing, which of these stand near by."""

    stands: dict[int, int]
    missing: list[int]
    moved: list[int]

    @property
    def place(self) -> int:
        """Where the piece starts."""
        return min(self.stands.values(), default=0)


def loss(source: list[str], heard: Heard) -> LostWords:
    """Look for a text, wherever it stands, and name what is missing from it there."""
    missing, moved = list[int](), list[int]()
    page = 0
    for start in range(0, len(source), PIECE):
        found = _best(source[start : start + PIECE], heard)
        page = page or heard.page(found.place)
        missing += (start + at for at in found.missing)
        moved += (start + at for at in found.moved)
    return LostWords(tuple(missing), page, frozenset(moved))


def _best(piece: list[str], heard: Heard) -> Found:
    """Where the least of a piece is missing, and what is missing there."""
    whole = _whole(piece, heard)
    if whole is not None:
        return Found({at: whole + at for at in range(len(piece))}, [], [])
    likely = _likely(piece, heard)
    stands = _aligned([_near(word, heard, likely) for word in piece])
    missing = [at for at in range(len(piece)) if at not in stands]
    return Found(stands, missing, _moved(piece, missing, heard, set(stands.values())))


def _whole(piece: list[str], heard: Heard) -> int | None:
    """Where the piece stands word for word, as nearly all do: no need to weigh places and to compare."""
    starts = heard.places.get(piece[0], ())[:COMMON]
    return next((start for start in starts if heard.words[start : start + len(piece)] == piece), None)


def _likely(piece: list[str], heard: Heard) -> list[int]:
    """Where the piece may start, to a few words, the likeliest first. A word votes the more the rarer it is."""
    votes: dict[int, float] = defaultdict(float)
    for at, word in enumerate(piece):
        places = heard.places.get(word, ())
        for place in places[:COMMON]:
            votes[(place - at) // BUCKET] += 1 / len(places)
    likely = nlargest(CANDIDATES, votes, key=lambda bucket: votes[bucket] + votes.get(bucket + 1, 0))
    return [bucket * BUCKET for bucket in likely]


def _near(word: str, heard: Heard, likely: list[int]) -> list[int]:
    """Where a word stands; of a common one, only what is not far from where its piece may start."""
    places = heard.places.get(word, [])
    if len(places) <= COMMON:
        return places
    starts = (max(bisect_right(places, start - HEAD), 0) for start in likely)
    return sorted({place for start in starts for place in places[start : start + COMMON // CANDIDATES]})


class Step(NamedTuple):
    """A word in its place, at the end of the best way there: what that way is worth, and the step before."""

    worth: float
    at: int
    place: int
    before: Step | None


START = Step(0.0, -1, -1, None)


def _aligned(places: list[list[int]]) -> dict[int, int]:
    """Which word stands where, of words that may each stand in several places: the way through them worth most.

    Words that follow one another are worth their number; to go on elsewhere costs, the more the farther.
    """
    steps: dict[int, Step] = {}
    order = sorted({place for each in places for place in each})
    for at, each in enumerate(places):
        best = list(accumulate((steps.get(place, START) for place in order), max_worth)) if each else []
        new = [_step(at, place, steps, best[max(bisect_left(order, place) - 1, 0)]) for place in each]
        for step in new:
            if step.worth >= steps.get(step.place, START).worth:
                steps[step.place] = step
    way, found = max(steps.values(), key=lambda step: step.worth, default=START), dict[int, int]()
    while way.before:
        found[way.at] = way.place
        way = way.before
    return found


def max_worth(one: Step, other: Step) -> Step:
    """The better of two ways; of equals the later, which is nearer to what follows."""
    return other if other.worth >= one.worth else one


def _step(at: int, place: int, steps: dict[int, Step], far: Step) -> Step:
    """The best way to a word in a place: on from a word near by, from anywhere before, or from the start."""
    best = START if far.place >= place or far.worth <= LONG_LEAP else far._replace(worth=far.worth - LONG_LEAP)
    before = best if best is START else far
    worth = best.worth
    for back in range(1, HEAD + 1):
        step = steps.get(place - back)
        if step and step.worth - (cost := _leap(back - (at - step.at))) > worth:
            before, worth = step, step.worth - cost
    return Step(worth + 1, at, place, before)


def _leap(shift: int) -> float:
    """What it costs to go on so many words farther than the text does."""
    if shift == 0:
        return 0.0
    return SHORT_LEAP if abs(shift) <= CALL else LEAP


def _moved(piece: list[str], missing: Iterable[int], heard: Heard, taken: set[int]) -> list[int]:
    """Which of the missing words stand among those that were found or close to them, whole or in parts."""
    near = {at for place in taken for at in range(place - BESIDE, place + BESIDE + 1)} - taken
    # What is left over is searched as one string: a reader that turns words round may also join them.
    left = f" {'  '.join(heard.words[at] for at in sorted(near) if 0 <= at < len(heard.words))} "
    moved = []
    for at in missing:
        if f" {piece[at]} " in left:
            left = left.replace(f" {piece[at]} ", "  ", 1)
            moved.append(at)
    for at in sorted(set(missing) - set(moved), key=lambda at: -len(piece[at])):
        if rest := _without(left, PART.findall(piece[at])):
            left = rest
            moved.append(at)
    return sorted(moved)


def _without(words: str, parts: Iterable[str]) -> str:
    """The words less some, each as it stands there, else as a part of another; nothing where one is in none."""
    for part in parts:
        found = f" {part} " if f" {part} " in words else part
        if found not in words:
            return ""
        words = words.replace(found, "  ", 1)
    return words


# Words to compare: what a text says, without what no reader owes.


UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u034f\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
"""Bidi controls, soft hyphens, joiners: the page may need them, the words do not. ZWNJ is a letter."""
LINE_END_HYPHEN = "\ufffe"
"""What pdfium gives for a hyphen at the end of a line."""
MARKS = (
    "\u0300-\u036f"  # Latin
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
)
WORD = re.compile(
    rf"""(?:[^\W\d_][{MARKS}]*\u200c?)+  # letters with their marks, and ZWNJ between them
    | \d+(?:[.,:/\u066b\u066c]\d+)*      # a number: a date, an hour, a fraction stay whole
    | [^\s\w]                            # a sign on its own, so that its neighbours' spaces do not matter
    """,
    re.VERBOSE,
)
BRACKETS = str.maketrans("»)]}›”’>", "«([{‹“‘<")
FRACTION_SLASH = "\u2044"
SIGNS_OF_TRADE = dict.fromkeys(map(ord, "™®©℠"))
"""Signs that pdfium gives as letters of its own choice."""


def words(text: str) -> list[str]:
    """The words, numbers and signs of a text in their order, in NFC."""
    plain = unicodedata.normalize("NFC", text.translate(UNSEEN).replace(LINE_END_HYPHEN, "-"))
    return WORD.findall(plain)


def as_pdfium_gives(text: str) -> list[str]:
    """The words of a text as pdfium gives them back, whatever stands in the file.

    Each bracket and paired quotation mark is as its opening one: in right-to-left text they are turned round. Signs of
    several letters are taken apart (NFKC): … and CO₂ become three stops, CO and 2.
    """
    plain = unicodedata.normalize("NFKC", text.translate(SIGNS_OF_TRADE)).replace(FRACTION_SLASH, "/")
    return [word.translate(BRACKETS) for word in words(plain)]
