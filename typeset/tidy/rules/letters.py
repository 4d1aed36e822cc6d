"""Rules about letters: the right one of two that look alike, by language."""

import re

from typeset.model.house_style import House, Tanwin
from typeset.model.script import ARABIC_LETTERS, ARABIC_WORD, HEBREW, ZWNJ, Pattern, one_of
from typeset.tidy.rule import Change, house_rule, rule

_NOT_IN_WORD = f"(?<![{ARABIC_WORD}])"
_WORD_ENDS = f"(?![{ARABIC_WORD}])"


@rule(
    "arabic-letters",
    before="فی الشرکة الإیرانیة التی",
    after="في الشركة الإيرانية التي",
    keeps="قال علی چمران",
    languages=("ar",),
)
def arabic_letters(text: str) -> str:
    """Persian ی and ک in an Arabic word.

    Persian keyboards type them; they look alike and are not found. Inside a word ی is ي. At its end it may be ي or ى
    (علي is a man, على is "on"), so only words with one reading are mended and the others are reported. A word with a
    letter that Arabic has not (رژیم, چالیش) is a Persian word, and keeps all its letters.
    """
    return _PERSIAN_KEYS.sub(_in_arabic, text)


def _in_arabic(match: re.Match[str]) -> str:
    word = match[0]
    if FOREIGN_LETTER.search(word):
        return word
    return _WITH_YEH.get(word := word.replace("ک", "ك"), _INNER_YEH.sub("ي", word))


_PERSIAN_KEYS = Pattern(f"[{ARABIC_WORD}{ZWNJ}]*[یک][{ARABIC_WORD}{ZWNJ}]*", needs=one_of("یک"))
FOREIGN_LETTER = Pattern(f"{ZWNJ}(?=.)|(?![یک])[{ARABIC_LETTERS}](?<![ء-غف-يٱ])")
"""A letter, or a joint, that is written in Persian or Urdu words and not in Arabic ones."""
_INNER_YEH = Pattern(f"ی(?=[{ARABIC_WORD}])")
_ONE_READING = ("في", "الذي", "التي", "هي", "أي", "كي", "لكي", "إلى", "حتى", "متى")
_WITH_YEH = {f"{before}{word[:-1]}ی": before + word for word in _ONE_READING for before in ("", "و", "ف")}


@rule(
    "persian-letters",
    before="شركت‌هاي ايراني",
    after="شرکت‌های ایرانی",
    keeps="شرکت‌های ایرانی",
    language="fa",
    languages=("fa",),
)
def persian_letters(text: str) -> str:
    """Arabic ي, ى and ك in a Persian word.

    Arabic keyboards type them. The final ي then shows two dots that Persian does not write, and search misses the word.
    """
    return text.translate(_TO_PERSIAN)


_TO_PERSIAN = str.maketrans("يىك", "ییک")


@rule(
    "urdu-letters",
    before="يه كمپني اهم ہے اور وه",
    after="یہ کمپنی اہم ہے اور وہ",
    keeps="یہ پهر بھی",
    language="ur",
    languages=("ur",),
)
def urdu_letters(text: str) -> str:
    """Arabic ي, ى, ك and ه in an Urdu word.

    Urdu has letters of its own: ی, ک, and two for the Arabic heh, ہ and ھ. After a letter that can be aspirated ه may
    be either (كها is کہا "said" or کھا "eat"): there it stays and is reported; elsewhere it is ہ.
    """
    text = text.translate(_TO_URDU)
    return _PLAIN_HEH.sub("ہ", text) if "ه" in text else text


_TO_URDU = str.maketrans("يىك", "ییک")
CAN_BE_ASPIRATED = "بپتٹجچدڈرڑکگلمن"
_PLAIN_HEH = Pattern(f"(?<![{CAN_BE_ASPIRATED}])ه")


@rule(
    "feminine-ending",
    before="الجمهوريه الإيرانيه",
    after="الجمهورية الإيرانية",
    keeps="لقاء والديه في الكافيه، والتوجيه",
    languages=("ar",),
)
def feminine_ending(text: str) -> str:
    """A final ه where the feminine ending ة belongs.

    A word with the article takes no pronoun, so ـيه at its end is mostly ـية; but verbal nouns (التوجيه) and loanwords
    (الكافيه) end so as well. Only the adjectives that news is full of are mended; other words are reported.
    """
    return _FEMININE.sub(r"\1ة", text)


FEMININE = (
    "جمهور|إسلام|اسلام|عرب|إيران|ايران|روس|عراق|سعود|أمريك|امريك|أميرك|مصر|سور|ترك|صين|هند|حكوم|وطن|دول|محل|عالم|إقليم|اقليم"
    "|تقن|صناع|تجار|اقتصاد|سياس|ثقاف|اجتماع|علم|خارج|داخل|قوم|شعب|مال|مدن|عسكر|أمن|امن|إعلام|اعلام|رسم|تعليم|صح|رقم|نوو"
    "|قانون|قضائ|برلمان|رئاس|وزار|ملك|أمير|تاريخ|دين|إنسان|انسان|دبلوماس|تكنولوج|إلكترون|الكترون|استثمار|مصرف|نفط|بيئ|رياض"
)
ENDS_IN_HEH = re.compile(r"ل\w+يه(?![ء-ي])").search
"""A word that may have the article and end in ـيه."""
_FEMININE = Pattern(f"{_NOT_IN_WORD}((?:[وف]?[بك]?ال|[وف]?لل)(?:{FEMININE})ي)ه{_WORD_ENDS}", needs=ENDS_IN_HEH)


@house_rule(
    "tanwin",
    house=House(tanwin=Tanwin.ON_ALEF),
    before="شكرًا وأيضًا، هدًى",
    after="شكراً وأيضاً، هدىً",
    keeps="شكراً جزيلاً، مدرسةً، ماءً",
    languages=("ar",),
)
def tanwin(house: House, language: str) -> Change | None:  # noqa: ARG001  Arabic alone has it
    """The fathatan of a final alef, where the house does not want it.

    Both spellings are in use: on the alef (شكراً), as most newspapers write, and on the letter before it (شكرًا), as
    the academies teach. A document should keep to one.
    """
    if house.tanwin is Tanwin.ON_ALEF:
        return lambda text: _BEFORE_ALEF.sub("\\1\u064b", text) if "\u064b" in text else text
    if house.tanwin is Tanwin.BEFORE_ALEF:
        return lambda text: _ON_ALEF.sub("\u064b\\1", text) if "\u064b" in text else text
    return None


_BEFORE_ALEF = Pattern(f"\u064b([اى]){_WORD_ENDS}")
_ON_ALEF = Pattern(f"(?<=[{ARABIC_WORD}])([اى])\u064b{_WORD_ENDS}")


@rule(
    "hebrew-geresh",
    before="צה\"ל וג'ורג'",
    after="צה״ל וג׳ורג׳",
    keeps='הוא אמר "שלום"',
    language="he",
    languages=("he",),
)
def hebrew_geresh(text: str) -> str:
    """A straight quote for the geresh or gershayim of Hebrew.

    Within a word it is a letter sign (ג׳, צה״ל), not a quotation mark, and it is found only as itself. At the end of a
    word it abbreviates (רח׳), unless single quotes are quotation marks in this paragraph.
    """
    if "'" not in text and '"' not in text:
        return text
    text = _GERESH.sub("׳", _GERSHAYIM.sub("״", text))
    return text if _OPENING_SINGLE.search(text) else _ABBREVIATION.sub("׳", text)


_GERSHAYIM = Pattern(f'(?<=[{HEBREW}])"(?=[{HEBREW}](?![{HEBREW}]))')
_GERESH = Pattern(f"(?<=[{HEBREW}])'(?=[{HEBREW}])|(?<=[גזצץת])'(?![{HEBREW}])")
_OPENING_SINGLE = Pattern(f"(?<![{HEBREW}׳])'(?=[{HEBREW}])")
_ABBREVIATION = Pattern(f"(?<=[{HEBREW}])'(?![{HEBREW}'])")


LETTERS = (arabic_letters, persian_letters, urdu_letters, feminine_ending, tanwin, hebrew_geresh)
