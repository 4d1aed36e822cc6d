"""Themes: a folder in `templates/`, loaded and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from typeset.font import Family


class TextJustify(StrEnum):
    """What fills a justified line, as CSS `text-justify` names it."""

    KASHIDA = "kashida"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True)
class Justification:
    """How lines are filled: with kashida (ar, fa, ur) or with spaces alone, and how many kashida a line may hold."""

    text_justify: TextJustify = TextJustify.KASHIDA
    kashida_per_line: int = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """How a release looks: its fonts in the order they are asked, its inks, what it requires of an article."""

    name: str
    folder: Path
    title: str
    fonts: Mapping[str, tuple[str, ...]]
    """Role (`body`, `heading`, `label`) -> family names in the order they are asked."""
    families: tuple[Family, ...]
    """Every family that a role names, loaded and checked."""
    ink: Mapping[str, str] = field(default_factory=dict)
    """Role (`text`, `muted`, `brand`, `alert`) -> CSS colour."""
    required: tuple[str, ...] = ("headline", "body")
    editions: tuple[str, ...] = ("email",)
    """The editions it has been made for; the first is the default."""
    justification: Justification = Justification()
