"""`typeset-press themes`, `typeset-press fonts`, `typeset-press doctor`: what is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from typeset.cli import options, output

if TYPE_CHECKING:
    from typeset.model.fonts import Family


@click.command()
@options.as_json
def themes(as_json: bool) -> None:
    """List the themes that --theme knows, with the editions each is made for.

    \b
    Example:
      typeset-press themes
    """
    from typeset.model import theme

    known = [theme.load(name) for name in theme.names()]
    if as_json:
        output.print_json([{"name": one.name, "title": one.title, "editions": one.editions} for one in known])
        return
    for one in known:
        output.line(f"{one.name:16} {one.title}  ({', '.join(one.editions)})")


@click.command()
@options.as_json
def fonts(as_json: bool) -> None:
    """List the font families that --font knows, with their faces and licence.

    \b
    Example:
      typeset-press fonts --json
    """
    from typeset.model.fonts import load, names

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
            output.line(f"{part.name:28} {part.fault or part.found}")
            if part.cure:
                output.line(f"{'':28} {part.cure}")
    return int(any(part.fault for part in parts))
