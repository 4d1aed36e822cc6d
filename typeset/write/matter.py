"""What an article says outside its body -> front matter, with the keys that `typeset.read` knows."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.article import Article, Contact, Embargo, Photo
from typeset.write.blocks import path
from typeset.write.inline import line


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
        "embargo": _embargo(article.embargo) if article.embargo else "",
        "number": article.number,
        "date": article.date.isoformat() if article.date else "",
        "place": line(article.place),
        "dateline": line(article.dateline),
        "end-mark": line(article.end_mark),
        "source": line(article.source),
        "link": article.link,
        "about": [line(paragraph.text) for paragraph in article.about],
        "contacts": [_contact(contact) for contact in article.contacts],
        "photos": [_photo(photo) for photo in article.photos],
        "lang": article.language,
        "guess": False,
    }
    return ((key, value) for key, value in fields.items() if value or value is False)


def _embargo(embargo: Embargo) -> str:
    hour = f"{embargo.until:%H:%M}" if embargo.has_hour else ""
    return " ".join(filter(None, (f"{embargo.until:%Y-%m-%d}", hour, embargo.zone)))


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
    return {key: value for key, value in parts.items() if value}
