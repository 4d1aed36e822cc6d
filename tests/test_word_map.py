"""The word map: a click on a word of the page finds it in the text. Counted over every release of the cases."""

from collections import Counter
from pathlib import Path

import pytest

from typeset.jobs import make
from typeset.jobs.word_map import MappedWord, word_map
from typeset.preflight.reading import compare
from typeset.read import source

CASES = Path(__file__).parent / "cases" / "press"
RELEASES = [
    *sorted(CASES.glob("*/*.md")),
    CASES / "release-formats" / "release.txt",
    *sorted((Path(__file__).parents[1] / "articles").glob("*.txt")),
]
SHARE = 0.99
LED = 0.97
"""Of the words, those whose characters in the text are the word itself: typography changes figures in others."""


def mapped(file: Path) -> tuple[str, list[str], tuple[MappedWord, ...]]:
    """The text of a release, the words of it that stand on its page, and where each of them is said to be."""
    begun = make.begun(make.Job(file, ("email",)))
    release, _ = make.prepared(begun)
    _, pdf, _ = make.rendered(release, begun.setup.editions[0])
    text = source.decode(begun.reading.source).text
    own = [one for one in release.theme.shown_of(release.article).texts() if one.line and not one.file]
    words = [word for one in own for word in compare.WORD.findall(compare.plain(one.text))]
    return text, words, word_map(pdf, release.article, begun.reading.article, text)


@pytest.mark.parametrize("file", RELEASES, ids=lambda file: file.name)
def test_every_word_has_a_box_and_its_characters_in_the_text(file: Path):
    text, words, found = mapped(file)
    assert len(found) >= SHARE * len(words)
    assert all(word.boxes and 0 <= word.start < word.end <= len(text) for word in found)
    led = Counter(compare.plain(text[word.start : word.end]) for word in found)
    assert sum((led & Counter(words)).values()) >= LED * len(words)
