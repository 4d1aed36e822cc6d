"""`typeset-press verify`: an archive edition says what its source says, or it is told in what it differs."""

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from conftest import Command

import typeset as library
from typeset.errors import ArticleError
from typeset.jobs import verify

FULL = Path(__file__).parent / "cases" / "press" / "full"
TEXT = "---\nheadline: افتتاح المكتبة الجديدة\n---\n\nبغداد – افتتحت المؤسسة مكتبتها الجديدة صباح اليوم.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A release with photos, a drawing, a brand, a logo and a house style, made with wishes of its own."""
    folder = tmp_path_factory.mktemp("full")
    for file in FULL.iterdir():
        if file.suffix in {".md", ".png", ".jpg", ".svg", ".toml"}:
            shutil.copy(file, folder)
    settings = folder / "typeset.toml"
    words = settings.read_text(encoding="utf-8") if settings.exists() else ""
    settings.write_text(f'{words}\n[mail]\nhost = "smtp.example.org"\n', encoding="utf-8")
    made = library.make(folder / "full.md", editions=["archive"], theme="ministry", page="letter")
    shutil.rmtree(folder)
    return made.pdf


def changed(pdf: bytes, **attachments: bytes) -> bytes:
    """The PDF with other attachments of these names (`-` for `.`)."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for name, data in attachments.items():
            place = name.replace("__", ".")
            document.attachments[place] = pikepdf.AttachedFileSpec(document, data, filename=place)
        target = io.BytesIO()
        document.save(target, deterministic_id=True)
        return target.getvalue()


def test_an_archive_is_set_again_from_itself_byte_for_byte(archive: bytes):
    assert verify.run(archive) == verify.Verified(is_same=True)


def test_it_carries_its_photos_and_what_decides_its_page_and_no_account(archive: bytes):
    with pikepdf.open(io.BytesIO(archive)) as document:
        files = {name: file.get_file().read_bytes() for name, file in document.attachments.items()}
        relations = {str(file.obj.AFRelationship) for name, file in document.attachments.items() if name != "full.md"}
        assert str(document.attachments["full.md"].obj.AFRelationship) == "/Source"
    assert relations == {"/Data"}
    assert {"full.md", "valley.jpg", "map.svg", "brand.toml", "logo.svg", "typeset.json"} <= files.keys()
    assert not any(b"smtp.example.org" in data for data in files.values())


def test_a_changed_source_is_told_by_the_first_word_that_differs():
    pdf = library.make(TEXT, editions=["archive"], form="markdown", name="library.md").pdf
    forged = changed(pdf, library__md=TEXT.replace("الجديدة صباح", "القديمة صباح").encode())
    verified = verify.run(forged)
    assert not verified.is_same
    assert "القديمة" in str(verified.differences[0])
    assert "الجديدة" in str(verified.differences[0])


def test_a_page_that_was_opened_and_saved_is_not_the_same(archive: bytes):
    verified = verify.run(changed(archive))
    assert not verified.is_same
    assert "its bytes are others" in str(verified.differences[-1])


def test_a_file_without_its_source_is_refused_with_the_edition_that_has_one(typeset: Command, tmp_path: Path):
    pdf = tmp_path / "release.pdf"
    pdf.write_bytes(library.make(TEXT, editions=["email"], form="markdown").pdf)
    done = typeset("verify", pdf)
    assert done.exit_code == 3
    assert "--edition archive" in done.err


def test_a_path_out_of_the_folder_is_not_written():
    pdf = library.make(TEXT, editions=["archive"], form="markdown", name="library.md").pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments["../../escaped.txt"] = pikepdf.AttachedFileSpec(
            document, b"x", filename="../../escaped.txt"
        )
        target = io.BytesIO()
        document.save(target)
    assert not verify.run(target.getvalue()).is_same
    assert not (Path(verify.__file__).parents[2] / "escaped.txt").exists()


def test_what_is_no_pdf_is_refused():
    with pytest.raises(ArticleError, match="no PDF"):
        verify.run(b"not a pdf")


def test_the_command_says_so(typeset: Command, tmp_path: Path, archive: bytes):
    file = tmp_path / "full.archive.pdf"
    file.write_bytes(archive)
    done = typeset("verify", file)
    assert (done.exit_code, "byte for byte" in done.out) == (0, True)
