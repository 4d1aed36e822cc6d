"""The faces of brackets, quotation marks and stops, taken from the text around them.

Fonts are chosen character by character, the first of a list that has it. Where the list begins with a Latin face, the
« » of Arabic words would come from there, small and low. So a mark takes the face of the nearest letter of its own
direction; a pair, of a letter outside of it: « » in an Arabic sentence stay Arabic when they enclose Latin words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from typeset.render.shape.font import ShapingFace
from typeset.render.shape.style import Leaf

PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "“": "”", "‘": "’", "„": "“", '"': '"', "»": "«", "”": "“"}
"""A mark that opens, and the one that closes; in some houses the quotation marks stand the other way round."""
CLOSES = frozenset(PAIRS.values())


def faces(leaves: Sequence[Leaf], text: str, levels: bytes) -> Mapping[int, ShapingFace]:
    """The faces of the marks whose face differs from the one chosen for the mark alone, by index in the text."""
    if all(len(_chosen(leaf)) < 2 for leaf in leaves):
        return {}
    return dict(_MarkFaces(leaves, text, levels).faces())


def _chosen(leaf: Leaf) -> set[ShapingFace | None]:
    """The faces that the letters and marks of a text box have been given."""
    return {leaf.setting.palette.face(sign) for sign in set(leaf.box.text) if unicodedata.category(sign)[0] in "LP"}


class _MarkFaces:
    """Chooses the faces of the punctuation marks in a text, by its leaves and embedding levels."""

    def __init__(self, leaves: Sequence[Leaf], text: str, levels: bytes) -> None:
        self._text, self._levels = text, levels
        self._leaf_of = [leaf for leaf in leaves for _ in leaf.box.text]
        kinds = [unicodedata.category(sign)[0] for sign in text]
        self._letters = [at for at, kind in enumerate(kinds) if kind == "L"]
        self._marks = [at for at, kind in enumerate(kinds) if kind == "P"]

    def faces(self) -> Iterator[tuple[int, ShapingFace]]:
        """Each mark that changes its face, with the new one. A pair changes together or not at all."""
        for group in self._groups():
            chosen = {at: self._face(at, group[0], group[-1]) for at in group}
            if any(face is not self._alone(at) for at, face in chosen.items()) and all(chosen.values()):
                yield from ((at, face) for at, face in chosen.items() if face)

    def _alone(self, at: int) -> ShapingFace | None:
        """The face chosen for a mark by itself."""
        return self._leaf_of[at].setting.palette.face(self._text[at])

    def _groups(self) -> Iterator[tuple[int, ...]]:
        """The pairs of marks, and those that stand alone."""
        waiting: list[int] = []
        for at in self._marks:
            sign = self._text[at]
            opener = next((one for one in reversed(waiting) if PAIRS[self._text[one]] == sign), None)
            if sign in CLOSES and opener is not None:
                yield opener, at
                yield from ((one,) for one in waiting[waiting.index(opener) + 1 :])
                del waiting[waiting.index(opener) :]
            elif sign in PAIRS:
                waiting.append(at)
            else:
                yield (at,)
        yield from ((one,) for one in waiting)

    def _face(self, at: int, first: int, last: int) -> ShapingFace | None:
        """The face of the text around a mark of a group, where it has the mark."""
        near = self._nearest_letter(first, last)
        setting = self._leaf_of[at].setting
        if near is None:
            return None
        setting.learn(self._text[near])
        face = setting.palette.face(self._text[near])
        style = setting.palette.style(rtl=self._levels[at] % 2 == 1, script=setting.palette.script)
        return face if face is not None and face.word(self._text[at], style) is not None else None

    def _nearest_letter(self, first: int, last: int) -> int | None:
        """The nearest letter of the direction of a group: before it, else behind it, else inside."""
        direction = self._levels[first] % 2
        letters = [at for at in self._letters if self._levels[at] % 2 == direction]
        before = next((at for at in reversed(letters) if at < first), None)
        return (
            before if before is not None else next((at for at in letters if at > last), letters[0] if letters else None)
        )
