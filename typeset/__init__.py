"""Arabic press releases, from a pasted text to a PDF that reads, speaks, prints, lasts and travels.

    import typeset

    made = typeset.make("release.md", editions=["email", "print"])

What is in `__all__` is for programs to use, and stays; all other names are ours to change. It is loaded when it is
asked for, so that `import typeset` costs nothing. See `docs/library.md`.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # `typing` takes a tenth of what a server takes to answer; type checkers know the name
if TYPE_CHECKING:
    from typeset.api import convert, lint, mail, make, proof, verify
    from typeset.errors import (
        ArticleError,
        Cancelled,
        CommandError,
        DeliveryError,
        EngineError,
        ThemeError,
        TypesetError,
    )
    from typeset.findings import Finding, Place, Severity
    from typeset.jobs.convert import Converted
    from typeset.jobs.mail import Mail
    from typeset.jobs.make import Made, MadeEdition, Step
    from typeset.jobs.verify import Verified
    from typeset.model.article import Article
    from typeset.model.edition import EDITIONS, Edition
    from typeset.preflight.result import Judgement
    from typeset.words.voice import said

__version__ = "0.1.0"

__all__ = [
    "EDITIONS",
    "Article",
    "ArticleError",
    "Cancelled",
    "CommandError",
    "Converted",
    "DeliveryError",
    "Edition",
    "EngineError",
    "Finding",
    "Judgement",
    "Made",
    "MadeEdition",
    "Mail",
    "Place",
    "Severity",
    "Step",
    "ThemeError",
    "TypesetError",
    "Verified",
    "convert",
    "lint",
    "mail",
    "make",
    "proof",
    "said",
    "verify",
]

_HOMES = {
    "api": ("convert", "lint", "mail", "make", "proof", "verify"),
    "errors": (
        "ArticleError", "Cancelled", "CommandError", "DeliveryError", "EngineError", "ThemeError", "TypesetError",
    ),
    "findings": ("Finding", "Place", "Severity"),
    "model.article": ("Article",),
    "model.edition": ("EDITIONS", "Edition"),
    "jobs.make": ("Made", "MadeEdition", "Step"),
    "jobs.convert": ("Converted",),
    "jobs.mail": ("Mail",),
    "jobs.verify": ("Verified",),
    "preflight.result": ("Judgement",),
    "words.voice": ("said",),
}  # fmt: skip
"""The module of each name."""


def __getattr__(name: str) -> object:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    thing: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = thing
    return thing


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
