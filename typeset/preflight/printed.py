"""The words of a PDF that anybody made, in reading order: by its structure where it is tagged, by their places else.

Presentation forms (U+FB50 to U+FEFF), which many programs write in place of letters, become letters; the order of a
line is that in which it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from typeset.errors import ArticleError, Message
from typeset.model.printed import NOTE_SIGN, PrintedLine, PrintedPassage, PrintedPicture, PrintedText
from typeset.preflight.attached import MADE_FROM, files_of
from typeset.preflight.content.painted import Painted, PaintKind
from typeset.preflight.reading import bidi, columns, pictures, scan, structure
from typeset.preflight.reading.structure import MarkedContent, Runs, StructureElement
from typeset.preflight.sheet import Sheet, opened

if TYPE_CHECKING:
    import pikepdf

MOST_PAGES = 100
"""A press release has a few; a book is none."""
MOSTLY_TAGGED = 0.8
"""How much of the letters the structure must hold to be trusted with all of them."""
INLINE = frozenset({*structure.WITHIN_A_LINE, "NonStruct", "Private", "Reference", "BibEntry", "Annot", "Ruby"})
"""Elements that stand within a passage."""
FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
"""Hebrew and Arabic presentation forms."""
UNWRITTEN = dict.fromkeys(
    map(ord, "\u061c\u034f\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
"""Marks of direction and the like, which order the letters on a page and are no part of the words."""
SYMBOL = re.compile("^[\uf000-\uf0ff](?=\\s)")
"""What symbol fonts write before the items of a list."""
BOLD = re.compile("bold|black|heavy", re.IGNORECASE)
RAISED = 1.2
"""How far from the baseline of its letter a mark may be painted, in em."""
FEW_LETTERS = 0.1
"""Of a passage: with fewer letters from right to left it is one from left to right, with a foreign word in it."""


def printed(pdf: bytes, name: str = "") -> PrintedText:
    """What a PDF says. Raises ArticleError: it is no PDF, damaged, protected, too long, or a scan that nobody reads."""
    with opened(pdf, name) as document:
        if len(document.pages) > MOST_PAGES:
            raise ArticleError(
                Message("{name} has {pages} pages: this is no press release.", name=name, pages=len(document.pages)),
                hint="Take out the pages of the release and save them as a file of their own.",
            )
        sheet = Sheet(pdf, document)
        passages = _passages(sheet)
        recognised = [] if passages else scan.passages(pdf, name, len(document.pages))
        return PrintedText(
            tuple(passages or recognised),
            tuple(_pictures(sheet, passages)) if passages else (),
            tuple(float(box.crop.height) for box in sheet.boxes),
            sheet.claims.title or _title(document),
            files_of(document, MADE_FROM),
            bool(recognised) or _is_hidden(sheet),
            tuple(sheet.unread.values()),
        )


def _title(document: pikepdf.Pdf) -> str:
    return str(document.docinfo.get("/Title", "")) if "/Info" in document.trailer else ""


def _is_hidden(sheet: Sheet) -> bool:
    """Whether most of the words are hidden: they were recognised by a program and laid behind a scan."""
    texts = [(len(thing.text), thing.is_hidden) for page in sheet.painted for thing in page if thing.glyphs]
    return 2 * sum(length for length, is_hidden in texts if is_hidden) > sum(length for length, _ in texts)


def _passages(sheet: Sheet) -> list[PrintedPassage]:
    pages = [_on_their_baselines(map(_folded, filter(_is_text, page))) for page in sheet.painted]
    tagged = {(leaf.page, leaf.mcid) for leaf in sheet.leaves}
    letters = [(len(thing.text), (at, thing.mcid) in tagged) for at, page in enumerate(pages) for thing in page]
    leftward = _runs_leftward(pages)
    if sum(length for length, is_tagged in letters if is_tagged) > MOSTLY_TAGGED * sum(length for length, _ in letters):
        return list(_by_structure(sheet, pages, leftward=leftward))
    bold = _bold(pages)
    return [
        PrintedPassage(number, lines)
        for number, page in enumerate(pages, 1)
        for column in columns.in_reading_order(page, leftward=leftward)
        if (lines := tuple(_lines(column, bold, leftward=leftward)))
    ]


def _is_text(thing: Painted) -> bool:
    return thing.kind is PaintKind.TEXT and bool(thing.glyphs) and not thing.is_artifact


def _runs_leftward(pages: Iterable[Sequence[Painted]]) -> bool:
    """Whether the text as a whole runs to the left. Programs declare the language of their menus instead."""
    return structure.direction_of_letters("".join(thing.text for page in pages for thing in page)) == "rtl"


def _folded(thing: Painted) -> Painted:
    """The thing with letters in place of presentation forms, in its glyphs and in the text that stands for them."""
    tags = tuple(tag._replace(actual_text=folded(tag.actual_text)) if tag.actual_text else tag for tag in thing.tags)
    glyphs = tuple(
        glyph._replace(text=folded(glyph.text)) if FORMS.search(glyph.text) else glyph for glyph in thing.glyphs
    )
    return thing._replace(tags=tags, glyphs=glyphs)


def _on_their_baselines(things: Iterable[Painted]) -> list[Painted]:
    """The things, each raised mark brought down to the baseline of its letter, which follows it in the file.

    A mark that says the letter too, as the text for both does (Typst writes both), is left out.
    """
    lowered: list[Painted] = []
    after: Painted | None = None
    for raised in reversed(list(things)):
        thing = raised
        if after and all(glyph.x == glyph.end for glyph in thing.glyphs):
            if any(tag.actual_text == thing.text for tag in after.tags):
                continue
            baseline = after.glyphs[0].y
            if abs(baseline - thing.glyphs[0].y) < RAISED * thing.size:
                thing = thing._replace(glyphs=tuple(glyph._replace(y=baseline) for glyph in thing.glyphs))
        lowered.append(thing)
        after = thing
    return lowered[::-1]


def folded(text: str) -> str:
    """The text with letters in place of presentation forms; a vowel sign that stood alone loses its bearer."""
    return FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]).replace(" ", ""), text)


def _by_structure(sheet: Sheet, pages: Sequence[Sequence[Painted]], *, leftward: bool) -> Iterator[PrintedPassage]:
    """The passages in the order of the structure: all that one element holds on one page."""
    found: dict[tuple[int, tuple[tuple[str, int], ...]], set[int]] = {}
    references = set()
    for leaf, path in paths(sheet.structure):
        found.setdefault((leaf.page, _block(path)), set()).add(leaf.mcid)
        if any(role == "Reference" for role, _ in path):
            references.add((leaf.page, leaf.mcid))
    bold = _bold(pages)
    for (page, path), mcids in found.items():
        if not 0 <= page < len(pages):
            continue
        things = [
            _as_note_sign(thing) if (page, thing.mcid) in references else thing
            for thing in pages[page]
            if thing.mcid in mcids
        ]
        lines = tuple(_lines(columns.whole_lines(things), bold, leftward=leftward))
        if lines:
            yield PrintedPassage(page + 1, lines, path)


def _as_note_sign(thing: Painted) -> Painted:
    """The number of a footnote in the text, its figures as signs of their own: they are no part of the sentence."""
    glyphs = (
        glyph._replace(text="".join(chr(NOTE_SIGN + unicodedata.digit(sign)) for sign in glyph.text if sign.isdigit()))
        for glyph in thing.glyphs
    )
    return thing._replace(glyphs=tuple(glyphs))


def paths(
    tree: Iterable[StructureElement | MarkedContent],
) -> Iterator[tuple[MarkedContent, tuple[tuple[str, int], ...]]]:
    """Each leaf with the elements around it, from the outermost: role and number in the tree."""
    path: list[tuple[str, int]] = []
    for number, part in enumerate(tree):
        if isinstance(part, StructureElement):
            path[len(part.around) :] = [(part.role, number)]
        else:
            yield part, tuple(path[: len(part.element.around) + 1])


def _block(path: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    while len(path) > 1 and path[-1][0] in INLINE:
        path = path[:-1]
    return path


def _bold(pages: Iterable[Sequence[Painted]]) -> frozenset[tuple[float, float]]:
    """The origins of all letters in a bold face."""
    things = (thing for page in pages for thing in page if thing.font and BOLD.search(thing.font.name))
    return frozenset((glyph.x, glyph.y) for thing in things for glyph in thing.glyphs)


def _lines(lines: Sequence[Runs], bold: frozenset[tuple[float, float]], *, leftward: bool) -> Iterator[PrintedLine]:
    """The lines of a passage in logical order; a line with words of another direction keeps that of the passage."""
    letters = "".join(glyph.text for line in lines for run in line for glyph, _ in run)
    kinds = [bidi.direction_class(letter) for letter in letters]
    rightward, to_left = kinds.count("L"), kinds.count("R") + kinds.count("AL")
    goes_left = to_left > (FEW_LETTERS if leftward else 1 - FEW_LETTERS) * (to_left + rightward)
    for line in lines:
        words = structure.by_place(line) if goes_left else structure.from_left(line)
        words = " ".join(unicodedata.normalize("NFC", words.translate(UNWRITTEN)).split())
        words = SYMBOL.sub("•", words)
        if words:
            row = structure.row_of(line)
            yield PrintedLine(words, row.left, row.right, row.baseline, _size(line), _is_bold(line, bold))


def _is_bold(line: Runs, bold: frozenset[tuple[float, float]]) -> bool:
    letters = [glyph for run in line for glyph, _ in run if not glyph.text.isspace()]
    return all((glyph.x, glyph.y) in bold for glyph in letters)


def _size(line: Runs) -> float:
    sizes = [size for run in line for _, size in run]
    return max(set(sizes), key=sizes.count)


def _pictures(sheet: Sheet, passages: Sequence[PrintedPassage]) -> Iterator[PrintedPicture]:
    """The pictures of the pages, each after the passage that ends above it."""
    alts = {(leaf.page, leaf.mcid): str(leaf.element.object.get("/Alt", "")) for leaf in sheet.leaves}
    for number, painted in enumerate(sheet.painted, 1):
        images = [thing for thing in painted if thing.kind is PaintKind.IMAGE and not thing.is_artifact]
        for thing, source in pictures.taken_out(sheet.pdf.pages[number - 1], images):
            before = [
                at
                for at, passage in enumerate(passages, 1)
                if passage.page < number or (passage.page == number and passage.lines[0].baseline > thing.box.y0)
            ]
            alt = alts.get((number - 1, -1 if thing.mcid is None else thing.mcid), "")
            box = thing.box
            place = (box.x0, box.y0, box.x1, box.y1)
            yield PrintedPicture(number, source, alt, place, max(before, default=0))
