"""The tour: a folder to try everything in. Five releases, a brand, a house style, a theme; and what to type next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from typeset import files
from typeset.errors import CommandError, Message
from typeset.model.theme import SHARED

SHIPPED = files.shipped("templates") / SHARED
SAMPLE = SHIPPED / "specimen"
"""The sample release of the themes, with its translation, its photo, its brand and its house style."""
MORE = SHIPPED / "tour"
"""A text as it is pasted, a release under embargo, one in Urdu, a theme."""


class Stop(NamedTuple):
    """A command to type in the folder, and what it shows."""

    command: str
    shows: str


STOPS = (
    Stop("typeset-press make release.md", Message("the file to send, and the one to print")),
    Stop("typeset-press lint pasted.txt", Message("what should be mended in a pasted text")),
    Stop("typeset-press make pasted.txt --theme gazette", Message("the same text as a newspaper's page")),
    Stop("typeset-press make release.md --theme bilingual", Message("a release and its translation, side by side")),
    Stop("typeset-press make urdu.md", Message("Urdu in Nastaliq")),
    Stop("typeset-press make embargo.md --theme ours", Message("a release under embargo, in a theme of one file")),
    Stop("typeset-press proof dist/release.print.pdf", Message("a finished file, judged for the press")),
    Stop("typeset-press desk .", Message("all of it in the browser")),
)


def run(folder: Path) -> tuple[Path, ...]:
    """Write the tour into a folder and return its files. Raises CommandError: there is something in the folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(
            Message("{folder} is there already, and not empty.", folder=folder),
            hint="Name another folder: `typeset-press tour try`.",
        )
    contents = {folder / name: source.read_bytes() for name, source in _files()}
    files.write_all(contents)
    return tuple(contents)


def _files() -> Iterator[tuple[str, Path]]:
    for root in (SAMPLE, MORE):
        for source in sorted(root.rglob("*")):
            if source.is_file() and not any(part.startswith((".", "__")) for part in source.relative_to(root).parts):
                yield source.relative_to(root).as_posix(), source
