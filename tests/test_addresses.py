"""E-mail addresses, URLs and telephone numbers: whoever reads, tidies or composes a text finds the same ones in it."""

import pytest

from typeset.compose import inline
from typeset.compose.inline import Setter
from typeset.model import addresses
from typeset.model.script import HOLD
from typeset.model.text import Text
from typeset.read import fragments
from typeset.read.parts.endings import contacts
from typeset.tidy.passage import Passage

EMAILS = {
    "راسلوا press@example.org الآن": "press@example.org",
    "راسلوا press@مثال.إختبار الآن": "press@مثال.إختبار",
    "راسلوا press@mail.مثال.إختبار، ثم": "press@mail.مثال.إختبار",
    "راسلوا press@xn--mgbh0fb.xn--kgbechtv.": "press@xn--mgbh0fb.xn--kgbechtv",
    "راسلوا بريد@مثال.إختبار؟": "بريد@مثال.إختبار",
    "راسلوا press@مثال.example!": "press@مثال.example",
    "راسلونا بالبريد وpress@example.org": "press@example.org",
    "إلى press@example.org.وقال": "press@example.org",
    "إلى press@example.orgوقال": "press@example.org",
    "البريد (a.b+c_d-1@x-y.example.co) أو": "a.b+c_d-1@x-y.example.co",
    "البريد «press@example.org»": "press@example.org",
    "البريد 'press@example.org'": "press@example.org",
    "<press@example.org>؛": "press@example.org",
}
URLS = {
    "في https://example.org/a?b=1,2;c#d. ثم": "https://example.org/a?b=1,2;c#d",
    "في (https://example.org/a_(b))؛": "https://example.org/a_(b)",
    "في [https://example.org/]": "https://example.org/",
    "في «http://example.org!»": "http://example.org",
    "في https://مثال.إختبار/صفحة؟": "https://مثال.إختبار/صفحة",
    "في WWW.Example.org/x،": "WWW.Example.org/x",
    "وفي الموقع وwww.مثال.إختبار": "www.مثال.إختبار",
    "في https://user@example.org/07700000000": "https://user@example.org/07700000000",
}
PHONES = {
    "هاتف +961 1 234567.": "+961 1 234567",
    "هاتف (+964) 770 123 4567": "(+964) 770 123 4567",
    "هاتف +964 (0) 770 123 4567،": "+964 (0) 770 123 4567",
    "هاتف +٩٦٤ ٧٧٠ ٠٠٠ ٠٠٠٠": "+٩٦٤ ٧٧٠ ٠٠٠ ٠٠٠٠",
    "هاتف 00964-770-000-0000": "00964-770-000-0000",
    "هاتف 0770 000 0000": "0770 000 0000",
    "هاتف ٠٧٧٠ ٠٠٠ ٠٠٠٠؛": "٠٧٧٠ ٠٠٠ ٠٠٠٠",
    "تلفن ۰۲۱-۱۲۳۴۵۶۷۸": "۰۲۱-۱۲۳۴۵۶۷۸",
    "هاتف 07700000000": "07700000000",
    "هاتف 01/234567": "01/234567",
    "هاتف 01-02-03-04-05": "01-02-03-04-05",
    "هاتف (01) 234-5678.": "(01) 234-5678",
    "هاتف (212) 555-0100": "(212) 555-0100",
    "هاتف 0770 000 0000 / 0771": "0770 000 0000",
    "هاتف 01 234567/8": "01 234567/8",
}
NONE = (
    "سكانها 1 250 000 نسمة",
    "بين 10 000-20 000 دينار",
    "بين 2020-2025",
    "في 23-07-2025",
    "من 05/07/2025-06/07/2025",
    "في ٠٥-٠٧-٢٠٢٥",
    "بنسبة 0.1234567",
    "الرمز 978-3-16-148410-0",
    "الساعة 08:00-16:00",
    "العنوان 192.168.1.1",
    "تابعوا @مثال.إختبار",
    "النتيجة 5@3.2",
    "زاد 1250000",
)
ALL = [
    *(
        (words, address, kind)
        for kind, table in (("email", EMAILS), ("url", URLS), ("phone", PHONES))
        for words, address in table.items()
    ),
    *((words, "", "") for words in NONE),
]


@pytest.mark.parametrize(("words", "address", "kind"), ALL)
def test_all_who_ask_find_the_same_addresses(words: str, address: str, kind: str) -> None:
    expected = [(address, kind)] if kind else []
    assert [(words[each.start : each.end], each.kind) for each in addresses.found(words)] == expected
    isolated = inline.stretches(words, "rtl")
    kept = [(words[at.start : at.end], at.kind) for at in isolated if at.kind in {"email", "url", "phone"}]
    assert kept == expected, "composed"
    assert _protected(words, address) == address, "tidied"
    [contact, *others] = contacts([Text(words)])
    if kind == "url":
        assert contact.link == fragments.link(address)
    elif kind:
        assert getattr(contact, kind) == address, "read"
    assert not others


@pytest.mark.parametrize("address", ["press@example.org", "press@مثال.إختبار", "https://مثال.إختبار/صفحة"])
def test_an_address_is_one_piece_on_an_english_page_too(address: str) -> None:
    words = f"Write to {address}."
    assert [words[at.start : at.end] for at in inline.stretches(words, "ltr")] == [address]


def _protected(words: str, address: str) -> str:
    """What a rule may not change of the words around an address, and of the address."""
    masked = Passage(Text(words), "en").masked
    held = "".join(letter for letter, seen in zip(words, masked, strict=True) if seen == HOLD)
    return held if address or "@" not in words else ""


@pytest.mark.parametrize("address", [*EMAILS.values(), *URLS.values()])
def test_an_address_leads_where_the_reader_and_the_page_say(address: str) -> None:
    shown = str(Setter("ar", "rtl", has_links=True).set(Text(f"في {address}")))
    assert f'<a href="{fragments.link(address)}">{address}</a>' in shown


@pytest.mark.parametrize("line", ["هاتف: 961 1 234567", "هاتف 234567", "هاتف 2 0770 123 4567"])
def test_where_a_telephone_number_is_looked_for_any_figures_are_one(line: str) -> None:
    assert contacts([Text(line)])[0].phone == line.removeprefix("هاتف").lstrip(": ")


def test_two_numbers_in_a_line_are_not_run_into_one() -> None:
    assert contacts([Text("هاتف 0770 123 4567 / 0771 123 4567")])[0].phone == "0770 123 4567"


def test_what_no_page_links_to_is_no_link_of_a_release() -> None:
    """It is an address, and no rule may change it; but a PDF leads nowhere by FTP."""
    assert [each.kind for each in addresses.found("في ftp://example.org/a")] == ["url"]
    assert not fragments.link("ftp://example.org/a")
    assert "<a " not in Setter("ar", "rtl", has_links=True).set(Text("في ftp://example.org/a"))


@pytest.mark.parametrize("words", [words for words, _, _ in ALL])
def test_a_text_without_the_sign_of_an_address_has_none(words: str) -> None:
    holds = any(pattern.compiled.search(words) for pattern in (addresses.URLS, addresses.EMAILS, addresses.PHONES))
    assert not holds or addresses.TRACE.search(words)


@pytest.mark.parametrize(
    "sign", [*"@.(+10", "a@", "ا@", "a@a.", "ا@ا.", "www.", "http://", "www.(", "+1(", "00-", "0 ", "12)", "a-", "a."]
)
def test_the_search_for_addresses_ends_soon_on_any_text(sign: str) -> None:
    assert sum(1 for _ in addresses.found(sign * 50_000)) <= 50_000
