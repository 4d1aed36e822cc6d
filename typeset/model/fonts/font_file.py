"""A font file: what it says of itself, read once, and the static faces made of a variable one.

Hashing and opening a dozen fonts would cost every run more than the page. So the answer is kept in the user's cache and
holds as long as the file's size and time of change do; a cache that cannot be written only costs time.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from typeset import files
from typeset.errors import EngineError, Message, ThemeError
from typeset.model.fonts.family import Heights

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


LARGEST = 40_000_000
"""Bytes. The largest Arabic fonts in use have 5 MB."""
CONTAINERS = {
    b"wOFF": "a WOFF file, compressed for the web",
    b"wOF2": "a WOFF2 file, compressed for the web",
    b"ttcf": "a collection of several fonts",
}
MEASURED = {"alef": "ا", "dal": "د", "hebrew_alef": "א", "latin_x": "x", "latin_h": "H"}
JOINED = frozenset({"init", "medi", "fina"})
"""The features of a font's GSUB table that give an Arabic letter its form within a word."""
READY_MADE = "ﺐﺑﺒ"
"""A letter's joined forms as characters of their own: where GSUB has none, HarfBuzz sets these."""
TRUETYPE_OR_OPENTYPE = (b"\0\1\0\0", b"OTTO", b"true")


class Axis(NamedTuple):
    """An axis of a variable font: its tag, and how far it goes."""

    tag: str
    least: float
    usual: float
    most: float

    def nearest(self, value: float) -> float:
        """The value, or the end of the axis that is nearest to it."""
        return min(max(value, self.least), self.most)


@dataclass(frozen=True, slots=True)
class FontFile:
    """One font file. `family` and `characters` are what its name and cmap tables say."""

    sha256: str
    family: str
    axes: tuple[Axis, ...]
    """Of a variable font; a static one has none."""
    weight: int
    width: int
    """1 to 9, as OpenType counts; 5 is the normal."""
    style: str
    characters: tuple[tuple[int, int], ...]
    """First and last code point of each stretch that has glyphs, in order."""
    heights: Heights
    extent: float
    """From the ascent to the descent, in em."""
    joins: bool
    """Whether its Arabic letters have the forms in which they join."""


def read_font_file(path: Path) -> FontFile:
    """What the file says of itself. Raises ThemeError: it cannot be read, or is no single TrueType or OpenType font."""
    try:
        path = path.resolve(strict=True)
        state = path.stat()
        memory = _memory(path, state.st_size, state.st_mtime_ns)
        with suppress(OSError, ValueError, TypeError, KeyError):
            return _recalled(memory)
        if state.st_size > LARGEST:
            raise ThemeError(
                Message("{path} is over {largest} MB.", path=path, largest=LARGEST // 1_000_000),
                hint="Name a TrueType or OpenType font.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise ThemeError(
            Message("The font {path} cannot be read: {strerror}.", path=path, strerror=error.strerror),
            hint="Check the path.",
        ) from error
    found = _looked_at(path, data)
    with suppress(EngineError):
        files.write(memory, json.dumps(asdict(found), separators=(",", ":")).encode())
    return found


def _memory(path: Path, size: int, changed: int) -> Path:
    """Where it is remembered; elsewhere when `FontFile` has other fields, so that no version reads another's."""
    form = ",".join(FontFile.__slots__)
    key = hashlib.sha256(f"{path}\0{size}\0{changed}\0{form}".encode(errors="surrogateescape")).hexdigest()
    return files.cache("fonts") / f"{key[:32]}.json"


def _recalled(memory: Path) -> FontFile:
    kept: dict[str, Any] = json.loads(memory.read_bytes())
    stretches = tuple((first, last) for first, last in kept.pop("characters"))
    heights = Heights(**kept.pop("heights"))
    axes = tuple(Axis(*axis) for axis in kept.pop("axes"))
    return FontFile(**kept, characters=stretches, heights=heights, axes=axes)


def _looked_at(path: Path, data: bytes) -> FontFile:
    _refuse_containers(path, data[:4])
    from io import BytesIO

    from fontTools.ttLib import TTFont

    try:
        with _unheard_fonttools():
            font = TTFont(BytesIO(data), lazy=True)
            return _described(font, hashlib.sha256(data).hexdigest(), path.stem)
    except Exception as error:  # fontTools raises whatever a broken table makes it stumble over
        raise ThemeError(
            Message("{path} is a broken font: {name} {error}.", path=path, name=type(error).__name__, error=error),
            hint="Take it anew from its maker.",
        ) from error


@contextmanager
def _unheard_fonttools() -> Iterator[None]:
    """What fontTools logs of odd tables in the meantime stays unsaid: it is meant for the font's maker."""
    logger = logging.getLogger("fontTools")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _refuse_containers(path: Path, start: bytes) -> None:
    if start in CONTAINERS:
        raise ThemeError(
            Message("{path} is {containers}.", path=path, containers=CONTAINERS[start]),
            hint="Name the TrueType (.ttf) or OpenType (.otf) file.",
        )
    if start not in TRUETYPE_OR_OPENTYPE:
        raise ThemeError(
            Message("{path} is no font.", path=path), hint="Name a TrueType (.ttf) or OpenType (.otf) file."
        )


def _described(font: TTFont, sha256: str, stem: str) -> FontFile:
    return FontFile(
        sha256=sha256,
        family=str(font["name"].getBestFamilyName() or stem),
        axes=_axes(font),
        weight=min(max(int(font["OS/2"].usWeightClass), 100), 900) if "OS/2" in font else 400,
        width=min(max(int(font["OS/2"].usWidthClass), 1), 9) if "OS/2" in font else 5,
        style="italic" if font["head"].macStyle & 2 else "normal",
        characters=_stretches(sorted(font.getBestCmap() or ())),
        heights=Heights(**{name: _height(font, letter) for name, letter in MEASURED.items()}),
        extent=_extent(font),
        joins=_joins(font),
    )


def _extent(font: TTFont) -> float:
    """From the ascent to the descent, in em: by hhea or OS/2, whichever says more; some fonts fill but one of them."""
    hhea, os2 = font["hhea"], font.get("OS/2")
    found = int(hhea.ascent - hhea.descent)
    if os2 is not None:
        found = max(found, int(os2.sTypoAscender - os2.sTypoDescender)) or int(os2.usWinAscent + os2.usWinDescent)
    return round(found / int(font["head"].unitsPerEm), 3)


def _axes(font: TTFont) -> tuple[Axis, ...]:
    axes = font["fvar"].axes if "fvar" in font else ()
    return tuple(Axis(axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes)


def _joins(font: TTFont) -> bool:
    """Whether HarfBuzz finds the joined forms of Arabic letters: in GSUB, in Apple's morx, or as characters."""
    table = font["GSUB"].table if "GSUB" in font else None
    records = table.FeatureList.FeatureRecord if table and table.FeatureList else ()
    characters = font.getBestCmap() or {}
    return (
        {record.FeatureTag for record in records} >= JOINED
        or "morx" in font
        or all(ord(form) in characters for form in READY_MADE)
    )


def _height(font: TTFont, letter: str) -> float:
    """How high a letter stands over the baseline, in em."""
    from fontTools.pens.boundsPen import BoundsPen

    glyph = (font.getBestCmap() or {}).get(ord(letter))
    if glyph is None:
        return 0.0
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[glyph].draw(pen)
    return round(pen.bounds[3] / font["head"].unitsPerEm, 3) if pen.bounds else 0.0


def _stretches(codes: list[int]) -> tuple[tuple[int, int], ...]:
    stretches: list[tuple[int, int]] = []
    for code in codes:
        if stretches and stretches[-1][1] == code - 1:
            stretches[-1] = (stretches[-1][0], code)
        else:
            stretches.append((code, code))
    return tuple(stretches)


# Static faces made from variable fonts: once, into the user's cache, the same bytes every time.
#
# The engine would make them anew for every document (twice the time, and other bytes each run).


def static_instance(path: Path, sha256: str, axes: Mapping[str, float]) -> Path:
    """The static face of the variable font `path` (whose hash is `sha256`) at a place on its axes.

    Where the cache cannot be written, it lasts for this run. Raises ThemeError: the axes are not the font's, or the
    disk is full.
    """
    import fontTools

    recipe = "\0".join([sha256, fontTools.version, *(f"{tag}={value:g}" for tag, value in sorted(axes.items()))])
    name = f"{path.stem.partition('[')[0]}-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}.ttf"
    static = files.cache("fonts") / name
    if static.is_file():
        return static
    static = files.to_fill("fonts") / name
    if not static.is_file():
        _keep(static, _cut(path, axes))
    return static


def _keep(static: Path, data: bytes) -> None:
    try:
        files.write(static, data)
    except EngineError as error:
        raise ThemeError(
            Message("A static face has no place: {message}", message=error.message),
            hint="Set XDG_CACHE_HOME to a folder that you may write.",
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
                Message(
                    "{name} has the axes {axes}, not {asked}.",
                    name=path.name,
                    axes=_listed(own),
                    asked=_listed(set(axes)),
                ),
                hint="Give `axes` in font.toml a value for each of them.",
            )
        static = BytesIO()
        instancer.instantiateVariableFont(font, dict(axes), inplace=True, updateFontNames=is_named).save(static)
    return static.getvalue()


def _listed(axes: set[str]) -> str:
    return ", ".join(sorted(axes)) or "none"
