"""docs/article.md: every key of the front matter in its languages, from the tables of the reader."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from typeset import read
from typeset.read.formats import front_matter, placement

DOCS = Path(__file__).parent.parent / "docs"
KIT = Path(__file__).parent / "cases" / "matrix" / "ar.md"
OPENING = """# The article

What a release says beside its text stands in its front matter: `key: value` lines between two lines of `---`, at the
head of a Markdown or text file. Every key may be left out; what is there is not guessed from the text. A key may be
written in any of its languages: capital letters and vowel signs make no difference, and `-` and `_` count as a space.
Of a key that is not known the nearest one is named, and nothing is dropped without a word. `guess: no` takes the text
as it stands.

```yaml
{example}
```

A photo within the text is a picture of Markdown on a line of its own, with its caption in the line below it, and below
that its credit (`تصوير: …`).

"""
ABOUT = {
    "release": "when it may be published, in a line: للنشر الفوري",
    "embargo": "until when it may not: `2025-03-22 10:30 Asia/Baghdad`; the zone is said on the page",
    "number": "the number of the release, as the house counts: `431`, `7/2025`",
    "date": "`2025-03-20` or `20 آذار 2025`; the page shows it in each calendar of the house",
    "place": "where the issuer is, beside the date",
    "addressee": "whom it is addressed to",
    "kicker": "the line above the headline",
    "headline": "the headline; else the first heading of the text",
    "subheadline": "the deck, below the headline",
    "dateline": "what opens the first paragraph, with its dash: `بغداد –`",
    "signature": "who signs: a name, or name and role",
    "end_mark": "what closes the text, where the theme's own mark is not wanted: `/انتهى/`",
    "notes": "footnotes by their keys, where the text refers to them: `1: …`",
    "source": "who wrote it; stands as the issuer too where no brand names one",
    "attachments": "what is enclosed, a line each",
    "photos": "photos without a place in the text, each a file name or the keys below",
    "about": "the boilerplate; an empty line begins a new paragraph",
    "contacts": "press contacts, each a name or the keys below",
    "link": "the page of the release; the page shows it with its QR code",
    "language": "`ar`, `fa`, `ur`, `he` or `en`; else what the letters say",
    "translations": "files of the same folder with the release in other languages: `en: release.en.md`",
    "guess": "whether other parts may be found in the text: `yes`, `no`",
}
ABOUT_PHOTO = {
    "source": "its file, in the folder of the article",
    "alt": "what it shows, for those who do not see it",
    "caption": "the caption",
    "credit": "whose photo it is",
    "size": "how wide: the words below; else the theme decides",
    "at": "where it stands: the words below; else the theme decides",
}
ABOUT_SIGNATURE = {"name": "the name", "role": "what the person is"}
ABOUT_CONTACT = {
    "name": "the name of a person or a desk",
    "role": "what it is for",
    "phone": "with its country code: `+964 1 555 0100`",
    "email": "the address",
    "link": "a page",
}
ABOUT_SIZES = {
    "column": "as wide as a column",
    "wide": "over several columns",
    "full": "over the whole type area",
    "side": "beside the text",
}
ABOUT_PLACES = {"top": "above the text", "here": "where it is written", "end": "after the text"}
SCRIPTS = ((range(0x80), ", "), (range(0x600, 0x700), "، "), (range(0x590, 0x600), ", "))
"""The letters of a column, and the comma between its words: Latin, Arabic, Hebrew."""


def by_script(aliases: str) -> Iterator[str]:
    """A cell of the table for each script."""
    names = [name for name in aliases.split("|") if name]
    for letters, comma in SCRIPTS:
        yield comma.join(name for name in names if ord(name[0]) in letters)


def table(title: str, known: Mapping[str, str], about: Mapping[str, str], opening: str = "key") -> str:
    """A section with a row for each key."""
    rows = [
        " ".join(f"| {cell}".rstrip() for cell in (f"`{name}`", about[name], *by_script(aliases))) + " |"
        for name, aliases in known.items()
    ]
    head = f"| {opening} | what it says | also | in Arabic script | in Hebrew |\n|---|---|---|---|---|\n"
    return f"## {title}\n\n{head}" + "\n".join(rows) + "\n\n"


TABLES = {
    "The release": (front_matter.KEYS, ABOUT),
    "A photo": (front_matter.PHOTO, ABOUT_PHOTO),
    "How wide a photo is": (placement.SIZES, ABOUT_SIZES, "`size`"),
    "Where a photo stands": (placement.PLACES, ABOUT_PLACES, "`at`"),
    "A signature": (front_matter.SIGNATURE, ABOUT_SIGNATURE),
    "A contact": (front_matter.CONTACT, ABOUT_CONTACT),
}


def example() -> str:
    return KIT.read_text("utf-8").split("---\n", 2)[1].strip()


def test_the_page_of_the_article_is_what_the_reader_knows(golden):
    page = OPENING.replace("{example}", f"---\n{example()}\n---") + "".join(
        table(title, *of) for title, of in TABLES.items()
    )
    golden(DOCS / "article.md", page.rstrip() + "\n")


@pytest.mark.parametrize("title", TABLES)
def test_every_key_is_explained_and_no_other(title):
    known, about, *_ = TABLES[title]
    assert list(map(str, known)) == list(about)


def test_the_example_is_read_without_a_loss(tmp_path):
    file = tmp_path / "release.md"
    file.write_text(f"---\n{example()}\n---\n\nنص البيان.\n", "utf-8")
    article, findings = read.article(file)
    assert [finding.message for finding in findings] == []
    assert article.addressee
    assert len(article.contacts) == 3


@pytest.mark.parametrize("key", front_matter.KEYS)
def test_each_alias_of_a_key_stands_on_the_page(key):
    page = (DOCS / "article.md").read_text("utf-8")
    assert all(alias in page for alias in front_matter.KEYS[key].split("|"))
