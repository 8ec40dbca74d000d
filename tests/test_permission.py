"""Who may save: a browser on this machine straight to the dashboard, an editor who signed in, or nobody."""

import getpass
import http.client
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.exceptions import InvalidStatus

from posture.config import read_config
from posture.problems import DataError
from tests.browser import settle
from tests.conftest import ROOT, Server, clean_environment, stop, wait_until_up
from tests.datasets import CONFIG
from tests.visitor import Visitor, visit
from views import permission
from views.connection import HEADER, Verdict

PAGE = ROOT / "tests" / "permission_page.py"
RunPage = Callable[..., AppTest]
Serve = Callable[..., Server]

# The server that a reader meets.


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """`serve(configuration, secrets)` starts tests/permission_server.py with what stands in these two files."""
    started = []

    def start(configuration: str = "", secrets: str = "") -> Server:
        folder = tmp_path_factory.mktemp("permission")
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
        if secrets:
            (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
        config = written(folder, configuration)
        given = {"FORCE_POSTURE_CONFIG": config, "HOME": folder, "PYTHONPATH": ROOT}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.permission_server"],
            cwd=folder,
            env=clean_environment() | {name: str(path) for name, path in given.items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started.append(process)
        log = folder / "output.txt"
        return Server(wait_until_up(process, log), process, log)

    yield start
    for process in started:
        stop(process)


@pytest.fixture(scope="module")
def open_to_all(serve: Serve) -> Server:
    """A server on every address of this machine that lets this machine save, as the configuration has it unasked."""
    return serve()


def written(folder: Path, configuration: str) -> Path:
    """The shipped configuration with these lines in place of its own about saving."""
    lines = CONFIG.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("editing:", "editors:", "record:"))]
    path = folder / "config.yaml"
    path.write_text("\n".join([*kept, configuration, ""]), encoding="utf-8")
    return path


def other_addresses() -> list[str]:
    """This machine's addresses beside loopback: where it has a way out, the one that it would take. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.255", 9))
        except OSError:
            return []
        return [asking.getsockname()[0]]


def asked(server: Server, headers: dict[str, str] | None = None, **how: Any) -> dict[str, Any]:
    """What the page answers to one visit."""
    with visit(server.url, headers, **how) as visitor:
        return answer(visitor)


def refused(found: Verdict) -> dict[str, Any]:
    """What the page prints for a connection of which this was found."""
    return {"allowed": False, "who": "", "why": permission.ELSEWHERE[found]}


def answer(visitor: Visitor) -> dict[str, Any]:
    """The permission that the page prints when it is run now."""
    (text,) = visitor.texts()
    return json.loads(text)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_who_comes_straight_from_this_machine_may_save(open_to_all: Server, host: str):
    """Even on a server that listens to everybody; the save is recorded under the login here."""
    assert asked(open_to_all, host=host) == {"allowed": True, "who": getpass.getuser(), "why": ""}


def test_who_comes_over_another_address_may_not_save(open_to_all: Server):
    """A machine without another address has nobody to keep out."""
    for address in other_addresses():
        assert asked(open_to_all, peer=address) == refused(Verdict.REMOTE)


@pytest.mark.parametrize("claimed", ["127.0.0.1", "192.168.1.20", "::1", ""])
@pytest.mark.parametrize("header", ["X-Forwarded-For", "x-forwarded-for", "Forwarded", "X-Real-IP", "Via"])
def test_a_forwarded_connection_may_not_save(open_to_all: Server, header: str, claimed: str):
    """The server believes what the header says of the client; the header itself is what tells."""
    for peer in ["127.0.0.1", *other_addresses()]:
        assert asked(open_to_all, {header: claimed}, peer=peer) == refused(Verdict.PROXIED)


def test_a_page_under_a_name_made_to_point_here_is_not_let_in(open_to_all: Server):
    """DNS rebinding: the page's Origin and Host agree, and both are foreign."""
    port = urlsplit(open_to_all.url).port

    with pytest.raises(InvalidStatus) as turned_away:
        asked(open_to_all, {"Origin": f"http://elsewhere.example:{port}"}, host="elsewhere.example")

    assert turned_away.value.response.status_code == 403


def test_another_page_of_this_machine_may_read_and_not_save(open_to_all: Server):
    assert asked(open_to_all, {"Origin": "http://localhost:3000"}) == refused(Verdict.OTHER_PAGE)


@pytest.mark.parametrize("header", [HEADER, HEADER.lower(), HEADER.replace("-", "_")])
def test_a_forged_verdict_changes_nothing(open_to_all: Server, header: str):
    """Not even with the server's own secret, which no client can know."""
    forged = {header: f"{secret(open_to_all)} local"}

    assert asked(open_to_all, forged)["allowed"]
    assert asked(open_to_all, {"Via": "1.1 here", **forged}) == refused(Verdict.PROXIED)
    for address in other_addresses():
        assert asked(open_to_all, forged, peer=address) == refused(Verdict.REMOTE)


def secret(server: Server) -> str:
    """What the server writes its verdicts with; it has printed it for us."""
    return next(line for line in server.output().splitlines() if line.startswith("token: ")).removeprefix("token: ")


@pytest.mark.parametrize(
    "path", ["/", "/page", "/_stcore/health", "/_stcore/host-config", "/media/none", "/x/_stcore/y"]
)
def test_the_verdict_is_never_told_to_a_reader(open_to_all: Server, path: str):
    """Neither in an answer of any kind nor in what a page is sent."""
    connection = http.client.HTTPConnection(urlsplit(open_to_all.url).netloc, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    answered = str(response.headers).encode() + response.read()
    connection.close()
    with visit(open_to_all.url) as visitor:
        answer(visitor)

    for sent in (answered, visitor.received):
        assert secret(open_to_all).encode() not in sent
        assert HEADER.lower().encode() not in sent.lower()


def test_a_session_is_judged_by_the_connection_now_in_use(open_to_all: Server):
    """A session outlives its connections; each time another takes it over, the permission is that one's."""
    with visit(open_to_all.url) as first:
        assert answer(first)["allowed"]
        again = ("none", first.session)
        with visit(open_to_all.url, {"Via": "1.1 here"}, protocols=again) as second:
            assert answer(second) == refused(Verdict.PROXIED)
            with visit(open_to_all.url, protocols=again) as third:
                assert answer(third)["allowed"]
        assert first.session == second.session == third.session


@pytest.mark.parametrize(("headers", "allowed"), [({}, True), ({"X-Forwarded-For": "127.0.0.1"}, False)])
def test_a_real_browser_may_save_unless_it_comes_through_a_proxy(
    open_to_all: Server, browser: Browser, headers: dict[str, str], allowed: bool
):
    context = browser.new_context(extra_http_headers=headers)
    page = context.new_page()
    page.goto(open_to_all.url)
    settle(page)

    assert json.loads(page.get_by_test_id("stText").inner_text())["allowed"] is allowed
    context.close()


def test_where_saving_is_off_nobody_may(serve: Serve):
    assert asked(serve("editing: off")) == {"allowed": False, "who": "", "why": permission.OFF}


# Signing in.

COOKIE_SECRET = "0123456789abcdef0123456789abcdef"
SECRETS = f"""
[auth]
redirect_uri = "http://localhost:8501/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "posture"
client_secret = "none"
server_metadata_url = "http://localhost:9/.well-known/openid-configuration"
"""
EDITORS = "editing: signed-in\neditors: [Ann@example.org, bob@example.org]"


@pytest.fixture(scope="module")
def with_login(serve: Serve) -> Server:
    """A server on which two editors may save once they have signed in."""
    return serve(EDITORS, SECRETS)


def login(server: Server, secret: str = COOKIE_SECRET, **claims: Any) -> dict[str, Any]:
    """How a browser visits that signed in: with the cookie that Streamlit set when the provider had answered."""
    token = generate_xsrf_token_string()
    payload = json.dumps({"origin": server.url, "is_logged_in": True, **claims})
    user = create_signed_value(secret, "_streamlit_user", payload).decode("latin-1")
    cookies = f"_streamlit_xsrf={token}; _streamlit_user={user}"
    return {"headers": {"Origin": server.url, "Cookie": cookies}, "protocols": (token,)}


def test_an_editor_who_signed_in_may_save_from_anywhere(with_login: Server):
    """The save is recorded under the address as the configuration spells it."""
    for peer in ["127.0.0.1", *other_addresses()]:
        signed_in = login(with_login, email="ann@EXAMPLE.org", email_verified=True)
        signed_in["headers"]["X-Forwarded-For"] = "192.168.1.20"

        assert asked(with_login, peer=peer, **signed_in) == {"allowed": True, "who": "Ann@example.org", "why": ""}


@pytest.mark.parametrize(
    ("secret", "email"), [("another secret", "bob@example.org"), (COOKIE_SECRET, "carl@example.org")]
)
def test_a_forged_login_or_another_address_may_not_save(with_login: Server, secret: str, email: str):
    signed_in = login(with_login, secret, email=email, email_verified=True)

    assert not asked(with_login, **signed_in)["allowed"]


def test_a_login_that_a_page_elsewhere_brings_may_not_save(with_login: Server):
    """A browser sends its cookies along whichever page of the host asks; the page's own origin must fit."""
    signed_in = login(with_login, email="bob@example.org", email_verified=True)
    signed_in["headers"]["Origin"] = "http://localhost:3000"

    assert not asked(with_login, **signed_in)["allowed"]


def test_who_did_not_sign_in_may_not_save_even_on_this_machine(with_login: Server):
    assert not asked(with_login)["allowed"]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunPage:
    """`page(configuration, auth, **claims)` runs the test page in this process, for a login of these claims.

    Authlib, which the dashboard itself does not need, is there unless the test takes it away.
    """
    (tmp_path / "authlib").mkdir()
    (tmp_path / "authlib" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)

    def run(configuration: str = EDITORS, auth: dict[str, Any] | None = None, **claims: Any) -> AppTest:
        monkeypatch.setenv("FORCE_POSTURE_CONFIG", str(written(tmp_path, configuration)))
        app = AppTest.from_file(str(PAGE))
        app.user = claims
        app.secrets = {"auth": auth or {"client_id": "posture"}}
        app.run()
        assert not app.exception
        return app

    return run


def printed(app: AppTest) -> dict[str, Any]:
    """The permission that the page prints."""
    return json.loads(app.text[0].value)


@pytest.mark.parametrize(
    ("claims", "who"),
    [
        ({"email": "bob@example.org"}, "bob@example.org"),
        ({"email": "BOB@Example.ORG", "email_verified": True}, "bob@example.org"),
        ({"email": "bob@example.org", "email_verified": "true"}, "bob@example.org"),
        ({"email": "ann@example.org", "email_verified": True}, "Ann@example.org"),
    ],
)
def test_the_address_of_a_login_is_compared_whole_without_regard_to_capitals(
    page: RunPage, claims: dict[str, Any], who: str
):
    assert printed(page(is_logged_in=True, **claims)) == {"allowed": True, "who": who, "why": ""}


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email": "carl@example.org", "email_verified": True}, permission.NO_EDITOR),
        ({"email": " bob@example.org"}, permission.NO_EDITOR),
        ({"email": "bob@example.org.elsewhere.example"}, permission.NO_EDITOR),
        ({"email": "b\u03bfb@example.org"}, permission.NO_EDITOR),
        ({"email": "bob@example.org\n"}, permission.NO_EDITOR),
        ({"email": "\ud800bob@example.org"}, permission.NO_EDITOR),
        ({"email": "bob@example.org", "email_verified": False}, permission.UNVERIFIED),
        ({"email": "bob@example.org", "email_verified": "false"}, permission.UNVERIFIED),
        ({"email": "bob@example.org", "email_verified": None}, permission.UNVERIFIED),
        ({"email": ""}, permission.NO_ADDRESS),
        ({"email": ["bob@example.org"]}, permission.NO_ADDRESS),
        ({"name": "bob@example.org"}, permission.NO_ADDRESS),
        ({"email": "bob@example.org", "is_logged_in": False}, permission.SIGNED_OUT),
        ({"email": "bob@example.org", "is_logged_in": "true"}, permission.SIGNED_OUT),
    ],
)
def test_a_login_that_is_no_editors_is_refused_with_the_reason(page: RunPage, claims: dict[str, Any], why: str):
    assert printed(page(**{"is_logged_in": True, **claims})) == {"allowed": False, "who": "", "why": why}


def test_letters_that_only_become_alike_are_not_alike(page: RunPage):
    """The Kelvin sign and the long s are taken for k and s by a careless comparison."""
    configuration = "editing: signed-in\neditors: [kiss@example.org]"

    assert not printed(page(configuration, is_logged_in=True, email="\u212aiss@example.org"))["allowed"]
    assert not printed(page(configuration, is_logged_in=True, email="ki\u017f\u017f@example.org"))["allowed"]
    assert printed(page(configuration, is_logged_in=True, email="KISS@example.org"))["allowed"]


def test_without_a_login_set_up_the_reason_is_told_and_no_button_offered(page: RunPage):
    app = page(email="bob@example.org")

    assert printed(app)["why"] == permission.NO_LOGIN
    assert not app.button


def test_without_the_package_for_it_nobody_is_offered_to_sign_in(page: RunPage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "authlib", None)
    app = page(is_logged_in=False)

    assert printed(app)["why"] == permission.NO_AUTHLIB
    assert not app.button


@pytest.mark.parametrize(
    ("auth", "labels"),
    [
        ({"client_id": "x", "redirect_uri": "y"}, ["Sign in"]),
        ({"redirect_uri": "y", "google": {"client_id": "x"}}, ["Sign in with Google"]),
        ({"client_id": "x", "a": {"client_id": "y"}, "b": {}}, ["Sign in", "Sign in with A", "Sign in with B"]),
    ],
)
def test_each_provider_has_a_button(page: RunPage, auth: dict[str, Any], labels: list[str]):
    app = page(auth=auth, is_logged_in=False)

    assert [button.label for button in app.button] == labels
    assert printed(app)["why"] == permission.SIGNED_OUT


def test_who_is_signed_in_can_sign_out(page: RunPage):
    app = page(is_logged_in=True, email="bob@example.org")
    assert [button.label for button in app.button] == ["Sign out"]

    app.user = {}
    app.button[0].click().run()

    assert not printed(app)["allowed"]


@pytest.mark.parametrize("configuration", ["", "editing: local", "editing: off"])
def test_where_editing_is_not_signed_in_a_login_neither_helps_nor_is_offered(page: RunPage, configuration: str):
    """In this process there is no connection, so that nothing is known of one."""
    app = page(configuration, is_logged_in=True, email="bob@example.org")

    expected = permission.OFF if "off" in configuration else permission.ELSEWHERE[Verdict.UNKNOWN]
    assert printed(app) == {"allowed": False, "who": "", "why": expected}
    assert not app.button


def test_every_reason_is_one_sentence():
    reasons = [*permission.ELSEWHERE.values(), permission.OFF, permission.NO_LOGIN, permission.NO_AUTHLIB]

    assert set(permission.ELSEWHERE) == set(Verdict) - {Verdict.LOCAL}
    assert all(reason.startswith("Saving is off") and reason.endswith(".") for reason in reasons)


# The keys of config.yaml.

NOBODY = "editing is signed-in and nobody may save; name them: editors: [name@example.org]"
NO_ADDRESS = "is no e-mail address; write it whole, as in name@example.org"


def test_an_older_configuration_lets_this_machine_save_and_keeps_a_log(tmp_path: Path):
    config = read_config(written(tmp_path, ""))

    assert (config.editing, config.editors, config.record) == ("local", (), "log")


def test_the_shipped_configuration_says_what_holds_without_it(tmp_path: Path):
    shipped, unsaid = read_config(CONFIG), read_config(written(tmp_path, ""))

    assert all(getattr(shipped, key) == getattr(unsaid, key) for key in ("editing", "editors", "record"))
    assert all(f"\n{key}: " in CONFIG.read_text(encoding="utf-8") for key in ("editing", "editors", "record"))


def test_the_keys_are_read_as_typed(tmp_path: Path):
    config = read_config(written(tmp_path, f"{EDITORS}\nrecord: commit"))

    assert config.editing == "signed-in"
    assert config.editors == ("Ann@example.org", "bob@example.org")
    assert config.record == "commit"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("editing: signed in", '"signed in" is no way of editing; did you mean "signed-in"?'),
        ("editing: Off", '"Off" is no way of editing; did you mean "off"?'),
        ("editing: everybody", '"everybody" is no way of editing; known: local, signed-in, off'),
        ("editing:", "no way of editing is written here; write one of: local, signed-in, off"),
        ("editing: [local]", "editing is a list; write one of: local, signed-in or off"),
        ("editing: signed-in", NOBODY),
        ("editing: signed-in\neditors: []", NOBODY),
        ("editors: bob@example.org", "editors is no list; write it in brackets: [bob@example.org]"),
        ("editors:", "editors is no list; write it in brackets: [name@example.org]"),
        ("editors: [bob]", f'"bob" {NO_ADDRESS}'),
        ('editors: ["bob@example.org, x@y"]', f'"bob@example.org, x@y" {NO_ADDRESS}'),
        ("editors: [{a: b}]", "entry 1 of editors is a mapping of keys; write text"),
        ("record: git", '"git" is no way of keeping a record; known: log, commit'),
        ("record: commits", '"commits" is no way of keeping a record; did you mean "commit"?'),
        ("editor: [bob@example.org]", 'unknown key "editor"; did you mean "editors"?'),
    ],
)  # fmt: skip
def test_a_mistake_about_saving_is_told_with_its_remedy(typed: str, told: str, tmp_path: Path):
    path = written(tmp_path, typed)

    with pytest.raises(DataError) as caught:
        read_config(path)

    assert [f"{problem.found}; {problem.write}" for problem in caught.value.problems] == [told]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[caught.value.problems[0].line - 1] in typed.splitlines()
