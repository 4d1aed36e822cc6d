"""A batch: the articles of folders, of which those are made that would come out differently, and their files written.

The flow: articles found -> those that stand (by the memory of the output folder) -> the others to setters, the
longest first -> each written as it comes, and remembered.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from typeset import files
from typeset.errors import EngineError, TypesetError
from typeset.findings import Finding
from typeset.jobs import program
from typeset.jobs.batch import articles, memory
from typeset.jobs.batch.articles import Found, Shard
from typeset.jobs.batch.memory import Entry, Memory, Product, ProductFile
from typeset.jobs.inputs import print_of
from typeset.jobs.make import Job, MadeEdition, MadeFile
from typeset.jobs.workers import cluster, crew
from typeset.jobs.workers.crew import Asked
from typeset.jobs.workers.delivery import Delivery
from typeset.jobs.workers.scheduler import Scheduler
from typeset.jobs.workers.setter import LONGEST_WAIT


class Batch(NamedTuple):
    """What to make: files and folders, how, and where to."""

    given: tuple[Path, ...]
    output: Path
    job: Job
    """Editions, theme and the other wishes for all of them; what it is given itself does not count."""
    setters: int = 0
    """How many at once; 0: one for each processor."""
    shard: Shard = Shard()
    is_forced: bool = False
    """Whether also those articles of a folder are made that stand; one that is named is always made."""
    longest_wait: float = LONGEST_WAIT
    scheduler: Scheduler | None = None
    """The cluster that sets them; None: this machine."""


class Outcome(NamedTuple):
    """An article of the batch: what it became, or the error that stopped it."""

    article: Path
    stem: PurePath
    """The path of its files in the output folder, without a suffix."""
    findings: tuple[Finding, ...] = ()
    """Those of its text."""
    products: tuple[Product, ...] = ()
    error: TypesetError | None = None
    seconds: float = 0.0
    stands: bool = False
    """Whether it was made by an earlier run, and nothing has changed since."""
    edited: str = ""
    """The file of an earlier run that somebody has changed, and that was made again."""

    def all_findings(self) -> tuple[Finding, ...]:
        """Those of its text, then those of each file."""
        return self.findings + tuple(finding for one in self.products for finding in one.findings)


class Plan(NamedTuple):
    """The articles of a batch, and those among them that have to be made."""

    found: tuple[Found, ...]
    waiting: tuple[Found, ...]


Told = Callable[[Plan], None]


def run(batch: Batch, told: Told = lambda _plan: None) -> Iterator[Outcome]:
    """Each article's outcome, as it comes: first those that stand. `told` learns before that what there is to do.

    Leaving the iterator ends the batch; what is written stays, and is remembered. Raises ArticleError: there
    is no article; EngineError: the output folder cannot be written, or another run is at work there.
    """
    everything = articles.found(batch.given, batch.output)
    if not everything:
        raise articles.nothing(batch.given)
    found = [one for one in everything if batch.shard.has(one)]
    clashing = articles.clashes(found)
    with memory.opened(batch.output) as kept:
        kept.forget(_gone(kept, batch.given, everything))
        asked = _asked(batch.job)
        free = [one for one in found if one.file not in clashing]
        standing = (
            [] if batch.is_forced else [one for one in free if not one.is_named and kept.holds(_name(one), asked)]
        )
        stands = {one.stem for one in standing}
        waiting = [one for one in free if one.stem not in stands]
        told(Plan(tuple(found), tuple(waiting)))
        for article, other in clashing.items():
            yield Outcome(article, PurePath(), error=articles.clash(article, other))
        for one in standing:
            yield _standing(one, kept)
        yield from _made(batch, waiting, kept, asked)


def _gone(kept: Memory, given: tuple[Path, ...], found: list[Found]) -> set[str]:
    """The entries of articles that are no longer in the folders that were given."""
    there = {one.file.absolute() for one in found}
    return {name for name, article in kept.names(given).items() if article not in there}


def _standing(found: Found, kept: Memory) -> Outcome:
    entry = kept.entries[_name(found)]
    return Outcome(found.file, found.stem, entry.findings, entry.products, seconds=entry.seconds, stands=True)


def _made(batch: Batch, waiting: list[Found], kept: Memory, asked: str) -> Iterator[Outcome]:
    """Set and write the articles, the longest first: else the last setter would be busy alone at the end."""
    longest_first = sorted(waiting, key=lambda one: (-_size(one.file), one.stem.as_posix()))
    orders = [Asked(one, batch.job._replace(given=one.file)) for one in longest_first]
    for found, delivery in _deliveries(batch, orders) if orders else ():
        yield _outcome(found, delivery, kept, asked)


def _deliveries(batch: Batch, orders: list[Asked[Found]]) -> Iterator[tuple[Found, Delivery]]:
    """What the articles become, by the setters of this machine or by those of the cluster."""
    if batch.scheduler is None:
        return crew.deliveries(orders, crew.size(len(orders), batch.setters), batch.longest_wait)
    return cluster.deliveries(orders, batch.scheduler, batch.longest_wait)


def _outcome(found: Found, delivery: Delivery, kept: Memory, asked: str) -> Outcome:
    """Write what was delivered, and remember it. A file that cannot be written is the article's error."""
    if delivery.error is not None:
        kept.forget({_name(found)})
        return Outcome(found.file, found.stem, error=delivery.error, seconds=delivery.seconds)
    before = kept.entries.get(_name(found))
    edited = kept.edited(before) if before else ""
    try:
        products = _written(found, delivery.editions, kept.folder)
    except EngineError as error:
        return Outcome(found.file, found.stem, delivery.findings, error=error, seconds=delivery.seconds)
    kept.keep(_name(found), asked, delivery.inputs, Entry(delivery.findings, products, delivery.seconds))
    return Outcome(found.file, found.stem, delivery.findings, products, seconds=delivery.seconds, edited=edited)


def _written(found: Found, editions: tuple[MadeEdition, ...], folder: Path) -> tuple[Product, ...]:
    """Write the files of an article, all or none. Raises EngineError."""
    stem = found.stem.as_posix()
    files.write_all({folder / f"{stem}{one.suffix}": one.content for made in editions for one in made.files})
    return tuple(
        Product(
            made.edition.name,
            tuple(_product_file(f"{stem}{one.suffix}", one, folder) for one in made.files),
            made.findings,
        )
        for made in editions
    )


def _product_file(name: str, made: MadeFile, folder: Path) -> ProductFile:
    return ProductFile(name, made.suffix, made.purpose, len(made.content), print_of(folder / name))


def _name(found: Found) -> str:
    """By what the memory knows an article: its path, and that of its files."""
    return f"{found.file.absolute()}{memory.ARROW}{found.stem.as_posix()}"


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _asked(job: Job) -> str:
    """A hash of all that a page depends on beside its inputs: the wishes for it, the moment, and the program."""
    wishes = job._replace(given=Path(), theme=_place(job.theme), font=_place(job.font))
    told = repr((wishes, os.environ.get("SOURCE_DATE_EPOCH"), Path.cwd(), program.versions()))
    return hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _place(name_or_path: str) -> str:
    """A name as it is, a path as it is from everywhere."""
    return str(Path(name_or_path).absolute()) if Path(name_or_path or "-").exists() else name_or_path
