"""The proof job: a PDF of any maker, judged apart, as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typeset import preflight
from typeset.words.voice import ENGLISH, Voice

if TYPE_CHECKING:
    from typeset.preflight.result import Judgement


def report(pdf: bytes, name: str, condition: str = "", voice: Voice = ENGLISH) -> tuple[Judgement, str]:
    """The judgement of a PDF, and its report as a page of HTML that needs no other file.

    The PDF is opened in a process of its own with limits. Raises ArticleError: it is no PDF, is locked, or asks for
    more than those; CommandError: there is no such condition.
    """
    judgement = preflight.judge_apart(pdf, condition=condition, name=name)
    return judgement, preflight.html(pdf, judgement, voice)
