"""Checks of PDF/X-4 (ISO 15930-7): identification, output intent, and what the standard forbids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pikepdf

from typeset.errors import Message, listed
from typeset.findings import Fault, Place, Severity, check
from typeset.preflight.content.geometry import Box, box_of, user_unit
from typeset.preflight.content.values import Value, entries, items
from typeset.preflight.sheet import ACCESSIBLE, PRESS, Sheet

VERSION = "PDF/X-4"
HEADER = "1.6"
PROFILE_CLASS = slice(12, 16)
PROFILE_SPACE = slice(16, 20)
"""Where an ICC profile says what it is: `prtr` for a printer, `CMYK` (ICC.1:2010, 7.2)."""
XMP = "{http://ns.adobe.com/xap/1.0/}"
XMP_MM = "{http://ns.adobe.com/xap/1.0/mm/}"
XMP_TRAPPED = "{http://ns.adobe.com/pdf/1.3/}Trapped"
DESCRIBED = {
    "xmpMM:DocumentID": f"{XMP_MM}DocumentID",
    "xmpMM:VersionID": f"{XMP_MM}VersionID",
    "xmpMM:RenditionClass": f"{XMP_MM}RenditionClass",
    "xmp:CreateDate": f"{XMP}CreateDate",
    "xmp:ModifyDate": f"{XMP}ModifyDate",
    "xmp:MetadataDate": f"{XMP}MetadataDate",
}
"""What the XMP packet has to say, by the name that it goes by and by its name in the tree."""
LATEST_PROFILE = (4, 2)
"""The last version of the ICC's specification that PDF/X-4 refers to (ISO 15076-1:2005)."""
MARKS_OF_THE_TRADE = {"/TrapNet", "/PrinterMark"}


@check("x4/version", Severity.ERROR, scopes={PRESS})
def version(sheet: Sheet) -> Iterator[Fault]:
    """Not said to be PDF/X-4, or said wrongly.

    The print shop's software goes by GTS_PDFXVersion in the XMP packet, which has to read `PDF/X-4` letter for letter,
    in a file of PDF 1.6.
    """
    hint = sheet.cure(
        Message("Export as PDF/X-4: `typeset-press make --edition print`."),
        Message("Export as PDF/X-4, which programs call PDF/X-4:2010 too."),
    )
    claimed = sheet.claims.pdf_x
    if claimed != VERSION and not sheet.packet.fault:
        claim = (
            Message("calls itself {claimed!r}", claimed=claimed)
            if claimed
            else Message("does not say that it is PDF/X")
        )
        yield Fault(Message("The file {said}; asked for is {version!r}", said=claim, version=VERSION), hint=hint)
    for declared in {sheet.pdf.pdf_version, str(sheet.pdf.Root.get("/Version", f"/{HEADER}"))[1:]} - {HEADER}:
        yield Fault(
            Message(
                "The file is of PDF {said}, {version} is of PDF {header}", said=declared, version=VERSION, header=HEADER
            ),
            hint=hint,
        )


@check("x4/metadata", Severity.ERROR, scopes={PRESS})
def metadata(sheet: Sheet) -> Iterator[Fault]:
    """Metadata by which a print shop tells one file from another, or the newer from the older, are missing.

    PDF/X-4 asks for the document's identity, version and kind of rendition, for the dates on which it was made,
    changed and described, and for a title, all in the XMP packet (ISO 15930-7, 6.10). What it says of trapping has to
    agree with the information dictionary.
    """
    if not sheet.claims.pdf_x:
        return  # x4/version says so
    missing = [name for name, key in DESCRIBED.items() if not sheet.packet.value(key)]
    if not sheet.claims.title and ACCESSIBLE not in sheet.scopes:  # else access/title-hidden says so
        missing.append("dc:title")
    if missing:
        yield Fault(
            Message("The metadata lack {names}", names=listed(missing)),
            hint="Export as PDF/X-4; or have a preflight program write the XMP packet anew.",
        )
    told, said = entries(sheet.pdf.trailer.get("/Info")).get("/Trapped"), sheet.packet.value(XMP_TRAPPED)
    if said and isinstance(told, pikepdf.Name) and str(told) != f"/{said}":
        yield Fault(
            Message(
                "The metadata say of trapping {said}, the information dictionary {told}", said=said, told=str(told)[1:]
            ),
            hint="Say the same in both.",
        )


@check("x4/file-id", Severity.ERROR, scopes={PRESS})
def file_id(sheet: Sheet) -> Iterator[Fault]:
    """A file without an identity.

    By the /ID of its trailer a workflow knows a corrected page from the first one (ISO 32000-1, 14.4).
    """
    parts = items(sheet.pdf.trailer.get("/ID"))
    if len(parts) != 2 or not all(isinstance(part, pikepdf.String) and bytes(part) for part in parts):
        yield Fault("The file has no /ID", hint="Save it anew with a program that writes one; qpdf does.")


@check("x4/trapped", Severity.ERROR, scopes={PRESS})
def trapped(sheet: Sheet) -> Iterator[Fault]:
    """Not said whether the colours are trapped.

    Without /Trapped the print shop cannot know whether to let neighbouring colours overlap; done twice, it shows.
    """
    trapping = entries(sheet.pdf.trailer.get("/Info")).get("/Trapped")
    if not isinstance(trapping, pikepdf.Name) or str(trapping) not in {"/True", "/False"}:
        yield Fault("/Trapped is neither /True nor /False", hint="Set it in the information dictionary: /False.")


@check("x4/intent", Severity.ERROR, scopes={PRESS})
def intent(sheet: Sheet) -> Iterator[Fault]:
    """Not said for which printing the colours are meant, or not clearly.

    The same CMYK numbers give other colours on other paper. PDF/X-4 asks for one output intent of the type GTS_PDFX,
    with an identifier, such as FOGRA39, by which people know it, and the ICC profile of a CMYK printing press.
    """
    intents = _intents(sheet)
    if len(intents) != 1:
        count = (
            Message("{count} output intent", "{count} output intents", count=len(intents))
            if intents
            else Message("no output intent")
        )
        yield Fault(
            Message("The file has {found} of the type GTS_PDFX", found=count),
            hint="Name one printing condition, embed its profile.",
        )
    for named in intents:
        if "/DestOutputProfileRef" in named:
            yield Fault(
                "The output intent refers to a profile outside the file",
                hint="Embed the profile; only PDF/X-4p may refer to one.",
            )
        identifier = str(named.get("/OutputConditionIdentifier", "")).strip()
        expected = sheet.edition.condition if sheet.edition else ""
        if not identifier:
            yield Fault("The output intent has no identifier", hint="Set OutputConditionIdentifier, such as FOGRA39.")
        elif expected and identifier != expected:
            yield Fault(
                Message(
                    "The output intent is {identifier}, the edition's is {asked}", identifier=identifier, asked=expected
                ),
                hint="Separate it again.",
            )
        if fault := _wrong_profile(named.get("/DestOutputProfile")):
            yield Fault(
                Message("The output intent has {wrong}", wrong=fault),
                hint="Embed a profile of class prtr with four channels.",
            )


def _wrong_profile(profile: Value) -> str:
    """What is wrong with the profile of an output intent; empty where nothing is."""
    if not isinstance(profile, pikepdf.Stream):
        return Message("no ICC profile")
    header = bytes(profile.read_bytes()[:20]).ljust(20, b"\0")
    newest = header[8], header[9] >> 4
    if newest > LATEST_PROFILE:
        return Message("a profile of ICC version {version}, later than 4.2", version=".".join(map(str, newest)))
    if profile.get("/N") == 4 and header[PROFILE_CLASS] == b"prtr" and header[PROFILE_SPACE] == b"CMYK":
        return ""
    kind, space = (header[part].decode("latin-1").strip() or "?" for part in (PROFILE_CLASS, PROFILE_SPACE))
    return Message("a profile of class {kind} for {space}, not that of a CMYK press", kind=kind, space=space)


def _intents(sheet: Sheet) -> list[Value]:
    intents = [entries(intent) for intent in items(sheet.pdf.Root.get("/OutputIntents"))]
    return [intent for intent in intents if str(intent.get("/S", "")) == "/GTS_PDFX"]


@check("x4/annotation", Severity.ERROR, scopes={PRESS})
def annotation(sheet: Sheet) -> Iterator[Fault]:
    """A note, link or form field where ink goes.

    Annotations may print or not, as the software likes. PDF/X-4 keeps them out of the bleed box.
    """
    for number, (page, boxes) in enumerate(zip(sheet.pdf.pages, sheet.boxes, strict=True), 1):
        notes = [(kind, place) for kind, place in _notes(page) if place is None or place.meets(boxes.bleed)]
        if notes:
            counted = ", ".join(f"{kind} {count}" for kind, count in Counter(kind for kind, _ in notes).items())
            yield Fault(
                Message("Annotations lie on the page: {counted}", counted=counted),
                Place(page=number, box=notes[0][1] or boxes.bleed),
                hint="Take them away, or export for print.",
            )


def _notes(page: pikepdf.Page) -> Iterator[tuple[str, Box | None]]:
    """The annotations of a page: kind, and box where there is one. Trap networks and printer's marks are left out."""
    for note in map(entries, items(page.obj.get("/Annots"))):
        kind = str(note.get("/Subtype", "/?"))
        if kind not in MARKS_OF_THE_TRADE:
            yield kind[1:], box_of(note.get("/Rect"), user_unit(page))


@check("x4/action", Severity.ERROR, scopes={PRESS})
def action(sheet: Sheet) -> Iterator[Fault]:
    """Something that acts: JavaScript, an action on opening, a form.

    A file for print lies still; the print shop's software refuses one that does not.
    """
    root = sheet.pdf.Root
    names = entries(root.get("/Names"))
    acting = {
        "JavaScript": "/JavaScript" in names,
        Message("actions of links"): any(
            "/A" in note or "/AA" in note
            for page in sheet.pdf.pages
            for note in map(entries, items(page.obj.get("/Annots")))
        ),
        Message("actions of bookmarks"): any("/A" in mark for mark in _bookmarks(root)),
        Message("an action on opening"): "/OpenAction" in root,
        Message("actions on events"): "/AA" in root or any("/AA" in page.obj for page in sheet.pdf.pages),
        Message("a form"): "/AcroForm" in root,
    }
    for what, there in acting.items():
        if there:
            yield Fault(
                Message("The file holds {what}", what=what), hint="Export without it; for print nothing may act."
            )


def _bookmarks(root: Value) -> Iterator[Value]:
    """The entries of the outline, each before those under it."""
    waiting, seen = [entries(root.get("/Outlines")).get("/First")], set[tuple[int, int]]()
    while waiting:
        mark = waiting.pop()
        if isinstance(mark, pikepdf.Dictionary) and mark.objgen not in seen:
            seen.add(mark.objgen)
            yield mark
            waiting += [mark.get("/Next"), mark.get("/First")]


@check("x4/encrypted", Severity.ERROR, scopes={PRESS})
def encrypted(sheet: Sheet) -> Iterator[Fault]:
    """Encrypted, be it without a password.

    Imposition and separation have to change the file; PDF/X-4 forbids what would stop them.
    """
    if sheet.pdf.is_encrypted:
        yield Fault("The file is encrypted", hint="Take the protection off: qpdf --decrypt IN.pdf OUT.pdf")


@check("x4/transfer-curve", Severity.ERROR, scopes={PRESS})
def transfer_curve(sheet: Sheet) -> Iterator[Fault]:
    """A transfer curve, which changes every tone on its way to the plate.

    It was made for one device long ago; on another it makes pictures too dark or too light. PDF/X-4 forbids it.
    """
    for number, things in sheet.where(lambda thing: thing.has_transfer_curve):
        yield Fault(
            "A thing is painted through a transfer curve",
            Place(page=number, box=things[0].box),
            hint="Take /TR and /TR2 out of the graphics states.",
        )


PDFX_CHECKS = (version, metadata, file_id, trapped, intent, annotation, action, encrypted, transfer_curve)
