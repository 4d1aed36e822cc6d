"""What a process that will set many releases does beforehand, so that its first costs as little as its second.

It sets the sample release of the themes once in each of them, and in the editions that most houses make. Nothing of it
is kept but what every release needs: modules, style sheets, faces, the shapes of words.
"""

from __future__ import annotations

from contextlib import suppress

from typeset.errors import TypesetError
from typeset.jobs import lint, mail, make
from typeset.jobs.make import Job
from typeset.jobs.specimen import RELEASE
from typeset.model import theme
from typeset.model.edition import DEFAULT_EDITION, USUAL_EDITIONS

LETTER = mail.Request(to=("desk@example.com",), sender="press@example.com")


def run() -> None:
    """Lint, set and mail the sample release. Nothing is written, and nothing is sent.

    Raises ThemeError or EngineError: no release could be set here.
    """
    lint.run(RELEASE)
    made = make.run(Job(RELEASE, USUAL_EDITIONS))
    mail.write(made, LETTER).draft.as_bytes()
    for look in theme.names():
        with suppress(TypesetError):  # a theme that is not sound must not keep the others from being served
            make.run(Job(RELEASE, (DEFAULT_EDITION,), look))
