"""What the rows say to what is asked: compared at T, in a headline, and by which choices that is read."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from posture.collapse import RULES
from posture.comparison import Around, Comparison, compare, windows_by_scope
from posture.config import Config
from posture.headline import Headline, headline
from posture.library import Opened
from posture.model import Theatre
from posture.panel import Moment
from posture.sentences import isolated, period
from posture.snapshots.asked import Asked
from posture.votes import BY


def labels(theatre: Theatre) -> dict[str, str]:
    """The names of originators and their bodies."""
    return {key: one.label for key, one in theatre.originators.items()}


def official(theatre: Theatre, config: Config) -> list[str]:
    """The originators that the rule "official first" prefers."""
    return [key for key, one in theatre.originators.items() if one.kind in config.official]


def compared(opened: Opened, asked: Asked, rows: pd.DataFrame, moment: Moment | None = None) -> Comparison:
    """What the rows of one scope say together at T, or at another moment, by the votes that were chosen."""
    names, tolerance = labels(opened.dataset.theatre), opened.config.tolerance
    return compare(rows, moment or asked.moment, names, by=asked.votes, tolerance=tolerance)


def around(opened: Opened, asked: Asked, heard: Sequence[Mapping[str, Any]]) -> dict[str, Around]:
    """The comparison of each scope of what is heard (`hear`), with half the window, the window and twice the window."""
    names, tolerance = labels(opened.dataset.theatre), opened.config.tolerance
    return windows_by_scope(heard, asked.moment, names, by=asked.votes, tolerance=tolerance)


def headlines(opened: Opened, asked: Asked, heard: Sequence[Mapping[str, Any]]) -> dict[str, Headline]:
    """The headline of each scope of what is heard (`hear`), by the rule that was chosen."""
    preferred = official(opened.dataset.theatre, opened.config)
    found = around(opened, asked, heard)
    return {scope: headline(one, asked.rule, preferred, asked.voice) for scope, one in found.items()}


def reading(opened: Opened, asked: Asked) -> str:
    """By which choices figures are read: the rule, the votes and the rulebook in force."""
    rule, rulebook = RULES[asked.rule].label.lower(), opened.config.rulebooks[asked.rulebook].label
    return f"Rule in force: {rule}. {BY[asked.votes]}. Words as {rulebook} reads them."


def cited(comparison: Comparison) -> str:
    """Who printed the live figures, and when."""
    printed = dict.fromkeys(f"{isolated(row['publisher'])}, {period(row['published'])}" for row in comparison.live)
    return f"Sources: {'; '.join(printed)}." if printed else ""
