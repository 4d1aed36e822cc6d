"""`typeset-press compare`: what has changed since an older version, marked on the newer page."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Command
from PIL import ImageChops

import typeset as library
from typeset.errors import ArticleError
from typeset.jobs import redline

OLDER = (
    "---\nheadline: افتتاح المكتبة الجديدة\n---\n\n"
    "بغداد – افتتحت المؤسسة مكتبتها الجديدة صباح اليوم، بحضور عدد كبير من القراء.\n"
    "\nوقالت المديرة إن المكتبة تفتح أبوابها كل يوم للجميع مجاناً.\n"
)
NEWER = OLDER.replace("صباح اليوم", "مساء أمس").replace(" كل يوم", "")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("versions")
    for name, text in (("older.md", OLDER), ("newer.md", NEWER)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "older.md", folder / "newer.md"


@pytest.fixture(scope="module")
def compared(versions: tuple[Path, Path]) -> redline.Compared:
    return redline.run(*versions)


def annotations(pdf: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [(str(one.Subtype), str(one.Contents)) for page in document.pages for one in page.obj.get("/Annots", ())]


def test_each_change_is_told_and_marked_with_the_older_words(compared: redline.Compared):
    assert compared.changes == (("صباح اليوم", "مساء أمس"), ("كل يوم", ""))
    assert annotations(compared.pdf) == [("/Highlight", "صباح اليوم"), ("/Caret", "كل يوم")]


def test_the_marks_are_seen_on_the_page(compared: redline.Compared, versions: tuple[Path, Path]):
    """Yellow over the two new words alone, in their line; a red caret where words were taken out."""
    plain = library.make(versions[1], editions=["email"]).pdf
    with pypdfium2.PdfDocument(compared.pdf) as one, pypdfium2.PdfDocument(plain) as other:
        marked, bare = (document[0].render(scale=1).to_pil().convert("RGB") for document in (one, other))
    left, top, right, bottom = ImageChops.difference(marked, bare).getbbox()
    assert right - left < marked.width
    assert bottom - top < marked.height / 5
    colours = {colour for _, colour in marked.crop((left, top, right, bottom)).getcolors(1 << 20)}
    assert any(red > 240 and green > 200 and blue < 120 for red, green, blue in colours)
    assert any(red > 180 and green < 60 for red, green, _ in colours)


def test_a_marked_page_claims_no_standard(compared: redline.Compared):
    assert b"pdfuaid:part" not in compared.pdf
    with pikepdf.open(BytesIO(compared.pdf)) as document:
        assert document.open_metadata().pdfa_status == ""


def test_finished_pages_are_compared_as_their_texts_are(
    compared: redline.Compared, versions: tuple[Path, Path], tmp_path: Path
):
    pages = [tmp_path / f"{file.stem}.pdf" for file in versions]
    for page, file in zip(pages, versions, strict=True):
        page.write_bytes(library.make(file, editions=["email"]).pdf)
    assert redline.run(*pages) == compared


def test_a_page_without_tags_cannot_be_compared(tmp_path: Path):
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(tmp_path / "blank.pdf")
    with pytest.raises(ArticleError, match="not tagged"):
        redline.run(tmp_path / "blank.pdf", tmp_path / "blank.pdf")


def test_the_command_writes_the_page_and_counts(typeset: Command, versions: tuple[Path, Path], tmp_path: Path):
    done = typeset("compare", *versions, "-o", tmp_path / "red.pdf")
    assert (done.exit_code, "2 changes" in done.err) == (0, True)
    assert (tmp_path / "red.pdf").read_bytes().startswith(b"%PDF")
