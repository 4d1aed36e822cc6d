"""`typeset-press make`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import click

from typeset import files
from typeset.cli import batch, closing, options, output
from typeset.cli.closing import EditionWritten, FileWritten, MakeOutcome
from typeset.cli.output import print_no_path, print_path, progress, report_error, report_findings
from typeset.errors import CommandError, Message, TypesetError
from typeset.jobs.batch.articles import stem
from typeset.model.edition import DEFAULT_EDITION, USUAL_EDITIONS

if TYPE_CHECKING:
    from typeset.cli.options import Wishes
    from typeset.jobs.given import Given
    from typeset.jobs.make import Job, Made, MadeEdition
    from typeset.model.edition import Edition


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
@options.page
@options.fit
@click.option(
    "--with",
    "other",
    type=click.Path(path_type=Path),
    metavar="ARTICLE",
    help="The same release in another language, for a theme that sets two (bilingual)."
    "  [default: the first of the article's translations]",
)
@options.digits
@click.option(
    "--edition",
    "editions",
    shell_complete=options.complete_editions,
    multiple=True,
    metavar="NAME",
    help="What the PDF is for; may be repeated.  [default: edition in typeset.toml, or email and print]",
)
@options.form
@options.batch
@options.fail_on("error")
@options.as_json
@click.option("--open", "opens", is_flag=True, help="Show the PDF when it is made; of several articles, their folder.")
def make(
    articles: tuple[Path, ...],
    *,
    output: Path | None,
    theme: str,
    font: str,
    page: str,
    fit: int,
    other: Path | None,
    digits: str,
    editions: tuple[str, ...],
    form: str,
    wishes: Wishes,
    fail_on: str,
    as_json: bool,
    opens: bool,
) -> int:
    """Make the PDFs of each ARTICLE: the file to send and the file to print. `-` is stdin.

    STEM.pdf is the edition email, STEM.EDITION.pdf any other; the theme card makes STEM-card.png and its alt text.
    A folder is kept up to date: all articles in and below it are made, and the next time only what has changed.

    \b
    Examples:
      typeset-press make articles/alwefaq-iran-russia.txt
      typeset-press make release.docx --edition archive --theme gazette --page A5 --fit 1
      typeset-press make release.md --with release.en.md --theme bilingual
      typeset-press make releases -o pdf --watch --report report.html
    """
    from typeset.jobs.make import Job

    job = Job(Path(), tuple(dict.fromkeys(editions)), theme, font, form, digits, page, fit, other)
    if batch.is_asked(articles, wishes):
        outcomes = batch.run(articles, output, job, wishes, as_json=as_json)
    else:
        folder = _folder(output, articles)
        job = _for_stdout(job, articles, as_json=as_json, opens=opens) if folder == files.STANDARD else job
        outcomes = _one_by_one(articles, job, folder, as_json=as_json)
    _close(outcomes, as_json=as_json, to_stdout=output == files.STANDARD, opens=opens)
    return max((outcome.exit_code(fail_on) for outcome in outcomes), default=0)


def _for_stdout(job: Job, articles: tuple[Path, ...], *, as_json: bool, opens: bool) -> Job:
    """The job for standard output, which takes one edition. Raises UsageError: it would get more than one PDF."""
    editions = job.editions or (DEFAULT_EDITION,)
    _refuse_mixed_stdout(len(articles) * (len(editions) + as_json), opens=opens)
    return job._replace(editions=editions)


def _one_by_one(articles: tuple[Path, ...], job: Job, folder: Path | None, *, as_json: bool) -> list[MakeOutcome]:
    """Make the articles in this process, in their order."""
    _refuse_collisions(articles, job.editions, job.other)
    print_each_path = print_no_path if as_json or closing.are_the_results(articles) else print_path
    return [_outcome(article, job._replace(given=article), folder, print_each_path) for article in articles]


def _close(outcomes: list[MakeOutcome], *, as_json: bool, to_stdout: bool, opens: bool) -> None:
    """Print the closing lines of a run: gaps, the summary, what each file is for; show them if asked to."""
    closing.gaps(outcomes)
    closing.summary(outcomes)
    if as_json:
        output.print_json({"articles": [outcome.as_dict() for outcome in outcomes]})
    elif not to_stdout:
        closing.purposes(outcomes)
    if opens:
        closing.show(outcomes)


def _outcome(article: Path, job: Job, output: Path | None, print_each_path: Callable[[Path], None]) -> MakeOutcome:
    """Make all editions of one article, then write them together: a job that fails half-way has written nothing."""
    from typeset.jobs.make import run

    try:
        with progress(article.name) as watch:
            made = run(job, watch)
        written = _written(made, _stem(article), output or options.folder(made.release.house))
    except TypesetError as error:
        report_error(error)
        return MakeOutcome(article, error=error)
    outcome = MakeOutcome(article, made.text_findings, written)
    report_findings(outcome.faults())
    for one in (file for edition in written for file in edition.files) if output != files.STANDARD else ():
        print_each_path(one.path)
    return outcome


def _written(result: Made, stem: str, folder: Path) -> tuple[EditionWritten, ...]:
    """Write the editions to their files, all or none; or the only one to stdout."""
    if folder == files.STANDARD:
        (printed,) = result.editions
        _refuse_several_on_stdout(printed)
        output.put(printed.files[0].content)
        return (_edition_written(printed, lambda _: files.STANDARD),)
    written = tuple(_edition_written(one, lambda suffix: folder / f"{stem}{suffix}") for one in result.editions)
    made = (file for printed in result.editions for file in printed.files)
    files.write_all({folder / f"{stem}{file.suffix}": file.content for file in made})
    return written


def _edition_written(printed: MadeEdition, place: Callable[[str], Path]) -> EditionWritten:
    made = (FileWritten(place(file.suffix), len(file.content), file.suffix, file.purpose) for file in printed.files)
    return EditionWritten(printed.edition.name, tuple(made), printed.findings)


def _refuse_several_on_stdout(printed: MadeEdition) -> None:
    """Raises CommandError: a theme that makes pictures makes several files."""
    if len(printed.files) > 1:
        raise CommandError(
            Message("Standard output holds one file, and this theme makes {count}.", count=len(printed.files)),
            hint="Name a folder with -o.",
        )


def _stem(article: Path) -> str:
    return "stdin" if article == files.STANDARD else stem(article)


def _folder(output: Path | None, articles: tuple[Path, ...]) -> Path | None:
    """The folder of the PDFs, `-` for stdout; None: as the house style says."""
    if output is None and articles == (files.STANDARD,):
        return files.STANDARD
    if output and output.suffix == ".pdf" and not output.is_dir():
        raise click.UsageError(
            Message(
                "-o names a folder, and {output} looks like a file. A PDF is named after its article.", output=output
            )
        )
    return output


def _refuse_collisions(
    articles: tuple[Path, ...], editions: tuple[str | Edition, ...], translation: Given | None
) -> None:
    """Raises UsageError where two articles would become one file: `a.txt` and `a.md`; `a.print.txt` and `a.txt`.

    So it does where several articles have one translation.
    """
    if translation and len(articles) > 1:
        raise click.UsageError("--with names the translation of one article. Make one at a time.")
    names: dict[str, Path] = {}
    suffixes = [".pdf" if name == DEFAULT_EDITION else f".{name}.pdf" for name in editions or USUAL_EDITIONS]
    for article, suffix in product(articles, suffixes):
        name = f"{_stem(article)}{suffix}"
        other = names.setdefault(name.casefold(), article)
        if other is not article:
            raise click.UsageError(
                Message(
                    "{other} and {article} would both become {name}. Make one at a time.",
                    other=other,
                    article=article,
                    name=name,
                )
            )


def _refuse_mixed_stdout(results: int, *, opens: bool) -> None:
    if opens:
        raise click.UsageError("--open wants a file, and stdout is none. Name a folder with -o.")
    if results > 1:
        raise click.UsageError("Standard output holds one PDF and nothing else. Name a folder with -o.")
    if output.to_terminal():
        raise click.UsageError("A PDF is not for the terminal. Name a folder with -o, or send stdout to a file.")
