"""The theme card: pictures for social media, judged by their pixels; and themes that leave out parts of a release."""

import io
import json
import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest
from cells import Cell, judged
from PIL import Image, ImageChops

from typeset.errors import CommandError, ThemeError
from typeset.findings import Severity
from typeset.jobs.make import Job, Made, run
from typeset.model import theme
from typeset.read.source import SourceFile

PRESS = Path(__file__).parent / "cases" / "press"
SIZES = {"-card": (1080, 1080), "-card-wide": (1200, 630)}
SAFE = 40
"""px: no letter stands nearer to an edge, where round corners and buttons are."""
READABLE = 4.5
"""Contrast of words and their ground, to 1 (WCAG 2.2, 1.4.3)."""
NEAR = 24
"""Of 256: what differs by less is the same ground."""
BRAND, ALERT = (0x0B, 0x55, 0x63), (0xA8, 0x07, 0x1A)
HEADLINES = {
    "ar": "مؤسسة المثال للمياه تعلن اكتمال حفر ألف بئر في ست محافظات وإطلاق أول خريطة رقمية مفتوحة للمياه الجوفية تخدم "
    "مليوني نسمة بعد عشرة أعوام من العمل الميداني المتواصل مع الأهالي والجامعات ومراكز البحث العلمي",
    "fa": "بنیاد مثال از پایان حفر هزار حلقه چاه در شش استان و انتشار نخستین نقشهٔ دیجیتال آزاد آب‌های زیرزمینی خبر داد "
    "که پس از ده سال کار میدانی با مردم و دانشگاه‌ها به دو میلیون نفر خدمت می‌رساند و داده‌هایش باز است",
    "ur": "مثال فاؤنڈیشن نے چھ صوبوں میں ایک ہزار کنوؤں کی کھدائی مکمل کرنے اور زیر زمین پانی کے پہلے کھلے ڈیجیٹل نقشے "
    "کے اجرا کا اعلان کیا جو دس سال کے کام کے بعد بیس لاکھ افراد کی خدمت کرتا ہے اور سب کے لیے کھلا ہے",
    "he": "קרן הדוגמה למים מודיעה על השלמת קידוחן של אלף בארות בשישה מחוזות ועל השקת המפה הדיגיטלית הפתוחה הראשונה של "
    "מי התהום, המשרתת שני מיליון תושבים לאחר עשר שנות עבודה בשטח עם התושבים ועם כל האוניברסיטאות",
    "en": "The Example Foundation completes a thousand wells in six provinces and opens the first public digital map "
    "of groundwater, which serves two million people after ten years of field work with villages and labs",
}
SENDERS = {
    "ar": "الهيئة الوطنية العليا لإدارة الموارد المائية وحماية المياه الجوفية وتنمية المجتمعات الريفية في بلاد المثال",
    "fa": "سازمان ملی مدیریت منابع آب و حفاظت از آب‌های زیرزمینی و توسعهٔ جوامع روستایی و عشایری جمهوری مثال",
    "ur": "قومی ادارہ برائے انتظام آبی وسائل و تحفظ زیر زمین پانی و ترقی دیہی و صحرائی آبادی جمہوریہ مثال",
    "he": "הרשות הלאומית לניהול משאבי המים, להגנה על מי התהום ולפיתוח קהילות כפריות ומדבריות ברפובליקת הדוגמה",
    "en": "The National Authority for the Management of Water Resources, Groundwater Protection and Rural Communities",
}
SHORT = "خريطة للمياه"


def photo(width: int, height: int, *, grain: int = 0) -> bytes:
    """A photo of coloured tiles, with as much grain as one likes, the same each time."""
    chance = random.Random(7)  # noqa: S311  the same each time
    tiles = Image.frombytes("RGB", (width // 48, height // 48), chance.randbytes(width * height // 768))
    picture = tiles.resize((width, height), Image.Resampling.NEAREST)
    noise = Image.frombytes("L", (width, height), chance.randbytes(width * height)).point(
        lambda part: part * grain // 255
    )
    target = io.BytesIO()
    ImageChops.add(picture, Image.merge("RGB", [noise] * 3)).save(target, "JPEG", quality=92)
    return target.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wide and an upright photo, and the logo of a house without a name."""
    place = tmp_path_factory.mktemp("card")
    (place / "wide.jpg").write_bytes(photo(1440, 960))
    (place / "upright.jpg").write_bytes(photo(960, 1440))
    (place / "grainy.jpg").write_bytes(photo(1440, 960, grain=18))
    (place / "logo.svg").write_bytes((PRESS / "full" / "logo.svg").read_bytes())
    (place / "brand.toml").write_text('logo = "logo.svg"\n', encoding="utf-8")
    return place


def release(place: Path, *, photo: str = "", colours: str = "", **head: str) -> Job:
    """A job: a release of these fields, its body one sentence and a photo."""
    head = {"language": "ar", "headline": SHORT, "date": "2025-03-20", "guess": "no"} | head
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
    picture = f"\n![بئر في واد]({photo})\nتعليق الصورة\n" if photo else ""
    text = f"---\n{lines}---\n\nجملة من المتن.\n{picture}"
    if colours:
        (place / "brand.toml").write_text(f'logo = "logo.svg"\n[colours]\n{colours}', encoding="utf-8")
    return Job(SourceFile(text.encode(), "a.md", ".md", place), theme="card")


def pictures(made: Made) -> dict[str, Image.Image]:
    """The pictures by the end of their names."""
    files = made.editions[0].files
    return {
        one.suffix.removesuffix(".png"): Image.open(io.BytesIO(one.content)).convert("RGB")
        for one in files
        if one.suffix.endswith(".png")
    }


def faults(made: Made) -> list[tuple[str, str]]:
    """What is wrong with the pictures, beyond mere information."""
    return [(one.id, one.message) for one in made.editions[0].findings if one.severity > Severity.INFO]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast of two colours, from 1 to 21."""
    parts = ([part / 255 for part in colour] for colour in (one, other))
    linear = ([part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in each] for each in parts)
    lights = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in linear)
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def bands(picture: Image.Image, left: int, right: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """The stripes of one ground between two edges: first row, end, and the colour of the ground, told by column `left`.

    A photo has no ground of one colour, and makes none.
    """
    column = [picture.getpixel((left, y)) for y in range(picture.height)]
    ends = [0, *(y for y in range(1, picture.height) if column[y] != column[y - 1]), picture.height]
    stripes = [(top, end, column[top]) for top, end in pairwise(ends)]
    return [one for one in stripes if one[1] - one[0] > SAFE and picture.getpixel((right - 1, one[0])) == one[2]]


def ink(picture: Image.Image, ground: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """The box of all that differs from the ground."""
    blank = Image.new("RGB", picture.size, ground)
    apart = ImageChops.difference(picture, blank).convert("L")
    return apart.point([255 * (value > NEAR) for value in range(256)]).getbbox()


def words_of(picture: Image.Image) -> list[tuple[Image.Image, tuple[int, ...]]]:
    """The parts of a picture that words stand on, with their grounds: embargo, text, foot; without a photo beside them.

    The text stands at the right: all cases here that look at pixels are Arabic.
    """
    start = next((x for x in range(0, picture.width, 2) if is_plain(picture, x)), 0)
    parts = [(picture.crop((start, top, picture.width, end)), ground)
             for top, end, ground in bands(picture, start, picture.width)]  # fmt: skip
    return [part for part in parts if ink(*part)]


def is_plain(picture: Image.Image, x: int) -> bool:
    """Whether a column has a few colours and no photo in its lowest quarter.

    Below it stand text and foot alone, even where an embargo moves a wide photo down.
    """
    return len({picture.getpixel((x, y)) for y in range(picture.height * 3 // 4, picture.height)}) <= 4


# What a theme leaves out on purpose.


def test_a_theme_leaves_out_the_body_and_the_proof_asks_for_the_rest_alone(tmp_path):
    (tmp_path / "poster").mkdir()
    (tmp_path / "poster" / "theme.toml").write_text(
        'extends = "classic"\nrequired = ["headline"]\nshows = ["kicker", "date"]\n', encoding="utf-8"
    )
    job = release(tmp_path, kicker="خبر عاجل")._replace(theme=str(tmp_path / "poster"), editions=("email",))
    made = run(job)
    words = " ".join(page.get_text() for page in pymupdf.open("pdf", made.pdf)).split()
    assert "خريطة" in words
    assert not {"جملة", "المتن", "المتن."} & set(words)
    assert faults(made) == []


def test_words_that_a_theme_loses_without_saying_so_are_lost(tmp_path):
    (tmp_path / "careless").mkdir()
    (tmp_path / "careless" / "theme.toml").write_text('extends = "classic"\n', encoding="utf-8")
    (tmp_path / "careless" / "page.css").write_text("main { display: none }", encoding="utf-8")
    made = run(release(tmp_path)._replace(theme=str(tmp_path / "careless"), editions=("email",)))
    assert "text/lost" in {id for id, _ in faults(made)}


# The pictures.


@cache
def case(language: str, place: Path, photo: str) -> Made:
    """A release whose headline has 200 characters and whose sender has a long name."""
    return run(release(place, photo=photo, language=language, headline=HEADLINES[language], source=SENDERS[language]))


@pytest.mark.parametrize(
    ("language", "photo"),
    [*((language, "wide.jpg") for language in HEADLINES), ("ur", ""), ("ur", "upright.jpg"), ("ar", "upright.jpg")],
)
def test_a_long_headline_and_a_long_name_have_room_in_every_language(folder, language, photo):
    made = case(language, folder, photo)
    assert len(HEADLINES[language]) >= 195
    assert faults(made) == []
    assert {name: picture.size for name, picture in pictures(made).items()} == SIZES


@pytest.mark.parametrize(("photos", "shape"), [(0, "wide"), (1, "wide"), (1, "upright")])
def test_an_embargo_a_kicker_a_deck_and_a_long_name_have_room_in_nastaliq(photos, shape):
    assert judged(Cell("card", "ur", 30, photos, shape, "email", "A4", is_complete=True)).errors == ()


def test_what_has_no_room_is_an_error_that_says_which_picture_and_by_how_much(folder):
    made = run(release(folder, headline=HEADLINES["ar"] * 5))
    errors = [one for one in made.editions[0].findings if one.severity is Severity.ERROR]
    assert [(one.id, str(one.place)) for one in errors] == [("page/fit", "a-card.png"), ("page/fit", "a-card-wide.png")]
    assert "no room for all: it is about" in errors[0].message


@pytest.mark.parametrize(
    ("photo", "colours"),
    [
        ("wide.jpg", 'brand = "#0b5563"'),
        ("upright.jpg", 'brand = "#808080"\nalert = "#767676"'),
        ("", 'brand = "#ffd400"\nalert = "#ff8800"'),
        ("", 'brand = "#757575"'),
    ],
)
def test_words_stand_out_from_what_is_behind_them_and_away_from_the_edges(folder, photo, colours):
    job = release(
        folder, photo=photo, colours=colours, kicker="اليوم العالمي للمياه", subheadline="تخدم مليوني نسمة",
        source="مؤسسة المثال", embargo="2025-03-22 10:30 Asia/Baghdad",
    )  # fmt: skip
    for name, picture in pictures(run(job)).items():
        parts = words_of(picture)
        assert len(parts) == 3, name
        for part, ground in parts:
            left, _, right, _ = ink(part, ground)
            assert left >= SAFE, name
            assert part.width - right >= SAFE, name
            for band in lines(part, ground):
                assert contrast(core(band, ground), ground) >= READABLE, name


def lines(part: Image.Image, ground: tuple[int, ...]) -> list[Image.Image]:
    """The lines of words: stripes with ink between rows without, less the bar and the logo at their right end."""
    words = part.crop((0, 0, part.width - 180, part.height))
    rows = [y for y in range(words.height) if ink(words.crop((0, y, words.width, y + 1)), ground)]
    starts = [y for y in rows if y - 1 not in rows]
    ends = [y + 1 for y in rows if y + 1 not in rows]
    return [words.crop((0, top, words.width, end)) for top, end in zip(starts, ends, strict=True) if end - top > 12]


def core(line: Image.Image, ground: tuple[int, ...]) -> tuple[int, ...]:
    """The colour of the letters of a line: of all that differs from the ground, what is most frequent."""
    colours = sorted(line.getcolors(line.width * line.height), reverse=True)
    return next(colour for _, colour in colours if max(map(abs, map(int.__sub__, colour, ground))) > NEAR)


def test_no_word_stands_on_the_photo_and_no_text_on_another(folder):
    for photo in ("wide.jpg", "upright.jpg"):
        for picture in pictures(case("ar", folder, photo)).values():
            parts = words_of(picture)
            assert len(parts) == 2, "the text, and the foot"
            for part, ground in parts:
                _, top, _, bottom = ink(part, ground)
                assert top >= 12, "air above the words, to the photo or the other ground"
                assert part.height - bottom >= 12


def test_an_embargo_stands_over_all_else_in_the_colour_of_alert(folder):
    (folder / "brand.toml").write_text('logo = "logo.svg"\n', encoding="utf-8")
    for embargo in ("", "2025-03-22 10:30 Asia/Baghdad"):
        head = {"embargo": embargo} if embargo else {}
        for picture in pictures(run(release(folder, photo="wide.jpg", **head))).values():
            corner = picture.getpixel((picture.width - 3, 3))
            assert (corner == ALERT) is bool(embargo)


def test_an_upright_photo_stands_beside_the_text_from_edge_to_edge(folder):
    square = pictures(run(release(folder, photo="upright.jpg")))["-card"]
    for y in (2, 540, 1077):
        assert len({square.getpixel((x, y)) for x in range(0, 400, 8)}) > 8, "no photo here"
        assert len({square.getpixel((x, y)) for x in range(1000, 1080, 2)}) < 40


def test_the_alt_text_says_all_that_the_picture_does_and_no_more(folder):
    (folder / "brand.toml").write_text('logo = "logo.svg"\nname = "دار المثال"\n', encoding="utf-8")
    head = {"kicker": "عاجل", "subheadline": "عنوان فرعي", "embargo": "2025-03-22"}
    made = run(release(folder, photo="wide.jpg", **head))
    words, wide = (file.content.decode() for file in made.editions[0].files if file.suffix.endswith(".txt"))
    assert words == wide
    embargo, *others = words.splitlines()
    assert embargo.startswith("محظور النشر حتى السبت ٢٢ ")
    assert others == ["عاجل", SHORT, "عنوان فرعي", "دار المثال", others[4], "في الصورة: بئر في واد"]
    assert others[4].startswith("الخميس ٢٠ ")


def test_the_same_release_is_the_same_bytes_in_srgb_and_says_nothing_of_the_machine(folder):
    first, second = (run(release(folder, photo="wide.jpg")).editions[0].files for _ in range(2))
    assert first == second
    for file in first:
        if file.suffix.endswith(".png"):
            assert chunks(file.content) - {b"PLTE"} == {b"IHDR", b"sRGB", b"pHYs", b"IDAT", b"IEND"}
            assert Image.open(io.BytesIO(file.content)).info["dpi"] == pytest.approx((96, 96), abs=0.02)


@pytest.mark.long
def test_a_photo_full_of_grain_is_made_smaller_and_the_colour_of_the_house_stays(folder):
    (folder / "brand.toml").write_text('logo = "logo.svg"\n', encoding="utf-8")
    made = run(release(folder, photo="grainy.jpg"))
    square = made.editions[0].files[0].content
    assert 300_000 < len(square) <= 600_000
    assert pictures(made)["-card"].getpixel((3, 1076)) == BRAND


def chunks(png: bytes) -> set[bytes]:
    """The kinds of chunks of a PNG."""
    kinds, at = set(), 8
    while at < len(png):
        kinds.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return kinds


def test_a_theme_of_ones_own_has_other_sizes(folder, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "theme.toml").write_text(
        'extends = "card"\n[pictures]\nstory = [1080, 1920]\n', encoding="utf-8"
    )
    made = run(release(folder, photo="upright.jpg")._replace(theme=str(tmp_path / "ours")))
    assert {name: picture.size for name, picture in pictures(made).items()} == {"-story": (1080, 1920)}
    assert faults(made) == []


@pytest.mark.parametrize(
    "table", ["a = [1080]", "a = [1080, 10]", "a = [1080, 99999]", 'a = "A4"', '"a/b" = [900, 900]']
)
def test_what_is_no_picture_is_refused(tmp_path, table):
    (tmp_path / "theme.toml").write_text(f'extends = "card"\n[pictures]\n{table}\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"is no size of a picture|no picture can be called"):
        theme.load(tmp_path)


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [({"editions": ("print",)}, "no edition print"), ({"page": "A5"}, "fixed sizes"), ({"fit": 2}, "fixed sizes")],
)
def test_a_picture_has_one_edition_and_its_own_sizes(folder, wish, complaint):
    with pytest.raises(CommandError, match=complaint) as refused:
        run(release(folder)._replace(**wish))
    assert refused.value.hint


def test_the_command_writes_each_picture_with_its_alt_text(typeset, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "typeset.toml").write_text('edition = ["print"]\n', encoding="utf-8")
    Path("a.md").write_text(f"---\nheadline: {SHORT}\nlanguage: ar\n---\n\nمتن.\n", encoding="utf-8")
    done = typeset("make", "a.md", "--theme", "card", "-o", "out")
    names = ["a-card.png", "a-card.txt", "a-card-wide.png", "a-card-wide.txt"]
    assert (done.exit_code, done.out) == (0, "".join(f"out/{name}\n" for name in names)), done.err
    assert "out/a-card-wide.png  for social media: 1200 x 630 pixels" in done.err
    refused = typeset("make", "a.md", "--theme", "card", "-o", "-")
    assert (refused.exit_code, refused.out) == (2, "")
    assert "holds one file, and this theme makes 4" in refused.err
    assert "Name a folder" in refused.err
