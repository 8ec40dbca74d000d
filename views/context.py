"""What a page works with: the view, the rows that it chooses, and how they are drawn and handed out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import pandas as pd
import streamlit as st

from figures.legend import legend_html
from figures.panels import Panel
from figures.style import Figure, Look, SideStyle, look, side_styles
from posture.comparison import Around, Comparison, compare, windows, windows_by_scope
from posture.headline import Headline, headline
from posture.library import Opened
from posture.rulebooks import Rulebook
from posture.selection import scopes, select
from posture.sentences import counted, day
from posture.snapshots import csv_bytes
from posture.table import JOIN
from views import state
from views.address import View

CONTEXT = "fp-context"
MOST_PANELS = 12  # more charts than this nobody compares; the filters narrow them
PLAIN_CHART = {"displayModeBar": False, "responsive": True}


@dataclass(frozen=True)
class Context:
    """One run's view of one theatre."""

    view: View
    opened: Opened
    rulebook: Rulebook
    everything: pd.DataFrame
    rows: pd.DataFrame
    colours: Look
    styles: dict[str, SideStyle]

    @property
    def labels(self) -> dict[str, str]:
        """The names of originators and their bodies."""
        return {key: one.label for key, one in self.theatre.originators.items()}

    @property
    def official(self) -> list[str]:
        """The originators that the rule "official first" prefers."""
        kinds = self.opened.config.official
        return [key for key, one in self.theatre.originators.items() if one.kind in kinds]

    def compared(self, rows: pd.DataFrame) -> Comparison:
        """What the rows of one scope say together at the moment, by the votes that the reader chose."""
        return compare(rows, self.view.moment, self.labels, by=self.view.votes, tolerance=self.opened.config.tolerance)

    def headlines(self, rows: pd.DataFrame) -> dict[str, Headline]:
        """The headline of each scope of the rows, by the rule that the reader chose."""
        view, tolerance = self.view, self.opened.config.tolerance
        around = windows_by_scope(rows, view.moment, self.labels, by=view.votes, tolerance=tolerance)
        return {scope: headline(one, view.rule, self.official, view.voice) for scope, one in around.items()}

    def around(self, comparison: Comparison) -> Around:
        """The comparison with half the window, the window and twice the window."""
        rows = self.rows[self.rows["scope"].isin({row["scope"] for row in comparison.statements})]
        return windows(rows, self.view.moment, self.labels, by=self.view.votes, tolerance=self.opened.config.tolerance)

    def moved(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that the rulebook reads otherwise than the configured one, with `low_before` and `high_before`."""
        usual = self.opened.rows(self.opened.config.rulebooks[self.opened.config.rulebook])
        before = usual.set_index("estimate_id")[["low", "high"]].add_suffix("_before")
        both = rows.join(before, on="estimate_id")
        differs = (both["low"].fillna(-1) != both["low_before"].fillna(-1)) | (
            both["high"].fillna(-1) != both["high_before"].fillna(-1)
        )
        return both[differs]

    @property
    def theatre(self) -> Any:
        """The theatre's own record: title, forces, originators, places, events."""
        return self.opened.dataset.theatre


def begin(view: View, opened: Opened) -> Context:
    """The context of this run, from which every page takes its rows."""
    rulebook = opened.config.rulebooks[view.rulebook]
    everything = opened.rows(rulebook)
    colours = look(dark=st.context.theme.type == "dark")
    sides = {key: side.label for key, side in opened.dataset.theatre.sides.items()}
    context = Context(
        view,
        opened,
        rulebook,
        everything,
        select(everything, view.selection),
        colours,
        side_styles(sides, colours),
    )
    st.session_state[CONTEXT] = context
    return context


def here() -> Context:
    """The context of this run."""
    return st.session_state[CONTEXT]


def panels(context: Context, rows: pd.DataFrame) -> tuple[list[Panel], int]:
    """The rows as panels, a scope each, and how many scopes there is no room for."""
    apart = scopes(rows, context.view.force or context.theatre.forces)
    return [panel_of(context, group) for _, group in apart[:MOST_PANELS]], max(len(apart) - MOST_PANELS, 0)


def strengths(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that say how strong one chosen force is: no unions, no shares, nothing that comes on top."""
    forces = set(context.view.force or context.theatre.forces)
    return rows[rows["force"].isin(forces) & (rows["unit"] == "persons") & ~rows["increment"]]


def panel_of(context: Context, rows: pd.DataFrame) -> Panel:
    """A scope's panel: what is counted, where and how, in words."""
    return Panel(scope_title(context, rows.iloc[0]), scope_definition(context, rows.iloc[0]), rows)


def scope_of(panel: Panel) -> str:
    """The scope of a panel's rows."""
    return panel.rows["scope"].iloc[0]


def scope_title(context: Context, row: pd.Series) -> str:
    """The name of a scope: the force, and whatever sets it apart from a plain present strength in the whole theatre."""
    parts = [row["force_label"]]
    if row["measure"] != "present":
        parts.append(context.opened.config.measures[row["measure"]].label.lower())
    if row["place"]:
        parts.append(" and ".join(context.theatre.places[key].label for key in row["place"].split(JOIN)))
    if row["increment"]:
        parts.append("on top of others")
    if row["unit"] != "persons":
        parts.append(row["unit"] if not row["of"] else f"percent of {context.theatre.forces[row['of']].label}")
    return " · ".join(parts)


def scope_definition(context: Context, row: pd.Series) -> str:
    """Who is counted, in a sentence of the theatre file."""
    forces = [context.theatre.forces[key] for key in row["force"].split(JOIN)]
    return " Together with: ".join(force.counts for force in forces)


def draw(figure: Figure, *, key: str, alt: str) -> None:
    """A chart in the house style, with its text equivalent."""
    st.plotly_chart(figure, theme=None, key=key, config=PLAIN_CHART, alt=alt)


def legend(context: Context, rows: pd.DataFrame, *, steps: bool = False) -> None:
    """Which colour and shape is which side, for the sides that are drawn, and with `steps` what the lines say."""
    st.html(legend_html(rows, context.styles, context.colours, steps=steps))


def download(rows: pd.DataFrame, *, page: str) -> None:
    """The button for the CSV of exactly the rows that the page shows."""
    context = here()
    st.download_button(
        f"CSV of {counted(len(rows), 'estimate')}",
        # Bytes: a callable loses about one click in six after another run ("deferred file not found").
        data=csv_bytes(rows, chosen(context.view)),
        file_name=f"force-posture_{context.view.theatre}_{page}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"fp-download-{page}",
        icon=":material/download:",
        disabled=rows.empty,
    )


def chosen(view: View) -> dict[str, str]:
    """What decides how the rows of a file are read, as its own columns name it; keys and ISO dates, never labels."""
    names = ("at", "known_by", "window", "rulebook", "rule", "votes")
    return {name: str(getattr(view, name) or "") for name in names}


def unfolded(label: str, key: str) -> Any:
    """A box that is worked out only when the reader opens it: the open box, or None while it is closed."""
    box = st.expander(label, key=f"fp-box-{key}", on_change="rerun")
    return box if box.open else None


def nothing(rows: pd.DataFrame) -> bool:
    """Whether there is nothing to show; says so then, and offers the way out."""
    if not rows.empty:
        return False
    st.info("No estimate fits these filters.")
    st.button("Clear the filters", on_click=state.clear, key="fp-clear-page")
    return True


def shown(panels_: Sequence[Panel]) -> pd.DataFrame:
    """The rows of the panels that are drawn, which are the rows of the page's CSV."""
    return pd.concat([panel.rows for panel in panels_])


def known_line(context: Context) -> str:
    """What the page knows: everything published, or what was known by a day."""
    known_by = context.view.known_by
    return f"as known by {day(known_by)}" if known_by else "everything published so far"


def plain(text: str) -> str:
    """Text for an element that reads Markdown, made to come out as typed."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])", r"\\\1", " ".join(text.split()))


def address_of(page: Any) -> str:
    """The complete address of the view at hand on a page."""
    base = urlsplit(st.context.url or "http://localhost:8501/")
    return urlunsplit((base.scheme, base.netloc, f"/{page.url_path}", urlencode(state.parameters(), doseq=True), ""))
