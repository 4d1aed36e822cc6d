"""The language of a text, told from its letters."""

from __future__ import annotations

import re

from typeset.patterns import Pattern

SAMPLE = 20_000
"""Characters. More tell nothing new."""

_HEBREW = re.compile("[\u05d0-\u05ea]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5]")
_URDU, _PERSIAN, _ARABIC = "ٹڈڑںےہھ", "پچژگکی", "ةيكىأإؤئ"

_TAG = Pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def is_tag(written: str) -> bool:
    """Whether this is in the form of a language tag: `ar`, `fa-IR`."""
    return bool(_TAG.fullmatch(written))


def language(text: str) -> str:
    """`ar`, `fa`, `ur`, `he` or `en`; `ar` where there are no letters.

    The script with the most letters decides; within the Arabic script, the letters that only one of its languages has.
    A twentieth of Urdu's own letters makes Urdu (there are a sixth in its prose, none in the others'); more letters of
    Persian than of Arabic make Persian. An Arabic text typed on a Persian keyboard still has ة, أ and إ, and hardly
    any of پچژگ.
    """
    sample = text[:SAMPLE]
    hebrew, latin, arabic = (len(script.findall(sample)) for script in (_HEBREW, _LATIN, _ARABIC_SCRIPT))
    if hebrew > max(latin, arabic):
        return "he"
    if latin > arabic:
        return "en"
    urdu, persian, own = (sum(map(sample.count, letters)) for letters in (_URDU, _PERSIAN, _ARABIC))
    if urdu > arabic / 20:
        return "ur"
    return "fa" if persian > own else "ar"
