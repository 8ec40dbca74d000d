"""What each request passes before Streamlit answers it: security headers, its verdict, known hosts, compression."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from views.connection import JudgedConnections

# Streamlit's own page, whose inline script the policy must admit.
INDEX = Path(st.__file__).parent / "static" / "index.html"

# {scripts} is filled in with the hashes of that page's inline scripts. Charts are drawn with inline
# styles, tables with WebAssembly; nothing needs eval, a frame, or another host.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {scripts}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; media-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)

POLICY_HEADER = "Content-Security-Policy"

UNKNOWN_CALLER = (
    "This server does not answer to that host name or to a page from elsewhere. Its operator can add the "
    "host to server.allowedHosts, or the page's origin to server.corsAllowedOrigins, in "
    ".streamlit/config.toml.\n"
)


def middleware() -> list[Middleware]:
    """What wraps the app, outermost first: the headers go on everything that lies further in."""
    return [
        Middleware(SecurityHeaders, headers=security_headers()),
        Middleware(JudgedConnections),
        Middleware(KnownHosts),
        # Streamlit sends its scripts, 7 MB for a first chart, as they are. Level 4 takes off nearly as
        # much as level 9 in less than half the time; the stream of a WebSocket passes untouched.
        Middleware(GZipMiddleware, compresslevel=4),
    ]


def security_headers(index: str | None = None) -> dict[str, str]:
    """The headers of every response; `index` is the text of the page served, by default the installed one."""
    text = INDEX.read_text(encoding="utf-8") if index is None else index
    return {
        POLICY_HEADER: POLICY.format(scripts=" ".join(script_hashes(text))),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def script_hashes(page: str) -> list[str]:
    """The sources, as a policy writes them, of the scripts that stand in the page itself."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]


class SecurityHeaders:
    """Puts the same headers on every HTTP response, files, redirects and failures included.

    An answer that brings a content security policy of its own, as a file of charts does, keeps that one.
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The inner app has answered, or, where it failed before it began, a plain 500 has been sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = list(message.get("headers", ()))
                headers = MutableHeaders(raw=message["headers"])
                own = headers.get(POLICY_HEADER)
                headers.update(self.headers | ({POLICY_HEADER: own} if own else {}))
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # The framework's own answer to a failure is made outside of every middleware.
            if not started:
                failure = PlainTextResponse("The server failed to answer this request.\n", 500)
                await failure(scope, receive, send_with_headers)
            raise


class KnownHosts:
    """Refuses a caller that names the server by a host, or comes from an origin, that is not allowed.

    Streamlit asks this of a WebSocket's Host alone. An Origin that it does not know it compares with the
    machine's public address, which it looks up on the internet: no such Origin gets that far here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The inner app has answered, or the caller has been refused."""
        if scope["type"] not in {"http", "websocket"} or is_known(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(UNKNOWN_CALLER, 400)(scope, receive, send)


def is_known(scope: Scope) -> bool:
    """Whether the operator allows the request's Host and, where a browser states one, its Origin."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if not is_host_allowed(headers.get("host")):
        return False
    if origin is None or origin in st.get_option("server.corsAllowedOrigins"):
        return True
    return is_host_allowed(urlsplit(origin).netloc)
