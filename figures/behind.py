"""The charts that stand behind those of a page: folded boxes on the screen, after the others in a file.

Each is made with what it draws, since the page says that in tables and sentences too.
"""

import html
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from figures.breakdown import breakdown_chart, is_exact
from figures.dumbbell import dumbbell
from figures.ground import Chart, Ground, ground_of
from figures.legend import Key, Sign, ring, sides_of
from figures.lineage import lineage
from figures.pages import comparison_of, told_of
from figures.panels import Panel
from figures.silence import PALE, silence
from figures.style import LIGHT, Figure, Look, faded, sources_line
from figures.support import support_curve
from figures.waterfall import waterfall
from posture.agreement import support
from posture.answers import compared
from posture.breakdown import Breakdown, breakdowns
from posture.comparison import Comparison
from posture.composition import Split, split
from posture.distortions import Distortion, distortions
from posture.library import Opened
from posture.lineage import Chain, chains, effective_number
from posture.panel import known
from posture.revisions import revisions
from posture.sentences import counted, day, isolated, period
from posture.silence import calendar, endless
from posture.snapshots.asked import Asked
from posture.statements import own
from posture.table import JOIN

MOST_CHAINS, MOST_BREAKDOWNS = 12, 6
ANY_DATE = "At any date"


class Echoes(NamedTuple):
    """What changed in the repeats of a scope, and their chart; None where nobody repeats anybody."""

    changed: Sequence[Distortion]
    chart: Chart | None


class Composition(NamedTuple):
    """A scope at two dates, the split of what changed, and its chart where something changed that can be split."""

    before: Comparison
    after: Comparison
    parted: Split
    chart: Chart | None


def behind(opened: Opened, asked: Asked, colours: Look = LIGHT, *, log: bool = True) -> list[Chart]:
    """The charts behind those of the page that is asked for, in its order; none where there are none to draw."""
    ground = ground_of(opened, asked, colours, log=log)
    panels, _ = ground.panels()
    if not panels:
        return []
    if asked.page == "compare":
        found = [chart for panel in panels for chart in (shares_chart(ground, panel), echoes(ground, panel).chart)]
    elif asked.page == "change":
        told = told_of(ground, panels)
        found = [composition(ground, panel, told).chart for panel in panels] if is_later(asked) else []
        found.append(revision_chart(ground, panels, revisions(told, asked.known_by)))
        found.append(silence_chart(ground, told))
        found += [parts_chart(ground, one) for one in own_parts(ground)[:MOST_BREAKDOWNS]]
    else:
        return []
    return [chart for chart in found if chart]


def shares_chart(ground: Ground, panel: Panel, found: Comparison | None = None) -> Chart | None:
    """Which share of the voices claims at least so many; None with fewer than two. `found` is the scope at T."""
    found = found or comparison_of(ground, panel)
    if found.n < 2:
        return None
    told = [
        f"{count:,.0f}: {surely:.0%}" + (f" to {perhaps:.0%}" if perhaps > surely else "")
        for count, surely, perhaps in support(found.spans)
    ]
    sources = sources_line(row["publisher"] for row in found.live)
    accent = ground.colours.accent
    drawing = f"<path d='M2 2H12V6H24V12H14V8H2Z' fill='{faded(accent, 0.15)}' stroke='{accent}' stroke-width='1.2'/>"
    return Chart(
        f"{panel.title}: the share of voices who claim at least so many",
        support_curve(found, ground.colours, sources=sources, log=ground.log),
        f"Share of voices who claim at least {'; '.join(told)}.",
        brief="The share of voices who claim at least so many: surely the lower edge of the band, perhaps the upper.",
        panels=[panel],
        signs=Key([], [Sign(drawing, 26, "from surely to perhaps")]),
    )


def echoes(ground: Ground, panel: Panel) -> Echoes:
    """The repeats of a scope at any date that the filters leave."""
    rows = ground.rows_of(panel)
    found = [chain for chain in chains(rows, ground.everything) if len(chain.rows) > 1]
    changed = distortions(rows, ground.everything) if found else []
    return Echoes(changed, _echoed(ground, panel, found, changed) if found else None)


def _echoed(ground: Ground, panel: Panel, found: Sequence[Chain], changed: Sequence[Distortion]) -> Chart:
    worth = effective_number([len(chain.rows) for chain in found])
    kinds: dict[str, dict[str, None]] = {}
    for one in changed:
        kinds.setdefault(one.repeat_id, {})[one.kind] = None
    told = {name: ", ".join(each) for name, each in kinds.items()}
    drawn = found[:MOST_CHAINS]
    rows = pd.concat([chain.rows for chain in drawn])
    cut = f"; the {MOST_CHAINS} most repeated are drawn" if len(found) > MOST_CHAINS else ""
    sign = Sign(ring(ground.colours.muted), 14, "says something else")
    hollow = [sign] if told.keys() & set(rows["estimate_id"]) else []
    return Chart(
        f"{panel.title}: who repeats whom",
        lineage([chain.rows for chain in drawn], told, ground.styles, ground.colours),
        "; ".join(f"{chain.label}: {counted(chain.reports, 'report')}" for chain in drawn),
        brief=f"{counted(len(found), 'figure')} printed again, one line each{cut}; hollow repeats say something else. "
        f"The coverage of these is equal to that of {worth:.1f} figures printed equally often.",
        panels=[panel],
        signs=Key(sides_of(rows, ground.styles), hollow),
        when=ANY_DATE,
    )


def is_later(asked: Asked) -> bool:
    """Whether the first of the two dates comes before the second."""
    return asked.earlier.at < asked.at


def composition(ground: Ground, panel: Panel, told: pd.DataFrame) -> Composition:
    """What of the change between the two dates is the same voices, and what is who speaks."""
    asked = ground.asked
    rows = told[told["scope"] == panel.scope]
    before, after = (compared(ground.opened, asked, rows, at) for at in (asked.earlier, asked.moment))
    parted = split(before.votes, after.votes)
    if parted.total is None or parted.total == 1:
        return Composition(before, after, parted, None)
    printed = rows.loc[rows["estimate_id"].isin({*before.ids, *after.ids}), "publisher"]
    chart = Chart(
        f"{panel.title}: the same voices, and who came and left",
        waterfall(parted, ground.colours, sources=sources_line(printed)),
        parted.says,
        brief=parted.says,
        panels=[panel],
        signs=Key([], []),
        when=f"From {day(asked.earlier.at)} to {day(asked.at)}, looking back {counted(asked.window, 'day')}",
        filtered=False,
    )
    return Composition(before, after, parted, chart)


def revision_chart(ground: Ground, panels: Sequence[Panel], found: pd.DataFrame) -> Chart | None:
    """Figures said anew for the same date (`posture.revisions.revisions`); None without one."""
    if found.empty:
        return None
    titles = {panel.scope: panel.title for panel in panels}
    sources = sources_line([*found["first_publisher"], *found["now_publisher"]])
    figure = dumbbell(found, titles, ground.colours, sources=sources, log=ground.log)
    each = zip(found["originator_label"], found["as_of"], found["first_count"], found["now_count"], strict=True)
    said = [f"{isolated(who)}, {period(when)}: {first}, now {now}" for who, when, first, now in each]
    muted, accent = ground.colours.muted, ground.colours.accent
    signs = [Sign(ring(muted), 14, "first said"), Sign(ring(accent, accent), 14, "said now")]
    alt = f"First said and said now: {'; '.join(said)}."
    title = "Figures said anew for the same date"
    brief = "What was first said of a time, and what is said of the same time now."
    return Chart(title, figure, alt, brief=brief, signs=Key([], signs), when=ANY_DATE, filtered=False)


def silence_chart(ground: Ground, told: pd.DataFrame) -> Chart | None:
    """In which months somebody spoke of each force; None where nobody had yet."""
    heard = known(told, ground.asked.known_by)
    months = calendar(heard, until=ground.asked.at)
    if months.empty:
        return None
    labels = dict(zip(heard["force"], heard["force_label"], strict=True))
    left = int(endless(own(heard)).sum())
    cut = f" {counted(left, 'statement')} without an end stand{'s' * (left == 1)} in no month." * bool(left)
    figure = silence(months, labels, ground.colours, sources=sources_line(heard["publisher"]))
    spoken = (months["originators"] > 0).groupby(months["key"], sort=False).agg(["sum", "size"])
    said = [f"{isolated(labels.get(key, key))} in {some} of {every}" for key, some, every in spoken.itertuples()]
    return Chart(
        "Months in which somebody spoke of it",
        figure,
        f"Months in which somebody spoke of it: {'; '.join(said)}.",
        brief=f"A figure counts in the month in which the time that it describes ends.{cut}",
        signs=_shades(int(months["originators"].max()), ground.colours),
        when=ANY_DATE,
        filtered=False,
    )


def _shades(most: int, colours: Look) -> Key:
    """The ends of the scale of the calendar, and a silent month."""
    shades = {"nobody spoke": colours.band, "1 originator": faded(colours.accent, PALE)}
    if most > 1:
        shades[f"{most} originators"] = colours.accent
    return Key([], [_square(colour, label, colours) for label, colour in shades.items()])


def own_parts(ground: Ground) -> list[Breakdown]:
    """Each breakdown of a chosen force that one originator made itself."""
    chosen = set(ground.asked.force)
    rows = known(ground.everything, ground.asked.known_by)
    return [
        one
        for one in breakdowns(rows, ground.opened.dataset.theatre.forces)
        if not chosen or any(chosen & set(row["force"].split(JOIN)) for row in (one.whole, *one.parts))
    ]


def parts_chart(ground: Ground, one: Breakdown) -> Chart | None:
    """A breakdown whose figures can be put end to end; None for another."""
    if not is_exact(one):
        return None
    whole = one.whole
    figure = breakdown_chart(one, ground.colours)
    return Chart(
        f"{isolated(whole['force_label'])}: parts and whole, {period(whole['as_of'])}",
        figure,
        one.says,
        brief=one.says,
        signs=_named(figure, ground.colours),
        when=ANY_DATE,
        filtered=False,
    )


def _named(figure: Figure, colours: Look) -> Key:
    """The bars of a breakdown by their colours: a picture has no words that come up where one points."""
    return Key([], [_square(bar.marker.color, html.unescape(bar.hovertext[0]), colours) for bar in figure.data])


def _square(colour: str, label: str, colours: Look) -> Sign:
    edge = f"stroke='{colours.grid}'"
    return Sign(f"<rect x='2' y='2' width='10' height='10' fill='{colour}' {edge}/>", 14, label)
