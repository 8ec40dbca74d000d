"""Repeats that say something else than what they repeat, found by rule: which figure, whom, where, how, how old."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from posture import quantities, retelling, sentences
from posture.columns import MERGED, Row
from posture.table import JOIN

MERGED_CLAIMS, FORCE, PLACE, UNIT = "two claims merged", "counts another force", "another place", "another unit"
LEVEL, ADDITION = "level instead of addition", "addition instead of level"
DATED_ANEW, OLD_FIGURE = "dated anew", "old figure"
OLD_DAYS = 180  # a repeat printed so long after the time described shows its reader a past strength

Change = tuple[str, str]  # a kind, and a sentence that explains it


@dataclass(frozen=True, slots=True)
class Distortion:
    """One way in which a repeat differs from what it repeats.

    `source_id` is the estimate that it differs from, `root_id` where the chain begins (several joined by " | ").
    `aspect` is figure, force, measure, place, unit, level or time; `inherited` says that the report from which it
    was taken had made the same change already, so that it was not made here.
    """

    repeat_id: str
    source_id: str
    root_id: str
    aspect: str
    kind: str
    says: str
    inherited: bool = False


def distortions(rows: pd.DataFrame, among: pd.DataFrame | None = None) -> list[Distortion]:
    """Every distortion of the repeats among `rows`, in their order; what they repeat is looked up in `among`.

    `among` is the whole table where `rows` is a selection. A root that is only quoted in words cannot be compared.
    """
    known = {row["estimate_id"]: row for row in (rows if among is None else among).to_dict("records")}
    repeats = rows[rows["repeats"] != ""].to_dict("records")
    return [found for row in repeats for found in _of(row, known)]


def _of(row: Row, known: Mapping[str, Row]) -> Iterator[Distortion]:
    roots, sources = (_found(row[column], known) for column in ("root", "repeats"))
    between = [source for source in sources if source not in roots]
    merged = _merges(row, sources)
    if merged:
        yield Distortion(row["estimate_id"], row["repeats"], row["root"], "figure", *_joined(row, sources))
    for aspect, rule in RULES.items():
        if not (merged and aspect == "figure"):
            yield from _aspect(row, roots, between, aspect, rule)


def _found(ids: str, known: Mapping[str, Row]) -> list[Row]:
    return [known[one] for one in ids.split(MERGED) if one in known]


def _aspect(row: Row, roots: list[Row], between: list[Row], aspect: str, rule: "Rule") -> Iterator[Distortion]:
    """One aspect of a repeat, held against its roots and against the reports between."""
    changes: list[tuple[Row, Change]] = []
    for root in roots:
        if (changed := rule(root, row)) is None:
            return  # as at the root: what lies between does not matter
        changes.append((root, changed))
    told = {change[0] for _, change in changes}
    later = [(source, change) for source in between if (change := rule(source, row)) and change[0] not in told]
    for source, (kind, explained) in [*changes, *later]:
        inherited = source in roots and _made_before(source, between, kind, rule)
        says = _sentence(row, source, explained)
        yield Distortion(row["estimate_id"], source["estimate_id"], row["root"], aspect, kind, says, inherited)


def _made_before(root: Row, between: list[Row], kind: str, rule: "Rule") -> bool:
    """Whether every report between had changed its root in the same way; how old a figure is, each answers for."""
    made = [rule(root, source) for source in between]
    return kind != OLD_FIGURE and bool(made) and all(change is not None and change[0] == kind for change in made)


def _sentence(row: Row, source: Row, explained: str) -> str:
    return f"{_printed(row)} repeats {_printed(source)}: {explained}."


def _printed(row: Row) -> str:
    return f"“{row['count']}” ({sentences.isolated(row['publisher'])}, {sentences.period(row['published'])})"


def _merges(row: Row, sources: list[Row]) -> bool:
    """Whether the numbers of a repeat come from several of its sources, and from none of them alone."""
    numbers = set(_numbers(row))
    each = [set(_numbers(source)) for source in sources]
    return len(each) > 1 and numbers <= set().union(*each) and not any(numbers <= one for one in each)


def _joined(row: Row, sources: list[Row]) -> Change:
    claims = sentences.listed([_printed(source) for source in sources])
    return MERGED_CLAIMS, f"{_printed(row)} makes one range of rival claims, {claims}."


def _numbers(row: Row) -> tuple[int, ...]:
    return quantities.parse(row["count"]).numbers


def _figure(source: Row, row: Row) -> Change | None:
    return retelling.changed(quantities.parse(source["count"]), quantities.parse(row["count"]))


def _force(source: Row, row: Row) -> Change | None:
    if _keys(source["force"]) == _keys(row["force"]):
        return None
    return FORCE, f"{_name(source['force_label'])} became {_name(row['force_label'])}"


def _name(label: str) -> str:
    return f"“{sentences.isolated(label)}”"


def _keys(joined: str) -> set[str]:
    return set(joined.split(JOIN))


def _measure(source: Row, row: Row) -> Change | None:
    before, after = source["measure"], row["measure"]
    return None if before == after else (f"{after} instead of {before}", f"it was {before} and became {after}")


def _place(source: Row, row: Row) -> Change | None:
    if _keys(source["place"]) == _keys(row["place"]):
        return None
    return PLACE, f"{_where(source)} became {_where(row)}"


def _where(row: Row) -> str:
    return sentences.listed(row["place"].replace("-", " ").split(JOIN)) if row["place"] else "the whole theatre"


def _unit(source: Row, row: Row) -> Change | None:
    before, after = source["unit"], row["unit"]
    return None if before == after else (UNIT, f"{before} became {after}")


def _level(source: Row, row: Row) -> Change | None:
    if source["increment"] == row["increment"]:
        return None
    return (ADDITION, "a level became an addition") if row["increment"] else (LEVEL, "an addition became a level")


def _time(source: Row, row: Row) -> Change | None:
    """A repeat takes over the time that its one root describes: a later one was stated anew."""
    described = f"the time described was {sentences.period(source['as_of'])}"
    if row["as_of_to"] > source["as_of_to"] and MERGED not in row["root"]:
        return DATED_ANEW, f"{described} and became {sentences.period(row['as_of'])}"
    waited = (row["published_from"] - source["as_of_to"]).days
    return (OLD_FIGURE, f"{described}, {sentences.days(waited)} earlier") if waited > OLD_DAYS else None


Rule = Callable[[Row, Row], Change | None]
RULES: Mapping[str, Rule] = {
    "figure": _figure,
    "force": _force,
    "measure": _measure,
    "place": _place,
    "unit": _unit,
    "level": _level,
    "time": _time,
}
