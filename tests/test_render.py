"""A page becomes a PDF: the same bytes every day, no file but its own, a word for all that is wrong."""

from __future__ import annotations

import gc
import html
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread

import pikepdf
import pymupdf
import pytest

from typeset import render
from typeset.errors import EngineError, ThemeError
from typeset.model import fonts
from typeset.model.edition import EDITIONS
from typeset.model.fonts import Face
from typeset.model.page import Page
from typeset.model.theme import Theme
from typeset.render.weasy import limits

pytestmark = pytest.mark.engine_complains  # that its complaints become findings is what is tested here

EMAIL = EDITIONS["email"]
CSS = (
    "@page{size:A4;margin:20mm;font-family:Amiri;@bottom-center{content:counter(page, arabic-indic)}}"
    "body{font:13pt/1.7 Amiri}"
)
SENTENCE = "عقد الاجتماع المشترك الأول بين شركات التكنولوجيا الإيرانية والروسية في طهران"


@pytest.fixture(scope="module")
def theme() -> Theme:
    families = (fonts.load("amiri"), fonts.load("noto-serif"))
    return Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, families)


def page(
    body: str = f"<p>{SENTENCE}</p>", css: str = CSS, head: str = "", lang: str = ' lang="ar"', **assets: bytes
) -> Page:
    title = f"<title>{SENTENCE}</title>"
    text = f'<!doctype html><html{lang} dir="rtl"><head><meta charset="utf-8">{title}{head}<style>{css}</style></head>'
    return Page(f"{text}<body><h1>{SENTENCE}</h1>{body}</body></html>", assets)


def ids(findings) -> list[str]:
    return [finding.id for finding in findings]


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_a_clean_page_has_no_findings_and_opens_from_the_right_with_its_title(theme):
    content, findings = render.pdf(page(), theme, EMAIL)
    pdf = opened(content)
    assert findings == ()
    assert pdf.Root.ViewerPreferences.Direction == "/R2L"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang) == "ar"
    assert str(pdf.docinfo.Title) == SENTENCE
    assert pdf.Root.MarkInfo.Marked


def test_a_page_in_latin_script_opens_from_the_left(theme):
    content, _ = render.pdf(page("<p>Tehran</p>", lang=' lang="en"'), theme, EMAIL)
    assert opened(content).Root.ViewerPreferences.Direction == "/L2R"


def test_the_same_page_gives_the_same_bytes_in_another_folder_and_on_another_day(theme, tmp_path, monkeypatch):
    first, _ = render.pdf(page(), theme, EMAIL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    second, _ = render.pdf(page(), theme, EMAIL)
    assert first == second


def test_the_date_is_the_article_s_and_not_the_clock_s(theme):
    head = '<meta name="dcterms.created" content="2023-01-28">'
    content, _ = render.pdf(page(head=head), theme, EMAIL)
    assert str(opened(content).docinfo.CreationDate) == "D:20230128000000Z"


def test_without_a_date_the_moment_is_source_date_epoch_or_none(theme, monkeypatch):
    assert "/CreationDate" not in opened(render.pdf(page(), theme, EMAIL)[0]).docinfo
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1674864000")
    assert str(opened(render.pdf(page(), theme, EMAIL)[0]).docinfo.CreationDate) == "D:20230128000000Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(EngineError, match="yesterday"):
        render.pdf(page(), theme, EMAIL)


def test_only_the_theme_s_fonts_are_in_the_file(theme):
    content, _ = render.pdf(page("<p>Tehran ١٢٣ 😀</p>", css=CSS.replace("13pt/1.7 Amiri", "13pt serif")), theme, EMAIL)
    pdf = opened(content)
    names = {
        str(thing.BaseFont) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
    }
    assert names
    assert all(name.partition("+")[2].startswith(("Amiri", "Noto-Serif", "NotoSerif")) for name in names)


def test_a_character_that_no_font_has_is_named_with_its_place_and_the_fonts_that_were_asked(theme):
    _, findings = render.pdf(page("<p>اجتماع 𓀀 مشترك</p>"), theme, EMAIL)
    (finding,) = findings
    assert finding.id == "render/missing-glyph"
    for word in ("U+13000", "EGYPTIAN HIEROGLYPH A001", "اجتماع", "مشترك", "Amiri", "Noto Serif"):
        assert word in finding.message


def test_a_font_that_the_theme_does_not_have_is_a_finding(theme):
    _, findings = render.pdf(page('<p style="font-family:Tahoma">اجتماع</p>'), theme, EMAIL)
    assert ids(findings) == ["render/absent-font"]
    assert "Tahoma" in findings[0].message


@pytest.mark.parametrize(
    "reference",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="data:text/html,x">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<p style="background:url(file:///etc/passwd)">x</p>',
        '<object data="http://127.0.0.1:9/x.svg"></object>',
        '<embed src="http://127.0.0.1:9/x.svg">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        "<style>p::before{content:url(http://127.0.0.1:9/x.png)}</style>",
        "<style>li{list-style-image:url(http://127.0.0.1:9/x.png)}</style><ul><li>x</ul>",
    ],
)
def test_nothing_outside_is_fetched_and_each_attempt_is_said(theme, reference):
    content, findings = render.pdf(page(f"<p>x</p>{reference}"), theme, EMAIL)
    assert ids(findings) == ["render/refused-address"]
    assert b"root:" not in content
    assert "/Names" not in opened(content).Root


def test_a_colour_profile_from_outside_ends_in_a_sentence(theme):
    with pytest.raises(EngineError, match=r"x\.icc"):
        render.pdf(page(css="@color-profile --x{src:url(http://127.0.0.1:9/x.icc)}"), theme, EMAIL)


def test_a_font_from_outside_is_not_loaded(theme):
    face = "@font-face{font-family:Stranger;src:url(file:///etc/passwd)}p{font-family:Stranger}"
    _, findings = render.pdf(page(css=CSS + face), theme, EMAIL)
    assert ids(findings) == ["render/absent-font"]


def test_a_picture_without_words_and_a_page_without_language_are_findings(theme):
    dot = "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\">"
    _, findings = render.pdf(page(html.unescape(dot), lang=""), theme, EMAIL)
    assert ids(findings) == ["render/no-alt", "render/no-language"]


def test_a_style_that_the_engine_does_not_know_is_a_finding(theme):
    _, findings = render.pdf(page(css=CSS + "p{text-shadow:1px 1px red}"), theme, EMAIL)
    assert ids(findings) == ["render/css"]
    assert "text-shadow" in findings[0].message


@pytest.mark.parametrize(
    ("size", "points"), [("max(8pt, 1em)", 20), ("max(8pt, .2em)", 8), ("calc(1em - 2pt)", 18), ("min(1em, 50%)", 10)]
)
def test_a_size_of_type_may_be_reckoned_from_that_around_it(theme, size, points):
    css = f"p {{ font-size: 20pt }} p::before, b {{ font-size: {size}; content: 'x' }}"
    content, findings = render.pdf(page("<p><b>y</b></p>", css=CSS + css), theme, EMAIL)
    spans = [span for block in pymupdf.open(stream=content)[0].get_text("dict")["blocks"]
             for line in block["lines"] for span in line["spans"]]  # fmt: skip
    assert {round(span["size"]) for span in spans if span["text"].strip() in {"x", "y", "xy"}} == {points}
    assert "render/css" not in ids(findings)


def test_a_page_too_deep_or_too_long_ends_in_a_sentence(theme):
    with pytest.raises(EngineError, match="nested"):
        render.pdf(page("<div>" * 3000), theme, EMAIL)
    with pytest.raises(EngineError, match="characters"):
        render.pdf(page("ا" * 13_000_000), theme, EMAIL)
    assert render.pdf(page(), theme, EMAIL)[1] == ()


def test_a_table_as_wide_as_memory_ends_in_a_sentence(theme, monkeypatch):
    monkeypatch.setattr("typeset.budget.MEMORY", 2**28)
    with pytest.raises(EngineError, match="memory"):
        render.pdf(page('<table><tr><td colspan="100000000">x</table>'), theme, EMAIL)


def test_another_version_of_the_engine_is_refused(theme, monkeypatch):
    monkeypatch.setattr("weasyprint.VERSION", "71.2")
    with pytest.raises(EngineError, match=r"71\.2") as refusal:
        render.pdf(page(), theme, EMAIL)
    assert "weasyprint>=70,<71" in refusal.value.hint


def test_every_check_explains_itself():
    assert len({check.id for check in render.CHECKS}) == len(render.CHECKS)
    assert all(check.rationale for check in render.CHECKS)


def test_two_pages_rendered_at_once_do_not_touch(theme):
    pages = [page(f"<p>{SENTENCE} {number}</p>", css=CSS + f"h1{{font-size:{20 + number}pt}}") for number in range(4)]
    alone = [render.pdf(one, theme, EMAIL)[0] for one in pages]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: render.pdf(one, theme, EMAIL)[0], pages)) == alone


def test_the_limits_are_taken_back(theme):
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)
    render.pdf(page(), theme, EMAIL)
    with pytest.raises(EngineError):
        render.pdf(page("<div>" * 3000), theme, EMAIL)
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


# An alarm that falls into a callback of the garbage collector is printed and lost; the next one is not.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_that_takes_too_long_ends_in_a_sentence(theme, monkeypatch):
    monkeypatch.setattr("typeset.budget.SECONDS", 0.02)
    with pytest.raises(EngineError, match="seconds of work"):
        render.pdf(page("<p>" + f"{SENTENCE} " * 2000), theme, EMAIL)


# --- how WeasyPrint is started ---

THEIRS = """
import weasyprint
(page,) = weasyprint.HTML(string="<h1>x</h1><ol><li>y</ol><input value=z>").render(presentational_hints=True).pages
for box in page._page_box.descendants():
    print(box.element_tag, *box.style["display"], box.style["font_weight"], box.style["margin_top"], sep="-")
"""
OURS = """
import hashlib, sys
sys.path.insert(0, "tests")
from pathlib import Path
from test_render import page, EMAIL
from typeset import render
from typeset.model import fonts
from typeset.model.theme import Theme
theme = Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, (fonts.load("amiri"),))
print(hashlib.sha256(render.pdf(page(), theme, EMAIL)[0]).hexdigest())
print(type(sys.modules["weasyprint.text.ffi"].ffi).__name__)
"""


def printed(program: str, **environment: str) -> list[str]:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    return done.stdout.split()


def test_declarations_are_parsed_once_and_a_damaged_cache_costs_only_time(tmp_path):
    ours, kind = printed(OURS, XDG_CACHE_HOME=str(tmp_path))
    assert kind == "Staying"
    assert printed(OURS, XDG_CACHE_HOME=str(tmp_path)) == [ours, "Binding"]
    (tables,) = (tmp_path / "typeset" / "engine").iterdir()
    tables.write_bytes(b"damaged")
    assert printed(OURS, XDG_CACHE_HOME=str(tmp_path)) == [ours, "Staying"]


def test_weasyprint_s_own_pages_are_as_ever_in_a_process_of_ours():
    assert printed(OURS + THEIRS)[2:] == printed(THEIRS)


def test_after_the_engine_has_started_the_standard_library_is_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(Path(__file__).parent.parent)
    with serving(HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)) as port:
        code = (
            "from typeset.render import patches; patches.apply()\n"
            "import urllib.request, ssl, http.client, email.message\n"
            f"print(urllib.request.urlopen('http://127.0.0.1:{port}/pyproject.toml').read(9).decode())\n"
            "print(ssl.create_default_context().check_hostname, email.message.EmailMessage().as_string() == '\\n')\n"
            "urllib.request.build_opener(urllib.request.HTTPSHandler(context=ssl.create_default_context()))\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[build-sy\nTrue True\n", "")


@contextmanager
def serving(server: HTTPServer) -> Iterator[int]:
    """The port of a server that runs in a thread; it answers quietly."""
    server.RequestHandlerClass.log_message = lambda *_: None
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class SlowToGo:
    """Works while it is destroyed, where Python prints an exception and goes on."""

    def __del__(self) -> None:
        work(0.1)


def work(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def lose_an_alarm_and_work_on() -> None:
    SlowToGo()
    work(1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_alarm_that_is_lost_comes_again(monkeypatch):
    monkeypatch.setattr("typeset.budget.SECONDS", 0.02)
    monkeypatch.setattr("typeset.budget.AGAIN", 0.05)
    with pytest.raises(EngineError, match="seconds of work"), limits.page_limits(page("")):
        lose_an_alarm_and_work_on()


def test_the_font_of_the_sheet_s_line_leaves_no_file_open(tmp_path: Path):
    from typeset.render import slug

    file = fonts.load("amiri").faces[0].file
    for number in range(6):  # more than are remembered
        copy = Path(shutil.copy(file, tmp_path / f"{number}.ttf"))
        slug.text_outlines("A1", (replace(fonts.load("amiri"), faces=(Face(copy),)),), 7)
    gc.collect()


@pytest.mark.parametrize("name", ["text-justify", "text-wrap"])
def test_a_value_of_ours_that_is_not_known_is_refused_with_those_that_are(name, theme):
    page = Page(f"<!doctype html><html lang=ar><title>t</title><style>p {{ --{name}: xx }}</style><p>نص هنا.</p>")
    with pytest.raises(ThemeError, match=f"--{name}: xx"):
        render.pdf(page, theme, EDITIONS["email"])


def test_a_sheet_that_is_smaller_than_its_margins_is_no_crash(theme):
    style = "@page { size: 1mm 1mm; margin: 5mm } p { text-align: justify }"
    words = "أعلنت المؤسسة صباح اليوم افتتاح مكتبتها الجديدة بحضور عدد كبير من القراء. " * 3
    page = Page(f"<!doctype html><html lang=ar><title>t</title><style>{style}</style><p>{words}</p>")
    pdf, _ = render.pdf(page, theme, EDITIONS["email"])
    assert pdf.startswith(b"%PDF")
