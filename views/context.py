"""What a page works with: the view, the rows that it chooses, and how they are drawn and handed out."""

import re
from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from figures.ground import Chart, Ground
from figures.legend import legend_html
from figures.style import DARK, Figure, Look, SideStyle, look, side_styles, stylesheet
from posture.library import Opened
from posture.rulebooks import Rulebook
from posture.sentences import counted, day
from posture.snapshots.shown import chosen, fitting
from views import state
from views.address import View

T = TypeVar("T")
CONTEXT = "fp-context"
GAP = 0.03  # seconds between an answer and the rest of its page: a browser's buffer, its work and a frame
# No bar of buttons: one of them shows the chart on the whole screen, where nothing can lie over it, as the date T does.
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
    charts: list[tuple[Any, Figure, dict[str, str]]] = field(default_factory=list)

    @property
    def theatre(self) -> Any:
        """The theatre's own record: title, forces, originators, places, events."""
        return self.opened.dataset.theatre

    def ground(self, page: str) -> Ground:
        """What the charts of a page stand on."""
        view = self.view
        look_ = (self.colours, self.styles, view.order, view.scale == "log")
        return Ground(self.opened, view.asked(page), self.everything, self.rows, *look_)

    def moved(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that the rulebook reads otherwise than the configured one, with `low_before` and `high_before`."""
        usual = self.opened.rows(self.opened.config.rulebooks[self.opened.config.rulebook])
        before = usual.set_index("estimate_id")[["low", "high"]].add_suffix("_before")
        both = rows.join(before, on="estimate_id")
        differs = (both["low"].fillna(-1) != both["low_before"].fillna(-1)) | (
            both["high"].fillna(-1) != both["high_before"].fillna(-1)
        )
        return both[differs]


@lru_cache
def house(colours: Look) -> str:
    """The rules of every page, in the colours of one mode."""
    sheets = ["house.css", *(["paper.css"] if colours is DARK else [])]
    rules = [stylesheet(colours), *(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in sheets)]
    return f"<style>{''.join(rules)}</style>"


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
        chosen(opened, view.asked()),
        colours,
        side_styles(sides, colours),
    )
    st.session_state[CONTEXT] = context
    return context


def here() -> Context:
    """The context of this run."""
    return st.session_state[CONTEXT]


def rows_of(context: Context, page: str) -> pd.DataFrame:
    """Of the chosen rows those that a page is about."""
    return fitting(context.rows, context.view.asked(page), context.theatre)


def draw(figure: Figure, *, key: str, alt: str, over: str = "") -> None:
    """A chart in the house style, with its text equivalent: it stands here, and is sent by `send_charts`.

    `over` is HTML that lies over it, as wide as it is.
    """
    place = st.container(key=f"fp-drawn-{key}")
    if over:
        place.html(over)
    here().charts.append((place, figure, {"key": key, "alt": alt}))


def draw_with_key(chart: Chart, *, key: str) -> None:
    """A chart that has a key of its own, below it."""
    if chart.signs and any(chart.signs):
        st.html(legend_html(chart.signs))
    draw(chart.figure, key=key, alt=chart.alt)


def send_charts() -> None:
    """Sends the charts of this run, called when all else is sent.

    While a browser builds a chart it paints nothing else, so the words that come before it would wait for it.
    """
    charts = here().charts
    while charts:
        place, figure, told = charts.pop(0)
        place.plotly_chart(figure, theme=None, config=PLAIN_CHART, **told)


def ahead(make: Callable[[], T]) -> T:
    """What `make` gives, as soon as a browser can have painted what was sent before it.

    A browser paints at once what comes at once: without a gap the answer would wait for the rest of its page.
    """
    begun = monotonic()
    made = make()
    sleep(max(GAP - (monotonic() - begun), 0))
    return made


def unfolded(label: str, key: str, *, expanded: bool = False) -> Any:
    """A box that is worked out only when the reader opens it: the open box, or None while it is closed."""
    box = st.expander(label, expanded, key=f"fp-box-{key}", on_change="rerun")
    return box if box.open else None


def nothing(found: Sized) -> bool:
    """Whether there is nothing to show; says so then, and offers the way out."""
    if len(found):
        return False
    st.info("No estimate fits these filters.")
    st.button("Clear the filters", on_click=state.press, args=(state.clear,), key="fp-clear-page")
    return True


def no_room(left: int) -> str:
    """What a page says of the scopes that it has no room for."""
    they = "them" if left > 1 else "it"
    fits = "fit" if left > 1 else "fits"
    return f"{counted(left, 'more scope')} {fits} the filters; choose fewer forces, measures or places to see {they}."


def known_line(context: Context) -> str:
    """What the page knows: everything published, or what was known by a day."""
    known_by = context.view.known_by
    return f"as known by {day(known_by)}" if known_by else "in all that is published so far"


def plain(text: str) -> str:
    """Text for an element that reads Markdown, made to come out as typed."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])", r"\\\1", " ".join(text.split()))


def address_of(page: Any) -> str:
    """The complete address of the view at hand on a page."""
    return f"{server()}/{page.url_path}?{urlencode(state.parameters(), doseq=True)}"


def server() -> str:
    """The address under which this reader reaches the dashboard, with the path that it is served below, if any."""
    base = urlsplit(st.context.url or "http://localhost:8501/")
    # Not from that address's own path, which is still the last page's while the next one runs.
    return f"{base.scheme}://{base.netloc}{below()}"


def below() -> str:
    """The path that the dashboard is served below: empty, or as in /posture."""
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
