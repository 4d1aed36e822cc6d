"""`typeset-press mail`: a release as a draft, or sent."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import click

from typeset import files
from typeset.cli import options, output, speech
from typeset.cli.output import exit_code
from typeset.errors import Message
from typeset.model.edition import DEFAULT_EDITION

if TYPE_CHECKING:
    from typeset.deliver.log import DeliveryState
    from typeset.deliver.server import Server
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


class Sending(TypedDict):
    """The options of a mailing: they go with `--send`."""

    recipients: Path | None
    dry_run: bool
    embargoed: bool
    rate: int
    resend_unknown: bool
    keep_password: bool
    log: Path | None


def _requires_send(context: click.Context, _option: click.Parameter, value: Value) -> Value:
    if value and not context.params["send"]:
        raise click.UsageError(
            "--recipients, --dry-run, --embargoed, --rate, --resend-unknown and --keep-password go with --send."
        )
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
    "--resend-unknown",
    is_flag=True,
    callback=_requires_send,
    help="With --send: again to those of whom the log cannot know whether they have it.",
)
@click.option(
    "--keep-password",
    is_flag=True,
    callback=_requires_send,
    help="With --send: keep the password that is typed in this machine's keyring.",
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
    fail_on: str,
    **how: Unpack[Sending],
) -> int:
    """Make the e-mail around ARTICLE: a draft that opens in Outlook and Thunderbird, or a mailing.

    The password is TYPESET_SMTP_PASSWORD, else the keyring's, or asked for. A mailing that broke off goes on when it is
    given again.

    \b
    Example:
      typeset-press mail release.md --to desk@example.com
    """
    from typeset.jobs.mail import Request

    people = _people(how["recipients"], (*to, *cc, *bcc))
    job = _job(article, editions, theme, font, digits)
    letter, findings, place = _make_mail(article, job, Request(to, cc, bcc, sender, subject, file_name, photos))
    if send:
        _send(letter, how, people, place(".mail.jsonl"))
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


def _send(letter: Mail, how: Sending, people: tuple[Mailbox, ...], usual_log: Path) -> None:
    from typeset.jobs.mail import Dispatch

    dispatch = Dispatch(how["log"] or usual_log, people, how["embargoed"], how["rate"], how["resend_unknown"])
    if how["dry_run"]:
        _print_waiting(letter, dispatch)
    else:
        _dispatch(letter, dispatch, _password(letter, keep=how["keep_password"]))


def _print_waiting(letter: Mail, dispatch: Dispatch) -> None:
    from typeset.jobs.mail import waiting

    for copy in waiting(letter, dispatch):
        output.line("\n".join(person.address for person in copy.receivers))
    output.say("Nothing was sent.")


def _dispatch(letter: Mail, dispatch: Dispatch, password: str) -> None:
    from typeset.jobs.mail import send_mailing

    outcome = send_mailing(letter, dispatch, password, _print_state)
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


def _password(letter: Mail, *, keep: bool) -> str:
    """The password from the environment, the keyring or a prompt, in that order; empty where the server has no user.

    A server that only the folder's `typeset.toml` names is asked about first, once.
    """
    from typeset.deliver import trust
    from typeset.deliver.server import PASSWORD

    server = letter.account.server
    if not server.user or not _is_confirmed(server):
        return ""
    found = os.environ.get(PASSWORD) or trust.kept_password(server)
    if found:
        return found
    typed: str = click.prompt(
        speech.said(Message("Password of {user}", user=server.user)),
        hide_input=True,
        err=True,
        default="",
        show_default=False,
    )
    if keep and typed:
        trust.keep_password(server, typed)
    return typed


def _is_confirmed(server: Server) -> bool:
    """Whether the server may have the password; somebody at a terminal is asked where nobody has said so yet."""
    from typeset.deliver import trust

    if trust.is_trusted(server) or not server.host:
        return True
    if not sys.stdin.isatty():
        return False
    question = Message(
        "The folder's typeset.toml names the mail server {place}. Shall it get the password of {user}, from now on?",
        place=server.place,
        user=server.user,
    )
    if not click.confirm(speech.said(question), err=True):
        return False
    trust.trust(server)
    return True
