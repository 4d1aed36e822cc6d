"""The verify job: an archive edition is set again from what it carries, and must come out the same, byte for byte.

Whoever holds the file can then be sure that the page says what its text says, and that nobody has changed either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from typeset import __version__
from typeset.errors import ArticleError, Message, TypesetError
from typeset.jobs import make
from typeset.jobs.carried import WISHES
from typeset.preflight.attached import attached
from typeset.preflight.reading import pdfium
from typeset.read.fragments import inside

EDITION = "archive"
HINT = Message("Only the archive edition carries all that it is made of: `make --edition archive`.")
CONTEXT = 4
"""Words before the first that differs."""


class Verified(NamedTuple):
    """Whether an archive edition says what its source says; and if not, in what it differs."""

    is_same: bool
    differences: tuple[str, ...] = ()


def run(pdf: bytes, name: str = "") -> Verified:
    """Set a PDF again from what it carries; `name` is what messages call it.

    Raises ArticleError: it is no PDF, or carries nothing to be set again.
    """
    carried = attached(pdf, name)
    wishes = _wishes(carried)
    with TemporaryDirectory() as place_of_work:
        folder = Path(place_of_work)
        for place, data in carried.items():
            if path := inside(place):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
        try:
            made = make.run(_job(folder, wishes))
        except TypesetError as error:
            return Verified(
                is_same=False, differences=(Message("It cannot be set again: {message}", message=error.message),)
            )
    again = made.pdf
    if again == pdf:
        return Verified(is_same=True)
    return Verified(is_same=False, differences=tuple(_differences(pdf, again, wishes)))


def _wishes(carried: dict[str, bytes]) -> dict[str, object]:
    try:
        wishes = json.loads(carried[WISHES])
        if isinstance(wishes, dict) and str(wishes.get("source")) in carried:
            return wishes
    except (KeyError, ValueError):
        pass
    raise ArticleError("The PDF does not carry what it was made of.", hint=HINT)


def _job(folder: Path, wishes: dict[str, object]) -> make.Job:
    def word(key: str) -> str:
        value = wishes.get(key, "")
        return value if isinstance(value, str) else ""

    fit = wishes.get("fit", 0)
    other = folder / inside(word("other")) if inside(word("other")) else None
    return make.Job(
        folder / inside(word("source")),
        (EDITION,),
        word("theme"),
        word("font"),
        word("form"),
        word("digits"),
        word("page"),
        fit if isinstance(fit, int) else 0,
        other,
    )


def _differences(pdf: bytes, again: bytes, wishes: dict[str, object]) -> Iterator[str]:
    """What a person can make of two files that are not the same: versions, pages, the first word that differs."""
    if wishes.get("version") != __version__:
        yield Message(
            "It was made by version {theirs}, and this is {ours}: pages may differ for that alone.",
            theirs=str(wishes.get("version")),
            ours=__version__,
        )
    theirs, ours = pdfium.text(pdf), pdfium.text(again)
    if len(theirs) != len(ours):
        yield Message("It has {theirs} pages, and its source makes {ours}.", theirs=len(theirs), ours=len(ours))
    words, wanted = " ".join(theirs).split(), " ".join(ours).split()
    for at, (word, source) in enumerate(zip_longest(words, wanted, fillvalue="")):
        if word != source:
            yield Message(
                "The page says «{word}» where its source says «{source}», after «{before}».",
                word=word,
                source=source,
                before=" ".join(wanted[max(0, at - CONTEXT) : at]),
            )
            return
    yield Message("Its words are those of its source, and its bytes are others: something but the text was changed.")
