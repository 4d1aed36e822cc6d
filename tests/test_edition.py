"""The table of editions, what a house makes of it, and the page of the manual that shows it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from typeset.errors import CommandError, ThemeError
from typeset.model import edition, settings
from typeset.model.edition import EDITIONS, Edition, Standard

YES = {True: "yes", False: "no"}
MANUAL = Path(__file__).parent.parent / "docs" / "editions.md"


def own(tmp_path: Path, text: str) -> dict[str, Edition]:
    file = tmp_path / "typeset.toml"
    file.write_text(text, encoding="utf-8")
    return dict(edition.own(settings.read(file).section("editions"), tmp_path))


def rows(editions: list[Edition]) -> dict[str, list[str]]:
    return {
        "": [one.name for one in editions],
        "for": [one.title for one in editions],
        "claims": [", ".join(one.standards) for one in editions],
        "colour": ["CMYK" if one.cmyk else "sRGB" for one in editions],
        "images": [f"{one.image_ppi} ppi" for one in editions],
        "bleed": [f"{one.bleed:g} mm" for one in editions],
        "marks": [YES[one.marks] for one in editions],
        "total ink": [f"{one.total_ink}%" if one.cmyk else "-" for one in editions],
        "source attached": [YES[one.attach_source] for one in editions],
    }


def test_the_manual_shows_the_table_as_it_is():
    lines = MANUAL.read_text(encoding="utf-8").splitlines()
    for title, cells in rows(list(EDITIONS.values())).items():
        assert f"| {title} | {' | '.join(cells)} |".replace("|  |", "| |") in lines


def test_a_press_edition_is_in_inks_and_nobody_else_is():
    for one in EDITIONS.values():
        assert one.cmyk == (Standard.PDF_X_4 in one.standards)
        assert one.cmyk or not (one.bleed or one.marks)


def test_an_edition_is_not_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        EDITIONS["email"].bleed = 3


def test_a_house_s_edition_is_as_the_one_it_is_like_but_for_what_it_says(tmp_path):
    magazine = own(tmp_path, '[editions.magazine]\nlike = "print"\nbleed = 5\nmarks = false')["magazine"]
    assert (magazine.bleed, magazine.marks) == (5, False)
    assert magazine.standards == EDITIONS["print"].standards
    assert magazine.title == "magazine"


def test_a_profile_is_looked_for_beside_the_settings(tmp_path):
    made = own(tmp_path, '[editions.newspaper]\nlike = "newspaper"\nicc = "press/news.icc"\ncondition = "IFRA26"')
    assert made["newspaper"].icc == tmp_path / "press" / "news.icc"
    assert edition.named("newspaper", made).condition == "IFRA26"
    assert edition.named("newspaper").icc is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('like = "prnt"', "prnt"),
        ("bleed = -1", "bleed"),
        ("bleed = 200", "bleed"),
        ("total_ink = 20", "total_ink"),
        ("image_ppi = 0", "image_ppi"),
        ('bleed = "3mm"', "bleed"),
        ("icc = 3", "icc"),
        ("inks = 4", "inks"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_file_key_and_cure(tmp_path, line, message):
    with pytest.raises(ThemeError, match=message) as refusal:
        own(tmp_path, f"[editions.magazine]\n{line}")
    assert "typeset.toml" in refusal.value.message
    assert "editions" in refusal.value.message
    assert refusal.value.hint


def test_an_edition_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(CommandError, match="emial") as refusal:
        edition.named("emial")
    assert "email" in refusal.value.hint
