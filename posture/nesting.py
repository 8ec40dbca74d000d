"""Forces inside forces: a part that is larger than its whole, and bounds that flow from a part up to its whole.

A part's lower end is a lower bound of everything that contains it, whoever stated it. Only claims of one measure and
unit are held against each other, never additions or shares; places nest only as the theatre declares.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from posture.columns import Row
from posture.sentences import factor, isolated, period
from posture.table import JOIN
from posture.trees import Part, ancestors

Tree = Mapping[str, Part]
SAME, BODY, OTHERS = "the same originator", "one body", "different originators"


@dataclass(frozen=True, slots=True)
class Excess:
    """A live claim about a part that leaves no room in a live claim about its whole.

    `factor` is how many times the part's lower end is the whole's upper end; `who` says whether one originator or
    one body contradicts itself, or whether two disagree.
    """

    part_id: str
    whole_id: str
    factor: float
    who: str
    says: str


def flags(live: pd.DataFrame, forces: Tree, places: Tree | None = None) -> list[Excess]:
    """Pairs of live claims whose part exceeds its whole, the greatest factor first.

    A claim that leaves open whether it includes the part says nothing about it and is passed over.
    """
    pairs = permutations(_plain(live).to_dict("records"), 2)
    nested = ((part, whole) for part, whole in pairs if _exceeds(part, whole))
    nested = ((part, whole) for part, whole in nested if _inside(part, whole, forces, places or {}))
    found = [_excess(part, whole) for part, whole in nested if not _leaves_open(whole, part, forces)]
    return sorted(found, key=lambda one: -one.factor)


@dataclass(frozen=True, slots=True)
class Bound:
    """The least that a whole must be, if a claim about one of its parts holds.

    `own` is the greatest lower end that anybody states for the whole itself, None where nobody does.
    """

    whole: str
    measure: str
    place: str
    low: int
    part_id: str
    own: int | None
    says: str

    @property
    def news(self) -> bool:
        """Whether nobody states as much for the whole itself."""
        return self.own is None or self.low > self.own


def upward(
    live: pd.DataFrame, forces: Tree, places: Tree | None = None, wholes: Iterable[str] | None = None
) -> list[Bound]:
    """For each whole (all declared forces, or `wholes`) the greatest lower end of a live claim about a part of it.

    One bound for each measure and unit, and for each place that a live claim names: the part may lie anywhere inside
    the place. The lower end of words is the rulebook's.
    """
    plain = _plain(live)
    rows = plain[plain["low"].notna()].to_dict("records")
    found = []
    for basis in dict.fromkeys((_basis(row), row["place"]) for row in rows):
        alike = [row for row in rows if _basis(row) == basis[0] and _covers(row["place"], basis[1], places or {})]
        for whole in forces if wholes is None else wholes:
            parts = [row for row in alike if row["force"] != whole and _surely_in(row, whole, forces)]
            own = [row["low"] for row in alike if row["force"] == whole and row["place"] == basis[1]]
            if parts:
                where = _label(places or {}, basis[1])
                found.append(_bound((whole, _label(forces, whole)), (basis[1], where), _greatest(parts), own))
    return found


def _greatest(parts: Iterable[Row]) -> Row:
    return max(parts, key=lambda row: row["low"])


def _label(tree: Tree, key: str) -> str:
    return getattr(tree.get(key), "label", key)


def _bound(whole: tuple[str, str], place: tuple[str, str], part: Row, own: list[int]) -> Bound:
    """A bound; whole and place are each a key and a label."""
    low, where = int(part["low"]), f", {place[1]}" if place[0] else ""
    least = f"More than {low - 1:,}" if part["kind"] == "more than" else f"At least {low:,}"
    says = f"{least} ({part['measure']}{where}) for {whole[1]} follows from {_said(part)}."
    greatest = int(max(own)) if own else None
    return Bound(whole[0], part["measure"], place[0], low, part["estimate_id"], greatest, says)


def _plain(live: pd.DataFrame) -> pd.DataFrame:
    """Claims that may be held against others: levels and running totals, no additions and no shares."""
    return live[~live["increment"] & (live["unit"] != "percent") & (live["of"] == "")]


def _basis(row: Row) -> tuple[str, ...]:
    """All of a scope but the force and the place: measure, unit and, for running totals, when they begin."""
    parts = row["scope"].split(" · ")
    return (parts[1], *parts[3:])


def _exceeds(part: Row, whole: Row) -> bool:
    stated: bool = not pd.isna(part["low"]) and not pd.isna(whole["high"])
    return stated and part["low"] > whole["high"] and _basis(part) == _basis(whole)


def _inside(part: Row, whole: Row, forces: Tree, places: Tree) -> bool:
    if part["force"] == whole["force"] and part["place"] == whole["place"]:
        return False
    return _surely_in(part, whole["force"], forces) and _covers(part["place"], whole["place"], places)


def _surely_in(part: Row, whole: str, forces: Tree) -> bool:
    """Whether everybody whom a claim counts, or may count, belongs to the whole."""
    doubtful = [one for one in part["unclear"].split("; ") if one]
    return all(_covers(one, whole, forces) for one in (part["force"], *doubtful))


def _covers(part: str, whole: str, tree: Tree) -> bool:
    """Whether every member of `part` is a member of `whole`, or lies below one; both may be joined keys."""
    above = set(whole.split(JOIN))
    return all(not above.isdisjoint((one, *ancestors(tree, one))) for one in part.split(JOIN))


def _leaves_open(whole: Row, part: Row, forces: Tree) -> bool:
    """Whether a claim about a whole does not say that the part, or something that holds it, is included."""
    doubtful = {one for one in whole["unclear"].split("; ") if one}
    return any(not doubtful.isdisjoint((one, *ancestors(forces, one))) for one in part["force"].split(JOIN))


def _excess(part: Row, whole: Row) -> Excess:
    times = float(part["low"] / whole["high"]) if whole["high"] else float("inf")
    who = _who(part, whole)
    says = f"{_said(part)} is more than {_said(whole)}, of which they are a part: {factor(times)}, {who}."
    return Excess(part["estimate_id"], whole["estimate_id"], times, who, says)


def _who(part: Row, whole: Row) -> str:
    if part["originator"] == whole["originator"]:
        return SAME
    return BODY if part["body"] == whole["body"] else OTHERS


def _said(row: Row) -> str:
    force, who = isolated(row["force_label"]), isolated(row["originator_label"])
    return f"“{row['count']}” for {force} by {who} ({period(row['as_of'])})"
