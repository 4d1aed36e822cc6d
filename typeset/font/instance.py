"""Static faces made from variable fonts: once, into the user's cache, the same bytes every time.

The engine would make them anew for every document (twice the time, and other bytes each run).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from typeset import files, folders
from typeset.errors import EngineError, ThemeError


def of(path: Path, sha256: str, axes: Mapping[str, float]) -> Path:
    """The static face of the variable font `path` (whose hash is `sha256`) at a place on its axes.

    Where the cache cannot be written, it lasts for this run. Raises ThemeError: the axes are not the font's, or the
    disk is full.
    """
    import fontTools

    recipe = "\0".join([sha256, fontTools.version, *(f"{tag}={value:g}" for tag, value in sorted(axes.items()))])
    name = f"{path.stem.partition('[')[0]}-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}.ttf"
    static = folders.cache("fonts") / name
    if static.is_file():
        return static
    static = folders.to_fill("fonts") / name
    if not static.is_file():
        _keep(static, _cut(path, axes))
    return static


def _keep(static: Path, data: bytes) -> None:
    try:
        files.write(static, data)
    except EngineError as error:
        raise ThemeError(
            f"A static face has no place: {error.message}", hint="Set XDG_CACHE_HOME to a folder that you may write."
        ) from error


def _cut(path: Path, axes: Mapping[str, float]) -> bytes:
    """The static font; it bears the name that the source has for this place on its axes, where it has one."""
    try:
        return _static(path, axes, is_named=True)
    except ValueError:  # the table STAT, which holds those names, is missing or has none for this place
        return _static(path, axes, is_named=False)


def _static(path: Path, axes: Mapping[str, float], *, is_named: bool) -> bytes:
    from io import BytesIO

    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    # The time of change stays the source's, or the bytes would tell the day on which they were made.
    with TTFont(path, recalcTimestamp=False) as font:
        own = {axis.axisTag for axis in font["fvar"].axes} if "fvar" in font else set()
        if own != set(axes):
            raise ThemeError(
                f"{path.name} has the axes {_listed(own)}, not {_listed(set(axes))}.",
                hint="Give `axes` in font.toml a value for each of them.",
            )
        static = BytesIO()
        instancer.instantiateVariableFont(font, dict(axes), inplace=True, updateFontNames=is_named).save(static)
    return static.getvalue()


def _listed(axes: set[str]) -> str:
    return ", ".join(sorted(axes)) or "none"
