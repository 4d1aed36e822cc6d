"""Where lines end and kashida goes: the rules of the trade over many words, and paragraphs that come out flush."""

import unicodedata
from functools import cache
from itertools import pairwise
from math import inf
from pathlib import Path
from random import Random
from statistics import mean, median, pstdev

import pytest
from bench.justification import Setting, kashida_of, off, ours, runts
from bench.justification import paragraphs as paragraphs_of_the_release
from measure.lines import ink_lines

from typeset.model import fonts
from typeset.model.theme import Justification, TextJustify
from typeset.render import justify
from typeset.render.justify import BrokenLine, MeasuredWord, Rules, line_breaks

CASES = Path(__file__).parent / "cases" / "justify"
RELEASE = Path(__file__).parent.parent / "articles" / "alwefaq-iran-russia.txt"
TATWEEL = "ـ"
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءپچژکگیٹڈڑہھےں"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
ARTICLES = [and_ + article for and_ in ("", "و", "ف") for article in ("ال", "ٱل", "بال", "كال", "لل")]
NAMES_OF_GOD = ("الله", "لله", "والله", "بالله", "فلله", "اللهم", "اللہ")


@cache
def many_words() -> tuple[str, ...]:
    """The words of the release, of other texts, and 20,000 that nobody wrote, one in four with its vowels."""
    files = (RELEASE, CASES / "hard-lines.txt", CASES / "vocalised-persian-urdu.txt")
    written = [word for file in files for word in file.read_text(encoding="utf-8").split()]
    random = Random(1446)  # noqa: S311 - words, not secrets
    starts = ["", "", "", "و", "عبد", *ARTICLES, *NAMES_OF_GOD]
    made = [random.choice(starts) + "".join(random.choices(ALPHABET, k=random.randrange(10))) for _ in range(20_000)]
    vocalised = ["".join(letter + random.choice(MARKS) for letter in word) for word in made[::4]]
    return tuple(sorted({*written, *made, *vocalised}))


def bare(text):
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


def letters_with(form):
    """The letters that Unicode gives such a presentation form: an authority on joining that is not ours."""
    parts = (unicodedata.decomposition(chr(code)).split() for code in range(0xFB50, 0xFEFD))
    return {chr(int(part[1], 16)) for part in parts if len(part) == 2 and part[0] == form}


@pytest.mark.parametrize("case", (CASES / "joints.txt").read_text(encoding="utf-8").splitlines())
def test_kashida_goes_where_a_calligrapher_puts_it(case):
    word, _, places = case.partition(":")
    found = [word[: joint.at] + TATWEEL + word[joint.at :] for joint in justify.joints(word)]
    assert case.startswith("#") or found == places.split()


def test_a_kashida_stands_between_two_joined_letters_after_the_marks_of_the_first():
    onward, back = letters_with("<initial>") | set("ڪ"), letters_with("<final>") | set("ڪ")
    for word in many_words():
        for joint in justify.joints(word):
            assert bare(word[: joint.at])[-1] in onward, word
            assert word[joint.at] in back, word


def test_no_kashida_inside_a_lam_alef():
    for word in many_words():
        for joint in justify.joints(word):
            assert bare(word[: joint.at])[-1] + word[joint.at] not in ("لا", "لأ", "لإ", "لآ", "لٱ"), word


def test_no_kashida_inside_the_name_of_god():
    for word in many_words():
        for joint in justify.joints(word):
            at, plain = len(bare(word[: joint.at])), bare(word)
            assert plain[at - 1 : at + 2] not in ("لله", "للہ", "للھ"), word
            assert plain[at - 2 : at + 1] not in ("لله", "للہ", "للھ"), word
            assert plain not in NAMES_OF_GOD, word


def test_no_kashida_in_the_article_nor_straight_after_it():
    for word in many_words():
        plain = bare(word).lstrip("«“(")
        skipped = len(bare(word)) - len(plain)
        article = max((article for article in ARTICLES if plain.startswith(article)), key=len, default="")
        for joint in justify.joints(word):
            assert not article or len(bare(word[: joint.at])) - skipped > len(article), word


@pytest.mark.parametrize("word", ["في", "«عن»", "بيت2", "١٢سنة", "Wiبيت", "شـكرا", "۱۴۰۲ش", "لِلّٰهِ", "", "2023", "…"])
def test_short_words_digits_latin_and_the_authors_own_tatweel_are_left_alone(word):
    assert justify.joints(word) == ()


def test_every_word_of_the_release_can_be_judged_once_for_all():
    assert any(justify.joints(word) for word in many_words())
    for word in many_words():
        assert len({joint.at for joint in justify.joints(word)}) == len(justify.joints(word))
        assert all(one.cost <= other.cost for one, other in pairwise(justify.joints(word)))


# --- lines ---------------------------------------------------------------------------------------------------

SPACE = 0.28


def width(text):
    """About what the letters measure in a text face, in em: narrow where they do not join onward."""
    return sum(0.28 if letter in "اأإآدذرزو.،:" else 0.47 for letter in bare(text))


def words_of(text):
    return [MeasuredWord(word, width(word), SPACE, breaks=True, joints=justify.joints(word)) for word in text.split()]


def paragraphs():
    return [line for line in RELEASE.read_text(encoding="utf-8").splitlines() if len(line.split()) > 12]


def any_growth(word, at):
    return 0.12


def advance(words, line):
    """How wide the line comes out."""
    inside = words[line.start : line.stop]
    spaces = sum(word.space for word in inside[:-1]) + line.space * sum(word.space > 0 for word in inside[:-1])
    return sum(word.width for word in inside) + spaces + sum(kashida.growth for kashida in line.kashida)


@pytest.fixture(params=[14.2, 17.0, 20.0, 25.0, 34.5], ids=lambda measure: f"{measure} em")
def setting(request):
    """The release's paragraphs and their lines."""
    texts = [words_of(paragraph) for paragraph in paragraphs()]
    return request.param, [
        (words, justify.lines(words, request.param - 1, request.param, Rules(1.0), any_growth)) for words in texts
    ]


def test_every_word_stands_in_one_line_in_order(setting):
    for words, lines in setting[1]:
        assert [at for line in lines for at in range(line.start, line.stop)] == list(range(len(words)))


def test_both_edges_are_flush_with_the_first_line_indented(setting):
    measure, texts = setting
    for words, lines in texts:
        for line in lines[:-1]:
            assert advance(words, line) == pytest.approx(measure if line.start else measure - 1)


def test_the_last_line_keeps_its_spaces_and_has_no_kashida(setting):
    measure, texts = setting
    for words, lines in texts:
        assert lines[-1].kashida == ()
        short = (measure if lines[-1].start else measure - 1) - advance(words, lines[-1]._replace(space=0))
        spaces = lines[-1].stop - lines[-1].start - 1
        assert lines[-1].space == pytest.approx(short / spaces if short < 0.6 and short / spaces < 0.04 else 0)


def test_spaces_shrink_a_little_and_never_tear(setting):
    spaces = [line.space for _, lines in setting[1] for line in lines[:-1]]
    assert min(spaces) >= -0.18 * SPACE - 1e-6
    assert max(spaces) <= 0.45 - SPACE


def test_kashida_are_few_one_in_a_word_and_long_enough_to_be_meant(setting):
    lines = [line for _, lines in setting[1] for line in lines[:-1]]
    assert max(len(line.kashida) for line in lines) <= 3
    assert mean(len(line.kashida) for line in lines) <= 1.5
    assert all(0.1 <= kashida.growth <= 1.4 for line in lines for kashida in line.kashida)
    assert all(one.word < other.word for line in lines for one, other in pairwise(line.kashida))


def test_no_paragraph_ends_in_a_lone_word(setting):
    assert all(lines[-1].stop - lines[-1].start > 1 for _, lines in setting[1])


def test_a_kashida_stands_at_a_joint_of_its_word(setting):
    for words, lines in setting[1]:
        for kashida in (kashida for line in lines for kashida in line.kashida):
            assert kashida.at in {joint.at for joint in words[kashida.word].joints}


def test_a_kashida_is_never_shorter_than_the_font_can_draw_it():
    words = words_of(paragraphs()[0])
    lines = justify.lines(words, 14.2, 14.2, Rules(1.0), lambda word, at: 0.7)
    growths = [kashida.growth for line in lines for kashida in line.kashida]
    assert growths
    assert min(growths) >= 0.7


def test_a_joint_that_the_font_cannot_stretch_is_passed_over():
    words = words_of(paragraphs()[0])
    refused = {word: words[word].joints[0].at for word in range(len(words)) if words[word].joints}
    lines = justify.lines(words, 14.2, 14.2, Rules(1.0), lambda word, at: inf if refused[word] == at else 0.12)
    used = [kashida for line in lines for kashida in line.kashida]
    assert used
    assert not any(refused[kashida.word] == kashida.at for kashida in used)
    alone = justify.lines(words, 14.2, 14.2, Rules(1.0), lambda word, at: inf)
    assert not any(line.kashida for line in alone)
    assert all(advance(words, line) == pytest.approx(14.2) for line in alone[:-1])


@pytest.mark.parametrize(
    ("measure", "width"), [(11.0, 11.0), (11.12, 11.12), (11.25, 11.25), (11.9, 11.12), (14, 11.12)]
)
def test_a_last_line_is_made_flush_only_where_it_is_all_but_full(measure, width):
    words = plain(*[2] * 5)
    (line,) = justify.lines(words, measure, measure, Rules(1.0), any_growth)
    assert advance(words, line) == pytest.approx(width)


def test_any_unit_gives_the_same_lines():
    small = words_of(paragraphs()[0])
    large = [word._replace(width=word.width * 18, space=word.space * 18) for word in small]
    one = justify.lines(small, 14.2, 14.2, Rules(1.0), any_growth)
    other = justify.lines(large, 14.2 * 18, 14.2 * 18, Rules(18.0), lambda word, at: 0.12 * 18)
    assert [(line.start, line.stop, len(line.kashida)) for line in one] == [
        (line.start, line.stop, len(line.kashida)) for line in other
    ]
    assert [line.space * 18 for line in one] == pytest.approx([line.space for line in other])


@pytest.mark.parametrize(("language", "most"), [("ar", 2), ("fa-IR", 2), ("UR", 2), ("he", 0), ("en", 0), ("", 0)])
def test_kashida_belongs_to_languages_that_have_it(language, most):
    assert Rules.for_paragraph(Justification(TextJustify.KASHIDA, 2), 16.0, language) == Rules(16.0, most)


def test_spaces_alone_where_the_theme_says_so():
    rules = Rules.for_paragraph(Justification(TextJustify.SPACES, 3), 1.0, "ar")
    words = words_of(paragraphs()[0])
    lines = justify.lines(words, 25.0, 25.0, rules, any_growth)
    assert not any(line.kashida for line in lines)
    assert all(advance(words, line) == pytest.approx(25.0) for line in lines[:-1])


def test_one_kashida_in_a_line_where_the_theme_says_one():
    words = words_of(paragraphs()[0])
    lines = justify.lines(words, 14.2, 14.2, Rules(1.0, 1), any_growth)
    assert max(len(line.kashida) for line in lines) == 1


# --- what is not a tidy paragraph ------------------------------------------------------------------------------


def plain(*widths, space=SPACE):
    return [MeasuredWord("", width, space, breaks=True) for width in widths]


def test_nothing_gives_no_lines_and_one_word_gives_one():
    assert justify.lines([], 10, 10, Rules(1.0), any_growth) == ()
    assert justify.lines(plain(4), 10, 10, Rules(1.0), any_growth) == (BrokenLine(0, 1),)


def test_a_word_wider_than_the_line_stands_alone_and_the_rest_is_set_as_ever():
    words = plain(3, 3, 3, 25, 3, 3, 3, 3, 3)
    lines = justify.lines(words, 10, 10, Rules(1.0), any_growth)
    assert (3, 4) in [(line.start, line.stop) for line in lines]
    assert all(line.stop - line.start < 4 for line in lines)


def test_words_tied_by_a_hard_space_are_not_parted():
    words = plain(*[2.6] * 40)
    words[10:12] = [word._replace(breaks=False) for word in words[10:12]]
    lines = justify.lines(words, 14, 14, Rules(1.0), any_growth)
    assert not {11, 12} & {line.stop for line in lines}


def test_tied_words_that_are_wider_than_the_line_do_not_run_together():
    tied = [word._replace(breaks=False) for word in plain(*[3] * 6)]
    for words in (tied, [*plain(3, 3), *tied, *plain(3, 3, 3)]):
        for line in justify.lines(words, 10, 10, Rules(1.0), any_growth):
            assert line.space >= -0.18 * SPACE - 1e-6


def test_a_url_breaks_inside_without_a_gap():
    words = [
        *plain(3, 3, 3),
        MeasuredWord("https://", 4, 0, breaks=True),
        MeasuredWord("example.org/", 5, 0, breaks=True),
        *plain(4, 3, 3),
    ]
    lines = justify.lines(words, 10.5, 10.5, Rules(1.0), any_growth)
    whole = sum(word.width for word in words[lines[0].start : lines[0].stop])
    gaps = sum(word.space > 0 for word in words[lines[0].start : lines[0].stop - 1])
    assert whole + gaps * (SPACE + lines[0].space) == pytest.approx(10.5)


def test_the_work_grows_with_the_words_not_with_their_square(monkeypatch):
    looked_at = []
    gap = line_breaks.Measured.gap
    monkeypatch.setattr(line_breaks.Measured, "gap", lambda text, *span: looked_at.append(span) or gap(text, *span))
    counts = []
    for copies in (10, 20):
        looked_at.clear()
        justify.lines(words_of(" ".join(paragraphs() * copies)), 34.5, 34.5, Rules(1.0), any_growth)
        counts.append(len(looked_at))
    assert counts[1] < 2.1 * counts[0]


def test_a_paragraph_of_20_000_words_is_set():
    words = (words_of(" ".join(paragraphs())) * 80)[:20_000]
    lines = justify.lines(words, 34.5, 34.5, Rules(1.0), any_growth)
    assert lines[-1].stop == 20_000
    assert all(advance(words, line) == pytest.approx(34.5) for line in lines[:-1])


# --- headings and ragged text ------------------------------------------------------------------------------------


def test_a_heading_is_balanced_and_needs_no_more_lines():
    words = words_of("عقد الاجتماع المشترك الأول بين شركات التكنولوجيا الإيرانية والروسية")
    for measure in (14.0, 18.0, 22.0, 26.0):
        lines = justify.balanced(words, measure, measure)
        lengths = [advance(words, line) for line in lines]
        fewest = -(-(sum(word.width + word.space for word in words) - SPACE) // measure)
        assert len(lines) == fewest
        assert max(lengths) - min(lengths) <= max(word.width for word in words) + SPACE
        assert lines[-1].stop - lines[-1].start > 1
        assert all(line.space == 0 and not line.kashida for line in lines)


def test_a_heading_that_is_hardly_too_long_is_cut_in_half():
    assert justify.balanced(plain(*[2] * 8), 17.5, 17.5) == (BrokenLine(0, 4), BrokenLine(4, 8))


def test_ragged_text_fills_its_lines_but_leaves_no_lone_word():
    lines = justify.ragged(plain(*[2] * 9), 17.96, 17.96)
    assert lines == (BrokenLine(0, 7), BrokenLine(7, 9))


# --- the release, in the faces it is set in --------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "size"), [(158, 13), (55, 11)])
@pytest.mark.parametrize("name", ["amiri", "noto-sans-arabic"])
def test_the_release_comes_out_even(name, width, size):
    setting = Setting(fonts.load(name), width, size)
    every = ink_lines(ours(setting, paragraphs_of_the_release()))
    full = [line for line in every if line.is_full]
    assert max(gap for line in full for gap in line.spaces) <= min(0.45, 2 * setting.space)
    assert pstdev(median(line.gaps) for line in full) <= 0.043
    assert max(kashida_of(setting, full)) <= 3
    assert mean(kashida_of(setting, full)) <= 1.75
    assert off(setting, [line.ink for line in full]) <= 0.1, "the ink is flush at both edges"
    assert not runts(every)
