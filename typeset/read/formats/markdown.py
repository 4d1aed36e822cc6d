"""Markdown: CommonMark with tables and footnotes, its tokens as a tree, the tree as blocks.

- `#` is the headline; `##` to `######` are subheadings.
- The last line of a block quote names its speaker where it begins with a dash: `> — speaker، role`.
- A paragraph that begins with a picture is a figure; the lines under the picture are its caption, and the last of them
  is its credit where it begins with a label such as `تصوير:`. A title in quotes is a caption too. Its size and place
  stand behind the picture: `![…](photo.jpg){size=wide at=top}`.
- A table's caption is a paragraph under it that begins with `: `. It may end with `{header-rows=2}` or
  `{header-columns=1}`. A header row of empty cells is no header row.
- `[^1]` refers to `[^1]: …`. `[words]{lang=en}` names a language; `[2]{sup}` and `[2]{sub}` raise and lower.
- HTML is never passed on; of its tags only `<br>` means something.
- Four spaces at the start of a line are not code here: that is how a first line is indented by hand.

Such a sign counts only as typed: written as an entity (`&#8212;`) the dash is a dash.
Front matter is YAML; its texts may carry marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from typeset.errors import ArticleError, Message
from typeset.model.article import Block, Figure, Heading, Paragraph, Photo, Table
from typeset.model.text import NO_TEXT, Text
from typeset.read.block_builder import COMMA, DASH, BlockBuilder, Spoken
from typeset.read.draft import Draft, Loss, LossKind
from typeset.read.formats import front_matter, yaml_tree
from typeset.read.formats.markdown_inline import DEEPEST, Inline, parser
from typeset.read.fragments import folded, part, stripped, unfolded_offset
from typeset.read.parts import markers
from typeset.read.source import SourceFile, decode

if TYPE_CHECKING:
    from markdown_it.token import Token


# The Markdown parser's tokens as a tree.


_CONTAINERS = frozenset(
    f"{name}_open" for name in ("blockquote", "bullet_list", "ordered_list", "list_item", "footnote_reference")
)


@dataclass(slots=True)
class TokenNode:
    """A token with what stands inside it."""

    token: Token
    children: list[TokenNode] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type of the token without `_open`."""
        return self.token.type.removesuffix("_open")

    @property
    def words(self) -> Token:
        """The token that holds the words of a heading, a paragraph or a cell."""
        return self.children[0].token


def tree(tokens: Iterable[Token], file: str, above: int) -> list[TokenNode]:
    """The tokens as a tree. Raises ArticleError: quotes and lists inside one another, deeper than the parser goes."""
    root: list[TokenNode] = []
    stack = [root]
    for token in tokens:
        if token.type in _CONTAINERS and token.level >= DEEPEST - 1:
            line = above + 1 + (token.map[0] if token.map else 0)
            raise ArticleError(
                Message(
                    "{file}:{line}: quotes and lists stand more than {deepest} deep inside one another.",
                    file=file,
                    line=line,
                    deepest=DEEPEST - 2,
                ),
                hint="Write them flatter; a release needs two or three levels.",
            )
        if token.nesting < 0:
            stack.pop()
            continue
        node = TokenNode(token)
        stack[-1].append(node)
        if token.nesting > 0:
            stack.append(node.children)
    return root


# What the Markdown parser found -> blocks of an article.


_CAPTION = re.compile(r":(?:[ \t]+|(?=\{)|$)")
_SIZES = re.compile(r"\s*\{((?:header-(?:rows|columns)=\d{1,3}\s*){1,2})\}\s*$")
_CELL_END = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_CODE = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_BREAKS = ("softbreak", "hardbreak")


@dataclass(slots=True)
class MarkdownBlocks:
    """Makes blocks; gathers the footnotes. `lines` are the source's under `above` others, for places."""

    lines: Sequence[str]
    above: int
    inline: Inline
    builder: BlockBuilder[Token] = field(init=False)

    def __post_init__(self) -> None:
        self.builder = BlockBuilder(self._lose)

    def blocks(self, nodes: Iterable[TokenNode]) -> list[Block]:
        """The blocks of these nodes, in order."""
        made: list[Block] = []
        before = ""
        for node in nodes:
            table = made[-1] if made and before == "table" else None
            if node.kind == "paragraph" and isinstance(table, Table) and _CAPTION.match(node.words.content):
                made[-1] = self._captioned(table, node)
            else:
                made += _BLOCKS.get(node.kind, MarkdownBlocks._other)(self, node)
            before = node.kind
        return made

    def _place(self, token: Token) -> tuple[int, int]:
        """Line and column, from 1, of what the token holds."""
        if not token.map:
            return 0, 0
        first = token.content.partition("\n")[0]
        return token.map[0] + self.above + 1, self.lines[token.map[0]].find(first) + 1 or 1

    def _lose(self, kind: LossKind, what: str, token: Token) -> None:
        self.inline.losses.append(Loss(kind, what, *self._place(token)))

    def _text(self, words: Token) -> tuple[Text, list[Figure]]:
        text, pictures = self.inline.text(words.children or [], *self._place(words))
        if text.marks and not stripped(text):
            self._lose(LossKind.NOTE, Message("a footnote stands at no word, and is left out"), words)
        return stripped(text), [Figure(picture) for picture in pictures]

    def _raw(self, words: str, token: Token) -> Text:
        """Words cut out of a token before their marks were read."""
        return stripped(self.inline.parsed(Text(words, (), *self._place(token))))

    def _heading(self, node: TokenNode) -> list[Block]:
        """A heading; `###` alone is how an English release ends."""
        text, figures = self._text(node.words)
        if not text and node.token.markup == "###":
            return [Paragraph(Text("###", (), *self._place(node.words)))]
        return [*([Heading(text, int(node.token.tag[1]))] if text else []), *figures]

    def _paragraph(self, node: TokenNode) -> list[Block]:
        words = node.words.children or []
        if words and words[0].type == "image" and (len(words) == 1 or words[1].type in _BREAKS):
            return self._figure(node.words)
        text, figures = self._text(node.words)
        if figures and text:
            self._lose(
                LossKind.STRUCTURE, Message("a picture inside a line stands under its paragraph now"), node.words
            )
        return [*([Paragraph(text)] if text else []), *figures]

    def _figure(self, token: Token) -> list[Block]:
        """A picture and the lines under it. The lines of a picture that is lost stay as a paragraph."""
        words = token.children or []
        _, pictures = self.inline.text(words[:1], *self._place(token))
        under = token.content.split("\n")[1 + words[0].content.count("\n") :]
        credit = under.pop() if under and markers.CREDIT.match(folded(under[-1])) else ""
        caption = self._raw("\n".join(under), token)
        by = self._raw(credit, token)
        if not pictures:
            return [Paragraph(text) for text in (caption, by) if text]
        label = markers.CREDIT.match(folded(by.text))
        start = unfolded_offset(by.text, label.end()) if label else 0
        photo = self._with_caption(pictures[0], caption, token)
        return [Figure(replace(photo, credit=part(by, start, len(by.text))))]

    def _with_caption(self, photo: Photo, caption: Text, token: Token) -> Photo:
        if caption and photo.caption:
            self._lose(LossKind.WORDS, photo.caption.text, token)
        return replace(photo, caption=caption or photo.caption)

    def _quotation(self, node: TokenNode) -> list[Block]:
        """A quotation; its last line names the speaker where a dash is typed before it."""
        last = node.children[-1] if node.children else None
        above, line = _parted_lines(last) if last else ("", "")
        dash = DASH.match(line) if above or len(node.children) > 1 else None
        if not last or not dash:
            return self.builder.quotation(self.blocks(node.children), node.token, lambda texts: Spoken(tuple(texts)))
        blocks = self.blocks(node.children[:-1])
        if above:
            blocks.append(Paragraph(self._raw(above, last.words)))
        by = _at_first_comma(line[dash.end() :])

        def attributed(texts: Sequence[Text]) -> Spoken:
            return Spoken(tuple(texts), *(self._raw(words, last.words) if words else NO_TEXT for words in by))

        return self.builder.quotation(blocks, node.token, attributed)

    def _list(self, node: TokenNode) -> list[Block]:
        items = ((self.blocks(child.children), child.token) for child in node.children)
        numbered = node.kind == "ordered_list"
        return self.builder.list_of(items, int(node.token.attrs.get("start", 1)) if numbered else None)

    def _table(self, node: TokenNode) -> list[Block]:
        figures: list[Figure] = []
        rows = [self._row(row, figures) for part in node.children for row in part.children]
        headers = 1 if any(rows[0]) else 0
        body = tuple(rows[1 - headers :])
        return [*([Table(body, headers)] if body else []), *figures]

    def _row(self, node: TokenNode, figures: list[Figure]) -> tuple[Text, ...]:
        cells = []
        for cell in node.children:
            text, pictures = self._text(cell.words)
            cells.append(text)
            figures += pictures
        self._report_cells_without_column(node, len(cells))
        return tuple(cells)

    def _report_cells_without_column(self, node: TokenNode, columns: int) -> None:
        """The grammar leaves out the cells of a row that has more than the header."""
        if not node.token.map:
            return
        cells = _CELL_END.split(self.lines[node.token.map[0]].strip().removeprefix("|"))
        for words in cells[columns:]:
            if words.strip():
                self._lose(LossKind.WORDS, words, node.token)

    def _captioned(self, table: Table, node: TokenNode) -> Table:
        raw = node.words.content
        sizes = _SIZES.search(raw)
        found = dict(part.split("=") for part in sizes[1].split()) if sizes else {}
        label = _CAPTION.match(raw)
        words = raw[label.end() if label else 0 : sizes.start() if sizes else len(raw)]
        return replace(
            table,
            caption=self._raw(words, node.words),
            header_rows=min(int(found.get("header-rows", table.header_rows)), len(table.rows)),
            header_columns=min(int(found.get("header-columns", 0)), len(table.rows[0])),
        )

    def _code(self, node: TokenNode) -> list[Block]:
        """Lines as they stand."""
        if node.token.info.strip():
            self._lose(LossKind.WORDS, node.token.info, node.token)
        return self.builder.code(node.token.content.rstrip("\n"), self._place(node.token)[0] + 1, 1)

    def _html(self, node: TokenNode) -> list[Block]:
        words = _COMMENT.sub("", node.token.content).strip()
        if words:
            self._lose(LossKind.RAW_HTML, words, node.token)
        return []

    def _rule(self, node: TokenNode) -> list[Block]:
        return self.builder.rule(node.token)

    def _note(self, node: TokenNode) -> list[Block]:
        """A footnote is set at its reference, wherever it is defined; its pictures stay."""
        key = node.token.meta["label"]
        blocks = self.blocks(node.children)
        if key in self.builder.notes:
            self._lose(LossKind.NOTE, f"the footnote [^{key}] is defined twice; the two are one now", node.token)
        return [*self.builder.note(key, blocks)]

    def _other(self, node: TokenNode) -> list[Block]:
        return self.blocks(node.children)


def _at_first_comma(line: str) -> tuple[str, str]:
    """The words before and after the first comma that is not in code; the second empty where there is none."""
    code = [match.span() for match in _CODE.finditer(line)]
    for comma in COMMA.finditer(line):
        if not any(start <= comma.start() < end for start, end in code):
            return line[: comma.start()], line[comma.end() :]
    return line, ""


def _parted_lines(node: TokenNode) -> tuple[str, str]:
    """The lines of a paragraph above its last one, and the last one, as typed; nothing where the node is none."""
    if node.kind != "paragraph":
        return "", ""
    above, _, line = node.words.content.rpartition("\n")
    return above, line.lstrip()


_BLOCKS: dict[str, Callable[[MarkdownBlocks, TokenNode], list[Block]]] = {
    "heading": MarkdownBlocks._heading,
    "paragraph": MarkdownBlocks._paragraph,
    "blockquote": MarkdownBlocks._quotation,
    "bullet_list": MarkdownBlocks._list,
    "ordered_list": MarkdownBlocks._list,
    "table": MarkdownBlocks._table,
    "fence": MarkdownBlocks._code,
    "html_block": MarkdownBlocks._html,
    "hr": MarkdownBlocks._rule,
    "footnote_reference": MarkdownBlocks._note,
}

LARGEST = 20_000_000
"""Bytes."""


def draft(source: SourceFile) -> Draft:
    """The blocks of a Markdown text, and what its front matter gives. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    decoded = decode(source)
    matter, text, above = yaml_tree.split(decoded.text, source.name)
    env: dict[str, Any] = {}
    tokens = parser().parse(text, env)
    inline = Inline(env)
    outline = MarkdownBlocks(text.split("\n"), above, inline)
    blocks = tuple(outline.blocks(tree(tokens, source.name, above)))
    given = front_matter.fields(matter, source.name, source.folder, inline.parsed)
    losses = (*decoded.losses, *given.losses, *inline.losses, *_left_over(outline))
    return Draft(blocks, given.fields, tuple(outline.builder.notes.values()), losses, guess=given.guess)


def _left_over(outline: MarkdownBlocks) -> Iterator[Loss]:
    """Footnotes that nothing refers to, and addresses defined under a name that nothing uses."""
    for key, note in outline.builder.notes.items():
        if key not in outline.inline.cited:
            yield Loss(
                LossKind.NOTE,
                Message("nothing refers to the footnote [^{key}]", key=key),
                note.text.line,
                note.text.column,
            )
    for name, reference in outline.inline.env.get("references", {}).items():
        if reference["href"] not in outline.inline.addresses:
            line = reference["map"][0] + outline.above + 1
            words = " ".join(filter(None, (f"[{name}]:", reference["href"], reference["title"])))
            yield Loss(LossKind.WORDS, words, line, 1)
    for again in outline.inline.env.get("duplicate_refs", ()):
        words = " ".join(filter(None, (f"[{again['label']}]:", again["href"], again["title"])))
        yield Loss(LossKind.WORDS, words, again["map"][0] + outline.above + 1, 1)
