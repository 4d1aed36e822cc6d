"""A picture that cannot be shown leaves a frame with words in its place, in every edition, and the page is made."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from typeset.findings import Severity
from typeset.jobs import make
from typeset.preflight.reading import structure
from typeset.preflight.reading.structure import StructureElement

CASE = Path(__file__).parent / "cases" / "press" / "full"
LEAD = "بيروت، 3 مارس 2024 – افتتحت دار النشر معرضها السنوي بمشاركة 40 دارا، وقال مديرها إن الكتاب باق."
ALT = "زوار أمام الأجنحة"


def cut_off(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes((CASE / "valley.jpg").read_bytes()[:4000])


def of_no_kind(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(b"RIFF, but no picture")


def too_large(folder: Path) -> None:
    Image.new("1", (40_000, 10)).save(folder / "photo.jpg", "PNG")


def missing(_folder: Path) -> None:
    """There is no file."""


FAULTS = {
    missing: "is not in",
    cut_off: "cannot be read",
    of_no_kind: "is no picture that can be read",
    too_large: "more than any page can show",
}
FORMS = {
    "release.md": f"# افتتاح معرض الكتاب العربي\n\n{LEAD}\n\n![{ALT}](photo.jpg)\n\nوزار المعرض كثيرون.\n",
    "release.html": f"""<html lang=ar><body><article><h1>افتتاح معرض الكتاب العربي</h1><p>{LEAD}</p>
        <figure><img src="photo.jpg" alt="{ALT}"><figcaption>المعرض في يومه الأول</figcaption></figure>
        <p>وزار المعرض كثيرون.</p></article></body></html>""",
}


def made(folder: Path, form: str, *editions: str) -> make.Made:
    (folder / form).write_text(FORMS[form], encoding="utf-8")
    return make.run(make.Job(folder / form, editions=editions))


def alternatives(pdf: bytes) -> list[str]:
    """The alternative text of each figure of the structure."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures = [
            part for part in structure.walk(opened) if isinstance(part, StructureElement) and part.role == "Figure"
        ]
        return [str(figure.object.get("/Alt", "")) for figure in figures]


@pytest.mark.engine_complains
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_page_is_made_with_a_frame_and_a_finding(tmp_path, fault):
    fault(tmp_path)
    (printed,) = made(tmp_path, "release.md", "email").editions
    (found,) = (finding for finding in printed.findings if finding.severity is Severity.ERROR)
    assert found.id == "render/picture"
    assert found.message.startswith("The picture photo.jpg ")
    assert FAULTS[fault] in found.message
    assert found.hint


@pytest.mark.parametrize("form", FORMS)
def test_the_frame_speaks_in_every_edition(tmp_path, form):
    import pypdfium2

    editions = made(tmp_path, form, "email", "print", "newspaper", "archive").editions
    for printed in editions:
        assert alternatives(printed.pdf) == [ALT]
        said = pypdfium2.PdfDocument(printed.pdf)[0].get_textpage().get_text_range()
        assert "الصورة غير متوف" in said
        assert "photo" in said
        assert ALT in said
        assert {finding.id for finding in printed.findings if finding.severity is Severity.ERROR} == {"render/picture"}


@pytest.mark.engine_complains
def test_the_frame_speaks_the_language_of_the_article(tmp_path):
    shutil.copy(CASE / "valley.jpg", tmp_path)
    pictures = "![Visitors](gone.jpg)\n\n![](also-gone.jpg)\n\n![](valley.jpg)\n"
    text = f"---\nlanguage: en\n---\n# A fair opens\n\nThe fair opened today.\n\n{pictures}"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (printed,) = make.run(make.Job(tmp_path / "a.md", editions=("email",))).editions
    assert alternatives(printed.pdf) == ["Visitors", "Picture not available: also-gone.jpg", ""]
    assert len([finding for finding in printed.findings if finding.id == "render/picture"]) == 2
