"""Parsed style sheets in the user's cache: the same sheet comes back, and nothing else is taken for it."""

from pathlib import Path

import pytest
from weasyprint.css.counters import CounterStyle

from typeset import private_cache
from typeset.render.weasy import parsed_sheets, sheets

TEXT = """
:root { --ink: #036 }
@page { margin: 20mm; @bottom-center { content: counter(page) } }
@counter-style ours { system: numeric; symbols: "٠" "١" }
h1 > em, p:not(.lead) ~ p, [lang=ar] { color: var(--ink); margin: 1pt 2pt }
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sheets.read.cache_clear()
    yield tmp_path / "typeset" / "sheets"
    sheets.read.cache_clear()


def selectors(sheet: sheets.StyleSheet) -> list[object]:
    """What a sheet says of elements: code of each selector, its rank, and its declarations."""
    matcher = sheet.css.matcher
    by_name = [entry for entries in matcher.lower_local_name_selectors.values() for entry in entries]
    return [(test.__code__.co_code, *rest[:3], repr(rest[3])) for test, *rest in (*by_name, *matcher.other_selectors)]


def read_anew(text: str) -> sheets.StyleSheet:
    """As a later run would."""
    sheets.read.cache_clear()
    return sheets.read(text)


def test_a_later_run_finds_the_same_sheet(cache: Path, monkeypatch: pytest.MonkeyPatch):
    first = sheets.read(TEXT)
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setattr(parsed_sheets, "keep", None)
    again = read_anew(TEXT)
    assert [len(again.css.page_rules), again.counters["ours"]] == [len(first.css.page_rules), first.counters["ours"]]
    assert [row[:2] for row in selectors(again)] == [row[:2] for row in selectors(first)]
    assert isinstance(again.counters, CounterStyle)


def test_another_text_is_another_sheet(cache: Path):
    sheets.read(TEXT)
    sheets.read(TEXT.replace("20mm", "21mm"))
    assert len(list(cache.iterdir())) == 2


@pytest.mark.engine_complains
def test_a_sheet_that_the_engine_complains_of_is_not_kept(cache: Path):
    assert sheets.read("p { colour: red }").log
    assert not cache.exists()
    assert read_anew("p { colour: red }").log


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05N."])
def test_what_is_no_sheet_is_parsed_again(cache: Path, content: bytes):
    sheets.read(TEXT)
    [file] = cache.iterdir()
    private_cache.write(cache.name, file.name, content, most=9)
    assert selectors(read_anew(TEXT))


def test_no_more_than_the_latest_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parsed_sheets, "MOST", 3)
    for number in range(5):
        sheets.read(f"@page {{ margin: {number}mm }}")
    assert len(list(cache.iterdir())) == 3
