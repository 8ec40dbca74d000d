"""The median zone along time: what the live panel says whenever it changes, and silence where it is thin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from posture.agreement import Interval, median_zone
from posture.columns import Row, records
from posture.comparison import MEDIAN_FROM
from posture.panel import NOBODYS, known, own_statements
from posture.quantities import interval

READ: tuple[str, ...] = ("as_of_to", "published_to", "low", "high", "kind", "repeats", "originator", "anonymous")
READ += ("body", "status", "status_date", "status_reason")
Voice = list[tuple[date, Interval | None]]  # by the day described; None ends an earlier number


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` up to and without `end`, in which one median zone holds, of `voices` live claims."""

    first: date
    end: date
    low: float
    high: float
    voices: int


def band(rows: pd.DataFrame, *, window: int, known_by: date | None = None, until: date | None = None) -> list[Stretch]:
    """The stretches of time in which at least three voices are live, each with its median zone.

    `rows` are those of one scope. Between stretches nobody, or too few, were live: nothing is drawn there. No stretch
    reaches beyond `until`.
    """
    claims = [claim for voice in _voices(rows, known_by) for claim in _claims(voice, window)]
    days = sorted({day for first, end, _ in claims for day in (first, end)})
    found: list[Stretch] = []
    for first, end in pairwise(days):
        if until is not None and first > until:
            break
        live = [span for begin, over, span in claims if begin <= first < over]
        if len(live) < MEDIAN_FROM:
            continue
        low, high = median_zone(live)
        before = found[-1] if found else None
        if before and (before.end, before.low, before.high, before.voices) == (first, low, high, len(live)):
            found[-1] = Stretch(before.first, end, low, high, len(live))
        else:
            found.append(Stretch(first, end, low, high, len(live)))
    return found


def _claims(voice: Voice, window: int) -> Iterator[tuple[date, date, Interval]]:
    """From which day, and up to and without which, each claim of a voice is live."""
    ends = [said + timedelta(days=window + 1) for said, _ in voice]
    superseded = [said for said, _ in voice[1:]] + ends[-1:]
    for (said, span), end, newer in zip(voice, ends, superseded, strict=True):
        if span is not None:
            yield said, min(end, newer), span


def _voices(rows: pd.DataFrame, known_by: date | None) -> list[Voice]:
    """Each voice's claims, one a day described: the last published, and of several published together their hull."""
    heard = known(rows[[*READ]], known_by)
    said = own_statements(heard[~heard["status"].isin(NOBODYS) & heard["as_of_to"].notna()])
    by_voice: dict[str, dict[date, list[tuple[pd.Timestamp, Interval | None]]]] = {}
    for row in sorted(records(said), key=lambda row: (row["as_of_to"], _published(row))):
        claim = None if row["low"] is None and row["high"] is None else interval(row["low"], row["high"])
        claims = by_voice.setdefault(row["voter"], {}).setdefault(row["as_of_to"].date(), [])
        claims.append((_published(row), claim))
    return [[(day, _hull(claims)) for day, claims in days.items()] for days in by_voice.values()]


def _published(row: Row) -> pd.Timestamp:
    return row["published_to"] or pd.Timestamp.min


def _hull(claims: list[tuple[pd.Timestamp, Interval | None]]) -> Interval | None:
    last = claims[-1][0]
    spans = [span for published, span in claims if published == last and span is not None]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
