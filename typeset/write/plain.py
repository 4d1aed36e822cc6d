"""Plain text for messengers: an article as it is pasted into WhatsApp, whose stars make a word bold."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.model.article import Article, Block, Figure, Heading, List, Paragraph, Quotation, Table
from typeset.model.text import Text


def plain(article: Article) -> str:
    """The article as paragraphs with empty lines between them; headings bold, photos by their captions."""
    parts = [_bold(article.release), _bold(article.headline), article.subheadline.text, *_opened(article)]
    parts += [article.source.text, article.link, *(paragraph.text.text for paragraph in article.about)]
    parts += [
        " · ".join(filter(None, (one.name.text, one.role.text, one.phone, one.email))) for one in article.contacts
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _bold(text: Text) -> str:
    """Bold as messengers write it; a star must stand beside a letter."""
    return f"*{text.text.strip()}*" if text.text.strip() else ""


def _opened(article: Article) -> Iterator[str]:
    """The body, its first paragraph behind the dateline."""
    dateline = f"{article.dateline.text} " if article.dateline else ""
    for block in article.body:
        if isinstance(block, Paragraph):
            yield dateline + block.text.text
            dateline = ""
        else:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _bold(block.text)
    elif isinstance(block, Quotation):
        speaker = ", ".join(filter(None, (block.speaker.text, block.role.text)))
        yield "\n".join([*(paragraph.text for paragraph in block.paragraphs), *([f"— {speaker}"] if speaker else [])])
    elif isinstance(block, List):
        yield "\n".join(_items(block))
    elif isinstance(block, Figure):
        yield block.photo.caption.text
    elif isinstance(block, Table):
        yield "\n".join(" | ".join(cell.text for cell in row) for row in block.rows)


def _items(block: List, depth: int = 0) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        yield f"{'  ' * depth}{f'{number}.' if block.ordered else '-'} {item.text.text}"
        if item.children:
            yield from _items(item.children, depth + 1)
