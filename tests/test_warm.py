"""A page in a process that has made pages before: how many steps it takes, and what it leaves in memory.

Steps are calls of Python functions: unlike seconds they are the same on every machine, however busy. What is true of a
word, a face, a theme or a style is worked out once, so that the second page takes a fraction of the first; whoever
works it out for each page or each letter again is caught here.
"""

import gc
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import typeset

RELEASE = Path(__file__).parent.parent / "articles" / "alwefaq-iran-russia.txt"
WARM_UP = 3
MOST_CALLS = {"email": 210_000, "print": 232_000}
"""Edition -> the most calls, a little above those of Python 3.11; later ones take fewer."""
DOCUMENTS = 30
MOST_BLOCKS = 8
"""Blocks of memory that a document may leave, on average: numbers and names that Python itself keeps."""


def made(edition: str) -> None:
    typeset.make(RELEASE, editions=[edition])


def calls(edition: str) -> int:
    """The Python functions that are called for one more page."""
    counted = Counter[str]()

    def count(_frame: object, event: str, _argument: object) -> None:
        counted[event] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        made(edition)
    finally:
        sys.setprofile(before)
    return counted["call"]


@pytest.mark.parametrize("edition", MOST_CALLS)
def test_a_further_page_takes_few_steps(edition):
    for _ in range(WARM_UP):
        made(edition)
    assert calls(edition) < MOST_CALLS[edition]


@pytest.mark.long
def test_a_further_document_leaves_nothing_in_memory():
    held = []
    for number in range(2 * DOCUMENTS + 1):
        made("email")
        if number % DOCUMENTS == 0:
            gc.collect()
            held.append(sys.getallocatedblocks())
    first, second = (after - before for before, after in pairwise(held))
    assert second < MOST_BLOCKS * DOCUMENTS, f"{first} blocks in the first {DOCUMENTS} documents, then {second}"
