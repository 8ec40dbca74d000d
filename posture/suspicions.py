"""What is lawful in a dataset and yet suspicious: each rule tells a person what to look at, and changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from posture import printed
from posture.config import Config, Legible
from posture.placed import locate
from posture.problems import Problem, did_you_mean
from posture.rulebooks import Rulebook
from posture.trees import ancestors

if TYPE_CHECKING:
    from posture.loading import Dataset, Entry

Suspicion = tuple["Entry", str, str, str]  # the entry, the key, what was found, what to do
Rule = Callable[["Dataset", Legible, date], Iterator[Suspicion]]


def warnings(dataset: "Dataset", config: Legible, today: date) -> list[Problem]:
    """Everything suspicious in the dataset, by place; `today` is the day that dates are held against."""
    told = [*_sides(dataset)]
    for rule in RULES:
        for entry, key, found, write in rule(dataset, config, today):
            line, column = entry.place(key)
            told.append(Problem(entry.file, line, column, found, write, "warning", rule.__name__))
    return sorted(set(told))


def digits_stand_in_the_wording(dataset: "Dataset", _config: Legible, _today: date) -> Iterator[Suspicion]:
    """The numbers of a count are among those that the wording prints."""
    for entry in dataset.entries:
        estimate = entry.estimate
        wording = f"{estimate.wording} {estimate.translation or ''}"
        if estimate.count.is_share or not printed.names_number(wording):
            continue
        missing = [number for number in estimate.count.numbers if number not in printed.numbers(wording)]
        if missing:
            figures = " and ".join(f"{number:,}" for number in missing)
            yield (
                entry,
                "count",
                f'{figures} does not stand in the wording "{estimate.wording}"',
                "compare the count with the page",
            )


def a_part_is_no_larger_than_its_whole(dataset: "Dataset", config: Legible, _today: date) -> Iterator[Suspicion]:
    """No estimate of a part exceeds the estimate of its whole by the same originator for the same date."""
    groups = _alike(dataset, config.rulebooks[config.rulebook]) if isinstance(config, Config) else ()
    for group in groups:
        for force, (entry, low, _) in group.items():
            for whole in ancestors(dataset.theatre.forces, force):
                if whole not in group:
                    continue
                other, _, high = group[whole]
                if low is not None and high is not None and low > high:
                    said, against = entry.estimate.count, other.estimate.count
                    found = f"{said} {force} is more than the {against} {whole} of which they are part"
                    yield entry, "count", found, f"compare with {other.file}:{other.line}"


def _alike(dataset: "Dataset", rulebook: Rulebook) -> Iterable[dict[str, tuple["Entry", int | None, int | None]]]:
    """What an originator says of single forces for one date, measure, place and unit, each with its two ends."""
    groups: dict[tuple[object, ...], dict[str, tuple[Entry, int | None, int | None]]] = {}
    for entry in dataset.entries:
        one = entry.estimate
        if len(one.force) == 1 and not one.count.is_share and not one.increment and not one.repeats:
            meaning = one.count.quantity(rulebook)
            described = str(one.as_of or entry.report.published)
            key = (one.originator, described, one.measure or "present", one.place, one.unit)
            groups.setdefault(key, {})[one.force[0]] = (entry, meaning.low, meaning.high)
    return groups.values()


def no_figure_comes_back_to_the_digit(dataset: "Dataset", _config: Legible, _today: date) -> Iterator[Suspicion]:
    """An originator who prints the same figure again may only have been reprinted."""
    series: dict[tuple[object, ...], list[Entry]] = {}
    for entry in dataset.entries:
        one = entry.estimate
        declared = dataset.theatre.originators.get(one.originator or "")
        if declared and not declared.anonymous and not one.repeats and one.count.numbers:
            key = (one.originator, one.force, one.measure or "present", one.place, one.increment, one.of)
            series.setdefault(key, []).append(entry)
    for entries in series.values():
        entries.sort(key=lambda entry: entry.report.published.order)
        for earlier, later in pairwise(entries):
            same = earlier.estimate.count == later.estimate.count and earlier.report.id != later.report.id
            if same and later.estimate.note is None and later.estimate.method is None:
                found = f'{later.estimate.originator} gave "{later.estimate.count}" before, in {earlier.id}'
                write = "add repeats where it is only reprinted, or a note where it was said anew"
                yield later, "count", found, write


def publication_follows_the_date_described(dataset: "Dataset", _config: Legible, _today: date) -> Iterator[Suspicion]:
    """A report is not printed before the time that its figures describe, unless they are plans."""
    for entry in dataset.entries:
        described, published = entry.estimate.as_of, entry.report.published
        if entry.estimate.measure == "planned" or not (described and described.first and published.last):
            continue
        if described.first > published.last:
            yield entry, "as_of", f"{described} is later than the publication ({published})", "check both dates"


def no_date_lies_in_the_future(dataset: "Dataset", _config: Legible, today: date) -> Iterator[Suspicion]:
    """No report was published after today."""
    for entry in _reports(dataset):
        first = entry.report.published.first
        if first and first > today:
            yield entry, "published", f"{entry.report.published} lies in the future", "check the date"


def reports_can_be_followed(dataset: "Dataset", _config: Legible, _today: date) -> Iterator[Suspicion]:
    """Every report has an address, or an archived copy."""
    for entry in _reports(dataset):
        if entry.report.url is None and entry.report.archive_url is None:
            found = f'the report "{entry.report.id}" has no url'
            yield entry, "report.id", found, "add the address at which a reader can follow it"


RULES: tuple[Rule, ...] = (
    digits_stand_in_the_wording,
    a_part_is_no_larger_than_its_whole,
    no_figure_comes_back_to_the_digit,
    publication_follows_the_date_described,
    no_date_lies_in_the_future,
    reports_can_be_followed,
)


def _reports(dataset: "Dataset") -> Iterator["Entry"]:
    """The first estimate of each report."""
    first: dict[int, Entry] = {}
    for entry in dataset.entries:
        first.setdefault(id(entry.report), entry)
    yield from first.values()


def _sides(dataset: "Dataset") -> Iterator[Problem]:
    """Sides that the theatre file names without defining them; a chart then draws them in grey."""
    theatre, file = dataset.theatre, dataset.theatre_file
    for group in ("forces", "originators"):
        for key, one in getattr(theatre, group).items():
            if one.side is not None and one.side not in theatre.sides:
                line, column = locate(file.source, (group, key, "side"))
                found, write = f'undefined side "{one.side}"', did_you_mean(one.side, theatre.sides)
                yield Problem(file.name, line, column, found, write, "warning", "sides")
