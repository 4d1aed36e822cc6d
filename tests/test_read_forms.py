"""The forms in which a release arrives besides text, Word and web pages: e-mail, chats, OpenDocument, RTF, archives."""

import io
import plistlib
import shutil
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
import word

import typeset
from typeset import read
from typeset.errors import ArticleError
from typeset.jobs import convert
from typeset.jobs.given import load_given, read_given
from typeset.model.article import Article, Figure, List, Table
from typeset.read.parts.embargo import find_embargo
from typeset.read.source import SourceFile
from typeset.write.wire import newsml

CASES = Path(__file__).parent / "cases"
HEADLINE = "افتتاح المكتبة المركزية في حي المثال"
BODY = (
    "بغداد – افتتحت مؤسسة المثال مكتبتها المركزية صباح اليوم بحضور عدد كبير من القراء والكتّاب وأهالي الحي.",
    "وقالت مديرة المكتبة إن القاعة الكبرى تتسع لثلاثمئة قارئ، وإن الإعارة مجانية للطلاب طوال العام.",
)
TEXT = "\n\n".join((HEADLINE, *BODY)) + "\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def given(data: str | bytes, suffix: str) -> SourceFile:
    return SourceFile(data if isinstance(data, bytes) else data.encode(), f"release{suffix}", suffix, Path())


def article(data: str | bytes, suffix: str) -> Article:
    return read.article_from(given(data, suffix))[0]


def told(data: str | bytes, suffix: str) -> str:
    return "\n".join(finding.message for finding in read.article_from(given(data, suffix))[1])


def words(article: Article) -> str:
    return " ".join(text.text for text in article.texts())


def is_the_release(found: Article) -> bool:
    return (
        found.headline.text == HEADLINE
        and "بغداد" in found.dateline.text + found.place.text
        and BODY[1] in words(found)
    )


# --- e-mail ---


def mail(plain: str = "", html: str = "", **files: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = f"Fwd: {HEADLINE}"
    message["Date"] = "Tue, 18 Mar 2025 09:00:00 +0300"
    message.set_content(plain)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in files.items():
        stem, _, ending = name.rpartition("_")
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{stem}.{ending}")
    return bytes(message)


def test_the_plain_text_of_an_e_mail_comes_first():
    assert is_the_release(article(mail(TEXT, "<p>شيء آخر"), ".eml"))


def test_a_text_without_a_headline_takes_the_subject_and_the_day():
    found = article(mail("\n\n".join(BODY) + "\n-- \nالمكتب الإعلامي"), ".eml")
    assert is_the_release(found)
    assert found.date.isoformat() == "2025-03-18"
    assert "الإعلامي" not in words(found)


def test_the_html_of_an_e_mail_where_there_is_no_text():
    message = EmailMessage()
    message["Subject"] = "بيان"
    message.set_content(f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{line}</p>" for line in BODY), subtype="html")
    assert is_the_release(article(bytes(message), ".eml"))


def test_a_greeting_with_a_word_file_is_that_file():
    file = word.document("".join(map(word.paragraph, (HEADLINE, *BODY))))
    assert is_the_release(article(mail("مرفق طيا البيان. مع التحية", release_docx=file), ".eml"))


def test_what_else_is_attached_is_named():
    assert "photo.jpg" in told(mail(TEXT, photo_jpg=b"x"), ".eml")


def test_an_e_mail_without_a_text_says_so():
    with pytest.raises(ArticleError, match="no text"):
        article(mail("\n", photo_jpg=b"x"), ".eml")


@pytest.mark.parametrize(
    "head", ["Content-Type: text/plain; charset", "Content-Type: ;;==", "Date: \\x00,", "Subject: =?utf-8?b?"]
)
def test_a_damaged_head_is_no_fault_of_ours(head: str):
    with suppress(ArticleError):
        assert words(article(f"{head}\n\n{TEXT}", ".eml"))


# --- chats ---

CHATS = {
    "iPhone": "[12/05/2024, 10:30:15] مكتب الإعلام: ",
    "Android": "12/05/2024, 10:30 - مكتب الإعلام: ",
    "Arabic figures": "[\u200f١٢/٥/٢٠٢٤، ١٠:٣٠:١٥ ص] مكتب الإعلام: ",
    "English": "5/12/24, 10:30 AM - Press Office: ",
}


@pytest.mark.parametrize("name", CHATS)
def test_an_exported_chat_is_its_words(name: str):
    chat = CHATS[name] + TEXT.replace("اليوم", "_اليوم_") + CHATS[name] + "<Media omitted>\n"
    found = article(chat, ".txt")
    assert is_the_release(found)
    assert not any(word in words(found) for word in ("مكتب الإعلام", "Press", "omitted", "_"))
    assert "omitted" in told(chat, ".txt")


def test_a_time_in_a_text_is_no_chat():
    assert "10:30" in words(article(TEXT + "\nيبدأ الحفل يوم 12/05/2024, 10:30 - في القاعة.\n", ".txt"))


# --- OpenDocument ---

SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing")),
        *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
    )
)


def odt(body: str, styles: str = "", **files: bytes) -> bytes:
    content = (
        f'<office:document-content xmlns:xlink="http://www.w3.org/1999/xlink"{SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"content.xml": content.encode(), **{name.replace("_", "."): data for name, data in files.items()}})


def zipped(files: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def paragraphs(*lines: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


def test_an_open_document():
    assert is_the_release(article(odt(paragraphs(HEADLINE, *BODY)), ".odt"))


def test_its_parts():
    body = (
        f'<text:p text:style-name="Title">{HEADLINE}</text:p>{paragraphs(*BODY)}'
        '<text:h text:outline-level="2">أرقام</text:h>'
        '<text:list text:style-name="L1"><text:list-item><text:p>أول</text:p></text:list-item></text:list>'
        '<text:list text:style-name="L2"><text:list-item><text:list><text:list-item><text:p>داخل</text:p>'
        "</text:list-item></text:list></text:list-item></text:list>"
        '<text:list text:style-name="L1"><text:list-item><text:p>ثانٍ</text:p></text:list-item></text:list>'
        "<text:p>كلمة <text:span text:style-name='T1'>بارزة</text:span> مع ملاحظة<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>نص الملاحظة</text:p></text:note-body></text:note>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>السنة</text:p></table:table-cell><table:table-cell>"
        "<text:p>العدد</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>٢٠٢٥"
        "</text:p></table:table-cell><table:table-cell><text:p>٣٠٠</text:p></table:table-cell></table:table-row>"
        "</table:table><text:p><draw:frame><draw:image xlink:href='Pictures.png'/><svg:title>قاعة القراءة</svg:title>"
        "</draw:frame></text:p>"
        "<text:p>جملة<office:annotation><text:p>راجعها</text:p></office:annotation> أخيرة.</text:p>"
    )
    styles = (
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        "</text:list-style>"
    )
    file = odt(body, styles, Pictures_png=PNG)
    found = article(file, ".odt")
    (listed,) = (block for block in found.body if isinstance(block, List))
    assert (listed.ordered, len(listed.items)) == (True, 2)
    assert [block.photo.alt for block in found.body if isinstance(block, Figure)] == ["قاعة القراءة"]
    assert any(isinstance(block, Table) for block in found.body)
    assert [note.text.text for note in found.notes] == ["نص الملاحظة"]
    assert any(mark for text in found.texts() for mark in text.marks if text.text.startswith("كلمة"))
    assert "راجعها" not in words(found)
    assert "راجعها" in told(file, ".odt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 no archive", "damaged OpenDocument"),
        (zipped({"mimetype": b"x"}), "no content"),
        (odt("<text:p>").replace(b"PK\x05\x06", b"PK\x05\x07"), "damaged OpenDocument"),
        (zipped({"content.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "DTD"),
        (zipped({"content.xml": b"<a>" * 200 + b"</a>" * 200}), "deep"),
    ],
)
def test_a_damaged_one_is_refused_in_a_sentence(data: bytes, said: str):
    with pytest.raises(ArticleError, match=said):
        article(data, ".odt")


# --- RTF and old Word files ---


def rtf(*lines: str) -> bytes:
    escaped = ("".join(f"\\u{ord(letter)}?" if ord(letter) > 127 else letter for letter in line) for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg1256 " + "\\par\\par ".join(escaped) + "}").encode()


@pytest.mark.parametrize("suffix", [".rtf", ".doc", ""])
def test_rich_text_whatever_its_ending(suffix: str):
    assert is_the_release(article(rtf(HEADLINE, *BODY), suffix))


def test_what_is_not_read_of_rich_text_is_told():
    data = rtf(HEADLINE, *BODY).replace(b"}", rb"{\footnote x}{\pict " + b"00ff" * 300 + b"}}")
    assert is_the_release(article(data, ".rtf"))
    assert "all its pictures: 1" in told(data, ".rtf")
    assert "all its footnotes: 1" in told(data, ".rtf")


def test_rich_text_in_a_code_page():
    line = "".join(f"\\'{byte:02x}" for byte in BODY[0].replace("–", "-").encode("cp1256"))
    title = "".join(f"\\'{byte:02x}" for byte in HEADLINE.encode("cp1256"))
    data = ("{\\rtf1\\ansi\\ansicpg1256 " + title + "\\par\\par " + line + "}").encode()
    assert article(data, ".rtf").headline.text == HEADLINE


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
@pytest.mark.parametrize(("form", "share"), [("odt", 0.99), ("doc", 0.98), ("rtf", 0.95)])
def test_what_libreoffice_makes_of_our_word_file(form: str, share: float, tmp_path: Path):
    """Of rich text the footnotes are not read, and told."""
    from typeset.read.formats import libreoffice

    file = convert.run(CASES / "press" / "full" / "full.md", tmp_path / "full.docx")
    source = load_given(CASES / "press" / "full" / "full.md")
    made = libreoffice.converted({"full.docx": file.content}, form)["full.docx"]
    found = words(read_given(given(made, f".{form}")).article)
    wanted = words(read_given(source).article).split()
    assert sum(word in found for word in wanted) / len(wanted) > share


@pytest.mark.parametrize("suffix", [".inp", ".pages", ".indd", ".msg"])
def test_what_nobody_reads_says_what_to_do(suffix: str):
    with pytest.raises(ArticleError) as refusal:
        article(b"\0\1\2 data", suffix)
    assert "Open it in" in refusal.value.hint


# --- pages saved in one file ---

PAGE = (
    f"<html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>"
    + "".join(f"<p>{line}</p>" for line in BODY * 2)
    + '<figure><img src="https://example.org/a.png" alt="قاعة"><figcaption>قاعة القراءة</figcaption></figure></article>'
)


def mhtml() -> bytes:
    message = EmailMessage()
    message.set_content(PAGE, subtype="html")
    message["Content-Location"] = "https://example.org/news"
    message.add_related(PNG, "image", "png")
    (picture,) = (part for part in message.iter_parts() if part.get_content_type() == "image/png")
    picture["Content-Location"] = "https://example.org/a.png"
    return bytes(message)


def webarchive() -> bytes:
    resource = {
        "WebResourceURL": "https://example.org/a.png",
        "WebResourceMIMEType": "image/png",
        "WebResourceData": PNG,
    }
    page = {"WebResourceURL": "https://example.org/news", "WebResourceMIMEType": "text/html",
            "WebResourceData": PAGE.encode(), "WebResourceTextEncodingName": "UTF-8"}  # fmt: skip
    return plistlib.dumps({"WebMainResource": page, "WebSubresources": [resource]}, fmt=plistlib.FMT_BINARY)


@pytest.mark.parametrize(("data", "suffix"), [(mhtml(), ".mhtml"), (webarchive(), ".webarchive")])
def test_a_page_saved_in_one_file_brings_its_picture(data: bytes, suffix: str):
    found = article(data, suffix)
    assert is_the_release(found)
    pictures = [*found.photos, *(block.photo for block in found.body if isinstance(block, Figure))]
    assert [photo.source.partition(",")[0] for photo in pictures] == ["data:image/png;base64"]


@pytest.mark.parametrize("data", [b"bplist00 damaged", b"<plist><dict/></plist>"])
def test_a_damaged_archive_says_so(data: bytes):
    with pytest.raises(ArticleError, match="damaged web archive"):
        article(data, ".webarchive")


# --- NewsML-G2 and NITF ---


@pytest.mark.parametrize("case", ["full/full", "persian/persian", "urdu/urdu", "hebrew/hebrew", "english/english"])
def test_our_newsml_comes_back_part_by_part(case: str):
    source = read_given(load_given(CASES / "press" / f"{case}.md")).article
    back = article(newsml(source), ".xml")
    assert back.headline == source.headline
    assert (back.date, back.embargo, back.language) == (source.date, source.embargo, source.language)
    assert back.contacts == source.contacts
    assert words(back).split() == words(source).split()


NITF = f"""<?xml version="1.0"?><nitf><head><title>x</title><docdata management-status="usable">
<date.issue norm="20250318T090000+0300"/></docdata></head><body><body.head><hedline><hl1>{HEADLINE}</hl1></hedline>
<distributor>وكالة المثال</distributor><dateline><location>بغداد</location></dateline></body.head><body.content>
{"".join(f"<p>{line.removeprefix('بغداد – ')}</p>" for line in BODY)}
<media media-type="image"><media-reference source="a.jpg" alternate-text="قاعة"/><media-caption>القاعة</media-caption>
</media></body.content></body></nitf>"""


def test_nitf():
    found = article(NITF, ".nitf")
    assert is_the_release(found)
    assert (found.source.text, found.date.isoformat()) == ("وكالة المثال", "2025-03-18")
    assert [(photo.source, photo.caption.text) for photo in found.photos] == [("a.jpg", "القاعة")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<rss/>", "neither NewsML-G2 nor NITF"),
        ("<nitf><body>", "damaged XML"),
        (NITF.replace("usable", "canceled"), "its status is canceled"),
        ("<!DOCTYPE nitf [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><nitf>&a;</nitf>", "DTD"),
    ],
)
def test_other_xml_is_refused_in_a_sentence(data: str, said: str):
    with pytest.raises(ArticleError, match=said):
        article(data, ".xml")


# --- a release in a .zip ---


def test_a_zip_is_its_text_with_its_photos():
    text = TEXT.replace(BODY[1], f"{BODY[1]}\n\n![قاعة القراءة](photos/a.png)")
    data = zipped({"release/text.md": f"# {text}".encode(), "release/photos/a.png": PNG, "release/b.png": PNG,
                   "__MACOSX/x.md": b"x", "release/.DS_Store": b"x"})  # fmt: skip
    found = read_given(given(data, ".zip")).article
    assert is_the_release(found)
    pictures = [*found.photos, *(block.photo for block in found.body if isinstance(block, Figure))]
    assert len(pictures) == 2
    assert all(photo.source.startswith("data:image/png;base64,") for photo in pictures)


@pytest.mark.parametrize(
    ("files", "said"),
    [({"a.png": PNG}, "no text"), ({"a.md": b"# x", "b.txt": b"x"}, "several texts: a.md, b.txt"), ({}, "no text")],
)
def test_a_zip_has_one_text(files: Mapping[str, bytes], said: str):
    with pytest.raises(ArticleError, match=said):
        read_given(given(zipped(files), ".zip"))


# --- what we write ourselves ---


def test_our_own_draft_of_an_e_mail_comes_back_with_its_headline_and_embargo():
    made = typeset.make(CASES / "press" / "full" / "full.md", editions=["email"])
    draft = typeset.mail(made, to=["desk@example.org"], embargoed=True).draft
    back = article(bytes(draft), ".eml")
    assert back.headline.text == made.article.headline.text
    assert (back.embargo and back.embargo.until) == (made.article.embargo and made.article.embargo.until)
    assert back.embargo


@pytest.mark.parametrize(
    "said",
    [
        "بتوقيت بغداد (غرينتش +٣)",
        "به وقت تهران (گرینویچ +۳:۳۰)",
        "Asia/Karachi (گرینچ +۵)",
        "לפי שעון ישראל (גריניץ׳ +2)",
    ],
)
def test_an_hour_is_said_once_more_from_greenwich(said: str):
    found = find_embargo(f"2025-03-22 10:30 {said}")
    assert found
    assert found.has_hour
    assert found.until.tzinfo is not None
