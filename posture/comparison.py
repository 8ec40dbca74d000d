"""Everything that can be said of one scope at one moment, with the gates that decide what may be said of how many."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from posture import agreement
from posture.agreement import Agreement, Interval
from posture.panel import Moment, panel, within
from posture.votes import votes

MEDIAN_FROM, AGREEMENT_WORDS_FROM = 3, 5  # voices; with fewer a zone would only repeat what one of them said

# What is read of the rows: a table has some fifty columns, and each is copied whenever rows are taken.
NEEDED = ("estimate_id", "scope", "count", "kind", "low", "high", "unclear", "as_of", "as_of_to", "published")
NEEDED += ("published_to", "originator", "originator_label", "body", "anonymous", "speaker", "root", "repeats")
NEEDED += ("publisher", "wording", "translation", "status", "status_date", "status_reason")


@dataclass(frozen=True)
class Comparison:
    """The live votes of one scope and what follows from them.

    `panel` holds every voter's latest statement, expired ones included; `votes` the live ones that carry a number.
    """

    moment: Moment
    panel: pd.DataFrame
    votes: pd.DataFrame
    tolerance: float

    @property
    def n(self) -> int:
        """How many voices have a number."""
        return len(self.votes)

    @cached_property
    def spans(self) -> list[Interval]:
        """The votes as intervals, in their order."""
        return agreement.intervals(self.votes)

    @cached_property
    def median(self) -> Interval | None:
        """The median zone, from three voices on."""
        return agreement.median_zone(self.spans) if self.n >= MEDIAN_FROM else None

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement zones, with the tolerance in force."""
        return agreement.agreement(self.spans, vague=self.votes["vague"].tolist(), tolerance=self.tolerance)

    @cached_property
    def gap(self) -> float:
        """The factor within which the claims cannot be reconciled."""
        return agreement.gap(self.spans) if self.n else 1.0

    @cached_property
    def gaps_without(self) -> list[float]:
        """The gap without each voice in turn."""
        return agreement.gaps_without(self.spans)

    @cached_property
    def voting(self) -> pd.DataFrame:
        """The statements behind the votes; where a vote is a body's, several of them may stand behind one."""
        return self.panel[self.panel["estimate_id"].isin({name for names in self.votes["ids"] for name in names})]

    @property
    def originators(self) -> int:
        """How many originators stand behind the votes, an unnamed one as its body."""
        return self.voting["voter"].nunique()

    @property
    def mentions(self) -> int:
        """How many reports print the live statements, the first included."""
        return int(self.votes["mentions"].sum())

    @property
    def bodies(self) -> int:
        """How many bodies the voices belong to."""
        return self.votes["body"].nunique()

    @property
    def ghosts(self) -> pd.DataFrame:
        """Statements that the window no longer holds: shown, faded, and without a vote."""
        return self.panel[~self.panel["live"]]

    @property
    def unclear(self) -> int:
        """How many of the originators behind the votes leave open who is included."""
        return self.voting.loc[self.voting["unclear"] != "", "voter"].nunique()


Around = tuple[Comparison, Comparison, Comparison]


def compare(
    rows: pd.DataFrame, moment: Moment, labels: Mapping[str, str], *, by: str = "originator", tolerance: float = 0.0
) -> Comparison:
    """The comparison of one scope's rows at a moment; `labels` names bodies."""
    everybody = panel(rows[[*NEEDED]], moment)
    return Comparison(moment, everybody, votes(everybody[everybody["live"]], labels, by=by), tolerance)


def windows(
    rows: pd.DataFrame, moment: Moment, labels: Mapping[str, str], *, by: str = "originator", tolerance: float = 0.0
) -> Around:
    """The comparison of one scope's rows with half the window, the window and twice the window."""
    scope = rows["scope"].iloc[0] if len(rows) else ""
    return windows_by_scope(rows, moment, labels, by=by, tolerance=tolerance)[scope]


def windows_by_scope(
    rows: pd.DataFrame, moment: Moment, labels: Mapping[str, str], *, by: str = "originator", tolerance: float = 0.0
) -> dict[str, Around]:
    """As `windows`, for the rows of many scopes at once; a scope in which nobody has spoken by T is there, empty."""
    everybody = panel(rows[[*NEEDED]], moment)
    of_scope = dict(tuple(everybody.groupby("scope", sort=False)))
    nobody = everybody.iloc[:0]
    sizes = (max(moment.window // 2, 1), moment.window, moment.window * 2)
    return {
        scope: tuple(
            Comparison(replace(moment, window=size), held, votes(held[held["live"]], labels, by=by), tolerance)
            for size in sizes
            # The window decides only who is live: everything else of the panel is the same.
            for held in [within(of_scope.get(scope, nobody), size)]
        )
        for scope in (rows["scope"].unique() if len(rows) else [""])
    }
