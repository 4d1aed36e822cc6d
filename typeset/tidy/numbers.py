"""Rules about digits and what stands beside them."""

import re

from typeset.house import FAMILIES, Digits, House, Percent
from typeset.patterns import Pattern, one_of
from typeset.tidy.rule import Change, house_rule
from typeset.tidy.script import DIGITS


@house_rule(
    "digits",
    house=House(digits=Digits.ARABIC_INDIC),
    before="مشاركة 20 شركة و۳۰ خبيراً",
    after="مشاركة ٢٠ شركة و٣٠ خبيراً",
    keeps="هاتف +964 770 000 0000، iPhone 15",
)
def digits(house: House, language: str) -> Change | None:  # noqa: ARG001  the house says which
    """Digits of another family than the house's.

    The three families reorder differently beside Arabic letters (٠-٩ are AN, 0-9 and ۰-۹ are EN in the bidi algorithm),
    and a page with two of them looks like two pages. Telephone numbers, addresses and Latin names keep what was typed.
    """
    if house.digits is Digits.AS_WRITTEN:
        return None
    others = re.compile(f"[{''.join(set(DIGIT_SIGNS) - set(FAMILIES[house.digits]))}]+")
    return lambda text: others.sub(lambda found: house.digits.write(found[0]), text)


DIGIT_SIGNS = "".join(FAMILIES.values())


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


_NUMBER = rf"[{DIGITS}]+(?:[.,٫٬][{DIGITS}]+)*"
PERCENT = Pattern(
    rf"(?P<after>{_NUMBER})[ \u00a0]?[%٪]|(?<![{DIGITS}])[%٪](?P<before>{_NUMBER})(?![{DIGITS}%٪])",
    needs=one_of("%٪"),
)


def percent_in_order(found: re.Match[str]) -> str:
    """What a percentage that PERCENT found should look like."""
    number = found["after"] or found["before"]
    return number + ("%" if number[-1] in FAMILIES[Digits.WESTERN] else "٪")


NUMBERS = (digits, percent)
