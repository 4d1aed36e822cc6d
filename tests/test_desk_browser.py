"""The desk in a real browser: what a press officer does, in Arabic and in English, and by the keyboard alone."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import desks
import pypdf
import pytest
import word
from desks import OpenDesk
from PIL import Image, ImageStat

playwright = pytest.importorskip("playwright.sync_api", reason="requirements-dev.lock has playwright")
BROWSER = next(filter(None, map(shutil.which, desks.CHROMIUM)), None)
if BROWSER is None:
    pytest.skip("there is no Chromium here: apt-get install chromium", allow_module_level=True)

pytestmark = pytest.mark.timeout(120)
DOCS = Path(__file__).parents[1] / "docs" / "pictures"
CASES = Path(__file__).parent / "cases" / "press"
WHATSAPP = (
    "*افتتاح محطة جديدة لتحلية المياه في الرياض*\n\nافتتحت مؤسسة المثال اليوم محطة جديدة تخدم مليون نسمة.\n\n"
    "وقال المدير العام إن العمل استغرق عامين.\n\nللتواصل: press@example.org"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHECK = f"axe.run(document, {{runOnly: {RULES}}}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"
PATIENCE = 40_000
SAVED = "#state:text-is('حُفظ'), #state:text-is('Saved')"


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    folder = tmp_path_factory.mktemp("desk")
    for file in (CASES / "full").iterdir():
        if file.suffix in {".md", ".png", ".jpg", ".svg", ".toml"}:
            shutil.copy(file, folder)
    shutil.copy(CASES / "persian" / "persian.md", folder)
    with desks.opened(folder, folder) as opened:
        yield opened


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def page(browser, desk: OpenDesk, language: str) -> Iterator[playwright.Page]:
    """The desk, just opened, in one language; what the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    context.add_init_script(f"if (self === top) localStorage.setItem('language', '{language}')")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda line: line.type == "error" and "409" not in line.text and complaints.append(line.text))
    page.on("request", lambda sent: sent.url.startswith((desk.origin, "data:")) or complaints.append(sent.url))
    page.goto(desk.address)
    page.wait_for_selector("#start[open]")
    yield page
    context.close()
    assert complaints == []


def shown(page: playwright.Page) -> None:
    """Wait until the page is set, proofed, and nothing is under way."""
    page.wait_for_selector(".sheet img")
    page.wait_for_selector(".sheet .word", state="attached")
    page.wait_for_selector("body:not(.busy)")


def words(page: playwright.Page) -> str:
    return page.evaluate("[...document.querySelectorAll('.cm-line')].map(line => line.textContent).join('\\n')")


def download(page: playwright.Page, name: str) -> bytes:
    with page.expect_download() as saved:
        page.click(f"#out a[download='{name}']")
    return Path(saved.value.path()).read_bytes()


def test_a_text_from_whatsapp_becomes_a_file_for_the_print_shop(page: playwright.Page):
    page.fill("#paste", WHATSAPP)
    page.click("#paste-button")
    shown(page)
    assert "محطة" in page.title()
    page.click("#make-button")
    page.wait_for_selector("#out[open] a")
    (name,) = [name for name in page.locator("#out a").all_inner_texts() if name.endswith(".print.pdf")]
    pdf = pypdf.PdfReader(BytesIO(download(page, name)))
    assert pdf.pages[0].bleedbox != pdf.pages[0].trimbox
    assert pdf.trailer["/Root"]["/OutputIntents"]


def test_a_word_file_is_opened_mended_and_drafted_as_a_mail(page: playwright.Page, tmp_path: Path):
    texts = ("افتتاح مكتبة البصرة", "افتتحت المؤسسة مكتبتها الجديدة ، صباح الخميس .")
    paragraphs = "".join(map(word.paragraph, texts))
    (tmp_path / "library.docx").write_bytes(word.document(paragraphs))
    page.set_input_files("#file", str(tmp_path / "library.docx"))
    shown(page)
    page.wait_for_selector("#mend-all:not([disabled])")
    before = words(page)
    page.click("#mend-all")
    page.wait_for_selector("#mend-all[disabled]")
    assert words(page) != before
    page.click("#mail-button")
    page.wait_for_selector("#out[open] a")
    (name,) = page.locator("#out a").all_inner_texts()
    assert b"application/pdf" in download(page, name)


def test_a_photo_is_dropped_gets_its_caption_and_stands_in_the_gazette(
    page: playwright.Page, language: str, tmp_path: Path
):
    photo = tmp_path / f"from-above-{language}.png"
    Image.effect_noise((900, 600), 60).convert("RGB").save(photo)
    page.fill("#paste", WHATSAPP)
    page.click("#paste-button")
    shown(page)
    page.set_input_files("#file", str(photo))
    page.wait_for_selector(".cm-line:has-text('from-above')")
    page.keyboard.type("المحطة من الجو")
    page.select_option("#theme", "gazette")
    page.wait_for_selector(".cm-line:has-text('المحطة من الجو')")
    shown(page)
    page.click("#make-button")
    page.wait_for_selector("#out[open] a")
    name = page.locator("#out a").first.inner_text()
    pdf = pypdf.PdfReader(BytesIO(download(page, name)))
    assert pdf.pages[0].images
    assert "الجو" in pdf.pages[0].extract_text() or "وجلا" in pdf.pages[0].extract_text()


def test_an_embargo_is_written_in_the_form(page: playwright.Page):
    page.fill("#paste", WHATSAPP)
    page.click("#paste-button")
    shown(page)
    page.click("#form-button")
    page.fill("#form [name=embargo]", "2027-01-15 10:00 Asia/Riyadh")
    page.locator("#form [name=embargo]").blur()
    page.click("#form-button")
    page.wait_for_selector(".cm-line:has-text('embargo: 2027-01-15 10:00 Asia/Riyadh')")
    shown(page)


def test_a_persian_release_is_opened(page: playwright.Page):
    page.click("#recent button:has-text('persian.md')")
    shown(page)
    assert page.evaluate("document.title.length") > 5


def test_two_versions_are_compared_on_the_page(page: playwright.Page):
    page.click("#recent button:has-text('persian.md')")
    shown(page)
    page.select_option("#before", "persian.md")
    assert page.locator(".word.changed").count() == 0
    line = page.locator(".cm-line").last
    line.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" سلام")
    page.wait_for_timeout(600)
    shown(page)
    page.select_option("#before", "")
    page.select_option("#before", "persian.md")
    page.wait_for_selector(".word.changed", state="attached")


def test_a_foreign_pdf_is_proofed(page: playwright.Page, tmp_path: Path):
    blank = pypdf.PdfWriter()
    blank.add_blank_page(width=400, height=300)
    blank.write(tmp_path / "advert.pdf")
    page.click("#close-start")
    with page.expect_file_chooser() as chosen:
        page.click("#proof-button")
    chosen.value.set_files(tmp_path / "advert.pdf")
    page.wait_for_selector("iframe.report")
    report = page.frame_locator("iframe.report")
    report.locator("h1").wait_for()
    assert "advert.pdf" in report.locator("h1").inner_text()


def test_a_click_on_the_page_selects_the_word_in_the_text_and_back(page: playwright.Page):
    page.click("#recent button:has-text('full.md')")
    shown(page)
    box = page.locator(".sheet .word").nth(60)
    box.click(force=True)
    selected = page.evaluate("getSelection().toString()")
    assert selected
    assert selected in words(page)
    assert page.locator(".word.now").count() >= 1


def test_all_of_it_by_the_keyboard(page: playwright.Page):
    assert page.evaluate("document.activeElement.id") == "paste"
    page.keyboard.insert_text(WHATSAPP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown(page)
    theme = page.input_value("#theme")
    page.keyboard.press("Alt+t")
    assert page.input_value("#theme") != theme
    shown(page)
    page.keyboard.press("Alt+r")
    page.keyboard.press("ArrowDown")
    assert page.locator("#findings li.now").count() == 1
    page.keyboard.press("Control+s")
    page.wait_for_selector(SAVED)
    page.keyboard.press("Alt+m")
    page.wait_for_selector("#out[open] a")
    page.keyboard.press("Escape")
    page.wait_for_selector("#out:not([open])", state="attached")


@pytest.mark.long
def test_what_was_typed_survives_a_server_that_is_gone(browser, tmp_path: Path):
    (tmp_path / "a.md").write_text(WHATSAPP, "utf-8")
    page = browser.new_page()
    with desks.opened(tmp_path / "a.md", tmp_path) as desk:
        page.goto(desk.address)
        shown(page)
        page.locator(".cm-line").first.click()
        page.keyboard.type("كلمات جديدة ")
        page.wait_for_timeout(2500)
    assert "كلمات جديدة" in words(page)
    with desks.opened(tmp_path, tmp_path) as desk:
        other = browser.new_page()
        other.goto(desk.address)
        other.click("#drafts button")
        other.wait_for_selector(".cm-line:has-text('كلمات جديدة')")
        other.close()
    page.close()


def test_what_is_written_into_the_empty_desk_is_a_release(page: playwright.Page):
    page.click("#close-start")
    page.click(".cm-content")
    page.keyboard.insert_text(WHATSAPP)
    shown(page)
    assert page.inner_text("#name").endswith(".md")


def test_a_pasted_text_is_found_again_when_its_window_is_closed_at_once(page: playwright.Page):
    page.fill("#paste", f"{WHATSAPP}\n\nسطر أخير لا يضيع.")
    page.click("#paste-button")
    page.wait_for_selector(".cm-line:has-text('لا يضيع')")
    name = page.inner_text("#name")
    page.reload()
    page.click(f"#drafts button:has-text('{name}')")
    page.wait_for_selector(".cm-line:has-text('لا يضيع')")
    assert page.is_hidden("#saved-button")


def test_no_step_back_leads_into_the_text_before(page: playwright.Page):
    page.fill("#paste", WHATSAPP)
    page.click("#paste-button")
    shown(page)
    page.click("#start-button")
    page.click("#recent button:has-text('persian.md')")
    page.wait_for_selector("#name:has-text('persian.md')")
    shown(page)
    before = words(page)
    page.locator(".cm-line").first.click()
    page.keyboard.press("Control+z")
    assert words(page) == before


def test_a_draft_can_be_given_up_for_the_saved_text_and_back(page: playwright.Page, desk: OpenDesk, language: str):
    name = f"saved-{language}.md"
    (desk.folder / name).write_text(WHATSAPP, "utf-8")
    desk.send("PUT", "draft", {"name": name, "text": f"{WHATSAPP}\n\nمن المسودة"})
    page.click("#close-start")
    page.click("#start-button")
    page.click(f"#recent button:has-text('{name}')")
    page.wait_for_selector(".cm-line:has-text('من المسودة')")
    page.click("#saved-button")
    page.wait_for_selector(".cm-line:has-text('من المسودة')", state="detached")
    page.locator(".cm-line").first.click()
    page.keyboard.press("Control+z")
    page.wait_for_selector(".cm-line:has-text('من المسودة')")
    page.keyboard.press("Control+s")
    page.wait_for_selector(SAVED)
    assert "من المسودة" in (desk.folder / name).read_text("utf-8")


def test_the_search_panel_speaks_the_language_of_the_page(page: playwright.Page, language: str):
    page.click("#recent button:has-text('persian.md')")
    shown(page)
    page.locator(".cm-line").first.click()
    page.keyboard.press("Control+f")
    labels = {"ar": "ابحث عن", "en": "Find"}
    field = ".cm-search input[name=search]"
    assert page.get_attribute(field, "placeholder") == labels.pop(language)
    page.click("#language-button")
    (other,) = labels.values()
    page.wait_for_selector(f"{field}[placeholder='{other}']")


def test_an_empty_folder_is_offered_releases_to_try(browser, tmp_path: Path):
    with desks.opened(tmp_path, tmp_path) as opened:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(opened.address)
        page.click("#tour-button:visible")
        page.click("#recent button:has-text('pasted.txt')")
        shown(page)
        page.click("#start-button")
        page.wait_for_selector("#recent button:has-text('release.md')")
        assert not page.is_visible("#tour-button")
        assert opened.ask("POST", "tour").status == 422
        page.close()


@pytest.mark.long
def test_the_house_is_written_in_the_form_and_as_text(browser, language: str, tmp_path: Path):
    (tmp_path / "a.md").write_text(WHATSAPP, "utf-8")
    (tmp_path / "brand.toml").write_text('# ours\nname = "مؤسسة المثال"\n', "utf-8")
    context = browser.new_context()
    context.add_init_script(f"localStorage.setItem('language', '{language}')")
    page = context.new_page()
    with desks.opened(tmp_path / "a.md", tmp_path) as desk:
        page.goto(desk.address)
        shown(page)
        picture = page.get_attribute(".sheet img", "src")
        page.click("#house-button")
        fields = page.locator("#house-form input:not([type])")
        fields.first.fill("دار أخرى")
        fields.first.blur()
        page.click("#house-save")
        page.wait_for_selector(f"#house-fault:text-is('{'حُفظ' if language == 'ar' else 'Saved'}')")
        assert (tmp_path / "brand.toml").read_text("utf-8") == '# ours\nname = "دار أخرى"\n'
        assert not (tmp_path / "typeset.toml").exists()
        page.locator("#house-form summary").last.click()
        page.locator("#house-form textarea.plain").last.fill('digts = "western"')
        page.click("#house-save")
        page.wait_for_selector("#house-fault:has-text('digts')")
        assert not (tmp_path / "typeset.toml").exists()
        page.locator("#house-form textarea.plain").last.fill('digits = "western"')
        page.click("#house-save")
        page.wait_for_selector(f"#house-fault:text-is('{'حُفظ' if language == 'ar' else 'Saved'}')")
        assert (tmp_path / "typeset.toml").read_text("utf-8") == 'digits = "western"'
        page.click("#close-house")
        page.wait_for_selector(f".sheet img:not([src='{picture}'])")
    context.close()


def test_a_text_that_is_changed_outside_comes_anew_or_is_told(page: playwright.Page, desk: OpenDesk, language: str):
    file = desk.folder / f"outside-{language}.md"
    file.write_text(WHATSAPP, "utf-8")
    page.click("#close-start")
    page.click("#start-button")
    page.click(f"#recent button:has-text('{file.name}')")
    shown(page)
    file.write_text(f"{WHATSAPP}\n\nسطر من الخارج", "utf-8")
    page.wait_for_selector(".cm-line:has-text('سطر من الخارج')")
    page.locator(".cm-line").first.click()
    page.keyboard.type("قيد الكتابة ")
    file.write_text("نص آخر من الخارج", "utf-8")
    page.wait_for_selector("#state:has-text('خارج المكتب'), #state:has-text('elsewhere')")
    assert "قيد الكتابة" in words(page)
    page.keyboard.press("Control+s")
    page.wait_for_selector("#fault:not([hidden])")
    picture = page.get_attribute(".sheet img", "src")
    page.keyboard.type("وما يزال ")
    page.wait_for_selector(f".sheet:first-child img:not([src='{picture}'])")
    shown(page)
    assert page.is_visible("#fault"), "pages that came took the fault of saving away"
    page.click("#close-fault")
    assert page.is_hidden("#fault")
    assert file.read_text("utf-8") == "نص آخر من الخارج"


def test_a_file_that_is_deleted_outside_is_told_and_can_be_saved_again(
    page: playwright.Page, desk: OpenDesk, language: str
):
    file = desk.folder / f"deleted-{language}.md"
    file.write_text(WHATSAPP, "utf-8")
    page.click("#close-start")
    page.click("#start-button")
    page.click(f"#recent button:has-text('{file.name}')")
    shown(page)
    file.unlink()
    page.wait_for_selector("#state:has-text('لم يعد'), #state:has-text('no longer')")
    page.keyboard.press("Control+s")
    page.wait_for_selector(SAVED)
    assert file.read_text("utf-8") == WHATSAPP


def test_a_brand_that_is_changed_outside_sets_the_page_anew(page: playwright.Page, desk: OpenDesk, language: str):
    page.click("#recent button:has-text('full.md')")
    shown(page)
    picture = page.get_attribute(".sheet img", "src")
    brand = desk.folder / "brand.toml"
    before = brand.read_text("utf-8")
    brand.write_text(before.replace("#0b5563", "#773300" if language == "ar" else "#003377"), "utf-8")
    page.wait_for_selector(f".sheet:first-child img:not([src='{picture}'])")
    brand.write_text(before, "utf-8")


def test_the_print_edition_shows_where_it_is_cut(page: playwright.Page):
    page.click("#recent button:has-text('full.md')")
    shown(page)
    assert page.locator(".press").count() == 0
    page.select_option("#edition", "print")
    trim = page.locator(".sheet:first-child .press.trim")
    trim.wait_for(state="attached")
    millimetres = {side: round(float(trim.get_attribute(side)) * 25.4 / 72) for side in ("x", "y", "width", "height")}
    assert millimetres == {"x": 10, "y": 10, "width": 210, "height": 297}
    bleed = page.locator(".sheet:first-child .press.bleed")
    assert round(float(bleed.get_attribute("width")) * 25.4 / 72) > 210


def test_the_pictures_of_the_docs(browser, desk: OpenDesk, language: str, request: pytest.FixtureRequest):
    """With `--accept` they are drawn anew; else they are there, and have the shape of the page as it is now."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(f"if (self === top) localStorage.setItem('language', '{language}')")
    page = context.new_page()
    page.goto(desk.address)
    page.click("#recent button:has-text('full.md')")
    shown(page)
    page.wait_for_selector("#findings li[data-index]")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    file = DOCS / f"desk-{language}.png"
    if request.config.getoption("--accept"):
        picture.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    with Image.open(file) as kept:
        assert kept.size == picture.size
        assert ink(kept) == pytest.approx(ink(picture), abs=0.05)


def ink(picture: Image.Image) -> float:
    """The mean darkness of a picture, from 0 to 1."""
    return 1 - ImageStat.Stat(picture.convert("L")).mean[0] / 255


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_every_view_meets_wcag_2_2_aa(browser, desk: OpenDesk, scheme: str):
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    for width in (1400, 390):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.goto(desk.address)
        page.wait_for_selector("#recent li")
        faults = {"start": violations(page, axe)}
        page.click("#recent button:has-text('full.md')")
        page.wait_for_selector("#findings li[data-index]")
        faults["text"] = violations(page, axe)
        if width < 800:
            page.click(".views button[data-view=pages]")
            faults["pages"] = violations(page, axe)
        else:
            page.click("#form-button")
            page.wait_for_selector("#form input")
            faults["form"] = violations(page, axe)
            page.click("#form-button")
            page.click("#looks-button")
            faults["looks"] = violations(page, axe)
            page.click("#close-looks")
        page.click("#house-button")
        page.wait_for_selector("#house-form fieldset")
        faults["house"] = violations(page, axe)
        context.close()
        assert {view: found for view, found in faults.items() if found} == {}


def violations(page: playwright.Page, axe: str) -> list[str]:
    """What axe finds; it is put in beside the page's own policy, which allows no foreign script."""
    tools = page.context.new_cdp_session(page)
    tools.send("Runtime.evaluate", {"expression": axe})
    asked = {"expression": CHECK, "awaitPromise": True, "returnByValue": True}
    return tools.send("Runtime.evaluate", asked)["result"]["value"]
