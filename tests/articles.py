"""Articles for the property tests: any the readers could make, with every field, every block and marks anywhere."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from typeset.model.article import (
    Article,
    Contact,
    Embargo,
    Figure,
    Heading,
    List,
    ListItem,
    Note,
    Paragraph,
    Photo,
    PhotoPlace,
    PhotoSize,
    Quotation,
    Signature,
    Table,
    Translation,
)
from typeset.model.text import NO_TEXT, Mark, MarkKind, Text
from typeset.read import normal_form

PIECES = st.sampled_from(
    [
        *("كلمة", "الوفاق", "وُقّع", "گفت", "اُردو", "שלום", "word", "Ltd", "١٢", "12", "2025", "1.", "-", "—", "–"),
        *("*", "**", "_", "`", "``", "[", "]", "(", ")", "{", "}", "<", ">", "&", "&amp;", "!", "#", "##", ":", ": "),
        *(
            "؛",
            "،",
            ",",
            ".",
            "؟",
            "\\",
            "/",
            "|",
            "~",
            "~~~",
            "+",
            "=",
            "===",
            "---",
            "«",
            "»",
            "“",
            "”",
            '"',
            "'",
            "%",
        ),
        *("٪", "@", "a@b.co", "www.x.org", "[^1]", "{sup}", "{lang=en}", "<br>", "تصوير:", "المصدر: ", "### ", "\n"),
        *("\u200c", "é", "™", "😀", " ", "\xa0"),
    ]
)
WORDS = st.lists(PIECES, min_size=1, max_size=9).map("".join)
LINKS = st.sampled_from(["https://example.com/a_(b)?q=1&r=<2>", "mailto:press@example.com", "https://مثال.example/خبر"])
KINDS = st.one_of(
    st.sampled_from(
        [
            MarkKind.STRONG,
            MarkKind.EMPHASIS,
            MarkKind.CODE,
            MarkKind.SUPERSCRIPT,
            MarkKind.SUBSCRIPT,
            MarkKind.LINE_BREAK,
        ]
    ).map(lambda kind: (kind, "")),
    LINKS.map(lambda url: (MarkKind.LINK, url)),
    st.sampled_from(["en", "fa-IR"]).map(lambda tag: (MarkKind.LANGUAGE, tag)),
)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    words = draw(WORDS)
    places = st.integers(0, len(words))
    marks = []
    for kind, value in draw(st.lists(KINDS, max_size=4)):
        start, end = sorted((draw(places), draw(places)))
        if kind is not MarkKind.LINK or not any(mark.kind is kind for mark in marks):
            marks.append(Mark(start, end, kind, value))
    if draw(st.integers(0, 5)) == 0:
        place = draw(places)
        marks.append(Mark(place, place, MarkKind.FOOTNOTE, "1"))
    return Text(words, tuple(marks))


OPTIONAL = st.one_of(st.just(NO_TEXT), texts())
LINES = st.sampled_from(["", "وصف", "a b", "[x](y) *z*"])
PHOTOS = st.builds(
    Photo,
    st.sampled_from(["photo.jpg", "صور/صورة 1 (أ).png", "50%25.png", "data:image/png;base64,AAAA"]),
    LINES,
    OPTIONAL,
    OPTIONAL,
    st.sampled_from([None, *PhotoSize]),
    st.sampled_from([None, *PhotoPlace]),
)
ITEMS = st.recursive(
    st.builds(ListItem, OPTIONAL),
    lambda items: st.builds(
        ListItem,
        OPTIONAL,
        st.builds(List, st.lists(items, min_size=1, max_size=3).map(tuple), st.booleans(), st.integers(0, 30)),
    ),
    max_leaves=5,
)
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        Table,
        st.lists(st.tuples(*[OPTIONAL] * width), min_size=1, max_size=4).map(tuple),
        st.integers(0, 3),
        st.integers(0, width),
        OPTIONAL,
    )
)
BLOCKS = st.one_of(
    st.builds(Paragraph, texts()),
    st.builds(Heading, texts(), st.integers(2, 6)),
    st.builds(Quotation, st.lists(texts(), min_size=1, max_size=3).map(tuple), OPTIONAL, OPTIONAL),
    st.builds(List, st.lists(ITEMS, min_size=1, max_size=3).map(tuple), st.booleans(), st.integers(0, 30)),
    st.builds(Figure, PHOTOS),
    TABLES,
)
BAGHDAD = ZoneInfo("Asia/Baghdad")
EMBARGOES = st.sampled_from(
    [
        None,
        Embargo(datetime(2025, 7, 25, 10, 30, tzinfo=BAGHDAD), zone="بتوقيت بغداد"),
        Embargo(datetime(2025, 7, 25, tzinfo=BAGHDAD), has_hour=False, zone="Asia/Baghdad"),
    ]
)
CONTACTS = st.builds(
    Contact, OPTIONAL, OPTIONAL, st.sampled_from(["", "+964 1 234"]), st.sampled_from(["", "a@example.com"])
)
ARTICLES = (
    st.builds(
        Article,
        headline=texts(),
        **dict.fromkeys(
            ("release", "place", "addressee", "kicker", "subheadline", "dateline", "end_mark", "source"), OPTIONAL
        ),
        embargo=EMBARGOES,
        number=st.sampled_from(["", "2025/14", "٧"]),
        date=st.none() | st.dates(date(1900, 1, 1)),
        body=st.lists(BLOCKS, min_size=1, max_size=5).map(tuple),
        signature=st.sampled_from([None, Signature(Text("المدير العام")), Signature(NO_TEXT, Text("مدير المكتب"))]),
        attachments=st.sampled_from([(), (Text("خريطة الآبار"), Text("جدول الكلفة"))]),
        notes=st.just((Note("1", Text("حاشية")),)),
        photos=st.lists(PHOTOS, max_size=2).map(tuple),
        about=st.lists(st.builds(Paragraph, texts()), max_size=2).map(tuple),
        contacts=st.lists(CONTACTS, max_size=2).map(tuple),
        link=st.sampled_from(["", "https://example.com"]),
        translations=st.sampled_from(
            [(), (Translation("en", "release.en.md"),), (Translation("", "نص (1).txt"), Translation("he", "a.he.md"))]
        ),
        language=st.sampled_from(["ar", "fa", "he", "en"]),
    )
    .map(normal_form.article)
    .filter(lambda article: bool(article.headline and article.body))
)
