"""Findings, and the checks that make them."""

import ast
import json
import pickle
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from string import Formatter

import pytest

from typeset import errors
from typeset.errors import Message
from typeset.findings import Check, Fault, Finding, Place, Severity, check
from typeset.jobs import lint
from typeset.jobs.batch.memory import _finding as remembered
from typeset.jobs.batch.memory import _finding_line as memorable


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


def test_a_finding_that_speaks_for_others_names_their_places() -> None:
    finding = Finding("line/hairline", Severity.ERROR, "Thin", Place(page=2), others=(Place(page=2, box=(1, 2, 3, 4)),))
    told = finding.as_dict()
    assert told["others"] == [{"page": 2, "box": (1, 2, 3, 4)}]
    assert len(finding.places) == 2
    assert remembered(json.loads(json.dumps(memorable(finding)))) == finding


def test_severities_are_ordered_for_fail_on() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert [str(severity) for severity in Severity] == ["info", "warning", "error"]


ROOT = Path(__file__).parent.parent
SAYING = {"Fault", "Finding", "NotRunError", "PictureError", "UsageError", "wrong"}


def f_strings_in(file: Path) -> list[str]:
    """What a module says to people by an f-string."""
    found = []
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
        if isinstance(call, ast.Call) and (name in SAYING or name in vars(errors)):
            arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
            found += [f"{file.name}:{each.lineno}" for each in arguments if isinstance(each, ast.JoinedStr)]
    return found


def test_no_sentence_for_people_is_an_f_string():
    assert [place for file in sorted((ROOT / "typeset").rglob("*.py")) for place in f_strings_in(file)] == []


def test_every_field_of_a_template_has_its_value():
    calls = [
        call
        for file in (ROOT / "typeset").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Message" and call.args
    ]
    assert len(calls) > 250
    for call in calls:
        for template in (argument.value for argument in call.args if isinstance(argument, ast.Constant)):
            fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
            number = {"count"} if len(call.args) > 1 else set()
            assert fields | number == {keyword.arg for keyword in call.keywords}, template


def test_a_message_is_its_sentence_and_keeps_what_it_is_made_of():
    message = Message("{name} is over {size:.1f} MB.", name="{a}", size=2.04)
    assert message == "{a} is over 2.0 MB."
    template, values = "{name} is over {size:.1f} MB.", {"name": "{a}", "size": 2.04}
    for copy in (message, pickle.loads(pickle.dumps(message)), deepcopy(message)):  # noqa: S301 - it is our own
        assert (copy, copy.template, copy.values) == (message, template, values)


def test_the_words_of_a_message_go_by_its_number():
    pages = [Message("{count} page", "{count} pages", count=count) for count in (0, 1, 2)]
    assert pages == ["0 pages", "1 page", "2 pages"]
    assert pickle.loads(pickle.dumps(pages[1])).plural == "{count} pages"  # noqa: S301 - it is our own


def test_what_is_found_keeps_the_template_of_its_message(tmp_path: Path):
    (tmp_path / "a.txt").write_text("عنوان\n\nقال انه وصل , ثم غادر.\n", "utf-8")
    messages = [finding.message for finding in lint.run(tmp_path / "a.txt").findings]
    assert any(isinstance(message, Message) and message.values for message in messages)
