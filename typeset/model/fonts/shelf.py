"""The families in folders called `fonts` (the shelves): each a folder with a font.toml."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.model import settings
from typeset.model.fonts import font_file
from typeset.model.fonts.family import Face, Family, whole
from typeset.model.settings import Settings

FILE = "font.toml"
STYLES = ("normal", "italic")


def names(near: Path | None = None) -> tuple[str, ...]:
    """The families on the shelves, by folder name, sorted."""
    return files.holding(FILE, *shelves(near))


def knows(family: str, near: Path | None = None) -> bool:
    """Whether a family of that name is on a shelf."""
    return _folder(family, near) is not None


def load(family: str, near: Path | None = None) -> Family | None:
    """A family by its folder name (`noto-serif`) or its own name (`Noto Serif`); None where no shelf has it.

    Raises ThemeError, as `at` does.
    """
    folder = _folder(family, near)
    return at(folder, family) if folder else None


def at(folder: Path, name: str = "") -> Family:
    """The family of a folder that holds a font.toml, with every face checked, and variable fonts made static.

    Raises ThemeError: its package is not installed, or a file is not the one that font.toml names.
    """
    table = settings.read(folder / FILE)
    key = folder, name, files.cache("fonts")
    kept = _kept.get(key)
    if kept and kept.table is table.table and kept.stamps == _stamps(kept.files):
        return kept.family
    family, read = _read(table, folder, name)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = _Kept(family, table.table, read, _stamps(read))
    return family


MOST_KEPT = 100
"""Families; some 5 kB each."""


class _Kept(NamedTuple):
    """A family that was read before, what it was read from, and how each of those files stood then."""

    family: Family
    table: Mapping[str, Any]
    files: tuple[Path, ...]
    stamps: tuple[tuple[int, ...], ...]


_kept: dict[tuple[Path, str, Path], _Kept] = {}
"""By folder, name and the cache in which variable fonts are made static."""


def _stamps(paths: tuple[Path, ...]) -> tuple[tuple[int, ...], ...]:
    """Which file each path leads to, its size and its times; nothing for one that is not there."""
    return tuple(map(_stamp, paths))


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116  a fifth of the time that the path's own takes
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read(table: Settings, folder: Path, name: str) -> tuple[Family, tuple[Path, ...]]:
    """The family of a font.toml, and the files that it stands in."""
    table.only("family", "package", "licence", "languages", "face")
    files = _files(folder, table.text("package"))
    faces = tuple(_face(files, face, is_ours=files == folder) for face in table.sections("face"))
    if not faces:
        raise ThemeError(
            Message("{where} has no [[face]].", where=table.where), hint="Name at least one file of the folder."
        )
    first = font_file.read_font_file(faces[0].file)
    family = Family(
        name=table.text("family") or name or first.family,
        faces=faces,
        licence=table.text("licence"),
        languages=table.texts("languages"),
        characters=first.characters,
        heights=first.heights,
        extent=first.extent,
        sink=first.sink,
        joins=first.joins,
    )
    sources = (files / face.text("file") for face in table.sections("face"))
    read = tuple(dict.fromkeys((*sources, *(face.file for face in faces))))
    return family if family.languages else replace(family, languages=whole(family)), read


def folder_name(family: str) -> str:
    """The folder name of a family: `noto-serif` for `Noto Serif`."""
    return family.strip().lower().replace(" ", "-")


def shelves(near: Path | None) -> tuple[Path, ...]:
    """`fonts` in the working folder, then in `near`, then the shipped one: the order of search for themes, too."""
    beside = (near / "fonts",) if near else ()
    return Path("fonts").resolve(), *beside, files.shipped("fonts")


def _folder(family: str, near: Path | None) -> Path | None:
    name = folder_name(family)
    places = [shelf / name for shelf in shelves(near)] if name and "/" not in name else []
    return next((place for place in places if (place / FILE).is_file()), None)


def _files(folder: Path, package: str) -> Path:
    """Where the files of a family lie: in the package, found without running its code, or beside font.toml."""
    if not package:
        return folder
    spec = find_spec(package.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ThemeError(
            Message("The font package {package} is not installed.", package=package),
            hint=Message("Run: pip install {package}", package=package),
        )
    return Path(spec.submodule_search_locations[0])


def _face(files: Path, face: Settings, *, is_ours: bool) -> Face:
    face.only("file", "weight", "style", "axes", "sha256")
    path = (files / face.text("file")).resolve()
    if not path.is_relative_to(files.resolve()):
        raise ThemeError(
            Message("{where}: `file` leads out of {files}.", where=face.where, files=files),
            hint="Name a file of the package or folder.",
        )
    sha256 = _checked(path, face, is_ours=is_ours)
    style = face.text("style", STYLES[0])
    if style not in STYLES:
        raise ThemeError(
            Message("{where}: unknown style `{style}`.", where=face.where, style=style),
            hint=settings.nearest(style, STYLES),
        )
    axes = face.section("axes")
    if axes.table or font_file.is_packed(path):
        path = font_file.static_instance(path, sha256, {tag: axes.number(tag, 0) for tag in axes.table})
    return Face(path, face.whole("weight", 400), style, sha256)


def _checked(path: Path, face: Settings, *, is_ours: bool) -> str:
    """The file's hash, compared with that in font.toml, which may be missing only for a file beside font.toml."""
    wanted = face.text("sha256")
    packed = font_file.is_packed(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if packed else font_file.read_font_file(path).sha256
    if sha256 != wanted and (wanted or not is_ours):
        hint = (
            Message("Write its own, or leave it out.")
            if is_ours
            else Message("Install the pinned version of its package again.")
        )
        raise ThemeError(
            Message(
                "{path} is not the file that {where} names: sha256 {found}…, not {wanted}….",
                path=path,
                where=face.where,
                found=sha256[:16],
                wanted=wanted[:16] or Message("given"),
            ),
            hint=hint,
        )
    return sha256
