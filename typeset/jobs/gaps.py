"""Gaps: parts that most releases come without (a date, a contact, a boilerplate), and how to add them.

The cure depends on the format of the article, as a Word file has no front matter; and it names the label by which the
reader knows such a line in the language of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from typeset.errors import Message
from typeset.findings import Finding
from typeset.model.script import primary


class GapLabels(NamedTuple):
    """The labels by which a reader knows the line of a date, a contact or a boilerplate."""

    date: str
    contact: str
    about: str


LABELS: Mapping[str, GapLabels] = {
    "ar": GapLabels("التاريخ", "للتواصل", "نبذة عن …"),
    "fa": GapLabels("تاریخ", "تماس", "درباره …"),
    "ur": GapLabels("تاریخ", "رابطہ", "… کے بارے میں"),
    "he": GapLabels("תאריך", "ליצירת קשר", "אודות …"),
    "en": GapLabels("Date", "Contact", "About …"),
}
Cures = tuple[str, str, str]
"""A cure for each of GAPS, in their order."""


def _in_lines(labels: GapLabels) -> Cures:
    return (
        Message("Write a line «{date}: 2025-07-23» above the headline.", date=labels.date),
        Message(
            "End the text with a line «{contact}: …» with name, telephone and e-mail, or once for all releases in "
            "brand.toml.",
            contact=labels.contact,
        ),
        Message(
            "End the text with a line «{about}» and a paragraph under it, or once for all releases in brand.toml.",
            about=labels.about,
        ),
    )


def _in_front_matter(_: GapLabels) -> Cures:
    return (
        Message("Add `date: 2025-07-23` to the front matter."),
        Message(
            "Add `contacts` with name, phone and email to the front matter, or once for all releases in brand.toml."
        ),
        Message("Add `about` to the front matter, or once for all releases in brand.toml."),
    )


def _in_html(labels: GapLabels) -> Cures:
    return (
        Message('Add <meta property="article:published_time" content="2025-07-23"> to the head of the page.'),
        Message(
            "End the text with <p>{contact}: …</p>, name, telephone and e-mail in it, or once for all releases in "
            "brand.toml.",
            contact=labels.contact,
        ),
        Message(
            "End the text with <h2>{about}</h2> and a <p> under it, or once for all releases in brand.toml.",
            about=labels.about,
        ),
    )


def _in_ninjs(labels: GapLabels) -> Cures:
    return (
        Message('Add "contentcreated": "2025-07-23".'),
        Message(
            "End the body with a line «{contact}: …» with name, telephone and e-mail, or once for all releases in "
            "brand.toml.",
            contact=labels.contact,
        ),
        Message(
            "End the body with a line «{about}» and a paragraph under it, or once for all releases in brand.toml.",
            about=labels.about,
        ),
    )


def _in_jsonld(labels: GapLabels) -> Cures:
    return (
        Message('Add "datePublished": "2025-07-23".'),
        Message(
            "End articleBody with a line «{contact}: …» with name, telephone and e-mail, or once for all releases in "
            "brand.toml.",
            contact=labels.contact,
        ),
        Message(
            "End articleBody with a line «{about}» and a paragraph under it, or once for all releases in brand.toml.",
            about=labels.about,
        ),
    )


def _in_the_text(_: GapLabels) -> Cures:
    """Of a form that nobody writes in: a PDF, a message."""
    return (
        Message("Write it as Markdown (`typeset-press convert`), and add `date: 2025-07-23` to its front matter."),
        Message("Write it as Markdown and add `contacts`, or give them once for all releases in brand.toml."),
        Message("Write it as Markdown and add `about`, or give it once for all releases in brand.toml."),
    )


CURES: Mapping[str, Callable[[GapLabels], Cures]] = {
    "text": _in_lines,
    "docx": _in_lines,
    "odt": _in_lines,
    "rtf": _in_lines,
    "eml": _in_lines,
    "pdf": _in_the_text,
    "markdown": _in_front_matter,
    "html": _in_html,
    "webarchive": _in_the_text,
    "newsml": _in_the_text,
    "ninjs": _in_ninjs,
    "jsonld": _in_jsonld,
}
"""Reader -> the cures, with the labels of a language."""
GAPS = ("article/no-date", "article/no-contact", "article/no-boilerplate")
"""Checks with a finding on nearly every release of a house; `make` reports each once, at the end."""


def cured(findings: Iterable[Finding], form: str, language: str) -> tuple[Finding, ...]:
    """The findings; those of GAPS with the cure for an article of that form (reader) and language as hint."""
    if form not in CURES:
        return tuple(findings)
    cures = dict(zip(GAPS, CURES[form](LABELS.get(primary(language), LABELS["en"])), strict=True))
    return tuple(finding._replace(hint=cures[finding.id]) if finding.id in cures else finding for finding in findings)
