"""Gaps: parts that most releases come without (a date, a contact, a boilerplate), and how to add them.

The cure depends on the format of the article, as a Word file has no front matter; and it names the label by which the
reader knows such a line in the language of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

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
FOR_ALL = "or once for all releases in brand.toml"
ABOVE = "Write a line «{date}: 2025-07-23» above the headline."
CONTACT = "a line «{contact}: …» with name, telephone and e-mail"
ABOUT = "a line «{about}» and a paragraph under it"
IN_LINES = (ABOVE, f"End the text with {CONTACT}, {FOR_ALL}.", f"End the text with {ABOUT}, {FOR_ALL}.")
CURES: Mapping[str, tuple[str, str, str]] = {
    "text": IN_LINES,
    "docx": IN_LINES,
    "markdown": (
        "Add `date: 2025-07-23` to the front matter.",
        f"Add `contacts` with name, phone and email to the front matter, {FOR_ALL}.",
        f"Add `about` to the front matter, {FOR_ALL}.",
    ),
    "html": (
        'Add <meta property="article:published_time" content="2025-07-23"> to the head of the page.',
        "End the text with <p>{contact}: …</p>, name, telephone and e-mail in it, " + f"{FOR_ALL}.",
        "End the text with <h2>{about}</h2> and a <p> under it, " + f"{FOR_ALL}.",
    ),
    "ninjs": (
        'Add "contentcreated": "2025-07-23".',
        f"End the body with {CONTACT}, {FOR_ALL}.",
        f"End the body with {ABOUT}, {FOR_ALL}.",
    ),
    "jsonld": (
        'Add "datePublished": "2025-07-23".',
        f"End articleBody with {CONTACT}, {FOR_ALL}.",
        f"End articleBody with {ABOUT}, {FOR_ALL}.",
    ),
}
"""Reader -> the cures of GAPS, in their order."""
GAPS = ("article/no-date", "article/no-contact", "article/no-boilerplate")
"""Checks with a finding on nearly every release of a house; `make` reports each once, at the end."""


def cured(findings: Iterable[Finding], form: str, language: str) -> tuple[Finding, ...]:
    """The findings; those of GAPS with the cure for an article of that form (reader) and language as hint."""
    cures = dict(zip(GAPS, CURES.get(form, ()), strict=False))
    labels = LABELS.get(primary(language), LABELS["en"])._asdict()
    return tuple(
        finding._replace(hint=cures[finding.id].format_map(labels)) if finding.id in cures else finding
        for finding in findings
    )
