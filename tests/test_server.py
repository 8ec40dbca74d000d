"""The server itself: what its answers carry, whom it answers, and what it keeps to itself."""

import asyncio
import base64
import gzip
import hashlib
import http.client
import json
import re
import shutil
import socket
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.browser import settle
from tests.conftest import ROOT, OpenPage, StartServer
from views.server import SecurityHeaders, script_hashes

# Word for word what the design decided; only the hash depends on the installed Streamlit.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; style-src 'self' "
    "'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
OTHER_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
}


class Answer:
    """What the server said to one request, errors included."""

    def __init__(self, server: str, path: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        self.status, self.headers = response.status, response.headers
        self.body = b"" if self.status == 101 else response.read()
        connection.close()


def headers_on(app: ASGIApp, failing: str = "") -> list[Message]:
    """What is sent for one request to an app behind SecurityHeaders, which passes its failure on."""
    sent = []

    async def send(message: Message) -> None:
        sent.append(message)

    # In a thread of its own: the browser of other tests keeps an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        guarded = SecurityHeaders(app, {"X-Frame-Options": "DENY"})
        failure = thread.submit(asyncio.run, guarded({"type": "http"}, None, send)).exception()
    # What fails inside still reaches the server's log.
    assert str(failure or "") == failing
    return sent


def index_script(server: str) -> str:
    """The path of the script that the served page starts with."""
    return re.search(r'src="\.(/static/js/index\.[^"]+\.js)"', Answer(server, "/").body.decode())[1]


def served_hash(server: str) -> str:
    """The hash of the one inline script of the page as served, worked out afresh."""
    scripts = re.findall(rb"<script>(.*?)</script>", Answer(server, "/").body, re.DOTALL)
    assert len(scripts) == 1
    return base64.b64encode(hashlib.sha256(scripts[0]).digest()).decode()


@pytest.mark.parametrize(
    ("path", "method", "host", "status"),
    [
        pytest.param("/", "GET", "localhost", 200, id="page"),
        pytest.param("/no-such-page", "GET", "localhost", 200, id="page that the browser resolves"),
        pytest.param("SCRIPT", "GET", "localhost", 200, id="static file"),
        pytest.param("SCRIPT", "HEAD", "localhost", 200, id="head"),
        pytest.param("/favicon.png", "GET", "localhost", 200, id="picture"),
        pytest.param("/_stcore/health", "GET", "localhost", 200, id="health"),
        pytest.param("/media/no-such-file.csv", "GET", "localhost", 404, id="missing download"),
        pytest.param("/x/_stcore/health", "GET", "localhost", 404, id="not found"),
        pytest.param("/", "POST", "localhost", 405, id="method not allowed"),
        pytest.param("/page/", "GET", "localhost", 301, id="redirect"),
        pytest.param("//elsewhere", "GET", "localhost", 400, id="refused path"),
        pytest.param("/", "GET", "elsewhere.example", 400, id="refused host"),
    ],
)
def test_every_kind_of_response_carries_the_security_headers(
    server: str, path: str, method: str, host: str, status: int
):
    """Files, redirects and refusals are as well guarded as the page."""
    answer = Answer(server, index_script(server) if path == "SCRIPT" else path, method, Host=host)

    assert answer.status == status
    assert answer.headers.get_all("Content-Security-Policy") == [POLICY.format(hash=served_hash(server))]
    assert {name: answer.headers.get(name) for name in OTHER_HEADERS} == OTHER_HEADERS
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_failure_inside_carries_the_security_headers_and_no_detail():
    """An exception becomes a plain 500."""

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ValueError("private detail")

    start, body = headers_on(broken, failing="private detail")

    assert start["status"] == 500
    assert (b"x-frame-options", b"DENY") in start["headers"]
    assert b"private" not in body["body"]


def test_a_failure_after_the_response_began_sends_nothing_more():
    """A second beginning would be an error of its own, and hide the first."""

    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError("private detail")

    assert [message["type"] for message in headers_on(broken, "private detail")] == ["http.response.start"]


def test_a_header_that_a_response_sets_itself_is_replaced():
    """Each header is sent once, with the server's value."""

    async def inner(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"SAME")]})

    assert headers_on(inner)[0]["headers"] == [(b"x-frame-options", b"DENY")]


def test_only_inline_scripts_are_hashed():
    """A script with an address is admitted by 'self'."""
    page = '<script src="a.js"></script><script>\n  one\n</script><script>two</script>'

    assert script_hashes(page) == [
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in (b"\n  one\n", b"two")
    ]


def test_scripts_are_compressed_for_who_asks(server: str):
    """A first chart is 7 MB of scripts; what arrives is the same file."""
    script = index_script(server)
    plain = Answer(server, script)
    packed = Answer(server, script, Accept_Encoding="gzip")

    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2
    assert gzip.decompress(packed.body) == plain.body


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        pytest.param("localhost:{port}", "http://localhost:{port}", 101, id="own page"),
        pytest.param("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101, id="own page by number"),
        pytest.param("[::1]:{port}", "http://[::1]:{port}", 101, id="own page by its longer number"),
        pytest.param("localhost:{port}", None, 101, id="program"),
        pytest.param("elsewhere.example:{port}", "http://elsewhere.example:{port}", 403, id="rebound name"),
        pytest.param("elsewhere.example", None, 403, id="foreign host"),
        pytest.param("localhost.elsewhere.example", None, 403, id="host that begins alike"),
        pytest.param("localhost:{port}", "https://elsewhere.example", 403, id="foreign page"),
        pytest.param("localhost:{port}", "null", 403, id="page without an origin"),
    ],
)
def test_a_websocket_is_opened_only_for_known_hosts_and_origins(
    server: str, host: str, origin: str | None, status: int
):
    """A page elsewhere can't read the dashboard through its visitor's browser."""
    port = urlsplit(server).port
    headers = {"Host": host.format(port=port)} | ({"Origin": origin.format(port=port)} if origin else {})

    assert Answer(server, "/_stcore/stream", **UPGRADE, **headers).status == status


@pytest.mark.parametrize(("host", "origin"), [("elsewhere.example", None), ("localhost", "https://elsewhere.example")])
def test_a_foreign_caller_is_told_what_the_operator_can_do(server: str, host: str, origin: str | None):
    """A refusal names the setting that would lift it."""
    answer = Answer(server, "/_stcore/health", Host=host, **({"Origin": origin} if origin else {}))

    assert answer.status == 400
    assert b"server.allowedHosts" in answer.body


def test_only_this_machine_reaches_the_server(server: str):
    """It is bound to the loopback address that it prints, not to all addresses of the machine."""
    address = urlsplit(server)

    assert address.hostname == "localhost"
    # Another loopback address, which a server on all addresses of a Linux machine would answer.
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.2", address.port), timeout=2)


def test_a_start_asks_nothing_and_works_from_any_folder(start_server: StartServer, tmp_path: Path):
    """A fresh home folder, no standard input, another working folder: up, with the shipped settings."""
    started = start_server(cwd=tmp_path)

    assert Answer(started.url, "/").status == 200
    # Only the settings beside dashboard.py make it refuse.
    assert Answer(started.url, "/", Host="elsewhere.example").status == 400
    assert "mail" not in started.output().lower()


def test_no_telemetry_is_configured():
    """Neither Streamlit's statistics nor a look-up of the machine's public address."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert settings["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}
    assert settings["server"]["address"] == "localhost"


def test_no_page_around_this_one_may_steer_it(server: str):
    """Streamlit lets pages of its own hosts stop a run, change the address or the theme, unless it is told not to."""
    assert json.loads(Answer(server, "/_stcore/host-config").body)["allowedOrigins"] == []


def test_a_failing_page_shows_no_traceback(start_server: StartServer, open_page: OpenPage, tmp_path: Path):
    """The visitor learns that something failed; the message, the file and the line are in the log only."""
    shutil.copy(ROOT / "dashboard.py", tmp_path)
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    for package in ("posture", "figures", "views"):
        shutil.copytree(ROOT / package, tmp_path / package)
    (tmp_path / "views" / "frame.py").write_text('raise RuntimeError("private detail")\n', encoding="utf-8")
    failing = start_server(root=tmp_path)

    page = open_page(failing.url)
    settle(page)
    page.get_by_test_id("stException").wait_for()

    shown = page.locator("body").inner_text()
    assert "private detail" not in shown
    assert "RuntimeError" not in shown
    assert "frame.py" not in shown
    assert "Traceback" not in shown
    assert "private detail" in failing.output()
