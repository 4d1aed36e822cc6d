"""What the file claims, judged by validators that we did not write."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from typeset.check import Fault, NotRunError, Severity, check
from typeset.proof import tools
from typeset.proof.sheet import Sheet

if TYPE_CHECKING:
    from page import ValidationFailure

MOST_FAILURES = 12
"""How many broken rules of one standard are named."""
LONGEST_MESSAGE = 240


@check("standard/page-validation", Severity.ERROR)
def page_validation(sheet: Sheet) -> Iterator[Fault]:
    """A claim of PDF/A or PDF/UA that page-validation does not bear out.

    An independent validator, written in Rust. It is asked about every such standard that the file claims, and about no
    other; what passes is named as well.
    """
    flavours = _flavours(sheet)
    try:
        import page
    except ImportError:
        raise NotRunError("page-validation is not installed", hint="pip install page-validation") from None
    known = {profile.value for profile in page.ValidationProfile}
    tool = f"page-validation {page.__version__}"
    for standard, flavour in flavours.items():
        if flavour not in known:
            yield Fault(f"{tool} does not know {standard}", severity=Severity.INFO)
            continue
        try:
            report = page.validate_pdf_bytes(sheet.content, profile=flavour)
        except page.PageError as refused:
            raise NotRunError(f"{tool} could not read the file: {refused}") from None
        broken = [failure for failure in report.failures if not _is_false_alarm(failure, sheet.pdf)]
        yield from _verdict(tool, standard, [f"{failure.rule_id}: {failure.message}" for failure in broken])


def _is_false_alarm(failure: ValidationFailure, pdf: pikepdf.Pdf) -> bool:
    """Whether it is of a stream whose length is right after all: whose `endstream` qpdf finds where /Length says.

    The validator takes a last byte that is a carriage return for a part of the line's end after it.
    """
    if not failure.rule_id.endswith("STREAM-LENGTH-001") or failure.object_id is None:
        return False
    stream = pdf.get_object((failure.object_id.object_number, failure.object_id.generation))
    if not isinstance(stream, pikepdf.Stream):
        return False
    content = stream.read_raw_bytes()
    return len(content) == stream.get("/Length") and content.endswith(b"\r") and not pdf.get_warnings()


@check("standard/verapdf", Severity.ERROR)
def verapdf(sheet: Sheet) -> Iterator[Fault]:
    """A claim of PDF/A or PDF/UA that veraPDF does not bear out.

    The reference validator of the PDF Association. It needs Java and is called where `verapdf` is on the PATH, about
    every such standard that the file claims.
    """
    flavours = _flavours(sheet)
    program = tools.found("verapdf", hint="Install veraPDF from verapdf.org and put it on the PATH.")
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        file = Path(folder) / "page.pdf"
        file.write_bytes(sheet.content)
        for standard, flavour in flavours.items():
            report = tools.run((program, "--format", "xml", "--flavour", flavour, str(file)))
            yield from _verdict("veraPDF", standard, _failed_rules(report))


def _flavours(sheet: Sheet) -> dict[str, str]:
    """Standard -> what validators call it, of the claims that they can judge. NotRunError where there is none."""
    claims = sheet.claims
    named = {
        f"PDF/A-{claims.pdf_a}": claims.pdf_a,
        f"PDF/UA-{claims.pdf_ua}": f"ua{claims.pdf_ua}" * bool(claims.pdf_ua),
    }
    flavours = {standard: flavour for standard, flavour in named.items() if flavour}
    if not flavours:
        raise NotRunError("the file claims neither PDF/A nor PDF/UA")
    return flavours


def _failed_rules(report: bytes) -> list[str]:
    """The rules that a file breaks, from veraPDF's XML report; none where it is compliant."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(report, parser)
    except etree.XMLSyntaxError:
        raise NotRunError("veraPDF's report is no XML") from None
    verdicts = [verdict.get("isCompliant") for verdict in root.iter("validationReport")]
    if not verdicts:
        reason = "".join(str(text) for message in root.iter("exceptionMessage") for text in message.itertext())
        raise NotRunError(f"veraPDF gave no verdict: {reason.strip() or 'it does not say why'}")
    failed = [
        f"{rule.get('specification')} {rule.get('clause')}-{rule.get('testNumber')}: {rule.findtext('description')}"
        for rule in root.iter("rule")
        if rule.get("status") == "failed"
    ]
    return failed if failed or verdicts[0] == "true" else ["not compliant; no rule is named"]


def _verdict(tool: str, standard: str, failures: list[str]) -> Iterator[Fault]:
    """One fault for each broken rule, up to a dozen; a remark where the file passes."""
    if not failures:
        yield Fault(f"{tool}: {standard} passes", severity=Severity.INFO)
    for failure in failures[:MOST_FAILURES]:
        yield Fault(f"{tool}: {standard} fails {failure[:LONGEST_MESSAGE]}", hint=f"Export again as {standard}.")
    if len(failures) > MOST_FAILURES:
        yield Fault(f"{tool}: {standard} fails {len(failures) - MOST_FAILURES} more rules")


CHECKS = (page_validation, verapdf)
