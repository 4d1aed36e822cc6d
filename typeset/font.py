"""Fonts: a folder in `fonts/`, loaded and checked. The repository holds no font files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Face:
    """One static font file: its place on disk, CSS weight (100-900) and style (`normal` or `italic`)."""

    file: Path
    weight: int = 400
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Family:
    """A font family by its CSS name, with its faces and its licence (SPDX)."""

    name: str
    faces: tuple[Face, ...]
    licence: str = ""
