"""`typeset-press lint`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from typeset.cli import options, report
from typeset.errors import TypesetError

if TYPE_CHECKING:
    from typeset.lint import Linted


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend in the file what is safe, and tell what is left.")
@options.form
@options.digits
@options.fail_on("info")
@options.as_json
def lint(articles: tuple[Path, ...], fix: bool, form: str, digits: str, fail_on: str, as_json: bool) -> int:
    """Say what is wrong with the text of each ARTICLE, where, and how to cure it; `-` is stdin.

    \b
    Example:
      typeset-press lint articles/alwefaq-iran-russia.txt --fix
    """
    from typeset import lint

    outcomes = [_outcome(article, form, digits, lint.fix if fix else lint.run) for article in articles]
    if as_json:
        report.machine({"articles": [outcome.as_dict() for outcome in outcomes]})
    else:
        for outcome in outcomes:
            for finding in outcome.linted.findings:
                _tell(report.told(finding))
    return max(outcome.exit_code(fail_on) for outcome in outcomes)


class Outcome(NamedTuple):
    """What became of one article: what was found, or the error that stopped it."""

    article: Path
    linted: Linted
    error: TypesetError | None = None

    def exit_code(self, level: str) -> int:
        """The error's own code, else 0 or 1 by the findings."""
        return self.error.exit_code if self.error else report.exit_code(self.linted.findings, level)

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "article": str(self.article),
            "rewritten": self.linted.rewritten,
            "note": self.linted.note,
            "findings": [finding.as_dict() for finding in self.linted.findings],
            **({"error": report.failure(self.error)} if self.error else {}),
        }


def _outcome(article: Path, form: str, digits: str, judge: Callable[[Path, str, str], Linted]) -> Outcome:
    from typeset.lint import Linted

    try:
        linted = judge(article, form, digits)
    except TypesetError as error:
        report.stopped(error)
        return Outcome(article, Linted(()), error)
    if linted.rewritten:
        report.say(f"{article}: mended.")
    if linted.note:
        report.say(linted.note)
    return Outcome(article, linted)


def _tell(text: str) -> None:
    """A finding on stdout, where it is the result; in colour on a terminal."""
    report.line(text if report.to_terminal() else click.unstyle(text))
