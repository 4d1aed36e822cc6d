"""Servers that speak SMTP badly, and two senders at once: nobody gets a letter twice, and nobody goes unreported."""

import json
import os
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hostile_smtp import GOOD, SCRIPTS, hostile

from typeset.deliver import server as server_of
from typeset.deliver import trust
from typeset.deliver.log import DeliveryState, read
from typeset.deliver.send import Mailing, one_for_each, send_copies
from typeset.deliver.server import Server
from typeset.errors import DeliveryError
from typeset.model import house_style
from typeset.model.mail_settings import Security
from typeset.model.mailbox import Mailbox

READERS = tuple(f"reader{number}@example.com" for number in range(3))
MAILING = Mailing(Mailbox("press@example.org"), b"Subject: x\r\n\r\nwords\r\n", "m")
REFUSED_BY_THE_END = {"end: put off", "end: refused", "end: closes"}
"""Servers that say themselves that they have not taken the message."""


def send(port: int, log: Path, timeout: float = 2.0, *, resend_unknown: bool = False) -> str:
    """Send; returns the error's sentence, empty where everybody has got it."""
    server = Server("127.0.0.1", port, Security.NONE, timeout=timeout)
    copies = one_for_each([Mailbox(reader) for reader in READERS])
    try:
        send_copies(
            MAILING, copies, server, "", read(log, "m"), per_minute=0, report=lambda *_: None,
            resend_unknown=resend_unknown,
        )  # fmt: skip
    except DeliveryError as error:
        return f"{error.message} {error.hint}"
    return ""


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_hostile_server_makes_no_letter_double_and_none_vanish(name: str, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with hostile(SCRIPTS[name]) as first:
        said = send(first.port, log, timeout=0.15)
    states = read(log, "m").states
    assert said or all(states.get(reader) is DeliveryState.SENT for reader in READERS)
    assert said.isprintable()
    with hostile(GOOD) as second:
        later = send(second.port, log)
    had = Counter(second.had) + (Counter() if name in REFUSED_BY_THE_END else Counter(first.had))
    assert max(had.values(), default=0) <= 1
    states = read(log, "m").states
    for reader in READERS:
        assert had[reader] == 1 or states[reader] in (DeliveryState.REFUSED, DeliveryState.SENDING)
        assert states[reader] is DeliveryState.SENT or reader in later


def test_those_whose_fate_is_unknown_get_it_where_that_is_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with hostile(SCRIPTS["end: no number"]) as first:
        assert "1 unknown" in send(first.port, log)
    with hostile(GOOD) as second:
        assert "--resend-unknown" in send(second.port, log)
        assert send(second.port, log, resend_unknown=True) == ""
    assert sorted(second.had) == sorted(READERS)


def test_a_second_sender_is_refused_with_the_number_of_the_first(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with hostile(GOOD) as server:
        with read(log, "m") as first:
            first.begin()
            assert f"Process {os.getpid()} is sending" in send(server.port, log)
        assert server.had == []
        assert send(server.port, log) == ""


@pytest.mark.parametrize(
    "torn", [b'{"time": "2026', b'{"mailing": "m", "to": "reader0@example.com", "state": "\xd8', b"\0" * 40]
)
def test_a_torn_last_line_is_cut_off_and_the_state_before_it_stands(torn: bytes, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_bytes(b'{"mailing": "m", "to": "reader0@example.com", "state": "sending"}\n' + torn)
    with hostile(GOOD) as server:
        assert "1 unknown" in send(server.port, log)
    assert server.had == list(READERS[1:])
    assert all(json.loads(line) for line in log.read_bytes().splitlines())


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_deliver_hostile import send
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
print(send(int(sys.argv[1]), Path(sys.argv[2])))
"""


def test_a_log_that_fills_the_disk_leaves_whole_lines_and_says_what_it_cannot_hold(tmp_path: Path) -> None:
    assert resource.RLIMIT_FSIZE  # a file that may not grow stands for a full disk
    for room in (60, 250, 330, 500):
        log = tmp_path / f"{room}.jsonl"
        with hostile(GOOD) as server:
            run = subprocess.run(
                [sys.executable, "-c", FULL_DISK, str(server.port), str(log), str(room)],
                cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
            )  # fmt: skip
            assert "cannot be written any further" in run.stdout
            assert log.read_bytes()[-1:] in (b"\n", b"")
            unsaid = [r for r in server.had if read(log, "m").states.get(r) is not DeliveryState.SENT]
            assert all(reader in run.stdout for reader in unsaid)
            send(server.port, log)
        assert max(Counter(server.had).values()) == 1


# The password


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own configuration, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "typeset"


def account(lines: str, folder: Path, **environment: str) -> Server:
    """The server of a folder whose typeset.toml has these lines."""
    folder.mkdir(exist_ok=True)
    (folder / "typeset.toml").write_text(lines, "utf-8")
    return server_of.account(house_style.load(folder), environment).server


STRANGERS = '[mail]\nhost = "mail.example"\nuser = "press"\nca_file = "own.pem"\n'


def test_a_server_that_the_folder_names_gets_no_password(tmp_path: Path, own: Path) -> None:
    assert not own.exists()
    with pytest.raises(DeliveryError, match=r"mail.example:587 is named by a file in the article's folder"):
        trust.refuse_untrusted(account(STRANGERS, tmp_path / "work"))


def test_a_server_is_confirmed_once_and_anew_with_another_certificate(tmp_path: Path, own: Path) -> None:
    server = account(STRANGERS, tmp_path / "work")
    (tmp_path / "work" / "own.pem").write_bytes(b"one")
    trust.trust(server)
    assert trust.is_trusted(server)
    assert (own / "trusted-servers").stat().st_mode & 0o077 == 0
    (tmp_path / "work" / "own.pem").write_bytes(b"another")
    assert not trust.is_trusted(server)


def test_a_list_that_others_can_write_counts_for_nothing(tmp_path: Path, own: Path) -> None:
    server = account(STRANGERS, tmp_path / "work")
    trust.trust(server)
    (own / "trusted-servers").chmod(0o666)
    assert not trust.is_trusted(server)


def test_the_server_that_the_user_has_named_gets_the_password(tmp_path: Path, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "mail.toml").write_text('host = "ours.example"\nuser = "press"\n', "utf-8")
    ours = account("", tmp_path / "work")
    assert (ours.host, ours.user, trust.is_trusted(ours)) == ("ours.example", "press", True)
    host = {server_of.HOST: "other.example"}
    assert trust.is_trusted(account('[mail]\nhost = "mail.example"\nuser = "press"\n', tmp_path / "work", **host))
    assert not trust.is_trusted(account(STRANGERS, tmp_path / "work", **host))  # its certificate is the folder's


def test_the_keyring_holds_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[tuple[str, str], str] = {}
    monkeypatch.setattr("keyring.get_password", lambda service, user: held.get((service, user)))
    monkeypatch.setattr("keyring.set_password", lambda service, user, word: held.update({(service, user): word}))
    server = Server("mail.example", user="press")
    assert trust.kept_password(server) == ""
    trust.keep_password(server, "secret")
    assert trust.kept_password(server) == "secret"
    assert list(held) == [("typeset-press mail.example:587", "press")]


def test_a_machine_without_a_keyring_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keyring = pytest.importorskip("keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.backends.fail.Keyring())
    assert trust.kept_password(Server("mail.example", user="press")) == ""
    with pytest.raises(DeliveryError, match="keyring of this machine does not keep"):
        trust.keep_password(Server("mail.example", user="press"), "secret")
