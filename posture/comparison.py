"""Everything that can be said of one scope at one moment, with the gates that decide what may be said of how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from posture import agreement
from posture.agreement import Agreement, Interval
from posture.columns import Row, records
from posture.panel import ADDED, READ, Moment, is_live, known, statements
from posture.votes import Vote, votes

MEDIAN_FROM, AGREEMENT_WORDS_FROM = 3, 5  # voices; with fewer a zone would only repeat what one of them said

# What is read of the rows: a table has some fifty columns, and each is copied whenever rows are taken.
NEEDED = (*READ, "unclear", "as_of", "published", "originator_label", "speaker", "publisher", "wording", "translation")
NEEDED += ("side", "status_date", "status_reason")


@dataclass(frozen=True)
class Comparison:
    """The live votes of one scope and what follows from them.

    `statements` are the rows of the panel, every voter's latest statement, expired ones included; `votes` the live
    ones that carry a number.
    """

    moment: Moment
    statements: Sequence[Row]
    votes: tuple[Vote, ...]
    tolerance: float

    @property
    def n(self) -> int:
        """How many voices have a number."""
        return len(self.votes)

    @cached_property
    def live(self) -> list[Row]:
        """The live statements, newest first, those without a number included."""
        return sorted(_live(self.statements, self.moment.window), key=lambda row: row["age"])

    @cached_property
    def spans(self) -> list[Interval]:
        """The votes as intervals, in their order."""
        return [vote.span for vote in self.votes]

    @cached_property
    def median(self) -> Interval | None:
        """The median zone, from three voices on."""
        return agreement.median_zone(self.spans) if self.n >= MEDIAN_FROM else None

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement zones, with the tolerance in force."""
        vague = [vote.vague for vote in self.votes]
        return agreement.agreement(self.spans, vague=vague, tolerance=self.tolerance)

    @cached_property
    def gap(self) -> float:
        """The factor within which the claims cannot be reconciled."""
        return agreement.gap(self.spans) if self.n else 1.0

    @cached_property
    def gaps_without(self) -> list[float]:
        """The gap without each voice in turn."""
        return agreement.gaps_without(self.spans)

    @cached_property
    def ids(self) -> set[str]:
        """The statements behind the votes."""
        return {name for vote in self.votes for name in vote.ids}

    @cached_property
    def voting(self) -> list[Row]:
        """The statements behind the votes; where a vote is a body's, several of them may stand behind one."""
        return [row for row in self.statements if row["estimate_id"] in self.ids]

    @property
    def originators(self) -> int:
        """How many originators stand behind the votes, an unnamed one as its body."""
        return len({row["voter"] for row in self.voting})

    @property
    def mentions(self) -> int:
        """How many reports print the live statements, the first included."""
        return sum(vote.mentions for vote in self.votes)

    @property
    def bodies(self) -> int:
        """How many bodies the voices belong to."""
        return len({vote.body for vote in self.votes})

    @property
    def ghosts(self) -> set[str]:
        """Statements that the window no longer holds: shown, faded, and without a vote."""
        return {row["estimate_id"] for row in self.statements} - {row["estimate_id"] for row in self.live}

    @property
    def unclear(self) -> int:
        """How many of the originators behind the votes leave open who is included."""
        return len({row["voter"] for row in self.voting if row["unclear"]})


Around = tuple[Comparison, Comparison, Comparison]


def compare(
    rows: pd.DataFrame, moment: Moment, labels: Mapping[str, str], *, by: str = "originator", tolerance: float = 0.0
) -> Comparison:
    """The comparison of one scope's rows at a moment; `labels` names bodies."""
    return _compared(_statements(hear(rows, moment.known_by), moment), moment, labels, by, tolerance)


def windows(
    rows: pd.DataFrame, moment: Moment, labels: Mapping[str, str], *, by: str = "originator", tolerance: float = 0.0
) -> Around:
    """The comparison of one scope's rows with half the window, the window and twice the window."""
    said = _statements(hear(rows, moment.known_by), moment)
    return _around(said, moment, labels, by, tolerance)


def windows_by_scope(
    heard: Sequence[Mapping[str, Any]],
    moment: Moment,
    labels: Mapping[str, str],
    *,
    by: str = "originator",
    tolerance: float = 0.0,
) -> dict[str, Around]:
    """As `windows`, for what is `heard` of many scopes; a scope in which nobody has spoken by T is there, empty."""
    said: dict[str, list[Row]] = {row["scope"]: [] for row in heard}
    for row in _statements(heard, moment):
        said[row["scope"]].append(row)
    return {scope: _around(held, moment, labels, by, tolerance) for scope, held in said.items()}


def hear(rows: pd.DataFrame, known_by: date | None) -> list[dict[str, Any]]:
    """What was known of the rows by a day, as plain records; the same at every date T."""
    return records(known(rows[[*NEEDED]], known_by))


def _statements(heard: Sequence[Mapping[str, Any]], moment: Moment) -> list[Row]:
    return [{**heard[one.place], **{name: getattr(one, name) for name in ADDED}} for one in statements(heard, moment)]


def _around(said: Sequence[Row], moment: Moment, labels: Mapping[str, str], by: str, tolerance: float) -> Around:
    # The window decides only who is live: everything else of the panel is the same.
    sizes = (max(moment.window // 2, 1), moment.window, moment.window * 2)
    half, usual, double = (_compared(said, replace(moment, window=size), labels, by, tolerance) for size in sizes)
    return half, usual, double


def _compared(
    statements: Sequence[Row], moment: Moment, labels: Mapping[str, str], by: str, tolerance: float
) -> Comparison:
    return Comparison(moment, statements, votes(_live(statements, moment.window), labels, by=by), tolerance)


def _live(statements: Sequence[Row], window: int) -> list[Row]:
    return [row for row in statements if is_live(row["age"], row["kind"], window)]
