"""Good files of other producers are accused of nothing; `tests/bench/foreign.py` tries seventy of four producers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bench import foreign

from typeset import preflight
from typeset.findings import Severity

SOME = [text for text in foreign.TEXTS if text.language in {"ar", "en"}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return foreign.prepared(tmp_path_factory.mktemp("foreign"))


@pytest.fixture(scope="module")
def from_typst(folder) -> list[Path]:
    pytest.importorskip("typst")
    return list(foreign.from_typst(folder, SOME))


def test_typst_s_files_keep_what_they_claim_and_nobody_says_otherwise(from_typst):
    assert {file.name: foreign.accusations(file) for file in from_typst} == {file.name: [] for file in from_typst}
    assert len(from_typst) > len(SOME)


def test_what_is_not_claimed_is_not_asked(from_typst):
    """A file that promises nothing about readers who hear it is not told what it lacks."""
    silent = next(file for file in from_typst if "typst-1.7-" in file.name)
    spoken = next(file for file in from_typst if "typst-ua-1-" in file.name)
    asked = {
        file: any(result.id.startswith("access/") for result in preflight.judge(file.read_bytes()).results)
        for file in (silent, spoken)
    }
    assert asked == {silent: False, spoken: True}


@pytest.mark.skipif(shutil.which("verapdf") is not None, reason="veraPDF judges PDF/A-4")
def test_a_standard_that_no_validator_here_knows_is_said_not_to_be_judged(folder):
    typst = pytest.importorskip("typst")
    source = folder / "part-four.typ"
    source.write_text(foreign.typst_source(SOME[0]), encoding="utf-8")
    judged = preflight.judge(typst.compile(str(source), pdf_standards=["a-4"]))
    assert judged.claims.standards == ("PDF/A-4",)
    assert "PDF/A-4: no validator judged it" in judged.summary()
    assert "does not know PDF/A-4" in judged.summary()


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not installed")
def test_what_ghostscript_writes_as_pdf_a_is_not_accused(folder, from_typst):
    files = list(foreign.from_ghostscript(folder))[:4]
    assert files
    for file in files:
        assert foreign.accusations(file) == []


def test_hints_about_another_program_s_file_name_no_command_of_ours(from_typst):
    judged = preflight.judge(from_typst[0].read_bytes(), condition="sheet")
    hints = [finding.hint for finding in judged.findings if finding.severity > Severity.INFO]
    assert len(hints) > 3
    assert not [hint for hint in hints if "typeset" in hint or "theme" in hint or "--" in hint]
