"""The guard: who may speak to the desk.

The desk reads and writes its owner's files, so that no page of another site, no other user and no name that was pointed
at this machine may reach it. It listens on loopback alone; every address begins with a secret that only the opened page
knows (a cookie would be sent to every port of this machine); a request must be addressed to this machine by name, and
one that changes anything must come from our own page.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from hmac import compare_digest
from typing import Any, NamedTuple, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN_BYTES = 32
LARGEST_BODY = 64_000_000
"""Bytes of a request: the largest file that is read."""
SAFE = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class Refusal(NamedTuple):
    """Why a request is refused: the HTTP status and a sentence."""

    status: int
    reason: str


class Guard:
    """Lets requests of our own page through to the app, under addresses without the secret."""

    def __init__(self, app: App, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal:
            await _refuse(refusal, send)
            return
        nonce = secrets.token_urlsafe(16)
        path = scope["path"].removeprefix(f"/{self._token}") or "/"
        inner = {**scope, "path": path, "raw_path": path.encode(), "state": {"nonce": nonce}}
        await self._app(inner, _limited(receive), _with_headers(send, nonce))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> Refusal | None:
        host = headers.get("host", "")
        if host not in self._hosts:
            return Refusal(421, "This name is not the desk's.")
        if scope["method"] not in SAFE and headers.get("origin") != f"http://{host}":
            return Refusal(403, "Another site may not change anything here.")
        secret, _, _ = scope["path"].removeprefix("/").partition("/")
        if not compare_digest(secret.encode(), self._token.encode()):
            return Refusal(404, "Open the desk by the address that it printed.")
        if _length(headers) > LARGEST_BODY:
            return Refusal(413, "That is over 64 MB, too much for a press release.")
        return None


def token() -> str:
    """A secret that cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _length(headers: dict[str, str]) -> int:
    try:
        return int(headers.get("content-length", "0"))
    except ValueError:
        return LARGEST_BODY + 1


def _limited(receive: Receive) -> Receive:
    """The body, cut off where it is larger than was said."""
    size = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return {"type": "http.disconnect"} if size > LARGEST_BODY else message

    return limited


def _with_headers(send: Send, nonce: str) -> Send:
    """Every answer under a policy that allows nothing from elsewhere; an answer that has its own keeps it."""

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message["headers"]}
            ours = {**HEADERS, "content-security-policy": POLICY.format(nonce=nonce, ancestors="'none'")}
            own = [(name.encode(), value.encode()) for name, value in ours.items() if name.encode() not in known]
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return sent


async def _refuse(refusal: Refusal, send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    headers += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": refusal.reason.encode()})
