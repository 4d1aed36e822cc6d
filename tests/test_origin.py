"""A fault in a theme's CSS is told with its file and line there, not with a line of the sheet that the page carries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from typeset.findings import Finding
from typeset.jobs import make

pytestmark = pytest.mark.engine_complains
CLASSIC = Path(__file__).parent.parent / "templates" / "classic"
RELEASE = "افتتاح معرض الكتاب العربي\n\nبيروت، 3 مارس 2024 – افتتحت دار النشر معرضها السنوي. See Vol 2.\n"


def findings(folder: Path, edition: str = "email", **sheets: str) -> list[Finding]:
    """What is found of a theme with these lines at the end of its sheets."""
    look = Path(shutil.copytree(CLASSIC, folder / "own"))
    for name, lines in sheets.items():
        sheet = look / f"{name}.css"
        before = sheet.read_text(encoding="utf-8") if sheet.is_file() else ""
        sheet.write_text(f"{before}\n{lines}\n", encoding="utf-8")
    (folder / "a.txt").write_text(RELEASE, encoding="utf-8")
    return list(make.run(make.Job(folder / "a.txt", editions=(edition,), theme=str(look))).findings)


def length(sheet: Path) -> int:
    return len(sheet.read_text(encoding="utf-8").split("\n"))


@pytest.mark.parametrize(("sheet", "edition"), [("page", "email"), ("print", "print")])
def test_an_unknown_property_is_told_with_its_file_and_line(tmp_path, sheet, edition):
    found = findings(tmp_path, edition, **{sheet: "h1 {\n  colr: red }"})
    (fault,) = (finding for finding in found if finding.id == "render/css")
    file = tmp_path / "own" / f"{sheet}.css"
    assert fault.message == f"Ignored `colr: red ` in {file}, line {length(file) - 1}, unknown property."


def test_letter_spacing_is_called_what_it_is(tmp_path):
    found = findings(tmp_path, page="h1 { letter-spacing: .1em }")
    (fault,) = (finding for finding in found if finding.id == "render/letter-spacing")
    file = tmp_path / "own" / "page.css"
    assert fault.message == (
        f"letter-spacing in {file}, line {length(file) - 1} breaks the joins of «افتتاح معرض الكتاب العربي»."
    )
    assert "--font" not in " ".join(finding.hint for finding in found)


def test_letters_that_do_not_join_may_stand_apart(tmp_path):
    found = findings(tmp_path, page=":lang(en) { letter-spacing: .05em } .source { letter-spacing: 0 }")
    assert not [finding for finding in found if finding.id == "render/letter-spacing"]
