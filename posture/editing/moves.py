"""Which charts a change of the data moves, and how: in sentences, for each scope that it touches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from posture.answers import labels, official
from posture.columns import records
from posture.comparison import Comparison, windows
from posture.config import Config
from posture.headline import headline
from posture.model import UNATTRIBUTED, Theatre
from posture.panel import ENDS, NOBODYS, Moment
from posture.sentences import counted, day, isolated, listed, period
from posture.titles import scope_title
from posture.votes import Vote

STANDS = ("file", "line")  # where an estimate stands: it moves with every line that is added above it
# What is drawn of an estimate; the rest of its row is read in its record.
DRAWN = ("count", "low", "high", "kind", "as_of", "published", "originator", "repeats", "status", "unclear", "scope")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Glance:
    """How a reader looks at the charts: T, K and W, whose votes count, and the rule of the large figure."""

    moment: Moment
    votes: str = "originator"
    rule: str = "median"
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to the charts of one scope; `title` names it, `what` says it in sentences."""

    scope: str
    title: str
    what: str


def moves(before: pd.DataFrame, after: pd.DataFrame, theatre: Theatre, config: Config, glance: Glance) -> list[Move]:
    """What becomes of the charts when the rows of one table become those of another, a move a scope.

    Told is the panel at the reader's moment and, where that stays as it is, at the time that a changed estimate
    describes. `theatre` is the one afterwards.
    """
    old, new = _changed(before, after)
    panels = _Panels(before, after, theatre, config, glance)
    found = []
    for scope in dict.fromkeys(row["scope"] for row in (*new, *old)):
        here, gone = ([row for row in rows if row["scope"] == scope] for rows in (new, old))
        title = scope_title(theatre, config, (*here, *gone)[0])
        found.append(Move(scope, title, " ".join(_told(scope, title, here, gone, panels))))
    return found


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The rows of either table that the other has otherwise, or not at all."""
    marks = [_marked(rows) for rows in (before, after)]
    alike = dict(marks[0].items() & marks[1].items())
    return [records(rows[~rows["estimate_id"].isin(alike)]) for rows in (before, after)]


def _marked(rows: pd.DataFrame) -> dict[str, int]:
    # Ten times faster than to hold each cell against its neighbour.
    cells = rows[[name for name in rows if name not in STANDS]]
    digests = pd.util.hash_pandas_object(cells, index=False, categorize=False)
    return dict(zip(rows["estimate_id"], digests, strict=True))


def _told(scope: str, title: str, here: Sequence[Row], gone: Sequence[Row], panels: "_Panels") -> Iterator[str]:
    was, now = panels.of(scope)
    if was.empty:
        yield f"A scope of its own: first estimate of {title}."
    if now.empty:
        yield "No estimate of this scope is left."
    yield from (voteless := list(_voteless(here, gone, now)))
    at = panels.glance.moment
    if told := panels.between(was, now, at):
        yield told
        return
    if not (was.empty or now.empty):
        if not here or len(voteless) < len(here):
            yield f"{_marks(here, gone)}."
        yield f"No claim at {day(at.at)}{f' as known by {day(at.known_by)}' if at.known_by else ''} changes."
    days = {row["as_of_to"].date() for row in (*here, *gone) if row["as_of_to"]} - {at.at}
    yield from filter(None, (panels.between(was, now, replace(at, at=one, known_by=None)) for one in sorted(days)))


def _marks(here: Sequence[Row], gone: Sequence[Row]) -> str:
    """What is drawn anew outside of the panel."""
    before = {row["estimate_id"]: row for row in gone}
    new = [row for row in here if row["estimate_id"] not in before]
    kept = [row for row in here if row["estimate_id"] in before]
    if new:
        return "A new mark on Compare and Change" if len(new) == 1 else f"{len(new)} new marks on Compare and Change"
    if len(kept) < len(gone):
        return "A mark less on Compare and Change"
    moved = any(row[name] != before[row["estimate_id"]][name] for row in kept for name in DRAWN)
    return "A mark on Compare and Change is drawn anew" if moved else "Only the record changes, and no mark"


def _voteless(here: Sequence[Row], gone: Sequence[Row], now: pd.DataFrame) -> Iterator[str]:
    """Why estimates have no vote, where that was not so before."""
    before = {row["estimate_id"]: _why_voteless(row, now) for row in gone}
    for row in here:
        why = _why_voteless(row, now)
        if why and why != before.get(row["estimate_id"]):
            yield f"{why}."


def _why_voteless(row: Row, rows: pd.DataFrame) -> str:
    if row["status"] in NOBODYS:
        return f"{row['count']} no longer stands ({row['status']}): no vote"
    if row["repeats"]:
        root = rows[rows["estimate_id"] == row["root"]]
        if root.empty or root.iloc[0]["repeats"]:
            return "A repeat of a figure that stands elsewhere: a mark of its own, no vote"
        return f"A repeat: it adds a tick under {_cited(root.iloc[0])}, no vote"
    if row["originator"] == UNATTRIBUTED:
        return "A mention that names no originator: a mark, no vote"
    if row["low"] is None and row["high"] is None and row["kind"] not in ENDS:
        return f"No number ({row['count']}): a mark, no vote"
    return ""


def _cited(row: Row) -> str:
    who, where = isolated(row["originator_label"]), isolated(row["publisher"])
    return f"{row['count']} by {who} ({where}, {period(row['published'])})"


@dataclass(frozen=True)
class _Panels:
    """Both tables, and the eyes that look at them."""

    before: pd.DataFrame
    after: pd.DataFrame
    theatre: Theatre
    config: Config
    glance: Glance

    def of(self, scope: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows of a scope, before and after."""
        was, now = (rows[rows["scope"] == scope] for rows in (self.before, self.after))
        return was, now

    def between(self, was: pd.DataFrame, now: pd.DataFrame, moment: Moment) -> str:
        """What becomes of the panel at a moment, in a sentence; empty where it stays as it is."""
        names = labels(self.theatre)
        around = [
            windows(rows, moment, names, by=self.glance.votes, tolerance=self.config.tolerance) for rows in (was, now)
        ]
        first, second = ({vote.voice: vote for vote in one[1].votes} for one in around)
        turns = list(_turns(first, second))
        if not turns:
            return ""
        states = [self._state(one[1]) for one in around]
        told = f"still {states[0]}" if states[0] == states[1] else " → ".join(states)
        return f"At {day(moment.at)}: {'; '.join([told, *self._figure(*around), listed(turns, most=4)])}."

    def _state(self, comparison: Comparison) -> str:
        kind = ("body", "bodies") if self.glance.votes == "body" else ("originator",)
        return f"{counted(comparison.n, *kind)}, {_stated(comparison)}" if comparison.n else "no live figure"

    def _figure(self, *around: Sequence[Comparison]) -> list[str]:
        """What becomes of the large figure, where the reader's rule makes it."""
        preferred = official(self.theatre, self.config)
        was, now = (headline(one, self.glance.rule, preferred, self.glance.voice) for one in around)
        made = [one.figure for one in (was, now)] != [_stated(one[1]) for one in around]
        return [f"{was.figure} → {now.figure} ({now.rule})"] if made and was.figure != now.figure else []


def _stated(comparison: Comparison) -> str:
    # The rule that asks one originator has nothing to say without one, which leaves the stated range.
    return headline([comparison] * 3, "one", ()).figure


def _turns(before: Mapping[str, Vote], after: Mapping[str, Vote]) -> Iterator[str]:
    """What became of each voice."""
    for voice in dict.fromkeys([*before, *after]):
        was, now = before.get(voice), after.get(voice)
        if was and now:
            yield from _turned(was, now)
        elif now:
            yield f"{now.label} enters with {now.counts}"
        elif was:
            yield f"{was.label} ({was.counts}) leaves"


def _turned(was: Vote, now: Vote) -> Iterator[str]:
    earlier = now.age > was.age
    if (was.counts, was.span) != (now.counts, now.span):
        yield f"{now.label}: {was.counts} → {now.counts}{', said earlier' if earlier else ''}"
    elif was.ids != now.ids:
        yield f"an earlier {now.counts} of {now.label} counts again" if earlier else f"{now.label}: {now.counts} anew"
