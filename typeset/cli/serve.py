"""`typeset-press serve`: a server that has everything loaded, for `make`, `lint` and `mail`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from typeset.cli import output
from typeset.errors import EngineError

NONE_THERE = 1
MINUTE = 60


@click.command()
@click.option(
    "--idle",
    type=click.FloatRange(0),
    default=60.0,
    show_default=True,
    metavar="MINUTES",
    help="End when nobody has asked for so long; 0: never.",
)
@click.option("--status", is_flag=True, help="Say whether a server waits, and exit with 1 where none does.")
@click.option("--stop", is_flag=True, help="End the server; what it is at work on is finished.")
@click.pass_obj
def serve(run: Callable[[list[str]], int], idle: float, status: bool, stop: bool) -> int:
    """Wait with everything loaded: make, lint and mail ask by themselves, and take a fraction of their time.

    Only this user's commands are answered, and only by what is installed now: a server that is outdated starts anew.
    TYPESET_SERVE=no before a command, or --no-serve, leaves it out; where no server waits, all works as ever.

    \b
    Example:
      typeset-press serve --idle 0 &
    """
    if sys.platform == "win32":
        raise EngineError(
            "A server needs Unix sockets and fork, which Windows has not.", hint="Everything works without one."
        )
    if status:
        return _status()
    if stop:
        return _stop()
    return _serve(run, idle * MINUTE)


def _status() -> int:
    from typeset.resident import place

    pid = place.server()
    output.line(f"A server waits (process {pid})." if pid else "No server of this installation waits.")
    return 0 if pid else NONE_THERE


def _stop() -> int:
    from typeset.resident import place

    pid = place.stop()
    output.line(f"The server (process {pid}) has ended." if pid else "No server of this installation waits.")
    return 0


def _serve(run: Callable[[list[str]], int], seconds: float) -> int:
    """Serve, and start anew as often as what is installed has changed."""
    from typeset.jobs import warm
    from typeset.resident import server
    from typeset.resident.child import Work

    ended = server.serve(Work(run, warm.rehearse), warm.run, _say_ready, seconds)
    if ended.outdated:
        output.say(f"{ended.outdated} has changed: the server starts anew.")
        server.restart()
    if ended.was_idle:
        output.say("Nobody has asked for a while: the server has ended.")
    return 0


def _say_ready() -> None:
    output.say(f"Ready: process {os.getpid()} answers make, lint and mail. Ctrl-C, or serve --stop, ends it.")
