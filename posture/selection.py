"""Which rows a reader has chosen: the same filters for every page, its CSV and its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from posture.panel import NOBODYS, Moment, known, panel
from posture.table import JOIN

EVERYWHERE = "everywhere"  # the key that stands for "the whole theatre" where places are chosen
NOBODY = "unnamed"  # the key that stands for originators who speak for no side


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen; an empty tuple chooses everything, a date of None sets no bound."""

    forces: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    originators: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    known_by: date | None = None
    struck: bool = False  # whether withdrawn figures and misprints are shown as well


def select(rows: pd.DataFrame, chosen: Selection) -> pd.DataFrame:
    """The chosen rows, as they were known by the chosen day, in their order."""
    rows = known(rows, chosen.known_by)
    keep = pd.Series(True, index=rows.index)
    for column, keys in (("force", chosen.forces), ("place", chosen.places)):
        if keys:
            keep &= _any_of(rows[column], keys)
    for column, keys, blank in (
        ("measure", chosen.measures, ""),
        ("side", chosen.sides, NOBODY),
        ("originator", chosen.originators, ""),
    ):
        if keys:
            keep &= rows[column].replace("", blank).isin(keys)
    if chosen.since:
        keep &= rows["as_of_to"] >= pd.Timestamp(chosen.since)
    if chosen.until:
        keep &= rows["as_of_from"].fillna(rows["as_of_to"]) <= pd.Timestamp(chosen.until)
    if not chosen.struck:
        keep &= ~rows["status"].isin(NOBODYS)
    return rows[keep]


def near(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """Rows that describe the W days up to T: what stands beside each other at T."""
    at = pd.Timestamp(moment.at)
    return rows[(rows["as_of_to"] <= at) & (rows["as_of_to"] >= at - pd.Timedelta(days=moment.window))]


def beside(rows: pd.DataFrame, moment: Moment) -> pd.DataFrame:
    """Rows near T, and of each voice that has fallen silent its last statement, up to twice the window old."""
    held = panel(rows, moment)
    ghosts = held.loc[~held["live"] & (held["age"] <= 2 * moment.window), "estimate_id"]
    shown = rows["estimate_id"].isin({*near(rows, moment)["estimate_id"], *ghosts})
    return rows[shown]


def scopes(rows: pd.DataFrame, forces: Iterable[str]) -> list[tuple[str, pd.DataFrame]]:
    """The rows apart by scope, in the order in which a page shows them.

    Plain strengths come before unions, shares and additions, then forces in the chosen order, present strength
    before other measures, and the whole theatre before its parts.
    """
    rank = {force: place for place, force in enumerate(forces)}
    groups = [(str(scope), group) for scope, group in rows.groupby("scope", sort=False)]

    def order(item: tuple[str, pd.DataFrame]) -> tuple[bool, int, bool, bool, int, str]:
        first = item[1].iloc[0]
        plain = JOIN not in first["force"] and first["unit"] == "persons" and not first["increment"]
        return (
            not plain,
            rank.get(first["force"].split(JOIN)[0], len(rank)),
            first["measure"] != "present",
            first["place"] != "",
            -len(item[1]),
            item[0],
        )

    return sorted(groups, key=order)


def _any_of(column: pd.Series, keys: tuple[str, ...]) -> pd.Series:
    """Whether a cell of joined keys names any of the chosen ones; the empty cell is the whole theatre."""
    wanted = {"" if key == EVERYWHERE else key for key in keys}
    chosen = {cell for cell in column.unique() if not wanted.isdisjoint(cell.split(JOIN))}
    return column.isin(chosen)
