"""What cannot be read is refused in one sentence that says what, where and what to do next."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import word

from typeset import read
from typeset.errors import ArticleError
from typeset.read import source

CASES = Path(__file__).parent / "cases" / "read"
TITLE = "عنوان الخبر"


def refusal(path: Path | str, form: str = "") -> str:
    """What the refusal says, its folder left out; it always has a hint."""
    with pytest.raises(ArticleError) as caught:
        read.article(path, form)
    assert caught.value.hint
    return caught.value.message.replace(f"{Path(path).parent}/", "")


def pairs(file: Path) -> list[tuple[str, str]]:
    """Source and refusal of every entry: the lines above `→`, and what stands behind it."""
    entries = file.read_text(encoding="utf-8").split("\n\n")
    return [tuple(entry.strip().split("\n→ ")) for entry in entries if "→" in entry]


@pytest.mark.parametrize(("front", "message"), pairs(CASES / "front-matter-refused.txt"))
def test_front_matter_that_cannot_be_meant(front: str, message: str, tmp_path: Path):
    file = tmp_path / "a.md"
    file.write_text(f"---\n{front}\n---\n# عنوان\n\nنص.\n", encoding="utf-8")
    assert refusal(file) == message


@pytest.mark.parametrize(("json", "message"), pairs(CASES / "json-refused.txt"))
def test_json_of_the_wrong_shape(json: str, message: str, tmp_path: Path):
    file = tmp_path / "a.json"
    file.write_text(json, encoding="utf-8")
    assert refusal(file) == message


NOT_TEXT = "is not text in UTF-8, UTF-16 or Windows-1256"
CONTROLS = "is not text: {} of its {} characters are control characters, the first is byte"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "is empty."),
        ("a.txt", b" \n\t\n", "is empty."),
        ("a.txt", "\xa0\n\u200f\n".encode(), "has no headline."),
        ("a.txt", ("كلمة " * 70).encode(), "has no headline."),
        ("a.txt", TITLE.encode(), "has a headline and no text."),
        ("a.md", f"# {TITLE}".encode(), "has a headline and no text."),
        ("a.html", f"<h1>{TITLE}</h1>".encode(), "has a headline and no text."),
        ("a.txt", b"\x00\x01binary", f"{CONTROLS.format(2, 8)} 1 (0x00, line 1)."),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a picture."),
        ("a.html", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", f"{NOT_TEXT}: byte 3 (0x90, line 1) does not fit."),
        ("a.txt", b"\x89\x01\x02", f"{NOT_TEXT}: byte 1 (0x89, line 1) does not fit."),
        ("a.txt", "عنوان\n\nنص \x07\x07".encode(), f"{CONTROLS.format(2, 12)} 18 (0x07, line 3)."),
        ("a.txt", "عنوان\n\nنص".encode() + b"\xff", f"{NOT_TEXT}: byte 17 (0xFF, line 3) does not fit."),
        ("a.txt", b"\xff\xfe9\x06\xd8", "says that it is UTF-16-LE, but byte 5 (0xD8) is not."),
        ("a.txt", b"\xef\xbb\xbf\xd8\xb9\xff", "says that it is UTF-8, but byte 6 (0xFF) is not."),
        ("a.html", b"<meta charset=utf-8><p>\xff", "says that it is UTF-8, but byte 24 (0xFF) is not."),
        ("a.rtf", b"no rich text", "is no RTF file."),
        ("a.inp", b"\x01\x02", "is an InPage file."),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "is an old Word file (.doc, before 2007)."),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is protected by a password.",
        ),
        ("a.docx", b"PK\x03\x04 cut off", "is a damaged Word file: File is not a zip file."),
    ],
)
def test_what_is_no_article(name: str, data: bytes, message: str, tmp_path: Path):
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name) == f"{name} {message}"


STRAY = "عنوان الخبر\n\nنص الخبر\x1a الذي كتبه المراسل أمس في مدينة بيروت.\n\x1a"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("form", ["a.txt", "a.md", "a.html"])
def test_a_stray_control_character_is_left_out_and_told(form: str, encoding: str, tmp_path: Path):
    text = {"a.md": f"# {STRAY}", "a.html": f"<h1>عنوان الخبر</h1>\n<p>{STRAY}</p>"}.get(form, STRAY)
    (tmp_path / form).write_bytes(text.encode(encoding))
    article, findings = read.article_from(source.load(tmp_path / form))
    assert "نص الخبر الذي كتبه المراسل أمس" in " ".join(text.text for text in article.texts())
    (found,) = (finding for finding in findings if finding.id == "read/control-character")
    assert found.message == "a control character was left out: U+001A, 2 times"
    assert found.place.line == text.count("\n", 0, text.index("\x1a")) + 1


def test_a_missing_file_is_named_with_its_neighbour(tmp_path: Path):
    (tmp_path / "release.txt").write_text(TITLE, encoding="utf-8")
    with pytest.raises(ArticleError) as caught:
        read.article(tmp_path / "relaese.txt")
    assert caught.value.hint == f"Did you mean {tmp_path / 'release.txt'}?"


def test_a_folder(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "folder") == "folder is a folder."


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "open", _forbidden)
    assert refusal(tmp_path / "a.txt") == "a.txt may not be read."


def _forbidden(*_: object) -> None:
    raise PermissionError


def test_a_file_without_end():
    assert refusal("/dev/zero") == "zero is over 64 MB, too long for a press release."


def test_a_page_that_is_too_long(tmp_path: Path):
    file = tmp_path / "a.html"
    file.write_bytes(b"<p>" + b"x" * 20_000_000)
    assert refusal(file) == "a.html is over 20 MB, too long for a press release."


def test_a_form_that_nobody_reads(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_text(TITLE, encoding="utf-8")
    assert refusal(file, "markdwn") == "a.txt: there is no reader markdwn."


NESTED = {
    "quotes": ">" * 3000 + " نص",
    "lists in a line": "- " * 3000 + "نص",
    "lists": "\n".join("  " * depth + "- نص" for depth in range(300)),
}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
def test_quotes_and_lists_without_end(nested: str, tmp_path: Path):
    file = tmp_path / "a.md"
    file.write_text(f"# عنوان\n\n{nested}\n", encoding="utf-8")
    assert "quotes and lists stand more than 38 deep inside one another" in refusal(file)


@pytest.mark.parametrize("depth", [200, 3000, 100_000])
def test_elements_without_end(depth: int, tmp_path: Path):
    file = tmp_path / "a.html"
    file.write_text("<div>" * depth + "نص" + "</div>" * depth, encoding="utf-8")
    assert refusal(file) == "a.html: elements stand more than 120 deep inside one another."


BODY = word.paragraph(TITLE) + word.paragraph("نص.")
ENTITIES = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/big.xml": b"0" * 64_000_001}, "unpacks to over 200 MB or 5000 parts: this is no press release."),
        ({f"word/{at}.bin": b"0" * 60_000_000 for at in range(4)}, "unpacks to over 200 MB"),
        ({f"word/{at}.bin": b"" for at in range(5_000)}, "unpacks to over 200 MB"),
        (
            {"word/document.xml": f"{ENTITIES}<a>&b;</a>"},
            "its part word/document.xml has a DTD",
        ),
        ({"word/styles.xml": "<a>"}, "is a damaged Word file: word/styles.xml:"),
        ({"word/document.xml": "<a>" * 300 + "</a>" * 300}, "word/document.xml: Excessive depth"),
        ({"word/document.xml": "<a>" * 200 + "</a>" * 200}, "in word/document.xml elements stand more than 120 deep"),
        ({"word/document.xml": word.part("document", "")}, "is a damaged Word file:"),
    ],
)
def test_word_files_that_are_traps_or_damaged(parts: dict[str, str | bytes], message: str, tmp_path: Path):
    file = tmp_path / "a.docx"
    file.write_bytes(word.document(BODY, parts=parts))
    assert message in refusal(file)


def test_other_documents_in_zip(tmp_path: Path):
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert refusal(file) == "a.docx is an Excel workbook."


def test_a_part_that_is_encrypted(tmp_path: Path):
    data = bytearray(word.document(BODY))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(sign, at + 1)
    (tmp_path / "a.docx").write_bytes(bytes(data))
    assert refusal(tmp_path / "a.docx") == "a.docx is a damaged Word file: a part is encrypted."
