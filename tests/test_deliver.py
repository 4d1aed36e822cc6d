"""The e-mail: addresses, file names, the draft, its size, and the sending of it to a real server."""

import email
import email.policy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import fast_mail_parser
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from PIL import Image
from smtp_server import PASSWORD, USER, Inbox, certificate, serving

from typeset.deliver import address, checks, log, message, server
from typeset.deliver.log import DeliveryState, read
from typeset.deliver.send import Delivery, mailing_of, one_for_all, one_for_each, refuse_under_embargo, send_copies
from typeset.deliver.server import Server
from typeset.errors import DeliveryError, ThemeError
from typeset.model import house_style, mailbox
from typeset.model.article import Article, Embargo, Paragraph
from typeset.model.house_style import House
from typeset.model.mail_settings import Security
from typeset.model.mailbox import Mailbox, mailboxes
from typeset.model.page import Attachment, Letter
from typeset.model.text import Text

HEADLINE = "عقد الاجتماع المشترك الأول بين شركات التكنولوجيا الإيرانية والروسية"
LETTER = Letter(HEADLINE, '<p dir="rtl">سلام</p>', "سلام\n.سطر يبدأ بنقطة\n.")
PDF = Attachment("release.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENDER = Mailbox("press@example.org", "المكتب الصحفي")


# Addresses


@pytest.mark.parametrize(
    ("written", "address_", "name"),
    [
        ("desk@example.com", "desk@example.com", ""),
        ("مكتب التحرير <desk@example.com>", "desk@example.com", "مكتب التحرير"),
        ('"Desk, News" <desk@example.com>', "desk@example.com", "Desk, News"),
        ("desk@موقع.وزارة-الاتصالات.مصر", "desk@xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c", ""),
    ],
)
def test_an_address_is_understood(written: str, address_: str, name: str) -> None:
    assert mailboxes([written]) == (Mailbox(address_, name),)


@pytest.mark.parametrize(
    "written",
    [
        "desk@example.com",
        "press.office+a_b@news-desk.example.co.uk",
        "المكتب الصحفي <press@example.org>",
        "Desk 24<DESK@Example.com>",
        "مكتب_التحرير <a@b.example>",
    ],
)
def test_a_plain_address_is_read_as_python_s_own_parser_reads_it(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tuple(mailbox._parsed_with_email(written))
    monkeypatch.setattr(mailbox, "_parsed_with_email", None)
    assert mailboxes([written]) == whole


def test_several_addresses_in_one_text() -> None:
    assert [person.address for person in mailboxes(["a@example.com, b@example.com، c@example.com"])] == [
        "a@example.com",
        "b@example.com",
        "c@example.com",
    ]


@pytest.mark.parametrize(
    "written", ["", "desk", "desk@", "@example.com", "a b@example.com", "desk@example", "a@@b.com"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(DeliveryError, match="is not an e-mail address"):
        mailboxes([written])


def test_a_forged_header_is_refused() -> None:
    with pytest.raises(DeliveryError, match="line break"):
        mailboxes(["a@example.com\r\nBcc: b@example.com"])
    with pytest.raises(DeliveryError, match="line break"):
        message.message(Letter("سلام\nBcc: b@example.com", "", ""), [], message.Envelope(), NOON)


def test_a_name_before_the_at_sign_in_arabic_is_refused() -> None:
    with pytest.raises(DeliveryError, match="outside ASCII"):
        mailboxes(["<تحرير@example.com>"])


def test_recipients_come_from_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "الاسم;البريد\nليلى;a@example.com\n\n;b@example.com\nأخرى;A@example.com\n", "utf-8-sig"
    )
    assert address.recipients(tmp_path / "list.csv") == (
        Mailbox("a@example.com", "ليلى"),
        Mailbox("b@example.com"),
    )


def test_every_bad_line_of_a_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("email\na@example.com\nnobody\nb@example.com\n@\n", "utf-8")
    with pytest.raises(DeliveryError, match=r"2 bad addresses: line 3: 'nobody', line 5: '@'"):
        address.recipients(tmp_path / "list.csv")


@pytest.mark.parametrize("content", [b"", b"email\n", "بريد".encode("cp1256")])
def test_a_list_without_people_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.csv").write_bytes(content)
    with pytest.raises(DeliveryError):
        address.recipients(tmp_path / "list.csv")


# File names


def test_the_file_name_is_short_and_ascii() -> None:
    assert message.slug("alwefaq-iran-russia", HEADLINE) == "alwefaq-iran-russia"
    assert message.slug("خبر", HEADLINE) == "aqd-alajtmaa-almshtrk-alawl-byn-shrkat-altknwlwjya-aliyranya"
    assert message.slug("خبر", "؟") == "khbr"


def test_an_arabic_file_name_is_written_both_ways() -> None:
    name = f"{HEADLINE}.pdf"
    source = message.message(LETTER, [Attachment(name, b"x")], message.Envelope(), NOON).as_bytes()
    assert b"filename*=UTF-8''%D8%B9" in source
    assert b"filename*0" not in source
    assert b'name="=?utf-8?B?' in source
    assert [part.filename for part in fast_mail_parser.parse_email(source).attachments] == [name]
    parsed = email.message_from_bytes(source, policy=email.policy.default)
    assert [part.get_filename() for part in parsed.iter_attachments()] == [name]


def test_a_name_that_no_file_system_takes_is_mended() -> None:
    assert message.safe('../خبر: "عاجل"?.pdf') == "-خبر- -عاجل--.pdf"


# The draft


def a_draft() -> bytes:
    readers = message.Envelope(SENDER, mailboxes(["ليلى <a@example.com>"]), bcc=mailboxes(["c@example.com"]))
    return message.message(LETTER, [PDF], readers, NOON).as_bytes()


def test_the_draft_comes_back_whole_from_two_parsers() -> None:
    mine = email.message_from_bytes(a_draft(), policy=email.policy.default)
    body = mine.get_body(("plain",))
    assert mine["Subject"] == HEADLINE
    assert mine["From"] == "المكتب الصحفي <press@example.org>"
    assert mine["X-Unsent"] == "1"
    assert body
    assert body.get_content().splitlines() == LETTER.text.splitlines()
    assert [part.get_content() for part in mine.iter_attachments()] == [PDF.data]
    theirs = fast_mail_parser.parse_email(a_draft())
    assert theirs.subject == HEADLINE
    assert [part.content for part in theirs.attachments] == [PDF.data]
    assert theirs.text_html[0].strip() == LETTER.html


def test_the_draft_has_crlf_line_ends_and_no_long_line() -> None:
    lines = a_draft().split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) < 998


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert a_draft() == a_draft()


# Size


def test_a_photo_is_shrunk_just_as_far_as_needed() -> None:
    photo = Attachment("photo.png", noise(1800, 1300), "image/png")
    small, shrunk = checks.fitted(LETTER, [PDF, photo], 1_500_000)
    assert small == PDF
    assert (shrunk.name, shrunk.type) == ("photo.jpg", "image/jpeg")
    assert Image.open(BytesIO(shrunk.data)).size == (1600, 1156)


def test_what_stays_over_the_budget_is_refused_with_the_sizes() -> None:
    with pytest.raises(DeliveryError, match=r"over its budget of 0\.1 MB after base64: big\.pdf 0\.3 MB, text"):
        checks.fitted(LETTER, [Attachment("big.pdf", bytes(200_000))], 100_000)


def test_the_counted_size_is_the_real_one() -> None:
    source = message.message(LETTER, [PDF], message.Envelope(), NOON).as_bytes()
    counted = sum(map(checks.encoded_size, (PDF.data, LETTER.html.encode(), LETTER.text.encode())))
    assert counted <= len(source) <= counted + checks.HEADERS


def noise(width: int, height: int) -> bytes:
    result = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(result, "PNG")
    return result.getvalue()


# Settings


def house_with(folder: Path, lines: str) -> House:
    (folder / "typeset.toml").write_text(f"[mail]\n{lines}", "utf-8")
    return house_style.load(folder)


def test_the_account_is_read_from_the_house(tmp_path: Path) -> None:
    lines = 'from = "المكتب <press@example.org>"\nhost = "smtp.example.org"\nca_file = "ca.pem"\nbudget = 2.5'
    found = server.account(house_with(tmp_path, lines), {})
    assert found.sender == Mailbox("press@example.org", "المكتب")
    assert found.reachable == Server("smtp.example.org", ca_file=tmp_path / "ca.pem")
    assert found.budget == 2_500_000


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    spoken = {server.HOST: "b.example", server.PORT: "2526"}
    found = server.account(house_with(tmp_path, 'host = "a.example"\nport = 2525\nuser = "press"'), spoken).server
    assert (found.host, found.port, found.user) == ("b.example", 2526, "press")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('hots = "a"', "unknown key `hots`"),
        ('port = "x"', "`port` must be a whole number"),
        ("port = 70000", "`port` is 70000"),
        ('security = "ssl"', "`security` cannot be `ssl`"),
        ('from = "nobody"', "is not an e-mail address"),
        ('from = "a@example.com, b@example.com"', "2 addresses"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(ThemeError, match=fault):
        server.account(house_with(tmp_path, line), {})


@pytest.mark.parametrize("port", ["70000", "0", "smtp", "-1", "9" * 5000])
def test_a_wrong_port_in_the_environment_is_named(port: str) -> None:
    with pytest.raises(ThemeError, match=f"The variable {server.PORT} is"):
        server.account(House(), {server.PORT: port})


def test_no_host_is_a_sentence() -> None:
    with pytest.raises(DeliveryError, match="No mail server is named"):
        assert server.account(House(), {}).reachable


# Sending


@contextmanager
def plain(inbox: Inbox, **more: object) -> Iterator[Server]:
    with serving(inbox) as port:
        yield Server("127.0.0.1", port, Security.NONE, **more)  # type: ignore[arg-type]


def people(count: int) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(f"reader{number}@example.com", f"قارئ {number}") for number in range(count))


def send(server: Server, readers: tuple[Mailbox, ...], log: Path, password: str = "") -> Delivery:
    mail = message.message(LETTER, [PDF], message.Envelope(SENDER), NOON)
    identity = message.digest(LETTER, [PDF])
    mailing = mailing_of(mail, SENDER, identity)
    copies, record = one_for_each(readers), read(log, identity)
    return send_copies(mailing, copies, server, password, record, per_minute=0, report=unheard)


def unheard(address: str, state: DeliveryState) -> None:
    """Nobody watches the progress."""


def logged(log: Path) -> dict[str, str]:
    rows = map(json.loads, log.read_text("utf-8").splitlines())
    return {row["to"]: row["state"] for row in rows if "to" in row}


def test_each_reader_gets_a_message_that_shows_nobody_else(tmp_path: Path) -> None:
    inbox = Inbox()
    with plain(inbox) as server:
        outcome = send(server, people(3), tmp_path / "log.jsonl")
    assert outcome == Delivery(3, 0)
    assert inbox.connections == 1
    assert inbox.readers == [f"reader{number}@example.com" for number in range(3)]
    arrived = [
        email.message_from_bytes(bytes(message.content or b""), policy=email.policy.default)
        for message in inbox.messages
    ]
    assert [message["To"] for message in arrived] == [
        f"قارئ {number} <reader{number}@example.com>" for number in range(3)
    ]
    assert len({message["Message-ID"] for message in arrived}) == 3
    assert not any(message["X-Unsent"] or message["Bcc"] for message in arrived)
    body = arrived[0].get_body(("plain",))
    assert body
    assert body.get_content().splitlines() == LETTER.text.splitlines()
    assert [part.get_content() for part in arrived[0].iter_attachments()] == [PDF.data]


def test_one_message_for_all_hides_the_blind_copies(tmp_path: Path) -> None:
    inbox, [to, cc, bcc] = Inbox(), people(3)
    envelope = message.Envelope(SENDER, (to,), (cc,), (bcc,))
    mail = message.message(LETTER, [PDF], envelope, NOON)
    mailing = mailing_of(mail, SENDER, "m")
    with plain(inbox) as server:
        send_copies(
            mailing,
            one_for_all(envelope),
            server,
            "",
            log.read(tmp_path / "log", "m"),
            per_minute=0,
            report=unheard,
        )
    assert inbox.readers == [to.address, cc.address, bcc.address]
    assert len(inbox.messages) == 1
    assert bcc.address.encode() not in bytes(inbox.messages[0].content or b"")


def test_a_refused_reader_is_logged_and_the_others_get_it(tmp_path: Path) -> None:
    inbox = Inbox(refuse={"reader1@example.com": "550 no such user"})
    log = tmp_path / "log.jsonl"
    with (
        plain(inbox) as server,
        pytest.raises(DeliveryError, match=r"1 reader did not.*refused by the server \(reader1@") as caught,
    ):
        send(server, people(3), log)
    assert caught.value.exit_code == 6
    assert logged(log) == {
        "reader0@example.com": "sent",
        "reader1@example.com": "refused",
        "reader2@example.com": "sent",
    }


def test_a_reader_put_off_is_tried_again_and_nobody_twice(tmp_path: Path) -> None:
    inbox = Inbox(refuse={"reader1@example.com": "450 try later"})
    with plain(inbox) as server:
        with pytest.raises(DeliveryError, match="not sent yet"):
            send(server, people(3), tmp_path / "log.jsonl")
        inbox.refuse.clear()
        assert send(server, people(3), tmp_path / "log.jsonl") == Delivery(1, 2)
    assert sorted(inbox.readers) == [f"reader{number}@example.com" for number in range(3)]


def test_a_line_cut_before_the_answer_leaves_one_unknown_and_sends_nothing_twice(tmp_path: Path) -> None:
    inbox, log = Inbox(drop_data_after=2), tmp_path / "log.jsonl"
    with plain(inbox) as server:
        with pytest.raises(DeliveryError, match=r"1 unknown.*\(reader2@example.com\), 2 not sent yet"):
            send(server, people(5), log)
        inbox.drop_data_after = 10**9
        with pytest.raises(DeliveryError, match=r"1 reader did not.*unknown"):
            send(server, people(5), log)
    assert sorted(inbox.readers) == [f"reader{number}@example.com" for number in (0, 1, 3, 4)]
    assert logged(log)["reader2@example.com"] == "sending"


def test_the_log_says_sending_before_the_server_can_have_the_message(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    seen: list[str] = []

    class Watching(Inbox):
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
            seen.extend(logged(log)[reader] for reader in envelope.rcpt_tos)
            return await super().handle_DATA(server, session, envelope)

    with plain(Watching()) as server:
        send(server, people(3), log)
    assert seen == ["sending"] * 3


def test_a_log_that_cannot_be_written_stops_the_mailing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    inbox = Inbox()
    monkeypatch.setattr("os.fsync", full)
    with plain(inbox) as server, pytest.raises(DeliveryError, match=r"cannot be written any further: No space left"):
        send(server, people(2), tmp_path / "log.jsonl")
    assert inbox.messages == []


def test_a_slow_server_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    inbox = Inbox(delay=2)
    with plain(inbox, timeout=0.2) as server, pytest.raises(DeliveryError, match="unknown"):
        send(server, people(1), tmp_path / "log.jsonl")


def test_a_message_too_large_for_the_server_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    inbox = Inbox(size_limit=5_000)
    with plain(inbox) as server, pytest.raises(DeliveryError, match="takes at most 5,000"):
        send(server, people(1), tmp_path / "log.jsonl")
    assert inbox.messages == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_the_password_goes_over_an_encrypted_line(tmp_path: Path, security: Security) -> None:
    inbox, pem = Inbox(), certificate(tmp_path)
    with serving(inbox, pem, implicit_tls=security is Security.TLS, auth=True) as port:
        send(Server("127.0.0.1", port, security, USER, pem), people(1), tmp_path / "log.jsonl", PASSWORD)
    assert inbox.passwords == [PASSWORD.encode()]
    assert inbox.readers == ["reader0@example.com"]


def test_a_wrong_password_is_a_sentence(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with serving(Inbox(), pem, auth=True) as port, pytest.raises(DeliveryError, match="refused the user press"):
        send(Server("127.0.0.1", port, Security.STARTTLS, USER, pem), people(1), tmp_path / "log.jsonl", "wrong")


def test_no_password_goes_over_a_clear_line(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox, auth=True) as port, pytest.raises(DeliveryError, match="password was not sent"):
        send(Server("127.0.0.1", port, Security.NONE, USER), people(1), tmp_path / "log.jsonl", PASSWORD)
    assert inbox.passwords == []


def test_a_server_that_does_not_encrypt_gets_nothing(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox, auth=True) as port, pytest.raises(DeliveryError, match="does not encrypt the line"):
        send(Server("127.0.0.1", port, Security.STARTTLS, USER), people(1), tmp_path / "log.jsonl", PASSWORD)
    assert (inbox.passwords, inbox.messages) == ([], [])


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_ran_out_gets_nothing(tmp_path: Path, security: Security) -> None:
    inbox, pem = Inbox(), certificate(tmp_path, valid_for=timedelta(days=-1))
    server_side = serving(inbox, pem, implicit_tls=security is Security.TLS, auth=True)
    with (
        server_side as port,
        pytest.raises(DeliveryError, match=r"certificate .* does not hold: certificate has expired"),
    ):
        send(Server("127.0.0.1", port, security, USER, pem), people(1), tmp_path / "log.jsonl", PASSWORD)
    assert (inbox.passwords, inbox.messages) == ([], [])


def test_a_stranger_certificate_gets_nothing(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with serving(Inbox(), pem, auth=True) as port, pytest.raises(DeliveryError, match=r"self.signed"):
        send(Server("127.0.0.1", port, Security.STARTTLS, USER), people(1), tmp_path / "log.jsonl", PASSWORD)


def test_nobody_listening_is_a_sentence(tmp_path: Path) -> None:
    with serving(Inbox()) as port:
        pass
    with pytest.raises(DeliveryError, match="cannot be reached: Connection refused"):
        send(Server("127.0.0.1", port, Security.NONE), people(1), tmp_path / "log.jsonl")


def test_a_damaged_log_stops_the_mailing(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"mailing": "m", "to": "a@example.com", "state": "sent"}\n{"mai\n', "utf-8")
    with pytest.raises(DeliveryError, match="Line 2"):
        log.read(tmp_path / "log.jsonl", "m")


def test_the_log_of_another_mailing_does_not_count(tmp_path: Path) -> None:
    with read(tmp_path / "log.jsonl", "first") as log:
        log.write(["a@example.com"], DeliveryState.SENT)
    assert read(tmp_path / "log.jsonl", "second").left(["a@example.com"]) == ["a@example.com"]


# Embargo


def held(until: Embargo) -> Article:
    return Article(headline=Text("عنوان"), body=(Paragraph(Text("نص")),), embargo=until)


def test_nothing_is_sent_before_its_hour() -> None:
    with pytest.raises(DeliveryError, match="under embargo until 2026-03-01 12:00"):
        refuse_under_embargo(held(Embargo(NOON)), NOON - timedelta(minutes=1))
    refuse_under_embargo(held(Embargo(NOON)), NOON)


def test_an_hour_without_a_zone_is_that_of_this_machine() -> None:
    there = NOON.astimezone().replace(tzinfo=None)
    with pytest.raises(DeliveryError, match="under embargo"):
        refuse_under_embargo(held(Embargo(there)), NOON - timedelta(minutes=1))
    refuse_under_embargo(held(Embargo(there)), NOON)


def test_a_day_without_an_hour_lasts_to_its_end() -> None:
    day = Embargo(NOON.replace(hour=0), has_hour=False)
    with pytest.raises(DeliveryError, match="under embargo until 2026-03-01 23:59"):
        refuse_under_embargo(held(day), NOON)
    refuse_under_embargo(held(day), NOON + timedelta(hours=12))
