"""`typeset-press new`, `typeset-press convert`: a release to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from typeset import files
from typeset.cli import options, report


@click.command()
@click.argument("file", default="release.md", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write the skeleton of a release into FILE (or release.md), every field explained; `-` is stdout.

    \b
    Example:
      typeset-press new statement.md
    """
    from typeset import convert, write

    if file == files.STANDARD:
        report.put(write.skeleton().encode())
    else:
        convert.new(file)
        report.written(file)


@click.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.argument("target", default=files.STANDARD, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over files that are there.")
@options.form
@options.fail_on("error")
def convert(article: Path, target: Path, force: bool, form: str, fail_on: str) -> int:
    """Turn ARTICLE, in any form, into Markdown that makes the identical page; without TARGET, on stdout.

    Pictures that are part of the file, as in Word, become files beside TARGET: STEM-1.png and so on.

    \b
    Example:
      typeset-press convert statement.docx statement.md
    """
    from typeset import convert

    converted = convert.run(article, target, form)
    report.found(converted.dropped)
    if target == files.STANDARD:
        report.put(converted.markdown)
    else:
        for file in convert.save(converted, target, force=force):
            report.written(file)
    return report.exit_code(converted.dropped, fail_on)
