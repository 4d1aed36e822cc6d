"""What is justified: words and their widths; and what comes of it: lines.

One unit throughout, any: every width, measure and growth of one call is in the unit of `Rules.em`.
"""

from collections.abc import Callable
from typing import NamedTuple, Self

from typeset.render.justify.points import Joint
from typeset.theme import Justification, TextJustify

KASHIDA_LANGUAGES = frozenset({"ar", "fa", "ur"})


class Word(NamedTuple):
    """A piece of a paragraph that no line breaks within.

    `width` is its natural advance without the space after it; `space` that space's own (0: none, as at a break inside
    a URL or before a piece in another style); a line may end after it where `breaks`. `joints`: best first, empty
    where the word must not be stretched. `before` and `after`: the white beside its ink, within its width, that hangs
    over the edge where it begins or ends a line (less than 0: ink that would).
    """

    text: str
    width: float
    space: float
    breaks: bool
    joints: tuple[Joint, ...] = ()
    before: float = 0.0
    after: float = 0.0


class Kashida(NamedTuple):
    """The word `words[word]` becomes wider by `growth`, at its joint before the character `text[at]`."""

    word: int
    at: int
    growth: float


class Line(NamedTuple):
    """`words[start:stop]`; `space` is added to every space between them (negative: taken away)."""

    start: int
    stop: int
    space: float = 0.0
    kashida: tuple[Kashida, ...] = ()


Least = Callable[[int, int], float]
"""(word, `at` of the joint) -> the least growth that a kashida there can have in the word's font;
`math.inf` where the font cannot stretch it."""


class Rules(NamedTuple):
    """The body's em, and how many kashida a line may hold: 0 fills lines with spaces alone."""

    em: float
    kashida_per_line: int = 3

    @classmethod
    def of(cls, justification: Justification, em: float, language: str) -> Self:
        """The rules of a theme for a paragraph in `language` (BCP 47): kashida belongs to ar, fa and ur alone."""
        wanted = justification.text_justify is TextJustify.KASHIDA
        stretches = wanted and language.split("-", maxsplit=1)[0].lower() in KASHIDA_LANGUAGES
        return cls(em, justification.kashida_per_line if stretches else 0)
