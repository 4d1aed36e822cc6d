"""`typeset-press lint`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from typeset.cli import options, output
from typeset.errors import Message, TypesetError

if TYPE_CHECKING:
    from typeset.jobs.lint import Linted


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
    from typeset.jobs.lint import fixed_file, run

    outcomes = [_outcome(article, form, digits, fixed_file if fix else run) for article in articles]
    if as_json:
        output.print_json({"articles": [outcome.as_dict() for outcome in outcomes]})
    else:
        for outcome in outcomes:
            for finding in outcome.linted.findings:
                _print_finding(output.finding_text(finding))
    return max(outcome.exit_code(fail_on) for outcome in outcomes)


class LintOutcome(NamedTuple):
    """The outcome for one article: its findings, or the error that stopped it."""

    article: Path
    linted: Linted
    error: TypesetError | None = None

    def exit_code(self, level: str) -> int:
        """The error's own code, else 0 or 1 by the findings."""
        return self.error.exit_code if self.error else output.exit_code(self.linted.findings, level)

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "article": str(self.article),
            "rewritten": self.linted.rewritten,
            "note": self.linted.note,
            "findings": [finding.as_dict() for finding in self.linted.findings],
            **({"error": output.error_as_dict(self.error)} if self.error else {}),
        }


def _outcome(article: Path, form: str, digits: str, judge: Callable[[Path, str, str], Linted]) -> LintOutcome:
    from typeset.jobs.lint import Linted

    try:
        linted = judge(article, form, digits)
    except TypesetError as error:
        output.report_error(error)
        return LintOutcome(article, Linted(()), error)
    if linted.rewritten:
        output.say(Message("{article}: mended.", article=article))
    if linted.note:
        output.say(linted.note)
    return LintOutcome(article, linted)


def _print_finding(text: str) -> None:
    """Print a finding on stdout, as it is the result of this command; in colour on a terminal."""
    output.line(text if output.to_terminal() else click.unstyle(text))
