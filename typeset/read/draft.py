"""What a reader makes of a source: blocks in order, what the source states outright, and what was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from typeset.errors import Message
from typeset.findings import Check, Fault, Finding, Place, Severity, check
from typeset.model.article import Block, Contact, Embargo, Note, Paragraph, Photo
from typeset.model.text import Text
from typeset.read.fragments import same

# What did not come through: a reader drops nothing without a word, and this is the word.


class LossKind(Enum):
    """What was lost."""

    ENCODING = auto()
    CONTROL = auto()
    KEY = auto()
    RAW_HTML = auto()
    LINK = auto()
    PICTURE = auto()
    NOTE = auto()
    STRUCTURE = auto()
    WORDS = auto()
    AROUND = auto()


class Loss(NamedTuple):
    """One thing that did not come through as it was: its kind, the thing itself in its own words, and its place."""

    kind: LossKind
    what: str
    line: int = 0
    column: int = 0
    hint: str = ""


class Losses(NamedTuple):
    """All that one source lost; what the checks below look at."""

    file: str
    losses: tuple[Loss, ...]

    def of_kind(self, kind: LossKind) -> Iterator[tuple[Loss, Place]]:
        """The losses of one kind, each with its place."""
        for loss in self.losses:
            if loss.kind is kind:
                yield loss, Place(self.file, loss.line, loss.column)


def excerpt(words: str, limit: int = 60) -> str:
    """The words on one line, cut to about `limit` characters."""
    line = " ".join(words[: limit * 4].split())
    return line if len(line) <= limit else f"{line[:limit].rstrip()}…"


@check("read/encoding", Severity.INFO)
def encoding(lost: Losses) -> Iterator[Fault]:
    """The encoding was found by trying.

    The file does not say how its letters are written, and it is not UTF-8. Where the guess is wrong, the page shows
    letters that nobody wrote; look at it once, then save the file as UTF-8.
    """
    for loss, place in lost.of_kind(LossKind.ENCODING):
        yield Fault(Message("read as {what}, found by trying", what=loss.what), place, hint="Save the file as UTF-8.")


@check("read/control-character", Severity.WARNING)
def control_character(lost: Losses) -> Iterator[Fault]:
    """A control character in a text.

    Programs leave them behind where they could not write a letter, or at the end of a file. No page shows them; the
    letter whose place one took is missing.
    """
    for loss, place in lost.of_kind(LossKind.CONTROL):
        words = Message("a control character was left out: {what}", what=loss.what)
        yield Fault(words, place, hint="Look whether a letter is missing there.")


@check("read/unknown-key", Severity.WARNING)
def unknown_key(lost: Losses) -> Iterator[Fault]:
    """A key in the front matter that is not known.

    A mistyped key would otherwise leave out a whole field, an embargo for example, without a word.
    """
    for loss, place in lost.of_kind(LossKind.KEY):
        yield Fault(
            Message("unknown key `{excerpt}`: what stands after it is not used", excerpt=excerpt(loss.what)),
            place,
            hint=loss.hint,
        )


@check("read/raw-html", Severity.WARNING)
def raw_html(lost: Losses) -> Iterator[Fault]:
    """HTML inside Markdown.

    It is never passed on: it could load files, run programs and break the page. The words between inline tags stay;
    an HTML block goes, with its words.
    """
    for loss, place in lost.of_kind(LossKind.RAW_HTML):
        yield Fault(
            Message("HTML left out: {excerpt}", excerpt=excerpt(loss.what)), place, hint="Write it in Markdown instead."
        )


@check("read/link", Severity.WARNING)
def link(lost: Losses) -> Iterator[Fault]:
    """A link that is not safe to print or to click.

    Only web, e-mail and telephone links are kept; the words of the others stay without the link.
    """
    for loss, place in lost.of_kind(LossKind.LINK):
        yield Fault(
            Message("link left out: {excerpt}", excerpt=excerpt(loss.what)),
            place,
            hint=loss.hint or "Use an http, https, mailto or tel link.",
        )


@check("read/picture", Severity.WARNING)
def picture(lost: Losses) -> Iterator[Fault]:
    """A picture that cannot be had.

    Nothing is fetched from the net, and files come from the article's own folder alone.
    """
    for loss, place in lost.of_kind(LossKind.PICTURE):
        yield Fault(
            Message("picture left out: {excerpt}", excerpt=excerpt(loss.what, 120)),
            place,
            hint=loss.hint or "Save the picture in the article's folder and name it from there.",
        )


@check("read/note", Severity.WARNING)
def note(lost: Losses) -> Iterator[Fault]:
    """A footnote without its reference, or a reference without its footnote.

    The one cannot be set at its place, the other points nowhere.
    """
    for loss, place in lost.of_kind(LossKind.NOTE):
        yield Fault(loss.what, place, hint=loss.hint or "Write [^1] in the text and [^1]: … under it.")


@check("read/structure", Severity.INFO)
def structure(lost: Losses) -> Iterator[Fault]:
    """A form that a press release does not have; its words are kept in a simpler one."""
    for loss, place in lost.of_kind(LossKind.STRUCTURE):
        yield Fault(loss.what, place, hint=loss.hint or "Look at the page; nothing is to be done if it reads well.")


@check("read/words", Severity.WARNING)
def words(lost: Losses) -> Iterator[Fault]:
    """Words of the source that are not in the article.

    They stand where an article has no place for them: in a comment, a header, a film's substitute, a field for notes.
    """
    for loss, place in lost.of_kind(LossKind.WORDS):
        yield Fault(
            Message("left out: {excerpt}", excerpt=excerpt(loss.what, 120)),
            place,
            hint=loss.hint or "Add them by hand if they belong.",
        )


@check("read/around", Severity.INFO)
def around(lost: Losses) -> Iterator[Fault]:
    """What stands around the article in a page.

    Menus, advertisements, comments and the like are left out on purpose; whether something else was caught with them,
    only an eye can tell.
    """
    for loss, place in lost.of_kind(LossKind.AROUND):
        yield Fault(
            Message("left out around the article: {excerpt}", excerpt=excerpt(loss.what, 120)),
            place,
            hint="Look whether it belongs.",
        )


CHECKS: tuple[Check[Losses], ...] = (
    encoding,
    control_character,
    unknown_key,
    raw_html,
    link,
    picture,
    note,
    structure,
    words,
    around,
)


def findings(file: str, losses: Iterable[Loss]) -> tuple[Finding, ...]:
    """The losses of a source as findings, in the order of CHECKS."""
    lost = Losses(file, tuple(losses))
    return tuple(finding for look in CHECKS for finding in look(lost))


class Fields(TypedDict, total=False):
    """Fields of the Article, as far as they are known: what a reader may give, by name and type."""

    release: Text
    embargo: Embargo | None
    number: str
    date: date | None
    place: Text
    kicker: Text
    headline: Text
    subheadline: Text
    dateline: Text
    body: tuple[Block, ...]
    end_mark: Text
    notes: tuple[Note, ...]
    source: Text
    photos: tuple[Photo, ...]
    about: tuple[Paragraph, ...]
    contacts: tuple[Contact, ...]
    link: str
    language: str
    folder: Path | None
    name: str


def said(fields: Fields) -> Fields:
    """The fields that say something."""
    return cast("Fields", {name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Draft:
    """Blocks whose parts (headline, dateline, source line, ...) are yet to be found, and what is known beforehand.

    A Heading here may have level 1.
    """

    blocks: tuple[Block, ...]
    given: Fields = field(default_factory=Fields)
    """Fields of the Article that the source states outright; these are not guessed, even where they are empty."""
    notes: tuple[Note, ...] = ()
    losses: tuple[Loss, ...] = ()
    hints: Fields = field(default_factory=Fields)
    """Fields that count where nothing is given and nothing found."""
    guess: bool = True
    """False where the source asks that its blocks be taken as they stand."""


@dataclass(slots=True)
class Parts:
    """The fields found so far and the blocks that are still to be looked at."""

    fields: Fields
    blocks: list[Block]
    losses: list[Loss] = field(default_factory=list)

    def sets(self, found: Fields) -> bool:
        """Take what a block says; False where it says otherwise than what is known, and must stay where it is."""
        known: Mapping[str, object] = self.fields
        if any(_differ(known[name], value) for name, value in found.items() if name in known):
            return False
        self.fields = {**found, **self.fields}
        return True


def _differ(known: object, found: object) -> bool:
    """Whether two values of a field are two facts; texts that differ in marks and vowel signs alone are one."""
    if isinstance(known, Text) and isinstance(found, Text):
        return same(known.text) != same(found.text)
    return known != found
