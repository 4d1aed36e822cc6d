"""`typeset lint`, `typeset proof`, `typeset explain`: what is wrong, and why it is wrong."""

from __future__ import annotations

import click

from typeset.cli import report


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
def explain(ids: tuple[str, ...]) -> None:
    """Say what the rule or check ID looks for, and why. Without an ID, list them all.

    \b
    Example:
      typeset explain text/tatweel
    """
    from typeset import catalogue

    if ids:
        report.line("\n\n\n".join(catalogue.explained(catalogue.entry(wanted)) for wanted in ids))
    else:
        for entry in catalogue.entries().values():
            report.line(f"{entry.id:32} {entry.severity!s:8} {entry.title}")
