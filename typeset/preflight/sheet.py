"""The sheet: an opened PDF with all that checks ask about it (claims, fonts, ink, text), each computed once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

from typeset.errors import ArticleError, Message
from typeset.findings import Fault
from typeset.model.article import Article
from typeset.model.edition import Edition
from typeset.model.script import direction
from typeset.model.theme import Theme
from typeset.preflight import content
from typeset.preflight.conditions import SCREEN, Condition
from typeset.preflight.content import collisions, strips
from typeset.preflight.content.collisions import Collision
from typeset.preflight.content.fonts import PageFont
from typeset.preflight.content.geometry import Boxes, boxes_of
from typeset.preflight.content.machine import Budget, TooMuchError
from typeset.preflight.content.painted import Painted
from typeset.preflight.content.resources import Resource, resources_of
from typeset.preflight.content.values import MALFORMED, Value, entries
from typeset.preflight.reading import pdfium, structure
from typeset.preflight.reading.structure import MarkedContent, StructureElement, TextByMcid
from typeset.preflight.xmp import CREATOR, Claims, Packet, packet_of

PRESS = "press"
"""Checks for ink on paper: they run where the condition is a press."""
TAGGED = "tagged"
"""Checks of a structure: they run where the file or its edition claims PDF/UA or a level A of PDF/A."""
MEASURED = "measured"
"""Checks of the page's size: they run where a size was agreed."""
ACCESSIBLE = "accessible"
"""Checks of what PDF/UA asks: they run where the file or its edition claims it."""


@dataclass
class Sheet:
    """An opened PDF; article, theme and edition are None where they are not known."""

    content: bytes
    pdf: pikepdf.Pdf
    condition: Condition = SCREEN
    article: Article | None = None
    other: Article | None = None
    """The translation that shares the pages with the article."""
    theme: Theme | None = None
    edition: Edition | None = None
    unread: dict[int, str] = field(default_factory=dict)
    """Pages, from 1, that could not be followed or not to their end, and why."""
    unknown_operators: dict[int, set[str]] = field(default_factory=dict)
    """Page -> operators that PDF does not know; there once `painted` has been asked for."""
    nested_states: dict[int, int] = field(default_factory=dict)
    """Page -> how deep its graphics states are nested; there once `painted` has been asked for."""

    @cached_property
    def packet(self) -> Packet:
        """The XMP packet."""
        return packet_of(self.pdf)

    @cached_property
    def claims(self) -> Claims:
        """The standards that the file says it keeps."""
        return self.packet.claims

    @cached_property
    def scopes(self) -> frozenset[str]:
        """The scopes of the checks that run on this file: PRESS, MEASURED, TAGGED, ACCESSIBLE."""
        promised = {*(self.edition.standards if self.edition else ()), *self.claims.standards}
        found = {PRESS} if self.condition.is_press else set[str]()
        if self.condition.page:
            found.add(MEASURED)
        if any(standard.startswith("PDF/UA") for standard in promised):
            found |= {TAGGED, ACCESSIBLE}
        elif any(standard.startswith("PDF/A") and standard.endswith("a") for standard in promised):
            found.add(TAGGED)
        return frozenset(found)

    @cached_property
    def is_ours(self) -> bool:
        """Whether this program made the file, by its own word; a cure then names our commands."""
        return self.packet.value(CREATOR).startswith("typeset ")

    def cure(self, ours: str, foreign: str) -> str:
        """The hint that fits: what to do about a file of ours, or about that of another program."""
        return ours if self.is_ours else foreign

    def fitting(self, faults: Iterable[Fault], foreign: Mapping[str, str]) -> Iterator[Fault]:
        """The faults with hints that fit: `foreign` has, for a hint about a file of ours, that about another's."""
        for fault in faults:
            yield fault if self.is_ours else fault._replace(hint=foreign.get(fault.hint, fault.hint))

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
        """`rtl` or `ltr`: the article's, else that of the declared language, else that of most letters."""
        language = self.article.language if self.article else self.language
        return direction(language) if language else structure.direction_of_letters("".join(self.tagged_text))

    @cached_property
    def fonts(self) -> tuple[PageFont, ...]:
        """The fonts that pages show text in."""
        painted = {id(thing.font): thing.font for page in self.painted for thing in page if thing.font}
        return tuple(sorted(painted.values(), key=lambda font: font.name))

    @cached_property
    def painted(self) -> tuple[tuple[Painted, ...], ...]:
        """What each page paints, in painting order; incomplete or empty for a page in `unread`."""
        fonts: dict[tuple[int, int], PageFont] = {}
        budget = Budget()
        return tuple(tuple(self._paint(number, page, fonts, budget)) for number, page in enumerate(self.pdf.pages, 1))

    def _paint(
        self, number: int, page: pikepdf.Page, fonts: dict[tuple[int, int], PageFont], budget: Budget
    ) -> list[Painted]:
        try:
            budget.unknown, budget.nested = set(), 0
            painted = content.page(page, fonts, budget)
            self.nested_states[number] = budget.nested
            if budget.unknown:
                self.unknown_operators[number] = budget.unknown
            if budget.complaints:
                self.unread[number] = Message("it is damaged ({reason})", reason=budget.complaints[0])
                budget.complaints.clear()
            return painted
        except TooMuchError:
            self.unread[number] = Message("it holds more than is looked at")
        except MALFORMED as damage:
            self.unread[number] = Message("it is damaged ({reason})", reason=_reason(damage))
        return []

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """What the pages refer to, painted or not."""
        return tuple(resources_of(self.pdf))

    def where(self, matches: Callable[[Painted], bool]) -> Iterator[tuple[int, list[Painted]]]:
        """Each page that paints things which match, by its number from 1, with those things."""
        for number, page in enumerate(self.painted, 1):
            if matching := [thing for thing in page if matches(thing)]:
                yield number, matching

    @cached_property
    def runs(self) -> tuple[list[strips.InkedRun], ...]:
        """The inked runs of each page's text."""
        return tuple(map(strips.runs, self.painted))

    @cached_property
    def collisions(self) -> list[list[Collision]]:
        """The places of each page where text stands on other text."""
        return collisions.collisions_of(self.runs)

    @cached_property
    def boxes(self) -> tuple[Boxes, ...]:
        """The boxes of each page."""
        return tuple(map(boxes_of, self.pdf.pages))

    @cached_property
    def structure(self) -> tuple[StructureElement | MarkedContent, ...]:
        """The structure tree in reading order; empty where there is none."""
        return tuple(structure.walk(self.pdf))

    @cached_property
    def elements(self) -> tuple[StructureElement, ...]:
        """The elements of the structure tree."""
        return tuple(part for part in self.structure if isinstance(part, StructureElement))

    @cached_property
    def leaves(self) -> tuple[MarkedContent, ...]:
        """The marked content of the structure tree."""
        return tuple(part for part in self.structure if isinstance(part, MarkedContent))

    @cached_property
    def text_by_mcid(self) -> tuple[TextByMcid, ...]:
        """The text of each page, by marked content."""
        return tuple(map(structure.by_mcid, self.painted))

    @cached_property
    def tagged_text(self) -> list[str]:
        """Each page's text by our own reader: in the order of the structure, each line ordered by position."""
        return structure.text(self.leaves, self.text_by_mcid)

    @cached_property
    def written_text(self) -> list[str]:
        """The same, each line in the order in which the file writes it."""
        texts = [structure.by_mcid(page, structure.as_written, self.direction) for page in self.painted]
        return structure.text(self.leaves, texts)

    @cached_property
    def pdfium_text(self) -> list[str]:
        """Each page's text by pdfium, which goes by the positions of the letters."""
        return pdfium.text(self.content)

    @cached_property
    def pdfium_text_to_the_right(self) -> list[str]:
        """The same as if the work ran from left to right.

        In a work that says it runs to the left, pdfium turns round the words of every line, those in Latin letters too.
        """
        if str(self.preferences.get("/Direction", "")) != "/R2L":
            return self.pdfium_text
        with pikepdf.open(io.BytesIO(self.content)) as pdf:
            pdf.Root.ViewerPreferences.Direction = pikepdf.Name.L2R
            turned = io.BytesIO()
            pdf.save(turned)
        return pdfium.text(turned.getvalue())


@contextmanager
def opened(content: bytes, name: str = "") -> Iterator[pikepdf.Pdf]:
    """The opened PDF. Raises ArticleError: it is no PDF, needs a password, cannot be read or has no pages."""
    label = name or Message("The input")
    if b"%PDF-" not in content[:1024]:
        what = Message("is empty") if not content else Message("is no PDF: it does not start with %PDF-")
        raise ArticleError(
            Message("{called} {what}.", called=label, what=what), hint="Give the finished PDF that is to be judged."
        )
    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise ArticleError(
            Message("{called} cannot be opened without its password.", called=label),
            hint="Take the password off first: qpdf --decrypt --password=PASSWORD IN.pdf OUT.pdf",
        ) from None
    except MALFORMED as damage:
        raise ArticleError(
            Message("{called} is damaged beyond reading: {reason}.", called=label, reason=_reason(damage)),
            hint="Export it anew, or send it once more.",
        ) from None
    with pdf:
        _require_pages(pdf, label)
        yield pdf


def _reason(damage: Exception) -> str:
    """A library's message about damage, without its own names for the file and its objects."""
    return re.sub(r"^.*(?:stream <[^>]*>|<[^>]*>)[^:]*: ", "", str(damage))[:160].rstrip(".")


def _require_pages(pdf: pikepdf.Pdf, label: str) -> None:
    try:
        pages = len(pdf.pages)
    except MALFORMED as damage:
        raise ArticleError(
            Message("The pages of {called} cannot be listed: {reason}.", called=label, reason=_reason(damage)),
            hint="Export it anew.",
        ) from None
    if not pages:
        raise ArticleError(Message("{called} has no pages.", called=label), hint="Export it anew.")
