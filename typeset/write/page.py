"""An article -> a page for the house's site: one self-contained HTML file with JSON-LD, which our reader reads back.

No script runs in it, and it loads nothing but the pictures that lie beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from typeset.model.article import Article, Block, Figure, Heading, List, Paragraph, Photo, Quotation, Table
from typeset.model.labels import labels_for
from typeset.model.text import MarkKind, Text
from typeset.write import parts
from typeset.write.parts import Piece, pieces

STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.8 'Amiri','Noto Naskh Arabic',serif}"
    "h1{line-height:1.4}figure{margin:1.5rem 0}img{max-width:100%;height:auto}table{border-collapse:collapse}"
    "th,td{border:1px solid #999;padding:.2rem .6rem}blockquote{border-inline-start:3px solid #999;margin-inline:0;"
    "padding-inline-start:1rem}.part-label{font-weight:bold;margin-bottom:0}"
)
TAGS = {
    MarkKind.STRONG: "strong",
    MarkKind.EMPHASIS: "em",
    MarkKind.CODE: "code",
    MarkKind.SUPERSCRIPT: "sup",
    MarkKind.SUBSCRIPT: "sub",
}


def html(article: Article) -> bytes:
    """The page in UTF-8. Pictures stand by their paths from the article's folder, or as the data that they are."""
    return ("\n".join(_page(article)) + "\n").encode()


def fragment(article: Article) -> str:
    """All but the headline, for a format that carries HTML: the parts are marked as on a page."""
    writer = _Body(article)
    return "".join(writer.below_and_above())


def _page(article: Article) -> Iterator[str]:
    writer = _Body(article)
    yield "<!doctype html>"
    yield f'<html lang="{escape(article.language)}" dir="{article.direction}">'
    yield '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(article.headline.text)}</title>"
    yield f'<meta property="og:title" content="{escape(article.headline.text)}">'
    if article.subheadline:
        yield f'<meta name="description" content="{escape(article.subheadline.text)}">'
    if article.link:
        yield f'<link rel="canonical" href="{escape(article.link)}">'
    yield f'<script type="application/ld+json">{_told(article)}</script>'
    yield f'<style>{STYLE}</style>\n</head>\n<body>\n<article class="release">'
    yield from writer.below_and_above(f"<h1>{writer.inline(article.headline)}</h1>")
    yield "</article>\n</body>\n</html>"


def _told(article: Article) -> str:
    """What the page says of itself to search engines: schema.org NewsArticle. `<` cannot close the element."""
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline.text,
        "alternativeHeadline": article.subheadline.text,
        "articleSection": article.kicker.text,
        "dateline": article.dateline.text,
        "datePublished": article.date.isoformat() if article.date else "",
        "inLanguage": article.language,
        "url": article.link,
        "publisher": {"@type": "Organization", "name": article.source.text} if article.source else "",
        "image": [photo.source for photo in article.pictures if not photo.source.startswith("data:")],
    }
    filled = {key: value for key, value in told.items() if value}
    return json.dumps(filled, ensure_ascii=False).replace("<", "\\u003c")


class _Body:
    """Writes blocks, and counts the footnotes as they are referred to."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.credit = labels_for(article.language, article.direction).credit
        self.comma = "،" if article.direction == "rtl" and article.language != "he" else ","
        self.keys = {note.key: number for number, note in enumerate(article.notes, 1)}

    def below_and_above(self, headline: str = "") -> Iterator[str]:
        """The release from top to bottom, around its headline."""
        article = self.article
        yield from map(self.part, parts.head(article))
        if headline:
            yield headline
        if article.subheadline:
            yield self.part(parts.Part("subheadline", article.subheadline))
        yield from self.blocks(article.body)
        yield from (self.figure(photo, "part-photo") for photo in article.photos)
        yield from map(self.part, parts.foot(article))
        yield from self.notes()

    def part(self, part: parts.Part) -> str:
        label = f"{escape(part.label)}: " if part.label else ""
        return f'<p class="part-{part.name}">{label}{self.inline(part.text)}</p>'

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        dateline = self.article.dateline
        for block in blocks:
            opening = ""
            if dateline and isinstance(block, Paragraph):
                opening, dateline = f'<span class="part-dateline">{self.inline(dateline)}</span> ', Text("")
            yield self._block(block, opening)
        if dateline:
            yield f'<p class="part-dateline">{self.inline(dateline)}</p>'

    def _block(self, block: Block, opening: str) -> str:
        if isinstance(block, Heading):
            return f"<h{block.level}>{self.inline(block.text)}</h{block.level}>"
        if isinstance(block, Paragraph):
            return f"<p>{opening}{self.inline(block.text)}</p>"
        if isinstance(block, Quotation):
            return self._quotation(block)
        if isinstance(block, List):
            return self._list(block)
        return self.figure(block.photo) if isinstance(block, Figure) else self._table(block)

    def _quotation(self, block: Quotation) -> str:
        words = "".join(f"<p>{self.inline(text)}</p>" for text in block.paragraphs)
        role = f"{self.comma} {self.inline(block.role)}" if block.role else ""
        by = f"<footer>— {self.inline(block.speaker)}{role}</footer>" if block.speaker or block.role else ""
        return f"<blockquote>{words}{by}</blockquote>"

    def _list(self, block: List) -> str:
        tag = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        items = "".join(
            f"<li>{self.inline(item.text)}{self._list(item.children) if item.children else ''}</li>"
            for item in block.items
        )
        return f"<{tag}{start}>{items}</{tag}>"

    def figure(self, photo: Photo, part: str = "") -> str:
        """A photo with its caption and its credit, and what it shows for who does not see it."""
        credit = f"{self.credit} {self.inline(photo.credit)}" if photo.credit else ""
        said = "<br>".join(filter(None, (self.inline(photo.caption), credit)))
        caption = f"<figcaption>{said}</figcaption>" if said else ""
        named = f' class="{part}"' if part else ""
        return f'<figure{named}><img src="{escape(photo.source)}" alt="{escape(photo.alt)}">{caption}</figure>'

    def _table(self, block: Table) -> str:
        rows = []
        for at, row in enumerate(block.rows):
            heads = [at < block.header_rows or column < block.header_columns for column in range(len(row))]
            cells = (
                f"<th scope={'col' if at < block.header_rows else 'row'}>{self.inline(cell)}</th>"
                if is_head
                else f"<td>{self.inline(cell)}</td>"
                for cell, is_head in zip(row, heads, strict=True)
            )
            rows.append(f"<tr>{''.join(cells)}</tr>")
        caption = f"<caption>{self.inline(block.caption)}</caption>" if block.caption else ""
        head, body = "".join(rows[: block.header_rows]), "".join(rows[block.header_rows :])
        return f"<table>{caption}{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"

    def notes(self) -> Iterator[str]:
        """The footnotes, each with a way back."""
        if self.article.notes:
            items = (
                f'<li id="fn-{number}">{self.inline(note.text)} <a href="#ref-{number}">↩</a></li>'
                for number, note in enumerate(self.article.notes, 1)
            )
            yield f'<section class="footnotes" role="doc-endnotes"><ol>{"".join(items)}</ol></section>'

    def inline(self, text: Text) -> str:
        return "".join(self._piece(piece) for piece in pieces(text))

    def _piece(self, piece: Piece) -> str:
        if key := piece.note:
            number = self.keys.get(key, 0)
            return (
                f'<sup><a href="#fn-{number}" id="ref-{number}" role="doc-noteref">{number}</a></sup>' if number else ""
            )
        written = (
            "<br>".join(map(escape, piece.words.split("\n")))
            if MarkKind.LINE_BREAK in piece.marks
            else escape(piece.words)
        )
        for kind, tag in TAGS.items():
            if kind in piece.marks:
                written = f"<{tag}>{written}</{tag}>"
        if language := piece.marks.get(MarkKind.LANGUAGE):
            written = f'<span lang="{escape(language)}">{written}</span>'
        if address := piece.marks.get(MarkKind.LINK):
            written = f'<a href="{escape(address)}">{written}</a>'
        return written
