"""A snapshot that a reader kept: its rows with the types of the table, and what it says about how it was made.

It may come from an earlier or a later version of the program, with columns more or fewer.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from posture import dates
from posture.columns import COLUMNS, DAY, WHOLE, YES, Column
from posture.problems import MiswrittenError, quoted
from posture.sentences import counted, listed
from posture.snapshots.kept_files import AS_IT_WAS, LARGEST, Cells, NotOursError, cells
from posture.snapshots.left_out import DAYS
from posture.snapshots.parameters import READERS
from posture.snapshots.writing import choices_in, unsafe

CHOSEN = "chosen_"
VERSIONS = ("data_version", "program_version")
SAID = ("theatre", *VERSIONS)
PERIODS = ("as_of", "published")  # dates as precise as they are known
SPREADSHEET = "a spreadsheet saved the file again, and may have rewritten other cells too"


@dataclass(frozen=True, eq=False)
class Kept:
    """A snapshot as it was kept.

    `rows` has those columns of the table that the file has. `theatre` is the dataset that it was taken from.
    `parameters` are the choices under which it was made, in the words of an address. Both are empty where the file
    does not say, as one without rows. `problems` are sentences about what was not understood.
    """

    rows: pd.DataFrame
    theatre: str = ""
    parameters: Mapping[str, list[str]] = field(default_factory=dict)
    data_version: str = ""
    program_version: str = ""
    problems: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        """Whether it says which filters chose its rows; an early snapshot says only how they are read."""
        return "force" in self.parameters


def read(data: bytes, name: str, largest: int = LARGEST) -> Kept:
    """The snapshot in a file. Raises NotOursError, with the name of the file, where there is none."""
    try:
        return _kept(cells(data, largest))
    except NotOursError as error:
        raise NotOursError(f"{quoted(name)} cannot be read as a snapshot: {error.found}", error.write) from error


def completed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every column of the table, empty where an earlier version of the program had none."""
    blank: dict[object, Any] = {YES: False, DAY: pd.NaT, WHOLE: pd.NA}
    new = {
        name: _array([blank.get(column.dtype, "")] * len(rows), column)
        for name, column in COLUMNS.items()
        if name not in rows
    }
    return rows.assign(**new)[list(COLUMNS)]


def _kept(found: Cells) -> Kept:
    columns = dict(zip(found.header, zip(*found.records, strict=True) or ((),), strict=False))
    texts = {name: _bare(columns.get(name, ()), found) for name in found.header}
    rows = pd.DataFrame({name: _typed(name, texts[name]) for name in COLUMNS if name in texts})
    if rows["estimate_id"].duplicated().any():
        raise NotOursError("an estimate stands twice in it, so it is no longer one snapshot", AS_IT_WAS)
    said = {name: _one(name, texts[name]) for name in texts if name in SAID or name.startswith(CHOSEN)}
    said |= {
        name: cell for name, cell in found.made.items() if name in SAID and isinstance(cell, str) and not said.get(name)
    }
    data, program = (said.get(name, "") for name in VERSIONS)
    return Kept(rows, said["theatre"], _parameters(said, found), data, program, _odd(texts))


def _bare(column: Sequence[str], found: Cells) -> list[str]:
    return [unsafe(cell) for cell in column] if found.guarded else list(column)


def _one(name: str, column: Sequence[str]) -> str:
    if len(set(column)) > 1:
        raise NotOursError(f"its rows differ in {name}, as if several snapshots were put together", AS_IT_WAS)
    return next(iter(column), "")


def _parameters(said: Mapping[str, str], found: Cells) -> dict[str, list[str]]:
    cells = {name.removeprefix(CHOSEN): cell for name, cell in said.items() if name.startswith(CHOSEN)}
    made = found.made.get("choices", {})
    if not isinstance(made, dict) or not all(_listed(texts) for texts in made.values()):
        raise NotOursError("its choices are no lists of texts", AS_IT_WAS)
    # A CSV without rows says nothing, which is not the same as that nothing was chosen.
    parameters = choices_in(cells) if cells and found.records else made
    for name in DAYS:
        try:
            READERS[name](parameters.get(name, [""]), {})
        except MiswrittenError as error:
            raise NotOursError(f"its choice of {name} cannot be read: {error.found}", AS_IT_WAS) from error
    return parameters


def _listed(texts: Any) -> bool:
    return isinstance(texts, list) and bool(texts) and all(isinstance(text, str) for text in texts)


def _odd(texts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    unknown = [name for name in texts if name not in {*COLUMNS, *VERSIONS} and not name.startswith(CHOSEN)]
    missing = [name for name in COLUMNS if name not in texts]
    lines = ((unknown, "that this version of the program does not know"), (missing, "less than a snapshot has today"))
    return tuple(
        f"The file has {counted(len(names), 'column')} {what}: {listed([quoted(name) for name in names])}."
        for names, what in lines
        if names
    )


def _typed(name: str, texts: Sequence[str]) -> Any:
    readers: dict[object, Callable[[str], Any]] = {WHOLE: _whole, DAY: _day, YES: _yes}
    reader = _period if name in PERIODS else readers.get(COLUMNS[name].dtype, str)
    values = {}
    for text in dict.fromkeys(texts):
        try:
            values[text] = reader(text)
        except ValueError as error:
            found = f"row {texts.index(text) + 2}, column {name}: {quoted(text)} {error}"
            raise NotOursError(found, AS_IT_WAS) from None
    return _array([values[text] for text in texts], COLUMNS[name])


def _array(values: list[Any], column: Column) -> Any:
    dtype: Any = column.dtype  # its stubs know single types, and no column that may be of any
    return pd.array(values, dtype=dtype)


def _whole(text: str) -> Any:
    if re.fullmatch("[0-9]{1,18}", text) or not text:
        return int(text) if text else pd.NA
    if re.fullmatch(r"[0-9]{1,3}([.,’'\s][0-9]{3})+", text):
        raise ValueError(f"is a number with separators: {SPREADSHEET}")
    if re.fullmatch(r"[0-9]+\.0+", text):
        raise ValueError("is a number with decimals, as a statistics program writes it")
    raise ValueError("is no whole number")


def _day(text: str) -> Any:
    if not text:
        return pd.NaT
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return pd.Timestamp(date.fromisoformat(text))
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{2}|[0-9]{4})", text):
        raise ValueError(f"may be a day and a month, or a month and a day: {SPREADSHEET}")
    raise ValueError("is no date as 2018-06-30")


def _period(text: str) -> str:
    try:
        dates.parse(text)
    except MiswrittenError:
        raise ValueError(f"is no date as 2018-06: perhaps {SPREADSHEET}") from None
    return text


def _yes(text: str) -> bool:
    if text in {"True", "False"}:
        return text == "True"
    if text.casefold() in {"true", "false"}:
        raise ValueError(f"stands where a snapshot has {text.capitalize()}: {SPREADSHEET}")
    raise ValueError("is neither True nor False")
