"""Who may save: asked at the moment of writing, never remembered, and always answered with a reason."""

import getpass
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import streamlit as st

from posture.config import Config
from views.connection import HEADER, Verdict, verdict

OFF = "Saving is off: this dashboard only reads."
ELSEWHERE = {
    Verdict.PROXIED: "Saving is off: this connection comes through a proxy or a tunnel.",
    Verdict.REMOTE: "Saving is off: this connection does not begin and end on the machine that runs the dashboard.",
    Verdict.OTHER_HOST: "Saving is off: this connection asked for another host than localhost.",
    Verdict.OTHER_PAGE: "Saving is off: this connection was opened by a page from another address.",
    Verdict.UNKNOWN: "Saving is off: it is not known where this connection comes from.",
}
NO_LOGIN = "Saving is off: editors would sign in, but .streamlit/secrets.toml has no [auth] section."
NO_AUTHLIB = "Saving is off: editors would sign in, but the package Authlib is not installed."
SIGNED_OUT = "Saving is off until an editor signs in."
NO_ADDRESS = "Saving is off: this login tells no e-mail address."
UNVERIFIED = "Saving is off: the e-mail address of this login is not verified."
NO_EDITOR = "Saving is off: the e-mail address of this login is not among the editors."


@dataclass(frozen=True)
class Permission:
    """Whether the reader may save, as whom the save is recorded, and, where not, why not in a sentence."""

    allowed: bool
    who: str
    why: str


def may_save(config: Config) -> Permission:
    """What holds for the connection that the running page talks to now, and for whoever is signed in on it."""
    if config.editing == "local":
        found = verdict(st.context.headers.get_all(HEADER))
        return Permission(True, _login(), "") if found is Verdict.LOCAL else _refused(ELSEWHERE[found])
    if config.editing == "signed-in":
        return _signed_in(st.user, config.editors)
    return _refused(OFF)


def sign_in(config: Config) -> None:
    """Where editing is signed-in and a login is set up: a button for each provider, or the one to sign out."""
    if config.editing != "signed-in" or "is_logged_in" not in st.user:
        return
    if st.user.is_logged_in:
        st.button("Sign out", on_click=st.logout)
        return
    if not find_spec("authlib"):
        return
    for name in _providers(st.secrets["auth"]):
        label = f"Sign in with {name.capitalize()}" if name else "Sign in"
        st.button(label, on_click=st.login, args=(name or None,), key=f"sign-in-{name}")


def _refused(why: str) -> Permission:
    return Permission(False, "", why)


def _login() -> str:
    try:
        return getpass.getuser()
    # A container may run under a number that has no name.
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def _signed_in(user: Mapping[str, Any], editors: tuple[str, ...]) -> Permission:
    if "is_logged_in" not in user:
        return _refused(NO_LOGIN)
    # A header that is taken for a login (server.trustedUserHeaders) is a text, a login of Streamlit's is True.
    if user["is_logged_in"] is not True:
        return _refused(SIGNED_OUT if find_spec("authlib") else NO_AUTHLIB)
    email = user.get("email")
    if not (isinstance(email, str) and email):
        return _refused(NO_ADDRESS)
    # Some providers do not say; what they do say is held to.
    if user.get("email_verified", True) not in (True, "true"):
        return _refused(UNVERIFIED)
    editor = next((editor for editor in editors if _folded(editor) == _folded(email)), None)
    return Permission(True, editor, "") if editor else _refused(NO_EDITOR)


def _folded(email: str) -> bytes:
    # Of bytes, only A to Z become small: str.casefold() would take the Kelvin sign for a k.
    return email.encode(errors="surrogatepass").lower()


def _providers(auth: Mapping[str, Any]) -> Iterator[str]:
    """The names of the providers; the one that stands in [auth] itself has none."""
    if "client_id" in auth:
        yield ""
    yield from (name for name, value in auth.items() if isinstance(value, Mapping))
