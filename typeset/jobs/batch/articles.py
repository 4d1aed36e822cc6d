"""The articles of folders, and where their files go: the tree of the output is that of the articles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from typeset import read
from typeset.errors import ArticleError, CommandError, Message


class Found(NamedTuple):
    """An article of a folder; `stem` is the path of its files in the output folder, without a suffix."""

    file: Path
    stem: PurePath
    is_named: bool = False
    """Whether it is itself what was asked for, and no folder that holds it."""


class Shard(NamedTuple):
    """One of several parts into which articles are divided by the hash of their paths: part `part` of `parts`."""

    part: int = 1
    parts: int = 1

    def has(self, found: Found) -> bool:
        """Whether the article belongs to this part; it does on every machine and in every run."""
        digest = hashlib.blake2b(os.fsencode(found.stem.as_posix()), digest_size=8).digest()
        return int.from_bytes(digest) % self.parts == self.part - 1


def parsed_shard(words: str) -> Shard:
    """`2/5` as a shard. Raises CommandError: it is none."""
    number, slash, count = words.partition("/")
    if slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count) <= 100_000:
        return Shard(int(number), int(count))
    raise CommandError(
        Message("`{words}` is no part of a whole.", words=words), hint="Write 1/4 for the first of four parts."
    )


def stem(article: Path) -> str:
    """The name of an article's files, without a suffix; never that of a PDF that is the article itself."""
    return f"{article.stem}-typeset" if article.suffix.lower() == ".pdf" else article.stem


def suffixes() -> frozenset[str]:
    """The suffixes of files that are read as articles in a folder.

    A PDF there is what was made, and .xml may be anything: these are read where they are named.
    """
    return frozenset(suffix for reader in read.READERS.values() for suffix in reader.suffixes) - {".pdf", ".xml"}


def found(given: Iterable[Path], output: Path) -> list[Found]:
    """The articles among files and in folders, in order; hidden files and folders and the output are passed over.

    The articles of one folder stand in the output as in the folder; of several folders, under the name of each. A
    file that is named comes first, under its own name.
    """
    places = list(given)
    folders = [place for place in places if place.is_dir()]
    known = suffixes()
    articles = [Found(place, PurePath(stem(place)), is_named=True) for place in places if place not in folders]
    for folder in folders:
        above = PurePath(folder.resolve().name) if len(folders) > 1 else PurePath()
        articles += (
            Found(file, above / file.relative_to(folder).with_suffix(""))
            for file in _files(folder, output.resolve())
            if file.suffix.lower() in known
        )
    return articles


def _files(folder: Path, output: Path) -> Iterator[Path]:
    """The files under a folder, sorted; links to folders are not followed, for they may lead back."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(place, name).resolve() != output
        )
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def nothing(given: Iterable[Path]) -> ArticleError:
    """The error of folders in which there is no article."""
    return ArticleError(
        Message("There is no article in {folders}.", folders=", ".join(map(str, given))),
        hint=Message("Articles end with {suffixes}.", suffixes=", ".join(sorted(suffixes()))),
    )


def clashes(articles: Iterable[Found]) -> dict[Path, Path]:
    """Articles whose files would bear the name of another's (`a.txt` and `a.md`) -> that other, which comes first."""
    owners: dict[str, Path] = {}
    clashing = {}
    for article in articles:
        owner = owners.setdefault(article.stem.as_posix().casefold(), article.file)
        if owner != article.file:
            clashing[article.file] = owner
    return clashing


def clash(article: Path, other: Path) -> CommandError:
    """The error of an article whose files would bear the name of another's."""
    return CommandError(
        Message("{article} and {other} would become files of the same name.", article=article, other=other),
        hint="Give one of them another name, or make it into another folder with -o.",
    )
