"""Which line of a page is its headline, and which is the kicker over it.

The line that says what the page's metadata gives as its title; else the longest `h1`. So the name of a site or the
label of a button, which may be an `h1` too, is not taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from typeset.read.formats.html_lines import Line
from typeset.read.formats.html_noise import is_asking, is_signed, names
from typeset.read.fragments import lookup_key

LIKE = 0.6
"""How much of a heading and a title must agree, from 0 to 1."""
SAME = 1.25
"""What the very words count: more than an `h1` that has others besides."""
SHORTEST = 12
"""Characters of an `h1` that is the headline though no title agrees."""
LONGEST_KICKER = 60
LONGEST = 300
TOP = 6
"""Lines at the top among which the headline may be said again."""

_RANKS = {"h1": 0.2, "h2": 0.1, "h3": 0.05}
_TITLED = re.compile(r"headline|title|heading|عنوان|titre|titulo", re.IGNORECASE)
_KICKER = re.compile(
    r"kicker|category|section|overline|eyebrow|rubri|topic|label|surtitre|dachzeile|pre-?title", re.IGNORECASE
)
_DECK = re.compile(
    r"(?:^|[\s_-])(?:deck|dek|standfirst|sub-?title|sub-?headline|sub-?head|summary|excerpt|lead|lede|intro|chapo|chapeau"
    r"|description|abstract|synopsis)(?:$|[\s_-])",
    re.IGNORECASE,
)


def headline(all_lines: list[Line], titles: tuple[str, ...]) -> int:
    """The number of the line that is the headline; -1 where none is."""
    keys = tuple(dict.fromkeys(filter(None, map(lookup_key, titles))))
    best, found = 0.0, -1
    shortest, longest = min(map(len, keys), default=LONGEST) / 3, 3 * max(map(len, keys), default=0)
    for at, line in enumerate(all_lines):
        if not shortest <= len(line.words) <= min(longest, LONGEST) or line.is_silent:
            continue
        rank = next((_RANKS[element.tag] for element in line.around[:4] if element.tag in _RANKS), 0.0)
        words = lookup_key(line.words)
        is_titled = rank > 0 or _is_titled(line)
        likeness = max((_likeness(words, key, is_titled=is_titled) for key in keys), default=0.0)
        if likeness >= LIKE and likeness + rank > best:
            best, found = likeness + rank, at
    return found if found >= 0 else _longest(all_lines, SHORTEST if keys else 1)


def _is_titled(line: Line) -> bool:
    """Whether the elements of a line are named as titles."""
    return any(_TITLED.search(names(element)) for element in (line.block, *(piece.element for piece in line.pieces)))


def _likeness(one: str, other: str, *, is_titled: bool) -> float:
    """How much two folded titles agree, from 0 to 1; more than that where they are the same.

    A line that no element calls a title must be one, but for what stands before or behind it.
    """
    if one == other:
        return SAME
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer and 2 * len(shorter) > len(longer):
        return 0.95
    if not is_titled:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0


def _longest(all_lines: list[Line], shortest: int) -> int:
    """The longest `h1`; where no title agrees with it, it must be more than a label."""
    found = [at for at, line in enumerate(all_lines) if line.block.tag == "h1" and len(line.words) >= shortest]
    return max(found, key=lambda at: len(all_lines[at].words), default=-1)


def repeated(all_lines: list[Line], kept: set[int], titles: Iterable[str]) -> set[int]:
    """The lines at the top that say the headline again, or one of the page's other titles."""
    keys = {lookup_key(title) for title in titles if title}
    return {at for at in sorted(kept)[:TOP] if lookup_key(all_lines[at].words) in keys}


def kicker(all_lines: list[Line], at: int) -> set[int]:
    """The line over the headline, where it is named so or stands alone with it."""
    if at < 1:
        return set()
    line, block = all_lines[at - 1], all_lines[at].block
    named = any(_KICKER.search(names(element)) for element in (line.block, *(piece.element for piece in line.pieces)))
    is_near = block.getparent() in (line.block, line.block.getparent())
    is_short = len(line.words) <= LONGEST_KICKER and not any(letter.isdigit() for letter in line.words)
    return (
        {at - 1}
        if named and is_near and is_short and not is_asking(line.words) and not is_signed(line.words)
        else set()
    )


def decks(all_lines: list[Line], headline_at: int, first: int) -> set[int]:
    """The lines between the headline and the text that say what it is about."""
    found = set()
    for at in range(headline_at + 1, first) if headline_at >= 0 else ():
        line = all_lines[at]
        if line.is_link or is_asking(line.words) or is_signed(line.words):
            continue
        is_second = at == headline_at + 1 and line.block.tag in {"h2", "h3"}
        if is_second or any(_DECK.search(names(element)) for element in line.around[:2]):
            found.add(at)
    return found
