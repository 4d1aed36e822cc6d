"""Set faces that are not shipped, at six measures, and write the table of docs/text-layer.md.

    python tests/measure/strangers.py [--write] [FOLDER ...]

Faces are looked for by their file names among the system's fonts (Debian: fonts-noto-core, fonts-sil-scheherazade,
fonts-sil-lateef, fonts-sil-harmattan, fonts-sil-awami-nastaliq, fonts-lemonada, fonts-freefont-otf, fonts-kacst,
fonts-farsiweb, fonts-dejavu-core, culmus) and in the folders named (npm: @fontsource/aref-ruqaa, @fontsource/reem-kufi,
@fontsource/scheherazade-new, which bring the Arabic letters and no mark). One that is absent is said to be.

Each row holds the worst of the six: TJ arrays that are malformed; how far the ink of a justified line ends from an edge
of its column, in mm; and the share of words that come back, with brackets and quotation marks and, behind the stroke,
without them, as pdfium turns those round.
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
    """Of one page, or the worst of several."""

    malformed: int
    ink: float
    words: tuple[float, ...]
    bare: tuple[float, ...]


def files(folders: list[Path]) -> dict[str, Path | None]:
    """Where each face is; None where it is nowhere."""
    found = {path.name: path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES}
    return {name: found.get(file) for name, file in FACES.items()}


SUFFIXES = {".ttf", ".otf", ".woff2"}


def family(path: Path, folder: Path) -> Family:
    """The family of a file, unpacked where it is made for the web."""
    if path.suffix == ".woff2":
        unpacked = TTFont(path)
        unpacked.flavor = None
        path = folder / f"{path.stem}.ttf"
        unpacked.save(path)
    return fonts.from_file(path)


def page(face: Family, language: str, width: float) -> tuple[bytes, str]:
    """A text in the theme classic, its column so wide; and the text."""
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
    """How far the ink of a justified line is from an edge of its column at most, in mm."""
    shown = [each for each in codes.shown(content) if readers.words(each.text)]
    rows = [list(row) for _, row in groupby(sorted(shown, key=lambda each: -each.y), lambda each: round(each.y, 1))]
    steps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    full = [row for row, step in zip(rows, steps, strict=False) if step < min(steps) + 0.5]
    inks = [[each.ink for each in row if each.ink] for row in full]
    ends = [(min(ink[0] for ink in row) - MARGIN, MARGIN + width - max(ink[2] for ink in row)) for row in inks]
    return max(abs(end) for row in ends for end in row)


def figures(face: Family, language: str, width: float, file: Path) -> Figures:
    """What is found in one page."""
    content, text = page(face, language, width)
    file.write_bytes(content)
    said = [reading.text if (reading := readers.READERS[name](file)) else "" for name in READERS]
    words = tuple(readers.share(text, each) for each in said)
    bare = tuple(readers.share(PAIRED.sub("", text), PAIRED.sub("", each)) for each in said)
    return Figures(len(codes.malformed(content)), off(content, width), words, bare)


def worst(found: list[Figures]) -> Figures:
    """The worst of each figure."""
    words, bare = (
        tuple(map(min, zip(*(getattr(each, name) for each in found), strict=True))) for name in ("words", "bare")
    )
    return Figures(sum(each.malformed for each in found), max(each.ink for each in found), words, bare)


def rows(folders: list[Path], scratch: Path) -> Iterator[list[str]]:
    """The cells of each row."""
    for name, path in files(folders).items():
        if path is None:
            yield [name, "absent", *[""] * (2 + len(READERS))]
            continue
        face = family(path, scratch)
        spoken = [language for language in LANGUAGES if language in whole(face)]
        for language in spoken:
            found = worst([figures(face, language, width, scratch / "page.pdf") for width in MEASURES])
            words = (f"{_cell(full)} / {_cell(bare)}" for full, bare in zip(found.words, found.bare, strict=True))
            yield [name, language, str(found.malformed), f"{found.ink:.2f}", *words]
        lacking = ", ".join(language for language in LANGUAGES if language not in spoken)
        if lacking:
            yield [name, f"{lacking}: not its letters", *[""] * (2 + len(READERS))]


def _cell(share: float) -> str:
    return f"{share:.3f}".lstrip("0") if share < 1 else "1"


def main() -> None:
    """Print the table; with --write, put it into the page."""
    folders = [SYSTEM, *(Path(given) for given in sys.argv[1:] if not given.startswith("--"))]
    lines = ["| face | language | malformed | ink | " + " | ".join(READERS) + " |", "|---" * 7 + "|"]
    with TemporaryDirectory() as scratch:
        for cells in rows(folders, Path(scratch)):
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        made = "\n".join(lines)
        pattern = "(<!-- strangers -->\n).*?(\n<!-- end strangers -->)"
        text = re.sub(pattern, lambda found: found[1] + made + found[2], text, flags=re.DOTALL)
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
