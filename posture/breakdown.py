"""One originator's own breakdown: a whole with the parts that the same originator gave for the same time.

Parts are never taken from different originators. They are found by the tree of forces: every force of a part lies below
a force of the whole, and of parts inside parts only the outermost counts. Siblings of the tree may overlap (a brigade
of both countries beside the militias of one), so a sum is checked against the whole and never shown in its place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from posture.columns import Row, end
from posture.sentences import isolated, period, span
from posture.statements import own
from posture.table import JOIN
from posture.trees import Part, ancestors

Tree = Mapping[str, Part]
ADDS_UP, CAN_ADD_UP, LEAVES, EXCEEDS = "adds up", "can add up", "leaves a rest", "more than the whole"
FEWEST = 2  # parts; a single part with its whole is no breakdown
MONTH = 31  # days; within a coarser time two reports need not speak of one moment
# Everyone who is present in a force that one commands is also commanded; of no other pair of measures is that so.
HOLDS = {"commanded": ("present",)}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and its parts, rows of the table, the parts in its order.

    `low` and `high` are the ends of the parts' sum, `rest_low` and `rest_high` those of what the parts leave of the
    whole; None is open. `verdict` is `ADDS_UP` (both ends of the sum are those of the whole), `CAN_ADD_UP` (the
    intervals meet), `LEAVES` (the parts are fewer than the whole) or `EXCEEDS`. `notes` say what makes the sum less
    than exact: another measure, another report, who is unclear.
    """

    whole: Row
    parts: tuple[Row, ...]
    low: int | None
    high: int | None
    verdict: str
    notes: tuple[str, ...]

    @property
    def rest_low(self) -> int | None:
        """The least that no part names; None where the whole has no lower or the parts have no upper end."""
        return _less(self.whole["low"], self.high)

    @property
    def rest_high(self) -> int | None:
        """The most that no part names; None where that is open."""
        return _less(self.whole["high"], self.low)

    @property
    def says(self) -> str:
        """The sum in a sentence, with its notes."""
        parts = " + ".join(f"{part['count']} {isolated(part['force_label'])}" for part in self.parts)
        whole = f"{isolated(self.whole['originator_label'])}, {period(self.whole['as_of'])}: {self.whole['count']}"
        rest = f", {span(self.rest_low, self.rest_high)} that no coded part names" if self.verdict == LEAVES else ""
        against = f"{whole} {isolated(self.whole['force_label'])} against {parts} = {span(self.low, self.high)}"
        return " ".join([f"{against}: {self.verdict}{rest}.", *self.notes])


def breakdowns(rows: pd.DataFrame, forces: Tree) -> list[Breakdown]:
    """Every breakdown with at least two parts, in the order of the rows.

    Whole and parts are own statements of one originator about one time, in one report, or, for a named originator and
    a time within a month, in several. They share place, unit and measure, but parts that are `present` may stand under
    a whole that is `commanded`; the notes then say so. Shares and additions are left out.
    """
    plain = own(rows)
    plain = plain[~plain["increment"] & (plain["of"] == "") & (plain["low"].notna() | plain["high"].notna())]
    told: dict[tuple[str, ...], list[Row]] = {}
    for row in plain.to_dict("records"):
        told.setdefault(_occasion(row), []).append(row)
    return [found for group in told.values() if len(group) > FEWEST for found in _found(group, forces)]


def _occasion(row: Row) -> tuple[str, ...]:
    """What whole and parts must have in common: who speaks of which time, and, where that is not precise, where."""
    coarse = pd.isna(row["as_of_from"]) or (row["as_of_to"] - row["as_of_from"]).days >= MONTH
    report = row["report_id"] if coarse or row["anonymous"] else ""
    return row["originator"], row["as_of"].replace("~", ""), report


def _found(group: list[Row], forces: Tree) -> Iterator[Breakdown]:
    for whole in group:
        inside = [row for row in group if _is_part(row, whole, forces)]
        inner = {row["force"] for row in inside for other in inside if _within(row["force"], other["force"], forces)}
        parts = list({row["scope"]: row for row in inside if row["force"] not in inner}.values())
        overlap = any(set(_keys(one)) & set(_keys(other)) for one, other in combinations(parts, 2))
        if len(parts) >= FEWEST and not overlap:
            yield _breakdown(whole, parts)


def _keys(row: Row) -> list[str]:
    keys: list[str] = row["force"].split(JOIN)
    return keys


def _is_part(part: Row, whole: Row, forces: Tree) -> bool:
    same = part["place"] == whole["place"] and _basis(part) == _basis(whole)
    measured = part["measure"] == whole["measure"] or part["measure"] in HOLDS.get(whole["measure"], ())
    return same and measured and _within(part["force"], whole["force"], forces)


def _basis(row: Row) -> list[str]:
    """Unit and, for a running total, when it begins."""
    parts: list[str] = row["scope"].split(" · ")
    return parts[3:]


def _within(part: str, whole: str, forces: Tree) -> bool:
    """Whether every force of a part is one of the whole's or lies below one, and the two are not the same forces."""
    mine, above = set(part.split(JOIN)), set(whole.split(JOIN))
    return mine != above and all(not above.isdisjoint((key, *ancestors(forces, key))) for key in mine)


def _breakdown(whole: Row, parts: list[Row]) -> Breakdown:
    low, high = (_sum([part[name] for part in parts]) for name in ("low", "high"))
    return Breakdown(whole, tuple(parts), low, high, _verdict(whole, low, high), tuple(_notes(whole, parts)))


def _sum(ends: list[Any]) -> int | None:
    return None if any(pd.isna(one) for one in ends) else int(sum(ends))


def _verdict(whole: Row, low: int | None, high: int | None) -> str:
    least, most = end(whole["low"]), end(whole["high"])
    if (low, high) == (least, most):
        return ADDS_UP
    if high is not None and least is not None and high < least:
        return LEAVES
    return EXCEEDS if low is not None and most is not None and low > most else CAN_ADD_UP


def _notes(whole: Row, parts: list[Row]) -> Iterator[str]:
    other = [part for part in parts if part["measure"] != whole["measure"]]
    if other:
        yield (
            f"The whole is counted as {whole['measure']}, {len(other)} of {len(parts)} parts as {other[0]['measure']}: "
            "who is commanded elsewhere is in the whole alone."
        )
    reports = dict.fromkeys(row["publisher"] for row in (whole, *parts) if row["report_id"] != whole["report_id"])
    if reports:
        yield f"Some parts were printed elsewhere, by {' and '.join(reports)}."
    if any(row["unclear"] for row in (whole, *parts)):
        yield "The source leaves open who is included."


def _less(number: Any, taken: int | None) -> int | None:
    return None if pd.isna(number) or taken is None else max(0, int(number) - taken)
