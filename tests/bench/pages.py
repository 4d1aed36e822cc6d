"""How well the pages of forty releases are filled, with the pages chosen and without, and what the choice costs.

    python tests/bench/pages.py [THEME] [FIRST LAST]     prints a line for each release, and the sums

Plain is the engine's own filling of the pages with the theme's loosest setting. Time is processor time of rendering,
each release warm and by turns.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from releases import Release, releases

from typeset import compose, read
from typeset.model import theme
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.render import patches

patches.apply()
from typeset.render import engine  # noqa: E402  the engine is loaded with the patches
from typeset.render.pages import flow, redraw  # noqa: E402

MILLIMETRE = 96 / 25.4


class Result:
    """One release set in one way: its pages, and the time it took."""

    def __init__(self, page, look, chosen):
        readings = []
        drawn, draft = redraw.drawn, redraw.draft

        def kept(made, grid):
            document = drawn(made, grid) if chosen else made.document
            took = process_time()
            readings.append((flow.read(made.formatting.root, document, grid), document))
            self.reading_took = process_time() - took
            return document

        from typeset.render.pages import fit

        fit.drawn = kept
        if not chosen:
            fit.draft = lambda formatting, *_: redraw.Draft(formatting, formatting.laid_out())
        try:
            began = process_time()
            pdf, _ = engine.pdf(page, look, EDITIONS["email"])
            self.took = process_time() - began - self.reading_took
        finally:
            fit.drawn, fit.draft = drawn, draft
        self.reading, document = readings[-1]
        self.pages = len(document.pages)
        self.size = len(pdf)

    @property
    def ends(self):
        """What each column before the last page leaves empty, in lines."""
        if self.reading is None or self.pages == 1:
            return []
        line = self.reading.flow.frame.line
        return [column.left / line for column in self.reading.standing if column.page + 1 < self.pages]

    @property
    def is_nearly_empty(self):
        """Whether the last page is under 30 % full."""
        return self.pages > 1 and (self.reading is None or self.reading.fill < 0.3)

    @property
    def is_stranded(self):
        """Whether the last page holds less than two lines of the text."""
        return self.pages > 1 and (self.reading is None or self.reading.text_pieces < 2)


def compared(release: Release, look) -> tuple[Result, Result]:
    """A release set plainly, and with its pages chosen."""
    with tempfile.TemporaryDirectory() as folder:
        article, _ = read.article(release.write(Path(folder)))
        page = compose.html(article, look, EDITIONS["email"], House(), Brand())
        plain = replace(page, fit=replace(page.fit, tighter=(), looser=()))
        Result(plain, look, chosen=False)
        return Result(plain, look, chosen=False), Result(page, look, chosen=True)


def shown(result: Result) -> str:
    """A result in a few words."""
    if result.pages == 1:
        return "1 page".ljust(40)
    fill = f"{result.reading.fill:.0%}" if result.reading else "?"
    ends = " ".join(f"{end:.1f}" for end in result.ends)
    return f"{result.pages} pages, last {fill}, free {ends}"[:56].ljust(56)


def main() -> None:
    """Print the table."""
    name, *bounds = sys.argv[1:] or ["classic"]
    look = theme.load(name)
    chosen = list(releases())[slice(*map(int, bounds))] if bounds else list(releases())
    results = []
    for release in chosen:
        before, after = compared(release, look)
        results.append((before, after))
        print(f"{release!s:70} {shown(before)} -> {shown(after)} {after.took / before.took:.2f}", flush=True)
    for title, one in (("plain", 0), ("chosen", 1)):
        mine = [pair[one] for pair in results]
        ends = [end for result in mine for end in result.ends]
        full = sum(end < 0.5 for end in ends)
        print(
            f"{title:7} last pages under 30 %: {sum(r.is_nearly_empty for r in mine)}, stranded: "
            f"{sum(r.is_stranded for r in mine)}, columns that end on their last line: {full} of {len(ends)}, "
            f"time {sum(r.took for r in mine):.2f} s"
        )
    print(f"time ratio {sum(b.took for _, b in results) / sum(a.took for a, _ in results):.2f}")


if __name__ == "__main__":
    main()
