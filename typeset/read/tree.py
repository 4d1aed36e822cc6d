"""The Markdown parser's tokens as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from typeset.errors import ArticleError
from typeset.read.marked import DEEPEST

if TYPE_CHECKING:
    from markdown_it.token import Token

_CONTAINERS = frozenset(
    f"{name}_open" for name in ("blockquote", "bullet_list", "ordered_list", "list_item", "footnote_reference")
)


@dataclass(slots=True)
class Node:
    """A token with what stands inside it."""

    token: Token
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type of the token without `_open`."""
        return self.token.type.removesuffix("_open")

    @property
    def words(self) -> Token:
        """The token that holds the words of a heading, a paragraph or a cell."""
        return self.children[0].token


def tree(tokens: Iterable[Token], file: str, above: int) -> list[Node]:
    """The tokens as a tree. Raises ArticleError: quotes and lists inside one another, deeper than the parser goes."""
    root: list[Node] = []
    stack = [root]
    for token in tokens:
        if token.type in _CONTAINERS and token.level >= DEEPEST - 1:
            line = above + 1 + (token.map[0] if token.map else 0)
            raise ArticleError(
                f"{file}:{line}: quotes and lists stand more than {DEEPEST - 2} deep inside one another.",
                hint="Write them flatter; a release needs two or three levels.",
            )
        if token.nesting < 0:
            stack.pop()
            continue
        node = Node(token)
        stack[-1].append(node)
        if token.nesting > 0:
            stack.append(node.children)
    return root
