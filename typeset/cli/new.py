"""`typeset-press new`, `new-theme`, `convert`: a skeleton, a theme to change, or Markdown made of another format."""

from __future__ import annotations

from pathlib import Path

import click

from typeset import files
from typeset.cli import options, output, speech


@click.command()
@click.argument("file", default="release.md", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write the skeleton of a release into FILE (or release.md), every field explained; `-` is stdout.

    It is in Arabic, or where --lang en is asked for (or TYPESET_LANG, or lang in typeset.toml) in English.

    \b
    Example:
      typeset-press new statement.md
    """
    from typeset import write
    from typeset.jobs.convert import new

    if file == files.STANDARD:
        output.put(write.skeleton(speech.wanted()).encode())
    else:
        new(file, speech.wanted())
        output.print_path(file)


@click.command()
@click.argument("name")
@click.option(
    "--from",
    "base",
    default="classic",
    metavar="THEME",
    shell_complete=options.complete_themes,
    show_default=True,
    help="The theme that it begins as.",
)
def new_theme(name: str, base: str) -> None:
    """Write a theme to change into templates/NAME: it works as it is, and every line explains itself.

    \b
    Example:
      typeset-press new-theme ours --from classic
    """
    from typeset.jobs.new_theme import run

    for file in run(name, base):
        output.print_path(file)


@click.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.argument("target", default=files.STANDARD, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over files that are there.")
@options.form
@options.fail_on("error")
def convert(article: Path, target: Path, force: bool, form: str, fail_on: str) -> int:
    """Turn ARTICLE, in any form, into the form of TARGET; without one, into Markdown on stdout.

    The ending of TARGET says the form: .md (makes the identical page), .docx (Word), .html (a page for the site),
    .ninjs or .json, .newsml or .xml (for news systems), .txt (for messengers). Pictures that are part of ARTICLE, as in
    Word, become files beside TARGET: STEM-1.png and so on; a Word file holds them itself.

    \b
    Examples:
      typeset-press convert statement.docx statement.md
      typeset-press convert release.md release.docx
    """
    from typeset.jobs.convert import run, save

    converted = run(article, target, form)
    output.report_findings(converted.dropped)
    if target == files.STANDARD:
        output.put(converted.content)
    else:
        for file in save(converted, target, force=force):
            output.print_path(file)
    return output.exit_code(converted.dropped, fail_on)
