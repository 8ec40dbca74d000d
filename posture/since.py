"""What changed between two dates, and who said so: sentences that cite, one for each voice and scope.

Either date has its own date of knowledge. With T the same at both and K later, the sentences say what has become known
since about one and the same time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from posture.columns import Row, end
from posture.ledger import DOWN, NOT_COMPARABLE, UP, barred, factors, ledger, verdict
from posture.panel import ENDS, NOBODYS, Moment, known, panel
from posture.sentences import WITHOUT_NUMBER, counted, day, days, factor, isolated, period, said
from posture.statements import REDEFINED, Ends

CHANGED, ENTERED, LEFT, NOT_COMPARED, UNCHANGED = "changed", "entered", "left", "not compared", "unchanged"
KINDS = (CHANGED, ENTERED, LEFT, NOT_COMPARED, UNCHANGED)
LABELS = {
    "real change": "told as a real change",
    REDEFINED: "by a new definition",
    "correction": "told as a correction",
    "disclosure": "told as a disclosure, not as a movement of forces",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of one voice's claim about one scope between two dates.

    `verdict`, `factor` and `change` are those of the ledger between the first and the last statement cited; empty
    where there is nothing to compare, the factor also where nothing went up or down. `ids` are the statements that are
    live at either date.
    """

    scope: str
    voice: str
    kind: str
    verdict: str
    factor: float | None
    change: str
    ids: tuple[str, ...]
    says: str


def turns(rows: pd.DataFrame, earlier: Moment, later: Moment) -> list[Turn]:
    """What became of each claim that is live at one of two moments, by scope in the order of the rows, then by `KINDS`.

    `rows` are rows of the table, unfiltered in time. A claim that only grows older is unchanged until it expires.
    """
    before, after = (_by_voice(panel(rows, moment)) for moment in (earlier, later))
    heard = known(rows, later.known_by)
    steps, struck = _by_originator(ledger(heard)), heard[heard["status"].isin(NOBODYS)]
    fate = dict(zip(struck["estimate_id"], struck["status"], strict=True))
    found = []
    for key in dict.fromkeys([*before, *after]):
        was, now = _if_live(before.get(key)), _if_live(after.get(key))
        if was and (was["estimate_id"] in fate or not now):
            found.append(_left(was, after.get(key), fate))
        elif was and now:
            found.append(_stayed(was, now, steps.get(key, []), pd.Timestamp(later.at)))
        elif now:
            found.append(_entered(now, steps.get(key, [])))
    place = {scope: number for number, scope in enumerate(rows["scope"].unique())}
    return sorted(found, key=lambda turn: (place[turn.scope], KINDS.index(turn.kind)))


def _by_voice(everybody: pd.DataFrame) -> dict[tuple[str, str], Row]:
    return {(row["scope"], row["voter"]): row for row in everybody.to_dict("records")}


def _by_originator(steps: pd.DataFrame) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for step in steps.to_dict("records"):
        found.setdefault((step["scope"], step["originator"]), []).append(step)
    return found


def _if_live(row: Row | None) -> Row | None:
    return row if row is not None and row["live"] else None


def _left(was: Row, now: Row | None, fate: Mapping[str, str]) -> Turn:
    label, cited = isolated(was["originator_label"]), _cited(was)
    if was["estimate_id"] in fate:
        says = f"{label}: {cited} no longer stands ({fate[was['estimate_id']]})."
    elif now is not None and now["kind"] in ENDS:
        says = f"{label} said {cited}, then {_denied(now)}."
    elif now is not None:
        says = f"Nothing newer from {label} than {_cited(now)}; {days(now['age'])} old, it counts no more."
    else:
        says = f"{label}: {cited} counts no more."
    return Turn(was["scope"], was["voter"], LEFT, "", None, "", (was["estimate_id"],), says)


def _denied(row: Row) -> str:
    return f"{WITHOUT_NUMBER[row['count']]} ({_where(row, '')})"


def _entered(now: Row, steps: list[Row]) -> Turn:
    last = next((step for step in steps if step["later_as_of_to"] == now["as_of_to"]), None)
    if last is None or now["anonymous"]:
        says = f"New from {isolated(now['originator_label'])}: {_cited(now)}."
        return Turn(now["scope"], now["voter"], ENTERED, "", None, now["change"], (now["estimate_id"],), says)
    found = _Judged(last["verdict"], last["factor"], last["change"])
    then = _cited(last, "earlier_")
    says = f"Again from {isolated(now['originator_label'])}: {_cited(now)}, after {then}: {found.says}."
    return Turn(now["scope"], now["voter"], ENTERED, *found.cells, (now["estimate_id"],), says)


def _stayed(was: Row, now: Row, steps: list[Row], until: pd.Timestamp) -> Turn:
    same = was["estimate_id"] == now["estimate_id"]
    last = until if same else now["as_of_to"]
    path = [step for step in steps if was["as_of_to"] < step["later_as_of_to"] <= last]
    if same and not path:
        says = f"Nothing newer from {isolated(now['originator_label'])} than {_cited(now)}."
        return Turn(now["scope"], now["voter"], UNCHANGED, "", None, "", (now["estimate_id"],), says)
    found = _judged(was, now, path)
    told = [_cited(was), *(_cited(step, "later_") for step in path)] if path else [_cited(was), _cited(now)]
    says = f"{isolated(now['originator_label'])} said {', then '.join(told)}: {found.says}."
    kind = {"unchanged": UNCHANGED, NOT_COMPARABLE: NOT_COMPARED}.get(found.verdict, CHANGED)
    ids = tuple(dict.fromkeys([was["estimate_id"], now["estimate_id"]]))
    return Turn(now["scope"], now["voter"], kind, *found.cells, ids, says)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A verdict with its factor and label, and why it cannot be more."""

    verdict: str
    factor: float | None
    change: str
    why: str = ""

    @property
    def cells(self) -> tuple[str, float | None, str]:
        moved = self.factor if self.verdict in {*UP, *DOWN} else None
        return self.verdict, None if moved is None or pd.isna(moved) else float(moved), self.change

    @property
    def says(self) -> str:
        times = self.cells[1]
        parts = [self.verdict, factor(times) if times else "", LABELS.get(self.change, self.change), self.why]
        return ", ".join(part for part in parts if part)


def _judged(was: Row, now: Row, path: list[Row]) -> _Judged:
    """The verdict between the ends of a path of steps; where the path is broken, or bends its meaning, none."""
    if now["anonymous"]:
        return _Judged(NOT_COMPARABLE, None, now["change"], "the sources are unnamed")
    changes = [step["change"] for step in path] or [now["change"]]
    change = REDEFINED if REDEFINED in changes else changes[-1] if len(changes) == 1 else ""
    days_told = [was["as_of_to"], *(step["later_as_of_to"] for step in path)]
    joined = [step["earlier_as_of_to"] for step in path] == days_told[:-1] and days_told[-1] >= now["as_of_to"]
    if not joined:
        return _Judged(NOT_COMPARABLE, None, change, "an entry without a number stands between")
    bar = barred(now["scope"], change)
    first, last = _ends(was), _ends(now)
    return _Judged(bar or verdict(first, last), None if bar else factors(first, last)[2], change)


def _ends(row: Row) -> Ends:
    return end(row["low"]), end(row["high"])


def _cited(row: Row, side: str = "") -> str:
    when = row[f"{side}as_of"]
    of = "about the time" if ".." in when else "about"
    about = f", {of} {period(when)}" if when != row[f"{side}published"] else ""
    return f"{row[f'{side}count']} ({_where(row, side)}{about})"


def _where(row: Row, side: str) -> str:
    return f"{isolated(row[f'{side}publisher'])}, {period(row[f'{side}published'])}"


def known_then(rows: pd.DataFrame, moment: Moment) -> list[str]:
    """What was known by K about T, in sentences: how many voices, then who had said what.

    What has become known since is `turns(rows, moment, replace(moment, known_by=None))`.
    """
    everybody = panel(rows, moment)
    live = everybody[everybody["live"]]
    knowing = f"By {day(moment.known_by)}" if moment.known_by else "In all that is published"
    head = f"{knowing}, {counted(len(live), 'claim')} about {day(moment.at)} stood."
    return [head, *(f"{said(row)}." for row in live.to_dict("records"))]
