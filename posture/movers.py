"""How many originators moved which way: counts from the ledger, and a sign test only where it can say something."""

from dataclasses import dataclass
from math import comb

import pandas as pd

from posture.ledger import DOWN, NOT_COMPARABLE, RUNNING_TOTAL, UP, ledger
from posture.panel import Moment, known, live
from posture.sentences import counted
from posture.statements import REDEFINED, series

EXPLAINED = (REDEFINED, "correction", "disclosure")  # the figure moved, and the source says that the force did not
TEST_FROM = 6  # movers: five that all go one way cannot reach five per cent


@dataclass(frozen=True, slots=True)
class Summary:
    """How many steps went up and down, how many the source explains otherwise, and the rest.

    `explained` steps carry a label (new definition, correction, disclosure) that says that the force did not move, so
    they are no movers. `p` is that of the exact two-sided sign test, or None, and then `untested` says why.
    """

    up: int
    down: int
    explained: int
    rest: int
    p: float | None
    untested: str

    @property
    def says(self) -> str:
        """The counts in a sentence."""
        explained = f", {self.explained} explained by the source" if self.explained else ""
        tested = self.untested if self.p is None else f"two-sided sign test: p = {self.p:.3f}"
        return f"{self.up} higher, {self.down} lower{explained}, {self.rest} neither ({tested})."


def summary(steps: pd.DataFrame) -> Summary:
    """The panel summary of a ledger: bounds, running totals and what cannot be compared never count as movers."""
    explained = steps["change"].isin(EXPLAINED)
    up, down = (steps["verdict"].isin(way) & ~explained for way in (UP, DOWN))
    movers = steps[up | down]
    untested = _untested(movers)
    return Summary(
        up=int(up.sum()),
        down=int(down.sum()),
        explained=int(explained.sum()),
        rest=int((~(up | down | explained)).sum()),
        p=None if untested else sign_test(int(up.sum()), int(down.sum())),
        untested=untested,
    )


def _untested(movers: pd.DataFrame) -> str:
    if len(movers) < TEST_FROM:
        return f"too few to test: {counted(len(movers), 'mover')}, {TEST_FROM} are needed"
    if movers["originator"].duplicated().any():
        return "not tested: one originator moved more than once, and its steps are no independent witnesses"
    return ""


def sign_test(ups: int, downs: int) -> float:
    """The exact two-sided p of so many ups and downs, if each were as likely as the other."""
    n, fewer = ups + downs, min(ups, downs)
    return min(1.0, 2 * sum(comb(n, k) for k in range(fewer + 1)) / (1 << n))


def latest(steps: pd.DataFrame) -> pd.DataFrame:
    """The last step of each originator in each scope: what a summary of a panel may count."""
    return steps.groupby(["scope", "originator"], sort=False).tail(1)


def compared(rows: pd.DataFrame, moment: Moment) -> str:
    """How many live claims of one scope can be held against their own originator's earlier one."""
    voices, heard = live(rows, moment), known(rows, moment.known_by)
    if voices.empty:
        return "No claim is live to be compared."
    steps = _leading_to(voices, ledger(heard))
    comparable = steps[~steps["verdict"].isin([NOT_COMPARABLE, RUNNING_TOTAL])]
    counts, new, unnamed = summary(comparable), _new(voices, heard), int(voices["anonymous"].sum())
    movers = f"{counts.up} higher, {counts.down} lower"
    movers += f", {counts.explained} explained by the source" if counts.explained else ""
    movers += f", {counts.rest} neither" if counts.rest else ""
    test = " (too few to test)" if counts.p is None else f" (two-sided sign test: p = {counts.p:.3f})"
    other = len(voices) - len(comparable) - new - unnamed
    rest = [f"{new} {'is' if new == 1 else 'are'} new"] if new else []
    rest += [f"{other} cannot be compared"] if other else []
    rest += [f"{unnamed} {'is' if unnamed == 1 else 'are'} unnamed and never compared"] if unnamed else []
    tail = f" {', '.join(rest)}." if rest else ""
    own = "can be compared with their own earlier claim"
    return f"{len(comparable)} of {len(voices)} {own}: {movers}{test}.{tail}"


def _leading_to(voices: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The steps that end in a live statement."""
    named = voices[~voices["anonymous"]]
    ends = set(zip(named["scope"], named["originator"], named["as_of_to"], strict=True))
    step = zip(steps["scope"], steps["originator"], steps["later_as_of_to"], strict=True)
    return steps[pd.Series([one in ends for one in step], index=steps.index, dtype=bool)]


def _new(voices: pd.DataFrame, heard: pd.DataFrame) -> int:
    """How many named voices gave no number of their own before the live one."""
    told, named = series(heard), voices[~voices["anonymous"]]
    keys = zip(named["scope"], named["originator"], named["as_of_to"], strict=True)
    return sum(not any(one.numeric and one.as_of_to < day for one in told[scope, who]) for scope, who, day in keys)
