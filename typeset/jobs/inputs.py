"""What a release is made of: every file and folder that was read for it, and every place where one was looked for.

All of it is known once the release is read, and is kept with it. It is made again when one of the files has another
content, when one is gone, or when one has come to a place that was empty: a typeset.toml that comes into being changes
the pages of its whole folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, NamedTuple

from typeset.model import brand, house_style, theme
from typeset.model.article import Article
from typeset.model.fonts import shelf
from typeset.model.theme import Theme

if TYPE_CHECKING:
    from typeset.jobs.make import Job, Setup


class Inputs(NamedTuple):
    """The paths of a release: its own, and those that it shares with the others of its folder. Some may not exist."""

    own: tuple[str, ...] = ()
    """The article and its pictures."""
    shared: tuple[str, ...] = ()
    """House style and brand, theme, fonts, profiles, and the places before them in the order of search."""
    states: Mapping[str, str] = {}
    """The state of each before the page was set: what is saved meanwhile is not what was set."""


def named(job: Job) -> list[Path]:
    """The files that a job names itself: the article, and a translation."""
    return [given for given in (job.given, job.other) if isinstance(given, Path)]


def of(job: Job, article: Article, setup: Setup) -> Inputs:
    """The inputs of a release that is read, and not yet set."""
    folder = article.folder or Path.cwd()
    own = named(job)
    own += [folder / translation.source for translation in article.translations]
    own += [folder / photo.source for photo in article.pictures if not photo.source.startswith("data:")]
    near = setup.house.file.parent if setup.house.file else None
    shared = {*_settings(folder), *setup.brand.files, *_look(setup.theme, near)}
    shared |= {edition.icc for edition in setup.editions if edition.icc}
    shared |= {Path(font).absolute() for font in (job.font, setup.house.font) if Path(font or "-").exists()}
    return Inputs(_absolute(own), _absolute(sorted(shared)))


def _absolute(paths: list[Path]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(path.absolute()) for path in paths))


def states(paths: Iterable[Path | str]) -> dict[str, str]:
    """What the system tells of each path: size, time of change and inode of what is there; empty: nothing is."""
    return {str(path): _state(path) for path in map(Path.absolute, map(Path, paths))}


def _settings(folder: Path) -> Iterator[Path]:
    """The house style and the brand of a folder, and the nearer places where another would come first."""
    start = folder.resolve()
    for name in (house_style.FILE_NAME, brand.FILE_NAME):
        for place in (start, *start.parents):
            yield place / name
            if (place / name).is_file():
                break


def _look(look: Theme, near: Path | None) -> Iterator[Path]:
    """The folders of the theme and of its fonts, each with the places that are searched before it."""
    for folder in look.folders:
        yield from _searched(folder, theme.shelves(near))
    for family in look.families:
        folders = [place / shelf.folder_name(family.name) for place in shelf.shelves(near)]
        home = next((folder for folder in folders if (folder / shelf.FILE).is_file()), None)
        yield from _searched(home, shelf.shelves(near)) if home else (face.file for face in family.faces)


def _searched(folder: Path, places: tuple[Path, ...]) -> Iterator[Path]:
    """A folder in one of the places of search, and its namesakes that would come before it."""
    for place in places:
        if place / folder.name == folder:
            break
        yield place / folder.name
    yield folder


# Whether an input is still what it was.


class Print(NamedTuple):
    """What a path held: the size, time and place of its files as the system tells them, and a hash of their content.

    Both are empty where there is nothing. The content is only read where the rest has changed.
    """

    state: str
    content: str


def print_of(path: Path, before: Print | None = None) -> Print:
    """What the path holds; `before` is its last print, whose content counts where the state is the same."""
    state = _state(path)
    if before is not None and state == before.state:
        return before
    return Print(state, _content(path))


def _state(path: Path) -> str:
    """Size, time of change and inode of a file, or of all files of a folder."""
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            return " ".join(f"{inner.name}:{_state(inner)}" for inner in listed(path))
    except OSError:
        return ""
    return f"{status.st_size}.{status.st_mtime_ns}.{status.st_ino}"


def _content(path: Path) -> str:
    """A hash of a file, or of the names and files of a folder."""
    try:
        if path.is_dir():
            told = "\0".join(f"{inner.name}\0{_content(inner)}" for inner in listed(path))
            return hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""


def listed(folder: Path) -> list[Path]:
    """What is in a folder, but for hidden files and what programs leave."""
    return sorted(inner for inner in folder.iterdir() if not inner.name.startswith((".", "__")))
