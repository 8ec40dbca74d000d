"""Whether a snapshot that was kept agrees with the dataset at hand, and what changed since it was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from posture.library import Opened
from posture.panel import known
from posture.sentences import counted, listed
from posture.snapshots import asked
from posture.snapshots.differences import Cell, Difference, changed, differences
from posture.snapshots.kept import Kept
from posture.snapshots.left_out import other_choices
from posture.snapshots.shown import shown
from posture.snapshots.version import VERSION, data_version

NO_ROWS = "The snapshot holds no estimate and does not say what it was asked for, so there is nothing to compare."
NO_FILTERS = (
    "The snapshot was made by an early version of the program, which did not write down the filters: "
    "its own estimates are compared, and nothing can be said about others."
)
ONE_WITHOUT_FILTERS = (
    "The {} snapshot does not say which filters chose its rows: "
    "what is told as added or gone may only have been chosen otherwise."
)


@dataclass(frozen=True, eq=False)
class Remade:
    """The rows of a snapshot as the dataset gives them now, under the same choices as far as they can be followed.

    `record` is every row that there is under them. `whole` says whether every choice could be followed, so that a row
    that the snapshot does not have is new; `notes` are sentences about what could not.
    """

    rows: pd.DataFrame
    record: pd.DataFrame
    whole: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """How a snapshot and the dataset at hand agree.

    `missing` are estimates of the snapshot that are no longer there, `more` those that it does not have, `cells` what
    differs between the others. `notes` are sentences that a reader of the verdict must know.
    """

    compared: int
    missing: tuple[str, ...]
    more: tuple[str, ...]
    cells: tuple[Cell, ...]
    whole: bool
    notes: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether something was compared and nothing differs."""
        return (self.compared > 0 or self.whole) and not (self.missing or self.more or self.cells)

    @property
    def says(self) -> str:
        """The verdict in a sentence."""
        if self.agrees:
            return f"The snapshot agrees with the dataset: {counted(self.compared, 'estimate')}, every cell the same."
        rows = len({cell.estimate_id for cell in self.cells})
        parts = [
            f"{counted(len(self.missing), 'estimate')} of it no longer there" if self.missing else "",
            f"{counted(len(self.more), 'estimate')} more than it has" if self.more else "",
            f"{counted(len(self.cells), 'cell')} of {counted(rows, 'estimate')} other than in it" if rows else "",
        ]
        found = listed([part for part in parts if part])
        return f"The snapshot differs from the dataset: {found}." if found else "The snapshot cannot be verified."


def remade(kept: Kept, opened: Opened) -> Remade:
    """The rows of a snapshot made again from the dataset of the same theatre."""
    notes = []
    try:
        wish = asked.read(kept.parameters, opened)
        whole = kept.filtered
    except asked.AskedError as error:
        notes.append(f"Not every choice of the snapshot can be followed any more: {'; '.join(error.faults)}.")
        wish, whole = asked.read({}, opened), False
    everything = opened.rows(opened.config.rulebooks[wish.rulebook])
    record = _as_known(everything, wish.known_by)
    if whole:
        return Remade(shown(opened, wish), record, whole, tuple(notes))
    if not notes:
        notes.append(NO_FILTERS if len(kept.rows) else NO_ROWS)
    return Remade(record[record["estimate_id"].isin(kept.rows["estimate_id"])], record, whole, tuple(notes))


def verify(kept: Kept, opened: Opened) -> Verdict:
    """Compares a snapshot with the dataset of the same theatre, cell by cell, but for where a record is typed."""
    now = remade(kept, opened)
    then_ids, now_ids = kept.rows["estimate_id"], now.rows["estimate_id"]
    missing, more = then_ids[~then_ids.isin(now_ids)], now_ids[~now_ids.isin(then_ids)]
    cells = tuple(changed(kept.rows, now.rows))
    same = len(missing) + len(more) + len(cells) == 0
    notes = (*now.notes, *kept.problems, *_versions(kept, opened, same=same))
    return Verdict(len(then_ids) - len(missing), tuple(missing), tuple(more), cells, now.whole, notes)


def since(kept: Kept, opened: Opened) -> tuple[list[Difference], tuple[str, ...]]:
    """What changed in the dataset since a snapshot of it was made, and sentences that a reader must know."""
    now = remade(kept, opened)
    found = differences(kept.rows, now.rows, kept.parameters, kept.parameters, now.record)
    return found, (*now.notes, *kept.problems, *_versions(kept, opened, same=not found))


def between(old: Kept, new: Kept) -> tuple[list[Difference], tuple[str, ...]]:
    """What changed from one snapshot to another, and sentences that a reader must know."""
    notes = [
        f"They were made under other choices: {name} was {_choice(old, name)}, then {_choice(new, name)}."
        for name in other_choices(old.parameters, new.parameters)
    ]
    notes += [ONE_WITHOUT_FILTERS.format(one) for one, kept in (("old", old), ("new", new)) if not kept.filtered]
    return differences(old.rows, new.rows, old.parameters, new.parameters), (*notes, *old.problems, *new.problems)


def _choice(kept: Kept, name: str) -> str:
    return listed([text for text in kept.parameters[name] if text], 5) or "left open"


def _as_known(rows: pd.DataFrame, known_by: date | None) -> pd.DataFrame:
    """Every row with its status as it was known by a day, those that were not public yet behind the others."""
    heard = known(rows, known_by)
    return pd.concat([heard, rows[~rows["estimate_id"].isin(heard["estimate_id"])]])


def _versions(kept: Kept, opened: Opened, *, same: bool) -> Iterator[str]:
    if kept.program_version and kept.program_version != VERSION:
        yield f"It was made by version {kept.program_version} of the program; this is version {VERSION}."
    if not kept.data_version:
        return
    here = data_version(opened)
    if kept.data_version != here:
        yield f"It was made from version {kept.data_version} of the data; this is version {here}."
    elif not same and kept.program_version == VERSION:
        yield f"It names the version of the data at hand, {here}, so the file was changed after it was made."
