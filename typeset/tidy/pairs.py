"""Checks: brackets and quotation marks that have lost their fellow."""

import re
from collections.abc import Iterator

from typeset.check import Check, Fault, Severity, check
from typeset.tidy.manuscript import Manuscript
from typeset.tidy.passage import Passage

_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_SIGNS = re.compile(r"[()\[\]{}«»“”]")
_LIST_LETTER = re.compile(r"^\s*(?:\w{1,2}|[-–])$")


@check("text/unpaired", Severity.WARNING)
def unpaired(manuscript: Manuscript) -> Iterator[Fault]:
    """A bracket or quotation mark without its fellow in the paragraph.

    Something was cut off, or a mark was turned round by a program that stores what is seen. A quotation of several
    paragraphs may open each of them and close the last one only.
    """
    following = iter([*manuscript.prose[1:], None])
    next_of = {passage: next(following) for passage in manuscript.prose}
    for passage in manuscript.passages:
        for at, sign in _alone(passage.masked):
            if not _goes_on(sign, next_of.get(passage)):
                context = passage.text.text[max(at - 12, 0) : at + 13].strip()
                yield Fault(
                    f"{sign} has no fellow: {context}", passage.place(at), "Add the other one, or take it away."
                )


def _alone(text: str) -> list[tuple[int, str]]:
    """The signs that do not pair up, each with its offset; `1)` and `أ)` that begin a paragraph are list letters."""
    waiting: list[tuple[int, str]] = []
    alone: list[tuple[int, str]] = []
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign in _CLOSED_BY:
            waiting.append((found.start(), sign))
        elif waiting and _CLOSED_BY[waiting[-1][1]] == sign:
            waiting.pop()
        elif not (sign == ")" and _LIST_LETTER.match(text[: found.start()])):
            alone.append((found.start(), sign))
    return sorted(alone + waiting)


def _goes_on(sign: str, following: Passage | None) -> bool:
    """Whether the next paragraph opens the same quotation again."""
    return sign in "«“" and following is not None and following.masked.lstrip().startswith(sign)


PAIRS: tuple[Check[Manuscript], ...] = (unpaired,)
