"""Set user fonts (faces that are not shipped) at six measures, and write their table in docs/text-layer.md.

    python tests/measure/strangers.py [--write] [FOLDER ...]

Faces are looked for by their file names among the system's fonts (Debian: fonts-noto-core, fonts-sil-scheherazade,
fonts-sil-lateef, fonts-sil-harmattan, fonts-sil-awami-nastaliq, fonts-lemonada, fonts-freefont-otf, fonts-kacst,
fonts-farsiweb, fonts-dejavu-core, culmus) and in the folders named (npm: @fontsource/aref-ruqaa, @fontsource/reem-kufi,
@fontsource/scheherazade-new, which bring the Arabic letters and no mark). A missing one has a row that says so.

Each row holds the worst of the six: TJ arrays that are malformed; how far the ink of a justified line ends from an edge
of its column, in mm; and the share of words that come back, with brackets and quotation marks and, behind the stroke,
without them, as pdfium mirrors those.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from typeset import render
from typeset.compose import theme_files
from typeset.model import fonts, theme
from typeset.model.brand import Brand
from typeset.model.edition import named
from typeset.model.fonts import Family
from typeset.model.fonts.family import whole
from typeset.model.house_style import House
from typeset.model.page import Page

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fontTools.ttLib import TTFont  # noqa: E402 - the tree's own packages come first

from measure import codes, readers  # noqa: E402

PAGE = ROOT / "docs" / "text-layer.md"
TEXTS = Path(__file__).parent / "texts" / "long"
SYSTEM = Path("/usr/share/fonts")
FACES = {
    "Noto Naskh Arabic": "NotoNaskhArabic-Regular.ttf",
    "Noto Nastaliq Urdu": "NotoNastaliqUrdu-Regular.ttf",
    "Awami Nastaliq": "AwamiNastaliq-Regular.ttf",
    "Aref Ruqaa, letters alone": "aref-ruqaa-arabic-400-normal.woff2",
    "Reem Kufi, letters alone": "reem-kufi-arabic-400-normal.woff2",
    "Scheherazade New, letters alone": "scheherazade-new-arabic-400-normal.woff2",
    "Scheherazade": "Scheherazade-Regular.ttf",
    "Lateef": "Lateef-Regular.ttf",
    "Harmattan": "Harmattan-Regular.ttf",
    "KacstBook": "KacstBook.ttf",
    "Nazli": "nazli.ttf",
    "DejaVu Sans": "DejaVuSans.ttf",
    "Lemonada (CFF)": "Lemonada-Regular.otf",
    "FreeSerif (CFF)": "FreeSerif.otf",
    "David CLM (CFF)": "DavidCLM-Medium.otf",
    "Noto Sans Hebrew": "NotoSansHebrew-Regular.ttf",
}
LANGUAGES = ("ar", "fa", "ur", "he")
MEASURES = (57, 76, 100, 117, 140, 165)
"""In mm."""
MARGIN = 10
READERS = ("poppler", "pdfium", "MuPDF")
PAIRED = re.compile('[«»()“”"]')


class Figures(NamedTuple):
    """The figures of one page, or the worst of several.

    Malformed TJ arrays; the largest distance of ink from its edge, in mm; for each reader the share of words, with
    (`words`) and without (`bare`) brackets and quotation marks.
    """

    malformed: int
    ink: float
    words: tuple[float, ...]
    bare: tuple[float, ...]


def files(folders: list[Path]) -> dict[str, Path | None]:
    """Face -> its file; None where it is not found."""
    paths = {path.name: path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES}
    return {name: paths.get(file) for name, file in FACES.items()}


SUFFIXES = {".ttf", ".otf", ".woff2"}


def family(path: Path, folder: Path) -> Family:
    """The family of a font file; a WOFF2 file is unpacked into `folder` first."""
    if path.suffix == ".woff2":
        unpacked = TTFont(path)
        unpacked.flavor = None
        path = folder / f"{path.stem}.ttf"
        unpacked.save(path)
    return fonts.from_file(path)


def page(face: Family, language: str, width: float) -> tuple[bytes, str]:
    """The PDF of a text in the theme classic, in a column of `width` mm; and the text."""
    look, edition = theme.load("classic").with_body_font(face), named("email")
    text = (TEXTS / f"{language}.txt").read_text(encoding="utf-8")
    style = theme_files.theme_sheet(language, look, edition, House(), Brand())
    bare = "@bottom-center { content: none } @top-center { content: none; border: none }"
    frame = f"@page {{ size: {width + 2 * MARGIN}mm 900mm; margin: {MARGIN}mm !important; {bare} }}"
    body = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.splitlines())
    head = f"<meta charset=utf-8><title>t</title><style>{style}</style><style>{frame}</style>"
    whole = f"<html lang={language} dir=rtl><head>{head}</head><body><main>{body}</main></body></html>"
    return render.pdf(Page(whole), look, edition)[0], text


def off(content: bytes, width: float) -> float:
    """The largest distance of the ink of a justified line from an edge of its column, in mm."""
    shown = [each for each in codes.shown(content) if readers.words(each.text)]
    rows = [list(row) for _, row in groupby(sorted(shown, key=lambda each: -each.y), lambda each: round(each.y, 1))]
    steps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    full = [row for row, step in zip(rows, steps, strict=False) if step < min(steps) + 0.5]
    inks = [[each.ink for each in row if each.ink] for row in full]
    ends = [(min(ink[0] for ink in row) - MARGIN, MARGIN + width - max(ink[2] for ink in row)) for row in inks]
    return max(abs(end) for row in ends for end in row)


def figures(face: Family, language: str, width: float, file: Path) -> Figures:
    """The figures of one page."""
    content, text = page(face, language, width)
    file.write_bytes(content)
    texts = [reading.text if (reading := readers.READERS[name](file)) else "" for name in READERS]
    words = tuple(readers.share(text, each) for each in texts)
    bare = tuple(readers.share(PAIRED.sub("", text), PAIRED.sub("", each)) for each in texts)
    return Figures(len(codes.malformed(content)), off(content, width), words, bare)


def worst(pages: list[Figures]) -> Figures:
    """The worst of each figure."""
    words, bare = (
        tuple(map(min, zip(*(getattr(each, name) for each in pages), strict=True))) for name in ("words", "bare")
    )
    return Figures(sum(each.malformed for each in pages), max(each.ink for each in pages), words, bare)


def rows(folders: list[Path], scratch: Path) -> Iterator[list[str]]:
    """The cells of each row."""
    for name, path in files(folders).items():
        if path is None:
            yield [name, "absent", *[""] * (2 + len(READERS))]
            continue
        face = family(path, scratch)
        covered = [language for language in LANGUAGES if language in whole(face)]
        for language in covered:
            worst_figures = worst([figures(face, language, width, scratch / "page.pdf") for width in MEASURES])
            words = (
                f"{_cell(full)} / {_cell(bare)}"
                for full, bare in zip(worst_figures.words, worst_figures.bare, strict=True)
            )
            yield [name, language, str(worst_figures.malformed), f"{worst_figures.ink:.2f}", *words]
        lacking = ", ".join(language for language in LANGUAGES if language not in covered)
        if lacking:
            yield [name, f"{lacking}: not its letters", *[""] * (2 + len(READERS))]


def _cell(share: float) -> str:
    return f"{share:.3f}".lstrip("0") if share < 1 else "1"


def main() -> None:
    """Print the table; with --write, put it into docs/text-layer.md."""
    folders = [SYSTEM, *(Path(argument) for argument in sys.argv[1:] if not argument.startswith("--"))]
    lines = [
        "| face | language | malformed | ink | " + " | ".join(map(readers.named, READERS)) + " |",
        "|---" * 7 + "|",
    ]
    with TemporaryDirectory() as scratch:
        for cells in rows(folders, Path(scratch)):
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        table = "\n".join(lines)
        pattern = "(<!-- strangers -->\n).*?(\n<!-- end strangers -->)"
        text = re.sub(pattern, lambda match: match[1] + table + match[2], text, flags=re.DOTALL)
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
