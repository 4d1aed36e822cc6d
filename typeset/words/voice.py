"""A voice: the language and the digits in which the program speaks to somebody.

voice = voice_for("ar")
voice.say(finding.message)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import PurePath
from string import Formatter
from typing import NamedTuple

from typeset.errors import Message
from typeset.model.house_style import Digits, House
from typeset.model.script import RTL_LANGUAGES, primary
from typeset.words.catalogue import FIRST_STRONG, LEFT_TO_RIGHT, POP, SOURCE_LANGUAGE, languages, translations


class Voice(NamedTuple):
    """A language that has a catalogue, or English, and a family of digits."""

    language: str = SOURCE_LANGUAGE
    digits: Digits = Digits.WESTERN

    @property
    def is_english(self) -> bool:
        """Whether sentences are said as they stand in the program."""
        return self.language == SOURCE_LANGUAGE

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.language in RTL_LANGUAGES else "ltr"

    def say(self, sentence: str) -> str:
        """A sentence of the program in this language; one that has no translation as it is.

        Values keep their place in a sentence of another direction by an isolate around each; numbers get the digits.
        """
        if self.is_english or not sentence:
            return str(sentence)
        if not isinstance(sentence, Message):
            return translations(self.language).gettext(sentence)
        template = self._template(sentence)
        return str(sentence) if template is None else _Filling(self).vformat(template, (), sentence.values)

    def isolate(self, words: object) -> str:
        """Words that are not the program's own, such as a path, to stand within a sentence."""
        if self.is_english:
            return str(words)
        return f"{LEFT_TO_RIGHT if isinstance(words, PurePath) else FIRST_STRONG}{words}{POP}"

    def number(self, digits: str) -> str:
        """A number that is written in Western digits, in those of this voice, with its signs."""
        if self.digits is not Digits.ARABIC_INDIC:
            return self.digits.write(digits)
        return self.digits.write(digits).translate(_ARABIC_SIGNS)

    def _template(self, message: Message) -> str | None:
        """The template in this language; None where the catalogue has none."""
        catalogue = translations(self.language)
        if not message.plural:
            found = catalogue.gettext(message.template)
            return None if found == message.template and not _has_only_fields(found) else found
        count = message.values["count"]
        found = catalogue.ngettext(message.template, message.plural, count if isinstance(count, int) else 2)
        return None if found in {message.template, message.plural} else found


_ARABIC_SIGNS = str.maketrans({".": "٫", ",": "٬", "%": "٪"})
ENGLISH = Voice()


def voice_for(tag: str, house: House | None = None) -> Voice:
    """The voice for a language tag or the name of a locale (`ar`, `ar-MA`, `ar_EG.UTF-8`), English where there is none.

    The digits are the house's, else those usual in the language and its country.
    """
    language = tag.partition(".")[0].partition("@")[0].replace("_", "-")
    if primary(language) not in languages() or primary(language) == SOURCE_LANGUAGE:
        return ENGLISH
    return Voice(primary(language), (house or House()).numerals(language))


def said(sentence: str, language: str) -> str:
    """A message or hint of a finding or an error in a language (a tag such as `ar`); in English where it has none.

    `typeset.said(finding.message, "ar")`
    """
    return voice_for(language).say(sentence)


def _has_only_fields(template: str) -> bool:
    """Whether a template has no word to translate: `{tool}: {fault}`."""
    return not any(literal.strip(" :,.()") for literal, *_ in Formatter().parse(template))


class _Filling(Formatter):
    """Fills a template: sentences among the values are said, numbers get the digits, all else is isolated."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:  # noqa: ARG002
        """The value of a field; fields are always named."""
        return kwargs[str(key)]

    def convert_field(self, value: object, conversion: object) -> object:
        """`!r` says in English where a text begins and ends; an isolate and the translation's own quotes do here."""
        return value if isinstance(value, str) else super().convert_field(value, conversion)  # type: ignore[arg-type]

    def format_field(self, value: object, format_spec: str) -> str:
        """A value as it stands in the sentence; codes that are written in hexadecimal figures stay as they are."""
        if isinstance(value, Message):
            return self._voice.say(value)
        words = format(value, format_spec)
        if not words or format_spec.endswith(HEXADECIMAL):
            return words
        if isinstance(value, int | float | date | time) and not isinstance(value, bool) and _is_figures(words):
            return self._voice.number(words)
        return self._voice.isolate(value if isinstance(value, PurePath) else words)


HEXADECIMAL = ("X", "x")


def _is_figures(words: str) -> bool:
    return not any(letter.isalpha() for letter in words)
