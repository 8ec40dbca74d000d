"""Who repeats whom in one scope: the chains, what changed on the way, and figures that may be copies."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from figures.behind import echoes
from figures.ground import Ground
from figures.panels import Panel
from figures.tables import table_html
from posture import quantities
from posture.distortions import Distortion
from posture.echoes import suspected
from posture.lineage import behind
from posture.sentences import counted
from views.context import Context, draw_with_key, unfolded

MOST_NUMBERS, OFTEN = 6, 3


def retold(context: Context, ground: Ground, panel: Panel, place: int) -> None:
    """The repeats of one scope, all dates that the filters leave, worked out when the reader asks."""
    rows = ground.rows_of(panel)
    reports, voices = rows["report_id"].nunique(), _voices(rows)
    label = f"Who repeats whom: {counted(reports, 'report')}, {counted(voices, 'originator')}, at any date"
    box = unfolded(label, f"lineage-{place}")
    if box is None:
        return
    with box:
        found, often, alike = echoes(ground, panel), _often(rows), suspected(rows)
        if found.chart:
            st.text(found.chart.brief)
            draw_with_key(found.chart, key=f"fp-lineage-{place}")
        if found.changed:
            _changed(found.changed)
        if often:
            st.text("Numbers that are printed most often, and who stands behind them:")
            stand = [(f"{number:,}", behind(rows, number, context.everything).says) for number in often]
            st.html(table_html(["Number", "Who stands behind it"], stand))
        if alike:
            st.text("Possible echoes, for a person to judge; nothing was merged:")
            st.html(table_html(["Days apart", "What"], [(str(one.days), one.says) for one in alike]))
        if not (found.chart or often or alike):
            st.text("Nobody repeats anybody here, and no number is printed often.")


def _often(rows: pd.DataFrame) -> list[int]:
    """The numbers that are printed most often."""
    printed = Counter(number for count in rows["count"] for number in set(quantities.parse(count).numbers))
    return [number for number, times in printed.most_common(MOST_NUMBERS) if times >= OFTEN]


def _voices(rows: pd.DataFrame) -> int:
    own = rows[(rows["repeats"] == "") & (rows["originator"] != "unattributed")]
    return own["body"].where(own["anonymous"], own["originator"]).nunique()


def _changed(changed: Sequence[Distortion]) -> None:
    rows = [(one.repeat_id, one.kind + (" (made before)" if one.inherited else ""), one.says) for one in changed]
    st.html(table_html(["Repeat", "What changed", "How"], rows))
