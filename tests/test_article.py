"""Texts and their marks: what an edit may and may not do to them."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from typeset.model import text
from typeset.model.article import Article, Heading, List, ListItem, Paragraph, Quotation
from typeset.model.script import direction
from typeset.model.text import Mark, MarkKind, Text

same_every_day = settings(derandomize=True, deadline=None)
LETTERS = "ابتثج د،.م"
PLAIN = st.text(alphabet=LETTERS, max_size=60)


@st.composite
def marked(draw, alphabet=LETTERS):
    text = draw(st.text(alphabet=alphabet, max_size=60))
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=6))
    marks = (Mark(min(pair), max(pair), MarkKind.STRONG, str(number)) for number, pair in enumerate(pairs))
    return Text(text, tuple(marks))


@same_every_day
@given(marked(), PLAIN)
def test_a_mark_never_leaves_the_text(text, changed):
    after = text.rewrite(lambda _: changed)
    assert after.text == changed
    assert all(0 <= mark.start <= mark.end <= len(changed) for mark in after.marks)


@same_every_day
@given(marked(), PLAIN)
def test_a_mark_within_another_stays_within_it(text, changed):
    after = {mark.value: mark for mark in text.rewrite(lambda _: changed).marks}
    for outer in text.marks:
        for inner in text.marks:
            if outer.start <= inner.start < inner.end <= outer.end and inner.value in after:
                new_outer, new_inner = after[outer.value], after[inner.value]
                assert new_outer.start <= new_inner.start <= new_inner.end <= new_outer.end


@same_every_day
@given(marked(), PLAIN)
def test_marks_side_by_side_never_come_to_overlap(text, changed):
    after = {mark.value: mark for mark in text.rewrite(lambda _: changed).marks}
    for first in text.marks:
        for second in text.marks:
            if first.start < first.end <= second.start < second.end and {first.value, second.value} <= set(after):
                assert after[first.value].end <= after[second.value].start


@same_every_day
@given(marked(alphabet=string.ascii_lowercase[:4] + "123 "))
def test_what_is_deleted_elsewhere_leaves_a_marks_characters_alone(text):
    def letters(value):
        return "".join(character for character in value if character not in "123")

    after = {mark.value: mark for mark in text.rewrite(letters).marks}
    for mark in text.marks:
        covered = letters(text.text[mark.start : mark.end])
        kept = after.get(mark.value)
        if covered:
            assert letters(text.text)[kept.start : kept.end] == covered
        else:
            assert kept is None or mark.start == mark.end


@same_every_day
@given(marked(alphabet="abc"), st.data())
def test_what_is_inserted_elsewhere_leaves_a_marks_characters_alone(text, data):
    at = data.draw(st.integers(0, len(text.text)))
    after = {mark.value: mark for mark in text.rewrite(lambda old: old[:at] + "12" + old[at:]).marks}
    for mark in text.marks:
        old, new = text.text[mark.start : mark.end], after[mark.value]
        inside = mark.start < at < mark.end
        assert (text.text[:at] + "12" + text.text[at:])[new.start : new.end] == (
            old[: at - mark.start] + "12" + old[at - mark.start :] if inside else old
        )


@same_every_day
@given(PLAIN, PLAIN)
def test_edits_make_the_new_string_of_the_old_one(old, new):
    made, at = [], 0
    for edit in text.edits_between(old, new):
        made += [old[at : edit.start], new[edit.new_start : edit.new_end]]
        at = edit.end
    assert "".join(made) + old[at:] == new


def test_a_bold_word_stays_bold_when_the_spaces_before_it_go():
    text = Text("قال  الوزير", (Mark(5, 11, MarkKind.STRONG),))
    assert text.rewrite(lambda _: "قال الوزير").marks == (Mark(4, 10, MarkKind.STRONG),)


def test_a_mark_goes_with_its_last_character_but_a_footnotes_place_stays():
    text = Text("قال ... الوزير", (Mark(4, 7, MarkKind.STRONG), Mark(7, 7, MarkKind.FOOTNOTE, "1")))
    assert text.rewrite(lambda old: old.replace("... ", "")).marks == (Mark(4, 4, MarkKind.FOOTNOTE, "1"),)


def test_a_very_long_paragraph_is_edited_in_linear_time():
    words = "قال  الوزير إن العمل جار ... " * 20_000
    text = Text(words, tuple(Mark(at, at + 3, MarkKind.STRONG) for at in range(0, len(words), 29)))
    after = text.rewrite(lambda old: old.replace("  ", " ").replace("...", "…"))
    assert len(after.marks) == 20_000
    assert {after.text[mark.start : mark.end] for mark in after.marks} == {"قال"}


def test_every_text_of_an_article_is_seen_and_rewritten_in_reading_order():
    article = Article(
        headline=Text("عنوان"),
        body=(
            Paragraph(Text("فقرة")),
            Heading(Text("فرعي")),
            Quotation((Text("قول"),), speaker=Text("قائل")),
            List((ListItem(Text("بند"), List((ListItem(Text("فرع")),))),)),
        ),
        source=Text("مصدر"),
    )
    assert [str(text) for text in article.texts()] == ["عنوان", "فقرة", "فرعي", "قول", "قائل", "بند", "فرع", "مصدر"]
    louder = article.rewrite(lambda text: text.rewrite(lambda old: old + "!"))
    assert [str(text) for text in louder.texts()] == [f"{text}!" for text in article.texts()]
    assert not louder.subheadline


def test_the_direction_follows_the_language():
    assert [direction(language) for language in ("ar", "ar-MA", "fa", "ur", "he", "en")] == ["rtl"] * 5 + ["ltr"]
