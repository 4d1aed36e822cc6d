"""The evenness of lines, compared with plain WeasyPrint: spaces, kashida, line ends, for each font and measure.

    python tests/bench/justification.py            prints the tables
    python tests/bench/justification.py --docs     writes them into docs/justification.md, and draws its pictures

Both set the same paragraphs with the same font files at the same size and measure. All is measured in the finished
PDFs: the white between the ink of two words, the ends of a line's ink and advances, and which words are wider than in a
text that is not justified. Only lines set from edge to edge count.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from weasyprint.text.fonts import FontConfiguration

from typeset import render
from typeset.model import fonts, theme
from typeset.model.edition import named
from typeset.model.fonts import Family
from typeset.model.page import Page
from typeset.render import justify

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from measure.lines import InkLine, ink_lines, natural_widths  # noqa: E402

RELEASE = ROOT / "articles" / "alwefaq-iran-russia.txt"
DOCS = ROOT / "docs"
FONTS = ("amiri", "noto-sans-arabic", "ibm-plex-sans-arabic", "noto-kufi-arabic")
MEASURES = ((158, 13), (76, 11), (55, 11))
"""Width in mm, size in pt: the full page, two columns, three columns."""
COLUMNS = (
    "font", "measure", "set by", "lines", "white, median", "widest, median", "widest", "spread", "pen off", "ink off",
    "kashida a line", "most", "lone last words",
)  # fmt: skip
GREYS = 16
MARGIN = 2
"""The page margin around the column, in mm."""


class Setting(NamedTuple):
    """A font at a size and a measure."""

    family: Family
    width: float
    size: float

    @property
    def space(self) -> float:
        """The width of the font's space, in em."""
        with TTFont(self.family.faces[0].file) as file:
            return float(file["hmtx"][file.getBestCmap()[0x20]][0]) / float(file["head"].unitsPerEm)


def paragraphs() -> list[str]:
    """The release's paragraphs that take more than a line."""
    lines = [line.strip("\u00a0 ") for line in RELEASE.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line.split()) > 12]


def html(setting: Setting, texts: list[str], align: str = "justify") -> str:
    """The paragraphs in one column, on a page that is long enough for them."""
    style = f"""@page {{ size: {setting.width + 2 * MARGIN}mm 900mm; margin: {MARGIN}mm }} body {{ margin: 0 }}
        p {{ font: {setting.size}pt/1.7 "{setting.family.name}"; text-align: {align}; margin: 0 0 .5em }}"""
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    head = f"<meta charset='utf-8'><title>justification</title><style>{style}</style>"
    return f"<html lang='ar' dir='rtl'><head>{head}</head><body>{body}</body></html>"


@cache
def faces(name: str, address: str) -> tuple[FontConfiguration, CSS]:
    """A font for plain WeasyPrint, set up once: `FontConfiguration` is costly."""
    fonts = FontConfiguration()
    return fonts, CSS(string=f'@font-face {{ font-family: "{name}"; src: url("{address}") }}', font_config=fonts)


def plain(setting: Setting, texts: list[str]) -> bytes:
    """The PDF by plain WeasyPrint."""
    fonts, sheet = faces(setting.family.name, setting.family.faces[0].file.as_uri())
    document: bytes = HTML(string=html(setting, texts)).write_pdf(font_config=fonts, stylesheets=[sheet])
    return document


def ours(setting: Setting, texts: list[str], align: str = "justify") -> bytes:
    """The PDF by typeset."""
    look = theme.load("classic").with_body_font(setting.family)
    pdf, findings = render.pdf(Page(html(setting, texts, align)), look, named("email"))
    assert not findings, findings
    return pdf


def row(setting: Setting, who: str) -> tuple[object, ...]:
    """One row of the table; widths in em, edges in mm."""
    every = ink_lines(SETTERS[who](setting, paragraphs()))
    full = [line for line in every if line.is_full]
    widest = [max(line.gaps) for line in full]
    kashida = kashida_of(setting, full) if who == "typeset" else [0]
    return (
        setting.family.name, f"{setting.width} mm, {setting.size} pt", who, len(full),
        f"{median(gap for line in full for gap in line.gaps):.3f}", f"{median(widest):.3f}", f"{max(widest):.3f}",
        f"{pstdev(median(line.gaps) for line in full):.3f}", f"{off(setting, [line.pen for line in full]):.2f}",
        f"{off(setting, [line.ink for line in full]):.2f}", f"{mean(kashida):.2f}", max(kashida), len(runts(every)),
    )  # fmt: skip


def kashida_of(setting: Setting, full: list[InkLine]) -> list[int]:
    """The number of kashida in each line: its words that are wider than in a text that is not justified."""
    natural = natural_widths(ours(setting, paragraphs(), align="start"))
    return [line.stretched(natural) for line in full]


def off(setting: Setting, ends: list[tuple[float, float]]) -> float:
    """The farthest that a line ends from an edge of its column, in mm."""
    edges = MARGIN, MARGIN + setting.width
    return max(abs(end - edge) for line in ends for end, edge in zip(line, edges, strict=True))


def runts(every: Sequence[InkLine]) -> list[InkLine]:
    """The runts: last lines of a single word, under a line set from edge to edge."""
    return [line for above, line in pairwise(every) if above.is_full and not line.is_full and len(line.words) == 1]


def evenness() -> Iterator[tuple[object, ...]]:
    """Every font at every measure, set by both."""
    for name in FONTS:
        for width, size in MEASURES:
            setting = Setting(fonts.load(name), width, size)
            for who in SETTERS:
                yield row(setting, who)


def cost() -> Iterator[tuple[object, ...]]:
    """The cost of breaking and filling lines, as a share of plain WeasyPrint's whole cost, and by length of text."""
    setting = Setting(fonts.load("amiri"), *MEASURES[0])
    calls: list[tuple[object, ...]] = []
    break_lines = justify.lines
    justify.lines = lambda *arguments: calls.append(arguments) or break_lines(*arguments)
    try:
        ours(setting, paragraphs())
    finally:
        justify.lines = break_lines
    whole = cpu(lambda: plain(setting, paragraphs()))
    part = cpu(lambda: [break_lines(*arguments) for arguments in calls])
    words = sum(len(arguments[0]) for arguments in calls)
    yield "the release", words, f"{part / whole:.3f}", "1"
    for length in (5_000, 20_000):
        text = [word for arguments in calls for word in arguments[0]]
        text = (text * (length // len(text) + 1))[:length]
        spent = cpu(lambda text=text: break_lines(text, *calls[0][1:4], lambda word, at: 0.0), times=2)
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
    """A Markdown table."""
    table = [tuple(head), ["---"] * len(tuple(head)), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in table)


def picture(name: str) -> None:
    """One paragraph in a narrow column: plain WeasyPrint on the left, typeset on the right."""
    setting = Setting(fonts.load(name), *MEASURES[-1])
    columns = [rasterised(set_by(setting, paragraphs()[3:4])) for set_by in SETTERS.values()]
    width, gap = columns[0].width, columns[0].width // 4
    sheet = Image.new("L", (2 * width + gap, max(column.height for column in columns)), 255)
    for at, column in enumerate(columns):
        sheet.paste(column, (at * (width + gap), 0))
    sheet.quantize(GREYS).save(DOCS / "pictures" / f"column-{name}.png", optimize=True)


def rasterised(pdf: bytes) -> Image.Image:
    """The first page as an image, cropped below its ink."""
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
    for name, make_table in TABLES.items():
        table = make_table()
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
