"""What a scope is called, and who is counted in it."""

from posture.columns import Row
from posture.config import Config
from posture.model import Theatre
from posture.sentences import isolated, listed, period
from posture.table import JOIN

TOGETHER = " Together with: "  # between the definitions of forces that are counted in one figure


def scope_title(theatre: Theatre, config: Config, row: Row) -> str:
    """The name of a scope: the force, and whatever sets it apart from a plain present strength in the whole theatre."""
    parts = [isolated(row["force_label"])]
    if row["measure"] != "present":
        parts.append(config.measures[row["measure"]].label.lower())
    if config.measures[row["measure"]].kind == "accumulation" and (start := beginning(row)):
        parts.append(f"from {start} on")
    if row["place"]:
        parts.append(listed([isolated(theatre.places[key].label) for key in row["place"].split(JOIN)]))
    if row["increment"]:
        parts.append("on top of others")
    if row["of"]:
        parts.append(f"percent of {listed([isolated(theatre.forces[key].label) for key in row['of'].split(JOIN)])}")
    elif row["unit"] != "persons":
        parts.append(row["unit"])
    return " · ".join(parts)


def beginning(row: Row) -> str:
    """The time from which a running total counts, as its source gives it; empty where that is the beginning."""
    start = row["as_of"].split("/")[0].rstrip("~") if "/" in row["as_of"] else ".."
    return "" if start == ".." else period(start)


def scope_definition(theatre: Theatre, row: Row) -> str:
    """Who is counted, in sentences of the theatre file."""
    return TOGETHER.join(isolated(theatre.forces[key].counts) for key in row["force"].split(JOIN))
