"""`typeset-press desk`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import click

from typeset.cli import output
from typeset.errors import CommandError


@click.command()
@click.argument("target", metavar="[FOLDER|FILE]", default=Path(), type=click.Path(path_type=Path))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="The port on this machine.  [default: a free one]"
)
@click.option("--no-open", "is_quiet", is_flag=True, help="Print the address, and open no browser.")
def desk(target: Path, port: int, is_quiet: bool) -> None:
    """Open the desk in the browser: write, see the page, mend, send; on a FOLDER of releases or one FILE.

    It is reached from this machine alone, and ends with Ctrl-C.

    \b
    Examples:
      typeset-press desk
      typeset-press desk releases --no-open --port 8080
    """
    if importlib.util.find_spec("starlette") is None or importlib.util.find_spec("uvicorn") is None:
        raise CommandError(
            "The desk needs two libraries that are not installed.",
            hint='Install them: pip install "typeset-press[desk]"',
        )
    import webbrowser

    from typeset.desk import serve

    def ready(address: str) -> None:
        output.line(address)
        if not is_quiet:
            webbrowser.open(address)

    serve.run(target, port, ready)
