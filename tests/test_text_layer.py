"""The text layer: what was written comes back, word for word, from readers that we did not write."""

import io
import re
from itertools import pairwise
from unicodedata import normalize

import pikepdf
import pymupdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from galley import READERS, fonts, paragraphs, pdf, words

RELEASE = (
    "وأشار عابدي إلى انعقاد مجموعة العمل المشتركة الخامسة للتعاون في مجالي الاتصالات وتكنولوجيا المعلومات بين إيران "
    "وروسيا، وصرح قائلاً: يُعقد هذا الملتقى في إطار الدبلوماسية التقنية. وأعلن عن مشاركة 20 شركة تكنولوجية إيرانية في "
    "هذه المجموعة."
)
CASES = {
    "release": ("ar", RELEASE),
    "lam-alef": ("ar", "لا إله إلا الله محمد رسول الله، والآن الأولى لأن الإسلام سلام"),
    "vocalised": ("ar", "الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ الرَّحْمَٰنِ الرَّحِيمِ مَالِكِ يَوْمِ الدِّينِ إِيَّاكَ نَعْبُدُ"),
    "Arabic-Indic digits": ("ar", "بلغ عدد السكان ١٢٣٤٥ نسمة في عام ١٩٩٩ وكان ٩ منهم في السن ١٢ تقريبا"),
    "Western digits": ("ar", "بلغ عدد السكان 12345 نسمة في عام 1999 وكان 9 منهم في السن 12 تقريبا"),
    "typed tatweel": ("ar", "قال العـــربي إن السنـــة قد مضت"),
    "Hijri year": ("ar", "قال إن سنة ١٤٤٥هـ قد مضت"),
    "Urdu": ("ur", "یہ اجلاس ماسکو میں منعقد ہوا جس میں دونوں ملکوں کی بڑی کمپنیوں نے شرکت کی۔"),
    "Hebrew": ("he", "הַחֶבְרָה הוֹדִיעָה הַיּוֹם עַל הֶסְכֵּם חָדָשׁ בֵּין שְׁתֵּי הַמְּדִינוֹת, וְאָמְרָה כֵּן"),
    "hyphens, Arabic": (
        "ar",
        "اللجنة العربية-الأوروبية في دورة كوفيد-19 بنسبة 12% وبنسبة ٪٣٠ وزيادة +٢٥٠٠ مع شركة Google-الأم",
    ),
    "hyphens, Hebrew": (
        "he",
        "הנהלת בית-הדין אישרה כי עובדים עברו אל בית-ספר בתל-אביב עם חברת אל-Google, ויותר מ-1,800 נוסעים",
    ),
    "hyphens, Persian": ("fa", "بازی تیم ملی ۳-۲ به پایان رسید و سهم ۱۲٪ بود و ٪۳۰ دیگر در ۱۴۰۲-۱۴۰۳"),
    "Persian": ("fa", "می‌خواهم کتاب‌ها را بخوانم و نمی‌دانم که در سال ۱۴۰۲ چه شد"),
}
READERS_OWN_FAULTS = {
    ("Persian", "pypdf"): "a joiner and its letter change places",
    ("Hijri year", "mupdf"): "a space where a number ends and letters follow",
    ("joined boxes", "mupdf"): "a space where a box ends inside a word",
}
"""See docs/text-layer.md."""


@pytest.fixture(scope="module")
def made():
    sheet = "p{text-align:justify} :lang(he){font-family:'Frank Ruhl Libre'}"
    return {name: pdf(paragraphs(text), css=sheet, language=language) for name, (language, text) in CASES.items()}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", CASES)
def test_every_word_comes_back(made, name, reader):
    found = [normalize("NFC", word) for word in words(reader, made[name])]
    wanted = [normalize("NFC", word) for word in CASES[name][1].split()]
    assert (found == wanted) is ((name, reader) not in READERS_OWN_FAULTS)


@pytest.mark.parametrize("reader", READERS)
def test_equal_letters_come_back_where_a_hand_sets_them_close(reader):
    """MuPDF takes a letter that stands very near an equal one for the same, printed twice."""
    text = "تمييز الممر القديم"
    made = pdf(
        f"<p>{text}", css="p{font-family:'Noto Nastaliq Urdu'}", language="ur", config=fonts("noto-nastaliq-urdu")
    )
    assert " ".join(words(reader, made)) == text


def test_a_pile_of_marks_higher_than_a_font_file_counts_is_set():
    word = "A" + "\u0651" * 1_200
    made = pdf(f"<p>{word} x", css="p{font-family:'Noto Kufi Arabic'}", config=fonts("noto-kufi-arabic"))
    assert "x" in words("pdfium", made)


def test_a_number_too_wide_for_one_shape_is_several():
    """A font file counts to 32,767 units, some fifty digits."""
    number = "١٢٣٤٥٦٧٨٩٠" * 7
    made = pdf(f"<p>{number}", css="@page{size:400mm 200mm}")
    assert "".join(words("poppler" if "poppler" in READERS else "pdfium", made)) == number


@pytest.mark.parametrize("reader", READERS)
def test_words_far_apart_come_back_in_one_line(reader):
    text = "גישה ושילוט בשלוש שפות ארוכותמאודמאודמאוד זה הכול"
    made = pdf(f"<p>{text}", css="p{width:60mm;text-align:justify;font-family:'Frank Ruhl Libre'}", language="he")
    assert " ".join(words(reader, made)) == text


@pytest.mark.parametrize("reader", READERS)
def test_words_come_back_from_several_boxes_in_a_line(reader):
    link = "<a href='https://example.org'>رابط إلى الموقع</a>"
    body = f"<p>هذا <b>نص عريض</b> ثم {link} وبعده <bdi dir=ltr>AI</bdi> ثم تكملة"
    assert " ".join(words(reader, pdf(body))) == "هذا نص عريض ثم رابط إلى الموقع وبعده AI ثم تكملة"


@pytest.mark.parametrize("reader", READERS)
def test_a_word_comes_back_from_two_boxes(reader):
    body = "<p>هذا نص و<b>رابط</b> هنا"
    assert (" ".join(words(reader, pdf(body))) == "هذا نص ورابط هنا") is (
        ("joined boxes", reader) not in READERS_OWN_FAULTS
    )


@pytest.mark.parametrize("reader", READERS)
def test_words_come_back_from_beside_a_float(reader):
    body = "<div style='float:left;width:40mm;height:30mm'></div>" + paragraphs(RELEASE)
    assert words(reader, pdf(body)) == RELEASE.split()


@pytest.mark.parametrize("reader", ["pdfium", "mupdf"])
def test_a_url_on_a_line_of_its_own_comes_back(reader):
    body = "<p>زوروا موقعنا<br><bdi dir=ltr>https://example.com/ar/news?id=42</bdi><br>اليوم"
    assert "https://example.com/ar/news?id=42" in words(reader, pdf(body))


def test_copied_words_carry_no_kashida(made):
    assert all("\u0640" not in READERS[reader](made["release"]) for reader in READERS)


@pytest.mark.parametrize("phrase", ["مجموعة العمل المشتركة", "إيران وروسيا،", "يُعقد هذا", "مشاركة 20"])
def test_a_phrase_is_found(made, phrase):
    assert pymupdf.open(stream=made["release"])[0].search_for(phrase)
    assert pypdfium2.PdfDocument(made["release"])[0].get_textpage().search(phrase).get_next()


def fonts_of(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        for page in opened.pages:
            for name, used in page.obj.Resources.Font.items():
                yield name, used, _shown(page, name)


def _shown(page, name):
    """The codes that a page shows in a font."""
    font, codes = None, set()
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        if str(operator) == "TJ" and font == name:
            text = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            codes |= {int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2)}
    return codes


@pytest.mark.parametrize("name", CASES)
def test_every_code_has_a_text_and_the_width_that_its_glyph_has(made, name):
    for _, used, codes in fonts_of(made[name]):
        (child,) = used.DescendantFonts
        font = TTFont(io.BytesIO(child.FontDescriptor.FontFile2.read_bytes()))
        texts = dict(re.findall(rb"<(\w{4})> <(\w+)>", used.ToUnicode.read_bytes()))
        widths = {int(child.W[0]) + at: float(width) for at, width in enumerate(child.W[1])}
        for code in codes:
            assert texts[f"{code:04x}".encode()]
            advance = font["hmtx"][font.getGlyphName(code)][0] * 1000 / font["head"].unitsPerEm
            assert widths[code] == pytest.approx(advance, abs=1)


def test_numbers_between_codes_are_merged(made):
    """Chrome's viewer draws a justified line uneven where two numbers follow one another in a TJ array."""
    with pikepdf.open(io.BytesIO(made["release"])) as opened:
        for operands, operator in pikepdf.parse_content_stream(opened.pages[0]):
            if str(operator) == "TJ":
                kinds = [isinstance(part, pikepdf.String) for part in operands[0]]
                assert all(one or other for one, other in pairwise(kinds))
                assert all(len(bytes(part)) for part in operands[0] if isinstance(part, pikepdf.String))


def hidden(content, tag):
    """The texts that stand under a tag with an empty ActualText, in the order of writing."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        page, found, texts, inside = opened.pages[0], [], {}, []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                cmap = page.obj.Resources.Font[str(operands[0])].ToUnicode.read_bytes()
                pairs = re.findall(rb"<(\w{4})> <(\w+)>", cmap)
                texts = {
                    bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
                    for code, text in pairs
                }
            if str(operator) in ("BDC", "BMC"):
                inside.append(str(operands[0]) if len(operands) > 1 and "/ActualText" in operands[1] else "")
            if str(operator) == "EMC":
                inside.pop()
            if str(operator) == "TJ" and inside[-1:] == [f"/{tag}"]:
                text = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                found.append("".join(texts[text[at : at + 2]] for at in range(0, len(text), 2)))
    return found


def test_spaces_at_both_sides_of_a_number_are_repeated_for_pdfjs():
    assert hidden(pdf(paragraphs("مشاركة 20 شركة")), "Span") == ["\u034f\u034f ", "\u034f\u034f "]


def test_marks_for_poppler_stand_aside():
    content = pdf(paragraphs("في موسكو، بحضور الوزير."))
    assert set(hidden(content, "Mark")) == {"\u061c"}
    assert "\u061c" not in READERS["mupdf"](content)
