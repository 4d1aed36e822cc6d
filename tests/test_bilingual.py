"""The theme bilingual: a release and its translation side by side, by the finished PDF."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pymupdf
import pytest
from lengths import draw_photo
from weasyprint.formatting_structure import boxes

from typeset import tidy
from typeset.errors import ArticleError, CommandError
from typeset.findings import Severity
from typeset.jobs import new_theme
from typeset.jobs.make import Job, Made, run
from typeset.model.article import Article, Figure, Heading, Paragraph, Photo, Quotation
from typeset.model.house_style import House
from typeset.model.pairs import Pair, SharedPhotos, rows
from typeset.model.text import Text
from typeset.preflight.sheet import Sheet, opened
from typeset.render.pages import fit, flow, redraw

MM = 72 / 25.4
HALF = 3.1
"""mm: half a step of the theme's grid."""
KNOWN = {"render/no-profile", "image/resolution", "article/no-source", "article/no-boilerplate"}
EDITIONS = ("email", "print", "newspaper", "archive")
PAIRS = ("ar en", "en ar", "ar fa", "fa en", "ur en", "ur ar", "he en", "en he", "ar he")
WORDS = {
    "ar": ("ألف بئر في ست محافظات وخريطة للمياه", "بئر في كل قرية", "مديرة المشاريع", "بغداد", (
        "أعلنت مؤسسة المثال للمياه، اليوم الخميس، إتمام حفر {n} بئراً في ست محافظات وإطلاق أول خريطة رقمية مفتوحة.",
        "وقالت المؤسسة إن كلفة المشروع بلغت {n} مليون دولار، وإن نصفها جاء من تبرعات الأهالي في القرى نفسها.",
        "وبدأ العمل بعد دراسة شملت {n} قرية، وتبيّن منها أن أكثر من ثلث الأسر تقطع كل يوم مسافة طويلة لجلب الماء.",
    )),
    "fa": ("هزار چاه در شش استان و نقشهٔ آب‌ها", "چاهی در هر روستا", "مدیر طرح‌ها", "تهران", (
        "بنیاد نمونه روز سه‌شنبه از پایان حفر {n} چاه در شش استان خبر داد و نخستین نقشهٔ دیجیتال را گشود.",
        "این بنیاد گفت هزینهٔ طرح {n} میلیون دلار بوده و نیمی از آن را مردم همان روستاها پرداخته‌اند.",
        "کار پس از بررسی {n} روستا آغاز شد که نشان می‌داد بیش از یک‌سوم خانواده‌ها هر روز راه درازی می‌روند.",
    )),
    "ur": ("چھ اضلاع میں ایک ہزار کنویں اور نقشہ", "ہر گاؤں میں کنواں", "منصوبوں کی سربراہ", "لاہور", (
        "مثالی فاؤنڈیشن نے منگل کے روز اعلان کیا کہ چھ اضلاع میں {n} کنویں کھود دیے گئے ہیں۔",
        "فاؤنڈیشن کا کہنا ہے کہ منصوبے پر {n} ملین ڈالر لاگت آئی اور آدھی رقم گاؤں کے لوگوں نے خود دی۔",
        "کام {n} گاؤں کے جائزے کے بعد شروع ہوا جس سے معلوم ہوا کہ ایک تہائی سے زیادہ خاندان روزانہ دور جاتے ہیں۔",
    )),
    "he": ("אלף בארות בשישה מחוזות ומפה", "באר בכל כפר", "מנהלת הפרויקטים", "חיפה", (
        "קרן הדוגמה הודיעה היום, יום שלישי, על השלמת חפירתן של {n} בארות בשישה מחוזות ועל השקת מפה דיגיטלית.",
        "הקרן מסרה כי עלות הפרויקט הסתכמה בסך {n} מיליון דולר, וכי מחצית מהסכום נתרמה על ידי תושבי הכפרים.",
        "העבודה החלה לאחר סקר של {n} כפרים, שהראה כי יותר משליש מהמשפחות הולכות מדי יום דרך ארוכה.",
    )),
    "en": ("A thousand wells in six regions, and a map", "A well in every village", "Head of projects", "Baghdad", (
        "The Example Foundation announced on Thursday that it has finished {n} wells in six regions and opened a map.",
        "The foundation said that the project cost {n} million dollars, half of it given by the people themselves.",
        "Work began after a study of {n} villages, where a third of the families walk a long way every day for water.",
    )),
}  # fmt: skip
"""Language -> headline, subheading, speaker, place, sentences."""
TAIL = "about: {about}\ncontacts:\n  - name: {name}\n    phone: +964 1 555 0100\nlink: https://example.org/news/2025\n"


def release(language: str, blocks: int, *, photos: int = 0, more: str = "", head: str = "") -> str:
    """A release: a photo after each of its first blocks, every fourth a quotation under a subheading."""
    headline, subheading, speaker, place, sentences = WORDS[language]
    body = []
    for number in range(blocks):
        said = (sentences[at % 3].format(n=17 + 10 * number + at) for at in range(number, number + 1 + number % 3))
        words = " ".join(said)
        body.append(f"## {subheading}\n\n> {words}\n>\n> — {speaker}" if number % 4 == 3 else words)
        if number < photos:
            body.append(f"![{subheading}]({number}.png)\n{subheading} {number + 1}")
    front = f"language: {language}\nheadline: {headline}\ndate: 2025-03-08\nplace: {place}\nsubheadline: {headline}\n"
    front += TAIL.format(about=sentences[0].format(n=9), name=speaker) + head
    return f"---\n{front}---\n\n" + "\n\n".join(body) + f"\n{more}"


def pair(folder: Path, languages: str, blocks: int = 6, photos: int = 0, **others: str) -> tuple[Path, Path]:
    """A release and its translation in a folder, with their photos; `others`: what one language has beside that."""
    for number in range(photos):
        (folder / f"{number}.png").write_bytes(draw_photo(number))
    files = []
    for language in languages.split():
        file = folder / f"{language}.md"
        file.write_text(release(language, blocks, photos=photos) + others.get(language, ""), "utf-8")
        files.append(file)
    return files[0], files[1]


@cache
def made(languages: str, *, blocks: int = 6, photos: int = 0, edition: str = "email", page: str = "") -> Made:
    with TemporaryDirectory() as folder:
        first, other = pair(Path(folder), languages, blocks, photos)
        return run(Job(first, (edition,), "bilingual", page=page, other=other))


def serious(done: Made) -> set[str]:
    """The findings that are more than information, but for those that a made-up release must have."""
    return {one.id for one in done.findings if one.severity > Severity.INFO} - KNOWN


def spans(pdf: bytes) -> list[tuple[int, dict]]:
    """The stretches of text in one face, with the number of their page."""
    return [
        (number, span)
        for number, page in enumerate(pymupdf.open("pdf", pdf))
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["text"].strip()
    ]


@pytest.mark.parametrize("languages", PAIRS)
def test_each_pair_of_languages_reads_back_whole_and_keeps_its_standards(languages):
    done = made(languages, photos=1, edition=EDITIONS[PAIRS.index(languages) % len(EDITIONS)])
    assert serious(done) == set()


@pytest.mark.parametrize("page", ["A5", "letter", "315x470mm"])
def test_it_bears_another_sheet(page):
    assert {one.id for one in made("ar en", photos=2, page=page).findings if one.severity is Severity.ERROR} == set()


@pytest.mark.parametrize("languages", ["ar en", "en ar", "ar fa", "he en", "ur en"])
def test_both_languages_stand_on_one_grid_over_all_pages(languages):
    found = [(span["font"], round(span["size"], 1), span) for _, span in spans(made(languages, blocks=12).pdf)]
    sizes = Counter[tuple[str, float]]()
    for font, size, span in found:
        sizes[font, size] += len(span["text"])
    text = {face for face, _ in sizes.most_common(1 if languages == "ar fa" else 2)}
    heights = [span["origin"][1] / MM for font, size, span in found if (font, size) in text]
    off = [abs((height - heights[0] + HALF / 2) % HALF - HALF / 2) for height in heights]
    assert len(heights) > 90
    assert sum(apart < 0.06 for apart in off) / len(off) > 0.99


def read_aloud(pdf: bytes) -> list[tuple[str, str]]:
    """What a screen reader says: each paragraph and heading with its language, in order."""
    with opened(pdf) as document:
        sheet = Sheet(pdf, document)
        leaves = [leaf for leaf in sheet.leaves if leaf.element.role in {"P", "H1", "H2"} and leaf.page >= 0]
        texts = [(leaf, sheet.text_by_mcid[leaf.page].get(leaf.mcid)) for leaf in leaves]
        said = [(leaf.element.language, text.text) for leaf, text in texts if text]
    return [(language, "".join(words for _, words in group)) for language, group in groupby(said, lambda one: one[0])]


def test_a_screen_reader_hears_each_pair_in_its_own_languages_the_first_one_first():
    voices = [language for language, _ in read_aloud(made("ar en").pdf)]
    assert voices[:2] == ["ar", "en"]
    assert voices == ["ar", "en"] * (len(voices) // 2)
    assert len(voices) > 12


def test_the_first_language_decides_on_which_side_it_stands_and_which_way_pages_turn():
    for languages, first, direction in (("ar en", "Amiri", "/R2L"), ("en ar", "Source", "/L2R")):
        pdf = made(languages).pdf
        headlines = [span for page, span in spans(pdf) if page == 0 and span["size"] > 16]
        middle = 105 * MM
        at_right = {span["font"] for span in headlines if span["bbox"][0] > middle}
        assert all("Amiri" in font for font in at_right), "Arabic stands at the right in both"
        with opened(pdf) as document:
            assert str(document.Root.ViewerPreferences.Direction) == direction
        folios = sorted(
            (span["bbox"][0], span["text"]) for page, span in spans(pdf) if page == 0 and span["origin"][1] > 275 * MM
        )
        assert folios[0][1].startswith("1 /"), first


def test_digits_of_the_house_reach_arabic_words_and_no_english_ones(tmp_path):
    (tmp_path / "typeset.toml").write_text('digits = "arabic-indic"\n', "utf-8")
    done = run(Job(pair(tmp_path, "ar en")[0], ("email",), "bilingual", other=tmp_path / "en.md"))
    english = " ".join(text.text for text in done.release.other.article.texts())
    arabic = " ".join(text.text for text in done.article.texts())
    assert "17 wells" in english
    assert "١٧ بئراً" in arabic
    assert serious(done) == set()


@pytest.mark.parametrize("photos", [1, 10])
def test_a_photo_of_both_is_shown_once_with_both_captions(photos):
    done = made("ar en", blocks=12, photos=photos)
    document = pymupdf.open("pdf", done.pdf)
    assert sum(len(page.get_image_info()) for page in document) == photos
    words = " ".join(page.get_text() for page in document)
    assert [words.count(f"A well in every village {number + 1}\n") for number in range(photos)] == [1] * photos
    assert serious(done) == set()


def test_what_has_no_fellow_is_set_beside_nothing_and_said(tmp_path):
    first, other = pair(tmp_path, "ar en", ar="\nفقرة لا أخت لها في الترجمة.\n", en="\n## Alone\n\n> Said by nobody.\n")
    done = run(Job(first, ("email",), "bilingual", other=other))
    said = [(one.place.file.rpartition("/")[2], one.message) for one in done.findings if one.id == "article/unpaired"]
    assert [file for file, _ in said] == ["ar.md", "en.md", "en.md"] or [file for file, _ in said] == ["en.md", "ar.md"]
    assert any("Alone" in message and "(en)" in message for _, message in said)
    assert any("فقرة لا أخت لها" in message for _, message in said)
    assert serious(done) == {"article/unpaired"}


def test_blocks_are_paired_by_kind_and_length_and_photos_stand_where_the_first_release_has_them():
    def article(*blocks: object) -> Article:
        return Article(headline=Text("x"), body=blocks)

    def words(count: int) -> Paragraph:
        return Paragraph(Text("w" * count))

    heading, said, photo = Heading(Text("h"), 2), Quotation((words(90).text,)), Figure(Photo("a.png"))
    first = article(words(200), photo, words(300), heading, said, words(100))
    other = article(words(210), words(310), photo, heading, said, words(60), words(110))
    found = list(rows(SharedPhotos(first, other), first.body, other.body))
    assert [row[:2] if isinstance(row, Pair) else "photo" for row in found] == [
        (0, 0), "photo", (2, 1), (3, 3), (4, 4), (None, 5), (5, 6),
    ]  # fmt: skip
    unlike = article(words(200), said), article(words(200), words(90))
    assert [row.is_fitting for row in rows(SharedPhotos(*unlike), *(each.body for each in unlike))] == [True, False]


def test_one_check_speaks_of_two_articles_and_the_house_may_silence_it():
    first = Article(headline=Text("x"), body=(Paragraph(Text("a")), Quotation((Text("b"),))))
    other = Article(headline=Text("x"), body=(Paragraph(Text("a")),), language="en")
    (found,) = tidy.findings_beside(first, other, House())
    assert found.message == "The quotation «b» (ar) has no fellow in the translation (en)"
    assert tidy.findings_beside(first, other, House(ignore=frozenset({"article/unpaired"}))) == ()


def test_an_archive_holds_both_sources_also_where_they_are_called_alike(tmp_path):
    first, other = pair(tmp_path, "ar en")
    (tmp_path / "en").mkdir()
    alike = other.rename(tmp_path / "en" / "ar.md")
    pdf = run(Job(first, ("archive",), "bilingual", other=alike)).pdf
    with opened(pdf) as document:
        assert list(document.attachments) == ["ar.en.md", "ar.md", "typeset.json"]
        assert document.attachments["ar.en.md"].get_file().read_bytes() == alike.read_bytes()
        assert [str(file.AFRelationship) for file in document.Root.AF] == ["/Source", "/Source", "/Data"]
        assert isinstance(document.Root.Names.EmbeddedFiles.Names, pikepdf.Array)


def test_the_translation_that_an_article_names_is_taken_by_itself(tmp_path):
    first, _ = pair(tmp_path, "ar en")
    first.write_text(first.read_text("utf-8").replace("date:", "translations: {en: en.md}\ndate:", 1), "utf-8")
    assert run(Job(first, ("email",), "bilingual")).release.other.article.language == "en"


def test_an_article_too_many_or_too_few_is_refused_before_work_begins(tmp_path, typeset):
    first, other = pair(tmp_path, "ar en")
    with pytest.raises(CommandError, match="sets one language") as refused:
        run(Job(first, ("email",), "classic", other=other))
    assert "--theme bilingual" in refused.value.hint
    with pytest.raises(CommandError, match="there is one article") as refused:
        run(Job(first, ("email",), "bilingual"))
    assert "--with FILE" in refused.value.hint
    with pytest.raises(ArticleError, match="both in the language `ar`"):
        run(Job(first, ("email",), "bilingual", other=first))
    assert typeset("make", first, other, "--with", other, "--theme", "bilingual", "-o", tmp_path).exit_code == 2
    done = typeset("make", first, "--with", other, "--theme", "bilingual", "--edition", "email", "-o", tmp_path / "o")
    assert done.exit_code == 0
    assert [file.name for file in (tmp_path / "o").iterdir()] == ["ar.pdf"]


def test_notes_are_numbered_in_each_language(tmp_path):
    first, other = pair(
        tmp_path, "ar en", ar="\nكلمة[^1] وأخرى[^2].\n\n[^1]: حاشية.\n\n[^2]: حاشية ثانية.\n",
        en="\nA word[^1].\n\n[^1]: An English note.\n",
    )  # fmt: skip
    (tmp_path / "typeset.toml").write_text('digits = "arabic-indic"\n', "utf-8")
    pdf = run(Job(first, ("email",), "bilingual", other=other)).pdf
    words = "".join(page.get_text() for page in pymupdf.open("pdf", pdf))
    assert "1. An English note." in " ".join(words.split())
    assert "2. An English" not in words


def test_a_note_is_read_aloud_in_the_language_of_its_text(tmp_path):
    """It stands at the foot of the page, in the structure far from the text that refers to it."""
    note = "\nA word[^1].\n\n[^1]: An English note of a few words.\n"
    first, other = pair(tmp_path, "ar en", ar="\nكلمة[^1].\n\n[^1]: حاشية.\n", en=note)
    with opened(run(Job(first, ("email",), "bilingual", other=other)).pdf) as pdf:
        notes = [one for one in Sheet(b"", pdf).elements if one.role == "Note"]
    assert sorted(one.language for one in notes) == ["ar", "en"]


@pytest.mark.parametrize("blocks", [1, 3, 7, 10, 14, 18, 23])
def test_pages_end_well_at_any_length(blocks):
    done = made("ar en", blocks=blocks)
    assert "page/last-page" not in {one.id for one in done.findings}
    last = pymupdf.open("pdf", done.pdf)[-1]
    depth = max(block[3] for block in last.get_text("blocks") if block[3] < 275 * MM)
    assert len(pymupdf.open("pdf", done.pdf)) == 1 or depth > 0.3 * 297 * MM


def begun(pdf: bytes) -> list[tuple[str, int]]:
    """The language of each paragraph and the page on which it begins, in order."""
    pages: dict[tuple[object, str], int] = {}
    with opened(pdf) as document:
        for leaf in Sheet(pdf, document).leaves:
            if leaf.element.role == "P" and leaf.page >= 0:
                pages.setdefault((leaf.element.object.objgen, leaf.element.language), leaf.page)
    return [(language, page) for (_, language), page in pages.items() if language in {"ar", "en"}]


@pytest.mark.parametrize("blocks", [12, 16, 21])
def test_no_paragraph_stands_on_another_page_than_its_translation(blocks):
    paragraphs = begun(made("ar en", blocks=blocks).pdf)
    pairs = list(zip(paragraphs[::2], paragraphs[1::2], strict=True))
    assert [pair for pair in pairs if pair[0][1] != pair[1][1]] == []
    assert len({page for _, page in paragraphs}) > 2


def planned(monkeypatch, first: Path, other: Path) -> tuple[redraw.Draft, flow.Reading]:
    """The draft that is drawn of a release, and how the pages of the drawing stand."""
    drafts = []

    def drawn(draft, grid):
        drafts.append((draft, redraw.drawn(draft, grid), grid))
        return drafts[-1][1]

    monkeypatch.setattr(fit, "drawn", drawn)
    run(Job(first, ("email",), "bilingual", other=other))
    draft, document, grid = drafts[-1]
    return draft, flow.read(draft.formatting.root, document, grid)


def test_pages_may_end_within_a_pair_and_the_plan_makes_none_worse(tmp_path, monkeypatch):
    draft, after = planned(monkeypatch, *pair(tmp_path, "ar en", 24))
    assert any(not draft.reading.flow.pieces[column.stop].space for column in draft.plan.columns), "within a pair"
    assert after.cost < draft.reading.cost
    assert after.standing[0].left == pytest.approx(draft.plan.columns[0].left, abs=2)


def test_pages_end_as_planned_where_notes_are_called_in_the_shorter_column(tmp_path, monkeypatch):
    """Such a pair goes over as a whole: the column that goes on reaches down to where the note is to stand."""
    long, short = (" ".join(WORDS[language][-1][at % 3].format(n=20 + at) for at in range(count))
                   for language, count in (("ar", 5), ("en", 2)))  # fmt: skip
    english = [f"{short[:80]}[^{at}] {short[80:]}\n\n[^{at}]: A note of a few words." for at in range(1, 13)]
    draft, after = planned(monkeypatch, *pair(
        tmp_path, "ar en", 0, ar="\n\n" + "\n\n".join([long] * len(english)), en="\n\n" + "\n\n".join(english)
    ))  # fmt: skip
    assert after.pages == draft.plan.pages
    line = after.flow.frame.line
    assert [column.left for column in after.standing[:-1]] == pytest.approx(
        [column.left for column in draft.plan.columns], abs=line
    )


def test_what_is_asked_of_a_row_is_found_out_once_for_all_that_are_alike(tmp_path, monkeypatch):
    """Each row is a table with a box around it; those of paragraphs differ by the space above."""
    draft, _ = planned(monkeypatch, *pair(tmp_path, "ar en", 8))
    rows = [box for box in draft.formatting.root.descendants() if "row text" in classes(box)]
    for kind in (boxes.BlockBox, boxes.TableBox):
        alike = [id(row.style) for row in rows if type(row) is kind]
        assert len(alike) == 6
        assert len(set(alike)) <= 3, kind


def classes(box: boxes.Box) -> str:
    """Those of the element that a box was made of."""
    return "" if box.element is None else box.element.get("class", "")


def test_a_theme_of_ones_own_may_extend_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    new_theme.run("ours", "bilingual")
    first, other = pair(tmp_path, "ar en", blocks=2)
    assert serious(run(Job(first, ("email",), "ours", other=other))) == set()
