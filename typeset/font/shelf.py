"""The families in `fonts/`: each a folder with a font.toml."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from typeset import folders, settings
from typeset.errors import ThemeError
from typeset.font import fontfile, instance
from typeset.font.family import Face, Family
from typeset.settings import Settings

STYLES = ("normal", "italic")


def names() -> tuple[str, ...]:
    """The families that `load` knows, by folder name, in the order of the alphabet."""
    return folders.holding("font.toml", folders.shipped("fonts"))


def load(family: str) -> Family:
    """A family by its folder name (`noto-serif`) or its own name (`Noto Serif`), every face checked and static.

    Raises ThemeError: nobody knows the family, its package is not installed, or a file is not the one that font.toml
    names.
    """
    name = family.strip().lower().replace(" ", "-")
    if name not in names():
        raise ThemeError(f"There is no font family `{family}`.", hint=settings.nearest(name, names()))
    folder = folders.shipped("fonts") / name
    table = settings.read(folder / "font.toml")
    table.only("family", "package", "licence", "languages", "face")
    files = _files(folder, table.text("package"))
    faces = tuple(_face(files, face) for face in table.sections("face"))
    if not faces:
        raise ThemeError(f"{table.where} has no [[face]].", hint="Name at least one file with its sha256.")
    first = fontfile.read(faces[0].file)
    return Family(
        name=table.text("family") or family,
        faces=faces,
        licence=table.text("licence"),
        languages=table.texts("languages"),
        characters=first.characters,
        heights=first.heights,
        extent=first.extent,
        joins=first.joins,
    )


def _files(folder: Path, package: str) -> Path:
    """Where the files of a family lie: in the package, found without running its code, or beside font.toml."""
    if not package:
        return folder
    spec = find_spec(package.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ThemeError(f"The font package {package} is not installed.", hint=f"Run: pip install {package}")
    return Path(spec.submodule_search_locations[0])


def _face(files: Path, face: Settings) -> Face:
    face.only("file", "weight", "style", "axes", "sha256")
    path = (files / face.text("file")).resolve()
    if not path.is_relative_to(files.resolve()):
        raise ThemeError(f"{face.where}: `file` leads out of {files}.", hint="Name a file of the package or folder.")
    sha256 = _checked(path, face)
    style = face.text("style", STYLES[0])
    if style not in STYLES:
        raise ThemeError(f"{face.where}: unknown style `{style}`.", hint=settings.nearest(style, STYLES))
    axes = face.section("axes")
    if axes.table:
        path = instance.of(path, sha256, {tag: axes.number(tag, 0) for tag in axes.table})
    return Face(path, face.whole("weight", 400), style, sha256)


def _checked(path: Path, face: Settings) -> str:
    wanted, found = face.text("sha256"), fontfile.read(path).sha256
    if found != wanted:
        raise ThemeError(
            f"{path} is not the file that {face.where} names: sha256 {found[:16]}…, not {wanted[:16] or 'given'}….",
            hint="Install the pinned version of its package again.",
        )
    return found
