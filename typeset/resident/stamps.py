"""What a server was loaded from, and whether all of it is still the same.

Whatever a server has in memory it has from files: modules, libraries, themes, faces. Each is looked at again before
every answer (a thousandth of a second), so that an installation that was renewed, or a checkout that was edited, is
never served by what was there before. Of what was installed as a package, its `.dist-info` is looked at, which every
installation writes anew; of Python's own library, the interpreter.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from typeset import files

Stamp = tuple[int, int, int]
"""Time of change in nanoseconds, size in bytes, inode."""
MAPS = Path("/proc/self/maps")
"""Where Linux tells which files a process has mapped: its libraries among them."""
LEFT_OUT = {"__pycache__"}


def taken() -> Mapping[str, Stamp]:
    """The stamps of this package, the shipped themes and fonts, the packages, and all loaded modules and libraries."""
    homes = (*_homes(), os.path.dirname(os.__file__))
    loose = {file for file in (*_modules(), *_mapped()) if not file.startswith(tuple(f"{home}/" for home in homes))}
    stamps = {}
    for place in sorted({*_shipped(), *loose, *_packages(homes), os.path.realpath(sys.executable)}):
        with suppress(OSError):
            stamps[place] = _stamp(place)
    return stamps


def changed(stamps: Mapping[str, Stamp]) -> str:
    """The first file that is no longer what it was; empty: all are."""
    stat = os.stat
    try:
        for place, stamp in stamps.items():
            status = stat(place)
            if (status.st_mtime_ns, status.st_size, status.st_ino) != stamp:
                return place
    except OSError:
        return place
    return ""


def _stamp(place: str) -> Stamp:
    status = os.stat(place)
    return status.st_mtime_ns, status.st_size, status.st_ino


def _shipped() -> Iterator[str]:
    """All files of the package, loaded or not: a later import must not mix the old with the new."""
    for top in (files.PACKAGE, files.shipped("templates"), files.shipped("fonts")):
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            yield from (os.path.join(folder, name) for name in names)


def _homes() -> Iterator[str]:
    """The folders on Python's path in which packages were installed."""
    for folder in sys.path:
        if next(_packages([folder]), ""):
            yield folder


def _packages(homes: Iterable[str]) -> Iterator[str]:
    for home in homes:
        with suppress(OSError):
            yield from (os.path.join(home, name) for name in os.listdir(home) if name.endswith(".dist-info"))


def _modules() -> Iterator[str]:
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            yield file


def _mapped() -> Iterator[str]:
    with suppress(OSError):
        for line in MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            place = line.partition("/")[2]
            if place and not place.endswith(" (deleted)"):
                yield f"/{place}"
