"""Measure the text layer and write the tables of docs/text-layer.md.

    python tests/measure/text_layer.py [--write]

Sets the release, the hard lines and the other languages with each font, once by plain WeasyPrint and once by us, and
reads the PDFs with every reader that is installed. Each cell holds the share of words that come back in their order,
then of phrases of one, two and three words that the reader's own search finds.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from typeset.model import fonts
from typeset.model.fonts import load
from typeset.render import patches
from typeset.render.weasy.fontconfig import Faces

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import weasyprint  # noqa: E402 - the tree's own packages come first

from measure import readers  # noqa: E402

PAGE = ROOT / "docs" / "text-layer.md"
FONTS = ("amiri", "ibm-plex-sans-arabic", "noto-sans-arabic", "noto-kufi-arabic")
OTHERS = ("noto-serif", "frank-ruhl-libre")
SHEET = """
@page {{ size: 210mm 420mm; margin: 20mm }}
body {{ font: 13pt/1.7 {families}; text-align: justify }}
:lang(he) {{ font-family: 'Frank Ruhl Libre' }}
"""
ISOLATED = re.compile(r"\(\+\d+\)[\d ]*\d|\d{4}-\d{3}-\d{4}|\d+/\d+/\d+|\d+:\d+|\d+%|[A-Za-z]+-\d+|[A-Za-z]+ [A-Z]{2,}")
ON_ITS_OWN = re.compile(r"https?://\S+|\b[\w.]+@[\w.]+")


def sources() -> dict[str, tuple[str, str]]:
    """Name -> (language, text), a paragraph on each line."""
    release = (ROOT / "articles" / "alwefaq-iran-russia.txt").read_text(encoding="utf-8")
    lines = [line.strip("\xa0 ") for line in release.splitlines()]
    texts = {
        file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests/measure/texts").glob("*.txt"))
    }
    languages = {"persian": "fa", "urdu": "ur", "hebrew": "he"}
    return {"release": ("ar", "\n".join(filter(None, lines)))} | {
        name: (languages.get(name, "ar"), text) for name, text in texts.items()
    }


def page(text: str, language: str) -> str:
    """The HTML of a text: isolates around numbers and Latin, URLs and e-mails on lines of their own."""
    body = "".join(f"<p>{_marked(html.escape(line, quote=False))}</p>" for line in text.splitlines())
    return f'<!doctype html><html lang="{language}" dir="rtl"><title>t</title><body>{body}'


def _marked(line: str) -> str:
    if re.match("[A-Z]", line):
        return f'<span dir="ltr" lang="en">{line}</span>'
    line = ON_ITS_OWN.sub(lambda match: f"<br><bdi dir=ltr>{match[0]}</bdi><br>", line)
    return ISOLATED.sub(lambda match: f"<bdi dir=ltr>{match[0].replace(' ', chr(0xA0))}</bdi>", line)


def pdf(text: str, language: str, family: str, *, plain: bool = False) -> bytes:
    """The PDF of a text, set by us or (`plain`) by WeasyPrint alone."""
    families = tuple(fonts.load(name) for name in (family, *OTHERS))
    config = Faces(families)
    if not plain:
        patches.take_over(config)
    sheet = weasyprint.CSS(string=SHEET.format(families=",".join(f"'{each.name}'" for each in families)))
    return weasyprint.HTML(string=page(text, language)).write_pdf(font_config=config, stylesheets=[sheet])


def cell(reader: str, file: Path, text: str) -> str:
    """The cell of a reader: its shares of words and phrases, or `not run`."""
    reading = readers.READERS[reader](file)
    if reading is None:
        return "not run"
    shares = [readers.share(text, reading.text)]
    for length in (1, 2, 3) if reading.find else ():
        wanted = readers.phrases(text, length)
        shares.append(sum(reading.find(wanted)) / len(wanted))
    return "/".join(f"{share:.3f}".lstrip("0") if share < 1 else "1" for share in shares)


def rows(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The label of each row, and its cells."""
    for name, (language, text) in sources().items():
        fonts = FONTS if name == "release" else FONTS[:1]
        for family in fonts:
            for plain in (True, False):
                file = folder / "page.pdf"
                file.write_bytes(pdf(text, language, family, plain=plain))
                face = "Frank Ruhl Libre" if language == "he" else load(family).name
                label = f"{name}, {face}, {'WeasyPrint alone' if plain else '**ours**'}"
                yield label, [cell(reader, file, text) for reader in readers.READERS]


def table() -> str:
    """The table in Markdown."""
    lines = ["| | " + " | ".join(map(readers.named, readers.READERS)) + " |", "|---" * (1 + len(readers.READERS)) + "|"]
    with TemporaryDirectory() as folder:
        for label, cells in rows(Path(folder)):
            print(label, *cells, sep=" | ", flush=True)
            lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the table; with --write, put it into docs/text-layer.md."""
    new_table = table()
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        text = re.sub(
            "(<!-- table -->\n).*?(\n<!-- end -->)",
            lambda match: match[1] + new_table + match[2],
            text,
            flags=re.DOTALL,
        )
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
