"""The command line: parses arguments, calls the jobs, prints results, sets the exit code."""

import signal
import sys
import traceback
from types import FrameType
from typing import NoReturn

import click

from typeset import __version__
from typeset.cli import output, speech
from typeset.cli.desk import desk
from typeset.cli.inventory import doctor, fonts, themes
from typeset.cli.lint import lint
from typeset.cli.mail import mail
from typeset.cli.make import make
from typeset.cli.new import convert, new, new_theme, tour
from typeset.cli.proof import compare, explain, proof, verify
from typeset.cli.serve import serve
from typeset.errors import TypesetError

COMMAND = "typeset-press"
"""The command's name, however it was started: `typeset` alone is a builtin of bash, zsh and ksh."""
INTERRUPTED = 130
BUG = 70


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name=COMMAND)
@click.option("--no-serve", is_flag=True, expose_value=False, help="Start anew, although a server waits (see serve).")
@click.option(
    speech.OPTION,
    metavar="LANGUAGE",
    expose_value=False,
    callback=speech.checked,
    help="Say everything in this language: en, ar.  [default: TYPESET_LANG, lang in typeset.toml, or the locale's]",
)
def typeset() -> None:
    """Arabic press releases, from a pasted text to a finished PDF.

    \b
    Example:
      typeset-press make release.txt --edition print --edition email
    """


for command in (
    tour,
    new,
    new_theme,
    convert,
    lint,
    make,
    proof,
    verify,
    compare,
    mail,
    desk,
    explain,
    themes,
    fonts,
    doctor,
    serve,
):
    typeset.add_command(command)


def main() -> int:
    """Run the command line of this process; returns its exit code."""
    output.occupy_closed_streams()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # nohup and `&` in a script have it ignored
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _leave)
    return run(sys.argv[1:])


def run(arguments: list[str]) -> int:
    """Run a command; returns its exit code. Every failure has been reported on stderr by then."""
    try:
        with speech.spoken(arguments) as ordered:
            return _run(ordered)
    except TypesetError as error:
        output.report_error(error)
        return error.exit_code


def _run(arguments: list[str]) -> int:
    """The same, in the language that is asked for by now."""
    try:
        return speech.localized(typeset).main(arguments, prog_name=COMMAND, standalone_mode=False, obj=run) or 0
    except click.ClickException as error:
        _in_words_of_this_run(error).show()
        return error.exit_code
    except TypesetError as error:
        output.report_error(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        output.say("Interrupted. Nothing half-made was left behind.")
        return INTERRUPTED
    except Exception:  # noqa: BLE001  what gets here is a bug, and is reported as one
        traceback.print_exc()
        output.say("This is a bug in typeset. Please report it with the lines above and, if you can, the article.")
        return BUG


def _in_words_of_this_run(error: click.ClickException) -> click.ClickException:
    """The error; a refusal of ours, which click does not look up, in the language of this run."""
    if type(error) is click.UsageError:
        return click.UsageError(speech.said(error.message), error.ctx)
    return error


def _leave(signal_number: int, _frame: FrameType | None) -> NoReturn:
    """The handler of SIGTERM: unwinds the stack as Ctrl-C does, so that temporary files are deleted."""
    raise SystemExit(128 + signal_number)
