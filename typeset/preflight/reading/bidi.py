"""From visual to logical order: the letters of a line, from left to right, put into reading order."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALM = "\u061c"
"""The Arabic letter mark. Our files write it for one reader's sake; here it must not change the class of a number."""
NUMBER = frozenset({"EN", "AN"})
BESIDE_NUMBERS = frozenset({"ET"})
"""European terminators, such as the percent sign, which go with the number beside them."""
RIGHT_TO_LEFT = frozenset({"R", "AL"})
MAY_END_LEFT_TO_RIGHT = frozenset({"L", "N"}) | BESIDE_NUMBERS
"""Classes of what may stand at the end of a left-to-right run."""


@lru_cache(maxsize=4096)
def direction_class(text: str) -> str:
    """The bidi class of the text of one code: `AL`, `R`, `L`, `N` (EN or AN), or a weak or neutral class of Unicode."""
    kinds = [unicodedata.bidirectional(character) for character in text if character != ALM]
    for kind in kinds:
        if kind in {"R", "AL", "L"}:
            return kind
        if kind in NUMBER:
            return "N"
    return kinds[0] if kinds else "BN"


def in_reading_order(visual: list[str]) -> list[str]:
    """The texts of one line's codes, from left to right on the page, in reading order.

    A line with right-to-left letters is read from the right, and within it Latin words and numbers from the left:
    the reverse of what UAX 9 does to a paragraph in that direction. Without such letters it is read as it stands.
    """
    return [visual[at] for at in reading_order(visual)]


def in_order_from_left(visual: list[str]) -> list[str]:
    """The texts of a line that runs from left to right, from left to right on the page, in reading order.

    What lies between two right-to-left letters, with no Latin one between them, is read from the right.
    """
    kinds = list(map(direction_class, visual))
    ordered: list[str] = []
    at = 0
    while at < len(kinds):
        end = _end_of_right_to_left(kinds, at) if kinds[at] in RIGHT_TO_LEFT else at + 1
        ordered += in_reading_order(visual[at:end])
        at = end
    return ordered


def _end_of_right_to_left(kinds: list[str], start: int) -> int:
    """The end of the right-to-left stretch that starts here: behind its last letter of that direction."""
    end = start + 1
    for at in range(start, len(kinds)):
        if kinds[at] == "L":
            break
        if kinds[at] in RIGHT_TO_LEFT:
            end = at + 1
    return end


def reading_order(visual: list[str]) -> list[int]:
    """The numbers of the texts of one line's codes, which are given from left to right, in reading order."""
    classes = list(map(direction_class, visual))
    if RIGHT_TO_LEFT.isdisjoint(classes):
        return list(range(len(visual)))
    ordered: list[int] = []
    at = len(visual)
    while at:
        if classes[at - 1] not in MAY_END_LEFT_TO_RIGHT:
            at -= 1
            ordered.append(at)
            continue
        start = min(_start_of_left_to_right(classes, at), at - 1)
        ordered += range(start, at)
        at = start
    return ordered


def _start_of_left_to_right(classes: list[str], end: int) -> int:
    """The start of the left-to-right run (Latin or numbers) that ends before `end`; `end` where there is none."""
    start = at = end
    seen = ""
    while at and classes[at - 1] not in RIGHT_TO_LEFT:
        kind = classes[at - 1]
        if kind in {"L", "N"}:
            if seen and not _joins(classes, at, start, seen):
                break
            start, seen = at - 1, kind
        elif not seen and kind not in BESIDE_NUMBERS:
            break
        at -= 1
    return start


def _joins(classes: list[str], left: int, right: int, seen: str) -> bool:
    """Whether the classes between two places keep these in one left-to-right run (UAX 9, rules W2 to W7, N1).

    Beside Arabic letters a number is an Arabic one (W2), which neither a hyphen nor a percent sign joins to its like.
    """
    if classes[left - 1] == "L" and seen in {"L", "N"}:
        return True
    gap = [kind for kind in classes[left:right] if kind not in {"BN", "NSM"}]
    if "AL" in classes:
        return not gap or gap == ["CS"]
    return not gap or gap in (["CS"], ["ES"]) or all(kind in BESIDE_NUMBERS for kind in gap)
