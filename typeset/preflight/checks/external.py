"""Checks by external programs: total ink by Ghostscript, validators of PDF/A and PDF/UA."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from typeset.errors import Message, listed
from typeset.findings import Fault, NotRunError, Place, Severity, check
from typeset.preflight.checks.claims import A_LEVELS, UA_PARTS
from typeset.preflight.content.geometry import Box
from typeset.preflight.sheet import PRESS, Sheet

if TYPE_CHECKING:
    from page import ValidationFailure


# External programs: found on the PATH, with a time limit; a failure means that the check did not run.


LONGEST = 120
"""Seconds for one call."""
JAVA_BOUNDS = "-Xmx640m -XX:CompressedClassSpaceSize=64m -XX:ReservedCodeCacheSize=64m"
"""Without these limits Java reserves more address space than the sandbox allows."""


def find_tool(program: str, *, hint: str) -> str:
    """Where a program is; NotRunError with the hint where it is not installed."""
    path = shutil.which(program)
    if path is None:
        raise NotRunError(Message("{program} is not installed", program=program), hint=hint)
    return path


def run_tool(command: Sequence[str]) -> bytes:
    """What a program prints. NotRunError where it takes too long, or says nothing and fails."""
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": JAVA_BOUNDS}
    try:
        process = subprocess.run(  # noqa: S603 - the words are our own
            command, capture_output=True, timeout=LONGEST, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise NotRunError(
            Message("{command} took more than {longest} seconds", command=command[0], longest=LONGEST)
        ) from None
    except OSError as refused:
        raise NotRunError(
            Message("{command} could not be started ({strerror})", command=command[0], strerror=refused.strerror)
        ) from None
    if process.returncode and not process.stdout:
        words = process.stderr.decode(errors="replace").strip().splitlines() or [
            Message("exit status {code}", code=str(process.returncode))
        ]
        raise NotRunError(
            Message(
                "{command} failed: {words}",
                command=command[0],
                words=words[-1] if isinstance(words[-1], Message) else words[-1][:200],
            )
        )
    return process.stdout


# Total ink: Ghostscript separates the page as a plate-setter would; the inks of each patch are added up.


FINEST = 72
"""Pixels per inch: fine enough for patches of 15 square millimetres, which are 11 points wide."""
PATCH = 11.0
"""The side of a patch, in pt."""
STEP = 4
"""Pixels from one measured patch to the next."""
MOST_PAGES = 60
MOST_PIXELS = 20_000_000
"""Of one page; A0 has 8 million at the finest."""
ROUNDING = 1.0
"""Percent: tolerance for inks that come as one byte each."""


@check("ink/total", Severity.ERROR, scopes={PRESS})
def total(sheet: Sheet) -> Iterator[Fault]:
    """More ink in one place than the paper takes.

    It does not dry, sets off on the next sheet and shows through: on newsprint from 240% on, on coated paper from 320%.
    Measured is the mean of every patch of 15 square millimetres inside the bleed, as Ghostscript separates the page.
    """
    limit = sheet.condition.total_ink
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        for number, file in enumerate(_separated(sheet, Path(folder)), 1):
            boxes = sheet.boxes[number - 1]
            heaviest, place = _heaviest_patch(file, boxes.media, boxes.bleed.shared(boxes.media))
            if heaviest > limit + ROUNDING:
                yield Fault(
                    Message(
                        "{heaviest:.0f}% of ink lie in one place; the paper takes {limit:g}%",
                        heaviest=heaviest,
                        limit=limit,
                    ),
                    Place(page=number, box=place),
                    hint="Convert pictures with the profile of the printing condition; give flat colours less ink.",
                )


def _separated(sheet: Sheet, folder: Path) -> list[Path]:
    """Each page as a CMYK image of its media box."""
    ghostscript = find_tool(
        "gs", hint=Message("Install Ghostscript: apt install ghostscript, or brew install ghostscript.")
    )
    source = folder / "page.pdf"
    source.write_bytes(sheet.content)
    options = (
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=tiff32nc",
        f"-r{_ppi(sheet)}",
        f"-dLastPage={MOST_PAGES}",
    )
    run_tool((ghostscript, *options, f"-sOutputFile={folder / 'page-%03d.tif'}", str(source)))
    return sorted(folder.glob("page-*.tif"))


def _ppi(sheet: Sheet) -> int:
    """The finest resolution at which the largest page stays within bounds."""
    largest = max(boxes.media.width * boxes.media.height for boxes in sheet.boxes) / 72**2
    return max(1, min(FINEST, int((MOST_PIXELS / max(largest, 1)) ** 0.5)))


def _heaviest_patch(file: Path, media: Box, inside: Box) -> tuple[float, Box]:
    """The most ink of any patch, in percent, and where the patch lies."""
    from PIL import Image, ImageFilter

    with Image.open(file) as image:
        scale = image.width / media.width
        corners = (inside.x0 - media.x0, media.y1 - inside.y1, inside.x1 - media.x0, media.y1 - inside.y0)
        area = image.crop(tuple(round(corner * scale) for corner in corners))  # type: ignore[arg-type]
    blurred = area.filter(ImageFilter.BoxBlur(PATCH * scale / 2))
    samples = blurred.resize((max(area.width // STEP, 1), max(area.height // STEP, 1)), Image.Resampling.NEAREST)
    inks = samples.tobytes()
    sums = [sum(inks[at : at + 4]) for at in range(0, len(inks), 4)]
    heaviest = max(range(len(sums)), key=sums.__getitem__)
    row, column = divmod(heaviest, samples.width)
    x, y = inside.x0 + (column + 0.5) * STEP / scale, inside.y1 - (row + 0.5) * STEP / scale
    return sums[heaviest] / 255 * 100, Box(x, y, x, y).grown(PATCH / 2)


INK_CHECKS = (total,)

MOST_FAILURES = 12
"""How many broken rules of one standard are named."""
LONGEST_MESSAGE = 240


@check("standard/page-validation", Severity.ERROR)
def page_validation(sheet: Sheet) -> Iterator[Fault]:
    """A claim of PDF/A or PDF/UA that page-validation does not bear out.

    An independent validator, written in Rust. It runs for every such standard that the file claims, and for no other;
    a standard that passes is reported as information.
    """
    flavours = _flavours(sheet)
    try:
        import page
    except ImportError:
        raise NotRunError(Message("page-validation is not installed"), hint="pip install page-validation") from None
    known = {profile.value for profile in page.ValidationProfile}
    tool = f"page-validation {page.__version__}"
    if known.isdisjoint(flavours.values()):
        raise NotRunError(Message("{tool} does not know {standard}", tool=tool, standard=listed(flavours)))
    for standard, flavour in flavours.items():
        if flavour not in known:
            yield Fault(
                Message("{tool} does not know {standard}", tool=tool, standard=standard), severity=Severity.INFO
            )
            continue
        try:
            report = page.validate_pdf_bytes(sheet.content, profile=flavour)
            if any(TRAPPED_NAME in failure.message for failure in report.failures) and _describes_trapping(sheet.pdf):
                report = page.validate_pdf_bytes(without_trapping(sheet.content), profile=flavour)
        except page.PageError as refused:
            raise NotRunError(
                Message("{tool} could not read the file: {refused}", tool=tool, refused=refused)
            ) from None
        broken = [failure for failure in report.failures if not _is_false_alarm(failure, sheet.pdf)]
        yield from _verdict(tool, standard, [f"{failure.rule_id}: {failure.message}" for failure in broken])


TRAPPED_NAME = "{http://ns.adobe.com/pdf/1.3/}Trapped"
TRAPPED = re.compile(rb"<pdf:Trapped>\s*(?:True|False)\s*</pdf:Trapped>")


def _describes_trapping(pdf: pikepdf.Pdf) -> bool:
    """Whether the packet describes pdf:Trapped as an extension of its schema (ISO 19005-2, 6.6.2.3.3).

    PDF/X-4 asks for the property and PDF/A-2 for its description. The validator knows the schema without this property
    and looks at no description of it; it is asked again without the property.
    """
    return b">Trapped</pdfaProperty:name>" in pdf.Root.Metadata.read_bytes()


def without_trapping(content: bytes) -> bytes:
    """The file with spaces in place of pdf:Trapped: as long as before."""
    return TRAPPED.sub(lambda found: b" " * len(found[0]), content)


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


@check("standard/verapdf", Severity.ERROR)
def verapdf(sheet: Sheet) -> Iterator[Fault]:
    """A claim of PDF/A or PDF/UA that veraPDF does not bear out.

    The reference validator of the PDF Association. It needs Java and is called where `verapdf` is on the PATH, about
    every such standard that the file claims.
    """
    flavours = _flavours(sheet)
    program = find_tool("verapdf", hint=Message("Install veraPDF from verapdf.org and put it on the PATH."))
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        file = Path(folder) / "page.pdf"
        file.write_bytes(sheet.content)
        for standard, flavour in flavours.items():
            report = run_tool((program, "--format", "xml", "--flavour", flavour, str(file)))
            yield from _verdict("veraPDF", standard, _failed_rules(report))


def _flavours(sheet: Sheet) -> dict[str, str]:
    """Standard -> the validators' name for it (flavour), for each claim of PDF/A or PDF/UA. NotRunError without any.

    A level that does not exist is left out; `claim/no-such-level` says so.
    """
    claims = sheet.claims
    flavours = {f"PDF/A-{claims.pdf_a}": claims.pdf_a} if claims.pdf_a in A_LEVELS else {}
    if claims.pdf_ua in UA_PARTS:
        flavours[f"PDF/UA-{claims.pdf_ua}"] = f"ua{claims.pdf_ua}"
    if not flavours:
        raise NotRunError(Message("the file claims neither PDF/A nor PDF/UA"))
    return flavours


def _failed_rules(report: bytes) -> list[str]:
    """The rules that a file breaks, from veraPDF's XML report; none where it is compliant."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(report, parser)
    except etree.XMLSyntaxError:
        raise NotRunError(Message("veraPDF's report is no XML")) from None
    verdicts = [verdict.get("isCompliant") for verdict in root.iter("validationReport")]
    if not verdicts:
        reason = "".join(str(text) for message in root.iter("exceptionMessage") for text in message.itertext())
        raise NotRunError(
            Message("veraPDF gave no verdict: {reason}", reason=reason.strip() or Message("it does not say why"))
        )
    failed = [
        f"{rule.get('specification')} {rule.get('clause')}-{rule.get('testNumber')}: {rule.findtext('description')}"
        for rule in root.iter("rule")
        if rule.get("status") == "failed"
    ]
    return failed if failed or verdicts[0] == "true" else [Message("not compliant; no rule is named")]


def _verdict(tool: str, standard: str, failures: list[str]) -> Iterator[Fault]:
    """One fault for each broken rule, up to a dozen; a remark where the file passes."""
    if not failures:
        yield Fault(Message("{tool}: {standard} passes", tool=tool, standard=standard), severity=Severity.INFO)
    for failure in failures[:MOST_FAILURES]:
        yield Fault(
            Message(
                "{tool}: {standard} fails {failure}", tool=tool, standard=standard, failure=failure[:LONGEST_MESSAGE]
            ),
            hint=Message("Export again as {standard}.", standard=standard),
        )
    if len(failures) > MOST_FAILURES:
        yield Fault(
            Message(
                "{tool}: {standard} fails {count} more rule",
                "{tool}: {standard} fails {count} more rules",
                tool=tool,
                standard=standard,
                count=len(failures) - MOST_FAILURES,
            )
        )


STANDARD_CHECKS = (page_validation, verapdf)
