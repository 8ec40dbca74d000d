"""Who stands behind a figure: chains of repeats, originators behind a number, and how concentrated the coverage is.

The effective number is the inverse Simpson index, of the form of Kish's and of Laakso and Taagepera's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from posture import quantities
from posture.columns import MERGED, Row
from posture.model import UNATTRIBUTED
from posture.sentences import counted, isolated, listed, period


@dataclass(frozen=True)
class Chain:
    """A root with everything that goes back to it.

    `rows` has the root first, then the repeats in the order of publication; where the root is only quoted in words
    (`quoted`) it has no row. `reports` counts publications, the root's included.
    """

    root_id: str
    label: str
    quoted: bool
    rows: pd.DataFrame
    reports: int
    publishers: tuple[str, ...]


def chains(rows: pd.DataFrame, among: pd.DataFrame | None = None) -> list[Chain]:
    """Every root that is repeated among `rows`, the most repeated first; roots are looked up in `among`."""
    members: dict[str, list[str]] = {}
    ordered = rows[rows["repeats"] != ""].sort_values(["published_to", "published_from"], kind="stable")
    for one, ends in zip(ordered["estimate_id"], ordered["root"], strict=True):
        for root in ends.split(MERGED):
            members.setdefault(root, [root]).append(one)
    everything = rows if among is None else among
    beyond = everything["estimate_id"].isin(members) & ~everything["estimate_id"].isin(rows["estimate_id"])
    held = pd.concat([rows, everything[beyond]]) if beyond.any() else rows
    place = {one: number for number, one in enumerate(held["estimate_id"])}
    found = [_chain(root, held.iloc[[place[one] for one in ids if one in place]]) for root, ids in members.items()]
    return sorted(found, key=lambda chain: (-len(chain.rows), chain.rows["published_to"].min()))


def _chain(root: str, rows: pd.DataFrame) -> Chain:
    first = rows.iloc[0]
    quoted = first["estimate_id"] != root
    label = root if quoted else _label(first)
    return Chain(root, label, quoted, rows, rows["report_id"].nunique(), tuple(rows["publisher"].unique()))


def _label(row: Row) -> str:
    return f"{isolated(row['originator_label'])}: {row['count']}, {period(row['as_of'])}"


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind one number.

    `reports` print it; of its `mentions`, `own` are statements of somebody's own, `repeats` take it from elsewhere and
    `nobodys` name no source. `originators` are the labels of those whom the mentions go back to, each counted once
    (unnamed sources once for their body); `unnamed` says how many of them are. `scopes` are more than one where the
    number counts different things.
    """

    number: int
    reports: int
    mentions: int
    own: int
    repeats: int
    nobodys: int
    originators: tuple[str, ...]
    unnamed: int
    bodies: tuple[str, ...]
    scopes: tuple[str, ...]
    ids: tuple[str, ...]

    @property
    def says(self) -> str:
        """The answer in a sentence or two."""
        hidden = f" ({self.unnamed} unnamed)" if self.unnamed else ""
        names = f": {listed(list(self.originators), most=6)}" if self.originators else ""
        rest = f" {counted(self.nobodys, 'mention')} without a source." if self.nobodys else ""
        printed = f"{self.number:,} is printed in {counted(self.reports, 'report')}"
        return f"{printed}, by {counted(len(self.originators), 'independent originator')}{hidden}{names}.{rest}"


def behind(rows: pd.DataFrame, number: int, among: pd.DataFrame | None = None) -> Behind:
    """Who stands behind a number, as a figure, a bound or an end of a range, among `rows` (of a force and a time).

    `rows` are rows of the table, not of a panel, which holds no repeats.
    A repeat counts for those at the end of its chain, looked up in `among`. Where that end is only quoted in words,
    whoever the repeat names stands for it.
    """
    prints = [number in quantities.parse(count).numbers for count in rows["count"]]
    printing = rows[pd.Series(prints, index=rows.index, dtype=bool)]
    known = {row["estimate_id"]: row for row in (rows if among is None else among).to_dict("records")}
    repeated, nobodys = printing["repeats"] != "", printing["originator"] == UNATTRIBUTED
    voices = {_voice(end): end for row in printing.to_dict("records") for end in _ends(row, known)}
    return Behind(
        number=number,
        reports=printing["report_id"].nunique(),
        mentions=len(printing),
        own=int((~repeated & ~nobodys).sum()),
        repeats=int(repeated.sum()),
        nobodys=int(nobodys.sum()),
        originators=tuple(end["originator_label"] for end in voices.values()),
        unnamed=sum(bool(end["anonymous"]) for end in voices.values()),
        bodies=tuple(dict.fromkeys(end["body"] for end in voices.values())),
        scopes=tuple(printing["scope"].unique()),
        ids=tuple(printing["estimate_id"]),
    )


def _ends(row: Row, known: Mapping[str, Row]) -> Iterator[Row]:
    for root in row["root"].split(MERGED):
        end = known.get(root, row)
        if end["originator"] != UNATTRIBUTED:
            yield end


def _voice(row: Row) -> str:
    voice: str = row["body"] if row["anonymous"] else row["originator"]
    return voice


def mentions(rows: pd.DataFrame, ids: Iterable[str]) -> list[int]:
    """For each root how many of `rows` go back to it, itself included; a merged figure counts for each of its roots."""
    ends = rows["root"].str.split(MERGED, regex=False).explode().value_counts()
    return [int(ends.get(one, 0)) for one in ids]


def echo_share(counts: Sequence[int]) -> float:
    """The share of mentions that are echoes: 1 - n/m for n roots with m mentions in all; 0 without mentions."""
    return 1 - len(counts) / sum(counts) if sum(counts) else 0.0


def effective_number(counts: Sequence[float]) -> float:
    """To how many equally covered roots the coverage is equal: (sum c)^2 / sum c^2; 0 without mentions."""
    squares = sum(count * count for count in counts)
    return sum(counts) ** 2 / squares if squares else 0.0
