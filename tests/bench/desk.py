"""The desk: what a keystroke costs until the page is there, beside a page that is only set.

    python tests/bench/desk.py [--rounds 15] [--browser]

Prints the processor time of a preview of the release in `articles/`, and the ratio of all that comes before
the pages are sent to a warm rendering of the same page; then the same for a release of ten pages of which one word
changes. With --browser also the milliseconds by the clock from a saved key to the painted page, in Chromium.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import desks  # noqa: E402
from generated import Generated  # noqa: E402

from typeset.jobs import make, preview  # noqa: E402
from typeset.jobs.make import Job  # noqa: E402
from typeset.jobs.preview import Pages, Preview  # noqa: E402
from typeset.read.source import SourceFile, load  # noqa: E402

RELEASE = ROOT / "articles" / "alwefaq-iran-russia.txt"
PPI = 130.0


def timed(work: Callable[[], object]) -> float:
    """The processor time of a work, in ms."""
    began = process_time()
    work()
    return (process_time() - began) * 1000


def pages_sent(text: SourceFile, known: frozenset[str]) -> Pages:
    """Everything from a request to the pages."""
    part = next(iter(preview.run(Preview(Job(text, ("email",)), PPI, known))))
    assert isinstance(part, Pages)
    return part


def rendering(text: SourceFile) -> float:
    """The processor time of a warm page, composed and rendered and nothing more, in ms."""
    begun = make.begun(Job(text, ("email",)))
    ready, _ = make.prepared(begun)
    return timed(lambda: make.rendered(ready, begun.setup.editions[0]))


def measure(name: str, text: SourceFile, rounds: int) -> None:
    """Print the medians and the ratio for one text, to which each keystroke adds another word at its end."""
    known = frozenset(picture.name for picture in pages_sent(text, frozenset()).pictures)
    renders, previews, parts = [], [], []
    sent = 0
    for number in range(rounds):
        now = changed(text, number)
        renders.append(rendering(now))
        previews.append(timed(lambda now=now: parts.append(pages_sent(now, known))))
        sent = sum(bool(picture.data) for picture in parts[-1].pictures)
    ratio = median(one / other for one, other in zip(previews, renders, strict=True))
    print(
        f"{name:12} render {median(renders):6.1f} ms   to pages sent {median(previews):6.1f} ms   ratio {ratio:.2f}   ",
        end="",
    )
    print(f"pages sent {sent} of {parts[-1].pages}")


def in_browser(rounds: int) -> None:
    """Print the milliseconds by the clock from a key to the painted page."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        folder = Path(place)
        (folder / "release.txt").write_bytes(RELEASE.read_bytes())
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with desks.opened(folder / "release.txt", folder) as desk:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(desk.address)
            page.wait_for_selector("body:not(.busy) .sheet .word", state="attached")
            page.locator(".cm-line").nth(2).click()
            times = [page.evaluate(KEY_TO_PAINT, number) for number in range(rounds)]
        browser.close()
    print(f"key to painted page, by the clock: median {median(times):.0f} ms, best {min(times):.0f} ms (debounce 120)")


KEY_TO_PAINT = """number => new Promise(done => {
  const picture = document.querySelector('.sheet img');
  const began = performance.now();
  new MutationObserver((_, watcher) => {
    if (document.querySelector('.sheet img') === picture) return;
    watcher.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
  }).observe(document.querySelector('.sheet'), {childList: true});
  document.execCommand('insertText', false, number % 2 ? ' كلمة' : ' جديدة');
})"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--browser", action="store_true")
    asked = parser.parse_args()
    short = load(RELEASE)
    measure("the release", short, asked.rounds)
    long = SourceFile(Generated("ar", 3_600).markdown.encode(), "long.md", ".md", ROOT)
    measure("ten pages", long, max(asked.rounds // 3, 3))
    if asked.browser:
        in_browser(asked.rounds)


def changed(text: SourceFile, number: int) -> SourceFile:
    """The text with other words at its end."""
    words = " كلمة" * (number % 5 + 1)
    return text._replace(data=text.data.rstrip() + f"{words}.\n".encode())


if __name__ == "__main__":
    main()
