"""One vote for each voice: the live statements of one scope as votes, an originator's or a body's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from posture.agreement import Interval
from posture.columns import Row
from posture.quantities import hull, interval
from posture.sentences import isolated

BY = {"originator": "One vote for each originator", "body": "One vote for each body"}


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voice says of a scope.

    `low` and `high` are its stated ends (None: it states no such end), `vague` says that they were read from words.
    `age` (days) is that of the newest statement, `ids` are the statements behind it, `counts` their figures as coded,
    `mentions` the reports that print them. `label` names the voice; `body` is what it belongs to. `over` and `under`:
    the lower or upper end is the whole number next to the one that was said, as 351 is of "more than 350".
    """

    voice: str
    label: str
    low: int | None
    high: int | None
    vague: bool
    age: int
    ids: tuple[str, ...]
    counts: str
    mentions: int
    body: str
    over: bool = False
    under: bool = False

    @property
    def span(self) -> Interval:
        """The claim as a closed interval."""
        return interval(self.low, self.high)


def votes(live: Iterable[Row], labels: Mapping[str, str], *, by: str = "originator") -> tuple[Vote, ...]:
    """The numeric live statements of one scope, a vote a voice, in the order of their lower end.

    `by="body"` takes the organs of one body together: their hull is its claim, and an end that one of them leaves
    open is open.
    """
    voices: dict[str, list[Row]] = {}
    for row in live:
        if not (row["low"] is None and row["high"] is None):
            voices.setdefault(row["body" if by == "body" else "voter"], []).append(row)
    return tuple(sorted((_vote(voice, rows, labels) for voice, rows in voices.items()), key=_order))


def _order(vote: Vote) -> tuple[float, float]:
    low, high = (-1 if end is None else end for end in (vote.low, vote.high))
    return low, high


def _vote(voice: str, rows: Sequence[Row], labels: Mapping[str, str]) -> Vote:
    low, high = hull((row["low"], row["high"]) for row in rows)
    return Vote(
        voice=voice,
        label=isolated(rows[0]["originator_label"] if len(rows) == 1 else labels.get(voice, voice)),
        low=low,
        high=high,
        vague=all(row["kind"] == "words" for row in rows),
        age=min(row["age"] for row in rows),
        ids=tuple(row["estimate_id"] for row in rows),
        counts=" and ".join(dict.fromkeys(row["count"] for row in rows)),
        mentions=sum(row["mentions"] for row in rows),
        body=rows[0]["body"],
        over=all(row["kind"] == "more than" for row in rows if row["low"] == low),
        under=all(row["kind"] == "fewer than" for row in rows if row["high"] == high),
    )
