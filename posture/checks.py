"""The rules that a dataset must keep: each takes the whole dataset and tells what breaks it.

A record that breaks a rule is left out of the dataset and named in its problems; nothing else is lost. What is
lawful and suspicious is told by `posture.suspicions`, which never leaves anything out.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from posture.config import Legible
from posture.model import UNATTRIBUTED, Theatre
from posture.placed import locate
from posture.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from posture.loading import Dataset, Entry

Complaint = tuple[str, str, str]  # the key at which it stands, what was found, what to write
Rule = Callable[["Dataset", "Entry", Legible], Iterator[Complaint]]


def errors(dataset: "Dataset", config: Legible, lost: Collection[str] | None = ()) -> tuple[set[int], list[Problem]]:
    """The positions of the entries that break a rule, and every problem of theatre and entries.

    `lost` are the ids of reports that could not be read, None where nobody knows which those are: what repeats one
    of them is not at fault.
    """
    problems = list(theatre_problems(dataset))
    refused: set[int] = set()
    for position, key, found, write in _broken(dataset, config, lost):
        entry = dataset.entries[position]
        line, column = entry.place(key)
        refused.add(position)
        problems.append(Problem(entry.file, line, column, found, write))
    return refused, list(dict.fromkeys(problems))


def _broken(dataset: "Dataset", config: Legible, lost: Collection[str] | None) -> Iterator[tuple[int, str, str, str]]:
    for position, entry in enumerate(dataset.entries):
        for rule in RULES:
            for complaint in rule(dataset, entry, config):
                yield position, *complaint
    for whole in (ids_are_unique, reports_are_unique):
        yield from whole(dataset)
    yield from repeats_end_at_a_root(dataset, lost)


def forces_are_declared(dataset: "Dataset", entry: "Entry", _config: Legible) -> Iterator[Complaint]:
    """Every force that an estimate names stands in the theatre file."""
    known = dataset.theatre.forces
    for key, named in (("force", entry.estimate.force), ("of", entry.estimate.of or ())):
        for force in named:
            if force not in known:
                yield key, f'unknown force "{force}"', did_you_mean(force, known)


def originator_is_declared(dataset: "Dataset", entry: "Entry", _config: Legible) -> Iterator[Complaint]:
    """A bare key is declared; words with a space are an unnamed source; who made a figure is always said."""
    originator = entry.estimate.originator
    if originator is None:
        if "originator" not in entry.unread:
            yield (
                "force",
                "no originator is named",
                f"add originator: who made the figure, or {UNATTRIBUTED} where the report names nobody",
            )
    elif " " not in originator and originator != UNATTRIBUTED and originator not in dataset.theatre.originators:
        yield (
            "originator",
            f'unknown originator "{originator}"',
            did_you_mean(originator, dataset.theatre.originators),
        )


def places_are_declared(dataset: "Dataset", entry: "Entry", _config: Legible) -> Iterator[Complaint]:
    """Every place that an estimate names stands in the theatre file."""
    for place in entry.estimate.place or ():
        if place not in dataset.theatre.places:
            yield "place", f'unknown place "{place}"', did_you_mean(place, dataset.theatre.places)


def what_is_unclear_is_declared(dataset: "Dataset", entry: "Entry", _config: Legible) -> Iterator[Complaint]:
    """What a source leaves open is a force (who is included) or a place (what area)."""
    known = [*dataset.theatre.forces, *dataset.theatre.places]
    for name in entry.estimate.unclear:
        if name not in known:
            yield "unclear", f'unknown force or place "{name}"', did_you_mean(name, known)


def measure_is_defined(_dataset: "Dataset", entry: "Entry", config: Legible) -> Iterator[Complaint]:
    """The measure is one of those that config.yaml defines."""
    measure = entry.estimate.measure
    if measure is not None and config.measures is not None and measure not in config.measures:
        yield "measure", f'unknown measure "{measure}"', did_you_mean(measure, config.measures)


def share_names_its_whole(_dataset: "Dataset", entry: "Entry", _config: Legible) -> Iterator[Complaint]:
    """A percentage says of what, and only a percentage does."""
    if not entry.unread.isdisjoint(("count", "of")):
        return
    share = entry.estimate.count.is_share
    if share and entry.estimate.of is None:
        yield "count", "a share says nothing without its whole", "add of: the force that it is a share of"
    if entry.estimate.of is not None and not share:
        yield "of", "only a share is of another force", "write the count as a percentage, or leave out of"


RULES: tuple[Rule, ...] = (
    forces_are_declared,
    originator_is_declared,
    places_are_declared,
    what_is_unclear_is_declared,
    measure_is_defined,
    share_names_its_whole,
)


def ids_are_unique(dataset: "Dataset") -> Iterator[tuple[int, str, str, str]]:
    """No two estimates of a report have one id."""
    first: dict[tuple[int, str], Entry] = {}
    for position, entry in enumerate(dataset.entries):
        earlier = first.setdefault((id(entry.report), entry.id), entry)
        if entry.id and earlier is not entry:
            yield (
                position,
                "id" if entry.estimate.id else "force",
                f'two estimates of this report are "{entry.id}"',
                "give one of them an id of its own",
            )


def reports_are_unique(dataset: "Dataset") -> Iterator[tuple[int, str, str, str]]:
    """No two reports have one id."""
    first: dict[str, Entry] = {}
    for position, entry in enumerate(dataset.entries):
        earlier = first.setdefault(entry.report.id, entry)
        if earlier.report is entry.report or not entry.report.id:
            continue
        place = f"{earlier.file}:{earlier.report_source.line}"
        yield (
            position,
            "report.id",
            f'the id "{entry.report.id}" stands already at {place}',
            "give this report an id of its own",
        )


def repeats_end_at_a_root(dataset: "Dataset", lost: Collection[str] | None) -> Iterator[tuple[int, str, str, str]]:
    """Every repeated estimate exists, and following the repeats comes to an end."""
    links = {entry.id: _references(entry) for entry in reversed(dataset.entries) if entry.id}
    looping = _in_a_circle(links)
    for position, entry in enumerate(dataset.entries):
        for reference in _references(entry):
            if reference not in links and lost is not None and reference.rpartition("/")[0] not in lost:
                yield (
                    position,
                    "repeats",
                    f'no estimate is called "{reference}"',
                    did_you_mean(reference, links),
                )
        if entry.id in looping:
            yield (
                position,
                "repeats",
                f'"{entry.id}" repeats itself in a circle',
                "let the chain end at the estimate that was first",
            )


def _references(entry: "Entry") -> list[str]:
    return [one for one in entry.estimate.repeats if " " not in one]


def _in_a_circle(links: dict[str, list[str]]) -> set[str]:
    """What is left when everything that leads to an end, or that nothing leads to, is taken away again and again."""
    waiting = {one: {target for target in targets if target in links} for one, targets in links.items() if targets}
    while ended := [one for one, targets in waiting.items() if not targets & waiting.keys()]:
        for one in ended:
            del waiting[one]
    while len(waiting) > len(led_to := waiting.keys() & {target for targets in waiting.values() for target in targets}):
        waiting = {one: waiting[one] for one in led_to}
    return set(waiting)


def theatre_problems(dataset: "Dataset") -> Iterator[Problem]:
    """What the theatre file names without declaring it, and trees that bite their own tail."""
    theatre = dataset.theatre
    for path, name, known, word in _named(theatre):
        if name not in known:
            yield _at(dataset, path, f'unknown {word} "{name}"', did_you_mean(name, known))
    for group, word in (("forces", "force"), ("originators", "originator"), ("places", "place")):
        parents = {key: [one.part_of] if one.part_of else [] for key, one in getattr(theatre, group).items()}
        for key in sorted(_in_a_circle(parents)):
            yield _at(
                dataset,
                (group, key, "part_of"),
                f'the {word} "{key}" is part of itself',
                "let part_of lead upwards",
            )


def _named(theatre: Theatre) -> Iterator[tuple[tuple[str | int, ...], str, Mapping[str, Any], str]]:
    for position, force in enumerate(theatre.headline):
        yield ("headline", position), force, theatre.forces, "force"
    for group, word in (("forces", "force"), ("originators", "originator"), ("places", "place")):
        declared = getattr(theatre, group)
        for key, one in declared.items():
            if one.part_of is not None:
                yield (group, key, "part_of"), one.part_of, declared, word


def _at(dataset: "Dataset", path: tuple[str | int, ...], found: str, write: str) -> Problem:
    line, column = locate(dataset.theatre_file.source, path)
    return Problem(dataset.theatre_file.name, line, column, found, write)
