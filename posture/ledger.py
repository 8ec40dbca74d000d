"""The ledger of like-for-like changes: what each originator changed in its own statements.

A step joins two consecutive statements of one named originator about one scope, never two originators and never two
scopes. An entry without a number (denied, none seen, none given) breaks the series: no step leads across it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from math import sqrt
from types import MappingProxyType
from typing import Any

import pandas as pd
from pandas.api.extensions import ExtensionDtype

from posture.columns import DAY, MERGED, TEXT, WHOLE, YES, Column
from posture.panel import known
from posture.statements import REDEFINED, Ends, Statement, framed, series

UP, DOWN = ("up", "shifted up"), ("down", "shifted down")
BOUNDS = ("bound raised", "bound lowered")
NOT_COMPARABLE, RUNNING_TOTAL = "not comparable", "running total"
VERDICTS = (*UP, *DOWN, "wider", "narrower", "unchanged", *BOUNDS, NOT_COMPARABLE, RUNNING_TOTAL)

SIDE: Mapping[str, tuple[str | ExtensionDtype, str]] = {
    "ids": (TEXT, "The estimate; several, joined by |, where two figures of one day stand in a hull."),
    "count": (TEXT, "The figure as coded."),
    "low": (WHOLE, "Lower end; empty where none is stated."),
    "high": (WHOLE, "Upper end; empty where none is stated."),
    "as_of": (TEXT, "The time that it describes."),
    "as_of_to": (DAY, "Last day of the time described."),
    "published": (TEXT, "When it was published."),
    "published_to": (DAY, "Last day on which it may have been published."),
    "publisher": (TEXT, "Who printed it."),
}
STEP: Mapping[str, tuple[str | ExtensionDtype, str]] = {
    "scope": (TEXT, "What both statements are about."),
    "originator": (TEXT, "Key of who made both."),
    "originator_label": (TEXT, "Name of who made both."),
    "verdict": (TEXT, "What the step is: up, shifted up, wider, bound raised, not comparable and so on."),
    "change": (TEXT, "Why the figure moved, where the source of the later statement says so."),
    "factor_low": ("Float64", "Least factor that the ends allow; empty where they allow any."),
    "factor_high": ("Float64", "Greatest factor that the ends allow; empty where they allow any."),
    "factor": ("Float64", "Factor between the geometric middles; empty unless both statements have both ends."),
    "days": (WHOLE, "Days between the last days described."),
    "unclear": (YES, "Whether one of the two leaves open who is included."),
}
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {name: Column(*column) for name, column in STEP.items()}
    | {f"earlier_{name}": Column(dtype, f"Of the earlier statement: {says}") for name, (dtype, says) in SIDE.items()}
    | {f"later_{name}": Column(dtype, f"Of the later statement: {says}") for name, (dtype, says) in SIDE.items()}
)


def ledger(rows: pd.DataFrame, known_by: date | None = None) -> pd.DataFrame:
    """A row a step, with `COLUMNS`, by scope and originator, then in the order of the days described.

    `rows` are rows of the table, of any scopes, unfiltered in time, or a step would be measured from the wrong
    statement; `known_by` leaves out what was published later. Of several statements about one day the last published
    counts: what it replaces is a revision (`posture.revisions`), no change.
    """
    everything = series(known(rows, known_by))
    return framed(COLUMNS, [_step(*pair) for one in everything.values() for pair in _pairs(one)])


def _pairs(statements: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    return (pair for pair in pairwise(statements) if pair[0].numeric and pair[1].numeric)


def _step(earlier: Statement, later: Statement) -> dict[str, Any]:
    bar = barred(later.scope, later.change)
    least, greatest, middle = (None, None, None) if bar else factors(earlier.ends, later.ends)
    return {
        "scope": later.scope,
        "originator": later.originator,
        "originator_label": later.label,
        "verdict": bar or verdict(earlier.ends, later.ends),
        "change": later.change,
        "factor_low": least,
        "factor_high": greatest,
        "factor": middle,
        "days": (later.as_of_to - earlier.as_of_to).days,
        "unclear": earlier.unclear or later.unclear,
        **_side("earlier", earlier),
        **_side("later", later),
    }


def _side(name: str, statement: Statement) -> dict[str, Any]:
    cells = {column: getattr(statement, column) for column in SIDE} | {"ids": MERGED.join(statement.ids)}
    return {f"{name}_{column}": cell for column, cell in cells.items()}


def barred(scope: str, change: str) -> str:
    """The verdict that forbids any other between two statements of a scope, the later with this label; "" if none does.

    A figure under a new definition counts something else; each addition ("another 5,000") stands on a base of its own;
    a running total rises by counting longer.
    """
    parts = scope.split(" · ")[3:]
    if change == REDEFINED or "increment" in parts:
        return NOT_COMPARABLE
    return RUNNING_TOTAL if any(part.startswith("since ") for part in parts) else ""


def verdict(earlier: Ends, later: Ends) -> str:
    """What two statements' ends say about a change, one of `VERDICTS`; an end that is not stated says nothing.

    "More than 7,000", then "6,000-8,000", is more precise and not lower, so it is not comparable.
    """
    if earlier == later:
        return "unchanged"
    if _above(later, earlier):
        return "up"
    if _above(earlier, later):
        return "down"
    (low, high), (new_low, new_high) = earlier, later
    if low is None or high is None or new_low is None or new_high is None:
        return _bound(earlier, later)
    return _overlapping((low, high), (new_low, new_high))


def _above(ends: Ends, others: Ends) -> bool:
    return ends[0] is not None and others[1] is not None and ends[0] > others[1]


def _overlapping(earlier: tuple[int, int], later: tuple[int, int]) -> str:
    (low, high), (new_low, new_high) = earlier, later
    if new_low >= low and new_high >= high:
        return "shifted up"
    if new_low <= low and new_high <= high:
        return "shifted down"
    return "wider" if new_low <= low else "narrower"


def _bound(earlier: Ends, later: Ends) -> str:
    """The verdict on ends of which one is open: only the same form can be compared."""
    if [end is None for end in earlier] != [end is None for end in later]:
        return NOT_COMPARABLE
    (stated,), (newly,) = ([end for end in ends if end is not None] for ends in (earlier, later))
    return "bound raised" if newly > stated else "bound lowered"


def factors(earlier: Ends, later: Ends) -> tuple[float | None, float | None, float | None]:
    """Least and greatest factor that the ends allow, and that between the geometric middles; None where open.

    The last one is lawful only where both statements have both ends, none of them zero.
    """
    (low, high), (new_low, new_high) = earlier, later
    middle = sqrt(new_low * new_high / (low * high)) if low and high and new_low and new_high else None
    return _ratio(new_low, high), _ratio(new_high, low), middle


def _ratio(number: int | None, base: int | None) -> float | None:
    return None if number is None or not base else number / base
