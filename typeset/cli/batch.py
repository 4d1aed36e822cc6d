"""`typeset-press make` of folders, and of many files at once: progress, what is reported meanwhile, and watching."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from typeset import files
from typeset.cli import options, output, speech
from typeset.cli.closing import EditionWritten, FileWritten, MakeOutcome
from typeset.cli.options import Wishes
from typeset.errors import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from typeset.jobs.batch.reports import Report
    from typeset.jobs.batch.run import Batch, Outcome, Plan
    from typeset.jobs.make import Job
    from typeset.jobs.workers.scheduler import Scheduler

MANY = 8
"""Files from which on they are made by several processes, without being asked to."""


def is_asked(given: tuple[Path, ...], wishes: Wishes) -> bool:
    """Whether this is a batch: a folder among what is given, many files, or a wish that makes sense for batches."""
    return any(map(_is_folder, given)) or len(given) > MANY or wishes != Wishes()


def _is_folder(place: Path) -> bool:
    """Whether this is a folder; what may not be looked at is none, and is refused where it is read."""
    try:
        return place.is_dir()
    except OSError:
        return False


def run(given: tuple[Path, ...], folder: Path | None, job: Job, wishes: Wishes, *, as_json: bool) -> list[MakeOutcome]:
    """Make a batch, or keep making it; the outcomes of its (last) run. What it finds is reported as it comes.

    `folder`: where to; None: as the house style of the first place says.
    """
    from typeset.jobs.batch import articles
    from typeset.jobs.batch.run import Batch

    _refuse_what_is_for_one(given, folder, job)
    shard = articles.parsed_shard(wishes.shard) if wishes.shard else articles.Shard()
    batch = Batch(given, folder or _usual_folder(given[0]), job, wishes.setters, shard, wishes.is_forced)
    batch = batch._replace(scheduler=_scheduler(wishes))
    outcomes = _run_once(batch, wishes.report, as_json=as_json)
    if wishes.watches:
        from typeset.jobs.batch import watch

        output.say("Watching. Ctrl-C ends it.")
        for _ in watch.changes(batch):
            outcomes = _run_once(batch._replace(is_forced=False), wishes.report, as_json=as_json)
    return outcomes


def _scheduler(wishes: Wishes) -> Scheduler | None:
    """The cluster's scheduler. Raises UsageError: wishes for one where none is named; CommandError: it is not safe."""
    from typeset.jobs.workers.scheduler import Scheduler

    tls = (wishes.tls_ca, wishes.tls_cert, wishes.tls_key)
    if not wishes.scheduler:
        if any(tls):
            raise click.UsageError("--tls-ca, --tls-cert and --tls-key belong to --scheduler tls://HOST:8786.")
        return None
    if wishes.setters:
        raise click.UsageError("-j says how many articles are made at once on this machine; a cluster makes one for "
                               "each of its workers. Leave one of them out.")  # fmt: skip
    scheduler = Scheduler(wishes.scheduler, *tls)
    scheduler.check()
    return scheduler


def _usual_folder(place: Path) -> Path:
    from typeset.model import house_style

    return options.folder(house_style.load(place if place.is_dir() else place.parent))


def _refuse_what_is_for_one(given: tuple[Path, ...], folder: Path | None, job: Job) -> None:
    """Raises UsageError: standard input or output, or a translation, has no place in a batch."""
    if job.other is not None:
        raise click.UsageError("--with names the translation of one article. Make one at a time.")
    if files.STANDARD in (*given, folder):
        raise click.UsageError("Folders and many files are made from files into a folder; name it with -o.")


def _run_once(batch: Batch, report: Path | None, *, as_json: bool) -> list[MakeOutcome]:
    from typeset.jobs.batch.run import run

    outcomes = []
    with ExitStack() as stack:
        told = stack.enter_context(_reported(report, batch.output))
        shown = stack.enter_context(_progress())
        for outcome in run(batch, shown.plan):
            told(outcome)
            shown.step(outcome)
            outcomes.append(_as_made(outcome, batch.output))
            if not outcome.stands:
                _say(outcomes[-1], outcome.edited, as_json=as_json)
    return outcomes


def _as_made(outcome: Outcome, folder: Path) -> MakeOutcome:
    """The outcome as the closing lines of `make` know it."""
    editions = tuple(
        EditionWritten(
            one.edition,
            tuple(FileWritten(folder / file.name, file.size, file.suffix, file.purpose) for file in one.files),
            one.findings,
        )
        for one in outcome.products
    )
    return MakeOutcome(outcome.article, outcome.findings, editions, outcome.error, outcome.stands)


def _say(outcome: MakeOutcome, edited: str, *, as_json: bool) -> None:
    """The findings of an article, and the paths of its files."""
    if outcome.error is not None:
        output.report_error(outcome.error)
    if edited:
        output.say(Message("{file} had been changed since it was made, and is made anew.", file=edited))
    output.report_findings(outcome.faults())
    for file in () if as_json else outcome.files():
        output.print_path(file.path)


@contextmanager
def _reported(file: Path | None, folder: Path) -> Iterator[Callable[[Outcome], None]]:
    """Yields what takes an outcome into the report; it is whole at the end, also of a run that is broken off."""
    if file is None:
        yield lambda _outcome: None
        return
    from typeset.jobs.batch import reports

    report: Report = reports.opened(file, folder, speech.voice())
    try:
        yield report.add
    finally:
        report.close()


class _Silent:
    """Shows nothing, where stderr is no terminal."""

    def plan(self, plan: Plan) -> None:
        """Learn what there is to do."""

    def step(self, outcome: Outcome) -> None:
        """Learn that an article has ended."""


class _Bar(_Silent):
    """A bar with the articles that are done, how many a minute, and the time that is left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.task = self.progress.add_task("", total=None, rate="")

    def plan(self, plan: Plan) -> None:
        """Learn what there is to do."""
        self.progress.update(self.task, total=len(plan.waiting))

    def step(self, outcome: Outcome) -> None:
        """Move the bar by an article that was made now."""
        if outcome.stands:
            return
        self.progress.advance(self.task)
        speed = self.progress.tasks[0].speed
        self.progress.update(self.task, rate=f"{speed * 60:.0f} / min" if speed else "")


@contextmanager
def _progress() -> Iterator[_Silent]:
    if not sys.stderr.isatty():
        yield _Silent()
        return
    bar = _Bar()
    with bar.progress:
        yield bar
