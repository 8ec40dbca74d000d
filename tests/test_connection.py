"""Where a connection comes from: real scopes, and what no client can make of its own."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from views.connection import HEADER, TOKEN, JudgedConnections, Verdict, judge, verdict

HERE = {"host": "localhost:8501"}
HOME = ("127.0.0.1", 50_000)
LAN = ("192.168.1.20", 50_000)


def scope(*headers: tuple[str, str], client: Any = HOME, server: Any = ("127.0.0.1", 8501)) -> Scope:
    """A WebSocket's scope as a server hands it on, but that names of headers keep their capitals."""
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "websocket", "client": client, "server": server, "headers": raw}


def handed_on(given: Scope) -> Scope:
    """What the app behind the judge is given."""
    seen = []

    async def inner(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    # Nothing in there waits, so that no event loop is needed.
    with suppress(StopIteration):
        JudgedConnections(inner)(given, None, None).send(None)
    return seen[0]


def told(given: Scope) -> list[str]:
    """The values of the verdict's header in a scope."""
    return [value.decode("latin-1") for name, value in given["headers"] if name.decode("latin-1") == HEADER.lower()]


@pytest.mark.parametrize(
    ("client", "server"),
    [
        pytest.param("127.0.0.1", "127.0.0.1", id="IPv4"),
        pytest.param("127.0.0.53", "127.0.0.2", id="another loopback address"),
        pytest.param("::1", "::1", id="IPv6"),
        pytest.param("::ffff:127.0.0.1", "::ffff:127.0.0.1", id="IPv4 on an IPv6 socket"),
    ],
)
@pytest.mark.parametrize(
    "host", ["localhost:8501", "localhost", "LocalHost:8501", "127.0.0.1:8501", "127.0.0.1", "[::1]:8501", "[::1]"]
)
@pytest.mark.parametrize("page", [None, "http://", "https://"], ids=["program", "page", "page over TLS"])
def test_a_connection_within_this_machine_is_local(client: str, server: str, host: str, page: str | None):
    origin = [("origin", page + host)] if page else []

    assert judge(scope(("host", host), *origin, client=(client, 1), server=(server, 2))) is Verdict.LOCAL


@pytest.mark.parametrize(
    ("client", "server"),
    [
        pytest.param(LAN, LAN, id="neighbour"),
        pytest.param(LAN, HOME, id="neighbour at a loopback address"),
        pytest.param(HOME, LAN, id="loopback peer at the machine's other address"),
        pytest.param(LAN, ("0.0.0.0", 8501), id="all addresses"),  # noqa: S104
        pytest.param(("::ffff:192.168.1.20", 1), ("::ffff:127.0.0.1", 2), id="neighbour on an IPv6 socket"),
        pytest.param(("fe80::1%eth0", 1), ("::1", 2), id="neighbour by link"),
        pytest.param(("fd00::2", 1), ("fd00::2", 2), id="IPv6 network"),
        pytest.param(("128.0.0.1", 1), HOME, id="one past loopback"),
        pytest.param(("::127.0.0.1", 1), ("::1", 2), id="an address that only looks mapped"),
        pytest.param(("2130706433", 1), HOME, id="a number"),
        pytest.param(("127.1", 1), HOME, id="an abbreviation"),
        pytest.param(("localhost", 1), HOME, id="a name"),
        pytest.param(("", 0), HOME, id="nothing"),
        pytest.param(None, HOME, id="no client"),
        pytest.param(HOME, None, id="no server"),
        pytest.param(None, ("/run/posture.sock", None), id="a socket in a file"),
    ],
)
def test_a_connection_that_leaves_this_machine_is_remote(client: Any, server: Any):
    assert judge(scope(*HERE.items(), client=client, server=server)) is Verdict.REMOTE


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["localhost:8501", "localhost:8501"],
        ["localhost:8501", "elsewhere.example"],
        ["elsewhere.example"],
        ["localhost."],
        ["localhost.:8501"],
        ["localhost.elsewhere.example"],
        ["elsewhere.example#localhost"],
        ["user@localhost:8501"],
        ["localhost:8501@elsewhere.example"],
        ["localhost:"],
        ["localhost:port"],
        ["localhost:850100"],
        ["localhost:\u00b2"],
        ["localhost/"],
        ["localhost\n"],
        ["localhost, elsewhere.example"],
        ["127.0.0.1.nip.io"],
        ["127x0x0x1"],
        ["0.0.0.0:8501"],
        ["::1"],
        ["[::1"],
        ["[::ffff:127.0.0.1]:8501"],
        ["192.168.1.20:8501"],
    ],
)
def test_any_other_host_than_this_machine_is_refused(hosts: list[str]):
    """A rebound name among them; two hosts are one too many whichever they are."""
    assert judge(scope(*(("Host", host) for host in hosts))) is Verdict.OTHER_HOST


@pytest.mark.parametrize(
    "origins",
    [
        ["http://elsewhere.example"],
        ["https://localhost"],
        ["http://localhost:3000"],
        ["http://127.0.0.1:8501"],
        ["http://localhost:8501/"],
        ["http://localhost:8501", "http://localhost:8501"],
        ["ws://localhost:8501"],
        ["localhost:8501"],
        ["null"],
        [""],
    ],
)
def test_a_page_from_another_address_is_refused(origins: list[str]):
    """Another program's page on this machine, or one behind a proxy that rewrites the Host and says nothing."""
    assert judge(scope(*HERE.items(), *(("origin", origin) for origin in origins))) is Verdict.OTHER_PAGE


@pytest.mark.parametrize("value", ["", "127.0.0.1", "for=127.0.0.1", "1.1 here"])
@pytest.mark.parametrize(
    "name",
    [
        "forwarded",
        "FORWARDED",
        "x-forwarded-for",
        "X-Forwarded-For",
        "X-FORWARDED-HOST",
        "x-forwarded-proto",
        "x-forwarded-server",
        "x-forwarded-anything",
        "x-forwarded",
        "X_Forwarded_For",
        "x-real-ip",
        "X-Real-IP",
        "via",
        "Via",
        "true-client-ip",
        "x-client-ip",
        "x-original-host",
        "cf-connecting-ip",
        "cdn-loop",
    ],
)
def test_whatever_a_proxy_adds_gives_it_away(name: str, value: str):
    """Whatever it says, and from wherever it comes; an empty header was put there by somebody too."""
    assert judge(scope(*HERE.items(), (name, value))) is Verdict.PROXIED
    assert judge(scope(*HERE.items(), (name, value), client=LAN)) is Verdict.PROXIED


def test_headers_that_a_browser_sends_are_no_proxy():
    usual = (
        "connection",
        "upgrade",
        "user-agent",
        "accept-language",
        "cookie",
        "sec-fetch-site",
        "dnt",
        "forward",
        "cf",
    )

    assert judge(scope(*HERE.items(), *((name, "x") for name in usual))) is Verdict.LOCAL


@given(
    st.lists(st.tuples(st.sampled_from([HEADER, HEADER.lower(), HEADER.replace("-", "_"), "host"]), st.binary())),
    st.sampled_from([HOME, LAN, None]),
    st.sampled_from(["http", "websocket"]),
)
@example([(HEADER, f"{TOKEN} local".encode())], LAN, "websocket")
def test_the_page_is_told_our_verdict_once_whatever_the_client_claims(
    headers: list[tuple[str, bytes]], client: Any, kind: str
):
    """Even a client that had learnt the secret could not write the header."""
    sent = {**scope(client=client), "type": kind, "headers": [(name.encode(), value) for name, value in headers]}
    before = list(sent["headers"])
    arrived = handed_on(sent)

    (value,) = told(arrived)
    assert verdict([value]) is judge(sent)
    assert verdict([value]) is not Verdict.LOCAL or client == HOME
    kept = [(name, text) for name, text in arrived["headers"] if name.decode().lower() != HEADER.lower()]
    assert kept == [(name.encode(), value) for name, value in headers if name == "host"]
    assert sent["headers"] == before


def test_what_is_no_connection_passes_untouched():
    given = {"type": "lifespan"}

    assert handed_on(given) is given


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        ["local"],
        [" local"],
        ["x local"],
        [TOKEN.lower() + " local"],
        [TOKEN[:-1] + " local"],
        [f"{TOKEN} local", f"{TOKEN} local"],
        ["\u00e9 local"],
    ],
)
def test_a_verdict_that_this_process_did_not_write_is_none(values: list[str]):
    assert verdict(values) is Verdict.UNKNOWN
