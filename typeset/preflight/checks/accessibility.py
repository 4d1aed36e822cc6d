"""Checks of what a screen reader and a viewer need: direction, language, title, structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from typeset.errors import Message
from typeset.findings import Fault, Place, Severity, check
from typeset.model.script import direction
from typeset.preflight.content.painted import KINDS, Painted, PaintKind
from typeset.preflight.content.values import Value, entries, items, named
from typeset.preflight.reading import structure
from typeset.preflight.reading.structure import StructureElement
from typeset.preflight.sheet import ACCESSIBLE, TAGGED, Sheet

LATIN_WORDS = re.compile(r"[A-Za-z]{2,}(?:[\s'-]+[A-Za-z]{2,}){2,}")
"""Three words: a name does not ask for a change of voice, a sentence does."""
NAMED = 40
"""How many characters of a text a message shows."""


LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
"""How a language is written (RFC 3066): `ar`, `ar-LB`."""


@check("access/left-to-right", Severity.ERROR, scopes={ACCESSIBLE})
def left_to_right(sheet: Sheet) -> Iterator[Fault]:
    """A right-to-left work that does not say so.

    Without /Direction /R2L a viewer shows two pages side by side in the wrong order, and binds on the wrong side.
    """
    if sheet.direction == "rtl" and str(sheet.preferences.get("/Direction", "")) != "/R2L":
        yield Fault(
            "The reading direction is not said to be right to left",
            hint="Set /ViewerPreferences /Direction /R2L: in a layout program, bind the document at the right.",
        )


@check("access/no-language", Severity.ERROR, scopes={ACCESSIBLE})
def no_language(sheet: Sheet) -> Iterator[Fault]:
    """A work that does not say in which language it is.

    A screen reader then reads Arabic with whatever voice is set, or spells it. The document says it for all its text,
    or each element for its own (PDF/UA-1, 7.2).
    """
    if not sheet.language:
        if _is_silent_on_language(sheet):
            hint = sheet.cure(
                Message("Write `lang: ar` in the article's front matter."), Message("Set /Lang in the catalog.")
            )
            yield Fault("The document's language is not given", hint=hint)
    elif not LANGUAGE_TAG.fullmatch(sheet.language):
        yield Fault(
            Message("«{language}» names no language", language=sheet.language[:NAMED]),
            hint="Write it as in `ar` or `ar-LB`.",
        )
    elif sheet.article and direction(sheet.language) != sheet.article.direction:
        yield Fault(
            Message(
                "The document's language is given as {language}, the article's is {wanted}",
                language=sheet.language,
                wanted=sheet.article.language,
            ),
            hint="Set `lang` in the article's front matter.",
        )


def _is_silent_on_language(sheet: Sheet) -> bool:
    """Whether some text has no language: neither its element nor one around it, nor its marked content, names one."""
    languages: dict[tuple[int, int | None], str] = {}
    for leaf in sheet.leaves:
        languages[leaf.page, leaf.mcid] = leaf.element.language
    return any(
        not (thing.language or languages.get((number, thing.mcid)))
        for number, page in enumerate(sheet.painted)
        for thing in page
        if thing.kind is PaintKind.TEXT and not thing.is_artifact and thing.text.strip()
    )


@check("access/title-hidden", Severity.ERROR, scopes={ACCESSIBLE})
def title_hidden(sheet: Sheet) -> Iterator[Fault]:
    """A work that shows its file name where its title should be.

    It is the first thing a screen reader says and what stands on the window and the tab (PDF/UA-1, 7.1).
    """
    if not sheet.claims.title:
        yield Fault("The metadata give no title", hint="Set dc:title in the XMP packet to the headline.")
    elif not bool(sheet.preferences.get("/DisplayDocTitle", False)):
        yield Fault("The title is not shown", hint="Set /ViewerPreferences /DisplayDocTitle true.")


@check("access/untagged", Severity.ERROR, scopes={TAGGED})
def untagged(sheet: Sheet) -> Iterator[Fault]:
    """A work without structure.

    Nothing tells a screen reader what is a heading and what comes after what; most then guess from places on the page.
    """
    marked = bool(entries(sheet.pdf.Root.get("/MarkInfo")).get("/Marked", False))
    if not sheet.elements or not marked:
        yield Fault("The PDF is not tagged", hint="Export as tagged PDF, with its structure.")


@check("access/header-tagged", Severity.ERROR, scopes={ACCESSIBLE})
def header_tagged(sheet: Sheet) -> Iterator[Fault]:
    """Something on the page that is neither in the structure nor set apart as an artifact.

    A running head that is not an artifact is read aloud in the middle of a sentence, or jumps out of the order.
    """
    if not sheet.elements:
        return
    known = {(leaf.page, leaf.mcid) for leaf in sheet.leaves}
    for number, page in enumerate(sheet.painted):
        loose = [thing for thing in page if not thing.is_artifact and (number, thing.mcid) not in known]
        if loose:
            yield Fault(
                Message("{called} stands outside the structure and is no artifact", called=_label(loose)),
                Place(page=number + 1, box=loose[0].box),
                hint="Mark running heads, folios, rules and crop marks as /Artifact; tag all that is to be read.",
            )


def _label(things: list[Painted]) -> str:
    """The name of painted things in a message: the first words of their text, else the kind of the first."""
    words = " ".join(structure.painted_text(thing for thing in things if thing.kind is PaintKind.TEXT).split())
    return (
        Message("«{words}»", words=words[:NAMED]) if words else Message("A thing ({kind})", kind=KINDS[things[0].kind])
    )


@check("access/no-alt", Severity.ERROR, scopes={ACCESSIBLE})
def no_alt(sheet: Sheet) -> Iterator[Fault]:
    """A picture that says nothing to those who do not see it.

    Every Figure needs an alternative text (PDF/UA-1, 7.3): what the picture shows, as one would say it over the phone.
    """
    for element in sheet.elements:
        if element.role == "Figure" and not (str(element.object.get("/Alt", "")) or "/ActualText" in element.object):
            yield Fault(
                "A picture has no alternative text",
                Place(page=element.page + 1),
                hint=sheet.cure(
                    Message("Write `alt` beside the picture in the article."),
                    Message("Give its Figure an /Alt, or make it an artifact."),
                ),
            )


@check("access/heading-skipped", Severity.WARNING, scopes={ACCESSIBLE})
def heading_skipped(sheet: Sheet) -> Iterator[Fault]:
    """A heading two levels under the one before it.

    Who walks through the headings looks for the level between (PDF/UA-1, 7.4.2).
    """
    last = 0
    for element in sheet.elements:
        if match := re.fullmatch(r"H([1-6])", element.role):
            level = int(match[1])
            if level > last + 1:
                before = Message("follows one of level {last}", last=last) if last else Message("is the first")
                yield Fault(
                    Message("A heading of level {level} {before}", level=level, before=before),
                    Place(page=element.page + 1),
                    hint="Leave no level out.",
                )
            last = level


@check("access/no-headers", Severity.WARNING, scopes={ACCESSIBLE})
def no_headers(sheet: Sheet) -> Iterator[Fault]:
    """A table without a header cell that says what it heads.

    In the middle of a table a screen reader repeats the headers of the cell; it knows them by TH and its /Scope, or by
    the /Headers that cells name. PDF/UA-1, 7.5, forbids no table without them: that is a remark.
    """
    tables = [element for element in sheet.elements if element.role == "Table"]
    headers = [element for element in sheet.elements if element.role == "TH"]
    if tables and not headers:
        severity = Severity.WARNING if sheet.article else Severity.INFO
        place, hint = Place(page=tables[0].page + 1), "Make the cells of its first row headers (TH)."
        yield Fault("A table has no header cells", place, hint, severity)
    if any(_has_attribute(sheet, cell, "/Headers") for cell in sheet.elements if cell.role in CELLS):
        return
    for header in headers:
        if not _has_attribute(sheet, header, "/Scope"):
            yield Fault("A header cell has no /Scope", Place(page=header.page + 1), hint="Set /Scope /Column or /Row.")
            return


CELLS = frozenset({"TD", "TH"})


def _has_attribute(sheet: Sheet, element: StructureElement, name: str) -> bool:
    """Whether an element has an attribute, of its own or by a class (ISO 32000-1, 14.7.5)."""
    classes = entries(entries(sheet.pdf.Root.get("/StructTreeRoot")).get("/ClassMap"))
    of_classes = (one for class_ in items(element.object.get("/C")) for one in items(_class(classes, class_)))
    return any(name in entries(one) for one in (*items(element.object.get("/A")), *of_classes))


def _class(classes: Value, name: Value) -> Value:
    return named(classes, name) if isinstance(name, pikepdf.Name) else None


@check("access/foreign-voice", Severity.WARNING, scopes={ACCESSIBLE})
def foreign_voice(sheet: Sheet) -> Iterator[Fault]:
    """Latin sentences within right-to-left text that do not say their language.

    An Arabic voice spells them letter by letter. A /Lang on their element lets the screen reader change its voice.
    """
    if sheet.direction != "rtl":
        return
    for leaf in sheet.leaves:
        passage = sheet.text_by_mcid[leaf.page].get(leaf.mcid) if leaf.page >= 0 else None
        text = passage.text if passage else ""
        match = LATIN_WORDS.search(text)
        if match and direction(leaf.element.language) == "rtl":
            yield Fault(
                Message("«{found}» is not marked as another language", found=match[0][:NAMED]),
                Place(page=leaf.page + 1),
                hint=sheet.cure(
                    Message("Give the words their language in the article."), Message("Give their element a /Lang.")
                ),
            )


ACCESSIBILITY_CHECKS = (
    left_to_right,
    no_language,
    title_hidden,
    untagged,
    header_tagged,
    no_alt,
    heading_skipped,
    no_headers,
    foreign_voice,
)
