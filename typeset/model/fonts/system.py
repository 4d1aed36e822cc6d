"""The font families that are installed in this system, looked up in fontconfig by their exact names.

They are for `--font "Noto Naskh Arabic"` alone and never a silent fallback: the files found here are handed on, and the
page is set in these files and no others.
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
"""Files that can be used: bitmap and Type 1 fonts cannot be embedded, and collections hold more than one font."""
WEIGHTS = {0: 100, 40: 200, 50: 300, 55: 350, 75: 380, 80: 400, 100: 500, 180: 600, 200: 700, 205: 800, 210: 900}
"""Fontconfig's weight -> that of OpenType and CSS."""
NORMAL_WIDTH = 100
PROPERTIES = ("family", "file", "weight", "slant", "width")
_PATTERN = ctypes.c_void_p


class Installed(NamedTuple):
    """One installed font file, as fontconfig describes it."""

    family: str
    file: Path
    weight: int
    """As in CSS; 0 where it has several (a variable font)."""
    style: str
    """`normal` or `italic`."""
    width: int
    """In percent of the normal; 0 where it has several."""


def faces(family: str) -> tuple[Installed, ...]:
    """The files of a family by its exact name, those of normal width where it has some; empty for an unknown name.

    Fontconfig ignores case. They are sorted by path, so that the order does not depend on the machine.
    """
    usable = [one for one in _listed(family) if one.file.suffix.lower() in SUFFIXES and one.file.is_file()]
    normal = [one for one in usable if one.width in {NORMAL_WIDTH, 0}]
    return tuple(sorted(set(normal or usable), key=lambda one: (one.file, one.weight)))


def families() -> tuple[str, ...]:
    """The names of all families with files that can be used, sorted."""
    return tuple(sorted({one.family for one in _listed("") if one.file.suffix.lower() in SUFFIXES}))


class _FontSet(ctypes.Structure):
    _fields_ = (("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.POINTER(_PATTERN)))


def _listed(family: str) -> list[Installed]:
    """The fonts that fontconfig lists for a family, or for all (an empty name); none without fontconfig."""
    library = _library()
    if library is None:
        return []
    with _configuration(library) as configuration, _pattern(library, family) as pattern:
        properties = library.FcObjectSetCreate()
        for name in PROPERTIES:
            library.FcObjectSetAdd(properties, name.encode())
        fonts = library.FcFontList(configuration, pattern, properties)
        library.FcObjectSetDestroy(properties)
        try:
            return [_installed(library, fonts.contents.fonts[at]) for at in range(fonts.contents.nfont)]
        finally:
            library.FcFontSetDestroy(fonts)


@lru_cache
def _library() -> ctypes.CDLL | None:
    """The fontconfig library, or None; its pointer types are declared, as ctypes assumes C ints."""
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
    """The user's fontconfig configuration, not set as the process's current one: the renderer has its own."""
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
        weight=_css_weight(_number(library, pattern, b"weight")),
        style="italic" if _number(library, pattern, b"slant") > 0 else "normal",
        width=max(_number(library, pattern, b"width"), 0),
    )


def _text(library: ctypes.CDLL, pattern: int, name: bytes) -> bytes:
    value = ctypes.c_char_p()
    library.FcPatternGetString(pattern, name, 0, ctypes.byref(value))
    return value.value or b""


def _number(library: ctypes.CDLL, pattern: int, name: bytes) -> int:
    """An integer property; -1 where the pattern has a range, or no such property."""
    value = ctypes.c_int(-1)
    library.FcPatternGetInteger(pattern, name, 0, ctypes.byref(value))
    return value.value


def _css_weight(weight: int) -> int:
    """The CSS weight that is nearest to a fontconfig weight; 0 for a range (-1)."""
    return WEIGHTS[min(WEIGHTS, key=lambda known: abs(known - weight))] if weight >= 0 else 0
