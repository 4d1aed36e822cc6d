"""Findings, and the checks that make them."""

from collections.abc import Iterator

import pytest

from typeset.findings import Check, Fault, Finding, Place, Severity, check


@check("sample/comma", Severity.ERROR, scopes={"press"})
def latin_comma(text: str) -> Iterator[Fault]:
    """A Latin comma.

    Arabic has its own, and readers trip over this one.
    """
    if "," in text:
        yield Fault("A Latin comma", Place(file="a.txt", line=2, column=text.index(",") + 1), "Write «،».")
    if ",," in text:
        yield Fault("Two of them", severity=Severity.WARNING)


def test_a_check_gives_its_id_and_severity_to_what_it_finds() -> None:
    assert list(latin_comma("نعم, لا")) == [
        Finding("sample/comma", Severity.ERROR, "A Latin comma", Place("a.txt", 2, 4), "Write «،».")
    ]
    assert not list(latin_comma("نعم، لا"))


def test_a_fault_may_be_milder_than_its_check() -> None:
    assert [finding.severity for finding in latin_comma(",,")] == [Severity.ERROR, Severity.WARNING]


def test_the_docstring_is_what_explain_prints() -> None:
    assert isinstance(latin_comma, Check)
    assert latin_comma.title == "A Latin comma"
    assert latin_comma.rationale.endswith("\n\nArabic has its own, and readers trip over this one.")
    assert latin_comma.scopes == {"press"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), ""),
        (Place(file="a.txt"), "a.txt"),
        (Place(file="a.txt", line=3, column=7), "a.txt:3:7"),
        (Place(page=2), "page 2"),
        (Place(file="a.pdf", page=2, box=(0, 0, 10, 10)), "a.pdf, page 2"),
        (Place(file="a.txt", line=3, page=2), "a.txt:3, page 2"),
    ],
)
def test_a_place_in_words(place: Place, words: str) -> None:
    assert str(place) == words


def test_a_finding_for_machines_leaves_out_what_is_unknown() -> None:
    finding = Finding("x4/boxes", Severity.WARNING, "No TrimBox", Place(page=1), "Set one.")
    assert finding.as_dict() == {
        "id": "x4/boxes",
        "severity": "warning",
        "message": "No TrimBox",
        "place": {"page": 1},
        "hint": "Set one.",
    }


def test_severities_are_ordered_for_fail_on() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert [str(severity) for severity in Severity] == ["info", "warning", "error"]
