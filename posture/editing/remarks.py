"""What is lawful in a draft and worth a look before it is saved: above all, whether it is in the dataset already."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from posture import suspicions
from posture.config import Config
from posture.dates import Period
from posture.editing.addresses import same_page
from posture.editing.drafts import Draft, typed
from posture.editing.faults import HERE, Judged, judged
from posture.editing.numbered import Where
from posture.loading import Dataset, Entry
from posture.model import UNATTRIBUTED, Theatre
from posture.problems import Problem
from posture.quantities import Count
from posture.sentences import counted, period
from posture.table import Roots
from posture.trees import top

REPEAT_DAYS, COPY_DAYS = 60, 14  # between two publications: of one body, of anybody
MOST_WORDS = 12  # of a wording; more is an article and no fragment
MOST_ASKED = 3  # likely repeats of one figure
HERE_AT = re.compile(rf"{HERE}:([0-9]+)")
COMES_BACK = suspicions.no_figure_comes_back_to_the_digit.__name__
ELSEWHERE = {suspicions.reports_can_be_followed.__name__: ("url",)}  # the field that a warning about an id is about


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at, in a sentence, at a field of the form; () where it is about none of them.

    `repeats` is what to write there if the figure turns out to be a repeat.
    """

    where: Where
    text: str
    repeats: str | None = None


def remarks(
    draft: Draft, dataset: Dataset, config: Config, today: date, standing: Iterable[Problem] | None = None
) -> list[Remark]:
    """Everything worth a look in a draft, also in one that is not finished; silent at fields that have a fault.

    `standing` are the warnings about the dataset as it is, where they are at hand.
    """
    record = typed(draft)
    found = judged(record, draft.entries, dataset, config)
    asked = list(_likely_repeats(found, dataset))
    told = [*_known_pages(record, dataset), *_same_day(record, dataset), *asked, *_long_wordings(record)]
    known = suspicions.warnings(dataset, config, today) if standing is None else standing
    told += _suspected(found, suspicions.warnings(found.dataset, config, today), known, asked)
    wrong = {fault.where for fault in found.faults}
    return [remark for remark in dict.fromkeys(told) if remark.where not in wrong]


def _known_pages(record: dict[str, Any], dataset: Dataset) -> Iterator[Remark]:
    """Addresses of the draft at which a report of the dataset can be read."""
    known: dict[str, Entry] = {}
    for entry in dataset.entries:
        for address in (entry.report.url, entry.report.archive_url, *entry.report.copies):
            if address:
                known.setdefault(same_page(address), entry)
    copies = record.get("copies", [])
    texts: dict[Where, str | None] = {("url",): record.get("url"), ("archive_url",): record.get("archive_url")}
    texts |= {("copies", place): text for place, text in enumerate([copies] if isinstance(copies, str) else copies)}
    for where, text in texts.items():
        if text and (other := known.get(same_page(text))):
            yield Remark(where, f"This page is in the dataset already: {_report(other)}.")


def _same_day(record: dict[str, Any], dataset: Dataset) -> Iterator[Remark]:
    """Reports of the same publisher that bear the same date."""
    mine = _name(record.get("publisher", "")), record.get("published", "")
    reports = {entry.report.id: entry for entry in dataset.entries}
    for entry in reports.values():
        if all(mine) and mine == (_name(entry.report.publisher), str(entry.report.published)):
            yield Remark(("published",), f"The same publisher has a report of this date: {_report(entry)}.")


def _long_wordings(record: dict[str, Any]) -> Iterator[Remark]:
    for place, estimate in enumerate(record["estimates"]):
        words = len(estimate.get("wording", "").split())
        if words > MOST_WORDS:
            text = f"The wording has {words} words; {MOST_WORDS} that show the figure are enough."
            yield Remark(("estimates", place, "wording"), text)


def _likely_repeats(found: Judged, dataset: Dataset) -> Iterator[Remark]:
    """Figures that somebody printed shortly before or after, of the same body or of anybody; the nearest first."""
    roots, theatre = Roots(dataset), found.dataset.theatre
    for place, own in found.own.items():
        near: dict[str, tuple[int, Entry]] = {}
        for entry in () if own.estimate.repeats else dataset.entries:
            if _same_scope(own, entry) and _same_figure(own.estimate.count, entry.estimate.count):
                root = _root(entry, dataset, roots)
                days = _apart(root.report.published, own.report.published)
                one_body = _body(own, theatre) == _body(root, theatre) != UNATTRIBUTED
                if days is not None and abs(days) <= (REPEAT_DAYS if one_body else COPY_DAYS):
                    near.setdefault(root.id, (days, root))
        for days, root in sorted(near.values(), key=lambda one: abs(one[0]))[:MOST_ASKED]:
            yield _question(root, days, theatre, ("estimates", place, "count"))


def _root(entry: Entry, dataset: Dataset, roots: Roots) -> Entry:
    """What the figure goes back to, where that is one estimate of the dataset; else the entry itself."""
    ends = roots.of(entry.id)
    return dataset.by_id.get(ends[0], entry) if len(ends) == 1 else entry


def _question(other: Entry, days: int, theatre: Theatre, where: Where) -> Remark:
    when = f"at most {counted(abs(days), 'day')} {'before' if days > 0 else 'after'}" if days else "the same day"
    said = f"{_label(other, theatre)}, {other.estimate.count}, {_report(other)}, {when}"
    if days < 0:
        return Remark(where, f"The same figure: {said}. Is that a repeat of this one?")
    return Remark(where, f"The same figure: {said}. Is it a repeat of {other.id}?", other.id)


def _apart(earlier: Period, later: Period) -> int | None:
    """The most days that the dates allow from the first to the second; below 0 the other way; None without bounds."""
    if earlier.first is None or earlier.last is None or later.first is None or later.last is None:
        return None
    if earlier.order <= later.order:
        return max((later.last - earlier.first).days, 0)
    return -(earlier.last - later.first).days


def _same_scope(one: Entry, other: Entry) -> bool:
    first, second = one.estimate, other.estimate
    return set(first.force) == set(second.force) and all(_scope(first, key) == _scope(second, key) for key in SCOPED)


SCOPED = {"measure": "present", "place": (), "unit": "persons", "increment": False, "of": ()}


def _scope(estimate: Any, key: str) -> Any:
    value = getattr(estimate, key) or SCOPED[key]
    return set(value) if isinstance(value, tuple) else value


def _same_figure(one: Count, other: Count) -> bool:
    """The same numbers, whatever stands before them, or the same words."""
    return one.numbers == other.numbers if one.numbers else one == other and bool(one.words)


def _suspected(
    found: Judged, warnings: Iterable[Problem], standing: Iterable[Problem], asked: Iterable[Remark]
) -> Iterator[Remark]:
    """The warnings that the draft adds to those of the dataset."""
    known, questions = set(standing), {remark.where for remark in asked}
    for problem in warnings:
        where, here = _about(problem, found), problem.file == HERE
        if problem in known or (here and not where) or (problem.rule == COMES_BACK and where in questions):
            continue
        text = HERE_AT.sub(lambda at: f"estimate {found.estimate(int(at[1])) + 1} of this report", _text(problem))
        yield Remark(where, text if here else f"{problem.file}:{problem.line}: {text}")


def _about(problem: Problem, found: Judged) -> Where:
    """The field of the draft that a warning is about, also where it stands at another report; () where at none."""
    if problem.file == HERE:
        return ELSEWHERE.get(problem.rule, found.lines.at(problem.line))
    if at := HERE_AT.search(problem.write):
        return (*found.lines.at(int(at[1])), "count")
    return next((("estimates", place, "count") for place, own in found.own.items() if own.id in problem.found), ())


def _text(problem: Problem) -> str:
    text = f"{problem.found}; {problem.write}"
    return text if text.endswith("?") else f"{text}."


def _report(entry: Entry) -> str:
    return f"{entry.report.id} ({entry.report.publisher}, {period(str(entry.report.published))})"


def _name(publisher: str) -> str:
    return publisher.casefold().removeprefix("the ")


def _body(entry: Entry, theatre: Theatre) -> str:
    return top(theatre.originators, entry.estimate.originator or UNATTRIBUTED)


def _label(entry: Entry, theatre: Theatre) -> str:
    originator = entry.estimate.originator or UNATTRIBUTED
    known = theatre.originators.get(originator)
    return known.label if known else originator
