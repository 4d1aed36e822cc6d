"""The brand of a house: its words, its colours, its logo, once for all releases."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from typeset.errors import ThemeError
from typeset.model import brand
from typeset.model.article import Article, Contact, Paragraph
from typeset.model.text import Text

CASE = Path(__file__).parent / "cases" / "press" / "full"


def write(folder: Path, text: str) -> Path:
    (folder / "brand.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_brand_is_found_in_a_folder_above_the_article(tmp_path):
    shutil.copy(CASE / "brand.toml", tmp_path)
    shutil.copy(CASE / "logo.svg", tmp_path)
    (tmp_path / "2025" / "march").mkdir(parents=True)
    assert brand.load(tmp_path / "2025" / "march").name == "مؤسسة المثال للمياه"


def test_a_folder_without_a_brand_has_an_empty_one(tmp_path):
    assert brand.load(tmp_path) == brand.Brand()


def test_a_brand_gives_words_contacts_colours_and_logo():
    found = brand.load(CASE)
    assert found.address == ("مؤسسة المثال للمياه", "شارع المثال ١٢، بغداد")
    assert [contact.email for contact in found.contacts] == ["press@example.org", "studio@example.org"]
    assert found.about[0].text.text.startswith("مؤسسة المثال للمياه مؤسسة أهلية")
    assert "\n" not in found.about[0].text.text
    assert found.colours == {"brand": "#0b5563"}
    assert found.cmyk == {"brand": (90, 35, 35, 40)}
    assert found.logo
    assert found.logo.is_drawing
    assert found.logo.width == found.logo.height == 48


def test_a_brand_speaks_the_language_of_the_release_and_keeps_the_rest():
    found = brand.load(CASE)
    english = found.spoken("en-GB")
    assert english.name == "The Example Water Foundation"
    assert [contact.email for contact in english.contacts] == ["press@example.org"]
    assert (english.logo, english.link, english.colours) == (found.logo, found.link, found.colours)
    assert found.spoken("fa") is found


def test_a_brand_completes_an_article_and_changes_nothing_that_it_says_itself():
    found = brand.load(CASE)
    bare = Article(headline=Text("x"), body=(Paragraph(Text("y")),), language="en")
    own = replace(bare, contacts=(Contact(Text("me")),))
    assert found.completing(bare).about == found.spoken("en").about
    assert [contact.name.text for contact in found.completing(bare).contacts] == ["Press office"]
    assert found.completing(own).contacts == own.contacts
    assert brand.Brand().completing(own) == own


def test_an_empty_line_in_the_boilerplate_begins_a_paragraph(tmp_path):
    found = brand.load(write(tmp_path, 'about = """\nسطر\nأول\n\nسطر ثان\n"""'))
    assert [paragraph.text.text for paragraph in found.about] == ["سطر أول", "سطر ثان"]


@pytest.mark.parametrize(
    ("text", "complaint", "hint"),
    [
        ("nmae = 'x'", "unknown key `nmae`", "Did you mean name?"),
        ("[colours]\nbrnad = '#000000'", "unknown key `brnad`", "Did you mean brand?"),
        ("[colours]\nbrand = 'teal'", "`brand` is `teal`, which is no colour", "#rrggbb"),
        ("[[contacts]]\nfax = '1'", "[[contacts]] 1: unknown key `fax`", ""),
        ("contacts = ['x']", "a list of tables [[contacts]]", ""),
        ("[en]\ncolours = {}", "unknown key `colours`", ""),
        ("address = 'x'", "`address` must be a list of texts", ""),
        ("name = 'x", "is not TOML", ""),
        ("logo = 'none.svg'", "the logo none.svg is not in", "beside brand.toml"),
        ("logo = '../outside.svg'", "the logo ../outside.svg lies outside", "beside brand.toml"),
        ("logo = 'link.svg'", "the logo link.svg lies outside", "beside brand.toml"),
        ("logo = 'brand.toml'", "the logo brand.toml is no picture", "beside brand.toml"),
    ],
)
def test_a_broken_brand_toml_is_refused_with_place_and_cure(tmp_path, text, complaint, hint):
    (tmp_path / "own").mkdir()
    shutil.copy(CASE / "logo.svg", tmp_path / "outside.svg")
    (tmp_path / "own" / "link.svg").symlink_to(tmp_path / "outside.svg")
    with pytest.raises(ThemeError) as refused:
        brand.load(write(tmp_path / "own", text))
    assert complaint in refused.value.message
    assert "brand.toml" in refused.value.message
    assert hint in refused.value.hint
