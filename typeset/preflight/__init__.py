"""The finished PDF, read back and judged.

    for finding in proof.findings(pdf, article=article, theme=theme, edition=edition): ...
    judgement = proof.judge_apart(pdf, condition="newspaper")

A check is a small function on the opened `Sheet`, with an id and a severity; its docstring is its rationale. All of
them stand in `CHECKS`, in the order they run. `QUICK` are those that every `make` can pay for.
"""

from __future__ import annotations

from collections.abc import Sequence

from typeset.findings import Check, Finding
from typeset.model.article import Article
from typeset.model.edition import Edition
from typeset.model.theme import Theme
from typeset.preflight import conditions, result
from typeset.preflight.checks import accessibility, collisions, colour, external, flush, geometry, pdfx, text
from typeset.preflight.result import Judgement
from typeset.preflight.sheet import Sheet, opened

QUICK: tuple[Check[Sheet], ...] = (
    *text.TEXT_CHECKS,
    *text.OPERATOR_CHECKS,
    *flush.FLUSH_CHECKS,
    *collisions.COLLISION_CHECKS,
    *text.FONT_CHECKS,
    *accessibility.ACCESSIBILITY_CHECKS,
    *pdfx.PDFX_CHECKS,
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
    theme: Theme | None = None,
    edition: Edition | None = None,
    condition: str = "",
) -> tuple[Finding, ...]:
    """What the quick checks find in a PDF; the rest is as `judge` has it."""
    judged = judge(pdf, article=article, theme=theme, edition=edition, condition=condition, checks=QUICK)
    return judged.findings


def judge(
    pdf: bytes,
    *,
    article: Article | None = None,
    theme: Theme | None = None,
    edition: Edition | None = None,
    condition: str = "",
    checks: Sequence[Check[Sheet]] = CHECKS,
    name: str = "",
) -> Judgement:
    """Ask the checks about a PDF, ours or another's.

    What is given beside it is what it is held against: the article as it was set (tidied), the theme whose fonts it may
    use, the edition whose standards it promises. `condition` names a row of `conditions.CONDITIONS`; empty, it is the
    edition's, else a sheet's where the file claims PDF/X, else the screen's. `name` is what messages call the file.
    Raises ArticleError where the input is no PDF, needs a password or is damaged beyond reading, CommandError where
    there is no such condition.
    """
    with opened(pdf, name) as document:
        sheet = Sheet(pdf, document, article=article, theme=theme, edition=edition)
        sheet.condition = conditions.condition(condition, edition, claims_pdf_x=bool(sheet.claims.pdf_x))
        results = result.asked(sheet, checks)
        return Judgement(name, sheet.condition, sheet.claims, sheet.direction, results)


def judge_apart(pdf: bytes, *, article: Article | None = None, condition: str = "", name: str = "") -> Judgement:
    """As `judge`, all checks, for a file that we did not make: in a process of its own, its memory and time bounded."""
    from typeset.preflight import sandbox  # what starts processes is not for every `make` to load

    return sandbox.call(judge, pdf, article=article, condition=condition, name=name)


def html(pdf: bytes, judged: Judgement) -> str:
    """The judgement as a page of HTML that needs no other file, with each page drawn and the findings on it."""
    from typeset.preflight import report, sandbox

    return report.html(judged, sandbox.call(report.pictures, pdf))
