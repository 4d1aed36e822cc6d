"""`typeset-press themes`, `typeset-press fonts`, `typeset-press doctor`: what is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from typeset.cli import options, output, speech

if TYPE_CHECKING:
    from typeset.model.fonts import Family


specimen = click.option(
    "--specimen",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Draw a sheet of each into this folder, as PDF and PNG, to choose by.",
)


@click.command()
@specimen
@options.as_json
def themes(folder: Path | None, as_json: bool) -> None:
    """List the themes that --theme knows, with the editions each is made for; or draw a sheet of each.

    \b
    Examples:
      typeset-press themes
      typeset-press themes --specimen sheets
    """
    from typeset.model import theme

    if folder:
        from typeset.jobs import specimen as job

        _report(job.save(job.of_themes(theme.names()), folder), as_json=as_json)
        return

    known = [theme.load(name) for name in theme.names()]
    if as_json:
        output.print_json([{"name": one.name, "title": one.title, "editions": one.editions} for one in known])
        return
    for one in known:
        output.line(f"{one.name:16} {speech.said(one.title)}  ({', '.join(one.editions)})")


def _report(paths: Iterator[Path], *, as_json: bool) -> None:
    """Print the path of each sheet as soon as it is written; or all of them as JSON."""
    if as_json:
        output.print_json([str(path) for path in paths])
        return
    for path in paths:
        output.print_path(path)


@click.command()
@specimen
@options.as_json
def fonts(folder: Path | None, as_json: bool) -> None:
    """List the font families that --font knows, with their faces and licence; or draw a sheet of each.

    \b
    Examples:
      typeset-press fonts --json
      typeset-press fonts --specimen sheets
    """
    from typeset.model.fonts import load, names

    if folder:
        from typeset.jobs import specimen as job

        _report(job.save(job.of_fonts(names()), folder), as_json=as_json)
        return

    known = {name: load(name) for name in names()}
    if as_json:
        output.print_json([_family_as_dict(name, one) for name, one in known.items()])
        return
    for name, one in known.items():
        weights = ", ".join(f"{face.weight}{' italic' if face.style == 'italic' else ''}" for face in one.faces)
        output.line(f"{name:24} {one.name:24} {weights:32} {one.licence}")


def _family_as_dict(name: str, family: Family) -> dict[str, object]:
    return {
        "name": name,
        "family": family.name,
        "licence": family.licence,
        "files": [str(face.file) for face in family.faces],
    }


@click.command()
@options.as_json
def doctor(as_json: bool) -> int:
    """Say what this machine has to set type with, what is missing, and the command that mends it.

    \b
    Example:
      typeset-press doctor
    """
    from typeset.jobs.doctor import examine

    parts = examine()
    if as_json:
        output.print_json([part.as_dict() for part in parts])
    else:
        for part in parts:
            output.line(f"{speech.said(part.name):28} {speech.said(part.fault or part.found)}")
            if part.cure:
                output.line(f"{'':28} {speech.said(part.cure)}")
    return int(any(part.fault for part in parts))
