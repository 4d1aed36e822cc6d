"""A face in one document: the codes that are shown, and the font file that is embedded for them.

It stands among the document's fonts beside WeasyPrint's own, which text of WeasyPrint's setting may use, so neither
has to know of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import get_pango_font_key

from typeset.render import embed
from typeset.render.foreign import Pointer, Stream
from typeset.render.shape.clusters import Code
from typeset.render.shape.face import Face, Word
from typeset.render.write import tj

MOST_CODES = 0xFFFE


class CodedFont(Font):  # type: ignore[misc]
    """A font of the PDF in which code n is the nth that was shown: one code, one text, one width."""

    def __init__(self, face: Face, pango_font: Pointer) -> None:
        _, description, size = get_pango_font_key(pango_font)
        super().__init__(pango_font, description, size)
        self.face = face
        self._codes: dict[Code, int] = {}
        self._shown: dict[Word, tuple[tj.Part, ...]] = {}
        plain = bytes(self.name)
        letters = "".join(chr(65 + byte % 26) for byte in sha256(b"codes of " + plain).digest()[:6])
        self.name: bytes = b"/" + letters.encode() + plain[7:]
        self.hash: str = letters

    def code(self, code: Code) -> int:
        """The number of a code in this document."""
        number = self._codes.get(code)
        if number is None:
            number = self._codes[code] = len(self._codes) + 1
            if number > MOST_CODES:
                raise OverflowError(f"more than {MOST_CODES} different shapes of {self.family} in one document")
            self.to_unicode[number] = code.text
            self.widths[number] = self.per_mille(code.advance)
        return number

    def per_mille(self, units: float) -> float:
        """Font units in thousandths of an em, as PDF counts."""
        return round(units * 1000 / self.face.upem, 3)

    def shown(self, word: Word) -> tuple[tj.Part, ...]:
        """What a TJ array holds of a word: its codes, and the moves that bring each to its place."""
        shown = self._shown.get(word)
        if shown is None:
            shown = self._shown[word] = tuple(self._parts(word))
        return shown

    def _parts(self, word: Word) -> Iterator[tj.Part]:
        codes, pen = "", 0
        for code, x in word.codes:
            if x != pen:
                yield from (codes, self.per_mille(pen - x))
                codes = ""
            codes += f"{self.code(code):04x}"
            pen = x + code.advance
        yield from (codes, self.per_mille(pen - word.advance))

    def clean(self, to_unicode: object, hinting: object) -> None:  # noqa: ARG002 - WeasyPrint's signature
        """Make the file that is embedded: instead of a subset of the font, the codes."""
        self.file_content = embed.font_file(self.face, list(self._codes))


def of(stream: Stream, face: Face, pango_font: Pointer) -> CodedFont:
    """The font of a face among the fonts of the document that a stream belongs to."""
    font: CodedFont | None = stream._fonts.get(face)
    if font is None:
        font = stream._fonts[face] = CodedFont(face, pango_font)
    return font
