"""`typeset-press make`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from typeset import files
from typeset.cli import closing, complete, options, report, where
from typeset.cli.outcome import Made, Outcome
from typeset.edition import DEFAULT_EDITION
from typeset.errors import TypesetError

if TYPE_CHECKING:
    from typeset.press import Job, Printed


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder for the PDFs; `-` is stdout, which takes one edition (email where none is named)."
    "  [default: output in typeset.toml, or dist; stdout for an article from stdin]",
)
@options.theme
@options.font
@click.option(
    "--edition",
    "editions",
    shell_complete=complete.editions,
    multiple=True,
    metavar="NAME",
    help="What the PDF is for; may be repeated.  [default: edition in typeset.toml, or email and print]",
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
    """Make the PDFs of each ARTICLE: the file to send and the file to print. `-` is stdin.

    They are called STEM.pdf for the edition email, and STEM.EDITION.pdf for any other.

    \b
    Examples:
      typeset-press make articles/alwefaq-iran-russia.txt
      typeset-press make release.docx --edition archive -o out
    """
    from typeset.press import Job

    wanted = tuple(dict.fromkeys(editions))
    folder = _folder(output, articles)
    if folder == files.STANDARD:
        wanted = wanted or (DEFAULT_EDITION,)
        _refuse_mixed_stdout(len(articles) * (len(wanted) + as_json))
    jobs = [Job(article, wanted, theme, font, form) for article in articles]
    tell_path = report.unsaid if as_json or closing.are_the_results(articles) else report.written
    outcomes = [_outcome(job, folder, tell_path) for job in jobs]
    if as_json:
        report.machine({"articles": [outcome.as_dict() for outcome in outcomes]})
    elif folder != files.STANDARD:
        closing.purposes(outcomes)
    return max(outcome.exit_code(fail_on) for outcome in outcomes)


def _outcome(job: Job, output: Path | None, tell_path: Callable[[Path], None]) -> Outcome:
    """Make every edition of one article, then write them: a job that fails half-way has written nothing."""
    from typeset import press

    try:
        with report.progress(job.article.name) as tell:
            result = press.run(job, tell)
        folder = output or where.folder(result.forme.house)
        made = tuple(_deliver(printed, job.article, folder) for printed in result.editions)
    except TypesetError as error:
        report.stopped(error)
        return Outcome(job.article, error=error)
    report.found(result.all_findings())
    if output != files.STANDARD:
        for one in made:
            tell_path(one.file)
    return Outcome(job.article, result.findings, made)


def _deliver(printed: Printed, article: Path, folder: Path) -> Made:
    if folder == files.STANDARD:
        report.put(printed.pdf)
        file = files.STANDARD
    else:
        file = folder / f"{_stem(article)}{printed.edition.suffix}"
        files.write(file, printed.pdf)
    return Made(printed.edition, file, len(printed.pdf), printed.findings)


def _stem(article: Path) -> str:
    return "stdin" if article == files.STANDARD else article.stem


def _folder(output: Path | None, articles: tuple[Path, ...]) -> Path | None:
    """Where the PDFs go, or None where the house says; refused where they would come in each other's way."""
    _refuse_collisions(articles)
    if output is None and articles == (files.STANDARD,):
        return files.STANDARD
    if output and output.suffix == ".pdf" and not output.is_dir():
        raise click.UsageError(f"-o names a folder, and {output} looks like a file. A PDF is named after its article.")
    return output


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
