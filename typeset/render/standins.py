"""Where the face that the user wants the body in (`--font`) could not set it, and another did."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from typeset.check import Fault, Severity, check
from typeset.font import Family
from typeset.render.rendering import Rendering

SCRIPTS = ("ARABIC", "HEBREW", "LATIN", "CYRILLIC", "GREEK")
"""As the Unicode names of their characters have them."""
PUNCTUATION = "،؛؟۔"
SHOWN = 3
"""Of the missing characters."""
FONTS = "`typeset-press fonts` lists families that have the letters."


@check("render/stand-in", Severity.WARNING)
def stand_in(rendering: Rendering) -> Iterator[Fault]:
    """A character of the body that the font asked for with `--font` does not have.

    Another family of the theme sets it, and the words show two hands. Only the script of the body counts: a theme may
    set Latin in an Arabic text in a family of its own. A font that has no character of that script sets nothing that
    was meant, and this is an error.
    """
    asked = _asked(rendering)
    needed = _characters_of_the_script(_body(rendering))
    missing = [character for character in needed if asked and not asked.has(character)]
    if asked and missing:
        others = dict.fromkeys(_standing_in(rendering, character) for character in missing)
        how_many = f"{len(missing)} of the body's {len(needed)} characters"
        yield Fault(
            f"{asked.name} lacks {how_many} ({_shown(missing)}); {', '.join(others)} stands in.",
            hint=f"Name another font with --font; {FONTS}",
            severity=Severity.ERROR if len(missing) == len(needed) else None,
        )


@check("render/unjoined", Severity.ERROR)
def unjoined(rendering: Rendering) -> Iterator[Fault]:
    """Arabic letters in a font that cannot join them.

    It has no forms for the beginning, middle and end of a word (`init`, `medi` and `fina` in its GSUB table), and
    every letter stands alone. Fonts made for the Graphite engine only are such.
    """
    asked = _asked(rendering)
    if asked and not asked.joins and any("ARABIC LETTER" in _name(c) and asked.has(c) for c in set(_body(rendering))):
        yield Fault(f"{asked.name} has no joined forms of Arabic letters.", hint=f"Name an OpenType font; {FONTS}")


def _asked(rendering: Rendering) -> Family | None:
    theme = rendering.theme
    return next((family for family in theme.families if family.name == theme.asked), None)


def _body(rendering: Rendering) -> str:
    """All text that was set with the families of the body."""
    body = set(rendering.theme.fonts["body"])
    return "".join(text for families, text in rendering.asked.items() if body <= set(families))


def _characters_of_the_script(text: str) -> list[str]:
    """The different characters of the script that most of a text is written in, the most frequent first."""
    count = Counter(text)
    by_script = {script: [one for one, _ in count.most_common() if script in _name(one)] for script in SCRIPTS}
    return max(by_script.values(), key=lambda characters: sum(count[one] for one in characters))


def _standing_in(rendering: Rendering, character: str) -> str:
    """The family of the theme that sets a character which the one asked for lacks."""
    families = (family for family in rendering.theme.families if family.has(character))
    return next((family.name for family in families), "nothing")


def _shown(characters: list[str]) -> str:
    first = (f"U+{ord(character):04X} {_name(character)}" for character in characters[:SHOWN])
    return ", ".join(first) + (", …" if len(characters) > SHOWN else "")


def _name(character: str) -> str:
    """The Unicode name of a letter, mark, number or comma; ornaments are the theme's to place."""
    is_written = unicodedata.category(character)[0] in "LMN" or character in PUNCTUATION
    return unicodedata.name(character, "") if is_written else ""
