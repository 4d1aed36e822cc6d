"""A font file: the facts in its tables, read once, and the static instances of a variable one.

Hashing and opening a dozen fonts would cost every run more than the page. So the facts are kept in the user's cache, by
the file's path, size and time of modification; where the cache cannot be written, they are read anew.
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

from typeset import budget, files
from typeset.errors import EngineError, Message, ThemeError
from typeset.model.fonts.family import Heights

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


LARGEST = 40_000_000
"""Bytes. The largest Arabic fonts in use have 5 MB."""
CONTAINERS = {
    b"wOFF": Message("a WOFF file, compressed for the web"),
    b"wOF2": Message("a WOFF2 file, compressed for the web"),
    b"ttcf": Message("a collection of several fonts"),
}
HEIGHT_LETTERS = {"alef": "ا", "dal": "د", "hebrew_alef": "א", "latin_x": "x", "latin_h": "H"}
JOINING_FEATURES = frozenset({"init", "medi", "fina"})
"""The GSUB features that give an Arabic letter its joining form."""
PRESENTATION_FORMS = "ﺐﺑﺒ"
"""The joining forms of one letter as presentation forms, which HarfBuzz uses where GSUB has none."""
TRUETYPE_OR_OPENTYPE = (b"\0\1\0\0", b"OTTO", b"true")


class Axis(NamedTuple):
    """An axis of a variable font: its tag, minimum, default and maximum."""

    tag: str
    least: float
    usual: float
    most: float

    def nearest(self, value: float) -> float:
        """The value, clamped to the axis."""
        return min(max(value, self.least), self.most)


@dataclass(frozen=True, slots=True)
class FontFile:
    """The facts of one font file; `family` and `characters` come from its tables name and cmap."""

    sha256: str
    family: str
    axes: tuple[Axis, ...]
    """Of a variable font; a static one has none."""
    weight: int
    width: int
    """OpenType's usWidthClass: 1 to 9; 5 is normal."""
    style: str
    characters: tuple[tuple[int, int], ...]
    """The ranges of code points with glyphs: first and last of each, sorted."""
    heights: Heights
    extent: float
    """Ascent plus descent, in em."""
    sink: float
    """How far the baseline lies below the middle of a line, in em."""
    joins: bool
    """Whether it has the joining forms of Arabic letters."""


def read_font_file(path: Path) -> FontFile:
    """The facts of a font file. Raises ThemeError: it cannot be read, or is no single TrueType or OpenType font."""
    try:
        path = path.resolve(strict=True)
        stat = path.stat()
        cache_file = _cache_file(path, stat.st_size, stat.st_mtime_ns)
        with suppress(OSError, ValueError, TypeError, KeyError):
            return _from_cache(cache_file)
        if stat.st_size > LARGEST:
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
    font = _parsed(path, data)
    with suppress(EngineError):
        files.write(cache_file, json.dumps(asdict(font), separators=(",", ":")).encode())
    return font


def is_packed(path: Path) -> bool:
    """Whether it is a WOFF2 file, which `static_instance` unpacks."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"wOF2"
    except OSError:
        return False  # whoever reads it whole says why


def _cache_file(path: Path, size: int, changed: int) -> Path:
    """The cache file of a font; the fields of `FontFile` are part of its key, so that no version reads another's."""
    form = ",".join(FontFile.__slots__)
    key = hashlib.sha256(f"{path}\0{size}\0{changed}\0{form}".encode(errors="surrogateescape")).hexdigest()
    return files.cache("fonts") / f"{key[:32]}.json"


def _from_cache(cache_file: Path) -> FontFile:
    fields: dict[str, Any] = json.loads(cache_file.read_bytes())
    stretches = tuple((first, last) for first, last in fields.pop("characters"))
    heights = Heights(**fields.pop("heights"))
    axes = tuple(Axis(*axis) for axis in fields.pop("axes"))
    return FontFile(**fields, characters=stretches, heights=heights, axes=axes)


def _parsed(path: Path, data: bytes) -> FontFile:
    _refuse_containers(path, data[:4])
    from io import BytesIO

    from fontTools.ttLib import TTFont

    try:
        with _quiet_fonttools():
            font = TTFont(BytesIO(data), lazy=True)
            return _described(font, hashlib.sha256(data).hexdigest(), path.stem)
    except Exception as error:  # fontTools raises whatever a broken table makes it stumble over
        raise ThemeError(
            Message("{path} is a broken font: {name} {error}.", path=path, name=type(error).__name__, error=error),
            hint="Take it anew from its maker.",
        ) from error


@contextmanager
def _quiet_fonttools() -> Iterator[None]:
    """Silences fontTools' log of odd tables, which is for font makers."""
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
        heights=Heights(**{name: _height(font, letter) for name, letter in HEIGHT_LETTERS.items()}),
        extent=_extent(font),
        sink=_sink(font),
        joins=_joins(font),
    )


def _extent(font: TTFont) -> float:
    """Ascent plus descent, in em: the larger of hhea's and OS/2's typographic one, as some fonts fill only one of them.

    Where both are 0, OS/2's usWinAscent and usWinDescent.
    """
    hhea, os2 = font["hhea"], font.get("OS/2")
    units = int(hhea.ascent - hhea.descent)
    if os2 is not None:
        units = max(units, int(os2.sTypoAscender - os2.sTypoDescender)) or int(os2.usWinAscent + os2.usWinDescent)
    return round(units / int(font["head"].unitsPerEm), 3)


def _sink(font: TTFont) -> float:
    """Half of what ascent has more than descent, in em, by the table that the engine reads: a line is centred on both.

    OS/2's typographic ones count where the font says so (USE_TYPO_METRICS), or where hhea has none.
    """
    hhea, os2 = font["hhea"], font.get("OS/2")
    ascent, descent = hhea.ascent, hhea.descent
    if os2 is not None and (os2.fsSelection & TYPO_METRICS or not (ascent or descent)):
        ascent, descent = os2.sTypoAscender, os2.sTypoDescender
    return round(int(ascent + descent) / 2 / int(font["head"].unitsPerEm), 4)


TYPO_METRICS = 1 << 7
"""The bit of OS/2's fsSelection."""


def _axes(font: TTFont) -> tuple[Axis, ...]:
    axes = font["fvar"].axes if "fvar" in font else ()
    return tuple(Axis(axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes)


def _joins(font: TTFont) -> bool:
    """Whether HarfBuzz finds joining forms of Arabic letters: in GSUB, in Apple's morx, or as presentation forms."""
    table = font["GSUB"].table if "GSUB" in font else None
    records = table.FeatureList.FeatureRecord if table and table.FeatureList else ()
    characters = font.getBestCmap() or {}
    return (
        {record.FeatureTag for record in records} >= JOINING_FEATURES
        or "morx" in font
        or all(ord(form) in characters for form in PRESENTATION_FORMS)
    )


def _height(font: TTFont, letter: str) -> float:
    """The height of a letter over the baseline, in em; 0 without the letter."""
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


# Static instances of variable fonts: made once, into the user's cache, the same bytes every time.
#
# The engine would make them anew for every document (twice the time, and other bytes each run).


def static_instance(path: Path, sha256: str, axes: Mapping[str, float]) -> Path:
    """The path of the static instance of the variable font `path` (whose hash is `sha256`) at these axis values.

    A WOFF2 file is unpacked on the way; without axes it is only that.
    Where the cache cannot be written, the file lasts for this run. Raises ThemeError: the axes are not the font's, or
    the file cannot be written.
    """
    import fontTools

    recipe = "\0".join([sha256, fontTools.version, *(f"{tag}={value:g}" for tag, value in sorted(axes.items()))])
    name = f"{path.stem.partition('[')[0]}-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}.ttf"
    static = files.cache("fonts") / name
    if static.is_file():
        return static
    static = files.to_fill("fonts") / name
    if not static.is_file():
        with budget.once():
            _store(static, _instance(path, axes))
    return static


def _store(static: Path, data: bytes) -> None:
    try:
        files.write(static, data)
    except EngineError as error:
        raise ThemeError(
            Message("A static face has no place: {message}", message=error.message),
            hint="Set XDG_CACHE_HOME to a folder that you may write.",
        ) from error


def _instance(path: Path, axes: Mapping[str, float]) -> bytes:
    """The static instance, named as the font names this instance, where it does."""
    try:
        return _static(path, axes, is_named=True)
    except ValueError:  # the table STAT, which holds those names, is missing or has none for these axis values
        return _static(path, axes, is_named=False)


def _static(path: Path, axes: Mapping[str, float], *, is_named: bool) -> bytes:
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    # The instancer calls what the subsetter adds to its tables, and that may be loaded by name only: the engine puts
    # it off until it is asked for something.
    _ = subset.Subsetter
    # The time of modification stays the source's, or the bytes would depend on the day on which they were made.
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
        static, font.flavor = BytesIO(), None
        if axes:
            instancer.instantiateVariableFont(font, dict(axes), inplace=True, updateFontNames=is_named)
        font.save(static)
    return static.getvalue()


def _listed(axes: set[str]) -> str:
    return ", ".join(sorted(axes)) or "none"
