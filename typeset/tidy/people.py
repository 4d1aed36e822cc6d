"""The check about people's names."""

import re
from collections.abc import Iterator

from typeset.check import Check, Fault, Severity, check
from typeset.patterns import Pattern
from typeset.tidy.manuscript import Manuscript
from typeset.tidy.script import ARABIC_LETTERS, ARABIC_MARKS

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
        names = (found["name"] for found in _INTRODUCED.finditer(passage.masked))
        introduced.update(name for name in names if not _NO_NAME.match(name))
    for name in sorted(introduced):
        again = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        places = [(passage, found.start()) for passage in manuscript.prose for found in again.finditer(passage.masked)]
        for passage, at in places[1:]:
            yield Fault(f"{name} again in full", passage.place(at), f"Write {name.split()[-1]}, if it is the surname.")


PEOPLE: tuple[Check[Manuscript], ...] = (full_name_again,)
