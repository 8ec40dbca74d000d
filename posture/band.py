"""The median zone along time: what the live panel says whenever it changes, and silence where it is thin."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from posture.agreement import Interval, median_zone
from posture.comparison import MEDIAN_FROM
from posture.panel import NOBODYS, known, own_statements
from posture.quantities import interval

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
    voices = _voices(rows, known_by)
    days = sorted({day for voice in voices for said, _ in voice for day in (said, said + timedelta(days=window + 1))})
    found: list[Stretch] = []
    for first, end in pairwise(days):
        if until is not None and first > until:
            break
        live = [span for voice in voices if (span := _live(voice, first, window)) is not None]
        if len(live) < MEDIAN_FROM:
            continue
        low, high = median_zone(live)
        before = found[-1] if found else None
        if before and (before.end, before.low, before.high, before.voices) == (first, low, high, len(live)):
            found[-1] = Stretch(before.first, end, low, high, len(live))
        else:
            found.append(Stretch(first, end, low, high, len(live)))
    return found


def _live(voice: Voice, day: date, window: int) -> Interval | None:
    place = bisect_right(voice, day, key=lambda said: said[0])
    if not place or (day - voice[place - 1][0]).days > window:
        return None
    return voice[place - 1][1]


def _voices(rows: pd.DataFrame, known_by: date | None) -> list[Voice]:
    """Each voice's claims, one a day described: the last published, and of several published together their hull."""
    heard = known(rows, known_by)
    said = own_statements(heard[~heard["status"].isin(NOBODYS) & heard["as_of_to"].notna()])
    said = said.sort_values(["as_of_to", "published_to"], kind="stable", na_position="first")
    by_voice: dict[str, dict[date, list[tuple[object, Interval | None]]]] = {}
    ends = ([None if pd.isna(end) else int(end) for end in said[side]] for side in ("low", "high"))
    for voter, day, published, low, high in zip(
        said["voter"], said["as_of_to"], said["published_to"], *ends, strict=True
    ):
        claim = None if low is None and high is None else interval(low, high)
        by_voice.setdefault(voter, {}).setdefault(day.date(), []).append((published, claim))
    return [[(day, _hull(claims)) for day, claims in days.items()] for days in by_voice.values()]


def _hull(claims: list[tuple[object, Interval | None]]) -> Interval | None:
    last = claims[-1][0]
    spans = [span for published, span in claims if (published == last or pd.isna(last)) and span is not None]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
