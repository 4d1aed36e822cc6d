"""The font families that are installed on this machine, asked of fontconfig by their exact names.

They serve `--font "Noto Naskh Arabic"` and no page by chance: what is found here is handed on file by file, and the
page is set in those files and no others.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
SUFFIXES = frozenset({".ttf", ".otf"})
"""What can be embedded: bitmaps and Type 1 fonts cannot, and of a collection one would not know which."""
WEIGHTS = {0: 100, 40: 200, 50: 300, 55: 350, 75: 380, 80: 400, 100: 500, 180: 600, 200: 700, 205: 800, 210: 900}
"""Fontconfig's weight -> that of OpenType and CSS."""
NORMAL_WIDTH = 100
ASKED = ("family", "file", "weight", "slant", "width")
_PATTERN = ctypes.c_void_p


class Installed(NamedTuple):
    """One font file of this machine, as fontconfig knows it."""

    family: str
    file: Path
    weight: int
    """As in CSS; 0 where it has several (a variable font)."""
    style: str
    """`normal` or `italic`."""
    width: int
    """In percent of the normal; 0 where it has several."""


def faces(family: str) -> tuple[Installed, ...]:
    """The files of a family by its exact name, of normal width where it has one; none where nobody knows it.

    Case makes no difference, as fontconfig has it. The order is that of the paths, whatever the disk's.
    """
    found = [one for one in _listed(family) if one.file.suffix.lower() in SUFFIXES and one.file.is_file()]
    normal = [one for one in found if one.width in {NORMAL_WIDTH, 0}]
    return tuple(sorted(set(normal or found), key=lambda one: (one.file, one.weight)))


def families() -> tuple[str, ...]:
    """The names of all families that can be embedded."""
    return tuple(sorted({one.family for one in _listed("") if one.file.suffix.lower() in SUFFIXES}))


class _FontSet(ctypes.Structure):
    _fields_ = (("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.POINTER(_PATTERN)))


def _listed(family: str) -> list[Installed]:
    """What fontconfig lists of a family, or of all; nothing where there is no fontconfig, or no configuration of it."""
    library = _library()
    if library is None:
        return []
    with _configuration(library) as configuration, _pattern(library, family) as pattern:
        wanted = library.FcObjectSetCreate()
        for name in ASKED:
            library.FcObjectSetAdd(wanted, name.encode())
        listed = library.FcFontList(configuration, pattern, wanted)
        library.FcObjectSetDestroy(wanted)
        try:
            return [_installed(library, listed.contents.fonts[at]) for at in range(listed.contents.nfont)]
        finally:
            library.FcFontSetDestroy(listed)


@lru_cache
def _library() -> ctypes.CDLL | None:
    """Fontconfig, as the engine loads it; its functions return pointers, which ctypes would take for numbers."""
    for name in LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for function in ("FcInitLoadConfigAndFonts", "FcPatternCreate", "FcObjectSetCreate"):
            getattr(library, function).restype = ctypes.c_void_p
        library.FcFontList.restype = ctypes.POINTER(_FontSet)
        library.FcFontList.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
        library.FcObjectSetAdd.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
        library.FcPatternAddString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
        library.FcPatternGetString.argtypes = (_PATTERN, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p))
        library.FcPatternGetInteger.argtypes = (_PATTERN, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int))
        for function in ("FcConfigDestroy", "FcPatternDestroy", "FcObjectSetDestroy"):
            getattr(library, function).argtypes = (ctypes.c_void_p,)
        return library
    return None


@contextmanager
def _configuration(library: ctypes.CDLL) -> Iterator[int]:
    """The user's own configuration. It is not made the process's: what renders has one of its own."""
    configuration = library.FcInitLoadConfigAndFonts()
    try:
        yield configuration
    finally:
        library.FcConfigDestroy(configuration)


@contextmanager
def _pattern(library: ctypes.CDLL, family: str) -> Iterator[int]:
    pattern = library.FcPatternCreate()
    try:
        if family:
            library.FcPatternAddString(pattern, b"family", family.encode())
        yield pattern
    finally:
        library.FcPatternDestroy(pattern)


def _installed(library: ctypes.CDLL, pattern: int) -> Installed:
    return Installed(
        family=os.fsdecode(_text(library, pattern, b"family")),
        file=Path(os.fsdecode(_text(library, pattern, b"file"))),
        weight=_css(_number(library, pattern, b"weight")),
        style="italic" if _number(library, pattern, b"slant") > 0 else "normal",
        width=max(_number(library, pattern, b"width"), 0),
    )


def _text(library: ctypes.CDLL, pattern: int, name: bytes) -> bytes:
    found = ctypes.c_char_p()
    library.FcPatternGetString(pattern, name, 0, ctypes.byref(found))
    return found.value or b""


def _number(library: ctypes.CDLL, pattern: int, name: bytes) -> int:
    """A number; -1 where the pattern has a range of them, or none."""
    found = ctypes.c_int(-1)
    library.FcPatternGetInteger(pattern, name, 0, ctypes.byref(found))
    return found.value


def _css(weight: int) -> int:
    """The weight as CSS counts it, from the nearest that has a name."""
    return WEIGHTS[min(WEIGHTS, key=lambda known: abs(known - weight))] if weight >= 0 else 0
