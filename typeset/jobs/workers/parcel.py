"""Parcels: releases with all the files that they are made of, on their way to another machine.

There they are unpacked below a folder of their own, which stands for the root of this machine: `/news/a.md` becomes
`ROOT/news/a.md`, and what a release looks for near it and above it is found, or not found, as it is here. What came
with the program is left out; it is the same there. Symbolic links travel as links.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from typeset import files
from typeset.errors import CommandError, Message
from typeset.findings import Finding
from typeset.jobs import inputs, make
from typeset.jobs.given import Given, load_given, read_given
from typeset.jobs.inputs import Inputs
from typeset.jobs.make import Job, Setup
from typeset.jobs.workers.delivery import Delivery
from typeset.model.edition import Edition
from typeset.model.fonts import shelf

FOLDERS = 64
"""Folders whose house style, brand and theme are kept in mind while their releases are packed."""


class Packed(NamedTuple):
    """A release that is ready to travel, and what it is made of by the paths of this machine."""

    job: Job
    files: dict[Path, bytes]
    """By their real paths."""
    links: dict[Path, Path]
    """Symbolic link -> the real path that it leads to."""
    inputs: Inputs

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.files.values()))


class Parcel(NamedTuple):
    """Some releases, and their files, each once."""

    jobs: tuple[Job, ...]
    files: dict[Path, bytes]
    links: dict[Path, Path]

    @classmethod
    def of(cls, packed: list[Packed]) -> Parcel:
        """The parcel of these releases."""
        contents = {path: content for one in packed for path, content in one.files.items()}
        links = {path: target for one in packed for path, target in one.links.items()}
        return cls(tuple(one.job for one in packed), contents, links)

    def unpack(self, root: Path) -> None:
        """Write the files below a folder. Raises EngineError: the disk is full."""
        for path, content in self.files.items():
            with files.reporting_errors(below(root, path)):
                below(root, path).parent.mkdir(parents=True, exist_ok=True)
                below(root, path).write_bytes(content)
        for path, target in self.links.items():
            with files.reporting_errors(below(root, path)):
                below(root, path).parent.mkdir(parents=True, exist_ok=True)
                below(root, path).symlink_to(below(root, target))

    def clear(self, root: Path) -> None:
        """Delete what `unpack` has written; the empty folders stay."""
        for path in (*self.links, *self.files):
            below(root, path).unlink(missing_ok=True)


class Packer:
    """Packs releases. What many of them share is read once."""

    def __init__(self) -> None:
        self._set_up = lru_cache(maxsize=FOLDERS)(make.set_up)
        self._shared: dict[str, tuple[str, dict[Path, bytes], dict[Path, Path]]] = {}
        """Path -> its state when it was read, its files, and the links on the way to them."""

    def packed(self, job: Job) -> Packed:
        """A release with its files. Raises ArticleError, ThemeError, CommandError: it cannot be made anywhere."""
        before = inputs.states(inputs.named(job))
        source = load_given(job.given)
        setup = self._set_up(job._replace(given=Path(), other=None), source.folder or Path())
        reading = read_given(source, job.form)
        _refuse_fonts_of_this_machine(job, setup)
        of_it = inputs.of(job, reading.article, setup)
        states = inputs.states(of_it.own) | before
        contents, links = _read(map(Path, of_it.own))
        for path in of_it.shared:
            states[path], shared_contents, shared_links = self._once(path, setup)
            contents |= shared_contents
            links |= shared_links
        return Packed(job, contents, links, of_it._replace(states=states))

    def _once(self, path: str, setup: Setup) -> tuple[str, dict[Path, bytes], dict[Path, Path]]:
        if path not in self._shared:
            (state,) = inputs.states([path]).values()
            travels = not _is_shipped(Path(path)) or _is_path(setup.house.theme)
            self._shared[path] = (state, *(_read(_all_files(Path(path))) if travels else ({}, {})))
        return self._shared[path]


def _is_path(name_or_path: str) -> bool:
    return "/" in name_or_path or os.sep in name_or_path


def _is_shipped(path: Path) -> bool:
    return any(path.is_relative_to(files.shipped(name)) for name in ("templates", "fonts"))


def _refuse_fonts_of_this_machine(job: Job, setup: Setup) -> None:
    """Raises CommandError: a font is known by its name to this machine alone."""
    near = setup.house.file.parent if setup.house.file else None
    asked = job.font or setup.house.font
    is_file = _is_path(asked) or Path(asked or "-").exists()
    for family in setup.theme.families:
        if not shelf.knows(family.name, near) and not (is_file and family.name == setup.theme.asked):
            raise CommandError(
                Message("The font {name} is installed on this machine, and the workers may have another.",
                        name=family.name),
                hint="Put its files into the folder `fonts` beside typeset.toml, or name them with --font.",
            )  # fmt: skip


def _all_files(path: Path) -> Iterator[Path]:
    """A file, or all files of a folder, but for hidden ones and what programs leave."""
    if path.is_dir():
        for inner in inputs.listed(path):
            yield from _all_files(inner)
    else:
        yield path


def _read(paths: Iterable[Path]) -> tuple[dict[Path, bytes], dict[Path, Path]]:
    """The contents of those files that there are, by their real paths, and the links on the way to them."""
    contents: dict[Path, bytes] = {}
    links: dict[Path, Path] = {}
    for path in paths:
        real = Path(os.path.realpath(path))
        if real.is_file():
            contents[real] = files.read(real)
            if real != path.absolute():
                links |= _links(Path(os.path.normpath(path.absolute())))
    return contents, links


def _links(path: Path) -> dict[Path, Path]:
    """The symbolic links among a path and the folders above it, and where each leads."""
    links = {}
    for place in (path, *path.parents):
        if place.is_symlink():
            links[Path(os.path.realpath(place.parent), place.name)] = Path(os.path.realpath(place))
    return links


# On the machine where a parcel is unpacked.


def below(root: Path, path: Path) -> Path:
    """Where an absolute path of the other machine lies below the root that stands for that one's."""
    return root / path.relative_to(path.anchor)


def job_below(root: Path, job: Job) -> Job:
    """The job with its paths below the root; relative ones stay, for the setter works in the folder that they mean."""
    return job._replace(
        given=_given_below(root, job.given),
        other=_given_below(root, job.other) if job.other is not None else None,
        theme=_name_below(root, job.theme),
        font=_name_below(root, job.font),
        editions=tuple(_edition_below(root, one) for one in job.editions),
    )


def _given_below(root: Path, given: Given) -> Given:
    return below(root, given) if isinstance(given, Path) and given.is_absolute() else given


def _name_below(root: Path, name_or_path: str) -> str:
    return str(below(root, Path(name_or_path))) if Path(name_or_path).is_absolute() else name_or_path


def _edition_below(root: Path, edition: str | Edition) -> str | Edition:
    if isinstance(edition, str) or edition.icc is None:
        return edition
    return replace(edition, icc=below(root, edition.icc))


def delivery_from(root: Path, delivery: Delivery) -> Delivery:
    """A delivery with the paths that it tells of as they are on the machine where they came from."""
    editions = tuple(
        made._replace(
            edition=replace(made.edition, icc=_from(root, made.edition.icc)), findings=_findings(root, made.findings)
        )
        for made in delivery.editions
    )
    error = delivery.error
    if error is not None:
        error.message, error.hint = _from(root, error.message), _from(root, error.hint)
        error.args = (error.message,)
    return delivery._replace(findings=_findings(root, delivery.findings), editions=editions, error=error)


def _findings(root: Path, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(
        one._replace(
            message=_from(root, one.message),
            hint=_from(root, one.hint),
            place=one.place._replace(file=_from(root, one.place.file)),
        )
        for one in findings
    )


Value = TypeVar("Value")


def _from(root: Path, value: Value) -> Value:
    """A sentence or a path without the root; any other value as it is."""
    told: object = value
    if isinstance(value, Message):
        told = Message(value.template, **{name: _from(root, one) for name, one in value.values.items()})
    elif isinstance(value, str):
        told = value.replace(str(root), "")
    elif isinstance(value, Path):
        told = Path(str(value).replace(str(root), ""))
    return cast("Value", told)
