"""Checks of consistency: one spelling throughout a document, paired brackets, people's names."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from typeset.errors import Message
from typeset.findings import Check, Fault, Severity, check
from typeset.model import dates
from typeset.model.house_style import FAMILIES, Digits, Months, Tanwin
from typeset.model.script import ARABIC_LETTERS, ARABIC_MARKS, ARABIC_WORD, Pattern, one_of
from typeset.tidy.passage import Manuscript, Passage
from typeset.tidy.rules import numbers

Occurrence = tuple[str, Passage, int, str]
"""One occurrence: its kind, its passage, its offset there, and its words."""


@check("article/mixed-quotes", Severity.WARNING)
def mixed_quotes(manuscript: Manuscript) -> Iterator[Fault]:
    """Quotation marks of several families.

    A document that uses both «» and “” looks as if two people had typed it. A quotation inside another may take the
    other pair; only outer ones are compared. Straight ones have a rule of their own. Which family is right is the
    house's choice, so none is changed unless typeset.toml names one.
    """
    yield from _minority_faults(list(_outer_quotes(manuscript)), _with_other_quotes, "quotes")


_QUOTED = Pattern("«[^»]*»|“[^”]*”|„[^“”]*[“”]|‘[^’\n]*’(?!\\w)", needs=one_of("«“„‘"))
_FAMILY = {"«": "«»", "“": "“”", "„": "„“", "‘": "‘’"}


def _outer_quotes(manuscript: Manuscript) -> Iterator[Occurrence]:
    for passage in manuscript.passages:
        for match in _QUOTED.finditer(passage.masked):
            yield _FAMILY[match[0][0]], passage, match.start(), passage.text.text[match.start() : match.end()]


@check("article/mixed-digits", Severity.WARNING)
def mixed_digits(manuscript: Manuscript) -> Iterator[Fault]:
    """Digits of several families.

    0-9 and ۰-۹ run with the Latin text around them, ٠-٩ with the Arabic: beside each other they reorder differently, so
    a range or a date can be read wrong. Telephone numbers, addresses and Latin names are not counted.
    """
    occurrences = [
        (DIGITS_CALLED[family], passage, match.start(), match[0])
        for passage in manuscript.passages
        for family, pattern in _NUMBERS.items()
        for match in pattern.finditer(passage.masked)
    ]
    yield from _minority_faults(occurrences, _in_other_digits, "digits")


DIGITS_CALLED = {
    Digits.WESTERN: Message("western"),
    Digits.ARABIC_INDIC: Message("arabic-indic"),
    Digits.PERSIAN: Message("persian"),
}
_NUMBERS = {family: re.compile(f"[{figures}]+") for family, figures in FAMILIES.items()}


@check("article/mixed-tanwin", Severity.WARNING)
def mixed_tanwin(manuscript: Manuscript) -> Iterator[Fault]:
    """The fathatan on the alef in one place and before it in another.

    شكراً and شكرًا are both in use, but one document keeps to one.
    """
    if manuscript.house.tanwin is not Tanwin.AS_WRITTEN or manuscript.language != "ar":
        return
    occurrences = [
        (_TANWIN_FORMS[match[1][0] == "\u064b"], passage, match.start(), match[0])
        for passage in manuscript.passages
        if "\u064b" in passage.masked
        for match in _TANWIN.finditer(passage.masked)
    ]
    yield from _minority_faults(occurrences, _with_other_tanwin, "tanwin")


_TANWIN_FORMS = (Message("on the alef"), Message("before the alef"))
_TANWIN = Pattern(f"[{ARABIC_WORD}]+?([اى]\u064b|\u064b[اى])(?![{ARABIC_WORD}])")


@check("article/mixed-months", Severity.WARNING)
def mixed_months(manuscript: Manuscript) -> Iterator[Fault]:
    """Months of the Levantine set in one place and of the Egyptian, Algerian or Moroccan in another.

    A reader who knows one set has to guess the other. Both names together (تموز/يوليو) are a usage of their own.
    """
    if manuscript.language != "ar" or manuscript.house.months is not Months.AS_WRITTEN:
        return
    occurrences = [
        (LEVANTINE if name in dates.gregorian(Months.LEVANT, "ar") else WESTERN, passage, match.start(), name)
        for passage in manuscript.passages
        for match in numbers.dated(passage.masked)
        if (name := match["after"] or match["before"]) and not (match["after_again"] or match["before_again"])
    ]
    yield from _minority_faults(occurrences, _of_other_months, "months")


def _with_other_quotes(what: str, kind: str, usual: str) -> Message:
    return Message("{what} is quoted with {kind}, most of the document with {usual}", what=what, kind=kind, usual=usual)


def _in_other_digits(what: str, kind: str, usual: str) -> Message:
    return Message(
        "{what} is written in {kind} digits, most of the document in {usual}", what=what, kind=kind, usual=usual
    )


def _with_other_tanwin(what: str, kind: str, usual: str) -> Message:
    return Message("{what} has its fathatan {kind}, most of the document {usual}", what=what, kind=kind, usual=usual)


LEVANTINE, WESTERN = Message("Levantine"), Message("Western")


def _of_other_months(what: str, kind: str, usual: str) -> Message:
    return Message(
        "{what} is of the {kind} set, most of the document of the {usual}", what=what, kind=kind, usual=usual
    )


def _minority_faults(
    occurrences: Sequence[Occurrence], message: Callable[[str, str, str], Message], key: str
) -> Iterator[Fault]:
    """A fault for each occurrence that is not of the commonest kind (of two equally common, the first met)."""
    counts = Counter(kind for kind, *_ in occurrences)
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    for kind, passage, at, what in occurrences:
        if kind != usual:
            yield Fault(
                message(what, kind, usual),
                passage.place(at),
                Message("Write it as the rest, or set `{key}` in typeset.toml.", key=key),
            )


CONSISTENCY: tuple[Check[Manuscript], ...] = (mixed_quotes, mixed_digits, mixed_tanwin, mixed_months)


# Checks: unpaired brackets and quotation marks.


_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_SIGNS = re.compile(r"[()\[\]{}«»“”]")
_LIST_LETTER = re.compile(r"^\s*(?:\w{1,2}|[-–])$")


@check("text/unpaired", Severity.WARNING)
def unpaired(manuscript: Manuscript) -> Iterator[Fault]:
    """A bracket or quotation mark without its fellow in the paragraph.

    Something was cut off, or a program that stores text in display order mirrored the mark. A quotation of several
    paragraphs may open each of them and close the last one only.
    """
    following = iter([*manuscript.prose[1:], None])
    next_of = {passage: next(following) for passage in manuscript.prose}
    for passage in manuscript.passages:
        for at, sign in _unpaired_signs(passage.masked):
            if not _goes_on(sign, next_of.get(passage)):
                context = passage.text.text[max(at - 12, 0) : at + 13].strip()
                yield Fault(
                    Message("{sign} has no fellow: {context}", sign=sign, context=context),
                    passage.place(at),
                    "Add the other one, or take it away.",
                )


def _unpaired_signs(text: str) -> list[tuple[int, str]]:
    """The signs that do not pair up, each with its offset; `1)` and `أ)` that begin a paragraph are list letters."""
    open_signs: list[tuple[int, str]] = []
    unpaired: list[tuple[int, str]] = []
    for match in _SIGNS.finditer(text):
        sign = match[0]
        if sign in _CLOSED_BY:
            open_signs.append((match.start(), sign))
        elif open_signs and _CLOSED_BY[open_signs[-1][1]] == sign:
            open_signs.pop()
        elif not (sign == ")" and _LIST_LETTER.match(text[: match.start()])):
            unpaired.append((match.start(), sign))
    return sorted(unpaired + open_signs)


def _goes_on(sign: str, following: Passage | None) -> bool:
    """Whether the next paragraph opens the same quotation again."""
    return sign in "«“" and following is not None and following.masked.lstrip().startswith(sign)


PAIRS: tuple[Check[Manuscript], ...] = (unpaired,)


# The check about people's names.


_NAME_PART = f"[{ARABIC_LETTERS}{ARABIC_MARKS}]{{3,}}"
_VERBS = "قال|قالت|أشار|أشارت|أضاف|أضافت|صرح|صرّح|صرحت|أكد|أكدت|أوضح|أوضحت|أعرب|أعربت|وصف|دعا|دعت|ذكر|ذكرت"
_TITLES = "السيد|السيدة|الدكتور|الدكتورة|المهندس|المهندسة|الأستاذ|الأستاذة|بحضور|برئاسة"
_INTRODUCED = Pattern(
    rf"(?:(?<=\s)|^)[وف]?(?:{_VERBS}|{_TITLES}) (?P<name>{_NAME_PART} {_NAME_PART})"
    r"(?=\s*[،,:]| (?:إن|أن|إلى|عن|على|في)\s)"
)
_NO_NAME = Pattern(
    "^(?:ال|ممثل|وزير|رئيس|مدير|سفير|مساعد|عضو|وكيل|نائب|أمين|مصدر|بيان|عدد|كل|جميع|بعض|أحد|إحدى|مسؤول|متحدث|ناطق|خبير|خبراء"
    "|محلل|باحث|شاهد|شهود|قائد|ضابط|مستشار|محافظ|عمدة|ملك|أمير|ولي|شيخ|نحو|أكثر|ثلاث|أربع|خمس|مئات|آلاف|هؤلاء|هذا|هذه|ذلك"
    "|أيض|أمس|اليوم|لاحق|مؤخر|هنا|خلال|بعد|قبل|عقب|إنه|إنها|أنه|أنها|لوكال|لقنا|لصحي"
    "|سبحانه|تعالى|تبارك|عليه|رضي|صلى|رسول|نبي|جل |عز |عبد |أبو |أبي |أبا |ابن |بني |آل )"
    "|(?: و|[^ ]+ (?:ال|عبد$|أبو$|أبي$|ابن$|تعالى|وسلم|عنه|عنها))|اً|ًا"
)
"""Two words that are no name and surname: an office, a number, a time, a pious formula, half a name (عبد الله)."""


@check("article/full-name-again", Severity.INFO)
def full_name_again(manuscript: Manuscript) -> Iterator[Fault]:
    """A person named in full a second time.

    Newspapers give the full name and the role once, then the surname. Names are guessed from where they stand: two
    words after a verb of saying, a title or "in the presence of", before a comma, a colon or إن, of which neither is
    an office, a time or part of a pious formula (سبحانه وتعالى); so it is only shown.
    """
    if manuscript.language != "ar":
        return
    introduced: set[str] = set()
    for passage in manuscript.prose:
        names = (match["name"] for match in _INTRODUCED.finditer(passage.masked))
        introduced.update(name for name in names if not _NO_NAME.match(name))
    for name in sorted(introduced):
        again = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        places = [(passage, match.start()) for passage in manuscript.prose for match in again.finditer(passage.masked)]
        for passage, at in places[1:]:
            yield Fault(
                Message("{name} again in full", name=name),
                passage.place(at),
                Message("Write {split}, if it is the surname.", split=name.split()[-1]),
            )


PEOPLE: tuple[Check[Manuscript], ...] = (full_name_again,)
