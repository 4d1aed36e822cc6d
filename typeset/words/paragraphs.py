"""Explanations of several paragraphs (the help of a command, the rationale of a check), said paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

from typeset.words.voice import Voice

AS_IT_STANDS = "\b\n"
"""Click's mark before a paragraph whose lines stay as they are: examples."""
EXAMPLES = ("Example:", "Examples:")
"""How such a paragraph begins; its other lines are commands, and the same in every language."""


def paragraphs(words: str) -> Iterator[str]:
    """The sentences to translate: each paragraph in one line; of examples their heading."""
    for paragraph in _parted(words):
        if paragraph.startswith(AS_IT_STANDS):
            yield paragraph.splitlines()[1].strip()
        else:
            yield " ".join(paragraph.split())


def spoken(words: str, voice: Voice) -> str:
    """The explanation in the language of the voice; in English as it is, line by line."""
    if voice.is_english:
        return words
    return "\n\n".join(_paragraph(paragraph, voice) for paragraph in _parted(words))


def _parted(words: str) -> list[str]:
    return [paragraph for paragraph in re.split(r"\n\s*\n", cleandoc(words)) if paragraph.strip()]


def _paragraph(paragraph: str, voice: Voice) -> str:
    if not paragraph.startswith(AS_IT_STANDS):
        return voice.say(" ".join(paragraph.split()))
    heading, *examples = paragraph.removeprefix(AS_IT_STANDS).splitlines()
    return AS_IT_STANDS + "\n".join([voice.say(heading.strip()), *examples])
