"""A text in pieces: words, parts of words and spaces, each of one text box, one direction, one face and one script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from typeset.render.foreign import Box
from typeset.render.shape import bidi
from typeset.render.shape.face import Face, Word
from typeset.render.shape.setting import Setting, base_characters, first_character

TOKEN = re.compile("\n|[ \u00a0]|[^ \u00a0\n]+")
SPACES = frozenset(" \u00a0")


class Leaf(NamedTuple):
    """A text box, the way down to it from the line box, and its setting."""

    box: Box
    path: tuple[int, ...]
    setting: Setting


class Piece(NamedTuple):
    """A word or part of a word in one leaf, or a space.

    `start` is in bytes of its leaf's text, as WeasyPrint counts; the word is None where a line is forced to end.
    """

    word: Word | None
    leaf: int
    level: int
    start: int
    width: float
    """In px."""
    text: str
    breaks: bool
    """A line may end before it."""

    @property
    def is_space(self) -> bool:
        """Whether it grows and shrinks with the line."""
        return self.text in SPACES

    @property
    def is_forced_break(self) -> bool:
        """Whether a line ends at it, come what may."""
        return self.word is None


class NotOurs(Exception):  # noqa: N818 - a way out, not a fault
    """Something in the paragraph is WeasyPrint's to lay out."""


def pieces(leaves: Sequence[Leaf], text: str, levels: bytes, ends: bytes) -> Iterator[Piece]:
    """The pieces of a text in reading order; raises `NotOurs`.

    `levels` holds the bidi level of each character, `ends` whether a line may end before it.
    """
    bounds = _bounds(leaves)
    at, byte, near = 0, 0, None
    for token in TOKEN.finditer(text):
        begin, stop = token.span()
        whole = slice(begin, stop)
        for start, end in _parts(leaves, text, levels, ends, bounds, whole):
            while start >= bounds[at + 1]:
                at, byte, near = at + 1, 0, None
            setting, level, said = leaves[at].setting, levels[start], text[start:end]
            word = None if said == "\n" else _word(setting, text, whole, slice(start, end), rtl=level % 2 == 1)
            if near and word and said in SPACES and word.face is not near:
                word = near.word(said, setting.palette.style(rtl=level % 2 == 1, script=setting.palette.script)) or word
            width = setting.width(word) if word else 0.0
            yield Piece(word, at, level, byte, width, said, bool(ends[start]) and setting.wraps)
            byte += word.length if word else 1
            near = word.face if word else None


def _bounds(leaves: Sequence[Leaf]) -> list[int]:
    """The index of the first character of each leaf, and the end of the text."""
    bounds = [0]
    for leaf in leaves:
        bounds.append(bounds[-1] + len(leaf.box.text))
    return bounds


def _parts(
    leaves: Sequence[Leaf], text: str, levels: bytes, ends: bytes, bounds: Sequence[int], token: slice
) -> Iterator[tuple[int, int]]:
    """A token in parts of one leaf, one level, one face and one script, without a break inside."""
    start, stop = token.start, token.stop
    if levels[start:stop] == levels[start : start + 1] * (stop - start) and ends.find(1, start + 1, stop) < 0:
        leaf = _leaf_at(bounds, start)
        if stop <= bounds[leaf + 1]:
            word = text[start:stop]
            if word == "\n" or leaves[leaf].setting.word(word, rtl=levels[start] % 2 == 1):
                yield start, stop
                return
    before = start
    kinds = _kinds(leaves, text, bounds, token)
    for at in range(start + 1, stop):
        if ends[at] or levels[at] != levels[at - 1] or kinds[at - start] != kinds[at - start - 1]:
            yield before, at
            before = at
    yield before, stop


def _leaf_at(bounds: Sequence[int], at: int) -> int:
    return bisect_right(bounds, at) - 1


class _Kind(NamedTuple):
    """What sets a character apart from its neighbour."""

    leaf: int
    face: Face
    script: int


def _kinds(leaves: Sequence[Leaf], text: str, bounds: Sequence[int], token: slice) -> list[_Kind]:
    """The leaf, the face and the script of each character of a token; marks and joiners go with the letter before."""
    found: list[_Kind] = []
    script = 0
    for at in range(token.start, token.stop):
        leaf, letter = _leaf_at(bounds, at), text[at]
        follows = bool(found) and found[-1].leaf == leaf and not base_characters(letter)
        if not follows:
            script = bidi.script(letter) or script
        found.append(found[-1] if follows else _Kind(leaf, _face(leaves[leaf].setting, letter), script))
    return found


def _face(setting: Setting, letter: str) -> Face:
    setting.palette.learn(letter, setting.style)
    face = setting.palette.face(letter)
    if face is None:
        raise NotOurs
    return face


def _word(setting: Setting, text: str, token: slice, part: slice, *, rtl: bool) -> Word:
    """The shaped part of a token."""
    said = text[part]
    if part == token or not rtl:
        word = setting.word(said, rtl=rtl)
    else:
        word = _joined(setting, text[token.start : part.start], said, text[part.stop : token.stop])
    if word is None:
        raise NotOurs
    return word


def _joined(setting: Setting, before: str, text: str, after: str) -> Word | None:
    """A part of a right-to-left word, its letters joined to those of the other parts."""
    palette = setting.palette
    found = palette.face(first_character(text))
    script = next((script for letter in text if (script := bidi.script(letter))), palette.script)
    return None if found is None else found.word(text, palette.style(rtl=True, script=script), before, after)
