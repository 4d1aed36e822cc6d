"""The help of commands and options in the language of the run: a copy of a command that says it."""

from __future__ import annotations

from copy import copy

import click

from typeset.cli import speech
from typeset.words import paragraphs


def localized(command: click.Command) -> click.Command:
    """A copy of a command, and of those in it, whose help is said in the language of the run."""
    spoken = copy(command)
    spoken.help = paragraphs.said(command.help or "", speech.voice())
    spoken.params = [_localized(parameter) for parameter in command.params]
    if isinstance(spoken, click.Group) and isinstance(command, click.Group):
        spoken.commands = {name: localized(one) for name, one in command.commands.items()}
    return spoken


def _localized(parameter: click.Parameter) -> click.Parameter:
    spoken = copy(parameter)
    if isinstance(spoken, click.Option) and spoken.help:
        spoken.help = speech.said(spoken.help)
    return spoken
