"""The pictures of the site: every theme in every edition; and one line, copied out of four makers' PDFs."""

from __future__ import annotations

import html
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

import pypdfium2
import typst
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "bench")]

import desks  # noqa: E402
import justification  # noqa: E402

import typeset  # noqa: E402
from typeset.jobs.specimen import RELEASE  # noqa: E402
from typeset.model import fonts, theme  # noqa: E402
from typeset.model.edition import named  # noqa: E402

WIDTH = 380
"""Pixels of a page in the gallery."""
LINE = "أعلنت مؤسسة المثال للمياه، اليوم الخميس، إتمام حفر ألف بئر، بزيادة ١٢٫٥٪ على العام الماضي."
"""A line as releases have it: a comma, a number and its sign."""
FACES = ("amiri", "noto-sans-arabic")
HEADS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {"en": ("face", "made by", "copied"), "ar": ("الخط", "صنعه", "ما يُنسخ")}
)


def browser() -> str:
    """Chromium's path. Ends the program with a sentence where there is none: half of the pictures are its."""
    found = next((path for name in desks.CHROMIUM if (path := which(name))), None)
    return found or sys.exit(
        "The site's pictures are taken in Chromium, and there is none here: apt-get install chromium"
    )


def draw(folder: Path) -> None:
    """Every picture into `folder`, and for each language the pieces of Markdown that show them."""
    folder.mkdir(parents=True)
    sheets = list(gallery(folder))
    rows = list(copied())
    for tag in HEADS:
        (folder / f"gallery.{tag}.md").write_text("\n\n".join(_shown(sheets, tag)), encoding="utf-8")
        (folder / f"copied.{tag}.md").write_text(_table(rows, tag), encoding="utf-8")


class Sheet(NamedTuple):
    """A page of the gallery: its theme, its edition, and the name of its picture."""

    theme: theme.Theme
    edition: str
    picture: str


def gallery(folder: Path) -> Iterator[Sheet]:
    """The sample release in each theme and each of its editions."""
    for name in theme.names():
        look = theme.load(name)
        for made in typeset.make(RELEASE, theme=name, editions=look.editions).editions:
            target = f"{name}-{made.edition.name}.png"
            first = made.files[0].content
            page = Image.open(BytesIO(first)) if look.pictures else _page(made.pdf, WIDTH)
            page.thumbnail((WIDTH, 2 * WIDTH))
            _save(page, folder / target)
            yield Sheet(look, made.edition.name, target)


def _shown(sheets: Iterable[Sheet], tag: str) -> Iterator[str]:
    """The gallery as Markdown: a heading for each theme, its editions beside one another."""
    before = ""
    for sheet in sheets:
        if sheet.theme.name != before:
            yield (
                ("" if not before else "</div>\n\n")
                + f"## {sheet.theme.name}\n\n{typeset.said(sheet.theme.title, tag)}\n\n"
                + '<div class="sheets">'
            )
        before = sheet.theme.name
        words = typeset.said(named(sheet.edition).purpose, tag)
        alt = html.escape(f"{sheet.theme.name}, {sheet.edition}")
        yield (
            f'<figure><img src="../drawn/{sheet.picture}" alt="{alt}" loading="lazy">'
            f"<figcaption><code>{sheet.edition}</code> {html.escape(words)}</figcaption></figure>"
        )
    yield "</div>"


def _page(pdf: bytes, width: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        return page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")


def _save(picture: Image.Image, target: Path) -> None:
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


class Copied(NamedTuple):
    """What a reader gets that copies the line out of a PDF."""

    face: str
    maker: str
    text: str


def copied() -> Iterator[Copied]:
    """LINE, set by four makers with the same font file, as PDFium (Chrome's reader) gives it back."""
    for name in FACES:
        setting = justification.Setting(fonts.load(name), 158, 13)
        for maker, setter in MAKERS.items():
            yield Copied(setting.family.name, maker, _text(setter(setting)))


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


def _by_chromium(setting: justification.Setting) -> bytes:
    face = setting.family.faces[0].file.as_uri()
    page = justification.html(setting, [LINE]).replace(
        "<style>", f"<style>@font-face {{ font-family: '{setting.family.name}'; src: url('{face}') }}"
    )
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "line.html"), Path(folder, "line.pdf")
        source.write_text(page, encoding="utf-8")
        command = [browser(), "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=60)
        return target.read_bytes()


def _by_typst(setting: justification.Setting) -> bytes:
    face = setting.family.faces[0].file
    source = (
        f'#set page(width: {setting.width}mm, height: 60mm, margin: 2mm)\n#set text(font: "{setting.family.name}", '
        f'size: {setting.size}pt, lang: "ar", dir: rtl)\n{LINE}'
    )
    made: bytes = typst.compile(source.encode(), font_paths=[str(face.parent)], ignore_system_fonts=True)
    return made


MAKERS: Mapping[str, Callable[[justification.Setting], bytes]] = MappingProxyType(
    {
        "typeset": lambda setting: justification.ours(setting, [LINE]),
        "WeasyPrint": lambda setting: justification.plain(setting, [LINE]),
        "Typst": _by_typst,
        "Chromium": _by_chromium,
    }
)


def _table(rows: Iterable[Copied], tag: str) -> str:
    cells = ((row.face, row.maker, f'<bdi dir="rtl" lang="ar">{html.escape(row.text)}</bdi>') for row in rows)
    lines = [HEADS[tag], ("---",) * 3, *cells]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
