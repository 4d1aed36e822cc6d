"""The shaped paragraph: words as codes, directions, and places to go on from."""

from itertools import pairwise

import pytest
from galley import document, file_of, fonts, lines, paragraphs

from typeset.render.shape import font, harfbuzz, paragraph
from typeset.render.shape.clusters import is_mark
from typeset.render.shape.font import Style

ARABIC = Style(rtl=True, script=harfbuzz.script_of("ا"), language="ar")
NUMBER = ARABIC._replace(rtl=False)
FONTS = ("amiri", "noto-sans-arabic", "ibm-plex-sans-arabic", "noto-kufi-arabic")


@pytest.fixture(params=FONTS)
def regular(request):
    return font.face_from(file_of(request.param))


def spelled(word):
    """The texts of a right-to-left word's codes, in reading order."""
    return "".join(code.text for code, _ in reversed(word.codes))


@pytest.mark.parametrize("text", ["السلام", "لا", "الآن", "الله", "لِلَّهِ", "الرَّحْمَٰنِ", "(كما)", "«نحن»", "قائلاً:", "شركة،"])
def test_every_character_has_a_code_of_its_own(regular, text):
    word = regular.word(text, ARABIC)
    assert spelled(word) == text
    assert len(word.codes) == len(text)


def test_a_joiner_rides_on_the_letter_before_it(regular):
    word = regular.word("می\u200cخواهم", ARABIC._replace(language="fa"))
    assert [code.text for code, _ in word.codes if "\u200c" in code.text] == ["\u200cی"]


def test_a_number_in_eastern_digits_is_one_code(regular):
    assert [code.text for code, _ in regular.word("١٢٣/٤٥٦", NUMBER).codes] == ["١٢٣/٤٥٦"]
    assert len(regular.word("2024", NUMBER).codes) == 4


def test_codes_stand_in_the_order_of_their_places(regular):
    for text in ("المشتركة", "تكنولوجيا", "الدبلوماسية", "الْعَالَمِينَ"):
        places = [x for code, x in regular.word(text, ARABIC).codes if not is_mark(code.text[0])]
        assert all(left < right for left, right in pairwise(places))


def test_a_word_is_shaped_once_for_a_font_file():
    again = font.face_from(file_of("amiri"))
    assert again is font.face_from(file_of("amiri"))
    assert again.word("السلام", ARABIC) is again.word("السلام", ARABIC)


def test_a_word_that_the_font_lacks_is_none():
    assert font.face_from(file_of("amiri")).word("漢字", ARABIC) is None


def test_letters_join_across_the_parts_of_a_word(regular):
    alone, joined = regular.word("كت", ARABIC), regular.word("كت", ARABIC, after="اب")
    assert alone.codes[0][0].parts != joined.codes[0][0].parts
    assert regular.word("اب", ARABIC).codes[-1] != regular.word("اب", ARABIC, before="كت").codes[-1]


@pytest.mark.parametrize(
    ("levels", "order"),
    [((1, 1, 1), [2, 1, 0]), ((1, 2, 2, 1), [3, 1, 2, 0]), ((0, 1, 1, 0), [0, 2, 1, 3]), ((2, 2), [0, 1]), ((), [])],
)
def test_levels_become_places(levels, order):
    assert harfbuzz.visual(levels) == order


def test_an_isolate_keeps_its_digits_in_their_order():
    text = "هاتف +98 21 555"
    plain = harfbuzz.embedding_levels(text, (), rtl=True)
    isolated = harfbuzz.embedding_levels(text, ((5, harfbuzz.LEFT_ISOLATE), (15, harfbuzz.POP_ISOLATE)), rtl=True)
    assert len(plain) == len(isolated) == len(text)
    assert set(isolated[5:]) == {2}
    assert set(plain[5:]) != {2}


def test_a_line_behind_a_forced_break_keeps_the_direction_of_its_paragraph():
    text = "سطر أول.\nمنتج Just for Men لهم."
    start, end = text.index("Just"), text.index(" لهم")
    found = harfbuzz.embedding_levels(text, ((start, harfbuzz.LEFT_ISOLATE), (end, harfbuzz.POP_ISOLATE)), rtl=True)
    assert set(found[:start]) == set(found[end:]) == {1}
    assert set(found[start:end]) == {2}


def test_an_isolate_goes_on_behind_a_forced_break():
    found = harfbuzz.embedding_levels(
        "من +98\n21 إلى", ((3, harfbuzz.LEFT_ISOLATE), (9, harfbuzz.POP_ISOLATE)), rtl=True
    )
    assert set(found[3:6]) == set(found[7:9]) == {2}
    assert set(found[9:]) == {1}


MIXED = "هذا <b>نص</b> و<i>السلام</i>عليكم <bdi dir=ltr>+98 21</bdi>، https://example.com/ar/news?id=42 وبعده<br>سطر"


def line_box(body):
    """The line box of a paragraph before it is laid out."""
    from weasyprint.formatting_structure import boxes

    found = []
    keep = paragraph.paragraph_of
    try:
        paragraph.paragraph_of = lambda box, fonts: found.append((box, keep(box, fonts))) or found[-1][1]
        document(body)
    finally:
        paragraph.paragraph_of = keep
    assert isinstance(found[0][0], boxes.LineBox)
    return found[0]


def test_layout_can_go_on_from_every_piece():
    _, paragraph = line_box(f"<p>{MIXED}")
    for at, piece in enumerate(paragraph.pieces):
        if piece.text != " ":
            assert paragraph.piece_at(paragraph.skip_stack(at)) == at


def test_a_paragraph_says_all_its_text():
    box, paragraph = line_box(f"<p>{MIXED}")
    texts = [child.text for child in box.descendants() if hasattr(child, "text")]
    assert "".join(piece.text for piece in paragraph.pieces) == "".join(texts)


SQUARE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"


@pytest.mark.parametrize(
    "body", [f'<p>صورة <img alt=x src="{SQUARE}"> هنا', "<p>شر\u00adكة", "<p style='letter-spacing:2px'>حروف"]
)
def test_what_is_not_ours_is_left_to_the_engine(body):
    _, paragraph = line_box(body)
    assert paragraph is None


def test_a_character_that_no_font_has_leaves_its_paragraph_to_the_engine(caplog):
    caplog.set_level("CRITICAL", "weasyprint")
    (line,) = lines(paragraphs("كلمة 漢 هنا"), config=fonts("amiri"))
    assert type(line.children[0].pango_layout).__name__ == "Layout"
