"""The letterhead of an office above its text: issuer, number, date, embargo, in a table or in lines.

Lines that a release has on its own (date, embargo, `بيان صحفي`) are put above the headline, where they are recognised
in every format; the number (`العدد: ٥١٢`) is taken here, since in running text such a line may count anything. The
issuer is the release's source where it names no other. Whatever else stands there is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from typeset.errors import Message
from typeset.model.article import Block, Figure, Heading, List, Paragraph, Quotation, Table
from typeset.model.script import Pattern, direction
from typeset.model.text import Text
from typeset.read.draft import Fields, Loss, LossKind
from typeset.read.fragments import folded, joined, lines, not_bold, part, stripped, unfolded_offset
from typeset.read.normal_form import language
from typeset.read.parts import LONGEST_HEADLINE, is_head_line, markers

AT_HEAD = Message("It stands at the head of every page.")
"""The hint of a loss whose words stand in the head of the pages."""
HIGHEST = 8
"""Lines or rows of a letterhead."""
MOST_WORDS = 80
LONGEST_LINE = 120
"""Characters. A longer line belongs to the text."""

_LABELS = (
    "(?:ال)?عدد|(?:ال)?رقم(?: (?:الكتاب|الصادر|القيد))?|الصادر|الاشاره|مرجعنا",
    "شماره|نمبر|حواله نمبر|מספר|מספרנו|סימוכין|(?:our )?ref(?:erence)?(?: no)?|no|number",
)
_NUMBER = Pattern(rf"\W*(?:{'|'.join(_LABELS)})\s*[.:：/]+\s*[(\[]?\s*(?P<number>\w*[\d][\w /–-]*)[)\]]?\s*")
_DATE = Pattern(r"\W*(?:(?:ال)?تاريخ|تاريخ النشر|الموافق|תאריך|date)\s*[:：]?\s*")
_ALSO_DATE = Pattern(r"\W*الموافق\s*[:：]?\s*")
_LABEL_ALONE = Pattern(r"[^\W\d][^\d:：]{0,24}[:：]")
_NEXT_LABEL = Pattern(r"\s+(?=(?:ال)?(?:تاريخ|عدد|رقم)\s*[:：])")
_INVOCATION = Pattern(r"\W*(?:بسم ?الله الرحمن الرحيم|بسمه ?تعالي|בס\"ד|ב\"ה)\W*")
_IN_LETTERHEAD = Message("It stands in the letterhead.")


@dataclass(slots=True)
class Letterhead:
    """What a letterhead says, and the blocks without it."""

    blocks: list[Block]
    declared: Fields = field(default_factory=Fields)
    fallbacks: Fields = field(default_factory=Fields)
    losses: list[Loss] = field(default_factory=list)

    def has_no_headline(self) -> bool:
        """Whether there are words, and they begin with a long paragraph, a list or a table."""
        rest = (block for block in self.blocks if not isinstance(block, Figure) and not _is_head_line(block))
        first = next(rest, None)
        long = isinstance(first, Paragraph) and len(first.text.text) > LONGEST_HEADLINE
        return long or isinstance(first, List | Table | Quotation)


def taken(blocks: Sequence[Block]) -> Letterhead:
    """The blocks less their letterhead, with its fields; as they are where there is none."""
    pictures = next((at for at, block in enumerate(blocks) if not isinstance(block, Figure)), len(blocks))
    rest = blocks[pictures:]
    if rest and isinstance(table := rest[0], Table) and _is_letterhead(table) and len(rest) > 1:
        return _from_table(table, blocks[:pictures], rest[1:])
    found = _from_lines(rest)
    return Letterhead(_under_headline(blocks[:pictures], found.blocks), found.declared, found.fallbacks, found.losses)


def from_page_heads(losses: Sequence[Loss], blocks: Sequence[Block]) -> tuple[list[Loss], list[Block]]:
    """An embargo or release line that stands at the head of the pages alone, as a block; and the losses without it."""
    tops = [line for line, _ in _top_lines(blocks)]
    if any(_holds_back(line.text) for line in tops):
        return list(losses), []
    said = [loss for loss in losses if loss.hint == AT_HEAD and _holds_back(loss.what)][:1]
    return [loss for loss in losses if loss not in said], [Paragraph(Text(loss.what)) for loss in said]


def _holds_back(line: str) -> bool:
    plain = folded(line)
    return bool(markers.EMBARGO.match(plain) or markers.RELEASE.fullmatch(plain))


def _is_letterhead(table: Table) -> bool:
    """Whether a table above all text is a letterhead: one of its lines is known, or it is a row or two with a name."""
    written = [line for row in table.rows for line in _cells(row)]
    words = [len(line.text.split()) for line in written]
    if sum(words) > MOST_WORDS or len(table.rows) > HIGHEST or table.caption:
        return False
    known = any(_is_known(line) or _NUMBER.fullmatch(folded(line.text)) for line in written)
    return known or (len(table.rows) <= 2 and max(words, default=0) > 1)


def _from_table(table: Table, above: Sequence[Block], below: Sequence[Block]) -> Letterhead:
    """The fields of a table; its pictures, which stand before or after it, are logos."""
    logos = next((at for at, block in enumerate(below) if not isinstance(block, Figure)), len(below))
    head = Letterhead(list(below[logos:]))
    issuer = _sorted([line for row in table.rows for line in _cells(row)], head)
    if issuer and not _is_headline(_first(head.blocks)):
        head.blocks.insert(0, Heading(not_bold(issuer.pop()), 1))
    _sign(issuer, head)
    pictures = [block.photo.alt for block in (*above, *below[:logos]) if isinstance(block, Figure)]
    head.losses += (_logo(alt) for alt in pictures)
    return head


def _logo(alt: str) -> Loss:
    what = Message("the letterhead's picture {alt}", alt=alt)
    return Loss(LossKind.PICTURE, what, hint="A house's logo is named in brand.toml.")


def _cells(row: Sequence[Text]) -> Iterator[Text]:
    """The lines of a row; a label alone in its cell is joined with the next cell (`العدد:` | `٥١٢`)."""
    label: tuple[Text, ...] = ()
    for written in (line for cell in row if cell for line in _lines(cell)):
        line = joined((*label, written), " ")
        label = (line,) if _LABEL_ALONE.fullmatch(line.text) else ()
        if not label:
            yield line
    yield from label


def _lines(text: Text) -> Iterator[Text]:
    """The lines of a text; a line with two labels (`العدد: ٥   التاريخ: …`) is two."""
    for line in lines(text):
        start = 0
        for gap in _NEXT_LABEL.finditer(folded(line.text)):
            yield stripped(part(line, start, start := unfolded_offset(line.text, gap.end())))
        if rest := stripped(part(line, start, len(line.text))):
            yield rest


def _sorted(written: Sequence[Text], head: Letterhead) -> list[Text]:
    """Takes the lines that are known into the letterhead: the number, and what stands above the headline.

    Returns the others.
    """
    known: list[Text] = []
    others: list[Text] = []
    for line in written:
        plain = folded(line.text)
        if match := _NUMBER.fullmatch(plain):
            start, end = (unfolded_offset(line.text, match.span("number")[at]) for at in (0, 1))
            head.declared.setdefault("number", line.text[start:end].strip())
        elif known and _ALSO_DATE.match(plain) and _DATE.match(folded(known[-1].text)):
            known[-1] = joined((known[-1], line), " ")
        elif is_head_line(line):
            known.append(line)
        elif _INVOCATION.fullmatch(plain):
            head.losses.append(Loss(LossKind.WORDS, line.text, line.line, hint=_IN_LETTERHEAD))
        else:
            others.append(line)
    head.blocks[:0] = map(Paragraph, known)
    return others


def _sign(issuer: Sequence[Text], head: Letterhead) -> None:
    """Names the issuer as the source, in the script of the text; the same in another script is reported."""
    first = _first(head.blocks)
    way = direction(language(first.text.text)) if first else ""
    own = [line for line in issuer if direction(language(line.text)) == way and not _LABEL_ALONE.match(line.text)]
    others = (line for line in issuer if line not in own)
    head.losses += (Loss(LossKind.WORDS, line.text, line.line, hint=_IN_LETTERHEAD) for line in others)
    if own:
        head.fallbacks["source"] = not_bold(joined(own, " – "))


def _first(blocks: Sequence[Block]) -> Heading | Paragraph | None:
    """The first line that is no known line above the headline."""
    texts = (block for block in blocks if isinstance(block, Heading | Paragraph))
    return next((block for block in texts if not _is_head_line(block)), None)


def _is_head_line(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph) and is_head_line(stripped(block.text))


def _is_headline(block: Heading | Paragraph | None) -> bool:
    """Whether a line can be the headline: a short one that ends no sentence."""
    if not isinstance(block, Paragraph):
        return block is not None
    return len(block.text.text) <= LONGEST_LINE and not block.text.text.rstrip().endswith((".", ":", "،"))


def _from_lines(blocks: Sequence[Block]) -> Letterhead:
    """The fields of the lines at the top, where one of them gives the number of the release.

    The lines above it that are no title are the issuer, if a headline follows; else the last of them is the headline.
    """
    written = list(_top_lines(blocks))
    last = max((at for at, (line, _) in enumerate(written) if _NUMBER.fullmatch(folded(line.text))), default=-1)
    while 0 <= last < len(written) - 1 and _is_known(written[last + 1][0]):
        last += 1
    if last < 0 or (last + 1 < len(written) and written[last + 1][1] == written[last][1]):
        return Letterhead(list(blocks))
    head = Letterhead(list(blocks[written[last][1] + 1 :]))
    others = _sorted([line for line, _ in written[: last + 1]], head)
    titles = [block.text for block in blocks[: written[last][1] + 1] if isinstance(block, Heading)]
    if others and (titles or not _is_headline(_first(head.blocks))):
        title = next((line for line in others if line in titles), others[-1])
        head.blocks.insert(0, Heading(not_bold(title), 1))
        others.remove(title)
    _sign(others, head)
    return head


def _is_known(line: Text) -> bool:
    return is_head_line(line) or _DATE.match(folded(line.text)) is not None


def _top_lines(blocks: Sequence[Block]) -> Iterator[tuple[Text, int]]:
    """The short lines at the top, each with the place of its block."""
    for at, block in enumerate(blocks[:HIGHEST]):
        if not isinstance(block, Heading | Paragraph) or len(block.text.text) > 2 * LONGEST_LINE:
            return
        yield from ((line, at) for line in _lines(block.text) if len(line.text) <= LONGEST_LINE)


def _under_headline(pictures: Sequence[Block], blocks: list[Block]) -> list[Block]:
    """Pictures above the headline put under it: the first line that is no known one."""
    first = _first(blocks)
    at = blocks.index(first) + 1 if first else 0
    return [*blocks[:at], *pictures, *blocks[at:]]
