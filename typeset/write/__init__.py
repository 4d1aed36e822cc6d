"""Write: an Article -> Markdown with front matter, which makes the identical page when it is read.

`typeset-press convert` writes it; `typeset-press new` writes the skeleton of a release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typeset.model.article import (
    Article,
    Block,
    Contact,
    Figure,
    Heading,
    List,
    ListItem,
    Paragraph,
    Photo,
    Quotation,
    Signature,
    Table,
    Translation,
)
from typeset.model.labels import labels_for
from typeset.model.text import MarkKind, Text
from typeset.write.inline import line
from typeset.write.parts import embargo
from typeset.write.plain import plain

# Blocks -> lines of Markdown, in the forms that `typeset.read.formats.markdown` describes.


_START = re.compile(r"[#>+\-=~:]|[0-9]{1,9}(?=[.)])")
_DASH = re.compile(r"[—–―]")
_LABEL = re.compile(r"\W*\w+(?: \w+)?\s*[:：؛/]")
"""What might be taken for the label of a credit; an empty credit under it says that it is none."""

_SIZES = re.compile(r"\\\{(?=header-)")
_COMMA = re.compile(r"\\.|(?<!`)(?P<fence>`+)(?!`).*?(?<!`)(?P=fence)(?!`)|([،,])")
"""A comma, which would part the speaker from the role; an escaped sign or code, in which none does, is passed over."""

_IN_ADDRESS = re.compile(r"[%\s<>()\\\"#?&*_\[\]`]")


@dataclass(slots=True)
class Blocks:
    """Writes blocks; gathers the pictures that are data, which stand at the end of the file under a name."""

    language: str
    credit: str
    """The label before the credit of a picture, with its colon."""
    pictures: dict[str, str] = field(default_factory=dict)
    """The data: URL -> its name."""

    def written(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Each block as its lines."""
        before: Block | None = None
        second = False
        for block in blocks:
            same = isinstance(block, List) and isinstance(before, List) and block.ordered == before.ordered
            second = same and not second
            yield "\n".join(_list(block, second=second) if isinstance(block, List) else self._block(block))
            before = block

    def _block(self, block: Heading | Paragraph | Quotation | Figure | Table) -> Iterator[str]:
        if isinstance(block, Heading):
            yield f"{'#' * block.level} {_heading(block.text)}"
        elif isinstance(block, Paragraph):
            yield from _paragraph(block.text)
        elif isinstance(block, Quotation):
            yield from _quotation(block, "،" if self.language in {"ar", "fa", "ur"} else ",")
        elif isinstance(block, Figure):
            yield from self._figure(block.photo)
        else:
            yield from _table(block)

    def _figure(self, photo: Photo) -> Iterator[str]:
        yield f"![{line(Text(photo.alt))}]{self._address(photo.source)}{_placed(photo)}"
        caption = starting(photo.caption)
        if caption:
            yield caption
        if photo.credit or _LABEL.match(caption):
            yield f"{self.credit} {line(photo.credit)}".rstrip()

    def _address(self, source: str) -> str:
        if not source.startswith("data:"):
            return f"({path(source)})"
        return f"[{self.pictures.setdefault(source, f'picture-{len(self.pictures) + 1}')}]"


def _placed(photo: Photo) -> str:
    """Size and place of a photo, where it has its own."""
    values = " ".join(f"{key}={value}" for key, value in (("size", photo.size), ("at", photo.at)) if value)
    return f"{{{values}}}" if values else ""


def path(source: str) -> str:
    """The place of a picture as an address: what means something in one is written in percent."""
    return _IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), source)


def starting(text: Text) -> str:
    """A text at the start of a line, where it begins no heading, list, quotation or rule."""
    written = line(text)
    match = _START.match(written)
    if not match:
        return written
    place = match.end() if match[0].isdigit() else 0
    return f"{written[:place]}\\{written[place:]}"


def _heading(text: Text) -> str:
    """`#` at the end of a heading would be taken for its close."""
    written = line(text)
    return f"{written[:-1]}\\#" if written.endswith("#") else written


def _paragraph(text: Text) -> Iterator[str]:
    code = [(mark.start, mark.end) for mark in text.marks if mark.kind is MarkKind.CODE]
    if _lines(text.text) == code and "\n" in text.text:
        longest = max(map(len, re.findall("`+", text.text)), default=2)
        fence = "`" * max(longest + 1, 3)
        yield from (fence, text.text, fence)
    else:
        yield starting(text)


def _lines(words: str) -> list[tuple[int, int]]:
    """Start and end of every line that is not empty."""
    return [match.span() for match in re.finditer("[^\n]+", words)]


def _quotation(block: Quotation, comma: str) -> Iterator[str]:
    for at, text in enumerate(block.paragraphs):
        if at:
            yield ">"
        yield f"> {_not_a_dash(starting(text))}"
    if block.speaker or block.role:
        speaker = _COMMA.sub(lambda match: f"&#{ord(match[2])};" if match[2] else match[0], line(block.speaker))
        role = f"{comma} {line(block.role)}" if block.role else ""
        yield ">"
        yield f"> — {_not_a_dash(speaker)}{role}"


def _not_a_dash(written: str) -> str:
    """A dash at the start would name the speaker."""
    return f"&#{ord(written[0])};{written[1:]}" if _DASH.match(written) else written


def _list(block: List, *, second: bool) -> Iterator[str]:
    """A list; `second` where another of its kind stands right above it, and other signs must tell the two apart."""
    for at, item in enumerate(block.items):
        sign = f"{block.start + at}{')' if second else '.'}" if block.ordered else ("*" if second else "-")
        yield from _item(item, sign)


def _item(item: ListItem, sign: str) -> Iterator[str]:
    yield f"{sign} {starting(item.text)}".rstrip()
    if item.children:
        inner = list(_list(item.children, second=False))
        if item.text and (item.children.ordered or not item.children.items[0].text):
            yield ""
        yield from (f"{' ' * (len(sign) + 1)}{inside}".rstrip() for inside in inner)


def _table(block: Table) -> Iterator[str]:
    head, *rows = block.rows if block.header_rows else (tuple(Text("") for _ in block.rows[0]), *block.rows)
    yield _row(head)
    yield "|" + " --- |" * len(head)
    yield from map(_row, rows)
    sizes = [f"header-rows={block.header_rows}"] if block.header_rows > 1 else []
    sizes += [f"header-columns={block.header_columns}"] if block.header_columns else []
    caption = _SIZES.sub("&#123;", line(block.caption))
    if caption or sizes:
        yield ""
        yield " ".join(filter(None, (":", caption, f"{{{' '.join(sizes)}}}" if sizes else "")))


def _row(cells: Iterable[Text]) -> str:
    return "| " + " | ".join(line(cell).replace("|", "\\|") for cell in cells) + " |"


# What an article says outside its body -> front matter, with the keys that `typeset.read` knows.


def matter(article: Article) -> str:
    """The lines between the two `---`, without them. `guess: no` keeps the reader from looking for more."""
    import yaml  # the skeleton is looked at before every page, which needs no front matter

    return yaml.safe_dump(dict(_fields(article)), allow_unicode=True, sort_keys=False, width=10**6)


def _fields(article: Article) -> Iterator[tuple[str, object]]:
    """Keys and values in the order in which they stand on the page; what is empty is left out."""
    fields = {
        "headline": line(article.headline),
        "subheadline": line(article.subheadline),
        "kicker": line(article.kicker),
        "release": line(article.release),
        "embargo": embargo(article.embargo) if article.embargo else "",
        "number": article.number,
        "date": article.date.isoformat() if article.date else "",
        "place": line(article.place),
        "to": line(article.addressee),
        "dateline": line(article.dateline),
        "signature": _signature(article.signature) if article.signature else "",
        "end-mark": line(article.end_mark),
        "source": line(article.source),
        "attachments": list(map(line, article.attachments)),
        "link": article.link,
        "about": [line(paragraph.text) for paragraph in article.about],
        "contacts": [_contact(contact) for contact in article.contacts],
        "photos": [_photo(photo) for photo in article.photos],
        "lang": article.language,
        "translations": _translations(article.translations),
        "guess": False,
    }
    return ((key, value) for key, value in fields.items() if value or value is False)


def _translations(translations: Iterable[Translation]) -> dict[str, str] | list[str]:
    """Language -> file; the files alone where one of them does not say its language."""
    files = [(language, path(source)) for language, source in translations]
    return dict(files) if all(language for language, _ in files) else [name for _, name in files]


def _signature(signature: Signature) -> dict[str, str]:
    parts = {"name": line(signature.name), "role": line(signature.role)}
    return {key: value for key, value in parts.items() if value}


def _contact(contact: Contact) -> dict[str, str]:
    parts = {
        "name": line(contact.name),
        "role": line(contact.role),
        "phone": contact.phone,
        "email": contact.email,
        "link": contact.link,
    }
    return {key: value for key, value in parts.items() if value}


def _photo(photo: Photo) -> dict[str, str]:
    source = photo.source if photo.source.startswith("data:") else path(photo.source)
    parts = {"source": source, "alt": photo.alt, "caption": line(photo.caption), "credit": line(photo.credit)}
    parts |= {"size": str(photo.size or ""), "at": str(photo.at or "")}
    return {key: value for key, value in parts.items() if value}


__all__ = ["SKELETONS", "markdown", "plain", "skeleton"]


def markdown(article: Article) -> str:
    """The article as Markdown, ending in a line end. Reading it gives an equal article."""
    blocks = Blocks(article.language, labels_for(article.language, article.direction).credit)
    parts = [f"---\n{matter(article)}---", *blocks.written(article.body)]
    parts += (f"[^{note.key}]: {line(note.text)}" for note in article.notes)
    parts += (f"[{name}]: {address}" for address, name in blocks.pictures.items())
    return "\n\n".join(parts) + "\n"


SKELETONS = {"ar": "skeleton.md", "en": "skeleton.en.md"}


def skeleton(language: str = "ar") -> str:
    """A release to be filled in, with every field explained in its language: English, or else Arabic."""
    name = SKELETONS.get(language, SKELETONS["ar"])
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
