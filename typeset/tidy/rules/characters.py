"""Rules about characters that should not be there, or not in this form."""

import re
import unicodedata

from typeset.model.house_style import House
from typeset.model.script import (
    ARABIC_LETTERS,
    ARABIC_MARKS,
    ARABIC_SCRIPT,
    ARABIC_WORD,
    DIGITS,
    HOLD,
    TATWEEL,
    ZWNJ,
    Pattern,
    direction,
    one_of,
)
from typeset.tidy.direction import CONTROLS, freed, parts_protected
from typeset.tidy.rule import Change, house_rule, rule


def _without(signs: Pattern, text: str) -> str:
    """The text without the signs, except where they alone separate a protected run from its neighbour."""
    return signs.sub(lambda match: match[0] if parts_protected(match) else "", text)


@house_rule(
    "bidi-controls",
    house=House(),
    before="شركة \u200f\u202bنفط\u202c الشمال: 92.\u200f5 ملياراً",
    after="شركة نفط الشمال: 5.92 ملياراً",
    keeps="شركة نفط الشمال",
)
def bidi_controls(house: House, language: str) -> Change | None:  # noqa: ARG001  the same for every house
    """A typed direction mark, embedding, override or isolate.

    They come from word processors, cannot be seen, and stay behind when the words around them move. The direction of
    each run is set from the article's language, with isolates around Latin, addresses and numbers. What is shown stays
    as it is: a number that a mark turns round is written in the order in which it was read, and a mark without which
    something would stand elsewhere stays and is reported.
    """
    rtl = direction(language) == "rtl"
    return lambda text: freed(text, rtl=rtl) if CONTROLS.search(text) else text


@rule("invisible-characters", before="الشر\u00adكات\ufeff", after="الشركات", keeps="الشركات")
def invisible_characters(text: str) -> str:
    """A soft hyphen, zero-width space, word joiner or byte order mark inside the text.

    Arabic is never hyphenated, and each of these makes a word that looks right and is not found.
    """
    return _without(_INVISIBLE, text)


_INVISIBLE = Pattern("[\u00ad\u200b\u2060\ufeff]+", needs=one_of("\u00ad\u200b\u2060\ufeff"))


@rule(
    "presentation-forms",
    before="\ufefb \ufeb3\ufefc\ufee1",
    after="لا سلام",
    keeps="قال ﷺ: نعم",
    languages=ARABIC_SCRIPT,
)
def presentation_forms(text: str) -> str:
    """Letters in a fixed shape (U+FB50 to U+FDFF, U+FE70 to U+FEFF) where the letter itself belongs.

    Old software and copying from PDFs leave them; they are neither found nor joined. Lam-alef becomes lam and alef in
    the order in which they are read. Signs that are words (ﷺ ﷽ ﷼) and the ornate brackets stay. A word whose letters
    stand in the order of display is left as it is and reported: only its author knows what it was.
    """
    return FORMS_WORD.sub(_plain_word, text)


FORMS_WORD = Pattern(
    f"[{ARABIC_WORD}]*(?:[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdcf\ufdf0-\ufdf9\ufe70-\ufefc][{ARABIC_WORD}]*)+",
    needs=re.compile("[\ufb50-\ufefc]").search,
)


def reversed_word(word: str) -> bool:
    """Whether a word in presentation forms stands in the order of display, so that it begins with a final form."""
    first, last = unicodedata.decomposition(word[0]), unicodedata.decomposition(word[-1])
    return len(word) > 1 and (first.startswith("<final>") or last.startswith("<initial>"))


def _plain_word(match: re.Match[str]) -> str:
    word = match[0]
    return word if reversed_word(word) else "".join(map(_plain_letter, word))


def _plain_letter(letter: str) -> str:
    """NFKC, without the space or tatweel that it puts under a vowel sign which stood alone."""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and (plain[0] == " " or (plain[0] == TATWEEL and len(plain) > 1)):
        return plain[1:]
    return plain


@rule(
    "composed-letters",
    before="ا\u0653لا\u0654ن",
    after="آلأن",
    keeps="آلأن",
    languages=ARABIC_SCRIPT,
)
def composed_letters(text: str) -> str:
    """A letter and a separate hamza or madda where Unicode has one letter.

    The two spellings look the same and are not found by the same search (Unicode NFC).
    """
    return _APART.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


_APART = Pattern("ا[\u0653-\u0655]|[وي]\u0654", needs=one_of("\u0653\u0654\u0655"))


@rule(
    "doubled-vowel-signs",
    before="شكرًًا",
    after="شكرًا",
    keeps="الشَّرِكة",
    languages=ARABIC_SCRIPT,
)
def doubled_vowel_signs(text: str) -> str:
    """The same vowel sign twice on one letter.

    One hides the other on the screen, and in print they stand one above the other.
    """
    return _DOUBLED_SIGN.sub(r"\1", text)


_DOUBLED_SIGN = re.compile(r"([\u064b-\u0652])\1+")


@rule(
    "tatweel",
    before="السـلام علـــيكم",
    after="السلام عليكم",
    keeps="سنة ١٤٤٥هـ، والـ«وفاق»، أـ",
    languages=ARABIC_SCRIPT,
)
def tatweel(text: str) -> str:
    """Kashida typed by hand inside a word.

    The typesetter stretches joins by itself, where the rules of the script allow; a typed U+0640 breaks search and
    copying. It stays at the end of a word, where it is the sign of a Hijri year (هـ), of an article before a name (الـ)
    or of the only letter of a list (أـ).
    """
    return _TATWEEL.sub("", text) if TATWEEL in text else text


_TATWEEL = Pattern(f"(?<=[{ARABIC_LETTERS}{ARABIC_MARKS}]){TATWEEL}+(?=[{ARABIC_LETTERS}{ARABIC_MARKS}])")


@rule("hijri-sign", before="سنة ١٤٤٥ه", after="سنة ١٤٤٥هـ", keeps="سنة ١٤٤٥هـ", languages=("ar",))
def hijri_sign(text: str) -> str:
    """A Hijri year marked with a bare ه.

    A lone final heh is read as a five in Arabic-Indic digits (٥) or as a zero; with a tatweel (هـ) it cannot be.
    """
    return _HIJRI.sub(rf"\g<0>{TATWEEL}", text)


_HIJRI = Pattern(rf"(?<=[{DIGITS}]{{4}})\s?ه(?![{ARABIC_WORD}])", needs=re.compile(r"\d\s?ه").search)


@rule(
    "stray-joiners",
    before=f"می{ZWNJ} شود و کتاب{ZWNJ}{ZWNJ}ها{ZWNJ}.",
    after=f"می شود و کتاب{ZWNJ}ها.",
    keeps=f"می{ZWNJ}شود",
    language="fa",
)
def stray_joiners(text: str) -> str:
    """A zero-width non-joiner that parts nothing.

    It is doubled, or beside a space, a mark or an edge. It cannot be seen, and it makes two spellings of one word for
    whoever searches.
    """
    return _without(_STRAY_ZWNJ, text) if ZWNJ in text else text


_JOINED = f"{ARABIC_WORD}{HOLD}{ZWNJ}"
_STRAY_ZWNJ = Pattern(rf"(?<![{_JOINED}]){ZWNJ}+|{ZWNJ}+(?![{_JOINED}])|{ZWNJ}+(?={ZWNJ})")


CHARACTERS = (
    bidi_controls,
    invisible_characters,
    stray_joiners,
    presentation_forms,
    tatweel,
    composed_letters,
    doubled_vowel_signs,
    hijri_sign,
)
