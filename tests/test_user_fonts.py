"""Fonts that the user brings to `make`: ./fonts, a folder, a variable file, a family of the machine."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from test_font import copied, named, variable

from typeset.model import fonts
from typeset.model.fonts import system

if TYPE_CHECKING:
    from conftest import Command

THEME_FAULT = 4
HEBREW = "פתיחת הספרייה בבצרה\n\nהקרן פתחה ביום חמישי את הספרייה החדשה שלה בבצרה, והזמינה סופרים ומוציאים לאור.\n"


def faces(pdf: Path) -> set[str]:
    """The names of the fonts in a PDF."""
    with pikepdf.open(BytesIO(pdf.read_bytes())) as opened:
        fonts = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
        return {str(each.FontName).partition("+")[2] for each in fonts}


@pytest.fixture
def made(typeset: Command, release: Path):
    """Set the release in a font, by what `--font` says; the names of the fonts in the PDF come back."""

    def make(*arguments: str | Path) -> set[str]:
        done = typeset("make", release, "--edition", "email", "--fail-on", "never", *arguments)
        assert done.exit_code == 0, done.err
        return faces(Path("dist/release.pdf"))

    return make


def shelf(folder: str, family: str, *, sha256: str = "") -> Path:
    """A font.toml for a copy of Amiri under another name."""
    place = Path(folder, family.lower().replace(" ", "-"))
    place.mkdir(parents=True)
    named(fonts.load("amiri").faces[0].file, family, place / "own.ttf")
    said = f'sha256 = "{sha256}"\n' if sha256 else ""
    (place / "font.toml").write_text(f'family = "{family}"\n[[face]]\nfile = "own.ttf"\n{said}', encoding="utf-8")
    return place


class TestShelf:
    @pytest.mark.parametrize("name", ["Basra Naskh", "basra-naskh"])
    def test_a_family_in_the_fonts_of_the_working_folder(self, made, name: str):
        shelf("fonts", "Basra Naskh")
        assert "Basra-Naskh" in made("--font", name)

    def test_it_stands_before_the_shipped_one(self, made):
        shelf("fonts", "Basra Naskh").rename("fonts/amiri")
        assert "Basra-Naskh" in made("--font", "amiri")

    def test_a_family_in_the_fonts_beside_typeset_toml(self, made, monkeypatch: pytest.MonkeyPatch):
        shelf("fonts", "Basra Naskh")
        Path("typeset.toml").write_text('font = "Basra Naskh"', encoding="utf-8")
        Path("deeper").mkdir()
        monkeypatch.chdir("deeper")
        assert "Basra-Naskh" in made()

    def test_a_theme_may_ask_for_it(self, made):
        shelf("fonts", "Basra Naskh")
        theme = Path(shutil.copytree(Path(fonts.__file__).parents[3] / "templates" / "classic", "templates/ours"))
        text = (theme / "theme.toml").read_text(encoding="utf-8")
        (theme / "theme.toml").write_text(text.replace('body = ["', 'body = ["Basra Naskh", "', 1), encoding="utf-8")
        assert "Basra-Naskh" in made("--theme", "ours")

    def test_a_folder_with_a_font_toml(self, made):
        assert "Basra-Naskh" in made("--font", shelf("any/where", "Basra Naskh"))

    def test_a_hash_that_is_given_is_kept_to(self, typeset: Command, release: Path):
        shelf("fonts", "Basra Naskh", sha256="0" * 64)
        done = typeset("make", release, "--font", "basra-naskh")
        assert done.exit_code == THEME_FAULT
        assert "is not the file that" in done.err

    def test_it_is_listed(self, typeset: Command, release: Path):
        shelf("fonts", "Basra Naskh")
        assert "Basra Naskh" in typeset("fonts").out


class TestFiles:
    def test_a_folder_of_files(self, made, tmp_path: Path):
        Path("mine").mkdir()
        for face in fonts.load("amiri").faces:
            named(face.file, "Basra Naskh", Path("mine", face.file.name))
        assert {"Basra-Naskh", "Basra-Naskh-Bold"} <= made("--font", "mine")

    @pytest.mark.parametrize("as_folder", [False, True])
    def test_a_variable_file(self, typeset: Command, release: Path, *, as_folder: bool):
        Path("mine").mkdir()
        named(variable(release.parent), "Basra Hebrew", Path("mine/own.ttf"))
        Path("hebrew.txt").write_text(HEBREW, encoding="utf-8")
        asked = "mine" if as_folder else "mine/own.ttf"
        done = typeset("make", "hebrew.txt", "--edition", "email", "--font", asked, "--fail-on", "never")
        assert done.exit_code == 0, done.err
        assert {"Basra-Hebrew", "Basra-Hebrew-Bold"} <= faces(Path("dist/hebrew.pdf"))
        first = Path("dist/hebrew.pdf").read_bytes()
        typeset("make", "hebrew.txt", "--edition", "email", "--font", asked, "--fail-on", "never")
        assert Path("dist/hebrew.pdf").read_bytes() == first


class TestMachine:
    """Families that are installed: the machine's fontconfig knows one folder, which the tests fill."""

    @pytest.fixture(autouse=True)
    def installed(self, release: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = release.parent / "installed"
        folder.mkdir()
        configuration = release.parent / "machine.conf"
        configuration.write_text(
            f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
            f"<dir>{folder}</dir><cachedir>{release.parent}/cache</cachedir></fontconfig>",
            encoding="utf-8",
        )
        monkeypatch.setenv("FONTCONFIG_FILE", str(configuration))
        for face in fonts.load("amiri").faces:
            named(face.file, "Basra Naskh", folder / face.file.name)
        copied("noto-sans-arabic", folder)
        return folder

    @pytest.mark.parametrize("name", ["Basra Naskh", "basra naskh"])
    def test_a_family_by_its_name_with_its_bold(self, made, name: str):
        assert {"Basra-Naskh", "Basra-Naskh-Bold"} <= made("--font", name)
        first = Path("dist/release.pdf").read_bytes()
        made("--font", name)
        assert Path("dist/release.pdf").read_bytes() == first

    def test_its_files_are_the_ones_that_are_installed(self, installed: Path):
        assert {face.file.parent for face in fonts.load("Basra Naskh").faces} == {installed}

    def test_the_house_may_ask_for_it(self, made):
        Path("typeset.toml").write_text('font = "Basra Naskh"', encoding="utf-8")
        assert "Basra-Naskh" in made()

    @pytest.mark.parametrize(
        ("asked", "hint"), [("Basra Nask", "Did you mean Basra Naskh?"), ("amirri", "Did you mean amiri?")]
    )
    def test_another_name_is_refused_with_the_nearest(self, typeset: Command, release: Path, asked: str, hint: str):
        done = typeset("make", release, "--font", asked)
        assert done.exit_code == THEME_FAULT
        assert f"There is no font family `{asked}`." in done.err
        assert hint in done.err

    def test_where_no_name_is_near_the_shelves_alone_are_listed(self, typeset: Command, release: Path):
        told = typeset("make", release, "--font", "Wingdings").err
        assert "Known: almarai, amiri, " in told
        assert "Basra" not in told

    def test_the_shelf_stands_before_the_machine(self, installed: Path):
        assert fonts.load("Noto Sans Arabic") == fonts.load("noto-sans-arabic")
        assert installed not in {face.file.parent for face in fonts.load("Noto Sans Arabic").faces}

    def test_a_variable_family(self, installed: Path, typeset: Command):
        named(variable(installed), "Basra Hebrew", installed / "own.ttf")
        Path("hebrew.txt").write_text(HEBREW, encoding="utf-8")
        done = typeset("make", "hebrew.txt", "--edition", "email", "--font", "Basra Hebrew", "--fail-on", "never")
        assert done.exit_code == 0, done.err
        assert {"Basra-Hebrew", "Basra-Hebrew-Bold"} <= faces(Path("dist/hebrew.pdf"))

    def test_arabic_has_no_italics(self, installed: Path):
        from test_font import opened

        slanted = opened(installed / "Amiri-Regular.ttf")
        slanted["head"].macStyle |= 2
        slanted["OS/2"].fsSelection = slanted["OS/2"].fsSelection & ~64 | 1
        slanted.save(installed / "Amiri-Slanted.ttf")
        assert {one.style for one in system.faces("Basra Naskh")} == {"normal", "italic"}
        assert {face.style for face in fonts.load("Basra Naskh").faces} == {"normal"}

    def test_a_machine_without_fontconfig_knows_none(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(system, "_library", lambda: None)
        assert system.faces("Basra Naskh") == ()
        assert system.families() == ()
