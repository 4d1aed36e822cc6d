"""What a process that will set many releases does beforehand, so that its first costs as little as its second.

It sets the sample release of the themes once in each of them, and in the editions that most houses make. Nothing of it
is kept but what every release needs: modules, style sheets, faces, the shapes of words.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from pathlib import Path

from typeset import files
from typeset.errors import TypesetError
from typeset.jobs import lint, mail, make
from typeset.jobs.make import Job
from typeset.jobs.specimen import RELEASE
from typeset.model import theme
from typeset.model.edition import DEFAULT_EDITION, USUAL_EDITIONS
from typeset.model.house_style import Digits
from typeset.read.source import SourceFile

FIGURES = (Digits.WESTERN.value, Digits.ARABIC_INDIC.value)
"""The digits that most Arabic newsrooms set."""
LETTER = mail.Request(to=("desk@example.com",), sender="press@example.com")


def run() -> None:
    """Lint, set and mail the sample release. Nothing is written, and nothing is sent.

    Raises ThemeError or EngineError: no release could be set here.
    """
    lint.run(RELEASE)
    made = make.run(Job(RELEASE, USUAL_EDITIONS))  # with the photos, the brand and the settings that lie beside it
    mail.write(made, LETTER).draft.as_bytes()
    for look, digits in product(theme.names(), FIGURES):  # each has style sheets of its own
        with suppress(TypesetError):  # a theme that asks for a translation, or is not sound: the others are served
            make.run(Job(_alone(), (DEFAULT_EDITION,), look, digits=digits))


def rehearse() -> None:
    """Set the sample release once more, in the editions that most houses make."""
    make.run(Job(_alone(), USUAL_EDITIONS))


def _alone() -> SourceFile:
    """The sample release without what lies beside it: style sheets are kept as a house without a brand has them."""
    words = files.read(RELEASE).decode().replace("![", "[")
    return SourceFile(words.encode(), RELEASE.name, RELEASE.suffix, Path(RELEASE.anchor))
