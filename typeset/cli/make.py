"""`typeset-press make`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from typeset import files
from typeset.cli import complete, options, report
from typeset.edition import DEFAULT_EDITION
from typeset.errors import TypesetError

if TYPE_CHECKING:
    from typeset.press import Job, Printed, Result


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder for the PDFs; `-` is stdout.  [default: dist, or stdout for an article from stdin]",
)
@options.theme
@options.font
@click.option(
    "--edition",
    "editions",
    shell_complete=complete.editions,
    multiple=True,
    metavar="NAME",
    help="What the PDF is for; may be repeated.",
)
@options.form
@options.fail_on("error")
@options.as_json
def make(
    articles: tuple[Path, ...],
    output: Path | None,
    theme: str,
    font: str,
    editions: tuple[str, ...],
    form: str,
    fail_on: str,
    as_json: bool,
) -> int:
    """Make the PDF of each ARTICLE; `-` is stdin.

    The files are called STEM.pdf, or STEM.EDITION.pdf for an edition that is not the default.

    \b
    Example:
      typeset-press make articles/alwefaq-iran-russia.txt --edition email --edition print -o out
    """
    from typeset.press import Job

    wanted = tuple(dict.fromkeys(editions)) or (DEFAULT_EDITION,)
    folder = _folder(output, articles, len(wanted) + as_json)
    jobs = [Job(article, wanted, theme, font, form) for article in articles]
    outcomes = [_outcome(job, folder, report.unsaid if as_json else report.written) for job in jobs]
    if as_json:
        report.machine({"articles": [outcome.as_dict() for outcome in outcomes]})
    return max(outcome.exit_code(fail_on) for outcome in outcomes)


class Outcome(NamedTuple):
    """What became of one article: its result and the files written, or the error that stopped it."""

    article: Path
    result: Result | None = None
    files: tuple[Path, ...] = ()
    error: TypesetError | None = None

    def exit_code(self, level: str) -> int:
        """The error's own code, else 0 or 1 by the findings."""
        if self.error:
            return self.error.exit_code
        return report.exit_code(self.result.all_findings(), level) if self.result else 0

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        printed = self.result.editions if self.result else ()
        return {
            "article": str(self.article),
            "findings": [finding.as_dict() for finding in (self.result.findings if self.result else ())],
            "editions": [_edition_as_dict(one, file) for one, file in zip(printed, self.files, strict=True)],
            **({"error": report.failure(self.error)} if self.error else {}),
        }


def _edition_as_dict(printed: Printed, file: Path) -> dict[str, object]:
    return {
        "edition": printed.edition.name,
        "file": str(file),
        "bytes": len(printed.pdf),
        "findings": [finding.as_dict() for finding in printed.findings],
    }


def _outcome(job: Job, folder: Path, tell_path: Callable[[Path], None]) -> Outcome:
    """Make every edition of one article, then write them: a job that fails half-way has written nothing."""
    from typeset import press

    try:
        with report.progress(job.article.name) as tell:
            result = press.run(job, tell)
        written = tuple(_deliver(printed, job.article, folder) for printed in result.editions)
    except TypesetError as error:
        report.stopped(error)
        return Outcome(job.article, error=error)
    report.found(result.all_findings())
    if folder != files.STANDARD:
        for file in written:
            tell_path(file)
    return Outcome(job.article, result, written)


def _deliver(printed: Printed, article: Path, folder: Path) -> Path:
    if folder == files.STANDARD:
        report.put(printed.pdf)
        return files.STANDARD
    file = folder / f"{_stem(article)}{printed.edition.suffix}"
    files.write(file, printed.pdf)
    return file


def _stem(article: Path) -> str:
    return "stdin" if article == files.STANDARD else article.stem


def _folder(output: Path | None, articles: tuple[Path, ...], results: int) -> Path:
    """Where the PDFs go, refused where they would come in each other's way; `results` is how many each article has."""
    folder = output or (files.STANDARD if articles == (files.STANDARD,) else Path("dist"))
    _refuse_collisions(articles)
    if folder == files.STANDARD:
        _refuse_mixed_stdout(len(articles) * results)
    elif folder.suffix == ".pdf" and not folder.is_dir():
        raise click.UsageError(f"-o names a folder, and {folder} looks like a file. A PDF is named after its article.")
    return folder


def _refuse_collisions(articles: tuple[Path, ...]) -> None:
    stems: dict[str, Path] = {}
    for article in articles:
        other = stems.setdefault(_stem(article).casefold(), article)
        if other is not article:
            raise click.UsageError(f"{other} and {article} would both become {_stem(article)}.pdf. Make one at a time.")


def _refuse_mixed_stdout(results: int) -> None:
    if results > 1:
        raise click.UsageError("Standard output holds one PDF and nothing else. Name a folder with -o.")
    if report.to_terminal():
        raise click.UsageError("A PDF is not for the terminal. Name a folder with -o, or send stdout to a file.")
