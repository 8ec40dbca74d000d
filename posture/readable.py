"""What can be read of a report or a theatre that the model refuses, so that all else is checked in the same run."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from posture.model import INHERITED, Estimate, Report, Theatre, inherit
from posture.placed import Mapping, Sequence

Path = tuple[int | str, ...]  # the way to something that the model refuses

# Where what has to be there cannot be read; no rule looks at them.
OF_A_REPORT = {"id": "0", "publisher": "0", "published": "2100"}
OF_AN_ESTIMATE = {"force": "0", "count": "0", "wording": "0"}
OF_THE_DECLARED = {"forces": {"label": "0", "counts": "0"}, "originators": {"label": "0"}, "places": {"label": "0"}}


class Part(NamedTuple):
    """An estimate of a refused report.

    `id` is empty where nobody can tell what it is called. About the keys in `unread` nothing can be said: they are
    None in the estimate, or hold something that was never typed.
    """

    id: str
    estimate: Estimate
    source: Mapping
    unread: frozenset[str]


def readable(source: Mapping, error: ValidationError) -> tuple[Report, list[Part]]:
    """What can be read of a report that the model refuses with this error, and of each of its estimates.

    The id of the report is empty where it is refused. Without an estimate there is a part that holds what the report
    says for all of them.
    """
    refused = _paths(error)
    own = [path for path in refused if path[:1] != ("estimates",)]
    rest = _without(source, own)
    typed = [*_estimates(source, refused)] or [_blank(source)]
    estimates = [OF_AN_ESTIMATE | _without(*one) for one in typed]
    report = Report.model_validate(OF_A_REPORT | rest | {"estimates": estimates})
    report = report if "id" in rest else report.model_copy(update={"id": ""})
    lost = _unread(rest, own)
    return report, [_part(report, lost, estimate, *one) for estimate, one in zip(report.estimates, typed, strict=True)]


def readable_theatre(source: Mapping, error: ValidationError) -> Theatre | None:
    """What can be read of a theatre that the model refuses with this error.

    None where it cannot be told which forces, originators or places are declared.
    """
    refused = _paths(error)
    if any((section,) in refused for section in OF_THE_DECLARED):
        return None
    rest = {"title": "0"} | _without(source, refused)
    for section, needed in OF_THE_DECLARED.items():
        rest[section] = {
            key: needed | (_without(one, _below(refused, section, key)) if isinstance(one, Mapping) else {})
            for key, one in source.get(section, {}).items()
            if (section, key, "[key]") not in refused
        }
    return Theatre.model_validate(rest) if rest["forces"] else None


def _paths(error: ValidationError) -> list[Path]:
    return [one["loc"] for one in error.errors(include_url=False)]


def _estimates(source: Mapping, refused: Collection[Path]) -> Iterator[tuple[Mapping, list[Path]]]:
    """Each estimate with what is refused in it; a blank one for what is no mapping."""
    typed = source.get("estimates")
    for place, one in enumerate(typed if isinstance(typed, Sequence) else ()):
        yield (one, _below(refused, "estimates", place)) if isinstance(one, Mapping) else _blank(source)


def _blank(report: Mapping) -> tuple[Mapping, list[Path]]:
    return Mapping(report.place), [(key,) for key in Estimate.model_fields]


def _below(refused: Collection[Path], *above: str | int) -> list[Path]:
    return [path[len(above) :] for path in refused if path[: len(above)] == above]


def _without(source: Mapping, refused: Collection[Path]) -> dict[str, Any]:
    """The fields in which nothing is refused, and lists without those of their entries that are."""
    rest: dict[str, Any] = {}
    for key, value in source.items():
        below = _below(refused, key)
        if not below:
            rest[key] = value
        elif isinstance(value, Sequence) and all(below):
            rest[key] = [one for place, one in enumerate(value) if place not in {path[0] for path in below}]
    return {key: value for key, value in rest.items() if value != [] and key != "estimates"}


def _unread(rest: dict[str, Any], refused: Collection[Path]) -> set[str]:
    return {str(path[0]) for path in refused} - rest.keys()


def _part(report: Report, lost: set[str], estimate: Estimate, source: Mapping, refused: Collection[Path]) -> Part:
    unread, touched = _unread(_without(source, refused), refused), {path[0] for path in refused}
    # What is typed here and refused is not what the report says instead.
    silent = dict.fromkeys((key for key in INHERITED if key in unread and key in source), None)
    known = inherit(report, estimate).model_copy(update=silent | ({"force": ()} if "force" in unread else {}))
    named = report.id and "id" not in touched and ("id" in source or "force" not in touched)
    name = f"{report.id}/{known.id or '+'.join(known.force)}" if named else ""
    return Part(name, known, source, frozenset(unread | (lost - source.keys())))
