"""The doctor job: what typeset needs on this machine, what of it is missing, and the command that installs it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from typeset import __version__, render
from typeset.errors import Message, TypesetError
from typeset.model import fonts, theme

ABSENT = Message("absent: pages take twice as long")
OLDEST_PYTHON = (3, 11)
SYSTEM_PACKAGES = {
    "apt-get": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1",
    "dnf": "dnf install pango harfbuzz fontconfig",
    "apk": "apk add pango harfbuzz-subset fontconfig",
    "pacman": "pacman -S pango harfbuzz fontconfig",
    "brew": "brew install pango harfbuzz fontconfig",
}
"""Package manager -> the command that installs the engine's libraries; `run` at the top of a checkout does the same."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of typeset: what was found (a version, a family), or what is wrong and how to mend it."""

    name: str
    found: str = ""
    fault: str = ""
    cure: str = ""

    def as_dict(self) -> dict[str, str]:
        """For `--json`; what is unknown is left out."""
        values = {"name": self.name, "found": self.found, "fault": self.fault, "cure": self.cure}
        return {key: value for key, value in values.items() if value}


def examine() -> tuple[Requirement, ...]:
    """All requirements, each after those it needs itself."""
    return (*_itself(), *_engine(), *_fonts(), *_themes())


def system_command() -> str:
    """The command that installs the engine's libraries with this system's package manager; empty if it is unknown."""
    return next((command for manager, command in SYSTEM_PACKAGES.items() if shutil.which(manager)), "")


def _itself() -> Iterator[Requirement]:
    yield Requirement("typeset", __version__)
    fault = "" if sys.version_info >= OLDEST_PYTHON else Message("older than 3.11")
    yield Requirement(
        "Python", platform.python_version(), fault, Message("Install Python 3.11 or newer.") if fault else ""
    )


def _engine() -> Iterator[Requirement]:
    try:
        versions = render.versions()
    except TypesetError as error:
        yield Requirement("WeasyPrint", fault=error.message, cure=system_command() if error.__cause__ else error.hint)
        return
    for name, version in versions.items():
        is_absent = version == "absent"
        yield Requirement(name, version, ABSENT if is_absent else "", system_command() if is_absent else "")


def _fonts() -> Iterator[Requirement]:
    for name in fonts.names():
        try:
            family = fonts.load(name)
        except TypesetError as error:
            yield Requirement(Message("font {name}", name=name), fault=error.message, cure=error.hint)
        else:
            yield Requirement(
                Message("font {name}", name=name),
                Message(
                    "{family}, {count} face, {licence}",
                    "{family}, {count} faces, {licence}",
                    family=family.name,
                    count=len(family.faces),
                    licence=family.licence,
                ),
            )


def _themes() -> Iterator[Requirement]:
    for name in theme.names():
        try:
            loaded = theme.load(name)
        except TypesetError as error:
            yield Requirement(Message("theme {name}", name=name), fault=error.message, cure=error.hint)
        else:
            yield Requirement(Message("theme {name}", name=name), loaded.title)
