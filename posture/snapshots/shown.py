"""Which rows a page shows, decided in one place: for the page, its CSV, its address and the command line."""

import pandas as pd

from posture.library import Opened
from posture.model import Theatre
from posture.search import found
from posture.selection import beside, scopes, select
from posture.snapshots.asked import Asked

DRAWN = ("posture", "compare", "change")  # the pages that draw scopes
MOST_SCOPES = 12  # more charts than this nobody compares; the filters narrow them


def shown(opened: Opened, asked: Asked) -> pd.DataFrame:
    """Exactly the rows that the page shows, in its order; without a page, every row that the filters choose."""
    theatre = opened.dataset.theatre
    rows = fitting(chosen(opened, asked), asked, theatre)
    if asked.page not in DRAWN:
        return rows
    drawn, _ = parted(rows, asked, theatre)
    return pd.concat(drawn) if drawn else rows


def chosen(opened: Opened, asked: Asked) -> pd.DataFrame:
    """The rows that the filters choose, in the order of the files."""
    every = opened.rows(opened.config.rulebooks[asked.rulebook])
    return opened.once(("chosen", asked.rulebook, asked.selection), lambda: select(every, asked.selection))


def fitting(rows: pd.DataFrame, asked: Asked, theatre: Theatre) -> pd.DataFrame:
    """Of the chosen rows those that the page is about, whether or not it has room for them.

    Posture: how strong one chosen force is, so no unions, no shares, nothing that comes on top. Compare: what stands
    beside each other at T, or all dates. Change: all of them. Evidence: those that are found, newest first.
    """
    if asked.page == "posture":
        forces = set(asked.force or theatre.forces)
        return rows[rows["force"].isin(forces) & (rows["unit"] == "persons") & ~rows["increment"]]
    if asked.page == "compare":
        return beside(rows, asked.moment) if asked.span == "window" else rows
    if asked.page == "evidence":
        found_rows = found(rows, asked.search)
        return found_rows.sort_values(["as_of_to", "published_to"], ascending=False, kind="stable")
    return found(rows, asked.search)


def parted(rows: pd.DataFrame, asked: Asked, theatre: Theatre) -> tuple[list[pd.DataFrame], int]:
    """The rows of each scope that a page has room for, in its order, and how many scopes it has no room for."""
    apart = [group for _, group in scopes(rows, asked.force or theatre.forces)]
    return apart[:MOST_SCOPES], max(len(apart) - MOST_SCOPES, 0)
