"""The sheets of themes and fonts, by which an editor chooses."""

import json
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from typeset.jobs import specimen
from typeset.model import fonts, theme


@pytest.mark.long
def test_every_theme_has_a_sheet(typeset, tmp_path):
    done = typeset("themes", "--specimen", tmp_path)
    assert done.exit_code == 0
    of_paper = [name for name in theme.names() if not theme.load(name).pictures]
    expected = {f"{name}.png" for name in theme.names()} | {f"{name}.pdf" for name in of_paper}
    assert {file.name for file in tmp_path.iterdir()} == expected
    assert done.out.count("\n") == len(expected)


@pytest.mark.parametrize("name", fonts.names())
def test_every_family_fits_on_a_sheet_that_names_it(name):
    sheet = next(one for one in specimen.of_fonts([name]))
    with pypdfium2.PdfDocument(sheet.pdf) as document:
        assert len(document) == 1
        words = document[0].get_textpage().get_text_bounded().split()
        assert set(fonts.load(name).name.split()) <= set(words)
    assert Image.open(BytesIO(sheet.contents[f"{name}.png"])).size == (827, 1170)


def test_the_sheets_of_the_fonts_are_listed_as_json(typeset, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "names", lambda: ("amiri",))
    done = typeset("fonts", "--specimen", tmp_path, "--json")
    assert done.exit_code == 0
    assert [path.rpartition("/")[2] for path in json.loads(done.out)] == ["amiri.pdf", "amiri.png"]
