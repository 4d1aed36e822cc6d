"""How even the lines are, beside plain WeasyPrint: spaces, kashida, line ends, for each font and measure.

    python tests/bench/justification.py            prints the tables
    python tests/bench/justification.py --docs     writes them into docs/justification.md, and draws its pictures

Both set the same paragraphs with the same font files at the same size and measure. Spaces are read off the laid-out
lines. A line counts unless it is the last of its paragraph.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import escape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import mean, median, pstdev
from time import process_time
from typing import NamedTuple

from fontTools.ttLib import TTFont
from PIL import Image, ImageOps
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from typeset import font, render, theme
from typeset.edition import named
from typeset.font import Family
from typeset.page import Page
from typeset.render import justify
from typeset.render.lines import place

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / "articles" / "alwefaq-iran-russia.txt"
DOCS = ROOT / "docs"
FONTS = ("amiri", "noto-sans-arabic", "ibm-plex-sans-arabic", "noto-kufi-arabic")
MEASURES = ((158, 13), (76, 11), (55, 11))
"""Width in mm, size in pt: the full page, two columns, three columns."""
COLUMNS = (
    "font", "measure", "set by", "lines", "space, mean", "widest", "over twice normal", "spread", "kashida a line",
    "most", "lone last words",
)  # fmt: skip
GREYS = 16
MM = 25.4 / 96
"""In a CSS pixel."""


class Line(NamedTuple):
    """The gaps of a line in em, how many kashida and words it has, and how wide it is in mm."""

    gaps: tuple[float, ...]
    kashida: int
    words: int
    is_last: bool
    width: float


class Setting(NamedTuple):
    """A font at a size and a measure."""

    family: Family
    width: float
    size: float

    @property
    def space(self) -> float:
        """The natural space, in em."""
        with TTFont(self.family.faces[0].file) as file:
            return float(file["hmtx"][file.getBestCmap()[0x20]][0]) / float(file["head"].unitsPerEm)


def paragraphs() -> list[str]:
    """The release's paragraphs that take more than a line."""
    lines = [line.strip("\u00a0 ") for line in RELEASE.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line.split()) > 12]


def html(setting: Setting, texts: list[str]) -> str:
    """The paragraphs in one column, on a page that is long enough for them."""
    style = f"""@page {{ size: {setting.width + 4}mm 900mm; margin: 2mm }} body {{ margin: 0 }}
        p {{ font: {setting.size}pt/1.7 "{setting.family.name}"; text-align: justify; margin: 0 0 .5em }}"""
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    head = f"<meta charset='utf-8'><title>justification</title><style>{style}</style>"
    return f"<html lang='ar' dir='rtl'><head>{head}</head><body>{body}</body></html>"


@cache
def faces(name: str, address: str) -> tuple[FontConfiguration, CSS]:
    """A font for plain WeasyPrint, set up once: `FontConfiguration` is costly."""
    fonts = FontConfiguration()
    return fonts, CSS(string=f'@font-face {{ font-family: "{name}"; src: url("{address}") }}', font_config=fonts)


def plain(setting: Setting, texts: list[str]) -> tuple[bytes, list[Line]]:
    """As WeasyPrint sets it alone."""
    fonts, sheet = faces(setting.family.name, setting.family.faces[0].file.as_uri())
    document = HTML(string=html(setting, texts)).render(font_config=fonts, stylesheets=[sheet])
    found = []
    for page in document.pages:
        for block in page._page_box.descendants():
            if isinstance(block, boxes.BlockBox) and block.element_tag == "p":
                found += _plain_lines(block, setting)
    return document.write_pdf(), found


def _plain_lines(block: boxes.BlockBox, setting: Setting) -> Iterator[Line]:
    for at, line in enumerate(block.children, 1):
        (text,) = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
        words = text.text.split()
        gap = setting.space + text.justification_spacing / text.style["font_size"]
        is_last = at == len(block.children)
        yield Line((gap,) * (len(words) - 1), 0, len(words), is_last, line.width * MM)


def ours(setting: Setting, texts: list[str]) -> tuple[bytes, list[Line]]:
    """As typeset sets it."""
    found: dict[tuple[int, int], tuple[object, Line]] = {}
    placed = place.placed

    def recorded(paragraph, line, edges):
        made = placed(paragraph, line, edges)
        gaps = tuple(shown.width / shown.size for shown in made.shown if shown.is_space)
        kept = Line(gaps, len(line.stretched), len(gaps) + 1, line.is_last, made.width * MM)
        found[id(paragraph), line.start] = paragraph, kept
        return made

    place.placed = recorded
    try:
        page = Page(html(setting, texts))
        look = theme.load("classic").with_body_font(setting.family)
        pdf, findings = render.pdf(page, look, named("email"))
    finally:
        place.placed = placed
    assert not findings, findings
    return pdf, [line for _, line in found.values()]


def row(setting: Setting, who: str, lines: list[Line]) -> tuple[object, ...]:
    """One row of the table; widths in em."""
    full = [line for line in lines if not line.is_last]
    gaps = [gap for line in full for gap in line.gaps]
    kashida = [line.kashida for line in full]
    torn = sum(any(gap > 2 * setting.space for gap in line.gaps) for line in full)
    after = [line for before, line in pairwise(lines) if not before.is_last]
    return (
        setting.family.name, f"{setting.width} mm, {setting.size} pt", who, len(full), f"{mean(gaps):.3f}",
        f"{max(gaps):.3f}", torn, f"{pstdev(median(line.gaps) for line in full if line.gaps):.3f}",
        f"{mean(kashida):.2f}", max(kashida), sum(line.is_last and line.words == 1 for line in after),
    )  # fmt: skip


def evenness() -> Iterator[tuple[object, ...]]:
    """Every font at every measure, set by both."""
    for name in FONTS:
        for width, size in MEASURES:
            setting = Setting(font.load(name), width, size)
            for who, set_by in SETTERS.items():
                yield row(setting, who, set_by(setting, paragraphs())[1])


def cost() -> Iterator[tuple[object, ...]]:
    """What breaking and filling cost beside all that plain WeasyPrint does for the same page, and as text grows."""
    setting = Setting(font.load("amiri"), *MEASURES[0])
    calls: list[tuple[object, ...]] = []
    lines = justify.lines
    justify.lines = lambda *asked: calls.append(asked) or lines(*asked)
    try:
        ours(setting, paragraphs())
    finally:
        justify.lines = lines
    whole = cpu(lambda: plain(setting, paragraphs()))
    part = cpu(lambda: [lines(*asked) for asked in calls])
    words = sum(len(asked[0]) for asked in calls)
    yield "the release", words, f"{part / whole:.3f}", "1"
    for length in (5_000, 20_000):
        text = [word for asked in calls for word in asked[0]]
        text = (text * (length // len(text) + 1))[:length]
        spent = cpu(lambda text=text: lines(text, *calls[0][1:4], lambda word, at: 0.0), times=2)
        yield "one paragraph", length, "", f"{spent / length * words / part:.2f}"


def cpu(work: Callable[[], object], times: int = 5) -> float:
    """The least CPU time of several runs, in seconds."""
    spent = []
    for _ in range(times):
        start = process_time()
        work()
        spent.append(process_time() - start)
    return min(spent)


def markdown(head: Iterable[str], rows: Iterable[tuple[object, ...]]) -> str:
    """A table."""
    lines = [tuple(head), ["---"] * len(tuple(head)), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def picture(name: str) -> None:
    """One paragraph in a narrow column: plain WeasyPrint on the left, typeset on the right."""
    setting = Setting(font.load(name), *MEASURES[-1])
    columns = [drawn(set_by(setting, paragraphs()[3:4])[0]) for set_by in SETTERS.values()]
    width, gap = columns[0].width, columns[0].width // 4
    sheet = Image.new("L", (2 * width + gap, max(column.height for column in columns)), 255)
    for at, column in enumerate(columns):
        sheet.paste(column, (at * (width + gap), 0))
    sheet.quantize(GREYS).save(DOCS / "pictures" / f"column-{name}.png", optimize=True)


def drawn(pdf: bytes) -> Image.Image:
    """The first page, cut to its height."""
    command = ["pdftoppm", "-r", "130", "-gray", "-png", "-singlefile", "-"]
    with Image.open(BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout)) as page:
        box = ImageOps.invert(page).getbbox()
        return page.crop((0, 0, page.width, box[3] + box[1]))


SETTERS = {"WeasyPrint": plain, "typeset": ours}
TABLES = {
    "evenness": lambda: markdown(COLUMNS, evenness()),
    "cost": lambda: markdown(("text", "words", "CPU beside plain WeasyPrint", "CPU a word, release = 1"), cost()),
}


def main() -> None:
    page = DOCS / "justification.md"
    for name, made in TABLES.items():
        table = made()
        print(table, end="\n\n")
        if "--docs" in sys.argv:
            text = page.read_text(encoding="utf-8")
            before, rest = text.split(f"<!-- {name} -->\n")
            after = rest.split("<!-- end -->", 1)[1]
            page.write_text(f"{before}<!-- {name} -->\n{table}\n<!-- end -->{after}", encoding="utf-8")
    if "--docs" in sys.argv:
        picture("amiri")
        picture("noto-sans-arabic")


if __name__ == "__main__":
    main()
