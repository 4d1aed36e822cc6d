"""The ink of finished pages, ours and others': what is wrong is seen, and nobody is accused of what is right."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf
from prepress import MM, damaged, drawn, good, saved, theme
from test_preflight_faults import moved

from typeset import preflight, render
from typeset.model import fonts
from typeset.model.edition import named
from typeset.model.page import Page
from typeset.preflight.checks import collisions, flush, geometry, text
from typeset.preflight.content import values
from typeset.preflight.content.geometry import around
from typeset.preflight.sheet import Sheet, opened

CHECKS = (*text.OPERATOR_CHECKS, *flush.FLUSH_CHECKS, *collisions.COLLISION_CHECKS, *geometry.EDGE_CHECKS)
SENTENCE = "وأعلنت المؤسسة أن المشروع يسير كما خُطط له وأن نتائجه ستنشر في موعدها. "
LATIN = "The foundation announced today that the work goes as planned, and that all its results will be published. "


@pytest.fixture(scope="module")
def page() -> bytes:
    return good()


def found(content: bytes) -> list[str]:
    """The ids of what the ink of a file shows."""
    return [finding.id for finding in preflight.judge(content, checks=CHECKS).findings]


def messages(content: bytes) -> list[str]:
    return [finding.message for finding in preflight.judge(content, checks=CHECKS).findings]


@cache
def printed(body: str, css: str, language: str = "ar") -> bytes:
    """A page of ours."""
    direction = "ltr" if language == "en" else "rtl"
    style = f"@page {{ size: A5; margin: 15mm }} body {{ font: 12pt/1.7 Amiri, 'Noto Serif' }} {css}"
    head = f'<meta charset="utf-8"><title>x</title><style>{style}</style>'
    html = f'<html lang="{language}" dir="{direction}"><head>{head}</head><body>{body}</body></html>'
    return render.pdf(Page(html), theme(), named("email"))[0]


def paragraphs(sentence: str, *lengths: int) -> str:
    return "".join(f"<p>{sentence * length}</p>" for length in lengths)


# Where lines end


@pytest.mark.parametrize(
    "css",
    [
        "p { text-align: justify }",
        "p { text-align: start }",
        "p { text-align: center }",
        "p { text-align: justify; text-indent: 6mm }",
        "p { text-align: justify } p::first-letter { float: right; font-size: 40pt; line-height: 1 }",
        "p { text-align: justify } section { columns: 2; column-gap: 8mm }",
    ],
)
@pytest.mark.parametrize(("language", "sentence"), [("ar", SENTENCE), ("en", LATIN)])
def test_no_way_of_setting_paragraphs_is_taken_for_a_fault(css, language, sentence):
    assert found(printed(f"<section>{paragraphs(sentence, 5, 3, 4)}</section>", css, language)) == []


def test_a_line_ended_by_hand_may_be_short():
    body = f"<p>{SENTENCE * 3}<br>{SENTENCE * 3}</p>{paragraphs(SENTENCE, 3)}"
    assert found(printed(body, "p { text-align: justify }")) == []


def test_the_line_is_named_with_how_far_it_is_off(page):
    (finding,) = preflight.judge(damaged(page, moved(3, x=1 * MM / 0.75)), checks=flush.FLUSH_CHECKS).findings
    assert finding.message.endswith("edge of its block by 1.0 mm")
    assert str(finding.severity) == "error"
    assert finding.place.page == 1


def test_in_pages_of_ours_a_line_may_not_even_be_off_by_the_white_beside_a_letter(page):
    (finding,) = preflight.judge(damaged(page, moved(3, x=0.2 * MM / 0.75)), checks=flush.FLUSH_CHECKS).findings
    assert finding.message.endswith("edge of its block by 0.2 mm")
    assert str(finding.severity) == "warning"


# Text on text


def overprinting(css: str) -> str:
    return (
        f"<p style='position: absolute; top: 0'>وزارة الإعمار والإسكان</p><p style='position: absolute; {css}'>{{}}</p>"
    )


def test_a_date_over_a_name_is_seen():
    body = overprinting("top: 0").format("الأربعاء ٢٤ سبتمبر ٢٠٢٥")
    (message,) = messages(printed(body, "p { margin: 0 }"))
    assert "stand on each other" in message


@pytest.mark.parametrize("other", ["top: .3mm; right: .3mm", "top: 0"])
def test_a_shadow_is_no_other_text(other):
    body = overprinting(other).format("وزارة الإعمار والإسكان")
    assert found(printed(body, "p { margin: 0; right: 0 }")) == []


def test_a_large_word_behind_the_text_is_no_fault():
    body = "<p style='position: absolute; top: 0; font-size: 90pt; color: #ddd'>مسودة</p><p>وزارة الإعمار والإسكان</p>"
    assert found(printed(body, "p { margin: 0 }")) == []


def test_lines_whose_boxes_meet_may_stand_so_near():
    assert found(printed(paragraphs(SENTENCE, 5), "p { text-align: justify; line-height: 1.6 }")) == []


def test_lines_that_run_into_each_other_are_seen_once_a_page():
    ids = found(printed(paragraphs(SENTENCE, 5), "p { text-align: justify; line-height: .6 }"))
    assert ids == ["text/lines-collide"]


ANOTHER = "<p>المشروع</p><p>تأسست</p>"
"""The bowl of the first word's last letter comes down on the hamza of the second."""


@pytest.mark.parametrize(("leading", "ids"), [(1.6, []), (1.41, ["text/lines-collide"]), (0.2, ["text/overprinted"])])
def test_two_paragraphs_whose_lines_only_touch_are_lines_and_no_text_on_text(leading, ids):
    rule = f"p {{ margin: 0; line-height: {leading} }} p + p"
    seen = {each for at in range(0, 26, 2) for each in found(printed(ANOTHER, f"{rule} {{ text-indent: {at / 2}mm }}"))}
    assert seen == set(ids)


# Numbers


@pytest.mark.parametrize("token", ["58.594-16.69", "--5", "5-", "1.2.3", ".", "+-2", "1e5"])
def test_what_is_no_number_is_named_and_the_rest_of_the_page_is_read(page, token):
    broken = damaged(page, drawn(f"BT /F 12 Tf 100 100 Td [<01> {token} <02>] TJ ET"))
    with opened(broken) as pdf:
        sheet = Sheet(broken, pdf)
        whole = "".join(thing.text for thing in sheet.painted[0])
        assert not sheet.unread
    assert "ضرعم" in whole or "معرض" in whole


@pytest.mark.parametrize(
    "content", [b"[<01>-40<02>-4.5(a -5-5 (b) \\) c)+.5] TJ", b"/A-1-2 gs", b"% [5-5\n", b"[1 2] 0 d", b"(5-5) Tj"]
)
def test_what_is_well_formed_stays_as_it_is(content):
    assert values.mended(content) == content


def test_a_broken_number_keeps_its_readable_beginning():
    assert values.mended(b"[<01>58.594-16.69<02>] TJ").split() == [
        b"[<01>", b"/58.594-16.69", b"58.594", b"<02>]", b"TJ"
    ]  # fmt: skip


# Font programs


def embedded(pdf: Pdf) -> Dictionary:
    return next(iter(pdf.pages[0].resources.Font.values())).DescendantFonts[0].FontDescriptor


@pytest.mark.parametrize("keep", [0, 11, 200, 2_000, 20_000])
def test_a_font_that_is_cut_off_stops_nothing(page, keep):
    def cut(pdf: Pdf) -> None:
        program = embedded(pdf).FontFile2
        program.write(program.read_bytes()[:keep])

    content = damaged(page, cut)
    assert not {"text/overprinted", "text/not-flush", "page/outside"} & set(found(content))


def test_boxes_hold_the_outlines_and_little_more(page):
    with opened(page) as pdf:
        for used in Sheet(page, pdf).fonts:
            for code in used.used:
                points = [point for contour in used.shapes.contours(code) for point in contour]
                box = used.shapes.box(code)
                if points:
                    assert box.holds(around(points))
                    assert around(points).holds(box, tolerance=0.1)


def compact() -> bytes:
    """A font of the Compact Font Format whose A is a square of half an em."""
    pen = T2CharStringPen(600, None)
    for at, point in enumerate([(0, 0), (0, 500), (500, 500), (500, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    empty = T2CharStringPen(600, None).getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupCFF("Square", {}, {".notdef": empty, "A": pen.getCharString()}, {})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost()
    target = io.BytesIO()
    builder.save(target)
    return TTFont(io.BytesIO(target.getvalue())).getTableData("CFF ")


def squares(*places: tuple[float, float]) -> bytes:
    """Squares of 10 pt on a page, in a simple font of the Compact Font Format."""
    pdf = pikepdf.new()
    sheet = pdf.add_blank_page(page_size=(200, 200))
    program = pdf.make_stream(compact(), Subtype=Name.Type1C)
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Square, Flags=4, FontFile3=program)
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Square, FirstChar=65, LastChar=65)
    face.Widths, face.FontDescriptor, face.Encoding = [600], descriptor, Name.WinAnsiEncoding
    sheet.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(face)))
    shown = "".join(f"1 0 0 1 {x} {y} Tm (A) Tj " for x, y in places)
    sheet.Contents = pdf.make_stream(f"BT /F 20 Tf {shown} ET".encode())
    return saved(pdf)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(20, 20), (60, 20)], []),
        ([(20, 20), (60, 20), (25, 24)], ["text/overprinted"]),
        ([(20, 20), (60, 60), (21, 28)], ["text/lines-collide"]),
        ([(195, 20)], ["page/outside"]),
        ([(20, 192)], ["page/outside"]),
    ],
)
def test_compact_fonts_show_their_ink_too(places, expected):
    assert found(squares(*places)) == expected


# Pages of others


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(("face", "language", "sentence"), [("amiri", "ar", SENTENCE), ("noto-serif", "en", LATIN)])
def test_a_page_of_typst_is_not_accused(face, language, sentence, columns, tmp_path):
    typst = pytest.importorskip("typst")
    family = fonts.load(face)
    source = tmp_path / "page.typ"
    source.write_text(
        f"#set page(width: {80 * columns}mm, height: 150mm, margin: 10mm, columns: {columns})\n"
        f'#set text(font: "{family.name}", size: 11pt, lang: "{language}")\n'
        "#set par(justify: true, leading: 1.1em, first-line-indent: 1em)\n"
        + "\n\n".join([sentence * 4, sentence * 3, sentence * 5]),
        encoding="utf-8",
    )
    folders = [str(Path(each.file).parent) for each in family.faces]
    assert found(typst.compile(str(source), font_paths=folders)) == []
