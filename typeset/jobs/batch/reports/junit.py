"""The report as JUnit XML, which every build server shows: a suite for each article, a case for each check.

The cases of all suites are the same: `made`, then each check that found something in any article of the batch. A
finding of a check that is an error or a warning is a failure of its case; an article that was not made, an error.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

from typeset import files
from typeset.findings import Finding, Severity
from typeset.jobs.batch.run import Outcome
from typeset.model.script import Pattern

NOT_IN_XML = Pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Suites:
    """The outcomes are kept until the end, as the checks are known only then."""

    def __init__(self, file: Path, output: Path) -> None:  # noqa: ARG002  the suites name articles, and no files
        self._file = file
        self._outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        self._outcomes.append(outcome)

    def close(self) -> None:
        """Write the suites."""
        checks = sorted({finding.id for outcome in self._outcomes for finding in outcome.all_findings()})
        root = ET.Element("testsuites", name="typeset-press")
        for outcome in self._outcomes:
            root.append(_suite(outcome, checks))
        ET.indent(root)
        files.write(self._file, ET.tostring(root, "utf-8", xml_declaration=True))


def _suite(outcome: Outcome, checks: list[str]) -> ET.Element:
    by_check = defaultdict[str, list[Finding]](list)
    for finding in outcome.all_findings():
        by_check[finding.id].append(finding)
    failed = [id for id in checks if any(_fails(finding) for finding in by_check[id])]
    suite = ET.Element(
        "testsuite",
        name=_text(str(outcome.article)),
        tests=str(1 + len(checks)),
        failures=str(len(failed)),
        errors=str(int(outcome.error is not None)),
        time=f"{outcome.seconds:.3f}",
    )
    made = _case(suite, outcome, "made")
    if outcome.error is not None:
        ET.SubElement(made, "error", message=_text(outcome.error.message)).text = _text(outcome.error.hint)
    for id in checks:
        case = _case(suite, outcome, id)
        for finding in by_check[id]:
            tag = "failure" if _fails(finding) else "system-out"
            said = ET.SubElement(case, tag)
            said.text = _text(f"{finding.place}: {finding.message}\n{finding.hint}".strip(": \n"))
            if tag == "failure":
                said.set("message", _text(finding.message))
                said.set("type", str(finding.severity))
    return suite


def _case(suite: ET.Element, outcome: Outcome, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_text(str(outcome.article)), name=name)


def _fails(finding: Finding) -> bool:
    return finding.severity >= Severity.WARNING


def _text(words: str) -> str:
    """The words without what XML cannot hold, be it from the name of a file."""
    return NOT_IN_XML.sub("�", words)
