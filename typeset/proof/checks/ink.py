"""How much ink lies in one place. Ghostscript separates the page as a plate-setter would; we weigh what it gives."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageFilter

from typeset.check import Fault, Place, Severity, check
from typeset.proof import tools
from typeset.proof.content.geometry import Box
from typeset.proof.sheet import PRESS, Sheet

FINEST = 72
"""Pixels per inch: fine enough for patches of 15 square millimetres, which are 11 points wide."""
PATCH = 11.0
"""The side of a patch, in pt."""
STEP = 4
"""Every how many pixels a patch is weighed."""
MOST_PAGES = 60
MOST_PIXELS = 20_000_000
"""Of one page; A0 has 8 million at the finest."""
ROUNDING = 1.0
"""Percent; each ink comes as one byte."""


@check("ink/total", Severity.ERROR, scopes={PRESS})
def total(sheet: Sheet) -> Iterator[Fault]:
    """More ink in one place than the paper takes.

    It does not dry, sets off on the next sheet and shows through: on newsprint from 240% on, on coated paper from 320%.
    Weighed is the mean of every patch of 15 square millimetres inside the bleed, as Ghostscript separates the page.
    """
    limit = sheet.condition.total_ink
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        for number, file in enumerate(_separated(sheet, Path(folder)), 1):
            boxes = sheet.boxes[number - 1]
            heaviest, place = _heaviest(file, boxes.media, boxes.bleed.shared(boxes.media))
            if heaviest > limit + ROUNDING:
                yield Fault(
                    f"{heaviest:.0f}% of ink lie in one place; the paper takes {limit:g}%",
                    Place(page=number, box=place),
                    hint="Convert pictures with the profile of the printing condition; give flat colours less ink.",
                )


def _separated(sheet: Sheet, folder: Path) -> list[Path]:
    """Each page as a CMYK image of its media box."""
    ghostscript = tools.found("gs", hint="Install Ghostscript: apt install ghostscript, or brew install ghostscript.")
    source = folder / "page.pdf"
    source.write_bytes(sheet.content)
    options = (
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=tiff32nc",
        f"-r{_ppi(sheet)}",
        f"-dLastPage={MOST_PAGES}",
    )
    tools.run((ghostscript, *options, f"-sOutputFile={folder / 'page-%03d.tif'}", str(source)))
    return sorted(folder.glob("page-*.tif"))


def _ppi(sheet: Sheet) -> int:
    """The finest resolution at which the largest page stays within bounds."""
    largest = max(boxes.media.width * boxes.media.height for boxes in sheet.boxes) / 72**2
    return max(1, min(FINEST, int((MOST_PIXELS / max(largest, 1)) ** 0.5)))


def _heaviest(file: Path, media: Box, inside: Box) -> tuple[float, Box]:
    """The most ink of any patch, in percent, and where the patch lies."""
    with Image.open(file) as image:
        scale = image.width / media.width
        corners = (inside.x0 - media.x0, media.y1 - inside.y1, inside.x1 - media.x0, media.y1 - inside.y0)
        area = image.crop(tuple(round(corner * scale) for corner in corners))  # type: ignore[arg-type]
    blurred = area.filter(ImageFilter.BoxBlur(PATCH * scale / 2))
    few = blurred.resize((max(area.width // STEP, 1), max(area.height // STEP, 1)), Image.Resampling.NEAREST)
    inks = few.tobytes()
    sums = [sum(inks[at : at + 4]) for at in range(0, len(inks), 4)]
    heaviest = max(range(len(sums)), key=sums.__getitem__)
    row, column = divmod(heaviest, few.width)
    x, y = inside.x0 + (column + 0.5) * STEP / scale, inside.y1 - (row + 0.5) * STEP / scale
    return sums[heaviest] / 255 * 100, Box(x, y, x, y).grown(PATCH / 2)


CHECKS = (total,)
