"""A text in pieces: words, parts of words and spaces, each of one text box, one direction, one face and one script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from typeset.render.shape import bidi, company
from typeset.render.shape.face import Face, Word
from typeset.render.shape.setting import Leaf, Setting, base_characters, first_character

TOKEN = re.compile("\n|[ \u00a0]|[^ \u00a0\n]+")
SPACES = frozenset(" \u00a0")


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
    bounds, kept = _bounds(leaves), company.faces(leaves, text, levels)
    at, byte, near = 0, 0, None
    for token in TOKEN.finditer(text):
        begin, stop = token.span()
        whole = slice(begin, stop)
        for start, end in _parts(leaves, text, levels, ends, bounds, whole, kept):
            while start >= bounds[at + 1]:
                at, byte, near = at + 1, 0, None
            setting, level, said = leaves[at].setting, levels[start], text[start:end]
            word = None if said == "\n" else _word(setting, text, whole, slice(start, end), kept, rtl=level % 2 == 1)
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
    leaves: Sequence[Leaf],
    text: str,
    levels: bytes,
    ends: bytes,
    bounds: Sequence[int],
    token: slice,
    kept: Mapping[int, Face],
) -> Iterator[tuple[int, int]]:
    """A token in parts of one leaf, one level, one face and one script, without a break inside."""
    start, stop = token.start, token.stop
    is_plain = not kept or kept.keys().isdisjoint(range(start, stop))
    if (
        is_plain
        and levels[start:stop] == levels[start : start + 1] * (stop - start)
        and ends.find(1, start + 1, stop) < 0
    ):
        leaf = _leaf_at(bounds, start)
        if stop <= bounds[leaf + 1]:
            word = text[start:stop]
            if word == "\n" or leaves[leaf].setting.word(word, rtl=levels[start] % 2 == 1):
                yield start, stop
                return
    before = start
    kinds = _kinds(leaves, text, bounds, token, kept)
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


def _kinds(
    leaves: Sequence[Leaf], text: str, bounds: Sequence[int], token: slice, kept: Mapping[int, Face]
) -> list[_Kind]:
    """The leaf, the face and the script of each character of a token; marks and joiners go with the letter before."""
    found: list[_Kind] = []
    script = 0
    for at in range(token.start, token.stop):
        leaf, letter = _leaf_at(bounds, at), text[at]
        follows = bool(found) and found[-1].leaf == leaf and not base_characters(letter)
        if not follows:
            script = bidi.script(letter) or script
        face = kept.get(at) or _face(leaves[leaf].setting, letter)
        found.append(found[-1] if follows else _Kind(leaf, face, script))
    return found


def _face(setting: Setting, letter: str) -> Face:
    setting.palette.learn(letter, setting.style)
    face = setting.palette.face(letter)
    if face is None:
        raise NotOurs
    return face


def _word(setting: Setting, text: str, token: slice, part: slice, kept: Mapping[int, Face], *, rtl: bool) -> Word:
    """The shaped part of a token."""
    said = text[part]
    face = next((kept[at] for at in range(part.start, part.stop) if at in kept), None) if kept else None
    if face is None and (part == token or not rtl):
        word = setting.word(said, rtl=rtl)
    else:
        face = face or setting.palette.face(first_character(said))
        around = (text[token.start : part.start], text[part.stop : token.stop]) if rtl else ("", "")
        word = _joined(setting, face, said, *around, rtl=rtl)
    if word is None:
        raise NotOurs
    return word


def _joined(setting: Setting, face: Face | None, text: str, before: str, after: str, *, rtl: bool) -> Word | None:
    """A part of a word in a face, its letters joined to those of the other parts."""
    palette = setting.palette
    script = next((script for letter in text if (script := bidi.script(letter))), palette.script)
    return None if face is None else face.word(text, palette.style(rtl=rtl, script=script), before, after)
