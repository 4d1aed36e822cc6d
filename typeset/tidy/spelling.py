"""Checks: spellings that only their author can mend, because the word may be another one."""

import re
from collections.abc import Iterable, Iterator

from typeset.check import Check, Fault, Severity, check
from typeset.patterns import Pattern, Sign, one_of
from typeset.tidy.letters import CAN_BE_ASPIRATED, ENDS_IN_HEH, FEMININE, FOREIGN_LETTER
from typeset.tidy.manuscript import Manuscript, places
from typeset.tidy.script import ARABIC_LETTERS, ARABIC_WORD, ZWNJ

_STARTS = f"(?<![{ARABIC_WORD}])"
_ENDS = f"(?![{ARABIC_WORD}])"
_PROCLITICS = "(?P<before>[وف]?)"


@check("text/final-yeh", Severity.WARNING)
def final_yeh(manuscript: Manuscript) -> Iterator[Fault]:
    """ى for ي, or ي for ى, at the end of a common word.

    Egyptian typing writes both as ى. Many words exist with either (على and علي), so only words with one spelling are
    reported, and none is mended.
    """
    if manuscript.language == "ar":
        yield from _misspelt(manuscript, _YEH, YEH)


_ENDS_IN_YEH = (
    "في الذي التي أي كي لكي الماضي الحالي الثاني التالي المصري العربي الدولي الوطني "
    "الرئيسي السياسي المحلي العالمي الروسي"
)
YEH = {f"{word[:-1]}ى": word for word in _ENDS_IN_YEH.split()} | {"حتي": "حتى", "متي": "متى", "مستشفي": "مستشفى"}


@check("text/final-heh", Severity.INFO)
def final_heh(manuscript: Manuscript) -> Iterator[Fault]:
    """A word with the article that ends in ـيه.

    It may be the feminine ending ـية without its dots. Verbal nouns (التوجيه) and the commonest loanwords (الكافيه,
    الإليزيه) are known and left out; others may be among what is shown.
    """
    if manuscript.language == "ar":
        for passage, found in places(manuscript.passages, _FINAL_HEH):
            yield Fault(
                f"A final ه: {found[0]}", passage.place(found.start()), f"Write {found[0][:-1]}ة, if it is feminine."
            )


_ROOT_ENDS_IN_HEH = (
    "توج|ترف|تنب|تشب|تشو|تنز|تمو|تنو|تسف|تكر|تفق|تأل|تتو|تتف|تشاب|فق|نب|نز|سف|وج|كر|شب|مل|جن|"
    "اعب|اجئ|اسلك"  # للاعبيه, للاجئيه: a plural with its pronoun
)
_LOANWORDS = (
    "[إاأ]ي?ليز|شانز[يا]?ليز|كارات|كابار|كبار|كاف|نسكاف|بوف|شال|بورتر|[أا]?كليش|كلاش|كروش|بال|[أا]تيل|[أا]تلي|فيل|كناب|كاناب"
    "|دوس|سوفل|برول|بارك|كونسوم|بانس|فوت|ماتين|سوار|كارن|ديكولت|كواف|شيفرول"
)
"""Less their ending, as they are written in Arabic: café, Élysée, karaté, cabaret, ballet, cliché and their like."""
_FINAL_HEH = Pattern(
    f"{_STARTS}(?:[وف]?[بك]?ال|[وف]?لل)(?!(?:{_ROOT_ENDS_IN_HEH})يه)(?!(?:{_LOANWORDS})يه)(?!(?:{FEMININE})يه)"
    f"[{ARABIC_LETTERS}]{{2,}}يه{_ENDS}",
    needs=ENDS_IN_HEH,
)


@check("text/initial-hamza", Severity.WARNING)
def initial_hamza(manuscript: Manuscript) -> Iterator[Fault]:
    """A common word without its hamza or madda.

    Fast typing drops it. Only words that exist in no other spelling are reported (ان may be أن or إن, so it is not).
    """
    if manuscript.language == "ar":
        yield from _misspelt(manuscript, _HAMZA, HAMZA)


_WITH_HAMZA = (
    "إلى إذا أو أيضاً أكثر أكد أكدت أعلن أعلنت أشار أشارت أضاف أضافت أوضح أوضحت أفاد أفادت "
    "أمس أثناء أنحاء الآن الأول الأولى الأسبوع الأخيرة أهمية الأهمية "
    "إدارة الإدارة إطلاق إنشاء إقامة إنتاج الإنتاج إجراءات "
    "إيران الإيرانية الإسلامية أمريكا الأمريكية أوروبا الأوروبية"
)
HAMZA = {re.sub("[أإآ]", "ا", word): word for word in _WITH_HAMZA.split()} | {"الي": "إلى", "ايضا": "أيضاً"}


def _misspelt(manuscript: Manuscript, pattern: Pattern, words: dict[str, str]) -> Iterator[Fault]:
    for passage, found in places(manuscript.passages, pattern):
        right = found["before"] + words[found["word"]]
        yield Fault(f"Spelling: {found[0]}", passage.place(found.start()), f"Write {right}")


def _any_of(words: dict[str, str]) -> Pattern:
    known = "|".join(sorted(words, key=len, reverse=True))
    return Pattern(f"{_STARTS}{_PROCLITICS}(?P<word>{known}){_ENDS}", needs=_holding(words))


def _holding(words: Iterable[str]) -> Sign:
    """Whether one of the words, up to its first vowel sign, stands in a text as a word, و or ف before it or not."""
    known = {before + stem[0] for word in words if (stem := _LETTERS.match(word)) for before in ("", "و", "ف")}
    return lambda text: not known.isdisjoint(_LETTERS.findall(text))


_LETTERS = re.compile("[ء-ي]+")


_YEH = _any_of(YEH)
_HAMZA = _any_of(HAMZA)


@check("text/persian-yeh", Severity.WARNING)
def persian_yeh(manuscript: Manuscript) -> Iterator[Fault]:
    """A Persian ی at the end of an Arabic word.

    It may stand for ي or for ى, and the word may mean two things (علی: علي the man, or على). Persian words keep it.
    """
    if manuscript.language == "ar":
        for passage, found in places(manuscript.passages, _FINAL_PERSIAN_YEH):
            if FOREIGN_LETTER.search(found[0]):
                continue
            stem = found[0][:-1]
            yield Fault(f"Persian ی ends {found[0]}", passage.place(found.start()), f"Write {stem}ي or {stem}ى")


_FINAL_PERSIAN_YEH = Pattern(f"[{ARABIC_WORD}{ZWNJ}]*ی{_ENDS}", needs=one_of("ی"))


@check("text/urdu-heh", Severity.WARNING)
def urdu_heh(manuscript: Manuscript) -> Iterator[Fault]:
    """An Arabic ه in an Urdu word where it may be ہ or ھ.

    After a letter that can be aspirated both are words: کہا "said", کھا "eat". Elsewhere it is mended.
    """
    if manuscript.language == "ur":
        for passage, found in places(manuscript.passages, _HEH):
            yield Fault(f"Arabic ه in {found[0]}", passage.place(found.start()), "Write ہ or ھ")


_HEH = Pattern(f"[{ARABIC_WORD}]*[{CAN_BE_ASPIRATED}]ه[{ARABIC_WORD}]*")

SPELLING: tuple[Check[Manuscript], ...] = (final_yeh, final_heh, initial_hamza, persian_yeh, urdu_heh)
