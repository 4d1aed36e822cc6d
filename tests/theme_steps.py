"""The steps of "A theme built step by step" in docs/themes.md, as they stand there: commands and files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image

from typeset import files

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "themes.md"
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = files.shipped("templates") / "base" / "specimen"
THEME = Path("templates") / "ours"
SECTION = re.compile(r"(?ms)^## A theme built step by step\n(.+?)^## ")
STEP = re.compile(r"(?ms)^### (\d)\. ([^\n]+)\n(.+?)(?=^### |\Z)")
COMMANDS = re.compile(r"(?ms)^```sh\n(.+?)^```")
CHANGE = re.compile(r"(?ms)`([\w.]+)`, (all of it|at its end|at its top):\n\n```\w+\n(.+?)^```")
COLOURS = re.compile(r"(?m)^\[colours\]\n(?:\w.*\n)+\n")
PPI, FINER, SHADES = 90, 2, 128


class Change(NamedTuple):
    """What is written into a file of the theme."""

    file: str
    where: str
    words: str

    def apply(self, folder: Path) -> None:
        """Write it: in place of the file, at its end or at its top."""
        file = folder / THEME / self.file
        before = file.read_text("utf-8") if file.exists() else ""
        parts = {"all of it": (self.words,), "at its end": (before, self.words), "at its top": (self.words, before)}
        file.write_text("\n".join(parts[self.where]), "utf-8")


class Step(NamedTuple):
    """A step: its number, its title, its commands, its changes, and the findings that it names."""

    number: int
    title: str
    commands: tuple[str, ...]
    changes: tuple[Change, ...]
    named: frozenset[str]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def picture(self) -> Path:
        """Its picture in the docs."""
        return PICTURES / f"theme-step-{self.number}.png"


def steps() -> Iterator[Step]:
    """The steps in their order."""
    (section,) = SECTION.findall(PAGE.read_text("utf-8"))
    for number, title, words in STEP.findall(section):
        commands = [line for block in COMMANDS.findall(words) for line in block.splitlines()]
        changes = [Change(*change) for change in CHANGE.findall(words)]
        yield Step(
            int(number), title, tuple(commands), tuple(changes), frozenset(re.findall(r"`([a-z]+/[a-z-]+)`", words))
        )


def write_sample(folder: Path) -> None:
    """The sample release with a brand that names no colours and has no logo in one."""
    for name in ("release.md", "release.en.md", "valley.jpg", "typeset.toml"):
        shutil.copy(SAMPLE / name, folder / name)
    brand = (SAMPLE / "brand.toml").read_text("utf-8").replace('logo = "logo.svg"\n', "")
    (folder / "brand.toml").write_text(COLOURS.sub("", brand), "utf-8")


def picture(pdf: bytes) -> Image.Image:
    """The first page, with a hair around it."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=PPI * FINER / 72, rev_byteorder=True)
        try:
            drawn = bitmap.to_pil().convert("RGB").reduce(FINER)
        finally:
            bitmap.close()
            page.close()
    framed = Image.new("RGB", (drawn.width + 2, drawn.height + 2), (190, 190, 190))
    framed.paste(drawn, (1, 1))
    return framed


def png(image: Image.Image) -> bytes:
    """The picture as it lies in the docs."""
    file = BytesIO()
    image.quantize(SHADES, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def compared(image: Image.Image) -> Image.Image:
    """The picture as it is compared: grey, and at half of its pixels, which evens out the colours left out."""
    return image.convert("RGB").convert("L").reduce(2)
