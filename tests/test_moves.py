"""Which charts a change moves, in sentences that can be checked against the panel before and after."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from posture.comparison import compare
from posture.editing.moves import Glance, moves
from posture.panel import Moment
from posture.sentences import day
from posture.table import table
from posture.titles import scope_title
from tests.datasets import MINIATURE, ROOT, config, dataset, estimate, made, report, rows

SHIPPED = ROOT / "data" / "syria"
AT = Glance(Moment(date(2020, 6, 30)))
STANDING = (
    report("one", "2020-01-10", estimate("7,000")),
    report("two", "2020-03-01", estimate("9,000", originator="monitor")),
)


@pytest.fixture
def told(tmp_path):
    """Asks which charts move when reports become others, and how."""

    def ask(after: tuple[dict, ...], before: tuple[dict, ...] = STANDING, at: Glance = AT) -> list[tuple[str, str]]:
        held = [made(tmp_path / name / "isle", *reports) for name, reports in (("before", before), ("after", after))]
        tables = [table(one, config(), config().rulebooks["own"]) for one in held]
        return [(move.title, move.what) for move in moves(*tables, held[1].theatre, config(), at)]

    return ask


def new(published: str = "2020-05-01", count: str = "8,000", **keys: Any) -> tuple[dict, ...]:
    """The standing reports and a new one."""
    return (*STANDING, report("new", published, estimate(count, **keys)))


def corrected(**keys: Any) -> tuple[dict, ...]:
    """The standing reports, the first with other fields in its estimate."""
    first = deepcopy(STANDING[0])
    first["estimates"][0] |= keys
    return (first, *STANDING[1:])


def test_where_nothing_changes_nothing_moves(told):
    assert told(STANDING) == []


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (
            new(originator="crown", count="12,000"),
            (
                "At 30 June 2020: 2 originators, 7,000 to 9,000 → 3 originators, 7,000 to 12,000; "
                "7,000 to 9,000 → 9,000 (median zone: 3 voices); The Crown enters with 12,000."
            ),
        ),
        (
            new(originator="a man in the street", count="up to 8,000"),
            (
                "At 30 June 2020: 2 originators, 7,000 to 9,000 → 3 originators, 7,000 to 9,000; "
                "7,000 to 9,000 → 7,000–8,000 (median zone: 3 voices); a man in the street enters with up to 8,000."
            ),
        ),
        (
            new(),
            "At 30 June 2020: 2 originators, 7,000 to 9,000 → 2 originators, 8,000 to 9,000; The Army: 7,000 → 8,000.",
        ),
        (new(count="7,000"), "At 30 June 2020: still 2 originators, 7,000 to 9,000; The Army: 7,000 anew."),
        (
            new(count="denied"),
            "At 30 June 2020: 2 originators, 7,000 to 9,000 → 1 originator, 9,000; The Army (7,000) leaves.",
        ),
        (
            new(repeats="one/guards", count="more than 7,000"),
            (
                "A repeat: it adds a tick under 7,000 by The Army (The Gazette, 10 January 2020), no vote. "
                "No claim at 30 June 2020 changes."
            ),
        ),
        (
            new(repeats="A radio said so."),
            "A repeat of a figure that stands elsewhere: a mark of its own, no vote. No claim at 30 June 2020 changes.",
        ),
        (
            new(originator="unattributed"),
            "A mention that names no originator: a mark, no vote. No claim at 30 June 2020 changes.",
        ),
        (new(count="none given"), "No number (none given): a mark, no vote. No claim at 30 June 2020 changes."),
        (
            new("2020-07-04"),
            (
                "A new mark on Compare and Change. No claim at 30 June 2020 changes. "
                "At 4 July 2020: 2 originators, 7,000 to 9,000 → 2 originators, 8,000 to 9,000; "
                "The Army: 7,000 → 8,000."
            ),
        ),
        (
            new(as_of="2017-05", originator="crown"),
            (
                "A new mark on Compare and Change. No claim at 30 June 2020 changes. "
                "At 31 May 2017: no live figure → 1 originator, 8,000; The Crown enters with 8,000."
            ),
        ),
        (
            new(as_of="2019-12-01"),
            (
                "A new mark on Compare and Change. No claim at 30 June 2020 changes. "
                "At 1 December 2019: no live figure → 1 originator, 8,000; The Army enters with 8,000."
            ),
        ),
        (
            (*new("2020-07-04"), report("newer", "2020-07-04", estimate("4,000", originator="crown"))),
            (
                "2 new marks on Compare and Change. No claim at 30 June 2020 changes. "
                "At 4 July 2020: 2 originators, 7,000 to 9,000 → 3 originators, 4,000 to 9,000; "
                "7,000 to 9,000 → 8,000 (median zone: 3 voices); "
                "The Army: 7,000 → 8,000 and The Crown enters with 4,000."
            ),
        ),
    ],
)
def test_a_new_report_is_told_as_what_it_does_to_the_panel(told, after: tuple[dict, ...], what: str):
    assert told(after) == [("Guards", what)]


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (
            corrected(count="8,000", wording="8,000 men"),
            "At 30 June 2020: 2 originators, 7,000 to 9,000 → 2 originators, 8,000 to 9,000; The Army: 7,000 → 8,000.",
        ),
        (
            corrected(status={"is": "misprint", "reason": "Its table says 700."}),
            (
                "7,000 no longer stands (misprint): no vote. "
                "At 30 June 2020: 2 originators, 7,000 to 9,000 → 1 originator, 9,000; The Army (7,000) leaves."
            ),
        ),
        (
            corrected(status={"is": "disputed", "reason": "Its table says 700."}),
            "A mark on Compare and Change is drawn anew. No claim at 30 June 2020 changes.",
        ),
        (corrected(note="So it says."), "Only the record changes, and no mark. No claim at 30 June 2020 changes."),
        (
            corrected(repeats="two/guards"),
            (
                "A repeat: it adds a tick under 9,000 by Monitor (The Gazette, 1 March 2020), no vote. "
                "At 30 June 2020: 2 originators, 7,000 to 9,000 → 1 originator, 9,000; The Army (7,000) leaves."
            ),
        ),
        (
            corrected(as_of="2018"),
            "At 30 June 2020: 2 originators, 7,000 to 9,000 → 1 originator, 9,000; The Army (7,000) leaves.",
        ),
    ],
)
def test_a_correction_is_told_as_what_it_does_to_the_panel(told, after: tuple[dict, ...], what: str):
    assert told(after) == [("Guards", what)]


def test_a_struck_statement_gives_way_to_the_one_before(told):
    before = (*STANDING, report("new", "2020-05-01", estimate("8,000")))
    after = deepcopy(before)
    after[2]["estimates"][0]["status"] = {"is": "withdrawn", "reason": "Taken back."}
    same = (*STANDING, report("new", "2020-05-01", estimate("7,000", note="Said anew.")))
    back = deepcopy(same)
    back[2]["estimates"][0]["status"] = {"is": "withdrawn", "reason": "Taken back."}

    assert told(after, before)[0][1].endswith("The Army: 8,000 → 7,000, said earlier.")
    assert told(back, same)[0][1].endswith("an earlier 7,000 of The Army counts again.")


def test_a_scope_that_comes_and_one_that_goes_are_told(told):
    assert told(new(place="port")) == [
        (
            "Guards · Port",
            (
                "A scope of its own: first estimate of Guards · Port. "
                "At 30 June 2020: no live figure → 1 originator, 8,000; The Army enters with 8,000."
            ),
        )
    ]
    assert told(STANDING, new("2018", measure="killed")) == [
        (
            "Guards · killed",
            (
                "No estimate of this scope is left. "
                "At 31 December 2018: 1 originator, 8,000 → no live figure; The Army (8,000) leaves."
            ),
        )
    ]


def test_a_correction_may_move_an_estimate_from_one_scope_to_another(told):
    assert [title for title, _ in told(corrected(place="hills"))] == ["Guards · Hills", "Guards"]


def test_what_the_reader_does_not_know_yet_moves_nothing_at_his_moment(told):
    at = replace(AT, moment=replace(AT.moment, known_by=date(2020, 4, 30)))
    ((_, what),) = told(new(), at=at)

    assert what.startswith(
        "A new mark on Compare and Change. No claim at 30 June 2020 as known by 30 April 2020 changes. At 1 May 2020:"
    )


def test_votes_and_rule_are_the_readers(told):
    by_body = told(new(originator="crown"), at=replace(AT, votes="body"))
    latest = told(new(originator="crown", count="8,000"), at=replace(AT, rule="latest"))

    assert by_body[0][1] == ("At 30 June 2020: still 2 bodies, 7,000 to 9,000; The Crown: 7,000 → 7,000 and 8,000.")
    assert "; 9,000 → 8,000 (latest claim: The Crown); The Crown enters" in latest[0][1]


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ({}, "Guards"),
        ({"measure": "killed"}, "Guards · killed"),
        ({"measure": "killed", "as_of": "../2019"}, "Guards · killed"),
        ({"measure": "killed", "as_of": "2013-06~/2019"}, "Guards · killed · from June 2013 on"),
        ({"measure": "present", "as_of": "2013/2019"}, "Guards"),
        ({"place": ["hills", "port"]}, "Guards · Hills and Port"),
        ({"increment": "true"}, "Guards · on top of others"),
        ({"unit": "companies"}, "Guards · companies"),
        ({"count": "30%", "of": "all"}, "Guards · percent of All"),
        ({"count": "30%", "of": ["scouts", "sailors"]}, "Guards · percent of Scouts and Sailors"),
        ({"force": ["guards", "sailors"]}, "Guards and Sailors together"),
    ],
)
def test_a_scope_is_named_by_what_sets_it_apart(keys: dict[str, Any], title: str, tmp_path: Path):
    count = keys.pop("count", "7,000")
    held = made(tmp_path, report("r", "2020-01-01", estimate(count) | keys))
    row = table(held, config(), config().rulebooks["own"]).iloc[0]

    assert scope_title(held.theatre, config(), row) == title


@pytest.mark.parametrize("folder", [MINIATURE, SHIPPED], ids=lambda folder: folder.name)
def test_no_two_scopes_have_one_title(folder: Path):
    """Everybody ever there, counted from 2013 on, is not everybody ever there."""
    first = rows(folder).drop_duplicates("scope").to_dict("records")
    titles = [scope_title(dataset(folder).theatre, config(), row) for row in first]

    assert len(first) > 15
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("folder", [MINIATURE, SHIPPED], ids=lambda folder: folder.name)
def test_no_panel_moves_without_being_told_of(folder: Path):
    """Every estimate that no other rests on is added in turn: its panel is told of exactly where it is another then."""
    everything, theatre = rows(folder), dataset(folder).theatre
    glance = Glance(Moment(date(2020, 6, 30) if folder == MINIATURE else date(2018, 6, 30)))
    taken = {*everything["root"][everything["repeats"] != ""], *everything["repeats"]}
    alone = everything[~everything["estimate_id"].isin(taken)]
    for name, scope in zip(alone["estimate_id"], alone["scope"], strict=True):
        without = everything[everything["estimate_id"] != name]
        (move,) = moves(without, everything, theatre, config(), glance)

        assert move.scope == scope
        moved = _votes(without, scope, glance) != _votes(everything, scope, glance)
        assert (f"At {day(glance.moment.at)}: " in move.what) == moved


def _votes(everything: pd.DataFrame, scope: str, glance: Glance) -> list[tuple]:
    votes = compare(everything[everything["scope"] == scope], glance.moment, {}).votes
    return [(vote.voice, vote.span, vote.ids) for vote in votes]
