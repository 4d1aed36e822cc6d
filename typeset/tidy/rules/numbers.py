"""Rules about digits, what stands beside them, and the names of months."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from typeset.model import dates
from typeset.model.article import Article
from typeset.model.house_style import FAMILIES, Digits, House, Months, Percent
from typeset.model.script import ARABIC_WORD, DIGITS, HOLD, Pattern, one_of, primary
from typeset.tidy.passage import Passage
from typeset.tidy.rule import Change, house_rule

# The rule about names of months.


@house_rule(
    "months",
    house=House(months=Months.LEVANT),
    before="يوم 23 يوليو 2025، وفي 7 مارس آذار",
    after="يوم 23 تموز 2025، وفي 7 آذار",
    keeps="مارس عمله في شركة نيسان منذ 2020",
    languages=("ar",),
)
def months(house: House, language: str) -> Change | None:  # noqa: ARG001  Arabic alone has several sets
    """A month of another set than the house's.

    Egypt and the Gulf write يناير, the Levant and Iraq كانون الثاني, Algeria and Tunisia جانفي, Morocco غشت for August.
    Only beside a day's figure or a year: مارس is also a verb, نيسان also a car.
    """
    if house.months is Months.AS_WRITTEN:
        return None

    def change(text: str) -> str:
        return _dated().sub(lambda match: _renamed(match, house.months), text) if _may_be_dated(text) else text

    return change


_FIGURE = re.compile(f"[{DIGITS}]")


@lru_cache
def numbers() -> dict[str, int]:
    """Every Arabic name of a Gregorian month -> its number."""
    return dates.numbers(*dates.ARABIC.values())


def dated(text: str) -> Iterator[re.Match[str]]:
    """Each month, or two names of it, after a day's figure or before a year."""
    return _dated().finditer(text) if _may_be_dated(text) else iter(())


def _may_be_dated(text: str) -> bool:
    """Whether there is a figure and a month at all: where there is none, the pattern need not even be compiled."""
    return bool(_FIGURE.search(text)) and any(name in text for name in numbers())


@lru_cache
def _dated() -> re.Pattern[str]:
    name = "|".join(sorted(numbers(), key=len, reverse=True))
    month = rf"(?P<{{0}}>{name})(?:(?:\s?/\s?|\s)(?P<{{0}}_again>{name}))?(?![{ARABIC_WORD}])"
    after_day = rf"(?<![{DIGITS}])(?P<day>[{DIGITS}]{{1,2}}\s){month.format('after')}"
    before_year = rf"(?<![{ARABIC_WORD}])(?P<lead>[وفبلك]?){month.format('before')}(?=\s[{DIGITS}]{{4}}(?![{DIGITS}]))"
    return re.compile(f"{after_day}|{before_year}")


def _renamed(match: re.Match[str], chosen: Months) -> str:
    first = match["after"] or match["before"]
    second = match["after_again"] or match["before_again"] or first
    if numbers()[first] != numbers()[second]:
        return match[0]
    return (match["day"] or match["lead"] or "") + dates.gregorian(chosen, "ar")[numbers()[first] - 1]


MONTHS = (months,)


@house_rule(
    "digits",
    house=House(digits=Digits.ARABIC_INDIC),
    before="مشاركة 20 شركة و۳۰ خبيراً و15,000 زائر، بنسبة 12.5",
    after="مشاركة ٢٠ شركة و٣٠ خبيراً و١٥٬٠٠٠ زائر، بنسبة ١٢٫٥",
    keeps="هاتف +964 770 000 0000، iPhone 15، القرار No. 431، عنوان 192.168.1.1",
)
def digits(house: House, language: str) -> Change | None:
    """Digits of another family than the house's.

    The three families reorder differently beside Arabic letters (٠-٩ are AN, 0-9 and ۰-۹ are EN in the bidi algorithm),
    and a page with two of them looks like two pages. The signs of thousands and decimals go with the digits, where it
    is certain which they are: dates, hours, versions, and 1.500, which may be either, keep theirs. Telephone numbers,
    addresses, Latin names and what stands among Latin words keep what was typed, and so does a page in a script that
    has Western digits alone.
    """
    if house.digits is Digits.AS_WRITTEN:
        return None
    family = house.numerals(language)
    return lambda text: _in_family(text, family)


_A_DIGIT = re.compile(r"\d")
_NUMBER = Pattern(r"\d+(?:[.,٫٬]\d+)*", needs=_A_DIGIT.search)
_THOUSANDS = Pattern(r"(?:[1-9]\d{0,2}|[1-9]\d?(?:[,٬]\d\d)+)(?:[,٬]\d{3})+(?:[.٫]\d+)?")
"""Groups of three, or as in India and Pakistan of two before the last (1,50,000)."""
_DECIMAL = Pattern(r"\d+٫\d+|(?!0\d)(?![1-9]\d{0,2}\.\d{3}$)\d+\.\d+")
"""A point before three figures may part thousands as well (1.500); after a nought or many figures it does not."""
_ADDRESS = Pattern(r"\d{1,3}(?:\.\d{1,3}){3}")
_COUNTS_NOTHING = Pattern(
    r"(?:^|[\s(«“])[وفبلك]?(?:ال|لل)?(?:يوم|ساعة|ماد(?:ة|تان|تين)|مواد"
    r"|بند(?:ان|ين)?|بنود|فقر(?:ة|ات|تان|تين)"
    r"|فصل(?:ان|ين)?|فصول|قسم(?:ان|ين)?|أقسام|باب|أبواب|جدول(?:ان|ين)?|جداول|شكل|أشكال|ملحق|ملاحق"
    r"|[إا]صدار(?:ات|ها|ه)?|نسخ(?:ة|تها|ته)"
    r"|رقم|أرقام|ساعت|ماده|نسخه|شکل|شماره|تبصره|دفعہ|شق|نمبر|وقت|ورژن|آرٹیکل|سیکشن"
    r"|بايثون|پایتون|[أا]ندرويد|اندروید|ويندوز|ویندوز|بلوتوث)(?:ٔ|\u200cی)?[\s:]+\(?$"
)
"""Before a number with a point that is no decimal: an hour, a date, an article of a law, a version."""
_AND = Pattern(r"\)?(?:\s?[،,]|\s?[-–]|\s(?:أو|إلى|حتى|تا|یا|اور|سے)(?=\s))?\s?و?\s?\(?")
"""Between two numbers of one list: both are articles, or neither."""
_UNIT = Pattern(
    r"\s?[%٪]|\s(?:في المئة|بالمئة|في المائة|بالمائة|درصد|فیصد|ألف|آلاف|مليون|مليار|بليون|تريليون|هزار|میلیون"
    r"|میلیارد|ہزار|لاکھ|کروڑ|ارب|طن|تن|ٹن|كيلو|کیلو|کلو|متر|مترا|هكتار|هکتار"
    r"|دولار|دلار|ڈالر|يورو|یورو|دينار|دینار|درهم|ريال|ریال|جنيه|ليرة|روپے)"
)
"""Behind a number that measures, whatever stands before it."""
_OF_THE_CLOCK = Pattern(r"\s(?:صباح|مساء|ظهر|فجر|عصر|ليل|بعد الظهر|قبل الظهر|بامداد|بجے)")


def _in_family(text: str, family: Digits) -> str:
    """The text with its own numbers in a family of digits."""
    pieces, at, counts, has_point = [], 0, False, "." in text
    for match in own_numbers(text):
        between = text[at : match.start()]
        counts = has_point and _is_counted(match, of_a_list=counts and bool(_AND.fullmatch(between)))
        pieces += [between, _rewritten(match, family, is_measured=not counts)]
        at = match.end()
    return "".join(pieces) + text[at:]


def _rewritten(match: re.Match[str], family: Digits, *, is_measured: bool) -> str:
    """A number in a family, its signs with it where it is certain what they are."""
    western = Digits.WESTERN.write(match[0])
    if not western.isdigit():
        if _ADDRESS.fullmatch(western):
            return match[0]
        if _THOUSANDS.fullmatch(western) or (_DECIMAL.fullmatch(western) and is_measured):
            western = western.translate(_TO_WESTERN if family is Digits.WESTERN else _FROM_WESTERN)
    return family.write(western)


def _is_counted(match: re.Match[str], *, of_a_list: bool) -> bool:
    """Whether the words around a number make it an hour, an article or a version, whose point is no decimal's.

    `of_a_list`: the number before it in the same list is one.
    """
    if _UNIT.match(match.string, match.end()):
        return False
    before = match.string[max(match.start() - LONGEST_LEAD, 0) : match.start()]
    return of_a_list or bool(_COUNTS_NOTHING.search(before) or _OF_THE_CLOCK.match(match.string, match.end()))


LONGEST_LEAD = 16
"""Characters before a number that are looked at."""
_TO_WESTERN = {ord("٬"): ",", ord("٫"): "."}
_FROM_WESTERN = {ord(","): "٬", ord("."): "٫"}


def own_numbers(masked: str) -> Iterator[re.Match[str]]:
    """The numbers of a text in its own language: not those that stand among Latin words.

    `masked` is the text with HOLD for what is protected. A number belongs to Latin words between two of them (rose 5%
    in), in brackets or quotation marks around nothing else, and after an abbreviation (No. 431).
    """
    apart = [match.span() for match in _FOREIGN.finditer(masked)]
    for match in _NUMBER.finditer(masked):
        if not any(start <= match.start() and match.end() <= end for start, end in apart):
            yield match


_BETWEEN = rf"(?:[^\w{HOLD}\n،؛؟]|\d)"
_INSIDE = rf"(?:[^\w{HOLD}\n،؛؟«»“”\"()]|\d)"
_FOREIGN = Pattern(
    rf"^{_BETWEEN}*{HOLD}(?:{_BETWEEN}|{HOLD})*$"
    rf"|(?<={HOLD}){_BETWEEN}+(?={HOLD})"
    rf"|[«“\"(]{_INSIDE}*{HOLD}(?:{_INSIDE}|{HOLD})*[»”\")]"
    rf"|(?<!{HOLD}){HOLD}{{1,4}}\.\s?\d[\d.,]*",
    needs=one_of(HOLD),
)


def page_digits(article: Article, house: House) -> Digits:
    """The digits of everything that typeset itself writes on a page (folios, list numbers, notes, dates).

    The house decides; else they are those of most numbers of the text; else those usual in the language.
    """
    if house.digits is not Digits.AS_WRITTEN:
        return house.numerals(article.language)
    language = primary(article.language)
    masked = (Passage(text, language).masked for text in article.texts() if _A_DIGIT.search(text.text))
    firsts = (match[0][0] for text in masked for match in own_numbers(text))
    counts = Counter(_FAMILY_OF[digit] for digit in firsts if digit in _FAMILY_OF)
    usual = house.numerals(article.language)
    most = max(counts, key=lambda family: (counts[family], family is usual), default=usual)
    return House(digits=most).numerals(article.language)


_FAMILY_OF = {digit: family for family, figures in FAMILIES.items() for digit in figures}


@house_rule(
    "percent",
    house=House(percent=Percent.BY_DIGITS),
    before="بنسبة ١٢ % و12٪ و٪٥",
    after="بنسبة ١٢٪ و12% و٥٪",
    keeps="بنسبة ١٢٪ و12%",
)
def percent(house: House, language: str) -> Change | None:  # noqa: ARG001  the house says whether
    """A percent sign that is not that of its digits, stands before them, or apart from them.

    With Arabic-Indic and Persian digits the sign is ٪, with Western ones %. It is typed after the number, without a
    space; on the page it then stands at the left.
    """
    if house.percent is Percent.AS_WRITTEN:
        return None
    return lambda text: PERCENT.sub(percent_in_order, text)


_QUANTITY = rf"[{DIGITS}]+(?:[.,٫٬][{DIGITS}]+)*"
PERCENT = Pattern(
    rf"(?P<after>{_QUANTITY})[ \u00a0]?[%٪]|(?<![{DIGITS}])[%٪](?P<before>{_QUANTITY})(?![{DIGITS}%٪])",
    needs=one_of("%٪"),
)


def percent_in_order(match: re.Match[str]) -> str:
    """A match of PERCENT as it should be written: the number, then the sign of its digits."""
    number = match["after"] or match["before"]
    return number + ("%" if number[-1] in FAMILIES[Digits.WESTERN] else "٪")


NUMBERS = (digits, percent)
