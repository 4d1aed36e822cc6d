"""A face asked for with --font that cannot set the release: another does not take its place unsaid."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from typeset.model import fonts

FAMILY, TYPOGRAPHIC_FAMILY = 1, 16


def without(font_file: TTFont, is_missing: Callable[[int], bool]) -> None:
    for table in font_file["cmap"].tables:
        table.cmap = {code: glyph for code, glyph in table.cmap.items() if not is_missing(code)}


def mine(is_missing: Callable[[int], bool], *tables: str) -> Path:
    """Amiri as a face of one's own in the working folder, without some characters and tables."""
    face = TTFont(BytesIO(fonts.load("amiri").faces[0].file.read_bytes()))
    without(face, is_missing)
    for table in tables:
        del face[table]
    for number in (FAMILY, TYPOGRAPHIC_FAMILY):
        face["name"].setName("Mine", number, 3, 1, 0x409)
    face.save("mine.ttf")
    return Path("mine.ttf")


@pytest.fixture
def found(typeset):
    """What is found about the face when the release is made with it: severity, id and message of each finding."""

    def make(release: Path, face: Path | str) -> list[tuple[str, str, str]]:
        (article,) = json.loads(typeset("make", release, "--json", "--font", face).out)["articles"]
        findings = article["editions"][0]["findings"]
        told = [(one["severity"], one["id"], one["message"]) for one in findings]
        return [one for one in told if one[1] in ("render/stand-in", "render/unjoined")]

    return make


def test_a_face_that_lacks_a_letter_is_used_and_what_stands_in_is_named(found, release):
    ((severity, id, message),) = found(release, mine(lambda code: chr(code) in "ةى"))
    assert (severity, id) == ("warning", "render/stand-in")
    assert message.startswith("Mine lacks 2 of the body's ")
    assert "(U+0629 ARABIC LETTER TEH MARBUTA, U+0649 ARABIC LETTER ALEF MAKSURA); Amiri stands in." in message


def test_a_face_without_any_letter_of_the_release_is_an_error(found, release, typeset):
    ((severity, id, message),) = found(release, "noto-serif")
    assert (severity, id) == ("error", "render/stand-in")
    assert message.startswith("Noto Serif lacks ")
    assert message.endswith("Amiri stands in.")
    assert typeset("make", release, "--font", "noto-serif").exit_code == 1


def test_a_face_that_cannot_join_arabic_letters_is_an_error(found, release):
    face = mine(lambda code: 0xFB50 <= code <= 0xFEFF, "GSUB")
    ((severity, id, message),) = found(release, face)
    assert (severity, id) == ("error", "render/unjoined")
    assert message == "Mine has no joined forms of Arabic letters."


def test_joined_forms_that_are_characters_of_their_own_serve_too(found, release):
    assert found(release, mine(lambda _: False, "GSUB")) == []


@pytest.mark.parametrize("name", ["noto-sans-arabic", "noto-kufi-arabic"])
def test_latin_in_the_themes_own_second_family_is_no_stand_in(found, release, name):
    release.write_text(release.read_text(encoding="utf-8") + "\nقدّمت شركة Müller & Søn عرضها.\n", encoding="utf-8")
    assert found(release, name) == []


def test_a_face_without_latin_is_no_fault_in_an_arabic_release(found, release):
    release.write_text(release.read_text(encoding="utf-8") + "\nقدّمت شركة Acme عرضها.\n", encoding="utf-8")
    assert found(release, mine(lambda code: code in range(0x41, 0x7B) or code == ord("٭"))) == []
