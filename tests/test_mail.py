"""`typeset-press mail`: the release as a draft, and as a mailing over a real server."""

import email
import email.policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from conftest import Command
from lxml.html import document_fromstring as html_tree
from PIL import Image
from smtp_server import Inbox, serving

HEADLINE = "عقد الاجتماع المشترك الأول بين شركات التكنولوجيا الإيرانية والروسية"
EMBARGOED = """---
headline: افتتاح المكتبة
embargo: 2099-01-02 10:00 Asia/Baghdad
source: مؤسسة المثال
---
بغداد – تفتتح المؤسسة مكتبتها[^1] يوم **الجمعة**، والتفاصيل في [موقعها](https://example.org/library).

1. أولاً
2. ثانياً

![رفوف المكتبة](shelves.png "رفوف المكتبة قبل الافتتاح")

[^1]: تضم المكتبة عشرة آلاف كتاب.
"""


def opened(file: Path) -> EmailMessage:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
def embargoed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    picture = BytesIO()
    Image.new("RGB", (900, 600), "#336677").save(picture, "PNG")
    (tmp_path / "shelves.png").write_bytes(picture.getvalue())
    article = tmp_path / "library.md"
    article.write_text(EMBARGOED, "utf-8")
    return article


@pytest.fixture
def mail_server(tmp_path: Path, inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    with serving(inbox) as port:
        settings = f'[mail]\nfrom = "press@example.org"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        (tmp_path / "typeset.toml").write_text(settings, "utf-8")
        yield port


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def test_the_pdf_in_the_mail_is_the_one_that_make_makes(typeset: Command, release: Path):
    assert typeset("make", release).exit_code == 0
    done = typeset("mail", release, "--to", "desk@example.com")
    assert (done.exit_code, done.out) == (0, "dist/release.eml\n")
    [attached] = opened(Path("dist/release.eml")).iter_attachments()
    assert attached.get_filename() == "release.pdf"
    assert attached.get_content() == Path("dist/release.pdf").read_bytes()


def test_the_letter_says_every_word_of_the_release_twice(typeset: Command, release: Path):
    typeset("mail", release, "-o", "draft.eml")
    message = opened(Path("draft.eml"))
    paragraph = "وشركات من القطاعين العام والخاص في البلدين."
    assert message["Subject"] == HEADLINE
    assert paragraph in body(message, "plain")
    assert paragraph in body(message, "html")
    assert "<style" not in body(message, "html")


def test_the_embargo_stands_in_the_subject_and_in_the_first_line(typeset: Command, embargoed: Path):
    typeset("mail", embargoed)
    message = opened(Path("dist/library.eml"))
    until = "محظور النشر حتى"
    assert message["Subject"].startswith(until)
    assert message["Subject"].endswith("| افتتاح المكتبة")
    assert body(message, "plain").startswith(until)


def test_a_note_a_link_and_a_list_are_there_in_plain_text(typeset: Command, embargoed: Path):
    typeset("mail", embargoed)
    text = body(opened(Path("dist/library.eml")), "plain")
    assert "مكتبتها[١] يوم الجمعة" in text
    assert "[١] تضم المكتبة عشرة آلاف كتاب." in text
    assert "موقعها (https://example.org/library)" in text
    assert "١. أولاً\n٢. ثانياً" in text


def test_photos_come_after_the_pdf_and_only_when_asked_for(typeset: Command, embargoed: Path):
    typeset("mail", embargoed, "--photos", "--attach", "email", "--attach", "print")
    names = [part.get_filename() for part in opened(Path("dist/library.eml")).iter_attachments()]
    assert names == ["library.pdf", "library.print.pdf", "shelves.png"]


def test_photos_of_one_name_are_told_apart(typeset: Command, embargoed: Path):
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "shelves.png").write_bytes(Path("shelves.png").read_bytes())
    words = embargoed.read_text("utf-8") + "\n![رفوف](a/shelves.png)\n\n![رفوف](b/shelves.png)\n"
    embargoed.write_text(words, "utf-8")
    typeset("mail", embargoed, "--photos")
    names = [part.get_filename() for part in opened(Path("dist/library.eml")).iter_attachments()]
    assert names == ["library.pdf", "shelves.png", "shelves-2.png", "shelves-3.png"]


def test_the_file_may_have_an_arabic_name(typeset: Command, release: Path):
    typeset("mail", release, "--filename", "بيان الوفاق", "-o", "draft.eml")
    [attached] = opened(Path("draft.eml")).iter_attachments()
    assert attached.get_filename() == "بيان الوفاق.pdf"


@pytest.mark.usefixtures("mail_server")
def test_a_mailing_goes_to_each_reader_once_also_when_it_is_sent_again(typeset: Command, release: Path, inbox: Inbox):
    Path("list.csv").write_text("email,name\na@example.com,ليلى\nb@example.com,\n", "utf-8")
    first = typeset("mail", release, "--send", "--recipients", "list.csv")
    again = typeset("mail", release, "--send", "--recipients", "list.csv")
    assert (first.exit_code, first.out) == (0, "a@example.com\nb@example.com\n")
    assert (again.exit_code, again.out) == (0, "")
    assert "0 sent, 2 had it already" in again.err
    assert inbox.readers == ["a@example.com", "b@example.com"]


@pytest.mark.usefixtures("mail_server")
def test_a_dry_run_says_to_whom_and_sends_nothing(typeset: Command, release: Path, inbox: Inbox):
    done = typeset("mail", release, "--send", "--dry-run", "--to", "a@example.com", "--bcc", "b@example.com")
    assert (done.exit_code, done.out) == (0, "a@example.com\nb@example.com\n")
    assert inbox.connections == 0


@pytest.mark.usefixtures("mail_server")
def test_an_embargo_holds_the_mailing_back(typeset: Command, embargoed: Path, inbox: Inbox):
    held = typeset("mail", embargoed, "--send", "--to", "a@example.com")
    assert held.exit_code == 6
    assert "under embargo until 2099-01-02" in held.err
    assert inbox.messages == []
    assert typeset("mail", embargoed, "--send", "--to", "a@example.com", "--embargoed").exit_code == 0
    assert inbox.readers == ["a@example.com"]


@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--send"], "nobody to send to"),
        (["--to", "nobody"], "is not an e-mail address"),
        (["--to", "a@example.com\nBcc: b@example.com"], "line break"),
        (["--subject", "خبر\nBcc: b@example.com"], "line break"),
        (["--send", "--recipients", "missing.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_mailed_ends_with_a_sentence(typeset: Command, release: Path, options: list[str], sentence: str):
    done = typeset("mail", release, *options)
    assert done.exit_code == 6
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_refused_reader_ends_with_exit_code_6(typeset: Command, release: Path, mail_server: int, inbox: Inbox):
    inbox.refuse["b@example.com"] = "550 unknown"
    done = typeset("mail", release, "--send", "--to", "a@example.com", "--to", "b@example.com")
    assert (done.exit_code, done.out) == (6, "a@example.com\n")
    assert "b@example.com: refused" in done.err
    assert inbox.readers == ["a@example.com"]


def test_options_of_a_mailing_without_send_are_a_wrong_command_line(typeset: Command, release: Path):
    assert typeset("mail", release, "--dry-run").exit_code == 2


def test_the_letter_shows_the_pictures_of_the_page_each_with_its_words(typeset: Command, embargoed: Path):
    """The photo, the drawing and the logo travel with the message, no wider than the text; nothing is fetched."""
    folder = embargoed.parent
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><path d="M0 0h80v40H0z" fill="#036"/></svg>'
    )
    (folder / "logo.svg").write_text(drawing, "utf-8")
    (folder / "brand.toml").write_text('name = "مؤسسة المثال"\nlogo = "logo.svg"\n', "utf-8")
    Image.merge("RGB", [Image.effect_noise((1800, 1200), 60) for _ in "rgb"]).save(folder / "shelves.png")
    assert typeset("mail", embargoed, "--to", "desk@example.com").exit_code in {0, 1}
    message = opened(folder / "dist" / "library.eml")
    parts = {str(part["Content-ID"]).strip("<>"): part for part in message.walk() if part["Content-ID"]}
    shown = {image.get("src"): image.get("alt") for image in html_tree(body(message, "html")).iter("img")}
    assert shown == {f"cid:{name}": words for name, words in zip(parts, ("مؤسسة المثال", "رفوف المكتبة"), strict=True)}
    pictures = [Image.open(BytesIO(part.get_payload(decode=True))) for part in parts.values()]
    assert [(picture.format, picture.width <= 600) for picture in pictures] == [("PNG", True), ("JPEG", True)]
    assert message.get_body(("related", "html")).get_content_type() in {"multipart/related", "text/html"}
