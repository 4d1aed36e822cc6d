"""Releases in Word as offices send them, made here: what each file holds, and what a reader must find in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import word
from PIL import Image
from small_pictures import png
from word import paragraph, part, relations, run

HEADLINE = "افتتاح مكتبة عامة في الموصل"
FIRST = "الموصل – افتتحت وزارة الثقافة أمس مكتبة عامة جديدة تضم عشرين ألف كتاب، وتستقبل القراء كل يوم."
SECOND = "وقال مدير المكتبة إن الإعارة مجانية للطلبة، وإن القاعة الكبرى مفتوحة للندوات."
TEXT = paragraph(FIRST) + paragraph(SECOND)
BODY = ["افتتحت وزارة الثقافة أمس مكتبة عامة جديدة تضم عشرين ألف كتاب، وتستقبل القراء كل يوم.", SECOND]


class WordFile(NamedTuple):
    """A file: what is told of it, its bytes, the blocks of the body as `kind: words`, fields, and words of findings."""

    title: str
    data: bytes
    body: list[str] = BODY
    fields: dict[str, str] = {}  # noqa: RUF012 - never changed
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Words that no finding may hold."""


def _in_part(name: str, text: str) -> bytes:
    """A release whose text stands in a part of that name, as Word for the web writes it."""
    return word.document(
        "",
        parts={
            "_rels/.rels": relations({"rId1": ("officeDocument", name, "")}),
            "[Content_Types].xml": word.TYPES.replace("/word/document.xml", f"/{name}"),
            name: part("document", f"<w:body>{text}</w:body>"),
            f"{name.replace('word/', 'word/_rels/')}.rels": relations({"rId2": ("styles", "styles.xml", "")}),
            "word/document.xml": part("nothing", ""),
        },
    )


def _beside(kind: str, root: str, text: str, more: str = TEXT) -> bytes:
    """A release with a header, footer or comments beside its text."""
    return word.document(
        paragraph(HEADLINE) + more,
        {"rId9": (kind, f"{kind}1.xml", "")},
        {f"word/{kind}1.xml": part(root, text)},
    )


def _drop_cap(letter: str, rest: str) -> str:
    frame = '<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/></w:pPr>'
    return f"{frame}{run(letter, '<w:b/>')}</w:p>{paragraph(rest)}"


def _text_box(words: str, *, older: bool) -> str:
    box = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml">'
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    )
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return f"<w:p><w:r>{choice}{fallback if older else ''}</mc:AlternateContent></w:r></w:p>"


def _changed(kind: str, words: str, tag: str = "t") -> str:
    return f'<w:{kind} w:id="1" w:author="a"><w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r></w:{kind}>'


_BOX = "تستقبل المكتبة الزوار مجانا في أسبوعها الأول."
_LINE = paragraph(HEADLINE) + TEXT
_HIDDEN = run(" لا ينشر هذا", "<w:vanish/>")

PACKAGES = (
    WordFile("Word for the web names its part as it likes", _in_part("word/document22.xml", _LINE)),
    WordFile(
        "a drop cap is the first letter of its word",
        word.document(paragraph(HEADLINE) + _drop_cap("ا", FIRST.replace("الموصل", "لموصل", 1)) + paragraph(SECOND)),
    ),
    WordFile(
        "a drop cap over the text of a release in English",
        word.document(
            paragraph("A library opens") + _drop_cap("T", "he library opens today.") + paragraph("It is free.")
        ),
        ["The library opens today.", "It is free."],
        {"headline": "A library opens"},
    ),
    WordFile(
        "a text box is read once, in its older form",
        word.document(_LINE + _text_box(_BOX, older=True)),
        [*BODY, _BOX],
        silent=("left out",),
    ),
    WordFile(
        "a text box is read where it has its newer form alone",
        word.document(_LINE + _text_box(_BOX, older=False)),
        [*BODY, _BOX],
        silent=("left out",),
    ),
    WordFile(
        "tracked changes are accepted",
        word.document(
            _LINE + paragraph(run("وتغلق ") + _changed("ins", "يوم الجمعة") + _changed("del", "السبت", "delText"))
        ),
        [*BODY, "وتغلق يوم الجمعة"],
        says=("a tracked insertion counts as accepted: يوم الجمعة", "left out: السبت"),
    ),
    WordFile(
        "hidden text is not published",
        word.document(paragraph(HEADLINE) + paragraph(FIRST) + paragraph(run(SECOND) + _HIDDEN)),
        says=("left out: لا ينشر هذا",),
    ),
    WordFile(
        "a comment is left out",
        _beside("comments", "comments", f'<w:comment w:id="0">{paragraph("راجع هذا الرقم")}</w:comment>'),
        says=("left out: راجع هذا الرقم",),
    ),
    WordFile(
        "the head of every page is left out, a page number without a word",
        _beside("header", "hdr", paragraph("للاستعمال الداخلي") + paragraph("١٢")),
        says=("left out: للاستعمال الداخلي",),
        silent=("left out: ١٢",),
    ),
    WordFile(
        "bold of Arabic runs is bold: a subheading",
        word.document(_LINE + paragraph(run("مواعيد الزيارة", "<w:bCs/>")) + paragraph(_BOX)),
        [*BODY, "# مواعيد الزيارة", _BOX],
    ),
    WordFile(
        "a bold line over a list is a subheading",
        word.document(
            _LINE
            + paragraph(run("أقسام المكتبة", "<w:b/><w:bCs/>"))
            + paragraph("قسم الأطفال", item=(1, 0))
            + paragraph("قسم المخطوطات", item=(1, 0))
        ),
        [*BODY, "# أقسام المكتبة", "* قسم الأطفال", "* قسم المخطوطات"],
    ),
    WordFile(
        "a file saved as Strict Open XML",
        word.document(
            _LINE,
            parts={
                name: text.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/").replace(
                    "/2006/", "/"
                )
                for name, text in {
                    "word/document.xml": part("document", f"<w:body>{_LINE}</w:body>"),
                    "word/styles.xml": part("styles", word.STYLES),
                }.items()
            },
        ),
    ),
    WordFile(
        "styles that another program left without a kind or a name",
        word.document(
            _LINE, parts={"word/styles.xml": part("styles", '<w:style w:styleId="N"/><w:style w:type="table"/>')}
        ),
    ),
)

PIXEL = png(Image.new("L", (4, 4)))
OFFICE = "وزارة الثقافة والآثار"
ISSUED = {"number": "512", "date": "2025-03-03", "headline": HEADLINE}


def _rows(*rows: tuple[str, ...]) -> str:
    """A table without a header; a cell with line ends holds several paragraphs."""
    cells = (("".join(map(paragraph, cell.split("\n"))) for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{_columns(row)}</w:tr>' for row in cells)}</w:tbl>"


def _columns(cells: Iterable[str]) -> str:
    return "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)


def _pictured(above: str, below: str = "") -> bytes:
    """A release with a picture, between what stands above it and below it."""
    logo = paragraph(word.picture("rId7", "شعار"))
    return word.document(above + logo + below, {"rId7": ("image", "media/7.png", "")}, {"word/media/7.png": PIXEL})


LETTERHEADS = (
    WordFile(
        "a letterhead of two columns: issuer, number, date",
        word.document(_rows((OFFICE, "العدد: 512\nالتاريخ: 3 آذار 2025")) + _LINE),
        fields={**ISSUED, "source": OFFICE},
    ),
    WordFile(
        "a letterhead with each label in a cell of its own, and an embargo",
        word.document(
            _rows(("العدد:", "512"), ("التاريخ:", "2025/3/3"), ("محظور النشر حتى:", "4 آذار 2025"), ("", OFFICE))
            + _LINE
        ),
        fields={**ISSUED, "source": OFFICE, "embargo": "2025-03-04"},
    ),
    WordFile(
        "a letterhead in two languages, with the invocation",
        word.document(
            _rows(
                (f"جمهورية العراق\n{OFFICE}", "بسم الله الرحمن الرحيم", "Republic of Iraq\nMinistry of Culture"),
                ("العدد: ٥١٢", "", "التاريخ: ٣ آذار ٢٠٢٥"),
            )
            + _LINE
        ),
        fields={**ISSUED, "number": "٥١٢", "source": f"جمهورية العراق – {OFFICE}"},
        says=("left out: بسم الله الرحمن الرحيم", "left out: Ministry of Culture"),
    ),
    WordFile(
        "a frame of one column is read as lines",
        word.document(_rows((OFFICE,), ("العدد: 512",), ("التاريخ: 3 آذار 2025",)) + _LINE),
        fields={**ISSUED, "source": OFFICE},
    ),
    WordFile(
        "number and date on one line, parted by a tab",
        word.document(paragraph(OFFICE) + paragraph("العدد: 512        التاريخ: 3 آذار 2025") + _LINE),
        fields={**ISSUED, "source": OFFICE},
    ),
    WordFile(
        "a number is no headline",
        word.document(paragraph("العدد: 512") + paragraph("التاريخ: 3 آذار 2025") + _LINE),
        fields=ISSUED,
    ),
    WordFile(
        "a headline stands above its number, where the text follows",
        word.document(paragraph(HEADLINE) + paragraph("العدد: 512") + paragraph("التاريخ: 3 آذار 2025") + TEXT),
        fields=ISSUED,
    ),
    WordFile(
        "a title stays the headline, whatever stands under it",
        word.document(paragraph(HEADLINE, "T") + paragraph("العدد: 512") + paragraph("التاريخ: 3 آذار 2025") + TEXT),
        fields=ISSUED,
    ),
    WordFile(
        "the headline stands in the letterhead's last row",
        word.document(_rows((OFFICE, "العدد: 512\nالتاريخ: 3 آذار 2025"), (HEADLINE, "")) + TEXT),
        fields={**ISSUED, "source": OFFICE},
    ),
    WordFile(
        "an embargo at the head of every page is an embargo",
        word.document(
            _rows(("جمهورية العراق", "العدد: 512\nالتاريخ: 3 آذار 2025")) + _LINE,
            {"rId9": ("header", "header1.xml", "")},
            {"word/header1.xml": part("hdr", paragraph("محظور النشر حتى 4 آذار 2025") + paragraph(OFFICE))},
        ),
        fields={**ISSUED, "embargo": "2025-03-04"},
        says=(f"left out: {OFFICE}",),
        silent=("محظور",),
    ),
    WordFile(
        "a Persian letterhead",
        word.document(
            _rows(("شماره: ۵۱۲\nتاریخ: ۱۳ اسفند ۱۴۰۳", "وزارت فرهنگ"))
            + paragraph("گشایش کتابخانه‌ای تازه در شیراز")
            + paragraph("شیراز – وزارت فرهنگ دیروز کتابخانه‌ای تازه گشود که پذیرای همهٔ خوانندگان است.")
        ),
        ["وزارت فرهنگ دیروز کتابخانه‌ای تازه گشود که پذیرای همهٔ خوانندگان است."],
        {"number": "۵۱۲", "date": "2025-03-03", "headline": "گشایش کتابخانه‌ای تازه در شیراز", "source": "وزارت فرهنگ"},
    ),
    WordFile(
        "a table of figures above the text is no letterhead",
        word.document(
            _rows(("الكتب", "512"), ("المجلات", "20"), ("الصحف", "7")) + paragraph(FIRST) + paragraph(SECOND)
        ),
        ["الكتب | 512", "المجلات | 20", "الصحف | 7", FIRST, SECOND],
        {"headline": "release", "number": "", "source": ""},
        says=("the text has no headline",),
    ),
    WordFile(
        "a table under the headline stays a table",
        word.document(_LINE + _rows(("العدد: 512", "الكتب"), ("العدد: 20", "المجلات"))),
        [*BODY, "العدد: 512 | الكتب", "العدد: 20 | المجلات"],
        {"number": ""},
    ),
    WordFile("a photo above the headline stands under it", _pictured("", _LINE), ["[]", *BODY]),
    WordFile(
        "a letterhead's picture is a logo",
        _pictured(_rows((OFFICE, "العدد: 512")), _LINE),
        fields={"number": "512"},
        says=("picture left out: the letterhead's picture شعار",),
    ),
)

_CHART = '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'

PICTURES = (
    WordFile(
        "a chart is left out, and that is said",
        word.document(
            _LINE
            + f"<w:p><w:r><w:drawing><wp:inline><a:graphic>{_CHART}</a:graphic></wp:inline></w:drawing></w:r></w:p>"
        ),
        says=("picture left out: a chart",),
    ),
    WordFile(
        "an equation is left out, and that is said",
        word.document(
            _LINE
            + '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            + "<m:r><m:t>س = 2</m:t></m:r></m:oMath></w:p>"
        ),
        says=("left out: س = 2",),
    ),
    WordFile(
        "a line in brackets under a picture names the photographer",
        _pictured(_LINE, paragraph("(تصوير: سعد كريم)")),
        [*BODY, "[] سعد كريم"],
    ),
    WordFile(
        "a caption under a picture ends with its photographer",
        _pictured(_LINE, paragraph("القاعة الكبرى يوم الافتتاح (تصوير: سعد كريم)") + paragraph(_BOX)),
        [*BODY, "[القاعة الكبرى يوم الافتتاح] سعد كريم", _BOX],
    ),
    WordFile(
        "a caption in its own style",
        _pictured(_LINE, paragraph("القاعة الكبرى", "C")),
        [*BODY, "[القاعة الكبرى]"],
    ),
    WordFile(
        "a caption on a line of the picture's own paragraph",
        word.document(
            _LINE + f"<w:p>{word.picture('rId7', '')}<w:r><w:br/></w:r>{run('عدسة: سعد كريم')}</w:p>",
            {"rId7": ("image", "media/7.png", "")},
            {"word/media/7.png": PIXEL},
        ),
        [*BODY, "[] سعد كريم"],
    ),
    WordFile(
        "text under a picture stays text",
        _pictured(_LINE, paragraph(_BOX)),
        [*BODY, "[]", _BOX],
    ),
)

LONG = " ".join([FIRST, SECOND] * 4)
_LONG_BODY = [LONG.removeprefix("الموصل – "), SECOND]


def _titled(title: str) -> bytes:
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return word.document(
        paragraph(LONG) + paragraph(SECOND),
        parts={
            "_rels/.rels": relations(
                {
                    "rId1": ("officeDocument", "word/document.xml", ""),
                    "rId2": ("core-properties", "docProps/core.xml", ""),
                }
            ),
            "docProps/core.xml": f'<p:coreProperties xmlns:p="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title></p:coreProperties>",
        },
    )


_OWN_STYLES = (
    '<w:style w:type="paragraph" w:styleId="X1"><w:name w:val="عنوان فرعي للوزارة"/><w:basedOn w:val="X2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="X2"><w:name w:val="عناوين"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="X3"><w:name w:val="رأس"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)

HEADLINES = (
    WordFile(
        "styles of an office's own are what they are based on",
        word.document(
            _LINE + paragraph("مواعيد الزيارة", "X1") + paragraph(_BOX) + paragraph("الأقسام", "X3") + paragraph(_BOX),
            {"rId2": ("styles", "styles.xml", "")},
            {"word/styles.xml": part("styles", word.STYLES + _OWN_STYLES)},
        ),
        [*BODY, "# مواعيد الزيارة", _BOX, "# الأقسام", _BOX],
    ),
    WordFile(
        "a text without a short first line takes the title of its file",
        _titled(HEADLINE),
        _LONG_BODY,
        says=(f"the text has no headline; it was taken from the file's title: {HEADLINE}",),
    ),
    WordFile(
        "a text without a title takes the name of its file",
        _titled("Document1"),
        _LONG_BODY,
        {"headline": "release"},
        says=("the text has no headline; it was taken from the file's name: release",),
    ),
)

ITEMS = [paragraph(words, item=(2, 0)) for words in ("قسم الأطفال", "قسم المخطوطات", "قسم الصحف")]
LISTS = (
    WordFile(
        "a list counts on over the text between its items",
        word.document(_LINE + ITEMS[0] + ITEMS[1] + paragraph(_BOX) + ITEMS[2]),
        [*BODY, "1 قسم الأطفال", "2 قسم المخطوطات", _BOX, "3 قسم الصحف"],
    ),
    WordFile(
        "a list numbered with letters has figures, and that is said",
        word.document(_LINE + paragraph("قسم الأطفال", item=(3, 0)) + paragraph("قسم الصحف", item=(3, 0))),
        [*BODY, "1 قسم الأطفال", "2 قسم الصحف"],
        says=("a list numbered with letters has figures now",),
    ),
)

WORD_FILES = (*LISTS, *HEADLINES, *PICTURES, *PACKAGES, *LETTERHEADS)
