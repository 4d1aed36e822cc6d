"""Markdown: CommonMark with tables and footnotes, as a release needs it.

- `#` is the headline; `##` to `######` are subheadings.
- The last line of a block quote names its speaker where it begins with a dash: `> — speaker، role`.
- A paragraph that begins with a picture is a figure; the lines under the picture are its caption, and the last of them
  is its credit where it begins with a label such as `تصوير:`. A title in quotes is a caption too.
- A table's caption is a paragraph under it that begins with `: `. It may end with `{header-rows=2}` or
  `{header-columns=1}`. A header row of empty cells is no header row.
- `[^1]` refers to `[^1]: …`. `[words]{lang=en}` names a language; `[2]{sup}` and `[2]{sub}` raise and lower.
- HTML is never passed on; of its tags only `<br>` means something.
- Four spaces at the start of a line are not code here: that is how a first line is indented by hand.

Such a sign counts only as typed: written as an entity (`&#8212;`) the dash is a dash.
Front matter is YAML; its texts may carry marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typeset.read import fields, front
from typeset.read.decode import decode
from typeset.read.draft import Draft
from typeset.read.loss import Kind, Loss
from typeset.read.marked import Inline, parser
from typeset.read.outline import Outline
from typeset.read.source import Source
from typeset.read.tree import tree

LARGEST = 20_000_000
"""Bytes."""


def draft(source: Source) -> Draft:
    """The blocks of a Markdown text, and what its front matter gives. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    decoded = decode(source)
    matter, text, above = front.split(decoded.text, source.name)
    env: dict[str, Any] = {}
    tokens = parser().parse(text, env)
    inline = Inline(env)
    outline = Outline(text.split("\n"), above, inline)
    blocks = tuple(outline.blocks(tree(tokens, source.name, above)))
    given = fields.given(matter, source.name, inline.parsed)
    losses = (*decoded.losses, *given.losses, *inline.losses, *_left_over(outline))
    return Draft(blocks, given.fields, tuple(outline.builder.notes.values()), losses, guess=given.guess)


def _left_over(outline: Outline) -> Iterator[Loss]:
    """Footnotes that nothing refers to, and addresses defined under a name that nothing uses."""
    for key, note in outline.builder.notes.items():
        if key not in outline.inline.cited:
            yield Loss(Kind.NOTE, f"nothing refers to the footnote [^{key}]", note.text.line, note.text.column)
    for name, reference in outline.inline.env.get("references", {}).items():
        if reference["href"] not in outline.inline.addresses:
            line = reference["map"][0] + outline.above + 1
            words = " ".join(filter(None, (f"[{name}]:", reference["href"], reference["title"])))
            yield Loss(Kind.WORDS, words, line, 1)
    for again in outline.inline.env.get("duplicate_refs", ()):
        words = " ".join(filter(None, (f"[{again['label']}]:", again["href"], again["title"])))
        yield Loss(Kind.WORDS, words, again["map"][0] + outline.above + 1, 1)
