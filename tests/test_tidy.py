"""Typography: every rule keeps its promise, none touches what is not its own, and every finding has its true place."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typeset import read, tidy
from typeset.errors import ThemeError
from typeset.findings import Check
from typeset.jobs import explain, lint
from typeset.model import house_style
from typeset.model.article import Article, Contact, Embargo, Figure, Heading, Paragraph, Photo, Quotation
from typeset.model.house_style import FAMILIES, Digits, Dots, House, Months, Percent, Quotes, Tanwin
from typeset.model.text import Mark, MarkKind, Text
from typeset.render.shape import harfbuzz
from typeset.tidy.rule import Rule

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "tidy"
USUAL = House()
same_every_day = settings(derandomize=True, deadline=None)
RULES = {rule.id: rule for rule in tidy.RULES}
CHECKS = {check.id: check for check in tidy.CHECKS}


# Cases that an editor can read and add to


@dataclass
class Case:
    title: str
    said: dict[str, list[str]] = field(default_factory=dict)

    def one(self, key, usual=""):
        return self.said.get(key, [usual])[0]

    def __str__(self):
        return self.title


def cases():
    for page in sorted(CASES.glob("*.md")):
        if page.name == "README.md":
            continue
        for part in page.read_text(encoding="utf-8").split("## ")[1:]:
            title, *lines = part.strip("\n").split("\n")
            case = Case(f"{page.stem}: {title}")
            for line in filter(None, lines):
                key, _, value = line.partition(": ")
                case.said.setdefault(key, []).append(seen(value))
            yield case


def seen(value):
    return re.sub("<U\\+([0-9A-F]{4})>", lambda found: chr(int(found[1], 16)), value)


ALL = list(cases())
OF_RULES = [case for case in ALL if "check" not in case.said]
OF_CHECKS = [case for case in ALL if "check" in case.said]


def style_of(case, tmp_path):
    (tmp_path / "typeset.toml").write_text("\n".join(case.said.get("house", [])), encoding="utf-8")
    return house_style.load(tmp_path)


def article(*paragraphs, language="ar", headline="عنوان", **fields):
    body = tuple(Paragraph(Text(words, line=number, column=1)) for number, words in enumerate(paragraphs, 2))
    return Article(
        headline=Text(headline, line=1, column=1), body=body, language=language, name="release.txt", **fields
    )


def tidied(words, style=USUAL, language="ar", rule=None):
    """One paragraph after one rule, or after all of them."""
    if rule:
        others = frozenset(RULES) - {rule}
        style = House(**{name: getattr(style, name) for name in CHOICES}, ignore=others)
    return str(tidy.article(article(words, language=language), style).body[0].text)


CHOICES = ("quotes", "digits", "tanwin", "ellipsis", "percent", "months")


@pytest.mark.parametrize("case", OF_RULES, ids=str)
def test_a_case_of_a_rule(case, tmp_path):
    style, language, rule = style_of(case, tmp_path), case.one("language", "ar"), case.one("rule")
    assert not rule or rule in RULES
    if "before" in case.said:
        assert tidied(case.one("before"), style, language, rule) == case.one("after")
    for kept in [*case.said.get("keeps", []), *case.said.get("after", [])]:
        assert tidied(kept, style, language, rule) == kept


@pytest.mark.parametrize("case", OF_CHECKS, ids=str)
def test_a_case_of_a_check(case, tmp_path):
    style, check = style_of(case, tmp_path), case.one("check")
    assert check in CHECKS

    def places(words):
        findings = tidy.findings(article(*words.split(" ¶ "), language=case.one("language", "ar")), style)
        return [(each.place.line, each.place.column) for each in findings if each.id == check]

    for words in case.said.get("finds", []):
        expected = [
            (number, at.start() + 1 - before)
            for number, paragraph in enumerate(words.split(" ¶ "), 2)
            for before, at in enumerate(re.finditer("▸", paragraph))
        ]
        assert places(words.replace("▸", "")) == expected
    for words in case.said.get("passes", []):
        assert places(words) == []


@pytest.mark.parametrize("id", RULES)
def test_every_rule_has_a_case(id):
    assert any(case.one("rule") == id for case in OF_RULES)


# What every rule promises


@pytest.mark.parametrize("rule", tidy.RULES, ids=lambda rule: rule.id)
def test_a_rule_keeps_the_promise_of_its_examples(rule):
    def after(words):
        return tidied(words, rule.house, rule.language, rule.id)

    assert after(rule.before) == rule.after != rule.before
    assert after(rule.after) == rule.after
    assert after(rule.keeps) == rule.keeps


@pytest.mark.parametrize(
    ("words", "language", "digits"),
    [
        ("في 20 مدينة و15 قرية", "ar", Digits.WESTERN),
        ("في ٢٠ مدينة و15 قرية عام ٢٠٢٤", "ar", Digits.ARABIC_INDIC),
        ("في مدن كثيرة", "ar", Digits.ARABIC_INDIC),
        ("في مدن كثيرة", "ar-MA", Digits.WESTERN),
        ("في ٢٠ مدينة", "ar-MA", Digits.ARABIC_INDIC),
        ("دفعہ ۱ اور دفعہ ۲", "ur", Digits.PERSIAN),
        ("دفعہ 1", "ur", Digits.WESTERN),
        ("در 20 شهر", "fa", Digits.WESTERN),
        ("في ٢٠ مدينة و15 قرية", "ar", Digits.ARABIC_INDIC),
        ("هاتف iPhone 15 وقال “Sales rose 5% in 2023” في ٢٠ مدينة", "ar", Digits.ARABIC_INDIC),
        ("هاتف +964 770 000 0000 أو 0770 000 0000 أو 0771 000 0000", "ar", Digits.ARABIC_INDIC),
        ("٢٠ ערים", "he", Digits.WESTERN),
        ("in ٢٠ places", "en", Digits.WESTERN),
    ],
)
def test_a_page_takes_the_digits_of_most_numbers_of_its_text(words, language, digits):
    assert tidy.page_digits(article(words, language=language), USUAL) is digits
    decided = House(digits=Digits.PERSIAN)
    assert tidy.page_digits(article(words, language=language), decided) is decided.numerals(language)


PIECES = st.sampled_from(
    [
        *"ابتنهويىيیكکةءآ",
        *'  ،؛؟!.:;,?…"«»“”„()[]-–/%٪٫',
        *"01٢٣۴۵",
        *"ًَّـ\u200c\u200f\u00a0\u00ad\n",
        *"שלג'",
        *("...", "--", "  ", "و ", "ال", "يه", "هـ", "مي ", "می ", " ها", "يوليو", "آذار", " 7 ", "2025", "ه"),
        *("iPhone 15 Pro", "https://example.com/a,b", "a.b@example.com", "﴿قل  هو﴾", "+964 770 000 000", "ﻻ", "ﺳﻼﻡ"),
    ]
)
WORDS = st.lists(PIECES, max_size=24).map("".join)
LANGUAGES = st.sampled_from(["ar", "fa", "ur", "he", "en"])
STYLES = st.builds(
    House,
    quotes=st.sampled_from(Quotes),
    digits=st.sampled_from(Digits),
    tanwin=st.sampled_from(Tanwin),
    ellipsis=st.sampled_from(Dots),
    percent=st.sampled_from(Percent),
    months=st.sampled_from(Months),
)


@same_every_day
@given(WORDS, LANGUAGES, STYLES)
def test_tidying_twice_changes_nothing_more(words, language, style):
    once = tidied(words, style, language)
    assert tidied(once, style, language) == once


@same_every_day
@given(WORDS, LANGUAGES, STYLES, st.sampled_from(list(RULES)))
def test_a_rule_run_twice_changes_nothing_more(words, language, style, rule):
    once = tidied(words, style, language, rule)
    assert tidied(once, style, language, rule) == once


# What is shown

SHOWN_ALIKE = str.maketrans("ىیکةہ״׳٪", "ييكهه\"'%") | {ord(sign): None for sign in "ـ\u200c\u0654\u0653\u064b"}
WORDS_OF = {
    "ar": ["قال", "في", "مليار", "عام", "و", "١٢", "٣٫٥", "٪", "هـ", "ه"],
    "fa": ["گفت", "در", "میلیارد", "می", " ها", "۱۲", "۳٫۵", "٪"],
    "ur": ["نے", "کہا", "ارب", "۵", "."],
    "he": ["אמר", "מיליארד", "רח'", 'צה"ל', "ב"],
}
FIGURES = ["12", "3.5", "2025", "5", "1,250", "10-15", "23/7/2025", "12:30", "+5", "-3", "$", "Nokia", "iPhone 15", "x"]
SIGNS = [*'()[]«»“”"،,.:؛؟!-–/', " ", " ", "  ", "...", "…", "--", "،،", ":::", "\u00a0", "\u202f", "\u2009"]
CONTROLS = [*"\u200f\u200e\u061c\u202b\u202a\u202c\u2067\u2069", "\u200f"]
SHOWN_STYLES = (
    House(),
    House(quotes=Quotes.CURLY, tanwin=Tanwin.ON_ALEF, ellipsis=Dots.DOTS),
    House(quotes=Quotes.GUILLEMETS, tanwin=Tanwin.BEFORE_ALEF),
)


def shown(words, without=""):
    """The letters, figures and signs of numbers from left to right as they stand on a page from right to left."""
    levels = harfbuzz.embedding_levels(words, (), rtl=True)
    visual = "".join(words[at] for at in harfbuzz.visual(levels)).translate(SHOWN_ALIKE)
    return re.sub(rf"[^\w%+]|[_{without}]", "", Digits.WESTERN.write(visual))


def texts_of(language):
    pieces = [WORDS_OF[language], FIGURES, SIGNS, CONTROLS]
    return st.lists(st.sampled_from(pieces).flatmap(st.sampled_from), min_size=2, max_size=14).map("".join)


@settings(same_every_day, max_examples=250)
@given(st.sampled_from(sorted(WORDS_OF)).flatmap(lambda language: st.tuples(st.just(language), texts_of(language))))
def test_no_rule_changes_what_is_shown(written):
    language, words = written
    once = shown(words)
    for style in SHOWN_STYLES:
        assert shown(tidied(words, style, language)) == once
    for rule in RULES:
        assert shown(tidied(words, USUAL, language, rule)) == once, rule


OTHER_LETTERS = ("text/months", "text/presentation-forms", "text/composed-letters", "text/digits")
"""Rules after which other letters are shown, by intent; the figures stay where they are. Arabic-Indic digits behind a
Latin word are no longer a part of it, and stand where the Arabic line goes on."""


@pytest.mark.parametrize("case", [case for case in OF_RULES if case.one("language", "ar") in WORDS_OF], ids=str)
def test_no_case_of_a_rule_changes_what_is_shown(case, tmp_path):
    otherwise = r"\D" if case.one("rule") in OTHER_LETTERS else ""
    moves_percent = "%" if "percent" in "".join(case.said.get("house", [])) else ""
    for words in [*case.said.get("before", []), *case.said.get("keeps", [])]:
        after = tidied(words, style_of(case, tmp_path), case.one("language", "ar"))
        assert shown(after, otherwise + moves_percent) == shown(words, otherwise + moves_percent)


LOOKALIKES = str.maketrans("ىیکةہ", "ييكهه") | {ord(sign): None for sign in "ـ\u200c\u0654\u0653"}


def letters(words):
    """The letters alone, those that look alike made one."""
    return re.sub(r"[\W\d_]", "", words.translate(LOOKALIKES))


@same_every_day
@given(
    st.lists(st.sampled_from([*"ابتنهويىیكکة", *'  ،؟!.:"«»()-', *"12٣", "...", "  "]), max_size=40).map("".join),
    LANGUAGES,
)
def test_no_letter_is_ever_lost_or_moved(words, language):
    assert letters(tidied(words, House(quotes=Quotes.CURLY, digits=Digits.WESTERN), language)) == letters(words)


APART = st.lists(
    st.sampled_from([*("قال", "نعم", "بغداد", "12", "Nokia"), *'  ،؛؟!.:"«»“”‹›()[]{}', "  ", "...", "–"]), max_size=24
).map("".join)


@same_every_day
@given(APART, STYLES)
def test_no_space_is_dropped_between_two_words(words, style):
    def gaps(text):
        return [bool(re.search(r"\s", gap)) for gap in re.split(r"قال|نعم|بغداد|12|Nokia|١٢|۱۲", text)[1:-1]]

    after = gaps(tidied(words, style))
    assert all(there for was, there in zip(gaps(words), after, strict=True) if was)


PROTECTED = (
    "https://example.com/a--b,c?d=1...2",
    "press..1@example.com",
    "iPhone 15 Pro",
    "﴿قل  هو ... ١﴾",
    "+964 770 000 0000",
)


@same_every_day
@given(
    st.lists(st.one_of(PIECES, st.sampled_from([f" {each} " for each in PROTECTED])), max_size=20).map("".join), STYLES
)
def test_what_is_protected_stays_as_it_is_typed(words, style):
    after = tidied(words, style)
    for each in PROTECTED:
        assert words.count(f" {each} ") <= after.count(each)


@same_every_day
@given(WORDS, STYLES)
def test_a_clean_text_has_no_findings_and_an_unclean_one_has_some(words, style):
    before = article(words)
    after = tidy.article(before, style)
    found = [each for each in tidy.findings(before, style) if each.id in RULES]
    assert bool(found) == (after.body != before.body)
    assert not [each for each in tidy.findings(after, style) if each.id in RULES]


# Marks


def test_code_and_foreign_words_are_left_alone():
    words = 'قال  x  "y"  مي  شود "نعم"'
    marks = (Mark(5, 11, MarkKind.CODE), Mark(13, 20, MarkKind.LANGUAGE, "fa"))
    text = tidy.article(Article(headline=Text("ع"), body=(Paragraph(Text(words, marks)),)), House()).body[0].text
    assert text.text == 'قال x  "y" مي  شود «نعم»'
    assert [text.text[mark.start : mark.end] for mark in text.marks] == ['x  "y"', "مي  شود"]


def test_a_link_and_a_footnote_keep_their_words():
    words = "قال  الوزير ... أمس"
    marks = (Mark(5, 11, MarkKind.LINK, "https://example.com"), Mark(11, 11, MarkKind.FOOTNOTE, "1"))
    text = tidy.article(Article(headline=Text("ع"), body=(Paragraph(Text(words, marks)),)), House()).body[0].text
    assert text.text == "قال الوزير … أمس"
    assert text.marks == (Mark(4, 10, MarkKind.LINK, "https://example.com"), Mark(10, 10, MarkKind.FOOTNOTE, "1"))


# Places


def written(tmp_path, name, words):
    file = tmp_path / name
    file.write_text(words, encoding="utf-8", newline="")
    return file


MARKDOWN = """---
headline: "عقد  الاجتماع"
dateline: الوفاق/
source: الوفاق
---

قال **الوزير**  إن [العمل  مهم](https://example.com/a--b) في
بغداد ، وأضاف `x  y` \\"نعم  شكراً.

- بند  أول

| اسم  أول | ثان |
|---|---|
| قيمة | قيمة  ثانية |
"""


def test_a_finding_points_into_the_markdown_itself(tmp_path):
    file = written(tmp_path, "release.md", MARKDOWN)
    found, _ = read.article(file)
    lines = MARKDOWN.split("\n")
    spaces = [each for each in tidy.findings(found, House(), MARKDOWN) if each.id == "text/doubled-spaces"]
    places = [(each.place.line, each.place.column) for each in spaces]
    assert places == [
        (number, at.end()) for number, line in enumerate(lines, 1) for at in re.finditer("(?<!x)  ", line)
    ]


def test_a_finding_says_what_and_how_and_where():
    (found,) = [each for each in tidy.findings(article("قال الوزيـر أمس"), House()) if each.id == "text/tatweel"]
    assert (found.place.file, found.place.line, found.place.column) == ("release.txt", 2, 10)
    assert found.message == "Kashida typed by hand inside a word: الوزيـر"
    assert found.hint == "Write الوزير"


def test_what_cannot_be_seen_is_named():
    (found,) = [each for each in tidy.findings(article("قال \u200fالوزير"), House()) if each.id in RULES]
    assert "<U+200F>الوزير" in found.message


def test_a_house_may_ignore_a_rule_and_a_check():
    style = House(ignore=frozenset({"text/tatweel", "article/no-source"}))
    assert "ـ" in str(tidy.article(article("السـلام"), style).body[0].text)
    assert not {"text/tatweel", "article/no-source"} & {each.id for each in tidy.findings(article("السـلام"), style)}


def test_a_house_cannot_ignore_what_does_not_exist():
    with pytest.raises(ThemeError, match=r"`text/tatwil`, which is no rule or check") as refused:
        tidy.findings(article("نعم"), House(ignore=frozenset({"text/tatwil"})))
    assert refused.value.hint == "Did you mean text/tatweel?"


# Mending the file itself


def fixed(file):
    """What `lint --fix` makes of a file, as bytes."""
    lint.fixed_file(file)
    return file.read_bytes().decode("utf-8")


def test_fixing_mends_the_words_and_leaves_the_markup(tmp_path):
    assert fixed(written(tmp_path, "release.md", MARKDOWN)) == (
        MARKDOWN.replace("عقد  ", "عقد ")
        .replace("**  إن", "** إن")
        .replace("العمل  ", "العمل ")
        .replace("بغداد ،", "بغداد،")
        .replace("نعم  ", "نعم ")
        .replace("بند  ", "بند ")
        .replace("اسم  ", "اسم ")
        .replace("قيمة  ", "قيمة ")
    )


RELEASE = "عنوان\n\nالوفاق/ قال  الوزير :نعم ...\n\nالمصدر: الوفاق\n"
MENDED = "عنوان\n\nالوفاق/ قال الوزير: نعم …\n\nالمصدر: الوفاق\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_fixing_keeps_the_encoding_and_the_line_ends(tmp_path, encoding, line_end):
    file = tmp_path / "release.txt"
    file.write_bytes(RELEASE.replace("\n", line_end).encode(encoding))
    done = lint.fixed_file(file)
    assert done.rewritten
    assert file.read_bytes() == MENDED.replace("\n", line_end).encode(encoding)
    assert not {each.id for each in done.findings} & set(RULES)


def test_fixing_leaves_out_what_the_encoding_has_no_sign_for(tmp_path):
    (tmp_path / "typeset.toml").write_text('digits = "arabic-indic"', encoding="utf-8")
    file = tmp_path / "release.txt"
    words = "عنوان الخبر من بغداد\n\nالوفاق/ قال الوزير إن 20 شركة شاركت.\n\nوقال  الوزير نعم.\n"
    file.write_bytes(words.encode("cp1256"))
    assert "text/digits" in {each.id for each in lint.fixed_file(file).findings}
    assert file.read_bytes() == words.replace("  ", " ").encode("cp1256")


@pytest.mark.parametrize(
    "words",
    [
        "---\nheadline: عنوان:فرعي\nsource: الوفاق\n---\n\nقال الوزير نعم.\n",
        '# عنوان\n\nقال الوزير \\"نعم\\" أمس.\n',
        "# عنوان\n\n\u200f# ليس عنواناً فرعياً\n",
        "# عنوان\n\nقال:**الوزير** نعم.\n",
    ],
)
def test_fixing_leaves_out_what_would_become_markup(tmp_path, words):
    assert fixed(written(tmp_path, "release.md", words)) == words


FORMS = {
    "release.txt": "---\nlang: {language}\n---\nعنوان الخبر هنا\n\n{before}\n\nالمصدر: الوفاق\n",
    "release.md": "---\nlang: {language}\n---\n\n# عنوان\n\n{before}\n\n- {before}\n\n> {before}\n\n"
    "| أ |\n|---|\n| {before} |\n",
    "matter.md": "---\nlang: {language}\nheadline: |\n  {before}\ndateline: 'الوفاق/'\n---\n\nقال نعم.\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_fixing_mends_in_every_place_what_it_has_a_cure_for(tmp_path, name):
    left = {}
    for rule in RULES.values():
        choices = {key: getattr(rule.house, key).value for key in CHOICES}
        style = "\n".join(f'{key} = "{value}"' for key, value in choices.items() if value != "as-written")
        (tmp_path / "typeset.toml").write_text(style, encoding="utf-8")
        before = rule.before.strip() or rule.before
        file = written(tmp_path, name, FORMS[name].format(language=rule.language, before=before))
        lint.fixed_file(file)
        left[rule.id] = [each for each in lint.run(file).findings if each.id in RULES]
    assert {id: found for id, found in left.items() if found} == {}


def test_what_is_not_mended_says_why(tmp_path):
    (tmp_path / "typeset.toml").write_text('digits = "arabic-indic"', encoding="utf-8")
    words = "عنوان الخبر من بغداد\n\nالوفاق/ اكد الوزير أن 20 شركة شاركت في في موسكو.\n\nالمصدر: الوفاق\n"
    file = tmp_path / "release.txt"
    file.write_bytes(words.encode("cp1256"))
    hints = {each.id: each.hint for each in lint.fixed_file(file).findings if "--fix" in each.hint}
    usual = "--fix left it: only its author knows whether it is meant."
    assert hints == {
        "text/digits": "Write ٢٠. --fix left it: cp1256, in which the file is saved, has no such sign; save it as "
        "UTF-8.",
        "text/initial-hamza": f"Write أكد. {usual}",
        "text/repeated-word": f"Write في once, if it is a slip. {usual}",
    }
    assert not any("--fix" in each.hint for each in lint.run(file).findings)


def test_fixing_mends_in_the_front_matter_what_does_not_become_its_grammar(tmp_path):
    words = '---\nheadline: \'قال "نعم" ،أمس\'\nkicker: بيان:صحفي  اليوم\nsource: "الوفـاق"\n---\n\nقال الوزير نعم.\n'
    mended = words.replace('"نعم" ،', "«نعم»، ").replace("صحفي  ", "صحفي ").replace("الوفـاق", "الوفاق")
    assert fixed(written(tmp_path, "release.md", words)) == mended


def test_a_clean_file_is_not_written(tmp_path):
    file = written(tmp_path, "release.txt", MENDED)
    before = file.stat().st_mtime_ns
    assert not lint.fixed_file(file).rewritten
    assert file.stat().st_mtime_ns == before


MARKUP = st.sampled_from(["**", "*", "`", "\n\n", "- ", "[", "](x)", "> ", "\\", "&amp;", "| ", "# "])


@settings(same_every_day, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(PIECES, MARKUP)))
def test_a_fixed_file_is_read_as_the_tidied_article(tmp_path, pieces):
    file = written(tmp_path, "release.md", "# عنوان\n\nفقرة\n\n" + "".join(pieces) + "\n")
    wanted = tidy.article(read.article(file)[0], USUAL)
    lint.fixed_file(file)
    assert tidy.article(read.article(file)[0], USUAL) == wanted


# The structure of a release


def ids(work, style=USUAL):
    return {each.id for each in tidy.findings(work, style)}


WHOLE = article(
    "الوزير قال نعم",
    dateline=Text("الوفاق/"),
    source=Text("الوفاق"),
    about=(Paragraph(Text("الوفاق صحيفة")),),
    contacts=(Contact(Text("مكتب الإعلام"), email="press@example.com"),),
    date=datetime(2025, 7, 23, tzinfo=UTC).date(),
)


def test_a_whole_release_is_clean():
    assert ids(WHOLE) == set()


def changed(**fields):
    return Article(**{name: getattr(WHOLE, name) for name in WHOLE.__slots__} | fields)


PHOTO = Photo("photo.jpg", alt="مصافحة", caption=Text("الوزيران في موسكو"), credit=Text("وام"))
TEN = datetime(2025, 7, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("work", "id"),
    [
        (changed(headline=Text("ع" * 66)), "article/long-headline"),
        (changed(language="xx"), "article/unknown-language"),
        (changed(subheadline=Text("ع" * 161)), "article/long-subheadline"),
        (changed(headline=Text("عقد الاجتماع.")), "article/headline-full-stop"),
        (changed(body=(Heading(Text("ختام.")),)), "article/headline-full-stop"),
        (changed(dateline=Text("")), "article/no-dateline"),
        (changed(date=None), "article/no-date"),
        (changed(source=Text("")), "article/no-source"),
        (changed(contacts=(Contact(Text("مكتب")),)), "article/no-contact"),
        (changed(about=()), "article/no-boilerplate"),
        (changed(embargo=Embargo(TEN, has_hour=False)), "article/embargo-hour"),
        (changed(embargo=Embargo(TEN.replace(tzinfo=None))), "article/embargo-zone"),
        (changed(embargo=Embargo(TEN), release=Text("للنشر الفوري")), "article/embargo-or-release"),
        (changed(body=(Quotation((Text("كلام"),)),)), "article/unnamed-speaker"),
        (changed(photos=(Photo("photo.jpg", caption=PHOTO.caption, credit=PHOTO.credit),)), "article/photo-alt"),
        (changed(body=(Figure(Photo("photo.jpg", alt="مصافحة")),)), "article/photo-caption"),
    ],
)
def test_what_a_release_lacks_is_found_and_nothing_else(work, id):
    assert ids(work) == {id}


@pytest.mark.parametrize(
    "work",
    [
        changed(headline=Text("ع" * 65)),
        changed(headline=Text("عقد الاجتماع…")),
        changed(embargo=Embargo(TEN)),
        changed(body=(Quotation((Text("كلام"),), speaker=Text("عابدي")),)),
        changed(photos=(PHOTO,)),
    ],
)
def test_what_a_release_has_is_not_asked_for(work):
    assert ids(work) == set()


def test_the_limits_are_the_houses():
    assert ids(WHOLE, House(headline_limit=3)) == {"article/long-headline"}


def test_the_real_release(tmp_path):
    found, _ = read.article(ROOT / "articles" / "alwefaq-iran-russia.txt")
    assert ids(found) == {
        "article/long-headline",
        "article/mixed-quotes",
        "article/no-boilerplate",
        "article/no-contact",
        "article/no-date",
    }
    assert ids(tidy.article(found, House(quotes=Quotes.GUILLEMETS))).isdisjoint({"article/mixed-quotes"})


# Nothing is left out


def decorated(kind):
    modules = (import_module(module.name) for module in walk_packages(tidy.__path__, "typeset.tidy."))
    return {value.id for module in modules for value in vars(module).values() if isinstance(value, kind)}


def test_every_rule_and_check_runs():
    assert decorated(Rule) == set(RULES)
    assert decorated(Check) == set(CHECKS)
    assert len(RULES) + len(CHECKS) >= 25


def test_the_page_of_rules_is_what_they_say_of_themselves(golden):
    golden(ROOT / "docs" / "rules.md", explain.page())


def test_digits_are_written_in_every_family():
    for family, figures in FAMILIES.items():
        assert family.write("0123456789 ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹") == f"{figures} {figures} {figures}"
        assert family.write(120) == figures[1] + figures[2] + figures[0]
