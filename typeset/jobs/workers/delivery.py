"""What a setter delivers for a job: a value that travels through a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from typeset import budget
from typeset.errors import EngineError, Message, TypesetError
from typeset.findings import Finding
from typeset.jobs import inputs, make
from typeset.jobs.given import size_of
from typeset.jobs.inputs import Inputs
from typeset.jobs.make import Job, MadeEdition, Watch


class Delivery(NamedTuple):
    """A release that was set, or the error that stopped it; what it was made of, and how long that took."""

    findings: tuple[Finding, ...] = ()
    """Those of its text."""
    editions: tuple[MadeEdition, ...] = ()
    inputs: Inputs = Inputs()
    seconds: float = 0.0
    """By the clock."""
    error: TypesetError | None = None


def deliver(job: Job) -> Delivery:
    """Set a release in this process. What stops it stands in the delivery: nothing but a bug is raised."""
    started = perf_counter()
    try:
        before = inputs.states(inputs.named(job))
        with budget.for_input(size_of(job.given), Message("reading")):
            begun = make.begun(job)
            read = inputs.of(job, begun.reading.article, begun.setup)
            read = read._replace(states=inputs.states((*read.own, *read.shared)) | before)
            made = make.finished(begun)
    except TypesetError as error:
        return Delivery(seconds=perf_counter() - started, error=error)
    return Delivery(made.text_findings, made.editions, read, perf_counter() - started)


def delivered(job: Job, watch: Watch) -> Iterator[Delivery]:  # noqa: ARG001 - a folder's releases are not cancelled
    """Set a release, as the work of a setter."""
    yield deliver(job)


def blamed(job: Job, reason: str) -> Delivery:
    """The delivery of a release that is the ruin of its setters; `reason` ends a sentence that begins with its name."""
    given = job.given if isinstance(job.given, Path) else job.given.name
    error = EngineError(
        Message("{name} {reason}.", name=given, reason=reason),
        hint="The other articles are not touched by it. Make it alone, and report it if that fails, too.",
    )
    return Delivery(error=error)
