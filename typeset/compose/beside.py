"""Two releases as one view: the first with the other beside it, their blocks in pairs, their photos once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from typeset.compose.blocks import Arrangement, arranged
from typeset.compose.release import ReleaseParts
from typeset.compose.view import BlockView, FigureView, PairView, ReleaseView
from typeset.model.article import Article, Figure, Photo
from typeset.model.brand import Brand
from typeset.model.house_style import House
from typeset.model.pairs import Pair, SharedPhoto, SharedPhotos, rows


class Beside(NamedTuple):
    """The same release in another language, with the words and figures of its house."""

    article: Article
    house: House
    brand: Brand


class _Side(NamedTuple):
    """One of the two releases, with the views of its blocks and photos."""

    arranged: Arrangement
    view: ReleaseView
    photos: dict[Photo, FigureView]

    def block(self, at: int | None) -> BlockView | None:
        """The view of a block of the body; a dateline without a paragraph stands before them all."""
        return None if at is None else self.view.blocks[at + len(self.view.blocks) - len(self.arranged.body)]

    def photo(self, photo: Photo | None) -> FigureView | None:
        """The view of a photo."""
        return None if photo is None else self.photos[photo]

    @property
    def opening(self) -> BlockView | None:
        """A dateline without a paragraph to open."""
        return self.view.blocks[0] if len(self.view.blocks) > len(self.arranged.body) else None


def together(parts: ReleaseParts, view: ReleaseView, other_parts: ReleaseParts, other: ReleaseView) -> ReleaseView:
    """The view of the first release with the other beside it."""
    one, two = _side(parts, view), _side(other_parts, other)
    shared = SharedPhotos(parts.article, other_parts.article)
    heroes = shared.of(_present(one.arranged.hero), _present(two.arranged.hero))
    ends = shared.of(one.arranged.end, two.arranged.end)
    pairs = (*heroes, *rows(shared, one.arranged.body, two.arranged.body))
    opening = (PairView(one.opening, two.opening),) if one.opening or two.opening else ()
    return view._replace(
        other=other,
        pairs=(*opening, *_views(pairs, one, two)),
        photo_pairs=tuple(_views(ends, one, two)),
    )


def _side(parts: ReleaseParts, view: ReleaseView) -> _Side:
    placed = arranged(parts.article, parts.pictures.usual)
    in_body = [block.photo for block in placed.body if isinstance(block, Figure)]
    photos = (*_present(placed.hero), *in_body, *placed.end)
    figures = [block for block in view.blocks if isinstance(block, FigureView)]
    views = (*([view.hero] if view.hero else ()), *figures, *view.photos)
    return _Side(placed, view, dict(zip(photos, views, strict=True)))


def _present(photo: Photo | None) -> tuple[Photo, ...]:
    return (photo,) if photo else ()


def _views(found: Iterable[Pair | SharedPhoto], one: _Side, two: _Side) -> Iterator[PairView]:
    for row in found:
        if isinstance(row, SharedPhoto):
            yield PairView(one.photo(row.first), two.photo(row.other))
        else:
            yield PairView(one.block(row.first), two.block(row.other))
