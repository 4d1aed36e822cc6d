"""Any PDF is judged: under conditions, in honest words, whatever it was made to do to its reader."""

from __future__ import annotations

import io
import json
import random
import shutil
import sys
import zlib
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from conftest import RELEASE, ROOT
from pikepdf import Array, Dictionary, Name, Pdf
from prepress import HTML, article, damaged, drawn, good, packet, photo, saved, text, theme

from typeset import preflight, render
from typeset.errors import ArticleError, CommandError
from typeset.findings import Fault, NotRunError, Place, Severity, check
from typeset.model.edition import EDITIONS, Standard
from typeset.model.page import AttachedSource, Page
from typeset.preflight import sandbox, xmp
from typeset.preflight.checks import external
from typeset.preflight.checks.colour import COLOUR_CHECKS
from typeset.preflight.checks.geometry import BOX_CHECKS
from typeset.preflight.checks.text import TEXT_CHECKS
from typeset.preflight.conditions import CONDITIONS, condition
from typeset.preflight.report import html, pictures


@pytest.fixture(scope="module")
def page() -> bytes:
    return good()


def blank(content: bytes = b"", resources: dict[str, Array] | None = None) -> bytes:
    """One page with a content stream of our own."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    pdf.pages[0].obj.Contents = pdf.make_stream(content)
    pdf.pages[0].obj.Resources = Dictionary(resources or {})
    return saved(pdf)


# Editions


@pytest.mark.parametrize("name", EDITIONS)
def test_every_edition_passes_its_own_checks_and_an_independent_validator(name):
    source = AttachedSource("release.txt", b"...")
    edition = EDITIONS[name]
    content, _ = render.pdf(Page(HTML, {"photo": photo()}, source), theme(), edition)
    judged = preflight.judge(content, article=article(), theme=theme(), edition=edition)
    assert [str(finding) for finding in judged.findings if finding.severity > Severity.INFO] == []
    passed = {finding.message for finding in judged.findings if finding.id == "standard/page-validation"}
    archival = {f"page-validation 0.11.0: {standard} passes" for standard in edition.standards if "X" not in standard}
    assert archival <= passed or "Not run" in "".join(passed)
    assert judged.claims.standards == tuple(sorted(edition.standards, key=_order))


def _order(standard: Standard) -> int:
    return ("PDF/X", "PDF/A", "PDF/U").index(str(standard)[:5])


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not on the PATH")
@pytest.mark.parametrize("name", EDITIONS)
def test_every_edition_passes_verapdf(name):
    content, _ = render.pdf(
        Page(HTML, {"photo": photo()}, AttachedSource("release.txt", b"...")), theme(), EDITIONS[name]
    )
    judged = preflight.judge(content)
    assert [
        finding.message for finding in judged.findings if finding.id == "standard/verapdf" and finding.severity > 1
    ] == []


# Tables


@pytest.mark.parametrize("edition", ["email", "print"])
@pytest.mark.parametrize(("columns", "fits"), [(5, True), (8, True), (12, True), (14, True), (20, False)])
def test_a_table_fits_the_page_or_is_said_to_run_off_it(typeset, tmp_path, columns, fits, edition):
    rows = (["المحافظة رقم"] * columns, ["---"] * columns, ["12000"] * columns)
    table = "\n".join(f"|{'|'.join(row)}|" for row in rows)
    (tmp_path / "table.md").write_text(f"# عنوان\n\nبغداد/ نص.\n\n{table}\n", encoding="utf-8")
    done = typeset("make", tmp_path / "table.md", "--edition", edition, "-o", tmp_path)
    assert ("page/outside" not in done.err) is fits
    assert "text/lost" not in done.err


# Conditions


@pytest.mark.parametrize("start", [b'<!DOCTYPE x [<!ENTITY part "1">]>', b"<open>", b"\xff"])
def test_a_packet_that_declares_entities_or_is_broken_claims_nothing(page, start):
    with pikepdf.open(io.BytesIO(page)) as pdf:
        assert xmp.packet_of(pdf).claims.pdf_ua == "1"
        pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<x:xmpmeta", start + b"<x:xmpmeta", 1))
        assert xmp.packet_of(pdf).claims.standards == ()


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"]
)
def test_a_packet_is_read_in_every_encoding_that_xmp_allows(page, encoding):
    with pikepdf.open(io.BytesIO(page)) as pdf:
        packet(pdf, encoding=encoding)
        assert xmp.packet_of(pdf).claims.standards == ("PDF/X-4", "PDF/UA-1")


def test_without_a_condition_the_claims_decide(page):
    assert preflight.judge(page, checks=()).condition.name == "sheet"
    assert preflight.judge(blank(), checks=()).condition.name == "screen"


def test_an_edition_brings_its_own_ink_and_bleed(page):
    condition = preflight.judge(page, edition=EDITIONS["print"], checks=()).condition
    assert (condition.name, condition.total_ink, condition.bleed) == ("sheet", 300, 3)
    assert preflight.judge(page, edition=EDITIONS["newspaper"], checks=()).condition.name == "newspaper"
    assert preflight.judge(page, edition=EDITIONS["email"], checks=()).condition.name == "screen"


def test_a_newspaper_wants_no_bleed_and_no_marks(page):
    found = [finding for finding in preflight.judge(page, condition="newspaper").findings if finding.id == "box/bleed"]
    assert [(finding.severity, finding.place.page) for finding in found] == [
        (Severity.WARNING, 1),
        (Severity.WARNING, 2),
    ]


def test_a_page_is_held_against_the_size_that_was_agreed(page, typeset, tmp_path):
    def told(condition: str, size: str) -> list[str]:
        judged = preflight.judge(page, condition=condition, page=size, checks=BOX_CHECKS)
        return [finding.message for finding in judged.findings]

    assert told("sheet", "200x297mm") == ["The page is 210.0 x 297.0 mm, meant is 200.0 x 297.0 mm"] * 2
    assert told("sheet", "A4") == []
    assert told("screen", "A5") == ["The page is 210.0 x 297.0 mm, meant is 148.0 x 210.0 mm"] * 2
    (tmp_path / "ad.pdf").write_bytes(page)
    unknown = typeset("proof", tmp_path / "ad.pdf", "--page", "A44")
    assert (unknown.exit_code, "no sheet `A44`" in unknown.err) == (2, True)


def test_an_unknown_condition_is_refused_with_those_that_there_are(page):
    with pytest.raises(CommandError) as refused:
        preflight.judge(page, condition="gravure")
    assert refused.value.hint == "There are: screen, sheet, magazine, newspaper."


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=str)
def test_thresholds_are_in_order(condition):
    assert condition.photo_error <= condition.photo_warning
    assert condition.hairline_error < condition.hairline_warning
    assert condition.smallest_text < condition.smallest_reversed_text


FIGURES = {
    "total_ink": "total ink, %",
    "bleed": "bleed, mm",
    "photo_error": "photo: error under, ppi",
    "photo_warning": "photo: warning under, ppi",
    "line_art": "1-bit image: warning under, ppi",
    "hairline_error": "line: error to, pt",
    "hairline_warning": "line: warning under, pt",
    "smallest_text": "text: warning under, pt",
    "smallest_reversed_text": "white or several inks, pt",
    "smallest_rich_black": "black of several inks, pt",
    "safe_area": "text inside the trim, mm",
}


def test_the_page_about_the_proof_has_the_figures_that_are_asked():
    conditions = [condition for condition in CONDITIONS.values() if condition.is_press]
    assert set(FIGURES) | {"name", "title", "is_press", "page"} == set(conditions[0]._fields)
    rows = [["", *(condition.name for condition in conditions)], ["---"] * (len(conditions) + 1)]
    rows += [[title, *(f"{getattr(each, figure):g}" for each in conditions)] for figure, title in FIGURES.items()]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    assert table in (ROOT / "docs" / "proof.md").read_text(encoding="utf-8"), f"write into docs/proof.md:\n{table}"


@pytest.mark.parametrize(
    ("name", "like", "row"),
    [("magazine", "print", "magazine"), ("daily", "newspaper", "newspaper"), ("poster", "print", "sheet")],
)
def test_an_edition_of_the_houses_own_is_held_against_its_row(name: str, like: str, row: str):
    own = replace(EDITIONS[like], name=name, like=like)
    assert condition("", own, claims_pdf_x=True).photo_warning == CONDITIONS[row].photo_warning
    assert condition("", own, claims_pdf_x=True).name == row


# Words


def test_what_is_claimed_and_what_was_checked_are_different_words(page):
    said = preflight.judge(page, checks=preflight.QUICK, article=article(), theme=theme()).summary()
    assert said.startswith(f"Passes all {len(preflight.QUICK)} checks of our list for sheet-fed offset, coated paper.")
    assert "The file claims PDF/X-4, PDF/A-2u, PDF/UA-1." in said
    assert "certified" not in said
    assert "is PDF/X" not in said


def test_what_could_not_look_has_not_passed(page):
    judged = preflight.judge(page, checks=preflight.QUICK)
    lost = next(result for result in judged.results if result.id == "text/lost")
    assert not lost.passed
    assert lost.not_run == "no article is given to compare with"
    assert "text/lost: not run (no article is given to compare with)." in judged.summary()


def test_a_missing_program_is_named_with_its_cure(page, monkeypatch):
    monkeypatch.setenv("PATH", "")
    judged = preflight.judge(page)
    unlooked = {result.id: result.not_run for result in judged.not_run}
    assert unlooked["ink/total"] == "gs is not installed"
    assert unlooked["standard/verapdf"] == "verapdf is not installed"
    (remark,) = (finding for finding in judged.findings if finding.id == "ink/total")
    assert remark.severity is Severity.INFO
    assert "apt install ghostscript" in remark.hint


def test_where_no_validator_is_there_the_report_says_that_nobody_judged_and_nobody_is_accused(page, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "page", None)
    judged = preflight.judge(page, article=article(), theme=theme())
    assert "No validator judged PDF/A-2u, PDF/UA-1; our own checks are only a part" in judged.summary()
    assert [finding.id for finding in judged.findings if finding.severity > Severity.INFO] == []
    assert judged.judges == ()


def test_the_report_names_the_validator_that_judged(page):
    pytest.importorskip("page")
    said = preflight.judge(page, checks=preflight.CHECKS[-2:]).summary()
    assert "Its claims were judged by page-validation" in said
    assert "verapdf: not run" not in said


def test_a_program_that_fails_has_not_run(tmp_path):
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho 'out of paper' >&2\nexit 3\n")
    failing.chmod(0o755)
    with pytest.raises(NotRunError, match="out of paper"):
        external.run_tool((str(failing),))


VERDICT = """<?xml version="1.0" encoding="utf-8"?>
<report><jobs><job><validationReport jobEndStatus="normal" isCompliant="{compliant}"><details>{rules}</details>
</validationReport></job></jobs></report>"""
BROKEN_RULE = """<rule specification="ISO 14289-1:2014" clause="7.1" testNumber="8" status="failed" failedChecks="1">
<description>The Metadata stream shall contain dc:title</description></rule>"""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (VERDICT.format(compliant="true", rules=""), "veraPDF: PDF/UA-1 passes"),
        (
            VERDICT.format(compliant="false", rules=BROKEN_RULE),
            "veraPDF: PDF/UA-1 fails ISO 14289-1:2014 7.1-8: The Metadata stream shall contain dc:title",
        ),
        ("<report><jobs/></report>", "Not run: veraPDF gave no verdict: it does not say why"),
        ("Killed", "Not run: veraPDF's report is no XML"),
    ],
)
def test_verapdf_is_asked_where_it_is_on_the_path(page, tmp_path, monkeypatch, answer, expected):
    program = tmp_path / "verapdf"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    judged = preflight.judge(page, checks=[check for check in preflight.CHECKS if check.id == "standard/verapdf"])
    assert expected in [finding.message for finding in judged.findings]


def test_a_stream_that_ends_in_a_carriage_return_is_no_broken_stream():
    """page-validation takes the byte for a part of the line's end; the file is sound, and it is told so."""
    content, _ = render.pdf(Page(HTML, {"photo": photo()}), theme(), EDITIONS["email"])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Extra = pdf.make_stream(b"abc\r", Type=Name.XObject)
        target = io.BytesIO()
        pdf.save(target, compress_streams=False)
    alarms = [check for check in preflight.CHECKS if check.id == "standard/page-validation"]
    found = [finding.message for finding in preflight.judge(target.getvalue(), checks=alarms).findings]
    assert [message.partition(": ")[2] for message in found] == ["PDF/A-2u passes", "PDF/UA-1 passes"]


# What is no sound PDF


def truncated(content: bytes) -> bytes:
    return content[:3000]


def of_no_pages(content: bytes) -> bytes:
    target = io.BytesIO()
    Pdf.new().save(target)
    return target.getvalue()


def with_a_password(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return saved(pdf, pikepdf.Encryption(owner="owner", user="user", R=4))


BAD = {
    "empty": (lambda content: b"", "page.pdf is empty"),
    "a text": (lambda content: "خبر".encode(), "page.pdf is no PDF: it does not start with %PDF-"),
    "truncated": (truncated, "page.pdf is damaged beyond reading"),
    "no pages": (of_no_pages, "page.pdf has no pages"),
    "a password": (with_a_password, "page.pdf cannot be opened without its password"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_judged_is_refused_in_a_sentence(page, kind):
    change, expected = BAD[kind]
    with pytest.raises(ArticleError, match=expected) as refused:
        preflight.judge(change(page), name="page.pdf")
    assert refused.value.hint
    assert "object at 0x" not in refused.value.message


def test_the_command_line_refuses_with_three(typeset, tmp_path):
    (tmp_path / "release.pdf").write_text("not a PDF")
    done = typeset("proof", tmp_path / "release.pdf")
    assert done.exit_code == 3
    assert "does not start with %PDF-" in done.err
    assert "Traceback" not in done.err


# What was made to cost its reader all that it has


def a_form_that_draws_itself() -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    form = pdf.make_stream(b"/Again Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.Resources = Dictionary(XObject=Dictionary(Again=form))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Again=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/Again Do")
    return saved(pdf)


def forms_that_draw_forms() -> bytes:
    """Ten forms, each drawing the next ten times: ten thousand million things."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    inner = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    for _ in range(9):
        resources = Dictionary(XObject=Dictionary(Next=inner))
        inner = pdf.make_stream(b"/Next Do " * 10, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        inner.Resources = resources
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Next=inner))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/Next Do")
    return saved(pdf)


def a_structure_in_a_circle() -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    element = pdf.make_indirect(Dictionary(S=Name.P))
    element.K = Array([element])
    pdf.Root.StructTreeRoot = Dictionary(K=element)
    return saved(pdf)


def a_bomb() -> bytes:
    """A content stream of 300 kB that becomes 300 MB."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    packed = zlib.compress(b"0 0 m " * 50_000_000)
    stream = pikepdf.Stream(pdf, b"")
    stream.write(packed, filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = stream
    return saved(pdf)


HOSTILE = {
    "a form that draws itself": a_form_that_draws_itself,
    "a structure in a circle": a_structure_in_a_circle,
    "a hundred thousand nested states": lambda: blank(b"q " * 100_000 + b"0 0 9 9 re f"),
    "operators without operands": lambda: blank(b"Tf Tj TJ cm re Do gs scn BDC EMC EMC Q Q l c f B" * 50),
    "operands of the wrong kind": lambda: blank(b"(a) /b Tf [/x] TJ /n cm (1) (2) (3) (4) re f BI /W /x ID a EI"),
    "resources that are no dictionary": lambda: blank(b"/F 1 Tf (a) Tj", {"/Font": Array([])}),
    "a page as wide as the moon": lambda: damaged(blank(b"0 0 9 9 re f"), moon),
}


def moon(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 10_000_000_000, 1])


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_is_judged_or_said_to_be_too_much(kind):
    judged = preflight.judge(HOSTILE[kind](), condition="sheet", checks=preflight.QUICK)
    assert judged.results


@pytest.fixture(scope="module")
def in_clear(page) -> bytes:
    """The good page with every object to be read in clear, so that chance meets names, numbers and keys."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as pdf:
        del pdf.Root.OutputIntents  # profile and fonts are most of the file, and no check reads them through
        for found in pdf.objects:
            if isinstance(found, Dictionary) and "/FontFile2" in found:
                del found.FontFile2
        clear = pikepdf.StreamDecodeLevel.generalized
        scattered = pikepdf.ObjectStreamMode.disable
        pdf.save(target, object_stream_mode=scattered, stream_decode_level=clear, compress_streams=False)
    return target.getvalue()


@pytest.mark.parametrize("seed", range(24))
def test_a_page_with_bytes_changed_by_chance_is_judged_or_refused(in_clear, seed):
    chance = random.Random(seed)  # noqa: S311 - it guards nothing
    content = bytearray(in_clear)
    for _ in range(60):
        content[chance.randrange(20, len(content))] = chance.choice(b"0123456789/<>[]() RnobjABz-.")
    with suppress(ArticleError):
        judged = preflight.judge(
            bytes(content), condition="sheet", checks=preflight.QUICK, article=article(), theme=theme()
        )
        assert judged.summary()


NAMES = {"a font": b"Amiri", "an image's kind": b"/Image", "a role": b"/Figure", "a page's group": b"/Transparency"}


@pytest.mark.parametrize("kind", NAMES)
def test_names_that_are_not_utf_8_and_empty_arrays_stop_no_check(in_clear, kind):
    name = NAMES[kind]
    assert name in in_clear
    content = in_clear.replace(name, name[:1] + b"#ff" + name[4:]).replace(
        b"/DescendantFonts [", b"/DescendantFonts [] ["
    )
    judged = preflight.judge(content, condition="sheet", checks=preflight.QUICK, article=article(), theme=theme())
    assert [result.id for result in judged.not_run] == []
    assert "x4/intent" in {finding.id for finding in judged.findings}
    assert ("x4/name" in {finding.id for finding in judged.findings}) is (kind == "a font")
    assert json.dumps(judged.as_dict(), ensure_ascii=False).encode()


def breaks(sheet):
    """A check that meets a fault, and then a part of the file that breaks it."""
    yield Fault("The page is empty", Place(page=1))
    raise IndexError("array index out of range")


def test_a_check_that_breaks_keeps_what_it_found_and_the_others_go_on(page):
    broken = check("x4/version", Severity.WARNING)(breaks)
    judged = preflight.judge(damaged(page, text("0.4 0 0 rg")), condition="sheet", checks=(broken, *COLOUR_CHECKS))
    assert [(finding.id, finding.message) for finding in judged.findings] == [
        ("x4/version", "The page is empty"),
        ("x4/version", "Not run: it broke on a malformed part of the file (array index out of range)"),
        ("colour/rgb", "DeviceRGB is used: text 1"),
    ]


@pytest.mark.long
def test_a_page_that_was_not_looked_at_is_named():
    judged = preflight.judge(forms_that_draw_forms(), checks=TEXT_CHECKS)
    (finding,) = (finding for finding in judged.findings if finding.id == "text/unread")
    assert str(finding.place) == "page 1"
    assert finding.message == "The page was not looked at, or not whole: it holds more than is looked at"


def test_a_bomb_goes_off_in_a_process_apart():
    judged = preflight.judge_apart(a_bomb(), name="bomb.pdf")
    assert "text/unread" in {finding.id for finding in judged.findings}


def take_all_memory() -> bytes:
    return bytes(sandbox.MOST_MEMORY)


def test_who_takes_too_much_memory_is_refused_in_a_sentence():
    with pytest.raises(ArticleError, match="more memory or time than a page can need"):
        sandbox.call(take_all_memory)


def test_what_is_wrong_apart_is_raised_here():
    with pytest.raises(ArticleError, match=r"page\.pdf is empty"):
        preflight.judge_apart(b"", name="page.pdf")


# The report


class Elements(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(report: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(report)
    return parser.found


@pytest.fixture(scope="module")
def report(page) -> str:
    faulty = damaged(damaged(page, text("0.4 0 0 rg")), drawn("0 0 0 1 K 0.1 w 200 200 m 300 300 l S"))
    return html(preflight.judge(faulty, article=article(), theme=theme(), name="خبر.pdf"), pictures(faulty))


def test_the_report_shows_each_page_with_its_findings(report):
    found = elements(report)
    pages = [attributes for tag, attributes in found if tag == "img"]
    assert [attributes["alt"] for attributes in pages] == ["Page 1 as pdfium draws it", "Page 2 as pdfium draws it"]
    assert sum(tag == "rect" for tag, _ in found) == 2


def test_the_report_needs_nothing_from_anywhere(report):
    addresses = [
        address for _, attributes in elements(report) for key in ("src", "href") if (address := attributes.get(key))
    ]
    assert addresses
    assert all(address.startswith(("#", "data:image/png;base64,")) for address in addresses)
    assert not {"script", "link", "iframe"} & {tag for tag, _ in elements(report)}


def test_the_report_can_be_read_by_all(report):
    found = elements(report)
    assert ("html", {"lang": "en", "dir": "ltr"}) in found
    assert any(tag == "div" and attributes.get("dir") == "rtl" for tag, attributes in found), "pages run from the right"
    assert sum(tag == "h1" for tag, _ in found) == 1
    targets = {attributes["id"] for _, attributes in found if "id" in attributes}
    links = {attributes["href"][1:] for tag, attributes in found if tag == "a"}
    assert links <= targets
    scopes = [attributes.get("scope") for tag, attributes in found if tag == "th"]
    assert set(scopes) == {"col", "row"}


def test_the_report_names_what_did_not_run(report):
    assert "not run: verapdf is not installed" in report or "veraPDF: PDF/UA-1" in report


def test_words_from_the_file_cannot_become_markup(page):
    judged = preflight.judge(page, name="<script>alert(1)</script>.pdf", checks=preflight.QUICK)
    assert "<script>" not in html(judged)
    assert "&lt;script&gt;" in html(judged)


# The command line


def test_proof_prints_its_summary_and_exits_with_one_where_it_found_errors(typeset, page, tmp_path):
    (tmp_path / "good.pdf").write_bytes(page)
    (tmp_path / "bad.pdf").write_bytes(damaged(page, text("0.4 0 0 rg")))
    good_one = typeset("proof", tmp_path / "good.pdf")
    bad_one = typeset("proof", tmp_path / "bad.pdf", "--json")
    assert good_one.exit_code == 0
    assert good_one.out.startswith("Passes all ")
    assert bad_one.exit_code == 1
    told = json.loads(bad_one.out)
    found = told["findings"]
    assert len(told["judges"]) == 2 - sum(id.startswith("standard/") for id in told["not_run"])
    rgb = next(finding for finding in found if finding["id"] == "colour/rgb")
    assert rgb["place"]["page"] == 1
    assert len(rgb["place"]["box"]) == 4


def test_proof_holds_a_page_against_its_article(typeset, page, tmp_path):
    (tmp_path / "good.pdf").write_bytes(page)
    shutil.copy(RELEASE, tmp_path / "other.txt")
    done = typeset("proof", tmp_path / "good.pdf", "--article", tmp_path / "other.txt")
    assert done.exit_code == 1
    assert "text/lost: No reader gives back" in done.err
    assert f"{tmp_path / 'other.txt'}:1" in done.err


def test_json_and_html_cannot_both_stand_on_stdout(typeset, page, tmp_path):
    (tmp_path / "good.pdf").write_bytes(page)
    done = typeset("proof", tmp_path / "good.pdf", "--json", "--html")
    assert done.exit_code == 2


def test_the_real_release_comes_out_word_for_word(typeset, release):
    done = typeset("make", release, "-o", "out", "--edition", "email", "--edition", "print")
    assert "text/lost" not in done.err
    for name in done.out.split():
        judged = typeset("proof", Path(name), "--article", release)
        assert judged.exit_code == 0, judged.err
        assert "text/lost" not in judged.err


def test_a_message_quotes_arabic_in_the_order_in_which_it_is_read(typeset, release):
    typeset("make", release, "--edition", "print")
    with pikepdf.open("dist/release.print.pdf") as pdf:
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].trimbox)
        pdf.pages[0].trimbox = [left, bottom, right - 26 / 25.4 * 72 + 3, top]
        pdf.save(narrow := io.BytesIO())
    (found,) = (one for one in preflight.findings(narrow.getvalue()) if one.id == "box/near-edge")
    assert len(found.others) > 5
    assert found.message.endswith(f"; {len(found.others)} others like it on the page")
    assert found.message.startswith("«الوفاق» is nearer")
