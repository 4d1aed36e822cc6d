"""The result of a reader: blocks in order, fields that the source declares, and losses (what did not come through)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from typeset.errors import Message
from typeset.findings import Check, Fault, Finding, Place, Severity, check
from typeset.model.article import Block, Contact, Embargo, Note, Paragraph, Photo, Signature, Translation
from typeset.model.text import Text
from typeset.read.fragments import lookup_key

# Losses: everything that a reader leaves out or simplifies is recorded, and reported by the checks below.


class LossKind(Enum):
    """Kinds of loss; each has its check below."""

    ENCODING = auto()
    CONTROL = auto()
    KEY = auto()
    VALUE = auto()
    TRANSLATION = auto()
    RAW_HTML = auto()
    LINK = auto()
    PICTURE = auto()
    NOTE = auto()
    STRUCTURE = auto()
    WORDS = auto()
    AROUND = auto()
    UNSURE = auto()


class Loss(NamedTuple):
    """One thing that was left out or changed: its kind, its words, its line and column in the source (0: unknown)."""

    kind: LossKind
    what: str
    line: int = 0
    column: int = 0
    hint: str = ""


class Losses(NamedTuple):
    """All losses of one source: the subject of the checks below."""

    file: str
    losses: tuple[Loss, ...]

    def of_kind(self, kind: LossKind) -> Iterator[tuple[Loss, Place]]:
        """The losses of one kind, each with its place."""
        for loss in self.losses:
            if loss.kind is kind:
                yield loss, Place(self.file, loss.line, loss.column)


def excerpt(words: str, limit: int = 60) -> str:
    """The words on one line, cut to `limit` characters and an ellipsis."""
    line = " ".join(words[: limit * 4].split())
    return line if len(line) <= limit else f"{line[:limit].rstrip()}…"


@check("read/encoding", Severity.INFO)
def encoding(losses: Losses) -> Iterator[Fault]:
    """The encoding was guessed.

    The file does not declare its encoding, and it is not UTF-8. Where the guess is wrong, the page shows wrong letters;
    look at it once, then save the file as UTF-8.
    """
    for loss, place in losses.of_kind(LossKind.ENCODING):
        yield Fault(Message("read as {what}, found by trying", what=loss.what), place, hint="Save the file as UTF-8.")


@check("read/control-character", Severity.WARNING)
def control_character(losses: Losses) -> Iterator[Fault]:
    """A control character in a text.

    Programs leave them behind where they could not write a letter, or at the end of a file. No page shows them; the
    letter whose place one took is missing.
    """
    for loss, place in losses.of_kind(LossKind.CONTROL):
        words = Message("a control character was left out: {what}", what=loss.what)
        yield Fault(words, place, hint="Look whether a letter is missing there.")


@check("read/unknown-key", Severity.WARNING)
def unknown_key(losses: Losses) -> Iterator[Fault]:
    """A key in the front matter that is not known.

    Otherwise a mistyped key would silently drop a whole field, an embargo for example.
    """
    for loss, place in losses.of_kind(LossKind.KEY):
        yield Fault(
            Message("unknown key `{excerpt}`: what stands after it is not used", excerpt=excerpt(loss.what)),
            place,
            hint=loss.hint,
        )


@check("read/unknown-value", Severity.WARNING)
def unknown_value(losses: Losses) -> Iterator[Fault]:
    """A size or a place of a photo that is not known.

    The theme's own size or place stands in its stead, which may not be what was meant.
    """
    for loss, place in losses.of_kind(LossKind.VALUE):
        words = Message("`{excerpt}` is no size or place of a photo: it is not used", excerpt=excerpt(loss.what))
        yield Fault(words, place, loss.hint)


@check("read/translation", Severity.ERROR)
def translation(losses: Losses) -> Iterator[Fault]:
    """A translation whose file is not there.

    A release in two languages would go out in one. Files are read from the article's own folder only.
    """
    for loss, place in losses.of_kind(LossKind.TRANSLATION):
        yield Fault(
            Message("there is no file {excerpt} in the article's folder", excerpt=excerpt(loss.what, 120)),
            place,
            hint="Save the translation in the article's folder and name it from there.",
        )


@check("read/raw-html", Severity.WARNING)
def raw_html(losses: Losses) -> Iterator[Fault]:
    """HTML inside Markdown.

    It is never passed on: it could load files, run programs and break the page. The words between inline tags stay;
    an HTML block goes, with its words.
    """
    for loss, place in losses.of_kind(LossKind.RAW_HTML):
        yield Fault(
            Message("HTML left out: {excerpt}", excerpt=excerpt(loss.what)), place, hint="Write it in Markdown instead."
        )


@check("read/link", Severity.WARNING)
def link(losses: Losses) -> Iterator[Fault]:
    """A link that is not safe to print or to click.

    Only web, e-mail and telephone links are kept; the words of the others stay without the link.
    """
    for loss, place in losses.of_kind(LossKind.LINK):
        yield Fault(
            Message("link left out: {excerpt}", excerpt=excerpt(loss.what)),
            place,
            hint=loss.hint or "Use an http, https, mailto or tel link.",
        )


@check("read/picture", Severity.WARNING)
def picture(losses: Losses) -> Iterator[Fault]:
    """A picture that cannot be loaded.

    Nothing is fetched from the network, and files are read from the article's own folder only.
    """
    for loss, place in losses.of_kind(LossKind.PICTURE):
        yield Fault(
            Message("picture left out: {excerpt}", excerpt=excerpt(loss.what, 120)),
            place,
            hint=loss.hint or "Save the picture in the article's folder and name it from there.",
        )


@check("read/note", Severity.WARNING)
def note(losses: Losses) -> Iterator[Fault]:
    """A footnote without its reference, or a reference without its footnote.

    A footnote is set where its reference stands; a reference without a footnote points nowhere.
    """
    for loss, place in losses.of_kind(LossKind.NOTE):
        yield Fault(loss.what, place, hint=loss.hint or "Write [^1] in the text and [^1]: … under it.")


@check("read/structure", Severity.INFO)
def structure(losses: Losses) -> Iterator[Fault]:
    """A structure that a press release does not have; its words are kept in a simpler one."""
    for loss, place in losses.of_kind(LossKind.STRUCTURE):
        yield Fault(loss.what, place, hint=loss.hint or "Look at the page; nothing is to be done if it reads well.")


@check("read/words", Severity.WARNING)
def words(losses: Losses) -> Iterator[Fault]:
    """Words of the source that are not in the article.

    They stand where an article has no field for them: in a comment, a page header, the fallback text of a video, or
    a field for notes to the editor.
    """
    for loss, place in losses.of_kind(LossKind.WORDS):
        yield Fault(
            Message("left out: {excerpt}", excerpt=excerpt(loss.what, 120)),
            place,
            hint=loss.hint or "Add them by hand if they belong.",
        )


@check("read/around", Severity.INFO)
def around(losses: Losses) -> Iterator[Fault]:
    """What stands around the article in a page.

    Menus, advertisements, comments and the like are left out on purpose; only a reader can tell whether a part of the
    article was left out with them.
    """
    for loss, place in losses.of_kind(LossKind.AROUND):
        yield Fault(
            Message("left out around the article: {excerpt}", excerpt=excerpt(loss.what, 120)),
            place,
            hint="Look whether it belongs.",
        )


@check("read/unsure", Severity.WARNING)
def unsure(losses: Losses) -> Iterator[Fault]:
    """Words that a program recognised in the picture of a page.

    A scan holds no letters. What a program takes them for is wrong in some word of every page, in names and figures
    most of all, and nothing but a person's eye finds that.
    """
    for _, place in losses.of_kind(LossKind.UNSURE):
        yield Fault(
            "the words were recognised in a scan and may be wrong",
            place,
            hint="Compare every word, every name and every figure with the page, or ask for the text.",
        )


CHECKS: tuple[Check[Losses], ...] = (
    encoding,
    control_character,
    unknown_key,
    unknown_value,
    translation,
    raw_html,
    link,
    picture,
    note,
    structure,
    words,
    around,
    unsure,
)


def findings(file: str, losses: Iterable[Loss]) -> tuple[Finding, ...]:
    """The losses of a source as findings, in the order of CHECKS."""
    all_losses = Losses(file, tuple(losses))
    return tuple(finding for check_losses in CHECKS for finding in check_losses(all_losses))


class Fields(TypedDict, total=False):
    """The fields of an Article that a reader may set, by name and type; all are optional."""

    release: Text
    embargo: Embargo | None
    number: str
    date: date | None
    place: Text
    addressee: Text
    kicker: Text
    headline: Text
    subheadline: Text
    dateline: Text
    body: tuple[Block, ...]
    signature: Signature | None
    end_mark: Text
    notes: tuple[Note, ...]
    source: Text
    attachments: tuple[Text, ...]
    photos: tuple[Photo, ...]
    about: tuple[Paragraph, ...]
    contacts: tuple[Contact, ...]
    link: str
    language: str
    translations: tuple[Translation, ...]
    folder: Path | None
    name: str


def non_empty(fields: Fields) -> Fields:
    """The fields whose value is not empty."""
    return cast("Fields", {name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as its reader returns it; the parts of the release in its blocks are recognised later, by `parts`.

    A Heading here may have level 1.
    """

    blocks: tuple[Block, ...]
    declared: Fields = field(default_factory=Fields)
    """Fields that the source declares (front matter, metadata); they are never guessed, even where they are empty."""
    notes: tuple[Note, ...] = ()
    losses: tuple[Loss, ...] = ()
    fallbacks: Fields = field(default_factory=Fields)
    """Fallback values, for fields that are neither declared nor recognised in the blocks."""
    guess: bool = True
    """False (`guess: no` in the front matter): no parts are recognised in the blocks, except a level-1 headline."""


@dataclass(slots=True)
class Parts:
    """The state of recognition: the fields known so far, and the blocks that remain."""

    fields: Fields
    blocks: list[Block]
    losses: list[Loss] = field(default_factory=list)

    def accept(self, new: Fields) -> bool:
        """Set the fields that a block gives; False, and nothing set, where one contradicts a known value.

        Known fields keep their values. A block that contradicts them must stay in the article.
        """
        known: Mapping[str, object] = self.fields
        if any(_differ(known[name], value) for name, value in new.items() if name in known):
            return False
        self.fields = {**new, **self.fields}
        return True


def _differ(known: object, new: object) -> bool:
    """Whether two values of a field contradict each other; texts are compared folded, without marks and vowel signs."""
    if isinstance(known, Text) and isinstance(new, Text):
        return lookup_key(known.text) != lookup_key(new.text)
    return known != new
