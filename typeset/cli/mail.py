"""`typeset-press mail`: a release as a draft, or sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from typeset import files
from typeset.cli import options, output, speech
from typeset.cli.output import exit_code
from typeset.errors import Message
from typeset.model.edition import DEFAULT_EDITION

if TYPE_CHECKING:
    from typeset.deliver.log import DeliveryState
    from typeset.findings import Finding
    from typeset.jobs.mail import Dispatch, Mail, Request
    from typeset.jobs.make import Job
    from typeset.model.mailbox import Mailbox


SENT = "sent"
STATES: Mapping[str, str] = {
    "sending": Message("sending"),
    "refused": Message("refused"),
    "deferred": Message("deferred"),
}
"""States of a delivery that is not made, as they are said."""
Value = TypeVar("Value")


def _requires_send(context: click.Context, _option: click.Parameter, value: Value) -> Value:
    if value and not context.params["send"]:
        raise click.UsageError("--recipients, --dry-run, --embargoed and --rate go with --send.")
    return value


@click.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.option("--to", multiple=True, metavar="ADDRESS", help="A reader; may be repeated. `Name <a@b.example>` is fine.")
@click.option("--cc", multiple=True, metavar="ADDRESS", help="Who gets a copy that all see.")
@click.option("--bcc", multiple=True, metavar="ADDRESS", help="Who gets a copy that nobody sees.")
@click.option("--from", "sender", default="", metavar="ADDRESS", help="The sender.  [default: from in typeset.toml]")
@click.option("--subject", default="", help="In place of the headline; an embargo stands before it all the same.")
@click.option(
    "--attach",
    "editions",
    shell_complete=options.complete_editions,
    multiple=True,
    metavar="EDITION",
    help="What to attach.  [default: email]",
)
@click.option("--photos", is_flag=True, help="Attach the photos too.")
@click.option("--filename", "file_name", default="", metavar="NAME", help="The attached PDF's name; may be Arabic.")
@options.theme
@options.font
@options.digits
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The draft.  [default: STEM.eml, where make puts the PDF]"
)
@click.option(
    "--send",
    is_flag=True,
    is_eager=True,
    help="Send it over SMTP (see [mail] in typeset.toml) instead of writing a draft.",
)
@click.option(
    "--recipients",
    callback=_requires_send,
    type=click.Path(path_type=Path),
    help="A CSV with a column `email`, `name` if wanted: each reader gets a message of their own.",
)
@click.option(
    "--dry-run", is_flag=True, callback=_requires_send, help="With --send: say to whom it would go, and send nothing."
)
@click.option(
    "--embargoed", is_flag=True, callback=_requires_send, help="With --send: send although the embargo lasts."
)
@click.option(
    "--rate",
    callback=_requires_send,
    default=0,
    type=click.IntRange(0),
    metavar="N",
    help="With --send: at most N messages a minute.",
)
@click.option(
    "--log", type=click.Path(path_type=Path), help="Who got it.  [default: STEM.mail.jsonl, where make puts the PDF]"
)
@options.fail_on("error")
def mail(  # noqa: PLR0917  click hands over every option
    article: Path,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    bcc: tuple[str, ...],
    sender: str,
    subject: str,
    editions: tuple[str, ...],
    photos: bool,
    file_name: str,
    theme: str,
    font: str,
    digits: str,
    output: Path | None,
    send: bool,
    recipients: Path | None,
    dry_run: bool,
    embargoed: bool,
    rate: int,
    log: Path | None,
    fail_on: str,
) -> int:
    """Make the e-mail around ARTICLE: a draft that opens in Outlook and Thunderbird, or a mailing.

    The password is TYPESET_SMTP_PASSWORD, or asked for. A mailing that broke off goes on when it is given again.

    \b
    Example:
      typeset-press mail release.md --to desk@example.com
    """
    from typeset.jobs.mail import Dispatch, Request

    people = _people(recipients, (*to, *cc, *bcc))
    job = _job(article, editions, theme, font, digits)
    letter, findings, place = _make_mail(article, job, Request(to, cc, bcc, sender, subject, file_name, photos))
    if send:
        _dispatch(letter, Dispatch(log or place(".mail.jsonl"), people, embargoed, rate), dry_run=dry_run)
    else:
        _save(letter, output or place(".eml"))
    return exit_code(findings, fail_on)


def _job(article: Path, editions: tuple[str, ...], theme: str, font: str, digits: str) -> Job:
    from typeset.jobs import make

    return make.Job(article, editions or (DEFAULT_EDITION,), theme, font, digits=digits)


def _people(recipients: Path | None, others: tuple[str, ...]) -> tuple[Mailbox, ...]:
    from typeset.deliver import address

    people = address.recipients(recipients) if recipients else ()
    if people and others:
        raise click.UsageError("--recipients sends to each reader alone; leave out --to, --cc and --bcc.")
    return people


def _make_mail(article: Path, job: Job, request: Request) -> tuple[Mail, tuple[Finding, ...], Callable[[str], Path]]:
    """Make the release and its e-mail, print the findings; returns both, and a function: suffix -> output path."""
    from typeset.jobs import make
    from typeset.jobs.mail import write

    with output.progress(article.name) as watch:
        result = make.run(job, watch)
    letter = write(result, request)
    findings = result.findings + letter.findings
    output.report_findings(findings)
    folder = options.folder(result.release.house)
    return letter, findings, lambda suffix: folder / f"{article.stem}{suffix}"


def _save(letter: Mail, file: Path) -> None:
    content = letter.draft.as_bytes()
    if file == files.STANDARD:
        output.put(content)
    else:
        files.write(file, content)
        output.print_path(file)


def _dispatch(letter: Mail, dispatch: Dispatch, *, dry_run: bool) -> None:
    from typeset.jobs.mail import send_mailing, waiting

    if dry_run:
        for copy in waiting(letter, dispatch):
            output.line("\n".join(person.address for person in copy.receivers))
        output.say("Nothing was sent.")
        return
    outcome = send_mailing(letter, dispatch, _password(letter), _print_state)
    output.say(
        Message(
            "{sent} sent, {had_it} had it already. The log is {log}.",
            sent=outcome.sent,
            had_it=outcome.had_it,
            log=dispatch.log,
        )
    )


def _print_state(place: str, state: DeliveryState) -> None:
    """Print an address on stdout once it has got the message, with any other state on stderr."""
    if state == SENT:
        output.line(place)
    else:
        output.say(Message("{place}: {state}", place=place, state=STATES[state]))


def _password(letter: Mail) -> str:
    """The password from the environment, else by a prompt; empty where the server has no user."""
    from typeset.deliver.server import PASSWORD

    if not letter.account.server.user:
        return ""
    return os.environ.get(PASSWORD) or click.prompt(
        speech.said(Message("Password of {user}", user=letter.account.server.user)),
        hide_input=True,
        err=True,
        default="",
        show_default=False,
    )
