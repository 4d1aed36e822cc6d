"""Where the lines of a shaped paragraph end and which words are stretched, by the style of its line box.

The pieces become words for `justify`, and its lines become rows of pieces. Between forced breaks each stretch of text
is a paragraph of its own.

    --text-justify: kashida | spaces        what fills a justified line
    --kashida-per-line: 3                   how many kashida a line may hold
    --text-wrap: pretty | balance | auto    the paragraph as a whole; lines of equal length; each as full as it gets
    --looseness: -1 | 0 | 1                 so many lines more than is best, where the rules allow it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from typeset.errors import Message, ThemeError
from typeset.model.theme import Justification, TextJustify
from typeset.render import justify
from typeset.render.embed import ink
from typeset.render.justify import Rules
from typeset.render.shape import harfbuzz
from typeset.render.shape.font import ShapedWord
from typeset.render.shape.paragraph import Piece, ShapedParagraph
from typeset.render.shape.style import Setting
from typeset.render.weasy import ComputedStyle

# The style of lines.
#
# WeasyPrint does not know the CSS properties for it, but passes on custom properties:


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements whose words are never stretched."""


class Wrap(StrEnum):
    """How the ends of lines are chosen."""

    PRETTY = "pretty"
    BALANCE = "balance"
    AUTO = "auto"


Choice = TypeVar("Choice", bound=StrEnum)


class LineStyle(NamedTuple):
    """How the lines of a paragraph are broken and filled. Balanced lines are not justified: gaps would be too wide."""

    wrap: Wrap
    justified: bool
    rules: Rules
    looseness: int = 0
    """So many lines more than is best (negative: fewer), where the rules allow it and no line break is forced."""


def line_style_for(style: ComputedStyle, tag: str) -> LineStyle:
    """The line style from a line box's computed style; `tag` is the element that the line box stands in."""
    most = _custom_property(style, "__kashida_per_line")
    usual = Justification()
    justification = Justification(
        _one_of(TextJustify, style, "text-justify", usual.text_justify),
        int(most) if most.isdigit() else usual.kashida_per_line,
    )
    rules = Rules.for_paragraph(justification, style["font_size"], style["lang"] or "")
    if tag in HEADINGS:
        rules = Rules(rules.em, 0)
    wrap = _one_of(Wrap, style, "text-wrap", Wrap.PRETTY)
    justified = style["text_align_all"] == "justify" and style["white_space"] == "normal" and wrap is not Wrap.BALANCE
    looser = _custom_property(style, "__looseness")
    return LineStyle(wrap, justified, rules, int(looser) if re.fullmatch("[-+]?[0-9]", looser) else 0)


def _one_of(kind: type[Choice], style: ComputedStyle, name: str, usual: Choice) -> Choice:
    """The value of a custom property that has a few. Raises ThemeError: it is none of them."""
    words = _custom_property(style, f"__{name.replace('-', '_')}")
    try:
        return kind(words) if words else usual
    except ValueError:
        raise ThemeError(
            Message("`--{name}: {words}` is no value that is known.", name=name, words=words),
            hint=Message("Write one of {known} in the theme's style sheet.", known=", ".join(map(str, kind))),
        ) from None


def _custom_property(style: ComputedStyle, name: str) -> str:
    """The value of a custom property, as it is written."""
    return "".join(token.serialize() for token in style[name] or ()).strip()


STEP = 0.02
"""In em: kashida differ from one another by whole steps, so that lines share their glyphs; spaces take the rest."""
TOLERANCE = 0.02
"""In px: what rounding may add to the width of a line, as where a box was made just as wide as its text."""


class Edge(NamedTuple):
    """Widths at the left and right end of a piece or line, in px: what inline boxes add, or side bearings."""

    left: float = 0.0
    right: float = 0.0


NO_EDGE = Edge()


class Measure(NamedTuple):
    """The widths in px of the first line and of the others; `beside`: those of the first lines beside a float."""

    first: float
    rest: float
    beside: tuple[float, ...] = ()

    def width(self, number: int) -> float:
        """The width of a line."""
        if number < len(self.beside):
            return self.beside[number]
        return self.rest if number or self.beside else self.first

    def after(self, number: int) -> Measure:
        """The measure of what follows so many lines."""
        return Measure(self.rest, self.rest, self.beside[number:]) if number else self


class PlannedLine(NamedTuple):
    """`pieces[start:stop]`; the next line begins at `following`. `space` is added to each space, in px.

    `hanging`: what hangs over the edges of the block, so that the ink of a justified line ends at them.
    """

    start: int
    stop: int
    following: int
    space: float
    stretched: Mapping[int, ShapedWord]
    is_last: bool
    """Whether it is the last before a forced break or the end."""
    hanging: Edge = NO_EDGE


class Span(NamedTuple):
    """The pieces of one word: `pieces[start:stop]`; the next word begins at `following`."""

    start: int
    stop: int
    following: int


def lines(
    paragraph: ShapedParagraph, begin: int, measure: Measure, line_style: LineStyle, edges: Mapping[int, Edge]
) -> Iterator[PlannedLine]:
    """The lines from the piece `begin` on. `edges`: what the sides of inline boxes add to a piece."""
    pieces = paragraph.pieces
    number = 0
    for start, stop in stretches_of(pieces, begin):
        spans = list(spans_of(pieces, start, stop))
        if not spans:
            number += 1
            yield PlannedLine(start, start, stop + 1, 0.0, {}, is_last=True)
            continue
        for line in _Stretch(paragraph, spans, measure.after(number), line_style, edges).lines(stop + 1):
            number += 1
            yield line


def line_counts(
    paragraph: ShapedParagraph, measure: Measure, line_style: LineStyle, edges: Mapping[int, Edge]
) -> Mapping[int, float]:
    """The numbers of lines that a paragraph can have, with their costs; none where lines are not chosen as a whole."""
    stretches = list(stretches_of(paragraph.pieces, 0))
    spans = list(spans_of(paragraph.pieces, *stretches[0])) if len(stretches) == 1 else []
    if not spans or line_style.wrap is not Wrap.PRETTY:
        return {}
    return _Stretch(paragraph, spans, measure, line_style, edges).line_counts()


def stretches_of(pieces: Sequence[Piece], begin: int) -> Iterator[tuple[int, int]]:
    """(start, stop) in pieces of each stretch between forced breaks."""
    start = begin
    for at in [at for at, piece in enumerate(pieces) if piece.word is None and at >= begin]:
        yield start, at
        start = at + 1
    if start < len(pieces):
        yield start, len(pieces)


def spans_of(pieces: Sequence[Piece], start: int, stop: int) -> Iterator[Span]:
    """The words between two forced breaks; spaces at both ends are left out."""
    while start < stop and pieces[start].text == " ":
        start += 1
    while start < stop:
        end = start
        while end < stop and not pieces[end].is_space and (end == start or not pieces[end].breaks):
            end += 1
        following = end + 1 if end < stop and pieces[end].is_space else end
        yield _new(Span, (start, end, following))
        start = following


_new = tuple.__new__
"""Makes a named tuple at a tenth of the cost of its own constructor, which is a function in Python."""


class _Stretch:
    """The text between two forced breaks, as words for `justify`."""

    def __init__(
        self,
        paragraph: ShapedParagraph,
        spans: list[Span],
        measure: Measure,
        line_style: LineStyle,
        edges: Mapping[int, Edge],
    ) -> None:
        self._paragraph, self._pieces = paragraph, paragraph.pieces
        self._spans, self._measure, self._line_style, self._edges = spans, measure, line_style, edges
        kashida = line_style.justified and line_style.rules.kashida_per_line > 0
        self._words = [self._word(span, kashida=kashida) for span in spans]

    def _word(self, span: Span, *, kashida: bool) -> justify.MeasuredWord:
        start, stop, following = span
        pieces = self._pieces
        first = pieces[start]
        text, width = first.text, first.width
        if stop > start + 1:
            text = "".join([piece.text for piece in pieces[start:stop]])
            width = sum([piece.width for piece in pieces[start:stop]])
        if self._edges:
            width += self._beside(start, following)
        space = pieces[stop].width if following > stop else 0.0
        joints = justify.joints(text) if kashida and stop == start + 1 and first.level % 2 else ()
        breaks = following >= len(pieces) or pieces[following].breaks
        before, after = self._bearings(start, stop) if self._line_style.justified else (0.0, 0.0)
        return _new(justify.MeasuredWord, (text, width, space, breaks, joints, before, after))

    def _beside(self, start: int, stop: int) -> float:
        """The width in px that inline boxes add to `pieces[start:stop]`."""
        return sum(sum(self._edges.get(at, NO_EDGE)) for at in range(start, stop)) if self._edges else 0.0

    def _bearings(self, start: int, stop: int) -> tuple[float, float]:
        """The white at the start and the end of a word where it stands at the start and the end of a line."""
        left, right = first = self._bearing(start, self._pieces[start].word)
        if stop > start + 1:
            last = self._bearing(stop - 1, self._pieces[stop - 1].word)
            left, right = (last[0], first[1]) if self._paragraph.rtl else (first[0], last[1])
        return (right, left) if self._paragraph.rtl else (left, right)

    def _bearing(self, at: int, word: ShapedWord | None) -> tuple[float, float]:
        """The white at the left and right of the ink of a piece, shown as `word`, in px.

        None on a side where an inline box adds its own.
        """
        if word is None or not word.advance:
            return NO_EDGE
        scale = self._setting(at).size / word.upem
        left, right = ink.bearings(word)
        beside = self._edges.get(at, NO_EDGE)
        return 0.0 if beside.left else left * scale, 0.0 if beside.right else right * scale

    def _hanging(self, start: int, stop: int, stretched: Mapping[int, ShapedWord]) -> Edge:
        """The white beside the outermost ink of a line."""
        order = harfbuzz.visual([piece.level for piece in self._pieces[start:stop]])
        left, right = (
            self._bearing(at, stretched.get(at, self._pieces[at].word)) for at in (start + order[0], start + order[-1])
        )
        return Edge(left[0], right[1])

    def lines(self, end: int) -> Iterator[PlannedLine]:
        """The lines of the stretch; the paragraph continues at the piece `end`."""
        first, rest, _ = self._measure
        line_style = self._line_style
        first, rest = first + TOLERANCE, rest + TOLERANCE
        looser = 0 if self._is_divided else line_style.looseness
        if self._measure.beside:
            broken: Sequence[justify.BrokenLine] = self._beside_a_float()
        elif line_style.wrap is Wrap.AUTO:
            broken = list(self._full(lambda number: rest if number else first))
        elif line_style.wrap is Wrap.BALANCE:
            broken = justify.balanced(self._words, first, rest)
        elif line_style.justified:
            broken = justify.lines(self._words, *self._measure[:2], line_style.rules, self._least, looser)
        else:
            broken = justify.ragged(self._words, first, rest, looser)
        for number, line in enumerate(broken):
            yield self._line(line, end, self._measure.width(number))

    def _beside_a_float(self) -> Sequence[justify.BrokenLine]:
        """The lines where the first ones stand beside a float."""
        line_style, measure = self._line_style, self._measure
        widths = [*measure.beside, measure.rest]
        if line_style.justified and line_style.wrap is not Wrap.AUTO:
            return justify.lines_beside(self._words, widths, line_style.rules, self._least)
        wide = [width + TOLERANCE for width in widths]
        if line_style.wrap is Wrap.AUTO:
            return list(self._full(lambda number: wide[min(number, len(wide) - 1)]))
        return justify.unfilled_beside(self._words, wide, balanced=line_style.wrap is Wrap.BALANCE)

    def line_counts(self) -> Mapping[int, float]:
        """The numbers of lines that the stretch can have, with their costs."""
        if self._line_style.justified:
            return justify.line_counts(self._words, *self._measure[:2], self._line_style.rules)
        first, rest = self._measure[:2]
        return justify.line_counts(self._words, first + TOLERANCE, rest + TOLERANCE, None)

    @property
    def _is_divided(self) -> bool:
        """Whether a line break is forced within the paragraph."""
        return None in [piece.word for piece in self._pieces]

    def _full(self, width_of: Callable[[int], float]) -> Iterator[justify.BrokenLine]:
        """Each line as full as it gets; `width_of`: the width of a line by its number."""
        words, start, width, stop, number = self._words, 0, 0.0, 0, 0
        for at, word in enumerate(words):
            if width + word.width > width_of(number) and stop > start:
                yield justify.BrokenLine(start, stop)
                width = sum(word.width + word.space for word in words[stop:at])
                start, number = stop, number + 1
            width += word.width + word.space
            stop = at + 1 if word.breaks else stop
        yield justify.BrokenLine(start, len(words))

    def _line(self, line: justify.BrokenLine, end: int, width: float) -> PlannedLine:
        is_last = line.stop == len(self._words)
        start, stop = self._spans[line.start].start, self._spans[line.stop - 1].stop
        following = end if is_last else self._spans[line.stop].start
        stretched = dict(self._stretched(line))
        if not self._line_style.justified:
            return PlannedLine(start, stop, following, line.space, stretched, is_last)
        hanging = self._hanging(start, stop, stretched)
        space = line.space if is_last else self._fill(width, start, stop, stretched, sum(hanging))
        return PlannedLine(start, stop, following, space, stretched, is_last, hanging)

    def _stretched(self, line: justify.BrokenLine) -> Iterator[tuple[int, ShapedWord]]:
        """The index of each piece that carries a kashida, and its stretched word."""
        for at, index, growth in line.kashida:
            start = self._spans[at].start
            setting = self._setting(start)
            steps = round(growth / (STEP * setting.size))
            word = setting.stretched(self._words[at].text, index, steps * STEP * setting.size)
            if word is not None:
                yield start, word

    def _fill(
        self, measure: float, start: int, stop: int, stretched: Mapping[int, ShapedWord], hanging: float
    ) -> float:
        """The growth of each space in px that makes the line flush, now that the widths of its words are final.

        Spaces shrink no further than they may: a line that cannot fit sticks out, and its words stay apart.
        """
        pieces = self._pieces[start:stop]
        spaces = [piece.width for piece in pieces if piece.is_space]
        natural = sum([piece.width for piece in pieces]) + self._beside(start, stop) - hanging
        grown = sum(self._setting(at).width(word) - self._pieces[at].width for at, word in stretched.items())
        slack = measure - natural - grown
        return max(slack, -justify.SHRINK * sum(spaces)) / len(spaces) if spaces else 0.0

    def _least(self, at: int, index: int) -> float:
        """The least growth of a kashida in a word, in px."""
        start = self._spans[at].start
        return self._setting(start).least(self._words[at].text, index)

    def _setting(self, piece: int) -> Setting:
        return self._paragraph.leaves[self._pieces[piece].leaf].setting
