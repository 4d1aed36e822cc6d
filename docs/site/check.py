"""The built site, looked at as a reader does: `./run docs` ends with it.

python -m pytest docs/site/check.py     the site in dist/site; SITE=FOLDER names another
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from pictures import browser as chromium  # noqa: E402

SITE = Path(os.environ.get("SITE", HERE.parents[1] / "dist" / "site"))
PAGES = sorted(str(page.relative_to(SITE)) for page in SITE.rglob("index.html"))
SEEN = ["ar/", "ar/journey/", "ar/gallery/", "ar/rules/", "en/", "en/compared/", "en/reference/", "en/recipes/"]
"""The pages that are opened: each kind once, in both languages."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
CHECK = f"axe.run(document, {{runOnly: {RULES}}}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that prints nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        """No line for a request."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the site on this machine alone, until the block is left."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the site is served."""
    with served() as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, opened once."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[400, 1400])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a width in pixels; what the console says, or what is asked of elsewhere, fails the test."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda line: complaints.append(f"{line.text} {line.location}") if line.type == "error" else None)
    page.on(
        "request",
        lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else complaints.append(sent.url),
    )
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("where", SEEN)
def test_a_page_is_whole_accessible_and_as_wide_as_the_window(page: Page, address: str, where: str) -> None:
    """At both widths: its pictures are there, nothing runs out at the side, and axe finds nothing."""
    page.goto(address + where)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert page.evaluate("document.documentElement.dir || document.body.dir") == ("rtl" if where < "b" else "ltr")
    assert page.evaluate("[...document.images].filter(one => one.loading != 'lazy' && !one.naturalWidth).length") == 0
    page.evaluate(AXE)
    assert page.evaluate(CHECK) == []


@pytest.mark.parametrize(
    ("where", "word", "found"),
    [("ar/", "كشيدة", "checks"), ("ar/", "الكشيدة", "checks"), ("en/", "kashida", "justification")],
)
def test_the_search_finds(browser: Browser, address: str, where: str, word: str, found: str) -> None:
    """The search of a language finds its words, an Arabic one with its article and without."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(address + where)
    page.fill("input[name=query]", word)
    page.wait_for_selector(f".md-search-result__link[href*='{found}']")
    page.close()


class Links(HTMLParser):
    """Every address that a page leads to or shows, and every name in it that can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _: str, attributes: list[tuple[str, str | None]]) -> None:
        """Collect from one element."""
        for name, value in attributes:
            if name in {"href", "src"} and value:
                self.addresses.append(value)
            if name == "id" and value:
                self.names.add(value)


def test_no_link_leads_nowhere() -> None:
    """Every page with its anchors, also the page that leads to both languages."""
    links = {page: Links((SITE / page).read_text(encoding="utf-8")) for page in PAGES}
    lost = []
    for page, found in links.items():
        for target in found.addresses:
            address, anchor = urldefrag(urljoin(f"site:///{page}", target))
            if not address.startswith("site:///"):
                continue
            file = unquote(address.removeprefix("site:///"))
            file += "index.html" * (not file or file.endswith("/"))
            named = not anchor or file not in links or unquote(anchor) in links[file].names
            if not (SITE / file).is_file() or not named:
                lost.append(f"{page}: {target}")
    assert links
    assert lost == []
