"""What a setter is asked, and what it delivers: values that travel through a pipe."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple, TypeAlias

from typeset.errors import TypesetError
from typeset.findings import Finding
from typeset.jobs import inputs, make
from typeset.jobs.inputs import Inputs
from typeset.jobs.make import Job, MadeEdition


class Delivery(NamedTuple):
    """A release that was set, or the error that stopped it; what it was made of, and how long that took."""

    findings: tuple[Finding, ...] = ()
    """Those of its text."""
    editions: tuple[MadeEdition, ...] = ()
    inputs: Inputs = Inputs()
    seconds: float = 0.0
    """By the clock."""
    error: TypesetError | None = None


Set: TypeAlias = Callable[[Job], Delivery]


def deliver(job: Job) -> Delivery:
    """Set a release in this process. What stops it stands in the delivery: nothing but a bug is raised."""
    began = perf_counter()
    try:
        made = make.run(job)
    except TypesetError as error:
        return Delivery(seconds=perf_counter() - began, error=error)
    return Delivery(made.text_findings, made.editions, inputs.of(job, made), perf_counter() - began)
