"""Checks: marks, signs and repetitions that only their author can mend, because a rule could be wrong."""

import re
from collections.abc import Iterator

from typeset.article import direction
from typeset.check import Check, Fault, Severity, check
from typeset.house import Percent
from typeset.patterns import Pattern, one_of
from typeset.tidy.characters import FORMS_WORD, reversed_word
from typeset.tidy.direction import needed
from typeset.tidy.lint import visible
from typeset.tidy.manuscript import Manuscript, places
from typeset.tidy.numbers import PERCENT, percent_in_order
from typeset.tidy.script import ARABIC_LETTERS, ARABIC_SCRIPT, ARABIC_WORD, DIGITS, TATWEEL


@check("text/latin-marks", Severity.WARNING)
def latin_marks(manuscript: Manuscript) -> Iterator[Fault]:
    """A Latin comma, semicolon or question mark between Arabic words.

    It is drawn for the other direction. The W3C's requirements for Arabic allow both sets, so it is reported, not
    mended.
    """
    if manuscript.language not in ARABIC_SCRIPT:
        return
    for passage, found in places(manuscript.passages, _LATIN_MARK):
        mark = found[1]
        yield Fault(
            f"Latin {mark} after {found[0][:-1].strip()}", passage.place(found.start(1)), f"Write {_ARABIC[mark]}"
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
        for passage, found in places(manuscript.passages, _WAW):
            yield Fault(f"A space after و: {found[0]}", passage.place(found.start()), f"Write و{found[1]}")


_WAW = Pattern(rf"(?<=\s)و ([{ARABIC_WORD}]{{2,}})", needs=re.compile(r"\sو ").search)


@check("text/full-stop-space", Severity.INFO)
def full_stop_space(manuscript: Manuscript) -> Iterator[Fault]:
    """No space after a full stop.

    Two sentences run together. It may also be an Arabic web address, so it is left to the author.
    """
    for passage, found in places(manuscript.passages, _NO_SPACE):
        place = passage.place(found.start(2))
        yield Fault(f"No space after the full stop: {found[0]}", place, f"Write {found[1]}. {found[2]}")


_NO_SPACE = Pattern(rf"([{ARABIC_WORD}]{{3,}}) ?\.([{ARABIC_WORD}]{{3,}})", needs=re.compile(r"\.\S").search)


@check("text/percent-sign", Severity.WARNING)
def percent_sign(manuscript: Manuscript) -> Iterator[Fault]:
    """A percent sign of the other family than its digits, before them, or apart from them.

    ٪ belongs to ٠-٩ and ۰-۹, % to 0-9; each is typed after its number without a space.
    """
    if manuscript.house.percent is Percent.BY_DIGITS:
        return
    for passage, found in places(manuscript.passages, PERCENT):
        if found[0] != (right := percent_in_order(found)):
            hint = f"Write {right}, or set `percent` in typeset.toml."
            yield Fault(f"Percent sign: {found[0]}", passage.place(found.start()), hint)


@check("text/decimal-sign", Severity.WARNING)
def decimal_sign(manuscript: Manuscript) -> Iterator[Fault]:
    """A decimal or thousands sign of the other family than its digits.

    ٠-٩ and ۰-۹ take ٫ and ٬, 0-9 take . and , as Unicode gives them. Whether a sign parts thousands or decimals only
    the author knows, so it is not mended. Dates and versions, with two signs, are left alone.
    """
    for passage, found in places(manuscript.passages, _FIGURE):
        if found[0][0].isascii() == (found[1] in ".,"):
            continue
        right = "٫ for decimals or ٬ for thousands" if found[1] in ".," else ". for decimals or , for thousands"
        yield Fault(f"{found[1]} in {found[0]}", passage.place(found.start(1)), f"Write {right}.")


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
    for passage, found in places(manuscript.passages, _TWICE):
        if _is_slip(found[1], manuscript.language):
            yield Fault(f"Twice: {found[0]}", passage.place(found.start()), f"Write {found[1]} once, if it is a slip.")


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

    It was copied from a PDF that stores what is seen and not what is read. Nobody can search it, and a screen reader
    reads it backwards; the order of the words around it is doubtful too.
    """
    for passage, found in places(manuscript.passages, FORMS_WORD):
        if reversed_word(found[0]):
            yield Fault(f"Letters in reverse: {found[0]}", passage.place(found.start()), "Type this passage anew.")


@check("text/tatweel-dash", Severity.WARNING)
def tatweel_dash(manuscript: Manuscript) -> Iterator[Fault]:
    """A tatweel alone, for a dash.

    It is a join without letters, lies on the line of the script and is stretched with it. The dash is – or —.
    """
    for passage, found in places(manuscript.passages, _LONE_TATWEEL):
        yield Fault("A tatweel stands for a dash", passage.place(found.start()), "Write –")


_LONE_TATWEEL = Pattern(f"(?<=\\s){TATWEEL}+(?=\\s)|^{TATWEEL}+(?=\\s)", needs=one_of(TATWEEL))


@check("text/spaced-letters", Severity.WARNING)
def spaced_letters(manuscript: Manuscript) -> Iterator[Fault]:
    """A word with spaces between its letters.

    Arabic is never letter-spaced: the joins break and the word is no longer a word. Emphasis is bold or colour.
    """
    for passage, found in places(manuscript.passages, _SPACED):
        yield Fault(f"Spaced out: {found[0]}", passage.place(found.start()), f"Write {found[0].replace(' ', '')}")


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
            hint = "Write it so that it reads the same without the mark."
            yield Fault(f"The order hangs on a direction mark: {context}", passage.place(at), hint)


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
