"""What did not come through: a reader drops nothing without a word, and this is the word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from typeset.check import Check, Fault, Finding, Place, Severity, check


class Kind(Enum):
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

    kind: Kind
    what: str
    line: int = 0
    column: int = 0
    hint: str = ""


class Losses(NamedTuple):
    """All that one source lost; what the checks below look at."""

    file: str
    losses: tuple[Loss, ...]

    def of(self, kind: Kind) -> Iterator[tuple[Loss, Place]]:
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
    for loss, place in lost.of(Kind.ENCODING):
        yield Fault(f"read as {loss.what}, found by trying", place, hint="Save the file as UTF-8.")


@check("read/control-character", Severity.WARNING)
def control_character(lost: Losses) -> Iterator[Fault]:
    """A control character in a text.

    Programs leave them behind where they could not write a letter, or at the end of a file. No page shows them; the
    letter whose place one took is missing.
    """
    for loss, place in lost.of(Kind.CONTROL):
        words = f"a control character was left out: {loss.what}"
        yield Fault(words, place, hint="Look whether a letter is missing there.")


@check("read/unknown-key", Severity.WARNING)
def unknown_key(lost: Losses) -> Iterator[Fault]:
    """A key in the front matter that is not known.

    A mistyped key would otherwise leave out a whole field, an embargo for example, without a word.
    """
    for loss, place in lost.of(Kind.KEY):
        yield Fault(f"unknown key `{excerpt(loss.what)}`: what stands after it is not used", place, hint=loss.hint)


@check("read/raw-html", Severity.WARNING)
def raw_html(lost: Losses) -> Iterator[Fault]:
    """HTML inside Markdown.

    It is never passed on: it could load files, run programs and break the page. The words between inline tags stay;
    an HTML block goes, with its words.
    """
    for loss, place in lost.of(Kind.RAW_HTML):
        yield Fault(f"HTML left out: {excerpt(loss.what)}", place, hint="Write it in Markdown instead.")


@check("read/link", Severity.WARNING)
def link(lost: Losses) -> Iterator[Fault]:
    """A link that is not safe to print or to click.

    Only web, e-mail and telephone links are kept; the words of the others stay without the link.
    """
    for loss, place in lost.of(Kind.LINK):
        yield Fault(
            f"link left out: {excerpt(loss.what)}", place, hint=loss.hint or "Use an http, https, mailto or tel link."
        )


@check("read/picture", Severity.WARNING)
def picture(lost: Losses) -> Iterator[Fault]:
    """A picture that cannot be had.

    Nothing is fetched from the net, and files come from the article's own folder alone.
    """
    for loss, place in lost.of(Kind.PICTURE):
        yield Fault(
            f"picture left out: {excerpt(loss.what, 120)}",
            place,
            hint=loss.hint or "Save the picture in the article's folder and name it from there.",
        )


@check("read/note", Severity.WARNING)
def note(lost: Losses) -> Iterator[Fault]:
    """A footnote without its reference, or a reference without its footnote.

    The one cannot be set at its place, the other points nowhere.
    """
    for loss, place in lost.of(Kind.NOTE):
        yield Fault(loss.what, place, hint=loss.hint or "Write [^1] in the text and [^1]: … under it.")


@check("read/structure", Severity.INFO)
def structure(lost: Losses) -> Iterator[Fault]:
    """A form that a press release does not have; its words are kept in a simpler one."""
    for loss, place in lost.of(Kind.STRUCTURE):
        yield Fault(loss.what, place, hint=loss.hint or "Look at the page; nothing is to be done if it reads well.")


@check("read/words", Severity.WARNING)
def words(lost: Losses) -> Iterator[Fault]:
    """Words of the source that are not in the article.

    They stand where an article has no place for them: in a comment, a header, a film's substitute, a field for notes.
    """
    for loss, place in lost.of(Kind.WORDS):
        yield Fault(f"left out: {excerpt(loss.what, 120)}", place, hint=loss.hint or "Add them by hand if they belong.")


@check("read/around", Severity.INFO)
def around(lost: Losses) -> Iterator[Fault]:
    """What stands around the article in a page.

    Menus, advertisements, comments and the like are left out on purpose; whether something else was caught with them,
    only an eye can tell.
    """
    for loss, place in lost.of(Kind.AROUND):
        yield Fault(f"left out around the article: {excerpt(loss.what, 120)}", place, hint="Look whether it belongs.")


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
