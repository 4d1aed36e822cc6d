"""Words to be justified, their widths and their kashida opportunities with costs (lower is better); and lines.

One unit throughout, any: every width, measure and growth of one call is in the unit of `Rules.em`.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, Self
from unicodedata import category

from typeset.model.theme import Justification, TextJustify

# Kashida opportunities of a word, with costs (lower is better).
#
# The order of priority is the classical one (after sin, before the final letter that closes a word, and so on); the
# penalties on top of it spare short words, word beginnings and tall letters.


ZERO_WIDTH_NON_JOINER = "\u200c"
ALEFS = frozenset("اأإآٱ")
RIGHT_JOINING = ALEFS | frozenset("دذرزوؤةڈڑژۀۃۆۇەےۓں")
"""Letters that join the letter before them but never the one after (ar, fa, ur); ں stands at the end of words only."""
DUAL_JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهيىئپچکگیٹھہۂڤڭڪ")
LAM_ALEFS = frozenset("ل" + alef for alef in ALEFS)
LETTERS = RIGHT_JOINING | DUAL_JOINING | frozenset("ء")
SINS = frozenset("سشصض")
TAHS = frozenset("طظ")
HOOKED = frozenset("جحخعغچ")
"""Letters whose bowl hangs below the line: a kashida looks weak after them."""
TEETH = frozenset("بتثنيئپٹی")
SWEEPING = frozenset("رزىيژڑیےۓ")
"""Letters before which a tooth may be stretched: reh, zain and the yehs."""
FINALS = (
    (frozenset("ةهدذہھۂۀۃەڈ"), 2.0),
    (ALEFS | TAHS | frozenset("لكگکڪڭ"), 3.0),
    (frozenset("وؤعغقفۆۇ"), 5.0),
)
"""Final letters -> the cost of the joint before them."""
OTHER_FINAL = 6.0
PLAIN_MEDIAL = 7.0
ARTICLE = re.compile("[وف]?(?:[بكک]?[اٱ]ل|لل)")
GOD = re.compile("لل[هہھ]")
"""The letters of the name of God that fonts draw as one ligature, alone or at the end of a name."""
GOD_ALONE = re.compile("[وفبتكکلأ]*[اٱآ]?لل[هہھ]م?")
SHORTEST = 3
"""Letters: a shorter word is never stretched."""


class Joint(NamedTuple):
    """A kashida may go straight before the character `text[at]` of the word, a letter; `cost` is lower where better.

    The marks of the letter before it stand before `at`: `text[:at] + tatweels + text[at:]` is well formed.
    """

    at: int
    cost: float


@lru_cache(maxsize=65536)
def joints(text: str) -> tuple[Joint, ...]:
    """The joints of a word (its punctuation may stand with it) that may be stretched, the best first.

    Empty where a kashida never goes: in words under SHORTEST letters, with digits, Latin letters or a tatweel of the
    author's own, and in the name of God. Lam-alef and the article have no joint, inside or straight after.
    """
    if any(_is_foreign(character) for character in text):
        return ()
    opportunities = [joint for part in _parts(text) for joint in _joints_of(part)]
    return tuple(sorted(opportunities, key=lambda joint: joint.cost))


def _is_foreign(character: str) -> bool:
    """Whether it is a digit, a tatweel or a letter of another script: such a word is never stretched."""
    kind = category(character)
    return kind[0] == "N" or (kind[0] == "L" and character not in LETTERS)


def _parts(text: str) -> Iterator[list[tuple[int, str]]]:
    """The words inside `text`, parted by punctuation, each as (index, letter) without its marks."""
    part: list[tuple[int, str]] = []
    for index, character in enumerate(text):
        if character in LETTERS or character == ZERO_WIDTH_NON_JOINER:
            part.append((index, character))
        elif category(character) != "Mn":
            yield part
            part = []
    yield part


def _joints_of(part: list[tuple[int, str]]) -> Iterator[Joint]:
    skeleton = "".join(letter for _, letter in part)
    letters = len(skeleton) - skeleton.count(ZERO_WIDTH_NON_JOINER)
    if letters < SHORTEST or GOD_ALONE.fullmatch(skeleton):
        return
    article = ARTICLE.match(skeleton)
    closed = {at for name in GOD.finditer(skeleton) for at in range(name.start(), name.end() - 1)}
    for at in range(article.end() if article else 0, len(skeleton) - 1):
        if at not in closed and _joins(skeleton, at):
            short = 1.5 if letters == SHORTEST else 0.0
            yield Joint(part[at + 1][0], _priority(skeleton, at) + _penalty(skeleton, at) + short)


def _joins(skeleton: str, at: int) -> bool:
    """Whether the letter `at` is drawn joined to the next one, by a stroke and not as a lam-alef."""
    here, after = skeleton[at], skeleton[at + 1]
    if here + after in LAM_ALEFS:
        return False
    return here in DUAL_JOINING and (after in DUAL_JOINING or after in RIGHT_JOINING)


def _is_final(skeleton: str, at: int) -> bool:
    """Whether the letter `at` has its final shape: nothing joins it from the left."""
    return at + 1 == len(skeleton) or not (_joins(skeleton, at) or skeleton[at : at + 2] in LAM_ALEFS)


def _priority(skeleton: str, at: int) -> float:
    """The classical cost of the joint after the letter `at`."""
    here, after = skeleton[at], skeleton[at + 1]
    if here in SINS:
        return 1.0
    if not _is_final(skeleton, at + 1):
        if after in TEETH and skeleton[at + 2] in SWEEPING:
            return 4.0
        return OTHER_FINAL if here in TAHS else PLAIN_MEDIAL
    return next((cost for letters, cost in FINALS if after in letters), OTHER_FINAL)


def _penalty(skeleton: str, at: int) -> float:
    """The extra cost of the joint after the letter `at`: beside lam, after hooked letters, far from the word's end."""
    here, after = skeleton[at], skeleton[at + 1]
    beside_lam = here == "ل" or (after == "ل" and not _is_final(skeleton, at + 1))
    return beside_lam + (here in HOOKED) + 4.0 * (at == 0) + 0.25 * (len(skeleton) - 2 - at)


KASHIDA_LANGUAGES = frozenset({"ar", "fa", "ur"})


class MeasuredWord(NamedTuple):
    """An unbreakable piece of a paragraph.

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
    """A kashida: `words[word]` grows by `growth` at its joint before the character `text[at]`."""

    word: int
    at: int
    growth: float


class BrokenLine(NamedTuple):
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
    def for_paragraph(cls, justification: Justification, em: float, language: str) -> Self:
        """The rules of a theme for a paragraph in `language` (BCP 47): kashida belongs to ar, fa and ur alone."""
        by_kashida = justification.text_justify is TextJustify.KASHIDA
        stretches = by_kashida and language.split("-", maxsplit=1)[0].lower() in KASHIDA_LANGUAGES
        return cls(em, justification.kashida_per_line if stretches else 0)
