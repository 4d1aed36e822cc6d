"""The pictures of a page: photos, the logo and the QR code, collected as assets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from typeset import picture
from typeset.article import Photo
from typeset.compose.inline import Setter
from typeset.compose.labels import Labels
from typeset.compose.view import NOTHING, FigureView, PictureView
from typeset.page import PhotoNote
from typeset.picture import Picture

QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
PLACE = (3.0, 2.0)
"""The sides of a picture that is not there."""
LONGEST_NAME = 60
LONGEST_CODE = 1200
"""Characters; a longer address makes a code too fine to be read from paper."""


@dataclass(slots=True)
class Pictures:
    """Turns pictures into views and keeps their bytes under the names by which the page asks for them."""

    folder: Path | None
    assets: dict[str, Path | bytes] = field(default_factory=dict)
    notes: dict[str, PhotoNote] = field(default_factory=dict)

    def view(self, shown: Picture, alt: str) -> PictureView:
        """A picture with its alt text."""
        self.assets[shown.asset] = shown.data
        return PictureView(shown.address, alt, shown.width, shown.height)

    def figure(self, photo: Photo, setter: Setter, labels: Labels) -> FigureView:
        """A photo of the article, or its place where it is missing, broken, or not in the article's folder."""
        credit = setter.line(f"{labels.credit} ") + setter.set(photo.credit) if photo.credit else NOTHING
        return FigureView(self._photo(photo, labels), setter.set(photo.caption), credit)

    def _photo(self, photo: Photo, labels: Labels) -> PictureView:
        note = PhotoNote(_name(photo.source), labels.no_picture)
        try:
            shown = picture.named(photo.source, self.folder)
        except picture.PictureError as fault:
            absent = Picture(f"no picture: {photo.source}".encode(), *PLACE)
            self.notes[absent.asset] = note._replace(fault=str(fault))
            return PictureView(absent.address, photo.alt, absent.width, absent.height)
        self.notes[shown.asset] = note
        return self.view(shown, photo.alt)


def _name(source: str) -> str:
    """What a picture is called: the last part of its path."""
    return "" if source.startswith("data:") else source.partition("?")[0].rstrip("/").rpartition("/")[2][:LONGEST_NAME]


def code(address: str, black: str) -> Picture | None:
    """The QR code of an address as a drawing, with its quiet zone; None where the address is too long for one."""
    if len(address) > LONGEST_CODE:
        return None
    import segno

    matrix = segno.make(address, error="m", micro=False).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path fill="{black}" d="{_path(matrix)}"/></svg>'
    )
    return Picture(drawing.encode(), side, side, is_drawing=True)


def _path(matrix: tuple[bytearray, ...]) -> str:
    """One rectangle for each stretch of dark modules in a row."""
    return "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{end - start}v1h{start - end}z"
        for y, row in enumerate(matrix)
        for start, end in _stretches(row)
    )


def _stretches(row: bytearray) -> list[tuple[int, int]]:
    edges = [x for x in range(len(row) + 1) if (row[x] if x < len(row) else 0) != (row[x - 1] if x else 0)]
    return list(zip(edges[::2], edges[1::2], strict=True))
