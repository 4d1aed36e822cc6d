"""The time to send a release to 1,000 recipients over one connection, and the memory that it takes.

    python tests/bench/mail.py [READERS] [PDF]

The server is a real one (aiosmtpd) on loopback in this process, so that the figures include its work.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from typeset.deliver import message, send
from typeset.deliver.log import read
from typeset.deliver.server import Server
from typeset.model.mail_settings import Security
from typeset.model.mailbox import Mailbox
from typeset.model.page import Attachment, Letter

sys.path.insert(0, str(Path(__file__).parents[1]))
from smtp_server import Inbox, serving


class Sink(Inbox):
    """A server that accepts every message and keeps none."""

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802  # aiosmtpd's name
        return "250 taken"


def resident() -> float:
    """The resident memory of this process, in MB."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def main() -> None:
    readers = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    pdf = Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else bytes(range(256)) * 200
    letter, file = Letter("خبر صحفي", "<p>سلام</p>" * 500, "سلام\n" * 500), Attachment("release.pdf", pdf)
    sender = Mailbox("press@example.org")
    mail = message.message(letter, [file], message.Envelope(sender), datetime.now(UTC))
    mailing = send.mailing_of(mail, sender, message.digest(letter, [file]))
    copies = send.one_for_each([Mailbox(f"reader{number}@example.com") for number in range(readers)])
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as folder, serving(inbox := Sink()) as port:
        log = read(Path(folder) / "log.jsonl", mailing.identity)
        server = Server("127.0.0.1", port, Security.NONE)
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = send.send_copies(
            mailing, copies, server, "", log, per_minute=0, report=lambda *_: memory.append(resident())
        )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{outcome.sent} messages of {len(mailing.shared):,} bytes over {inbox.connections} connection(s)")
    print(f"{wall:.1f} s wall, {cpu:.1f} s CPU with the server's own")
    print(f"memory after the 10th {memory[9]:.1f} MB, after the last {memory[-1]:.1f} MB")


if __name__ == "__main__":
    main()
