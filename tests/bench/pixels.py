"""Compares the pixels of a page by us with those by plain WeasyPrint, where both break and fill lines in the same way.

    python tests/bench/pixels.py [FONT...]

Sets the release with greedy lines and spaces alone, once by us and once by WeasyPrint with exact numbers (it cuts
kerning to whole thousandths of an em, which moves the end of a line by up to half a point), and compares the pages
at 300 dpi. A pixel differs where its grey does by more than a quarter: the edge of a glyph moved by a quarter of a
pixel or more.
"""

from __future__ import annotations

import html
import sys
from pathlib import Path

from typeset.model import fonts
from typeset.render import patches
from typeset.render.weasy.fontconfig import Faces

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pymupdf  # noqa: E402 - the tree's own packages come first
import weasyprint  # noqa: E402
from PIL import Image, ImageChops  # noqa: E402
from weasyprint.draw import text as draw_text  # noqa: E402

FONTS = ("amiri", "ibm-plex-sans-arabic", "noto-sans-arabic", "noto-kufi-arabic")
DPI, QUARTER = 300, 64
SHEET = (
    "body {{ font: 13pt/1.7 '{family}', 'Noto Serif'; text-align: justify; --text-wrap: auto; --text-justify: spaces }}"
)


def page(family: str, *, ours: bool) -> Image.Image:
    """The first page of the release."""
    families = (fonts.load(family), fonts.load("noto-serif"))
    config = Faces(families)
    if ours:
        patches.take_over(config)
    release = (ROOT / "articles" / "alwefaq-iran-russia.txt").read_text(encoding="utf-8")
    body = "".join(f"<p>{html.escape(line)}</p>" for line in release.splitlines() if line.strip("\xa0 "))
    source = f"<!doctype html><html lang=ar dir=rtl><title>t</title><body>{body}"
    sheet = weasyprint.CSS(string=SHEET.format(family=families[0].name))
    content = weasyprint.HTML(string=source).write_pdf(font_config=config, stylesheets=[sheet])
    drawn = pymupdf.open(stream=content)[0].get_pixmap(dpi=DPI, colorspace="gray")
    return Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)


def main() -> None:
    """Print the share of inked pixels that differ, for each font."""
    draw_text.__dict__["int"] = lambda value: round(value, 4)
    for family in sys.argv[1:] or FONTS:
        mine, plain = page(family, ours=True), page(family, ours=False)
        differing = sum(ImageChops.difference(mine, plain).histogram()[QUARTER:])
        print(f"{family:22} {differing / sum(plain.histogram()[:128]):.2%} of the inked pixels differ")


if __name__ == "__main__":
    main()
