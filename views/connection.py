"""Where a connection comes from: judged by its own socket, and told to the page that it opens.

Streamlit shows a page the headers of the WebSocket that it is talking to now (`st.context.headers`). The verdict
travels there as one header more, which begins with a word that only this process knows.
"""

import ipaddress
import re
import secrets
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "Force-Posture-Connection"
TOKEN = secrets.token_urlsafe()

LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII)
# The standard's two and the customary ones; some servers turn hyphens into underscores, so both are one here.
ADDED_BY_PROXIES = re.compile(
    r"forwarded|via|cdn-loop|(x-)?(real|client|true-client|cluster-client)-ip|(x-forwarded|x-original|x-envoy|cf-).*"
)


class Verdict(StrEnum):
    """What was found out about a connection; only one that is LOCAL has surely begun on this machine."""

    LOCAL = "local"
    PROXIED = "proxied"
    REMOTE = "remote"
    OTHER_HOST = "other-host"
    OTHER_PAGE = "other-page"
    UNKNOWN = "unknown"


class JudgedConnections:
    """Puts the verdict on every request and WebSocket on its way in, in place of what the client says of itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The inner app has answered a request that carries the verdict."""
        if scope["type"] in {"http", "websocket"}:
            kept = [(name, value) for name, value in scope["headers"] if _plain(name) != HEADER.lower()]
            stamp = (HEADER.lower().encode(), f"{TOKEN} {judge(scope)}".encode())
            scope = {**scope, "headers": [*kept, stamp]}
        await self.app(scope, receive, send)


def judge(scope: Scope) -> Verdict:
    """Where the connection of an ASGI scope comes from, going by its socket first of all.

    A page's Origin must be the very Host that it asks: a proxy that says nothing of itself and asks for localhost
    still passes on the Origin of the reader's page.
    """
    headers = [(_plain(name), value.decode("latin-1")) for name, value in scope["headers"]]
    hosts, origins = ([value for name, value in headers if name == asked] for asked in ("host", "origin"))
    if any(ADDED_BY_PROXIES.fullmatch(name) for name, _ in headers):
        return Verdict.PROXIED
    if not (is_loopback(scope.get("client")) and is_loopback(scope.get("server"))):
        return Verdict.REMOTE
    if len(hosts) != 1 or not LOCAL_HOST.fullmatch(hosts[0]):
        return Verdict.OTHER_HOST
    if origins not in ([], [f"http://{hosts[0]}"], [f"https://{hosts[0]}"]):
        return Verdict.OTHER_PAGE
    return Verdict.LOCAL


def is_loopback(address: Sequence[Any] | None) -> bool:
    """Whether the host of a (host, port) is this machine talking to itself; names and sockets in files are not."""
    try:
        host = ipaddress.ip_address(address[0] if address else "")
    except ValueError:
        return False
    return (getattr(host, "ipv4_mapped", None) or host).is_loopback


def verdict(values: Sequence[str]) -> Verdict:
    """The verdict that this process wrote as the values of `HEADER`; UNKNOWN where it wrote none."""
    token, _, word = values[0].partition(" ") if len(values) == 1 else ("", "", "")
    if secrets.compare_digest(token.encode(), TOKEN.encode()):
        return Verdict(word)
    return Verdict.UNKNOWN


def _plain(name: bytes) -> str:
    return name.decode("latin-1").lower().replace("_", "-")
