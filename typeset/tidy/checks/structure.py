"""Checks: what a release is made of, and what is missing from it."""

import re
from collections.abc import Iterator

from typeset.errors import Message
from typeset.findings import Check, Fault, Severity, check
from typeset.model.article import Photo, Quotation
from typeset.model.script import KNOWN_LANGUAGES
from typeset.model.settings import nearest
from typeset.tidy.passage import Manuscript, Passage


@check("article/unknown-language", Severity.WARNING)
def unknown_language(manuscript: Manuscript) -> Iterator[Fault]:
    """A language that typeset does not know.

    Such a page runs from left to right with English labels, and no rule of the text's own language is applied.
    """
    if manuscript.language not in KNOWN_LANGUAGES:
        hint = Message(
            "{nearest} Write it as `lang: ar`, or leave it out.", nearest=nearest(manuscript.language, KNOWN_LANGUAGES)
        )
        yield Fault(
            Message("The language `{language}` is not known.", language=manuscript.article.language),
            manuscript.nowhere,
            hint,
        )


@check("article/long-headline", Severity.WARNING)
def long_headline(manuscript: Manuscript) -> Iterator[Fault]:
    """A headline of more than 65 characters.

    Longer ones are cut by search engines, mail programs and phones (the figure of the UK government's style guide).
    `headline_limit` in typeset.toml sets another.
    """
    yield from _over(
        manuscript.passage(manuscript.article.headline), manuscript.house.headline_limit, Message("headline")
    )


@check("article/long-subheadline", Severity.WARNING)
def long_subheadline(manuscript: Manuscript) -> Iterator[Fault]:
    """A subheadline of more than 160 characters.

    It is one sentence that makes the headline complete, and what a search engine shows. `subheadline_limit` sets
    another.
    """
    yield from _over(
        manuscript.passage(manuscript.article.subheadline), manuscript.house.subheadline_limit, Message("subheadline")
    )


def _over(passage: Passage, limit: int, what: str) -> Iterator[Fault]:
    length = len(passage.text.text)
    if length > limit:
        message = Message("The {what} has {length} characters, over {limit}", what=what, length=length, limit=limit)
        yield Fault(message, passage.place(limit), Message("Take away {length} or more.", length=length - limit))


@check("article/headline-full-stop", Severity.INFO)
def headline_full_stop(manuscript: Manuscript) -> Iterator[Fault]:
    """A full stop at the end of a headline or subheading.

    A title is not a sentence; its size and place already end it.
    """
    for passage in (manuscript.passage(manuscript.article.headline), *manuscript.headings):
        if _ENDS_WITH_STOP.search(passage.masked):
            at = len(passage.masked) - 1
            yield Fault(
                Message("{text} ends with a full stop", text=passage.text.text[-20:]),
                passage.place(at),
                "Take it away.",
            )


_ENDS_WITH_STOP = re.compile(r"[^.\s][.۔]$")


@check("article/no-dateline", Severity.WARNING)
def no_dateline(manuscript: Manuscript) -> Iterator[Fault]:
    """No dateline.

    The reader of an agency text looks first for where it comes from: الوفاق/ or أبوظبي (وام) before the first words.
    """
    article = manuscript.article
    if not article.dateline and not article.place:
        yield Fault("There is no dateline.", manuscript.nowhere, "Begin the text with the place and a slash.")


@check("article/no-date", Severity.INFO)
def no_date(manuscript: Manuscript) -> Iterator[Fault]:
    """No date of issue.

    A release is filed and quoted by its date; "Thursday" in the text means another day every week.
    """
    article = manuscript.article
    if article.date is None and not re.search(r"\d", article.dateline.text):
        yield Fault("There is no date.", manuscript.nowhere, "Add `date: 2025-07-23` to the front matter.")


@check("article/no-source", Severity.WARNING)
def no_source(manuscript: Manuscript) -> Iterator[Fault]:
    """No source.

    A newsroom does not print what it cannot attribute.
    """
    if not manuscript.article.source:
        yield Fault("There is no source.", manuscript.nowhere, "End the text with a line that begins with المصدر:")


@check("article/no-contact", Severity.INFO)
def no_contact(manuscript: Manuscript) -> Iterator[Fault]:
    """No contact for questions.

    A journalist calls before printing; the release names whom, with a telephone number or an address.
    """
    if not any(contact.phone or contact.email for contact in manuscript.article.contacts):
        hint = Message("Add `contacts` to the front matter or to brand.toml.")
        yield Fault("There is no contact with a telephone number or e-mail address.", manuscript.nowhere, hint)


@check("article/no-boilerplate", Severity.INFO)
def no_boilerplate(manuscript: Manuscript) -> Iterator[Fault]:
    """No paragraph about the issuer.

    Who prints the release needs one sentence about who issued it (نبذة عن).
    """
    if not manuscript.article.about:
        hint = Message("Add `about` to the front matter or to brand.toml.")
        yield Fault("Nothing says who the issuer is.", manuscript.nowhere, hint)


@check("article/embargo-hour", Severity.ERROR)
def embargo_hour(manuscript: Manuscript) -> Iterator[Fault]:
    """An embargo without an hour.

    "Until Thursday" is broken at midnight by one newspaper and at noon by the next.
    """
    embargo = manuscript.article.embargo
    if embargo and not embargo.has_hour:
        day = embargo.until.date().isoformat()
        hint = Message("Write `embargo: {day} 10:00 Asia/Baghdad`.", day=day)
        yield Fault(Message("The embargo of {day} names no hour.", day=day), manuscript.nowhere, hint)


@check("article/embargo-zone", Severity.WARNING)
def embargo_zone(manuscript: Manuscript) -> Iterator[Fault]:
    """An embargo whose hour has no time zone.

    Ten o'clock in Baghdad is nine in Beirut's winter; the release is read in both.
    """
    embargo = manuscript.article.embargo
    if embargo and embargo.has_hour and embargo.until.tzinfo is None:
        hint = Message("Write بتوقيت بغداد, Asia/Baghdad or +03:00 after the hour.")
        yield Fault(
            Message("The embargo until {until:%H:%M} names no time zone.", until=embargo.until),
            manuscript.nowhere,
            hint,
        )


@check("article/embargo-or-release", Severity.ERROR)
def embargo_or_release(manuscript: Manuscript) -> Iterator[Fault]:
    """An embargo on a release that is for immediate release.

    One of the two is left from an earlier release; whichever the newsroom believes, it may be wrong.
    """
    release = manuscript.article.release
    if manuscript.article.embargo and _IMMEDIATE.search(release.text):
        place = manuscript.passage(release).place(0)
        yield Fault(
            Message("There is an embargo, and the release line says {release}.", release=release),
            place,
            "Take one of the two away.",
        )


_IMMEDIATE = re.compile("فوري|فوراً|فورًا|فوری|immediate|מיידי", re.IGNORECASE)


@check("article/unnamed-speaker", Severity.INFO)
def unnamed_speaker(manuscript: Manuscript) -> Iterator[Fault]:
    """A quotation that stands apart and does not say whose it is.

    A quotation is worth what its speaker is worth: name and role.
    """
    for block in manuscript.article.body:
        if isinstance(block, Quotation) and block.paragraphs and not block.speaker:
            place = manuscript.passage(block.paragraphs[0]).place(0)
            yield Fault("A quotation without a speaker.", place, "End it with a line: — the name, the role.")


@check("article/photo-alt", Severity.WARNING)
def photo_alt(manuscript: Manuscript) -> Iterator[Fault]:
    """A photo without alternative text.

    Who cannot see it is told nothing, and the PDF cannot be PDF/UA.
    """
    for photo in manuscript.article.pictures:
        if not photo.alt.strip():
            hint = Message("Describe it: ![what is seen](file).")
            yield Fault(Message("{name} has no alternative text.", name=_name(photo)), manuscript.nowhere, hint)


@check("article/photo-caption", Severity.INFO)
def photo_caption(manuscript: Manuscript) -> Iterator[Fault]:
    """A photo without caption or credit.

    A newspaper prints no picture without who, what, where and when, and without whom to credit.
    """
    for photo in manuscript.article.pictures:
        missing = tuple(
            name for name, text in zip(("caption", "credit"), (photo.caption, photo.credit), strict=True) if not text
        )
        if missing:
            hint = Message("Add who, what, where, when, and the photographer.")
            yield Fault(
                Message("{name} has no {names}.", name=_name(photo), names=LACKING[missing]),
                manuscript.nowhere,
                hint,
            )


def _name(photo: Photo) -> str:
    return Message("A picture inside the file") if photo.source.startswith("data:") else photo.source


LACKING = {
    ("caption",): Message("caption"),
    ("credit",): Message("credit"),
    ("caption", "credit"): Message("caption and no credit"),
}
"""What a photo lacks, as it is said."""

STRUCTURE: tuple[Check[Manuscript], ...] = (
    unknown_language,
    long_headline,
    long_subheadline,
    headline_full_stop,
    no_dateline,
    no_date,
    no_source,
    no_contact,
    no_boilerplate,
    embargo_hour,
    embargo_zone,
    embargo_or_release,
    unnamed_speaker,
    photo_alt,
    photo_caption,
)
