"""Why two figures must not be held against each other: in plain words, from the definitions of the theatre."""

from collections.abc import Mapping
from typing import Any, Protocol

from posture.columns import Row
from posture.model import Place, Theatre
from posture.sentences import isolated, listed, period
from posture.table import JOIN
from posture.titles import beginning
from posture.trees import ancestors


class Measured(Protocol):
    """What a measure is called, what it counts, and whether it is a level or an accumulation."""

    label: str
    counts: str
    kind: str


def apart(first: Row, second: Row, theatre: Theatre, measures: Mapping[str, Measured]) -> list[str]:
    """A sentence for each way in which the scopes of two rows differ; empty if and only if they are one scope."""
    if first["scope"] == second["scope"]:
        return []
    reasons = [*_who(first, second, theatre), *_where(first, second, theatre), *_basis(first, second, measures)]
    reasons += [*_unit(first, second, theatre), *_addition(first, second), *_beginning(first, second, measures)]
    return reasons or ["They have different scopes."]


def _who(first: Row, second: Row, theatre: Theatre) -> list[str]:
    if _keys(first["force"]) == _keys(second["force"]):
        return []
    one, other = (_counted(row, theatre) for row in (first, second))
    sentence = f"Who is counted: {figure(first)} counts {one}; {figure(second)} counts {other}."
    for part, whole in ((first, second), (second, first)):
        if _inside(part["force"], whole["force"], theatre.forces):
            return [f"{sentence} {_larger(part, whole, theatre)}"]
    return [f"{sentence} Neither is declared as part of the other."]


def _counted(row: Row, theatre: Theatre) -> str:
    forces = [theatre.forces[key] for key in row["force"].split(JOIN)]
    return " together with ".join(_defined(force.label, force.counts) for force in forces)


def _defined(label: str, counts: str) -> str:
    return f"“{isolated(label)}” ({isolated(counts.rstrip('.'))})"


def _larger(part: Row, whole: Row, theatre: Theatre) -> str:
    """That one force lies inside the other, and what else the theatre declares inside the larger one."""
    forces = theatre.forces
    mine = part["force"].split(JOIN)
    path = {key for one in mine for key in (one, *ancestors(forces, one)) if _inside(key, whole["force"], forces)}
    beside = [key for key in whole["force"].split(JOIN) if key not in path]
    beside += [key for key, force in forces.items() if force.part_of in path.difference(mine) and key not in path]
    names = [f"“{isolated(forces[key].label)}”" for key in beside]
    adds = f", which also holds {listed(names, most=4)}" if beside else ""
    return f"“{isolated(part['force_label'])}” is part of “{isolated(whole['force_label'])}”{adds}."


def _where(first: Row, second: Row, theatre: Theatre) -> list[str]:
    if _keys(first["place"]) == _keys(second["place"]):
        return []
    one, other = (_area(row, theatre) for row in (first, second))
    sentence = f"Where: {figure(first)} is about {one}, {figure(second)} about {other}."
    for part, whole, inner, outer in ((first, second, one, other), (second, first, other, one)):
        if whole["place"] and _inside(part["place"], whole["place"], theatre.places):
            return [f"{sentence} {_capital(inner)} lies in {outer}."]
    return [sentence]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _area(row: Row, theatre: Theatre) -> str:
    if not row["place"]:
        return "the whole theatre"
    declared = [(key, theatre.places.get(key)) for key in row["place"].split(JOIN)]
    return listed([_named(place) if place else key for key, place in declared])


def _named(place: Place) -> str:
    return isolated(place.label) + (f" ({isolated(place.counts)})" if place.counts else "")


def _basis(first: Row, second: Row, measures: Mapping[str, Measured]) -> list[str]:
    if first["measure"] == second["measure"]:
        return []
    one, other = (_meant(row["measure"], measures) for row in (first, second))
    return [f"On what basis: {figure(first)} is {one}; {figure(second)} is {other}."]


def _meant(key: str, measures: Mapping[str, Measured]) -> str:
    measure = measures.get(key)
    return _defined(measure.label, measure.counts) if measure else f"“{key}”"


def _unit(first: Row, second: Row, theatre: Theatre) -> list[str]:
    if (first["unit"], _keys(first["of"])) == (second["unit"], _keys(second["of"])):
        return []
    one, other = (_counting(row, theatre) for row in (first, second))
    return [f"In what unit: {figure(first)} is in {one}, {figure(second)} in {other}."]


def _counting(row: Row, theatre: Theatre) -> str:
    unit: str = row["unit"]
    if not row["of"]:
        return unit
    return f"{unit} of {listed([isolated(theatre.forces[key].label) for key in row['of'].split(JOIN)])}"


def _addition(first: Row, second: Row) -> list[str]:
    if first["increment"] == second["increment"]:
        return []
    extra, level = (first, second) if first["increment"] else (second, first)
    return [f"Level or addition: {figure(extra)} comes on top of others, {figure(level)} stands alone."]


def _beginning(first: Row, second: Row, measures: Mapping[str, Measured]) -> list[str]:
    if not all(getattr(measures.get(row["measure"]), "kind", "") == "accumulation" for row in (first, second)):
        return []
    one, other = (_begins(row) for row in (first, second))
    return [] if one == other else [f"Since when: {figure(first)} is counted {one}, {figure(second)} {other}."]


def _begins(row: Row) -> str:
    start = beginning(row)
    return f"from {start} on" if start else "from the beginning"


def figure(row: Row) -> str:
    """A figure as these sentences name it: its count, its originator and its time."""
    return f"{row['count']} ({isolated(row['originator_label'])}, {period(row['as_of'])})"


def _inside(part: str, whole: str, forces: Mapping[str, Any]) -> bool:
    above = _keys(whole)
    return all(not above.isdisjoint((one, *ancestors(forces, one))) for one in part.split(JOIN))


def _keys(joined: str) -> frozenset[str]:
    return frozenset(joined.split(JOIN))
