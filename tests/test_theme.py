"""Themes: found by name or folder, held to the keys that a theme has."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from typeset import files
from typeset.errors import ThemeError
from typeset.model import fonts, theme
from typeset.model.article import Article, Figure, Paragraph, Photo
from typeset.model.fonts import Face
from typeset.model.text import Text
from typeset.model.theme import TextJustify


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A theme of one's own: a copy of classic."""
    return Path(shutil.copytree(files.shipped("templates") / "classic", tmp_path / "mine"))


def write(folder: Path, text: str) -> Path:
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return folder


def test_classic_is_loaded_by_name():
    classic = theme.load("classic")
    assert classic.fonts["body"][0] == "Amiri"
    assert classic.required == ("headline", "body")
    assert classic.editions[0] == "email"
    assert classic.justification.text_justify is TextJustify.KASHIDA
    assert {family.name for family in classic.families} == {name for role in classic.fonts.values() for name in role}


def test_a_theme_is_loaded_by_its_folder(mine):
    assert theme.load(mine).folder == mine
    assert theme.load(str(mine)).name == "mine"


def test_a_theme_in_the_working_folder_is_found_by_name_and_before_the_shipped_one(mine, tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    shutil.copytree(mine, tmp_path / "templates" / "house")
    shutil.copytree(mine, tmp_path / "templates" / "classic")
    monkeypatch.chdir(tmp_path)
    assert "house" in theme.names()
    assert theme.load("house").folder == tmp_path / "templates" / "house"
    assert theme.load("classic").folder == tmp_path / "templates" / "classic"


@pytest.mark.parametrize(
    ("language", "first"),
    [("ar", "Amiri"), ("ar-IQ", "Amiri"), ("fa", "Amiri"), ("he", "Frank Ruhl Libre"), ("en", "Noto Serif")],
)
def test_a_page_asks_first_the_families_drawn_for_its_language(language, first):
    assert theme.load("classic").stack("body", language)[0].name == first


@pytest.mark.parametrize(
    ("text", "complaint", "hint"),
    [
        ("titel = 'x'", "unknown key `titel`", "Did you mean title?"),
        ("[fonts]\nbody = ['Amiri']\nheadings = ['Amiri']", "unknown key `headings`", "Did you mean heading?"),
        ("[fonts]\nbody = ['Amirri']", "no font family `Amirri`", "Did you mean amiri?"),
        ("[fonts]\nbody = 'Amiri'", "`body` must be a list of texts", ""),
        ("", "`body` names no font", ""),
        ("page = 'A44'\n[fonts]\nbody = ['Amiri']", "`page` is `A44`", "Did you mean A4?"),
        ("[fonts]\nbody = ['Amiri']\n[ink]\ntext = 'black'", "`text` is `black`, which is no colour", "#rrggbb"),
        ("[fonts]\nbody = ['Amiri']\n[cmyk]\ntext = [0, 0, 0, 101]", "four numbers from 0 to 100", ""),
        ("[fonts]\nbody = ['Amiri']\n[cmyk]\ntext = [0, 0, true, 1]", "four numbers from 0 to 100", ""),
        ("required = ['headlin']\n[fonts]\nbody = ['Amiri']", "`required` names `headlin`", "headline"),
        ("editions = ['mail']\n[fonts]\nbody = ['Amiri']", "`editions` names `mail`", "email"),
        ("[fonts]\nbody = ['Amiri']\n[justification]\ntext_justify = 'kashidah'", "is `kashidah`", "kashida"),
        ("[fonts]\nbody = ['Amiri']\n[justification]\nkashida_per_line = 20", "is 20", "0 to 9"),
        ("[fonts]\nbody = ['Amiri']\n[justification]\nkashida_per_line = true", "a whole number", ""),
        ("title = 'x'\nfonts = \n", "line 2", "Mend"),
        ("title = 'x", "is not TOML", "Mend"),
    ],
)
def test_a_broken_theme_toml_is_refused_with_place_and_cure(mine, text, complaint, hint):
    with pytest.raises(ThemeError) as refused:
        theme.load(write(mine, text))
    assert complaint in refused.value.message
    assert "theme.toml" in refused.value.message or "font family" in refused.value.message
    assert hint in refused.value.hint
    assert refused.value.hint


def test_a_theme_toml_that_is_not_utf_8_is_refused(mine):
    (mine / "theme.toml").write_bytes("title = 'عنوان'".encode("windows-1256"))
    with pytest.raises(ThemeError, match="is not UTF-8"):
        theme.load(mine)


@pytest.mark.parametrize("part", ["page.html", "page.css"])
def test_a_theme_without_its_template_or_sheet_is_refused(mine, part):
    (mine / part).unlink()
    with pytest.raises(ThemeError, match=f"has no {part}"):
        theme.load(mine)


def test_an_unknown_theme_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(ThemeError) as refused:
        theme.load("clasic")
    assert refused.value.hint == "Did you mean classic?"
    with pytest.raises(ThemeError, match=r"has no theme\.toml"):
        theme.load(tmp_path)


def test_another_body_face_takes_the_headings_along():
    changed = theme.load("classic").with_body_font(fonts.load("ibm-plex-sans-arabic"))
    assert changed.fonts["body"] == ("IBM Plex Sans Arabic", *theme.load("classic").fonts["body"])
    assert changed.fonts["heading"][0] == "IBM Plex Sans Arabic"
    assert changed.fonts["label"][0] == "Noto Kufi Arabic"
    assert len({family.name for family in changed.families}) == len(changed.families)


def test_a_face_without_a_bold_leaves_the_headings_alone():
    amiri = fonts.load("amiri")
    thin = replace(amiri, name="Thin", faces=(Face(amiri.faces[0].file, 400),))
    changed = theme.load("classic").with_body_font(thin)
    assert changed.fonts["body"][0] == "Thin"
    assert changed.fonts["heading"][0] == "Amiri"


def test_a_users_own_cut_of_a_shipped_family_takes_its_place():
    own = replace(fonts.load("amiri"), licence="own")
    changed = theme.load("classic").with_body_font(own)
    assert [family.licence for family in changed.families if family.name == "Amiri"] == ["own"]
    assert changed.fonts["body"].count("Amiri") == 1


def test_one_file_of_a_shipped_family_keeps_the_familys_bold():
    changed = theme.load("classic").with_body_font(fonts.from_file(fonts.load("amiri").faces[0].file))
    amiri = next(family for family in changed.families if family.name == "Amiri")
    assert [face.weight for face in amiri.faces] == [400, 700]
    assert changed.fonts["heading"][0] == "Amiri"


def test_every_key_of_a_theme_is_documented():
    text = (Path(__file__).parent.parent / "docs" / "themes.md").read_text(encoding="utf-8")
    for key in (*theme.KEYS, *theme.ROLES, *theme.INKS, *theme.SHEETS):
        assert key in text


# Themes that extend others, and themes of strangers.


def extending(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_theme_of_one_file_is_as_the_one_that_it_extends(tmp_path):
    ours = theme.load(extending(tmp_path / "ours", 'extends = "classic"\n[ink]\nbrand = "#7a1f3d"'))
    classic = theme.load("classic")
    assert (ours.fonts, ours.fit, ours.justification) == (classic.fonts, classic.fit, classic.justification)
    assert ours.ink == {**classic.ink, "brand": "#7a1f3d"}
    assert "brand" not in ours.cmyk, "the base's inks are those of another colour"
    assert ours.cmyk["alert"] == classic.cmyk["alert"]
    assert [file.parent.name for file in ours.files("page.css")] == ["classic"]
    assert ours.file("page.html") == classic.file("page.html")


def test_its_own_sheet_comes_after_that_of_its_base(tmp_path):
    folder = extending(tmp_path / "ours", 'extends = "classic"')
    (folder / "page.css").write_text("h1 { color: red }", encoding="utf-8")
    assert [file.parent.name for file in theme.load(folder).files("page.css")] == ["classic", "ours"]


def test_themes_that_extend_one_another_in_a_circle_are_refused(tmp_path):
    extending(tmp_path / "one", 'extends = "two"')
    extending(tmp_path / "two", 'extends = "one"')
    with pytest.raises(ThemeError, match="in a circle"):
        theme.load(tmp_path / "one")


def test_a_file_of_a_theme_that_lies_outside_its_folder_is_refused(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("/* secret */", encoding="utf-8")
    folder = extending(tmp_path / "ours", 'extends = "classic"')
    (folder / "page.css").symlink_to(secret)
    with pytest.raises(ThemeError, match="leads out of the theme's folder"):
        theme.load(folder)


@pytest.mark.parametrize(
    ("page", "size"),
    [('"A5"', (148, 210)), ("[315, 470]", (315, 470)), ("[210.5, 280]", (210.5, 280))],
)
def test_the_sheet_of_a_theme_is_a_name_or_a_measure(tmp_path, page, size):
    assert theme.load(extending(tmp_path / "ours", f'extends = "classic"\npage = {page}')).page == size


@pytest.mark.parametrize("page", ["[210]", "[0, 280]", "[210, true]", '["210", "280"]', "[210, 99999]"])
def test_what_is_no_sheet_is_refused(tmp_path, page):
    with pytest.raises(ThemeError, match="is no sheet"):
        theme.load(extending(tmp_path / "ours", f'extends = "classic"\npage = {page}'))


def test_what_a_theme_leaves_out_on_purpose_is_not_in_its_article(tmp_path):
    card = theme.load(extending(tmp_path / "card", 'extends = "classic"\nshows = ["headline", "kicker", "photos"]'))
    photo = Photo("a.png")
    article = Article(
        headline=Text("x"), kicker=Text("k"), source=Text("s"), body=(Figure(photo), Paragraph(Text("y")))
    )
    shown = card.shown_of(article)
    assert (shown.headline, shown.kicker, shown.source, shown.body) == (Text("x"), Text("k"), Text(""), ())
    assert shown.photos == (photo,)
    assert theme.load("classic").shown_of(article) is article
