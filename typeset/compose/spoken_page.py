"""The alt text of a page that is sent as a picture: all that it says, in words, a line for each of its parts.

The words come first, then what is seen in its photos. It is read from the page itself, so that it can neither forget a
part nor say one that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain

WITHIN_LINES = frozenset({"a", "bdi", "bdo", "code", "em", "span", "strong", "sub", "sup"})
"""Elements of running text; any other begins, and ends, a line."""
HIDDEN = frozenset({"head", "style", "title", "script"})


def alt_text(html: str) -> str:
    """The words of a page in reading order, then the alt texts of its pictures, no line twice, each with its end."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(f"{line}\n" for line in dict.fromkeys(reader.lines()))


class _Reader(HTMLParser):
    """Collects the words of a page, part by part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[list[str]] = [[]]
        self._pictures: list[str] = []
        self._hidden = 0

    def lines(self) -> Iterator[str]:
        """The lines that say something, in plain spaces."""
        texts = chain(map("".join, self._parts), self._pictures)
        joined = (" ".join(text.split()) for text in texts)
        return (line for line in joined if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part; a picture is one by its alt text."""
        self._hidden += tag in HIDDEN
        if tag == "img":
            self._pictures.append(dict(attrs).get("alt") or "")
        elif tag not in WITHIN_LINES:
            self._parts.append([])

    def handle_endtag(self, tag: str) -> None:
        """End a part."""
        self._hidden -= tag in HIDDEN
        if tag not in WITHIN_LINES:
            self._parts.append([])

    def handle_data(self, data: str) -> None:
        """Words of the part that has begun last."""
        if not self._hidden:
            self._parts[-1].append(data)
