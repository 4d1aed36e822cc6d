"""`typeset lint`, `typeset proof`, `typeset explain`: what is wrong, and why it is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from typeset import files
from typeset.cli import report

if TYPE_CHECKING:
    from typeset.proof import Judgement


@click.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("--condition", default="", metavar="NAME", help="How it will be printed: sheet, newspaper, screen, ...")
@report.fail_on
@report.as_json
def proof(pdf: Path, condition: str, fail_on: str, as_json: bool) -> int:
    """Judge a finished PDF, ours or another's; `-` is stdin.

    \b
    Example:
      typeset proof dist/alwefaq-iran-russia.print.pdf --condition sheet
    """
    from typeset import proof

    judgement = proof.judge(files.read(pdf), condition=condition, name=str(pdf))
    report.found(judgement.findings)
    if as_json:
        report.machine(_judgement_as_dict(judgement))
    else:
        report.line(judgement.summary())
    return report.exit_code(judgement.findings, fail_on)


def _judgement_as_dict(judgement: Judgement) -> dict[str, object]:
    return {
        "file": judgement.name,
        "condition": judgement.condition.name,
        "claims": judgement.claims.standards,
        "checks": [
            {"id": result.check.id, "passed": result.passed, "not_run": result.not_run} for result in judgement.results
        ],
        "findings": [finding.as_dict() for finding in judgement.findings],
    }


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
