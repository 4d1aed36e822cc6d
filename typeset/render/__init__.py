"""Render: one page of HTML becomes a PDF. The only place that knows WeasyPrint.

    pdf(page, theme, edition)  the PDF, and what was found while it was made
    CHECKS                     what is looked for, in the order it is reported
    versions()                 the engine and its libraries

The engine is loaded at the first call and not before: a command that renders nothing does not pay for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from typeset.findings import Finding
from typeset.model.edition import Edition
from typeset.model.page import Page
from typeset.model.theme import Theme
from typeset.render.checks import CHECKS

__all__ = ["CHECKS", "pdf", "versions"]


def pdf(page: Page, theme: Theme, edition: Edition) -> tuple[bytes, tuple[Finding, ...]]:
    """The finished PDF of a composed page, and the findings. The same input gives the same bytes, anywhere, on any day.

    Raises `EngineError` where the engine is missing or of a version we do not know, or where the page is too large.
    """
    from typeset.render import patches

    patches.apply()
    from typeset.render import engine

    return engine.pdf(page, theme, edition)


def versions() -> Mapping[str, str]:
    """Name -> version of the engine and its libraries; raises `EngineError` as `pdf` does."""
    from typeset.render import patches

    patches.apply()
    from typeset.render import engine

    return engine.versions()
