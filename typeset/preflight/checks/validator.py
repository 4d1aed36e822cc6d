"""page-validation, asked about a file: with what it overlooks, and without what it takes wrongly for a fault.

Each of these has been compared with veraPDF, the reference, on files made for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pikepdf

from typeset.preflight.content.values import entries
from typeset.preflight.sheet import Sheet

if TYPE_CHECKING:
    from page import ValidationFailure

TRAPPED_NAME = "{http://ns.adobe.com/pdf/1.3/}Trapped"
TRAPPED = re.compile(rb"<pdf:Trapped>\s*(?:True|False)\s*</pdf:Trapped>")
OF_STATES = re.compile("EXTGSTATE|HALFTONE|RENDERING-INTENT")
"""Its rules about graphics states, by their names."""


def broken_rules(sheet: Sheet, flavour: str) -> list[str]:
    """The rules of a standard, by its name there (`2u`, `ua1`), that the file breaks. Raises page.PageError."""
    import page

    failures = list(page.validate_pdf_bytes(sheet.content, profile=flavour).failures)
    if any(TRAPPED_NAME in failure.message for failure in failures) and _describes_trapping(sheet.pdf):
        failures = list(page.validate_pdf_bytes(without_trapping(sheet.content), profile=flavour).failures)
    if not flavour.startswith("ua") and (copy := _with_states_apart(sheet.content)):
        seen = page.validate_pdf_bytes(copy, profile=flavour).failures
        known = {failure.rule_id for failure in failures}
        failures += [one for one in seen if OF_STATES.search(one.rule_id) and one.rule_id not in known]
    return [f"{failure.rule_id}: {failure.message}" for failure in failures if not _is_false_alarm(failure, sheet.pdf)]


def _describes_trapping(pdf: pikepdf.Pdf) -> bool:
    """Whether the packet describes pdf:Trapped as an extension of its schema (ISO 19005-2, 6.6.2.3.3).

    PDF/X-4 asks for the property and PDF/A-2 for its description. The validator knows the schema without this property
    and looks at no description of it; it is asked again without the property.
    """
    return b">Trapped</pdfaProperty:name>" in pdf.Root.Metadata.read_bytes()


def without_trapping(content: bytes) -> bytes:
    """The file with spaces in place of pdf:Trapped: as long as before."""
    return TRAPPED.sub(lambda found: b" " * len(found[0]), content)


def _with_states_apart(content: bytes) -> bytes:
    """A copy in which each graphics state is an object, as the validator overlooks one that stands in the resources.

    Empty where there is none such, as the file itself can be asked about.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = False
        for states in _lists_of_states(pdf):
            for name, state in states.items():
                if isinstance(state, pikepdf.Dictionary) and not state.is_indirect:
                    states[name] = pdf.make_indirect(state)
                    found = True
        copy = io.BytesIO()
        if found:
            pdf.save(copy, fix_metadata_version=False)
        return copy.getvalue()


def _lists_of_states(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """The dictionaries of graphics states in the resources of pages, forms and patterns."""
    holders = (*(page.obj for page in pdf.pages), *pdf.objects)
    for holder in holders:
        if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
            yield entries(entries(holder.get("/Resources")).get("/ExtGState"))


def _is_false_alarm(failure: ValidationFailure, pdf: pikepdf.Pdf) -> bool:
    """Whether the failure is about a stream whose /Length is right: qpdf finds `endstream` where it says.

    The validator counts a last byte that is a carriage return as part of the line end after the stream.
    """
    if not failure.rule_id.endswith("STREAM-LENGTH-001") or failure.object_id is None:
        return False
    stream = pdf.get_object((failure.object_id.object_number, failure.object_id.generation))
    if not isinstance(stream, pikepdf.Stream):
        return False
    content = stream.read_raw_bytes()
    return len(content) == stream.get("/Length") and content.endswith(b"\r") and not pdf.get_warnings()
