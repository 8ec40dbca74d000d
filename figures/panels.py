"""A panel: one scope, with a heading that says what is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from figures.style import wrapped
from posture.band import Stretch


@dataclass(frozen=True, slots=True)
class Panel:
    """One scope: a heading, the definition of what is counted, and its rows.

    `band` is its median zone along time and `steps` its ledger of changes, where a figure draws them.
    """

    title: str
    subtitle: str
    rows: pd.DataFrame
    band: Sequence[Stretch] = ()
    steps: pd.DataFrame | None = None

    @property
    def scope(self) -> str:
        """The scope of its rows."""
        scope: str = self.rows["scope"].iloc[0]
        return scope


def subtitle(panel: Panel) -> list[str]:
    """The definition in at most two lines that a phone has room for; the whole of it stands in the table of forces."""
    lines = wrapped(panel.subtitle, 58).split("<br>") if panel.subtitle else []
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]


def heading(panel: Panel) -> list[str]:
    """The title in lines that a phone has room for."""
    return wrapped(panel.title, 44).split("<br>")
