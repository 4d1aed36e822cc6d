"""Checks of words: spellings, marks, signs and repetitions that only their author can mend."""

import re
from collections.abc import Iterable, Iterator

from typeset.errors import Message
from typeset.findings import Check, Fault, Severity, check
from typeset.model.house_style import Percent
from typeset.model.script import (
    ARABIC_LETTERS,
    ARABIC_SCRIPT,
    ARABIC_WORD,
    DIGITS,
    TATWEEL,
    ZWNJ,
    Pattern,
    Sign,
    direction,
    one_of,
)
from typeset.tidy.direction import needed
from typeset.tidy.fix import visible
from typeset.tidy.passage import Manuscript, places
from typeset.tidy.rules.characters import FORMS_WORD, reversed_word
from typeset.tidy.rules.letters import CAN_BE_ASPIRATED, ENDS_IN_HEH, FEMININE, FOREIGN_LETTER
from typeset.tidy.rules.numbers import PERCENT, percent_in_order

# Checks: spellings that only their author can mend, because the word may be another one.


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
        for passage, match in places(manuscript.passages, _FINAL_HEH):
            yield Fault(
                Message("A final ه: {found}", found=match[0]),
                passage.place(match.start()),
                Message("Write {right}, if it is feminine.", right=match[0][:-1] + "ة"),
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
    for passage, match in places(manuscript.passages, pattern):
        right = match["before"] + words[match["word"]]
        yield Fault(
            Message("Spelling: {found}", found=match[0]),
            passage.place(match.start()),
            Message("Write {right}", right=right),
        )


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
        for passage, match in places(manuscript.passages, _FINAL_PERSIAN_YEH):
            if FOREIGN_LETTER.search(match[0]):
                continue
            stem = match[0][:-1]
            yield Fault(
                Message("Persian ی ends {found}", found=match[0]),
                passage.place(match.start()),
                Message("Write {yeh} or {maksura}", yeh=stem + "ي", maksura=stem + "ى"),
            )


_FINAL_PERSIAN_YEH = Pattern(f"[{ARABIC_WORD}{ZWNJ}]*ی{_ENDS}", needs=one_of("ی"))


@check("text/urdu-heh", Severity.WARNING)
def urdu_heh(manuscript: Manuscript) -> Iterator[Fault]:
    """An Arabic ه in an Urdu word where it may be ہ or ھ.

    After a letter that can be aspirated both are words: کہا "said", کھا "eat". Elsewhere it is mended.
    """
    if manuscript.language == "ur":
        for passage, match in places(manuscript.passages, _HEH):
            yield Fault(Message("Arabic ه in {found}", found=match[0]), passage.place(match.start()), "Write ہ or ھ")


_HEH = Pattern(f"[{ARABIC_WORD}]*[{CAN_BE_ASPIRATED}]ه[{ARABIC_WORD}]*")

SPELLING: tuple[Check[Manuscript], ...] = (final_yeh, final_heh, initial_hamza, persian_yeh, urdu_heh)


@check("text/latin-marks", Severity.WARNING)
def latin_marks(manuscript: Manuscript) -> Iterator[Fault]:
    """A Latin comma, semicolon or question mark between Arabic words.

    It is drawn for the other direction. The W3C's requirements for Arabic allow both sets, so it is reported, not
    mended.
    """
    if manuscript.language not in ARABIC_SCRIPT:
        return
    for passage, match in places(manuscript.passages, _LATIN_MARK):
        mark = match[1]
        yield Fault(
            Message("Latin {mark} after {word}", mark=mark, word=match[0][:-1].strip()),
            passage.place(match.start(1)),
            Message("Write {arabic} by hand, if no Latin mark is meant", arabic=_ARABIC[mark]),
        )


_ARABIC = {",": "،", ";": "؛", "?": "؟"}
_LATIN_MARK = Pattern(rf"[{ARABIC_WORD}]+[»”)]?\s?([,;?])(?=\s*[{ARABIC_WORD}«“(]|\s*$)", needs=one_of(",;?"))


@check("text/space-after-waw", Severity.WARNING)
def space_after_waw(manuscript: Manuscript) -> Iterator[Fault]:
    """A space between the conjunction و and its word.

    In Arabic it is written to the word, and the line must not break there. A lone و may also be an initial or a list's
    letter, so it is left to the author.
    """
    if manuscript.language == "ar":
        for passage, match in places(manuscript.passages, _WAW):
            yield Fault(
                Message("A space after و: {found}", found=match[0]),
                passage.place(match.start()),
                Message("Write {right}", right="و" + match[1]),
            )


_WAW = Pattern(rf"(?<=\s)و ([{ARABIC_WORD}]{{2,}})", needs=re.compile(r"\sو ").search)


@check("text/full-stop-space", Severity.INFO)
def full_stop_space(manuscript: Manuscript) -> Iterator[Fault]:
    """No space after a full stop.

    Two sentences run together. It may also be an Arabic web address, so it is left to the author.
    """
    for passage, match in places(manuscript.passages, _NO_SPACE):
        place = passage.place(match.start(2))
        yield Fault(
            Message("No space after the full stop: {found}", found=match[0]),
            place,
            Message("Write {right}. {why}", right=match[1], why=match[2]),
        )


_NO_SPACE = Pattern(rf"([{ARABIC_WORD}]{{3,}}) ?\.([{ARABIC_WORD}]{{3,}})", needs=re.compile(r"\.\S").search)


@check("text/percent-sign", Severity.WARNING)
def percent_sign(manuscript: Manuscript) -> Iterator[Fault]:
    """A percent sign of the other family than its digits, before them, or apart from them.

    ٪ belongs to ٠-٩ and ۰-۹, % to 0-9; each is typed after its number without a space.
    """
    if manuscript.house.percent is Percent.BY_DIGITS:
        return
    for passage, match in places(manuscript.passages, PERCENT):
        if match[0] != (right := percent_in_order(match)):
            hint = Message("Write {right}, or set `percent` in typeset.toml.", right=right)
            yield Fault(Message("Percent sign: {found}", found=match[0]), passage.place(match.start()), hint)


@check("text/decimal-sign", Severity.WARNING)
def decimal_sign(manuscript: Manuscript) -> Iterator[Fault]:
    """A decimal or thousands sign of the other family than its digits.

    ٠-٩ and ۰-۹ take ٫ and ٬, 0-9 take . and , as Unicode gives them. Whether a sign parts thousands or decimals only
    the author knows, so it is not mended. Dates and versions, with two signs, are left alone.
    """
    for passage, match in places(manuscript.passages, _FIGURE):
        if match[0][0].isascii() == (match[1] in ".,"):
            continue
        right = (
            Message("٫ for decimals or ٬ for thousands")
            if match[1] in ".,"
            else Message(". for decimals or , for thousands")
        )
        yield Fault(
            Message("{word} in {around}", word=match[1], around=match[0]),
            passage.place(match.start(1)),
            Message("Write {right}.", right=right),
        )


_FIGURE = Pattern(
    rf"(?<![{DIGITS}.,/٫٬-])[{DIGITS}]+([.,٫٬])[{DIGITS}]+(?![{DIGITS}]|[.,/٫٬-][{DIGITS}])",
    needs=re.compile(r"\d[^\d\s]\d").search,
)


@check("text/repeated-word", Severity.INFO)
def repeated_word(manuscript: Manuscript) -> Iterator[Fault]:
    """The same word twice in a row.

    Mostly a slip of editing, where it is a particle (في في) or a noun with the article. Other words are said twice on
    purpose: for emphasis (رويداً رويداً), one by one (صفاً صفاً), in a name (بي بي سي) or a title (ولي ولي العهد).
    """
    for passage, match in places(manuscript.passages, _TWICE):
        if _is_slip(match[1], manuscript.language):
            yield Fault(
                Message("Twice: {found}", found=match[0]),
                passage.place(match.start()),
                Message("Write {found} once, if it is a slip.", found=match[1]),
            )


_TWICE = re.compile(r"(?<!\w)([^\W\d_]{2,}) \1(?!\w)")
_SLIPS = {
    "ar": "في فى إلى الى على عن أن إن ان أنه إنه أنها إنها بأن لأن التي التى الذي الذين هذا هذه ذلك تلك مع قبل خلال عند"
    " منذ حتى أو او ثم قد لقد كان كانت لم لن حيث كما إلا فيما عبر ضد لدى بعض"
    " وفي ومن وأن وإن وعلى وإلى وعن ومع والتي والذي",
    "fa": "در به از که را با و این آن برای تا است هم یا بر اما نیز شد شده می",
    "ur": "کے کی کا میں سے کو نے پر ہے ہیں اور کہ اس یہ تھا تھی بھی لیے",
    "he": "את של על עם אל כי או גם אשר היה הוא היא זה כדי בין אם אך",
}
_SLIPS_IN = {language: frozenset(words.split()) for language, words in _SLIPS.items()}
"""Words that nobody says twice; in a language without such a list every word but MEANT_TWICE is one."""
_DEFINITE = Pattern(f"(?:[وف]?[بك]?ال|[وف]?لل)(?!ات$|ة$)[{ARABIC_LETTERS}]{{2,}}")
MEANT_TWICE = frozenset(
    ("الله", "والله", "بالله", "الكثير", "والكثير", "القليل", "المزيد", "الحذر", "الآن", "اليوم", "that", "had")
)


def _is_slip(word: str, language: str) -> bool:
    slips = _SLIPS_IN.get(language)
    if word.lower() in MEANT_TWICE:
        return False
    return slips is None or word in slips or (language == "ar" and bool(_DEFINITE.fullmatch(word)))


@check("text/reversed-letters", Severity.ERROR)
def reversed_letters(manuscript: Manuscript) -> Iterator[Fault]:
    """A word of presentation forms in the order of display.

    It was copied from a PDF that stores text in display order. Nobody can search it, and a screen reader
    reads it backwards; the order of the words around it is doubtful too.
    """
    for passage, match in places(manuscript.passages, FORMS_WORD):
        if reversed_word(match[0]):
            yield Fault(
                Message("Letters in reverse: {found}", found=match[0]),
                passage.place(match.start()),
                "Type this passage anew.",
            )


@check("text/tatweel-dash", Severity.WARNING)
def tatweel_dash(manuscript: Manuscript) -> Iterator[Fault]:
    """A tatweel alone, for a dash.

    It is a join without letters, lies on the line of the script and is stretched with it. The dash is – or —.
    """
    for passage, match in places(manuscript.passages, _LONE_TATWEEL):
        yield Fault("A tatweel stands for a dash", passage.place(match.start()), "Write –")


_LONE_TATWEEL = Pattern(f"(?<=\\s){TATWEEL}+(?=\\s)|^{TATWEEL}+(?=\\s)", needs=one_of(TATWEEL))


@check("text/spaced-letters", Severity.WARNING)
def spaced_letters(manuscript: Manuscript) -> Iterator[Fault]:
    """A word with spaces between its letters.

    Arabic is never letter-spaced: the joins break and the word is no longer a word. Emphasis is bold or colour.
    """
    for passage, match in places(manuscript.passages, _SPACED):
        yield Fault(
            Message("Spaced out: {found}", found=match[0]),
            passage.place(match.start()),
            Message("Write {replace}", replace=match[0].replace(" ", "")),
        )


_SPACED = Pattern(
    rf"(?<![{ARABIC_WORD}])(?:[{ARABIC_LETTERS}] ){{3,}}[{ARABIC_LETTERS}](?![{ARABIC_WORD}])",
    needs=re.compile(r"\w \w \w \w").search,
)


@check("text/direction-mark", Severity.WARNING)
def direction_mark(manuscript: Manuscript) -> Iterator[Fault]:
    """A direction mark that cannot be taken away, because something would then stand elsewhere.

    It cannot be seen, and it is lost as soon as the words are copied or typed again; what is read then is another
    number or another name. So it stays, and only the author knows how the words read without it.
    """
    if "text/bidi-controls" in manuscript.house.ignore:
        return
    rtl = direction(manuscript.article.language) == "rtl"
    for passage in manuscript.passages:
        for at in needed(passage.masked, rtl=rtl):
            context = visible(passage.text.text[max(at - 12, 0) : at + 13].strip())
            hint = Message("Write it so that it reads the same without the mark.")
            yield Fault(
                Message("The order hangs on a direction mark: {context}", context=context), passage.place(at), hint
            )


WORDING: tuple[Check[Manuscript], ...] = (
    latin_marks,
    space_after_waw,
    full_stop_space,
    percent_sign,
    decimal_sign,
    repeated_word,
    reversed_letters,
    tatweel_dash,
    spaced_letters,
    direction_mark,
)
