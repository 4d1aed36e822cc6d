"""Where results go when the command line does not say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typeset.house import House

DEFAULT_FOLDER = Path("dist")


def folder(house: House) -> Path:
    """The `output` of typeset.toml, as one would name it from the working folder; else dist."""
    wanted, here = house.output, Path.cwd()
    if wanted is None:
        return DEFAULT_FOLDER
    return wanted.relative_to(here) if wanted.is_relative_to(here) else wanted
