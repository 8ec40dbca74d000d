"""Who repeats whom in one scope: the chains, what changed on the way, and figures that may be copies."""

from collections import Counter

import pandas as pd
import streamlit as st

from figures.lineage import lineage
from figures.tables import table_html
from posture import quantities
from posture.distortions import Distortion, distortions
from posture.echoes import suspected
from posture.lineage import behind, chains, effective_number
from posture.sentences import counted
from views.context import Context, draw, unfolded

MOST_CHAINS, MOST_NUMBERS, OFTEN = 12, 6, 3


def echoes(context: Context, rows: pd.DataFrame, place: int) -> None:
    """The repeats of one scope, all dates that the filters leave, worked out when the reader asks."""
    reports, voices = rows["report_id"].nunique(), _voices(rows)
    label = f"Who repeats whom: {counted(reports, 'report')}, {counted(voices, 'originator')}, at any date"
    box = unfolded(label, f"lineage-{place}")
    if box is None:
        return
    with box:
        found = [chain for chain in chains(rows, context.everything) if len(chain.rows) > 1]
        often, alike = _often(rows), suspected(rows)
        if found:
            _chart(context, found, distortions(rows, context.everything), place)
        if often:
            st.text("Numbers that are printed most often, and who stands behind them:")
            stand = [(f"{number:,}", behind(rows, number, context.everything).says) for number in often]
            st.html(table_html(["Number", "Who stands behind it"], stand, context.colours))
        if alike:
            st.text("Possible echoes, for a person to judge; nothing was merged:")
            st.html(table_html(["Days apart", "What"], [(str(one.days), one.says) for one in alike], context.colours))
        if not (found or often or alike):
            st.text("Nobody repeats anybody here, and no number is printed often.")


def _often(rows: pd.DataFrame) -> list[int]:
    """The numbers that are printed most often."""
    printed = Counter(number for count in rows["count"] for number in set(quantities.parse(count).numbers))
    return [number for number, times in printed.most_common(MOST_NUMBERS) if times >= OFTEN]


def _voices(rows: pd.DataFrame) -> int:
    own = rows[(rows["repeats"] == "") & (rows["originator"] != "unattributed")]
    return own["body"].where(own["anonymous"], own["originator"]).nunique()


def _chart(context: Context, found: list, changed: list[Distortion], place: int) -> None:
    worth = effective_number([len(chain.rows) for chain in found])
    st.text(
        f"{counted(len(found), 'figure')} printed again, one line each; hollow repeats say something else. "
        f"The coverage of these is equal to that of {worth:.1f} figures printed equally often."
    )
    by_id: dict[str, list[str]] = {}
    for one in changed:
        by_id.setdefault(one.repeat_id, []).append(one.kind)
    told = {name: ", ".join(dict.fromkeys(kinds)) for name, kinds in by_id.items()}
    figure = lineage([chain.rows for chain in found[:MOST_CHAINS]], told, context.styles, context.colours)
    draw(
        figure,
        key=f"fp-lineage-{place}",
        alt="; ".join(f"{chain.label}: {counted(chain.reports, 'report')}" for chain in found),
    )
    if changed:
        rows = [(one.repeat_id, one.kind + (" (made before)" if one.inherited else ""), one.says) for one in changed]
        st.html(table_html(["Repeat", "What changed", "How"], rows, context.colours))
