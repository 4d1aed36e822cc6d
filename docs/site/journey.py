"""From a pasted text to the print shop: the desk in a browser, photographed after each of ten steps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]

import desks  # noqa: E402
from pictures import browser  # noqa: E402

SIZE = {"width": 1280, "height": 800}
PASTED = Path(__file__).with_name("pasted.txt").read_text(encoding="utf-8").strip()
"""As it comes out of a chat: stars for bold, commas with a space before them, two endings without their dots."""
DRAWN = "[...document.querySelectorAll('#looks-list img')].filter(one => one.naturalWidth).length"
LOOKS = 6
"""The themes that can set this release: all but `bilingual`, which wants two."""
PHOTO = ROOT / "templates" / "base" / "specimen" / "valley.jpg"


class Step(NamedTuple):
    """What is done, and what stands under its picture."""

    act: Callable[[Page], None]
    words: Mapping[str, str]


def _settled(page: Page) -> None:
    page.wait_for_selector(".sheet img")
    page.wait_for_selector(".sheet .word", state="attached")
    page.wait_for_selector("body:not(.busy)")
    page.wait_for_timeout(800)


def _paste(page: Page) -> None:
    page.fill("#paste", PASTED)


def _go(page: Page) -> None:
    page.click("#paste-button")
    page.wait_for_selector("#findings li[data-index]")
    _settled(page)


def _mend(page: Page) -> None:
    page.click("#mend-all")
    page.wait_for_selector("#mend-all[disabled]")
    _settled(page)


def _fields(page: Page) -> None:
    page.click("#form-button")
    page.fill("#form [name=dateline]", "بغداد")
    page.fill("#form [name=embargo]", "2027-01-15 10:00 Asia/Riyadh")
    page.locator("#form [name=embargo]").blur()
    _settled(page)


def _photo(page: Page) -> None:
    page.click("#form-button")
    page.set_input_files("#file", str(PHOTO))
    page.wait_for_selector(".cm-line:has-text('valley')")
    page.keyboard.type("موقع البئر الألف في وادي المثال")
    page.wait_for_timeout(1500)
    _settled(page)


def _house(page: Page) -> None:
    page.click("#house-button")
    page.wait_for_selector("#house-form fieldset")
    page.locator("#house-form input:not([type])").first.fill("مؤسسة المثال للمياه")
    page.click("#house-save")
    page.wait_for_selector("#house-fault:not(:empty)")
    _settled(page)


def _looks(page: Page) -> None:
    page.click("#close-house")
    page.click("#looks-button")
    for _ in range(240):
        if page.evaluate(DRAWN) == LOOKS:
            break
        page.wait_for_timeout(250)


def _gazette(page: Page) -> None:
    page.click("#close-looks")
    page.select_option("#theme", "gazette")
    page.wait_for_timeout(1500)
    _settled(page)


def _press(page: Page) -> None:
    page.select_option("#edition", "print")
    page.wait_for_timeout(1500)
    _settled(page)


def _files(page: Page) -> None:
    page.click("#make-button")
    page.wait_for_selector("#out[open] a")


STEPS: tuple[Step, ...] = (
    Step(_paste, {"en": "Paste the text, as it came.", "ar": "ألصق النص كما وصل."}),
    Step(_go, {
        "en": "The page is there, and beside the text what should be mended in it.",
        "ar": "الصفحة حاضرة، وبجانب النص ما ينبغي أن يُصلح فيه.",
    }),
    Step(_mend, {"en": "Mend all that is safe, with one key.", "ar": "أصلِح كل ما يُؤمَن إصلاحه، بضغطة واحدة."}),
    Step(_fields, {
        "en": "Say what the text does not: the place, and until when it is held.",
        "ar": "أكمل ما لم يقله النص: المكان، وموعد رفع الحظر.",
    }),
    Step(_photo, {"en": "Drop a photo and write its caption.", "ar": "أسقِط صورة واكتب شرحها."}),
    Step(_house, {
        "en": "Once for all releases: the name, the logo and the colours of the house.",
        "ar": "مرة واحدة لكل البيانات: اسم الدار وشعارها وألوانها.",
    }),
    Step(_looks, {"en": "See the release in every theme.", "ar": "انظر البيان في كل قالب."}),
    Step(_gazette, {"en": "Choose one.", "ar": "اختر واحدًا."}),
    Step(_press, {
        "en": "The print edition, with the lines where the sheet is cut and how far the ink runs beyond.",
        "ar": "نسخة المطبعة، وعليها خط القص والحدّ الذي يبلغه الحبر بعده.",
    }),
    Step(_files, {
        "en": "The finished files: send one, print the other.",
        "ar": "الملفان جاهزان: أحدهما يُرسل والآخر يُطبع.",
    }),
)  # fmt: skip


def draw(folder: Path, tag: str) -> None:
    """The ten pictures in a language, and beside their folder the Markdown that shows them."""
    folder.mkdir()
    with TemporaryDirectory() as name, desks.opened(Path(name), Path(name)) as desk, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        context = chromium.new_context(viewport=SIZE, color_scheme="light")
        context.add_init_script(f"if (self === top) localStorage.setItem('language', '{tag}')")
        page = context.new_page()
        page.goto(desk.address)
        page.wait_for_selector("#start[open]")
        for number, step in enumerate(STEPS, 1):
            step.act(page)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(128, dither=Image.Dither.NONE).save(folder / f"{number}.png", optimize=True)
        chromium.close()
    (folder.parent / f"journey.{tag}.md").write_text("\n\n".join(_shown(folder.name, tag)), encoding="utf-8")


def _shown(folder: str, tag: str) -> list[str]:
    return [
        f"## {number}. {step.words[tag]}\n\n![{step.words[tag]}](drawn/{folder}/{number}.png)"
        for number, step in enumerate(STEPS, 1)
    ]


if __name__ == "__main__":
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    Path(sys.argv[1]).mkdir(parents=True)
    draw(Path(sys.argv[1], f"journey-{sys.argv[2]}"), sys.argv[2])
