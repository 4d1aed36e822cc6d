"""The house in the desk: its files are changed where the form says so, and stay as they were written elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import desks
import pytest
from desks import OpenDesk

from typeset.desk.settings_text import changed, values
from typeset.errors import CommandError

BRAND = """# What we are called
name = "مؤسسة المثال"  # as in the register
address = [
    "شارع المثال",
    "بغداد",
]

[colours]
brand = "#0b5563"

[[contacts]]
name = "المكتب الصحفي"

[[contacts]]
name = "المدير"
"""
KEYS = ("name", "address", "link", "colours.brand", "contacts.name", "contacts.phone")


def test_the_form_shows_what_stands_in_the_file():
    assert values(BRAND, KEYS) == {
        "name": "مؤسسة المثال",
        "address": ["شارع المثال", "بغداد"],
        "colours.brand": "#0b5563",
        "contacts.name": "المكتب الصحفي",
    }


@pytest.mark.parametrize(
    ("key", "value", "before", "after"),
    [
        ("name", 'دار "أخرى"', 'name = "مؤسسة المثال"  # as in the register', 'name = "دار \\"أخرى\\""'),
        ("address", ["البصرة"], 'address = [\n    "شارع المثال",\n    "بغداد",\n]', 'address = ["البصرة"]'),
        ("link", "https://a.example", "]\n\n[colours]", ']\nlink = "https://a.example"\n\n[colours]'),
        ("colours.brand", "", '[colours]\nbrand = "#0b5563"', "[colours]"),
        ("contacts.phone", "+964", '"المكتب الصحفي"', '"المكتب الصحفي"\nphone = "+964"'),
    ],
)
def test_one_value_is_changed_and_all_else_stays(key: str, value: str | list[str], before: str, after: str):
    assert BRAND.count(before) == 1
    assert changed(BRAND, {key: value}) == BRAND.replace(before, after)


def test_an_empty_file_gets_its_tables():
    assert changed("", {"contacts.name": "هند", "link": ""}).strip() == '[[contacts]]\nname = "هند"'


def test_what_is_not_changed_is_not_touched():
    assert changed(BRAND, {**values(BRAND, KEYS), "link": "", "contacts.phone": ""}) == BRAND


def test_what_the_form_cannot_change_is_left_to_the_text():
    with pytest.raises(CommandError, match="name"):
        changed('contacts = [{name = "a"}]', {"contacts.name": "b"})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "brand.toml").write_text(BRAND, "utf-8")
    with desks.opened(folder, folder) as opened:
        yield opened


def test_a_file_that_cannot_be_read_is_told_and_not_saved(desk: OpenDesk):
    tag = desk.ask("GET", "house").json["brand.toml"]["tag"]
    for text, said in (("naem = 'x'", "naem"), ("name = ", "brand.toml"), ("logo = 'none.svg'", "none.svg")):
        answer = desk.send("PUT", "house", {"name": "brand.toml", "text": text, "tag": tag})
        assert answer.status == 422
        assert said in answer.json["message"]
        assert ".typeset-check" not in answer.json["message"]
    assert [file.name for file in desk.folder.iterdir()] == ["brand.toml"]
    assert (desk.folder / "brand.toml").read_text("utf-8") == BRAND


def test_a_house_that_was_changed_elsewhere_is_not_written_over(desk: OpenDesk):
    wanted = {"name": "brand.toml", "text": BRAND, "tag": "older", "values": {"name": "x"}}
    assert desk.send("PUT", "house", wanted).status == 409


def test_no_other_file_is_written(desk: OpenDesk):
    assert desk.send("PUT", "house", {"name": "a.toml", "text": "", "tag": ""}).status == 422
    assert not (Path(desk.folder) / "a.toml").exists()
