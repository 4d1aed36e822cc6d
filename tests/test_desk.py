"""The desk's server: who may speak to it, what it reads and writes, and what it does when a text breaks a child."""

import itertools
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import desks
import pytest
from desks import OpenDesk

from typeset.desk.folder import ChangedError, Folder
from typeset.desk.guard import token
from typeset.desk.stock import Item, Stock
from typeset.desk.studio import Studio
from typeset.desk.told import units_of
from typeset.errors import CommandError, EngineError
from typeset.jobs.workers.setter import Done

RELEASE = """افتتاح محطة جديدة لتحلية المياه

الرياض – افتتحت المؤسسة اليوم محطة جديدة تخدم مليون نسمة , وتعمل بالشمس.
"""
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "station.md").write_text(RELEASE, "utf-8")
    with desks.opened(folder, folder) as opened:
        yield opened


def told(desk: OpenDesk, text: str, **wishes: object) -> dict[str, dict]:
    """The events about a text, by their kind."""
    number = next(NUMBERS)
    client = f"page-{number}"
    events = desk.events(client)
    assert next(events)["kind"] == "hello"
    asked = {"client": client, "number": number, "name": "station.md", "text": text, **wishes}
    assert desk.send("POST", "set", asked).status == 202
    found = {}
    for event in events:
        found[event["kind"]] = event
        if event["kind"] in {"done", "fault"}:
            break
    events.close()
    return found


# Who may speak to it.


def test_it_listens_on_this_machine_alone(desk: OpenDesk):
    assert desk.address.startswith("http://127.0.0.1:")


def test_a_name_that_was_pointed_here_is_refused(desk: OpenDesk):
    assert desk.ask("GET", "", host="evil.example").status == 421


def test_another_site_changes_nothing(desk: OpenDesk):
    body = {"name": "stolen.md", "text": "x", "tag": ""}
    others = ("http://evil.example", "http://127.0.0.1:1", "null")
    assert {desk.send("PUT", "file", body, origin=origin).status for origin in others} == {403}
    assert not (desk.folder / "stolen.md").exists()


def test_the_secret_must_be_known(desk: OpenDesk):
    guesses = ["/", "/files", f"/{token()}/files", f"/{desk.address.split('/')[3][:-1]}/files"]
    assert {desk.ask("GET", guess).status for guess in guesses} == {404}


def test_the_page_may_load_nothing_from_elsewhere(desk: OpenDesk):
    policy = desk.ask("GET", "").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-")
    assert "http" not in policy


def test_two_answers_have_two_nonces(desk: OpenDesk):
    assert len({desk.ask("GET", "").headers["content-security-policy"] for _ in range(2)}) == 2


@pytest.mark.parametrize("name", ["../outside.md", "/etc/passwd", ".hidden.md", "a/../../outside.md", "", "."])
def test_no_name_leads_out_of_the_folder(desk: OpenDesk, name: str):
    (desk.folder.parent / "outside.md").write_text("secret", "utf-8")
    assert desk.ask("GET", f"file?name={name}").status == 422


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    (inside / "link.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(CommandError):
        Folder(inside).bytes_of("link.md")


def test_a_text_without_end_is_cut_off(desk: OpenDesk):
    place = desk.ask("POST", "read?name=a.txt", b"x", content_length=str(65_000_000))
    assert place.status == 413


def test_fifty_megabytes_pasted_are_refused_with_a_sentence(desk: OpenDesk):
    answer = desk.ask("POST", "read?name=a.txt", ("كلمة " * 5_500_000).encode())
    assert answer.status == 422
    assert "ميغابايت" in answer.json["message"]


# What it reads and writes.


def test_a_text_comes_as_it_is_and_is_saved_in_its_own_encoding(tmp_path: Path):
    old = "عنوان\r\n\r\nفقرة أولى فيها كلام كثير\r\n".encode("windows-1256")
    (tmp_path / "old.txt").write_bytes(old)
    folder = Folder(tmp_path)
    opened = folder.opened("old.txt")
    assert "\r" not in opened.text
    assert folder.save("old.txt", opened.text, opened.tag) == opened.tag
    assert (tmp_path / "old.txt").read_bytes() == old


def test_nothing_is_saved_over_a_file_that_changed(tmp_path: Path):
    (tmp_path / "a.md").write_text("one", "utf-8")
    folder = Folder(tmp_path)
    opened = folder.opened("a.md")
    (tmp_path / "a.md").write_text("two", "utf-8")
    with pytest.raises(ChangedError):
        folder.save("a.md", "three", opened.tag)
    assert (tmp_path / "a.md").read_text("utf-8") == "two"


def test_a_new_text_does_not_take_the_place_of_a_file(tmp_path: Path):
    folder = Folder(tmp_path)
    name = folder.free_name("بيان")
    folder.save(name, "one", "")
    with pytest.raises(ChangedError):
        folder.save(name, "two", "")
    assert folder.free_name("بيان") == "بيان-2.md"


def test_what_was_not_saved_is_offered_again_and_gone_once_it_is(tmp_path: Path):
    (tmp_path / "a.md").write_text("one", "utf-8")
    folder = Folder(tmp_path)
    folder.keep_draft("a.md", "two")
    assert folder.drafts() == ["a.md"]
    opened = folder.opened("a.md")
    assert (opened.text, opened.draft) == ("one", "two")
    folder.save("a.md", "two", opened.tag)
    assert folder.drafts() == []


def test_a_text_that_was_never_saved_is_offered_again(tmp_path: Path):
    folder = Folder(tmp_path)
    folder.keep_draft("بيان.md", "one")
    assert folder.drafts() == ["بيان.md"]
    assert folder.opened("بيان.md") == ("بيان.md", "", "", "one")
    assert folder.free_name("بيان") == "بيان-2.md"


def test_the_draft_of_a_file_that_is_gone_can_be_saved(tmp_path: Path):
    inside = tmp_path / "may"
    inside.mkdir()
    folder = Folder(tmp_path)
    folder.save("may/a.md", "one", "")
    folder.keep_draft("may/a.md", "two")
    (inside / "a.md").unlink()
    assert folder.drafts() == ["may/a.md"]
    opened = folder.opened("may/a.md")
    folder.save("may/a.md", opened.draft, opened.tag)
    assert [file.name for file in inside.iterdir()] == ["a.md"]


def test_a_photo_is_put_beside_its_text(tmp_path: Path):
    (tmp_path / "may").mkdir()
    assert Folder(tmp_path).keep_beside("pump.png", b"one", "may/a.md") == "pump.png"
    assert (tmp_path / "may" / "pump.png").is_file()


def test_a_draft_is_no_article(desk: OpenDesk):
    desk.send("PUT", "draft", {"name": "station.md", "text": "half"})
    assert [one["name"] for one in desk.ask("GET", "files").json] == ["station.md"]
    assert desk.ask("DELETE", "draft?name=station.md").status == 200


def test_a_full_disk_is_a_sentence_and_keeps_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.md").write_text("one", "utf-8")
    folder = Folder(tmp_path)
    tag = folder.opened("a.md").tag

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EngineError, match="space"):
        folder.save("a.md", "two", tag)
    assert [file.read_text("utf-8") for file in tmp_path.iterdir()] == ["one"]


def test_a_photo_takes_the_next_free_name(tmp_path: Path):
    folder = Folder(tmp_path)
    names = [folder.keep_beside("../pump.png", data) for data in (b"one", b"two", b"one")]
    assert names == ["pump.png", "pump-2.png", "pump.png"]


# What it shows.


def test_the_pages_come_first_then_the_findings_then_what_can_be_mended(desk: OpenDesk):
    events = told(desk, RELEASE)
    assert list(events) == ["pages", "proof", "mends", "done"]
    assert desk.ask("GET", f"stock/{events['pages']['pages'][0]['name']}/page").headers["content-type"] == "image/bmp"
    mends = {RELEASE[start:end]: words for start, end, words in events["mends"]["mends"]}
    assert mends == {" ": ""}


def test_every_word_of_the_page_leads_to_its_place_in_the_text(desk: OpenDesk):
    words = told(desk, RELEASE)["proof"]["words"]
    shown = [RELEASE[start:end] for _, start, end, _ in words]
    assert shown == RELEASE.replace(",", " , ").replace(".", " .").split()
    assert all(len(box) == 4 for word in words for box in word[3])


def test_findings_are_said_in_the_language_of_the_page(desk: OpenDesk):
    findings = told(desk, RELEASE)["proof"]["findings"]
    assert findings
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in finding["message"]) for finding in findings)


def test_a_sign_beyond_the_first_plane_counts_twice_as_in_a_browser():
    units = units_of("ا😀ب")
    assert [units(at) for at in range(4)] == [0, 1, 3, 4]


def test_a_page_that_has_not_changed_is_not_drawn_again(desk: OpenDesk):
    first, second = (told(desk, RELEASE)["pages"]["pages"] for _ in range(2))
    assert first == second


def test_a_theme_of_pictures_shows_each_of_them(desk: OpenDesk):
    assert len(told(desk, RELEASE, theme="card")["pages"]["pages"]) == 2


def test_a_skeleton_is_told_and_not_shown(desk: OpenDesk):
    new = desk.ask("GET", "new").json
    assert "headline" in told(desk, new["text"])["fault"]["message"] or told(desk, new["text"])["fault"]["message"]


def test_finished_files_are_those_of_make(desk: OpenDesk):
    made = desk.send("POST", "make", {"name": "station.md", "text": RELEASE, "editions": ["email", "print"]}).json
    assert [file["name"] for file in made["files"]] == ["station.pdf", "station.print.pdf"]
    from typeset import make

    ours = make(RELEASE, name="station.md", editions=["email"], folder=desk.folder, form="markdown").pdf
    assert desk.ask("GET", made["files"][0]["address"]).body == ours


def test_fields_are_filled_in_the_head_of_the_file(desk: OpenDesk):
    asked = {"name": "station.md", "text": RELEASE}
    assert desk.send("POST", "fields", asked).json["fields"]["headline"] == "افتتاح محطة جديدة لتحلية المياه"
    fields = {"embargo": "2026-01-15 10:00 Asia/Baghdad", "headline": "عنوان آخر"}
    text = desk.send("POST", "fill", {**asked, "fields": fields}).json["text"]
    assert "embargo: 2026-01-15 10:00 Asia/Baghdad" in text
    assert "headline: عنوان آخر" in text
    assert "افتتحت المؤسسة" in text


def test_the_form_leaves_the_lines_that_it_does_not_change(desk: OpenDesk):
    head = "---\n# من يُتصل به\ncontacts:\n- email: press@example.org\n  fax: 12\nheadline: عنوان\nguess: false\n"
    text = f"{head}date: 2025-03-20\n---\n\nافتتحت المؤسسة محطتها.\n"
    contact = {"name": "", "role": "", "phone": "", "email": "press@example.org"}
    fields = {"headline": "عنوان", "date": "2026-01-02", "number": "", "dateline": "بغداد", "contacts": [contact]}
    filled = desk.send("POST", "fill", {"name": "a.md", "text": text, "fields": fields}).json["text"]
    assert filled == f"{head}date: 2026-01-02\ndateline: بغداد\n---\n\nافتتحت المؤسسة محطتها.\n"


def test_a_wrong_embargo_is_told_and_the_text_stays(desk: OpenDesk):
    asked = {"name": "station.md", "text": RELEASE, "fields": {"embargo": "someday"}}
    assert desk.send("POST", "fill", asked).status == 422


def test_changed_words_are_named_with_the_older_ones(desk: OpenDesk):
    text = RELEASE.replace("مليون", "مليوني")
    ((start, end, older),) = desk.send("POST", "compare", {"before": "station.md", "text": text}).json
    assert (text[start:end], older) == ("مليوني", "مليون")


def test_the_text_for_messengers_has_a_bold_headline(desk: OpenDesk):
    text = desk.send("POST", "plain", {"name": "station.md", "text": RELEASE}).json["text"]
    assert text.startswith("*افتتاح محطة جديدة لتحلية المياه*\n\nالرياض –")


def test_a_draft_of_a_mail_has_the_page_attached(desk: OpenDesk):
    made = desk.send("POST", "mail", {"name": "station.md", "text": RELEASE}).json
    assert b"application/pdf" in desk.ask("GET", made["files"][0]["address"]).body


def test_any_pdf_is_judged_and_its_report_runs_no_script(desk: OpenDesk):
    made = desk.send("POST", "make", {"name": "station.md", "text": RELEASE, "editions": ["email"]}).json
    pdf = desk.ask("GET", made["files"][0]["address"]).body
    answer = desk.ask("GET", desk.ask("POST", "proof?name=a.pdf", pdf).json["address"])
    assert "sandbox" in answer.headers["content-security-policy"]
    assert desk.ask("POST", "proof?name=a.pdf", b"no pdf").status == 422


# When something breaks.


def test_a_child_that_dies_over_a_text_is_replaced(tmp_path: Path):
    heard: list[object] = []
    done = threading.Event()

    def tell(_client: str, _number: int, answer: object) -> None:
        heard.append(answer)
        done.set()

    studio = Studio(tell)
    try:
        studio.ask("one", 1, _Killing())
        assert done.wait(60)
        assert isinstance(heard[0], EngineError)
        done.clear()
        studio.ask("one", 2, _Saying())
        assert done.wait(60)
        assert heard[1] == "said"
    finally:
        studio.close()


def test_a_request_that_was_overtaken_takes_no_newer_text_away():
    """Two texts of one page may arrive in the other order: the page waits for the answer about the newer one."""
    heard: list[tuple[int, object]] = []
    newest_done = threading.Event()

    def tell(_client: str, number: int, answer: object) -> None:
        heard.append((number, answer))
        if isinstance(answer, Done):
            newest_done.set()

    studio = Studio(tell)
    try:
        studio.ask("one", 2, _Saying())
        studio.ask("one", 1, _Saying())
        assert newest_done.wait(60)
        newest_done.clear()
        studio.ask("one", 1, _Saying())
        studio.ask("one", 3, _Saying())
        assert newest_done.wait(60)
    finally:
        studio.close()
    assert [(number, answer) for number, answer in heard if answer == "said"] == [(2, "said"), (3, "said")]
    assert {number for number, _ in heard} == {2, 3}


class _Killing:
    def __call__(self, _watch: object) -> Iterator[object]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield


class _Saying:
    def __call__(self, _watch: object) -> Iterator[object]:
        yield "said"


def test_the_stock_lets_the_longest_unasked_go():
    stock = Stock(most_bytes=25)
    first, second = stock.put(Item(b"x" * 10, "a/b")), stock.put(Item(b"y" * 10, "a/b"))
    assert stock.get(first)
    third = stock.put(Item(b"z" * 10, "a/b"))
    assert stock.keys() == {first, third}
    assert stock.get(second) is None


def test_the_words_of_the_page_are_there_in_both_languages():
    import json

    static = Path(__file__).parents[1] / "typeset" / "desk" / "static"
    arabic, english = (json.loads((static / f"{name}.json").read_text("utf-8")) for name in ("ar", "en"))
    assert list(arabic) == list(english)
    assert all(arabic.values()) and all(english.values())  # noqa: PT018 - two files, one claim
