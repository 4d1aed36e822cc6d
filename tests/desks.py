"""A desk for the tests: the real command on a folder of its own, and requests to it as its page makes them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Answer(NamedTuple):
    """Status, headers in lower case, and body of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class OpenDesk(NamedTuple):
    """A desk that runs: its address with the secret, its folder, its process."""

    address: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        return "/".join(self.address.split("/")[:3])

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """A request of the desk's own page; headers may be replaced by others."""
        place = urlsplit(self.address)
        connection = HTTPConnection(place.hostname, place.port, timeout=60)
        own = {"origin": self.origin, "accept-language": "ar"}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else place.path + path
        connection.request(method, quote(address, safe="/?=&%"), body or None, own)
        answer = connection.getresponse()
        told = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return told

    def send(self, method: str, path: str, value: object, **headers: str) -> Answer:
        """The same with a value as JSON."""
        return self.ask(method, path, json.dumps(value).encode(), content_type="application/json", **headers)

    def events(self, client: str) -> Iterator[dict]:
        """What a page is told, until it closes the stream."""
        place = urlsplit(self.address)
        connection = HTTPConnection(place.hostname, place.port, timeout=60)
        connection.request("GET", f"{place.path}events?client={client}", headers={"accept-language": "ar"})
        answer = connection.getresponse()
        try:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
        finally:
            connection.close()


@contextmanager
def opened(target: Path, folder: Path) -> Iterator[OpenDesk]:
    """The desk on a folder or a file, until the block is left."""
    command = [sys.executable, "-m", "typeset", "--no-serve", "desk", str(target), "--no-open"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().strip()
        assert address, process.stderr.read()
        yield OpenDesk(address, folder, process)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
        process.stderr.close()
