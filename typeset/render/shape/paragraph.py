"""A shaped paragraph: the text boxes of a line box as pieces of words, in reading order.

A piece is a word, or the part of a word in one text box, one direction and one face; or a space. It holds its start in
its text box, so that any sequence of pieces can become a line, and layout can resume at any piece.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from typeset.render.shape import harfbuzz, mark_faces
from typeset.render.shape.font import ShapedWord, ShapingFace
from typeset.render.shape.style import Fonts, Leaf, Setting, base_characters, first_character
from typeset.render.weasy import Box, ComputedStyle, SkipStack

# Pieces: words, parts of words and spaces, each of one text box, one direction, one face and one script.


TOKEN = re.compile("\n|[ \u00a0]|[^ \u00a0\n]+")
SPACES = frozenset(" \u00a0")


class Piece(NamedTuple):
    """A word or part of a word in one leaf, or a space.

    `start` is in bytes of its leaf's text, as WeasyPrint counts; the word is None where a line is forced to end.
    """

    word: ShapedWord | None
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
        """Whether it is a space, which grows and shrinks with the line."""
        return self.text in SPACES

    @property
    def is_forced_break(self) -> bool:
        """Whether it is a forced line break."""
        return self.word is None


class NotOurs(Exception):  # noqa: N818 - control flow, not an error
    """Raised where a paragraph holds something that is left to WeasyPrint's own layout."""


def pieces(leaves: Sequence[Leaf], text: str, levels: bytes, ends: bytes) -> Iterator[Piece]:
    """The pieces of a text in reading order; raises `NotOurs`.

    `levels` holds the embedding level of each character, `ends` whether a line may end before it. A space has the face
    of the word before it; behind a word in a box of its own (Latin beside Nastaliq) the wider space of both faces.
    """
    bounds, overrides = _bounds(leaves), mark_faces.faces(leaves, text, levels)
    at, byte = 0, 0
    prior: ShapingFace | None = None
    before: ShapingFace | None = None
    for token in TOKEN.finditer(text):
        begin, stop = token.span()
        whole = slice(begin, stop)
        for start, end in _parts(leaves, text, levels, ends, bounds, whole, overrides):
            while start >= bounds[at + 1]:
                at, byte, prior = at + 1, 0, None
            setting, level, part = leaves[at].setting, levels[start], text[start:end]
            word = (
                None if part == "\n" else _word(setting, text, whole, slice(start, end), overrides, rtl=level % 2 == 1)
            )
            if before and word and part in SPACES and word.face is not before:
                style = setting.palette.style(rtl=level % 2 == 1, script=setting.palette.script)
                space = before.word(part, style) or word
                word = space if prior else max(word, space, key=_share)
            width = setting.width(word) if word else 0.0
            yield Piece(word, at, level, byte, width, part, bool(ends[start]) and setting.wraps)
            byte += word.length if word else 1
            prior = before = word.face if word else None


def _share(word: ShapedWord) -> float:
    """The width of a word in em."""
    return word.advance / word.upem


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
    overrides: Mapping[int, ShapingFace],
) -> Iterator[tuple[int, int]]:
    """(start, stop) of the parts of a token, each of one leaf, level, face and script, with no line break inside."""
    start, stop = token.start, token.stop
    is_plain = not overrides or overrides.keys().isdisjoint(range(start, stop))
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
    kinds = _kinds(leaves, text, bounds, token, overrides)
    for at in range(start + 1, stop):
        if ends[at] or levels[at] != levels[at - 1] or kinds[at - start] != kinds[at - start - 1]:
            yield before, at
            before = at
    yield before, stop


def _leaf_at(bounds: Sequence[int], at: int) -> int:
    return bisect_right(bounds, at) - 1


class _Kind(NamedTuple):
    """The properties of a character; where they change, a new part begins."""

    leaf: int
    face: ShapingFace
    script: int


def _kinds(
    leaves: Sequence[Leaf], text: str, bounds: Sequence[int], token: slice, overrides: Mapping[int, ShapingFace]
) -> list[_Kind]:
    """The leaf, the face and the script of each character of a token; marks and joiners go with the letter before."""
    kinds: list[_Kind] = []
    script = 0
    for at in range(token.start, token.stop):
        leaf, letter = _leaf_at(bounds, at), text[at]
        follows = bool(kinds) and kinds[-1].leaf == leaf and not base_characters(letter)
        if not follows:
            script = harfbuzz.script_of(letter) or script
        face = overrides.get(at) or _face(leaves[leaf].setting, letter)
        kinds.append(kinds[-1] if follows else _Kind(leaf, face, script))
    return kinds


def _face(setting: Setting, letter: str) -> ShapingFace:
    setting.palette.learn(letter, setting.style)
    face = setting.palette.face(letter)
    if face is None:
        raise NotOurs
    return face


def _word(
    setting: Setting, text: str, token: slice, part: slice, overrides: Mapping[int, ShapingFace], *, rtl: bool
) -> ShapedWord:
    """The shaped part of a token."""
    letters = text[part]
    face = next((overrides[at] for at in range(part.start, part.stop) if at in overrides), None) if overrides else None
    if face is None and (part == token or not rtl):
        word = setting.word(letters, rtl=rtl)
    else:
        face = face or setting.palette.face(first_character(letters))
        around = (text[token.start : part.start], text[part.stop : token.stop]) if rtl else ("", "")
        word = _joined(setting, face, letters, *around, rtl=rtl)
    if word is None:
        raise NotOurs
    return word


def _joined(
    setting: Setting, face: ShapingFace | None, text: str, before: str, after: str, *, rtl: bool
) -> ShapedWord | None:
    """A part of a word in a face, its letters joined to those of the other parts."""
    palette = setting.palette
    script = next((script for letter in text if (script := harfbuzz.script_of(letter))), palette.script)
    return None if face is None else face.word(text, palette.style(rtl=rtl, script=script), before, after)


NOT_OURS = re.compile("[\u00ad\t\f\u0085\u2028\u2029\ufffc]")
"""Soft hyphens and control characters: paragraphs that hold them are left to WeasyPrint."""


class ShapedParagraph:
    """The pieces of a line box, in reading order."""

    def __init__(self, leaves: Sequence[Leaf], pieces: Iterable[Piece], *, rtl: bool) -> None:
        self.leaves = tuple(leaves)
        self.pieces = tuple(pieces)
        self.rtl = rtl
        self._paths = [leaf.path for leaf in leaves]
        self._starts = {(piece.leaf, piece.start): at for at, piece in reversed(list(enumerate(self.pieces)))}

    def in_box(self, line_box: Box, fonts: Fonts) -> ShapedParagraph | None:
        """The same paragraph in a line box with the same text in the same fonts; None where it does not hold that.

        Of another size its words are the same, and their widths are others.
        """
        try:
            leaves = tuple(_leaves(line_box, (), fonts))
        except NotOurs:
            return None
        if len(leaves) != len(self.leaves) or not all(map(Leaf.is_shaped_like, self.leaves, leaves)):
            return None
        is_as_large = all(
            one.setting.size == other.setting.size for one, other in zip(self.leaves, leaves, strict=True)
        )
        shaped = self.pieces if is_as_large else tuple(_sized(self.pieces, leaves))
        return ShapedParagraph(leaves, shaped, rtl=self.rtl)

    def under(self, path: tuple[int, ...]) -> tuple[int, int]:
        """The range of the leaves under the box at `path`: the first of them, and the first behind them."""
        return bisect_left(self._paths, path), bisect_left(self._paths, (*path[:-1], path[-1] + 1))

    def piece_at(self, skip_stack: SkipStack) -> int | None:
        """The index of the piece at which a skip stack resumes; None where it points inside of one."""
        keys: list[int] = []
        while skip_stack:
            ((key, skip_stack),) = skip_stack.items()
            keys.append(key)
        leaf = bisect_left(self._paths, tuple(keys))
        if leaf and self._paths[leaf - 1] == tuple(keys[:-1]):
            leaf, byte = leaf - 1, keys[-1]
            if byte >= len(self.leaves[leaf].box.text.encode()):
                leaf, byte = leaf + 1, 0
            return self._starts.get((leaf, byte))
        return self._starts.get((leaf, 0))

    def skip_stack(self, at: int) -> Any:
        """The skip stack with which WeasyPrint resumes at a piece; None at the end."""
        while at < len(self.pieces) and self.pieces[at].text == " ":
            at += 1
        if at >= len(self.pieces):
            return None
        piece = self.pieces[at]
        stack: Any = {piece.start: None} if piece.start else None
        for index in reversed(self.leaves[piece.leaf].path):
            stack = {index: stack}
        return stack


def _sized(shaped: Iterable[Piece], leaves: Sequence[Leaf]) -> Iterator[Piece]:
    """The same pieces as wide as they are in the size of their leaves."""
    for piece in shaped:
        width = leaves[piece.leaf].setting.width(piece.word) if piece.word else 0.0
        yield piece._replace(width=width)


def paragraph_of(line_box: Box, fonts: Fonts) -> ShapedParagraph | None:
    """The paragraph of a line box that has not been laid out yet; None where it is left to WeasyPrint."""
    try:
        leaves = tuple(_leaves(line_box, (), fonts))
        return shaped(leaves, line_box.style, isolates=_isolates(line_box, 0)[1])
    except NotOurs:
        return None


def _leaves(parent: Box, path: tuple[int, ...], fonts: Fonts) -> Iterator[Leaf]:
    """The text boxes under an inline box."""
    for index, child in enumerate(parent.children):
        if not child.is_in_normal_flow() or child.is_leader:
            raise NotOurs
        if isinstance(child, boxes.TextBox):
            setting = fonts.setting(child.style)
            if not setting.is_plain or NOT_OURS.search(child.text):
                raise NotOurs
            yield Leaf(child, (*path, index), setting)
        elif isinstance(child, boxes.InlineBox) and child.first_letter_style is None:
            yield from _leaves(child, (*path, index), fonts)
        else:
            raise NotOurs


def _isolates(parent: Box, at: int) -> tuple[int, list[tuple[int, str]]]:
    """The end of the text under an inline box, and (index, control) for the isolates in it; `at` is where it begins."""
    controls: list[tuple[int, str]] = []
    for child in parent.children:
        if isinstance(child, boxes.TextBox):
            at += len(child.text)
            continue
        control = _isolate(child, parent)
        start = at
        at, inside = _isolates(child, at)
        controls += [(start, control), *inside, (at, harfbuzz.POP_ISOLATE)] if control else inside
    return at, controls


def _isolate(box: Box, parent: Box) -> str:
    """The isolate control for an element's `dir` or CSS direction; empty where it declares none of its own."""
    element = None if "::" in box.element_tag else box.element
    declared = "" if element is None else element.get("dir", "")
    direction = box.style["direction"]
    if declared == "auto" or (box.element_tag == "bdi" and not declared):
        return harfbuzz.FIRST_STRONG_ISOLATE
    if declared or direction != parent.style["direction"]:
        return harfbuzz.RIGHT_ISOLATE if direction == "rtl" else harfbuzz.LEFT_ISOLATE
    return ""


def shaped(leaves: Sequence[Leaf], style: ComputedStyle, isolates: Sequence[tuple[int, str]] = ()) -> ShapedParagraph:
    """The shaped text of the leaves, which stand in an element of this style; raises `NotOurs`."""
    text = "".join(leaf.box.text for leaf in leaves)
    for leaf in leaves:
        leaf.setting.learn(leaf.box.text)
    rtl = style["direction"] == "rtl"
    levels = harfbuzz.embedding_levels(text, isolates, rtl=rtl)
    ends = harfbuzz.breaks(text, style["lang"] or "")
    shaped_pieces = tuple(pieces(leaves, text, levels, ends))
    if not any(piece.word and not piece.is_space for piece in shaped_pieces):
        raise NotOurs
    return ShapedParagraph(leaves, shaped_pieces, rtl=rtl)
