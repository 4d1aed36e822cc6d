"""The language in which a run of the command line speaks, and everything that it says, said in that language.

It is asked for, in this order, by `--lang`, the variable TYPESET_LANG, `lang` in the typeset.toml of the working
folder, and the locale (LC_ALL, LC_MESSAGES, LANG). Without any of them, or in the locale C, it is English.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import click

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.findings import Place

if TYPE_CHECKING:
    from typeset.model.house_style import House
    from typeset.words.voice import Voice

OPTION = "--lang"
VARIABLE = "TYPESET_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
ENGLISH = frozenset({"", "c", "posix", "en"})
"""Languages of a locale for which nothing has to be looked up or loaded."""
_VOICE: ContextVar[Voice | None] = ContextVar("voice", default=None)
"""None: English, for which no catalogue is imported."""
_WISH: ContextVar[str] = ContextVar("wish", default="")


def said(sentence: str) -> str:
    """A sentence of the program in the language of this run."""
    voice = _VOICE.get()
    return str(sentence) if voice is None else voice.say(sentence)


def said_place(place: Place) -> str:
    """The place of a finding: file, line and column as any editor knows them, the page in words."""
    voice = _VOICE.get()
    if voice is None:
        return str(place)
    source = str(place._replace(page=0))
    page = voice.say(Message("page {page}", page=place.page)) if place.page else ""
    return "، ".join(filter(None, (voice.isolate(Path(source)) if source else "", page)))


def voice() -> Voice:
    """The voice of this run."""
    from typeset.words.voice import ENGLISH

    return _VOICE.get() or ENGLISH


# The help of commands and options.


def localized(command: click.Command) -> click.Command:
    """The command, its help in the language of this run: itself in English, else a copy of it and of those in it."""
    if _VOICE.get() is None:
        return command
    from typeset.words import paragraphs

    spoken = copy(command)
    spoken.help = paragraphs.spoken(command.help or "", voice())
    spoken.params = [_localized(parameter) for parameter in command.params]
    if isinstance(spoken, click.Group) and isinstance(command, click.Group):
        spoken.commands = {name: localized(one) for name, one in command.commands.items()}
    return spoken


def _localized(parameter: click.Parameter) -> click.Parameter:
    spoken = copy(parameter)
    if isinstance(spoken, click.Option) and spoken.help:
        spoken.help = said(spoken.help)
    return spoken


# Which language is asked for.


def wanted() -> str:
    """The language that somebody asked for, and not the machine's; empty where nobody did."""
    return _WISH.get().replace("_", "-").partition("-")[0].lower()


@contextmanager
def spoken(arguments: list[str]) -> Iterator[list[str]]:
    """The context of a run in the language that is asked for; yields the arguments, `--lang` before the command.

    Raises ThemeError: typeset.toml names a language in which the program does not speak.
    """
    ordered = _option_first(arguments)
    wish = _wish(ordered)
    chosen = _voice(wish or next((os.environ[name] for name in LOCALE if os.environ.get(name)), ""))
    token, wished = _VOICE.set(chosen), _WISH.set(wish)
    try:
        if chosen is None:
            yield ordered
        else:
            with _click_speaks(chosen):
                yield ordered
    finally:
        _VOICE.reset(token)
        _WISH.reset(wished)


def checked(_context: click.Context, _option: click.Parameter, language: str | None) -> str | None:
    """The value of `--lang`. Raises BadParameter: the program does not speak that language."""
    if language is not None:
        from typeset.model.script import primary
        from typeset.words.catalogue import languages

        if primary(language) not in languages():
            names = ", ".join(languages())
            raise click.BadParameter(said(Message("{language!r} is none of {names}.", language=language, names=names)))
    return language


def _option_first(arguments: list[str]) -> list[str]:
    """The arguments with `--lang` and its value at their beginning, wherever it stands before a `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for at, argument in enumerate(arguments[:end]):
        width = 2 if argument == OPTION and at + 1 < end else int(argument.startswith(f"{OPTION}="))
        if width:
            return [*arguments[at : at + width], *arguments[:at], *arguments[at + width :]]
    return arguments


def _wish(arguments: list[str]) -> str:
    """The language tag that the command line, the variable or the house asks for; empty for none."""
    if arguments and arguments[0].startswith(OPTION):
        return arguments[0].partition("=")[2] or "".join(arguments[1:2])
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    return _of_house()


def _of_house() -> str:
    """`lang` in the house style of the working folder. What else is wrong with that file, its command reports."""
    try:
        file = files.nearest("typeset.toml", Path.cwd())
    except OSError:  # a folder that may not be looked into, or that is gone
        return ""
    if file is None:
        return ""
    from typeset.model import settings

    try:
        table = settings.read(file)
        language = table.text("lang")
    except ThemeError:
        return ""
    from typeset.model.script import primary
    from typeset.words.catalogue import languages

    if language and primary(language) not in languages():
        raise ThemeError(
            Message("{where}: `lang` is `{value}`.", where=table.where, value=language),
            hint=settings.nearest(language, languages()),
        )
    return language


def _voice(language: str) -> Voice | None:
    """The voice for a language; None for English, and for one in which the program does not speak."""
    if language.partition(".")[0].replace("_", "-").partition("-")[0].lower() in ENGLISH:
        return None
    from typeset.words.voice import voice_for

    voice = voice_for(language, _house())
    return None if voice.is_english else voice


def _house() -> House | None:
    """The house style of the working folder, which says with what digits; None where it has a fault."""
    from typeset.model import house_style

    try:
        return house_style.load(Path.cwd())
    except (OSError, ThemeError):
        return None


@contextmanager
def _click_speaks(voice: Voice) -> Iterator[None]:
    """The context in which click, which asks gettext, finds its sentences in our catalogue."""
    from typeset.words.catalogue import DOMAIN, folder

    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    gettext.bindtextdomain(DOMAIN, str(folder(voice.language)))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = voice.language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE") if before is None else os.environ.update(LANGUAGE=before)
