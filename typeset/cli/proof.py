"""`typeset-press proof`, `typeset-press explain`: findings about a PDF, and the rationale of a rule or check."""

from __future__ import annotations

from pathlib import Path

import click

from typeset import files
from typeset.cli import options, output, speech
from typeset.errors import Message
from typeset.findings import CALLED


@click.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("--condition", default="", metavar="NAME", help="How it will be printed: sheet, newspaper, screen, ...")
@click.option("--page", default="", metavar="SHEET", help="The trimmed size that was agreed: A4, or 260x374mm.")
@click.option("--article", type=click.Path(path_type=Path), help="The article that the PDF should say, word for word.")
@options.fail_on("error")
@options.as_json
@click.option("--html", "as_html", is_flag=True, help="Print a report on stdout as HTML: findings drawn on the pages.")
def proof(
    pdf: Path, condition: str, page: str, article: Path | None, fail_on: str, as_json: bool, as_html: bool
) -> int:
    """Judge a finished PDF, ours or another's; `-` is stdin.

    \b
    Examples:
      typeset-press proof dist/alwefaq-iran-russia.print.pdf --condition sheet
      typeset-press proof advertisement.pdf --condition newspaper --page 260x374mm --html > report.html
    """
    from typeset.jobs.proof import as_set, report, run

    if as_json and as_html:
        raise click.UsageError("Only one of --json and --html can stand on stdout.")
    content = files.read(pdf)
    name = "stdin" if pdf == files.STANDARD else str(pdf)
    judgement = run(content, name, condition, as_set(article) if article else None, page)
    output.report_findings(judgement.findings)
    if as_json:
        output.print_json(judgement.as_dict())
    else:
        output.line(report(content, judgement, speech.voice()) if as_html else speech.said(judgement.summary()))
    return output.exit_code(judgement.findings, fail_on)


@click.command()
@click.argument("pdf", type=click.Path(path_type=Path))
def verify(pdf: Path) -> int:
    """Set an archive edition again from what it carries: the same bytes, or what differs; `-` is stdin.

    \b
    Example:
      typeset-press verify dist/release.archive.pdf
    """
    from typeset.jobs.verify import run

    verified = run(files.read(pdf), "stdin" if pdf == files.STANDARD else str(pdf))
    if verified.is_same:
        output.line(speech.said(Message("{pdf} is what its source makes, byte for byte.", pdf=pdf)))
        return 0
    for difference in verified.differences:
        output.line(speech.said(difference))
    return 1


@click.command()
@click.argument("older", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", default="redline.pdf", show_default=True, type=click.Path(path_type=Path),
              metavar="FILE", help="Where the marked page is written.")  # fmt: skip
@options.theme
def compare(older: Path, newer: Path, target: Path, theme: str) -> None:
    """Mark on the page of NEWER what has changed since OLDER; each is an article in any form, or a tagged PDF.

    \b
    Example:
      typeset-press compare release-1.md release-2.md -o redline.pdf
    """
    from typeset.jobs.redline import run

    compared = run(older, newer, theme)
    files.write(target, compared.pdf)
    output.print_path(target)
    for before, after in compared.changes:
        output.say(Message("«{before}» became «{after}»", before=before, after=after))
    output.say(Message("{count} change", "{count} changes", count=len(compared.changes)))


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=options.ids)
def explain(ids: tuple[str, ...]) -> None:
    """Say what the rule or check ID looks for, and why. Without an ID, list them all.

    \b
    Example:
      typeset-press explain text/tatweel
    """
    from typeset.jobs.explain import entries, entry_for, explained

    if ids:
        output.line("\n\n\n".join(explained(entry_for(wanted), speech.voice()) for wanted in ids))
    else:
        for entry in entries().values():
            output.line(f"{entry.id:32} {speech.said(CALLED[entry.severity]):8} {speech.said(entry.title)}")
