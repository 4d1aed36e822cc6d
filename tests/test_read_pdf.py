"""A PDF as a source: its words in order, its headline, its parts, whoever made it; what cannot be read is told."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import foreign_pdf
import pikepdf
import pytest
from foreign_pdf import lines, without_structure

from typeset import api, preflight, read, write
from typeset.errors import ArticleError
from typeset.jobs.given import read_given
from typeset.model.article import Article, Figure, Heading, List, Paragraph, Quotation, Table, texts_in
from typeset.model.text import NO_TEXT
from typeset.preflight import printed
from typeset.preflight.reading import scan
from typeset.read.source import SourceFile, load

FULL = Path(__file__).parent / "cases" / "press" / "full" / "full.md"
TITLE = "افتتاح مكتبة الحي بعد ترميمها"
FIRST = (
    "بغداد – افتتحت بلدية المثال اليوم مكتبة الحي القديم بعد ترميمها الذي استغرق عامين، "
    "وشارك في الافتتاح مئة وعشرون من أهل الحي ومن طلاب المدارس القريبة منه."
)
SECOND = (
    "وقالت البلدية إن المكتبة تضم ثلاثين ألف كتاب وقاعة للأطفال وأخرى للمحاضرات، "
    "وإن أبوابها مفتوحة كل يوم من الثامنة صباحاً حتى العاشرة مساءً."
)


def in_process(pdf: bytes) -> tuple[Article, list[str]]:
    """The article of a PDF, and the ids of what was lost, without the sandbox."""
    source = SourceFile(pdf, "a.pdf", ".pdf", printed=printed.printed(pdf, "a.pdf"))
    reading = read_given(source)
    return reading.article, [finding.id for finding in reading.lost]


def words(article: Article) -> list[str]:
    return [text.text for text in article.texts()]


def unplaced(article: Article) -> Article:
    """The article with its photos as such, wherever they come from."""

    return article.with_photos(lambda photo: replace(photo, source=""))


@pytest.fixture(scope="module")
def ours() -> dict[str, bytes]:
    """The release with every part, on a page for the screen and in its archive."""
    return {name: api.make(FULL, editions=[name]).pdf for name in ("email", "archive")}


@pytest.fixture(scope="module")
def original() -> Article:
    return read.article(FULL)[0]


class TestOurPages:
    def test_an_archive_comes_back_whole(self, ours, original):
        reading = read_given(SourceFile(ours["archive"], "full.pdf", ".pdf", FULL.parent))
        assert unplaced(reading.article) == unplaced(original)
        assert all(photo.source.startswith("data:") for photo in reading.article.pictures), "it carries them"
        assert reading.reader.name == "markdown"

    def test_a_page_comes_back_with_its_parts(self, ours, original):
        article, _ = in_process(ours["email"])
        for part in ("headline", "subheadline", "kicker", "date", "dateline", "link"):
            assert getattr(article, part) == getattr(original, part), part
        kinds = [[type(block) for block in work.body if not isinstance(block, Figure)] for work in (article, original)]
        assert [kind for kind in kinds[0] if kind is not Paragraph] == [
            kind for kind in kinds[1] if kind is not Paragraph
        ]
        assert len(article.pictures) == 2, "the chart is drawn in lines"
        assert [contact.email for contact in article.contacts][:2] == ["press@example.org", "studio@example.org"]
        assert [note.key for note in article.notes] == ["1", "2"]

    def test_structure_is_kept(self, ours, original):
        article, _ = in_process(ours["email"])
        for kind in (List, Table, Quotation, Heading):
            mine, theirs = (next(each for each in work.body if isinstance(each, kind)) for work in (article, original))
            assert letters(mine) == letters(theirs), kind

    def test_without_its_structure_every_word_of_the_text_is_there(self, ours, original):
        article, _ = in_process(without_structure(ours["email"]))
        paragraphs = tuple(block for block in original.body if isinstance(block, Paragraph))
        assert not set(letters(paragraphs)) - set(letters(article))


def letters(part: object) -> list[str]:
    """The words of a part; not its figures, which the house may write otherwise, nor a table's caption."""
    part = replace(part, caption=NO_TEXT) if isinstance(part, Table) else part
    return [word for text in texts_in((part,)) for word in re.findall(r"[^\W\d]{3,}", text.text)]


class TestPagesOfOthers:
    def test_a_headline_is_larger_and_lines_make_paragraphs(self):
        page = [(TITLE, 550, 780, 20), *lines(FIRST, 550, 740), *lines(SECOND, 550, 600)]
        article, lost = in_process(foreign_pdf.pdf(page))
        assert words(article) == [TITLE, "بغداد –", FIRST.removeprefix("بغداد – "), SECOND]
        assert not lost

    def test_presentation_forms_are_letters(self):
        import unicodedata

        forms = FIRST.replace("لا", "\ufefb").replace("ب", "\ufe91").replace("م", "\ufee3")
        assert unicodedata.normalize("NFKC", forms) == FIRST
        article, _ = in_process(foreign_pdf.pdf([(TITLE, 550, 780, 20), *lines(forms, 550, 740)]))
        assert words(article)[-1] == FIRST.removeprefix("بغداد – ")

    def test_the_right_column_comes_first(self):
        right, left = lines(FIRST + SECOND, 550, 700, across=230), lines(SECOND + FIRST, 290, 700, across=230)
        page = [(TITLE, 550, 780, 20), *(line for pair in zip(right, left, strict=False) for line in pair)]
        article, _ = in_process(foreign_pdf.pdf(page))
        assert " ".join(words(article)[1:]).startswith(FIRST[:60])
        assert " ".join(words(article)).split() == f"{TITLE} {FIRST}{SECOND} {SECOND}{FIRST}".split()

    def test_running_heads_and_folios_are_left_out_and_told(self):
        pages = [
            [("بلدية المثال", 550, 810, 9), *body, (f"صفحة {number} من 2", 320, 30, 9)]
            for number, body in (
                (1, [(TITLE, 550, 740, 20), *lines(FIRST, 550, 700)]),
                (2, lines(SECOND, 550, 740)),
            )
        ]
        article, lost = in_process(foreign_pdf.pdf(*pages))
        assert words(article) == [TITLE, "بغداد –", FIRST.removeprefix("بغداد – "), SECOND]
        assert lost == ["read/around"] * 4

    def test_a_latin_word_broken_at_a_line_end_is_whole(self):
        page = [("Library opens again", 400, 780, 20), ("The library was res-", 350, 740, 12), ("tored.", 266, 722, 12)]
        article, _ = in_process(foreign_pdf.pdf(page))
        assert words(article)[-1] == "The library was restored."

    def test_a_line_of_english_with_arabic_in_it_runs_to_the_right(self):
        from typeset.preflight.reading.bidi import in_order_from_left

        assert "".join(in_order_from_left(list("see تاحفص 12 ىلع here"))) == "see على 12 صفحات here"


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"%PDF-1.7 nothing", "is damaged beyond reading"),
            (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>", "Loop"),
        ],
    )
    def test_what_is_damaged(self, content: bytes, says: str):
        with pytest.raises(ArticleError) as caught:
            read_given(SourceFile(content, "a.pdf", ".pdf"))
        assert says in caught.value.message
        assert caught.value.hint

    def test_a_book(self):
        with pytest.raises(ArticleError, match="this is no press release"):
            printed.printed(foreign_pdf.pdf(*[[]] * (printed.MOST_PAGES + 1)), "book.pdf")

    def test_a_scan_without_a_program_that_reads_it(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(scan.shutil, "which", lambda _: None)
        with pytest.raises(ArticleError, match="it was scanned") as caught:
            printed.printed(foreign_pdf.pdf([]), "scan.pdf")
        assert "tesseract" in caught.value.hint

    def test_words_recognised_in_a_scan_are_said_to_be_unsure(self, monkeypatch: pytest.MonkeyPatch):
        page = "1\t0\t0\t0\t0\t0\t2480\t3508\t\n"
        head = "level\tblock_num\tpar_num\tline_num\tleft\ttop\twidth\theight\ttext\n"
        rows = [
            f"5\t{block}\t1\t1\t{at * 90}\t{1000 + block * 90}\t80\t40\t{word}"
            for block, line in enumerate((TITLE, FIRST))
            for at, word in enumerate(line.split())
        ]
        monkeypatch.setattr(scan.shutil, "which", lambda _: "tesseract")
        monkeypatch.setattr(
            scan, "_run", lambda command, _: "ara" if "--list-langs" in command else head + page + "\n".join(rows)
        )
        article, lost = in_process(foreign_pdf.pdf([]))
        assert words(article) == [TITLE, "بغداد –", FIRST.removeprefix("بغداد – ")]
        assert lost == ["read/unsure"]

    def test_hidden_words_behind_a_picture_are_said_to_be_unsure(self):
        content = foreign_pdf.pdf([(TITLE, 550, 780, 20), *lines(FIRST, 550, 740)])
        with pikepdf.open(io.BytesIO(content)) as file:
            page = file.pages[0]
            page.Contents = file.make_stream(page.Contents.read_bytes().replace(b"BT ", b"BT 3 Tr ", 1))
            hidden = io.BytesIO()
            file.save(hidden)
        article, lost = in_process(hidden.getvalue())
        assert article.headline.text == TITLE
        assert lost == ["read/unsure"]


def test_a_pdf_is_read_apart_and_makes_a_page(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(foreign_pdf.pdf([(TITLE, 550, 780, 20), *lines(FIRST, 550, 740)]))
    assert preflight.printed_apart((tmp_path / "a.pdf").read_bytes()).passages
    article = read_given(load(tmp_path / "a.pdf")).article
    assert write.markdown(article).splitlines()[1] == f"headline: {TITLE}"
