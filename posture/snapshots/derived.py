"""What a page works out from its rows, as plain tables that stand apart from what was reported."""

from collections.abc import Iterator, Mapping
from math import inf
from types import MappingProxyType
from typing import Any

import pandas as pd

from posture import answers, ledger
from posture.collapse import bounds, collapse
from posture.columns import COLUMNS, MERGED, TEXT, WHOLE, YES, Column
from posture.comparison import AGREEMENT_WORDS_FROM, MEDIAN_FROM, Comparison, hear
from posture.library import Opened
from posture.panel import panel
from posture.snapshots.asked import Asked
from posture.snapshots.shown import chosen, shown
from posture.statements import framed

REPORTED = (
    *("scope", "estimate_id", "force", "measure", "place", "unit", "count", "kind", "low", "high", "low_soft"),
    *("high_soft", "as_of", "as_of_to", "published_to", "originator", "originator_label", "body", "publisher"),
)
PANEL = {name: COLUMNS[name] for name in REPORTED} | {
    "voter": Column(TEXT, "Whose vote it is: the originator, for an unnamed one its body."),
    "age": Column(WHOLE, "Days from the last day described to the date T."),
    "live": Column(YES, "Whether it is still a claim at T: at most W days old, and no denial."),
    "mentions": Column(WHOLE, "How many of the reports known print this statement, the first included."),
    "together": Column(WHOLE, "How many figures of one day stand in its hull; their counts are joined by and."),
}
AGREEMENT = {
    "scope": COLUMNS["scope"],
    "voices": Column(WHOLE, "How many voices have a live number, counted as the votes are chosen."),
    "originators": Column(WHOLE, "How many originators stand behind them, an unnamed one as its body."),
    "bodies": Column(WHOLE, "How many bodies they belong to."),
    "mentions": Column(WHOLE, "How many reports print the live statements, the first included."),
    "median_low": Column(WHOLE, f"Lower end of the median zone, from {MEDIAN_FROM} voices; empty where it is open."),
    "median_high": Column(WHOLE, f"Upper end of the median zone, from {MEDIAN_FROM} voices; empty where it is open."),
    "gap": Column("Float64", "Factor within which the claims cannot be reconciled; empty for no voice and no factor."),
    "agreeing": Column(WHOLE, f"Most voices whose claims meet, from {AGREEMENT_WORDS_FROM} voices."),
    "agreement_zones": Column(TEXT, "Where they meet; several zones, joined by |, are several camps."),
    "rule": Column(TEXT, "The rule that makes one figure of the claims."),
    "figure": Column(TEXT, "What that rule says; empty where it says nothing."),
    "figure_low": Column(WHOLE, "Lower end of that figure; empty where it is open."),
    "figure_high": Column(WHOLE, "Upper end of that figure; empty where it is open."),
}
DERIVED: Mapping[str, Mapping[str, Column]] = MappingProxyType(
    {"panel": PANEL, "agreement": AGREEMENT, "ledger": ledger.COLUMNS}
)
DERIVED_COLUMNS = {table: {name: column.says for name, column in columns.items()} for table, columns in DERIVED.items()}


def derived(opened: Opened, asked: Asked) -> dict[str, pd.DataFrame]:
    """The derived tables of a page, for the scopes that it shows, with the columns of `DERIVED`.

    `panel`: the latest own statement of each voice, live or expired. `agreement`: a row a scope, by the chosen votes
    and rule. `ledger`: what each originator changed, which no filter but the day of knowledge narrows.
    """
    about = shown(opened, asked)["scope"].unique()
    rows, everything = chosen(opened, asked), opened.rows(opened.config.rulebooks[asked.rulebook])
    rows = rows[rows["scope"].isin(about)]
    told = everything[everything["scope"].isin(about)]
    return {
        "panel": panel(rows, asked.moment)[list(PANEL)],
        "agreement": framed(AGREEMENT, _agreements(rows, opened, asked)),
        "ledger": ledger.ledger(told, asked.known_by),
    }


def _agreements(rows: pd.DataFrame, opened: Opened, asked: Asked) -> Iterator[dict[str, Any]]:
    preferred = answers.official(opened.dataset.theatre, opened.config)
    for scope, (_, found, _) in answers.around(opened, asked, hear(rows, asked.known_by)).items():
        yield {"scope": scope, **_agreement(found), **_figure(found, asked, preferred)}


def _agreement(comparison: Comparison) -> dict[str, Any]:
    median = comparison.median or (1, inf)
    found = comparison.agreement if comparison.n >= AGREEMENT_WORDS_FROM else None
    met = found if found and found.k > 1 else None
    return {
        "voices": comparison.n,
        "originators": comparison.originators,
        "bodies": comparison.bodies,
        "mentions": comparison.mentions,
        "median_low": None if median[0] <= 1 else int(median[0]),
        "median_high": None if median[1] == inf else int(median[1]),
        "gap": comparison.gap if comparison.n and comparison.gap < inf else None,
        "agreeing": met.k if met else None,
        "agreement_zones": MERGED.join(bounds(zone.low, zone.high, comparison.votes) for zone in met.zones)
        if met
        else "",
    }


def _figure(comparison: Comparison, asked: Asked, official: list[str]) -> dict[str, Any]:
    made = collapse(comparison, asked.rule, official, asked.voice)
    return {
        "rule": asked.rule,
        "figure": made.figure if made else "",
        "figure_low": made.low if made else None,
        "figure_high": made.high if made else None,
    }
