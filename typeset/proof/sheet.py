"""The sheet: a finished PDF, opened, with what it was made from. What several checks ask is worked out once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

from typeset.article import Article, direction
from typeset.edition import Edition, Standard
from typeset.errors import ArticleError
from typeset.proof import claims
from typeset.proof.boxes import Boxes, boxes_of
from typeset.proof.conditions import SCREEN, Condition
from typeset.proof.content import collisions, strips, walk
from typeset.proof.content.glyphs import Font
from typeset.proof.content.machine import Budget, TooMuchError
from typeset.proof.content.painted import Painted
from typeset.proof.content.values import Value, entries
from typeset.proof.reading import pdfium, structure, tagged
from typeset.proof.reading.structure import Element, Leaf
from typeset.theme import Theme

PRESS = "press"
"""Checks for ink on paper: they run where the condition is a press."""
TAGGED = "tagged"
"""Checks of the structure: they run for the screen, and where the file or its edition claims PDF/UA or level A."""


@dataclass
class Sheet:
    """An opened PDF; article, theme and edition are None where they are not known."""

    content: bytes
    pdf: pikepdf.Pdf
    condition: Condition = SCREEN
    article: Article | None = None
    theme: Theme | None = None
    edition: Edition | None = None
    unread: dict[int, str] = field(default_factory=dict)
    """Pages, from 1, that could not be followed or not to their end, and why."""

    @cached_property
    def claims(self) -> claims.Claims:
        """The standards that the file says it keeps."""
        return claims.of(self.pdf)

    @cached_property
    def scopes(self) -> frozenset[str]:
        """What kinds of checks the work asks for."""
        promised = set(self.edition.standards if self.edition else ()) | set(self.claims.standards)
        tagged = not self.condition.is_press or promised & {Standard.PDF_UA_1, Standard.PDF_A_3A}
        return frozenset(({PRESS} if self.condition.is_press else set()) | ({TAGGED} if tagged else set()))

    @property
    def preferences(self) -> Value:
        """The catalog's /ViewerPreferences; without entries where it has none."""
        return entries(self.pdf.Root.get("/ViewerPreferences"))

    @property
    def language(self) -> str:
        """The language that the file declares; empty where it declares none."""
        return str(self.pdf.Root.get("/Lang", ""))

    @cached_property
    def direction(self) -> str:
        """`rtl` or `ltr`: of the article, else of the declared language, else of most of the letters."""
        language = self.article.language if self.article else self.language
        return direction(language) if language else tagged.direction("".join(self.tagged_text))

    @cached_property
    def fonts(self) -> tuple[Font, ...]:
        """The fonts that pages show text in."""
        painted = {id(thing.font): thing.font for page in self.painted for thing in page if thing.font}
        return tuple(sorted(painted.values(), key=lambda font: font.name))

    @cached_property
    def painted(self) -> tuple[tuple[Painted, ...], ...]:
        """What each page paints, in its order; of a page in `unread` not all, or nothing."""
        fonts: dict[tuple[int, int], Font] = {}
        budget = Budget()
        return tuple(tuple(self._paint(number, page, fonts, budget)) for number, page in enumerate(self.pdf.pages, 1))

    def _paint(
        self, number: int, page: pikepdf.Page, fonts: dict[tuple[int, int], Font], budget: Budget
    ) -> list[Painted]:
        try:
            painted = walk.page(page, fonts, budget)
            if budget.complaints:
                self.unread[number] = f"it is damaged ({budget.complaints[0]})"
                budget.complaints.clear()
            return painted
        except TooMuchError:
            self.unread[number] = "it holds more than is looked at"
        except (pikepdf.PdfError, RecursionError, TypeError, ValueError) as damage:
            self.unread[number] = f"it is damaged ({_reason(damage)})"
        return []

    def where(self, asked: Callable[[Painted], bool]) -> Iterator[tuple[int, list[Painted]]]:
        """The number, from 1, of each page that has things asked for, with these things."""
        for number, page in enumerate(self.painted, 1):
            if found := [thing for thing in page if asked(thing)]:
                yield number, found

    @cached_property
    def runs(self) -> tuple[list[strips.Run], ...]:
        """Where the ink of each page's text is."""
        return tuple(map(strips.runs, self.painted))

    @cached_property
    def collisions(self) -> list[list[collisions.Collision]]:
        """Where text of a page stands on other text."""
        return collisions.of(self.runs)

    @cached_property
    def boxes(self) -> tuple[Boxes, ...]:
        """The boxes of each page."""
        return tuple(map(boxes_of, self.pdf.pages))

    @cached_property
    def structure(self) -> tuple[Element | Leaf, ...]:
        """The structure tree in reading order; empty where there is none."""
        return tuple(structure.walk(self.pdf))

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements of the structure tree."""
        return tuple(part for part in self.structure if isinstance(part, Element))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The marked content of the structure tree."""
        return tuple(part for part in self.structure if isinstance(part, Leaf))

    @cached_property
    def said(self) -> tuple[tagged.Said, ...]:
        """What each marked content of each page says."""
        return tuple(map(tagged.by_mcid, self.painted))

    @cached_property
    def tagged_text(self) -> list[str]:
        """Each page's text by our own reader: the structure in its order, each line as it stands."""
        return tagged.text(self.leaves, self.said)

    @cached_property
    def written_text(self) -> list[str]:
        """The same, each line in the order in which the file writes it."""
        said = [tagged.by_mcid(page, tagged.as_written, self.direction) for page in self.painted]
        return tagged.text(self.leaves, said)

    @cached_property
    def pdfium_text(self) -> list[str]:
        """Each page's text by pdfium: by where letters stand."""
        return pdfium.text(self.content)


@contextmanager
def opened(content: bytes, name: str = "") -> Iterator[pikepdf.Pdf]:
    """The file, opened; a sentence instead where it cannot be: ArticleError."""
    called = name or "The input"
    if b"%PDF-" not in content[:1024]:
        what = "is empty" if not content else "is no PDF: it does not start with %PDF-"
        raise ArticleError(f"{called} {what}.", hint="Give the finished PDF that is to be judged.")
    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise ArticleError(
            f"{called} cannot be opened without its password.",
            hint="Take the password off first: qpdf --decrypt --password=PASSWORD IN.pdf OUT.pdf",
        ) from None
    except (pikepdf.PdfError, RecursionError) as damage:
        raise ArticleError(
            f"{called} is damaged beyond reading: {_reason(damage)}.", hint="Export it anew, or send it once more."
        ) from None
    with pdf:
        _need_pages(pdf, called)
        yield pdf


def _reason(damage: Exception) -> str:
    """What a library says of damage, without its own names for the file and its objects."""
    return re.sub(r"^.*(?:stream <[^>]*>|<[^>]*>)[^:]*: ", "", str(damage))[:160].rstrip(".")


def _need_pages(pdf: pikepdf.Pdf, called: str) -> None:
    try:
        pages = len(pdf.pages)
    except (pikepdf.PdfError, RecursionError, TypeError, ValueError) as damage:
        raise ArticleError(
            f"The pages of {called} cannot be listed: {_reason(damage)}.", hint="Export it anew."
        ) from None
    if not pages:
        raise ArticleError(f"{called} has no pages.", hint="Export it anew.")
