"""What an edit would do, shown before anything is written; then it is saved, or taken along as a patch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from figures.tables import table_html
from posture.config import read_config
from posture.editing.edits import Conflict, Edit
from posture.editing.moves import Glance
from posture.editing.preview import Preview, preview
from posture.editing.saving import save
from posture.problems import DataError
from posture.sentences import listed
from views import data, state
from views.context import Context, plain
from views.permission import may_save, sign_in

PATCH = "The patch changes the same files elsewhere: git apply, or patch -p1, in the folder that holds data/."


@dataclass(frozen=True)
class Done:
    """What a save did, to which record, and the estimate whose record shows it."""

    says: str
    record: str
    estimate: str


@dataclass(frozen=True)
class Unsaved:
    """Why nothing was written, of which edits."""

    why: DataError | Conflict | str
    edits: Sequence[Edit]


def proposal(context: Context, edits: Sequence[Edit], *, form: str, what: str, done: Callable[[], None]) -> None:
    """The YAML, the diff and what the charts make of it, then the ways to keep it.

    `what` says in the log what was done; `done` empties the form once it is saved.
    """
    folder = data.folder() / context.view.theatre
    view = context.view
    glance = Glance(view.moment, view.votes, view.rule, view.voice)
    try:
        opened = context.opened
        with st.spinner("Working out what this changes …"):
            found = preview(folder, edits, opened.config, context.rulebook, glance, today=today(), opened=opened)
    except (DataError, Conflict) as error:
        if not _is_told(error, form):
            refused(error)
        return
    _would(found)
    permission = may_save(context.opened.config)
    with st.container(horizontal=True):
        if permission.allowed:
            arguments = {"args": (_save, folder, edits, form, what, done), "key": f"fp-{form}-save", "type": "primary"}
            st.button("Save", on_click=state.press, disabled=bool(found.problems), icon=":material/save:", **arguments)
        name = f"{edits[-1].touches.replace('/', '_')}.patch"
        st.download_button(
            "Download the patch", found.patch, file_name=name, mime="text/x-patch", on_click="ignore",
            key=f"fp-{form}-patch", icon=":material/download:",
        )  # fmt: skip
    st.caption(PATCH if permission.allowed else f"{permission.why} {PATCH}")
    sign_in(context.opened.config)


def outcome(form: str, record: str = "") -> None:
    """What the last save of a form did; below the record of an estimate, only a save of that one or its report."""
    told = st.session_state.get(_key(form))
    if not isinstance(told, Done):
        return
    if record in ("", told.record) or record.startswith(f"{told.record}/"):
        st.success(plain(told.says), icon=":material/check:")
    if not record and told.estimate:
        st.page_link("evidence.py", label="Open its record", query_params=state.parameters(record=told.estimate))


def unsaved(form: str, edits: Sequence[Edit] | None = None) -> None:
    """Why the last save of a form wrote nothing; with `edits`, only a save of these."""
    told = st.session_state.get(_key(form))
    if not isinstance(told, Unsaved) or (edits is not None and told.edits != edits):
        return
    if isinstance(told.why, str):
        st.error(plain(told.why), icon=":material/lock:")
    else:
        refused(told.why)


def forget(form: str) -> None:
    """What the last save did is not told any more; for `state.press`."""
    st.session_state.pop(_key(form), None)


def refused(error: DataError | Conflict) -> None:
    """Why nothing can be written: the problems, or both texts of a record that two have changed."""
    if isinstance(error, DataError):
        st.error("Nothing was written.", icon=":material/report:")
        st.code("\n".join(map(str, error.problems)), language=None, wrap_lines=True)
        return
    st.error(plain(f"Nothing was written: {error.message}."), icon=":material/report:")
    for column, (heading, text) in zip(
        st.columns(2), {"As you saw or wrote it": error.expected, "As it stands now": error.found}.items(), strict=True
    ):
        with column:
            st.caption(heading)
            st.code(text, language="yaml", wrap_lines=True)


def _would(found: Preview) -> None:
    """What saving would do, from what matters most to what only the curious open."""
    if found.moves:
        st.subheader("What moves", anchor=False)
        st.html(table_html(["Scope", "What happens"], [(one.title, one.what) for one in found.moves]))
    for problem in (*found.problems, *found.warnings):
        st.warning(plain(str(problem)), icon=":material/lightbulb:")
    written, changed = st.tabs(["What is written", "The change of the files"])
    with written:
        st.code(found.yaml, language="yaml", wrap_lines=True)
    with changed:
        st.code(found.patch, language="diff", wrap_lines=True)


def _save(folder: Any, edits: Sequence[Edit], form: str, what: str, done: Callable[[], None]) -> None:
    """Held, so that the page that follows shows the saved data; whoever may save is asked at this moment."""
    key = _key(form)
    try:
        # Read anew: the library goes on with the last good configuration while the file is broken.
        config = read_config(data.configuration())
        permission = may_save(config)
        if not permission.allowed:
            st.session_state[key] = Unsaved(permission.why, edits)
            return
        now = datetime.now().astimezone()
        saved = save(folder, edits, config, who=permission.who, what=what, when=now, commit=config.record == "commit")
    except (DataError, Conflict) as error:
        st.session_state[key] = Unsaved(error, edits)
        return
    told = f"Saved {listed(list(saved.records))} in {listed([f'{folder.name}/{name}' for name in saved.files])}."
    record = edits[-1].touches
    ids = (entry.id for entry in saved.dataset.entries if record in (entry.id, entry.report.id))
    done()
    st.session_state[key] = Done(f"{told} {saved.trouble}".strip(), record, next(ids, ""))


def _is_told(error: DataError | Conflict, form: str) -> bool:
    """Whether the page says so already, because a save has come to the same."""
    told = st.session_state.get(_key(form))
    return isinstance(told, Unsaved) and not isinstance(told.why, str) and vars(told.why) == vars(error)


def _key(form: str) -> str:
    return f"fp-saved-{form}"


def today() -> date:
    """The day on this machine, for what is said about dates that lie ahead."""
    return datetime.now().astimezone().date()
