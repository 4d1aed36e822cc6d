"""The compare job: two versions of a release, and the newer page with what has changed marked on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from typeset import files, preflight
from typeset.errors import ArticleError, Message
from typeset.jobs import make
from typeset.jobs.changes import joined
from typeset.model.edition import DEFAULT_EDITION
from typeset.preflight import sandbox
from typeset.preflight.content.geometry import Box
from typeset.preflight.reading.placed import PlacedWord
from typeset.render import redline
from typeset.render.redline import Corners, Mark

AUTHOR = "typeset"
"""Stands over the notes of a viewer, where a person's name would."""


class Compared(NamedTuple):
    """The newer page with its marks, and each change: the older words and the newer ones, either may be empty."""

    pdf: bytes
    changes: tuple[tuple[str, str], ...]


def run(older: Path, newer: Path, theme: str = "") -> Compared:
    """Compare two versions, each an article in any form or a tagged PDF.

    An article is set as the edition `email` in `theme` (empty: the house's). Raises ArticleError: one has no words to
    compare; and what `make.run` raises.
    """
    page = _page(newer, theme)
    before, after = _words(_page(older, theme), older), _words(page, newer)
    blocks = _changed(before, after)
    marks = [mark for block in blocks for mark in _marks(before, after, *block)]
    told = tuple((_said(before[a:b]), _said(after[c:d])) for a, b, c, d in blocks)
    return Compared(sandbox.call(redline.marked, page, marks, AUTHOR), told)


def _page(file: Path, theme: str) -> bytes:
    data = files.read(file)
    if data.startswith(b"%PDF-"):
        return data
    return make.run(make.Job(file, (DEFAULT_EDITION,), theme)).pdf


def _words(pdf: bytes, file: Path) -> list[PlacedWord]:
    words = sandbox.call(preflight.placed_words, pdf)  # it may be a stranger's file
    if not words:
        raise ArticleError(
            Message("{file} has no words that say their order: it is not tagged.", file=file),
            hint="Compare the texts that it was made from.",
        )
    return words


def _changed(before: Sequence[PlacedWord], after: Sequence[PlacedWord]) -> list[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, [word.word for word in before], [word.word for word in after], autojunk=False)
    blocks = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return [block[1:] for block in joined(blocks)]


def _marks(
    before: Sequence[PlacedWord], after: Sequence[PlacedWord], old: int, old_end: int, new: int, new_end: int
) -> Iterator[Mark]:
    """The marks of a change: one for each page that its new words stand on; a caret where there are none."""
    older = _said(before[old:old_end])
    if new == new_end:
        at = after[min(new, len(after) - 1)]
        yield Mark(at.page - 1, (_corners(at.boxes[0]),), older, is_new=False)
        return
    for page in dict.fromkeys(word.page for word in after[new:new_end]):
        boxes = tuple(_corners(box) for word in after[new:new_end] if word.page == page for box in word.boxes)
        yield Mark(page - 1, boxes, older, is_new=True)


def _corners(box: Box) -> Corners:
    return box.x0, box.y0, box.x1, box.y1


def _said(words: Sequence[PlacedWord]) -> str:
    return " ".join(word.word for word in words)
