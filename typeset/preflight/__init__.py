"""Preflight: the finished PDF, read back and checked.

    for finding in preflight.findings(pdf, article=article, theme=theme, edition=edition): ...
    judgement = preflight.judge_apart(pdf, condition="newspaper")

A check is a small function on the opened `Sheet`, with an id and a severity; its docstring is its rationale. All of
them stand in `CHECKS`, in the order they run. `QUICK` are those that run after every `make`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typeset.findings import Check, Finding
from typeset.model.article import Article
from typeset.model.edition import Edition
from typeset.model.sheet import parsed
from typeset.model.theme import Theme
from typeset.preflight import conditions, result
from typeset.preflight.checks import (
    accessibility,
    claims,
    collisions,
    colour,
    external,
    flush,
    geometry,
    pdfx,
    pdfx_objects,
    text,
)
from typeset.preflight.content.values import MALFORMED
from typeset.preflight.reading import placed
from typeset.preflight.reading.placed import PlacedWord
from typeset.preflight.result import Judgement
from typeset.preflight.sheet import Sheet, opened

if TYPE_CHECKING:
    from typeset.model.printed import PrintedText
    from typeset.words.voice import Voice

QUICK: tuple[Check[Sheet], ...] = (
    *text.TEXT_CHECKS,
    *text.OPERATOR_CHECKS,
    *flush.FLUSH_CHECKS,
    *collisions.COLLISION_CHECKS,
    *text.FONT_CHECKS,
    *claims.CLAIM_CHECKS,
    *accessibility.ACCESSIBILITY_CHECKS,
    *pdfx.PDFX_CHECKS,
    *pdfx_objects.OBJECT_CHECKS,
    *geometry.BOX_CHECKS,
    *geometry.EDGE_CHECKS,
    *colour.COLOUR_CHECKS,
    *geometry.SIZE_CHECKS,
)
CHECKS: tuple[Check[Sheet], ...] = (*QUICK, *external.INK_CHECKS, *external.STANDARD_CHECKS)


def findings(
    pdf: bytes,
    *,
    article: Article | None = None,
    other: Article | None = None,
    theme: Theme | None = None,
    edition: Edition | None = None,
    condition: str = "",
) -> tuple[Finding, ...]:
    """What the quick checks find in a PDF. Parameters and errors are those of `judge`."""
    judgement = judge(
        pdf, article=article, other=other, theme=theme, edition=edition, condition=condition, checks=QUICK
    )
    return judgement.findings


def judge(
    pdf: bytes,
    *,
    article: Article | None = None,
    other: Article | None = None,
    theme: Theme | None = None,
    edition: Edition | None = None,
    condition: str = "",
    page: str = "",
    checks: Sequence[Check[Sheet]] = CHECKS,
    name: str = "",
) -> Judgement:
    """Run the checks on a PDF, ours or another's.

    It is compared with the article as it was set (tidied), its translation where that shares the pages (`other`), the
    theme whose fonts it may use and the edition whose standards it promises. `condition` names a row of
    `conditions.CONDITIONS`; empty: the edition's, else `sheet` where the file claims PDF/X, else `screen`. `page` is
    the trimmed size that was agreed, as `A4` or `260x374mm`. `name` is what messages call the file.
    Raises ArticleError where the input is no PDF, needs a password or is damaged beyond reading, CommandError where
    there is no such condition or sheet.
    """
    with opened(pdf, name) as document:
        sheet = Sheet(pdf, document, article=article, other=other, theme=theme, edition=edition)
        named = conditions.condition(condition, edition, claims_pdf_x=bool(sheet.claims.pdf_x))
        sheet.condition = named._replace(page=parsed(page)) if page else named
        results = result.run_checks(sheet, checks)
        return Judgement(name, sheet.condition, sheet.claims, _direction(sheet), results)


def _direction(sheet: Sheet) -> str:
    """The direction of its text; of a file that is too damaged to tell, from left to right."""
    try:
        return sheet.direction
    except MALFORMED:
        return "ltr"


def placed_words(pdf: bytes) -> list[PlacedWord]:
    """The words of a tagged PDF with their places, in the order of its structure."""
    with opened(pdf) as document:
        sheet = Sheet(pdf, document)
        return placed.placed_words(sheet.leaves, sheet.painted)


def printed_apart(pdf: bytes, name: str = "") -> PrintedText:
    """What anybody's PDF says, read in the sandbox. Raises ArticleError: see `printed`, or it asks for too much."""
    from typeset.preflight import sandbox
    from typeset.preflight.printed import printed

    return sandbox.call(printed, pdf, name)


def judge_apart(
    pdf: bytes, *, article: Article | None = None, condition: str = "", page: str = "", name: str = ""
) -> Judgement:
    """As `judge` with all checks, in the sandbox: for files that others made, with bounded memory and time."""
    from typeset.preflight import sandbox  # imports subprocess, which `make` does not need

    return sandbox.call(judge, pdf, article=article, condition=condition, page=page, name=name)


def html(pdf: bytes, judgement: Judgement, voice: Voice | None = None) -> str:
    """The judgement as a page of HTML that needs no other file, with each page drawn and the findings on it.

    `voice` is the language of the report; None: English.
    """
    from typeset.preflight import report, sandbox

    return report.html(judgement, sandbox.call(report.pictures, pdf), voice)
