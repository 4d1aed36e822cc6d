"""Sheets by name and by measure."""

import pytest

from typeset.errors import CommandError
from typeset.model import sheet


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("A5", (148, 210)),
        ("a4", (210, 297)),
        ("Letter", (215.9, 279.4)),
        ("210x280mm", (210, 280)),
        ("31.5 × 47 cm", (315, 470)),
        ("8.5x11in", (215.9, 279.4)),
    ],
)
def test_a_sheet_is_named_or_measured(words, size):
    assert sheet.parsed(words) == size


@pytest.mark.parametrize(
    ("words", "hint"),
    [("A44", "Did you mean A4?"), ("210x280", "210x280mm"), ("1x1mm", "50 to 1200"), ("1.2.3x4mm", "50 to 1200")],
)
def test_what_is_no_sheet_is_refused_with_a_cure(words, hint):
    with pytest.raises(CommandError) as refused:
        sheet.parsed(words)
    assert hint in refused.value.hint


def test_narrow_and_broad_sheets_are_known():
    assert [sheet.parsed(words).breadth for words in ("A5", "A4", "315x470mm")] == ["narrow", "", "broad"]
