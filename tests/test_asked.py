"""What is asked for: read from an address, told where it cannot be followed, and written back as it was."""

from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.collapse import RULES
from posture.library import Library, Opened
from posture.selection import scopes
from posture.snapshots import asked
from posture.snapshots.asked import HEARD, PAGES, Asked, AskedError
from posture.snapshots.parameters import LISTS
from posture.snapshots.shown import MOST_SCOPES, chosen, shown
from tests.datasets import CONFIG, HERE, ROOT, TODAY
from views import address
from views.address import View


@cache
def opened() -> Opened:
    """The miniature theatre."""
    return Library(HERE, CONFIG).open("theatre", TODAY)


@cache
def shipped() -> Opened:
    """The shipped theatre."""
    return Library(ROOT / "data", CONFIG).open("syria", TODAY)


def ask(query: str = "") -> Asked:
    """What an address with this query asks of the miniature theatre."""
    return asked.read(parse_qs(query, keep_blank_values=True), opened())


def faults(query: str) -> list[str]:
    """What is told of an address that cannot be followed."""
    with pytest.raises(AskedError) as raised:
        ask(query)
    return list(raised.value.faults)


theatre = opened().dataset.theatre
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))
some = {
    "force": theatre.forces,
    "measure": opened().config.measures,
    "place": ("everywhere", *theatre.places),
    "side": (*theatre.sides, "unnamed"),
    "originator": (*theatre.originators, "a ferryman of Port Sarn"),
}
wanted = st.builds(
    Asked,
    theatre=st.just("theatre"),
    page=st.sampled_from(["", *PAGES]),
    **{name: st.lists(st.sampled_from(list(keys)), unique=True).map(tuple) for name, keys in some.items()},
    **dict.fromkeys(("since", "until", "before", "known_by"), days),
    at=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    window=st.integers(1, 36_500),
    struck=st.booleans(),
    votes=st.sampled_from(["originator", "body"]),
    rule=st.sampled_from(list(RULES)),
    voice=st.sampled_from(["", "monitor"]),
    rulebook=st.sampled_from(list(opened().config.rulebooks)),
    search=st.text(max_size=120),
    span=st.sampled_from(asked.SPANS),
)


@given(wanted)
def test_what_is_written_is_read_as_it_was(one: Asked):
    assert asked.read(one.parameters(), opened()) == one


@given(wanted)
def test_what_is_written_is_complete(one: Asked):
    """Every field is named, in texts, with one empty text for what is not chosen."""
    written = one.parameters()

    assert list(written) == [field.name for field in fields(Asked)]
    assert all(texts and all(isinstance(text, str) for text in texts) for texts in written.values())
    assert {*HEARD} == {*written} - {"theatre"}


@given(wanted)
def test_whatever_can_be_asked_for_has_rows_of_the_theatre(one: Asked):
    """Each at most once, and all of them chosen by the filters."""
    found = shown(opened(), one)["estimate_id"]

    assert found.is_unique
    assert set(found) <= set(chosen(opened(), one)["estimate_id"])


@given(st.dictionaries(st.sampled_from([*HEARD, "order", "record", "utm"]), st.lists(st.text(max_size=60), min_size=1)))
def test_whatever_is_typed_is_followed_or_told(parameters: dict[str, list[str]]):
    """In sentences, one a parameter; nothing else is raised, and without the parameters at fault it is followed."""
    told: tuple[str, ...] = ()
    try:
        asked.read(parameters, opened())
    except AskedError as error:
        told = error.faults
    at_fault = {fault.split(":")[0].split(" ")[0].strip('"') for fault in told}
    followed = asked.read({name: values for name, values in parameters.items() if name not in at_fault}, opened())

    assert len(at_fault) == len(told)
    assert at_fault <= set(parameters)
    assert asked.read(followed.parameters(), opened()) == followed


def test_what_is_left_out_filters_nothing():
    """T is as the theatre opens, W and the rulebook as configured."""
    one = ask()

    assert len(shown(opened(), one)) == len(opened().dataset.entries)
    assert (one.at, one.window, one.rulebook) == (date(2020, 6, 30), 365, "own")
    assert (one.known_by, one.struck, one.page) == (None, True, "")


def test_what_a_page_says_of_itself_is_lawful_and_says_nothing():
    assert ask("order=size&scale=linear&record=x/y&theatre=atlantis") == ask()


def test_a_search_narrows_what_is_listed_and_not_what_is_drawn():
    assert ask("search=varn") == ask("search=varn&span=window&voice=monitor&before=2019-01-01")
    assert len(shown(opened(), ask("search=varn"))) < len(shown(opened(), ask()))
    assert ask("page=change&search=varn") == ask("page=change")


def test_the_order_of_forces_is_that_of_the_panels_and_other_orders_say_nothing():
    one, other = (
        ask("page=change&force=volunteers&force=lanternmen"),
        ask("page=change&force=lanternmen&force=volunteers"),
    )

    assert shown(opened(), one)["force"].iloc[0] == "volunteers"
    assert shown(opened(), other)["force"].iloc[0] == "lanternmen"
    assert ask("side=varn&side=tessal") == ask("side=tessal&side=varn&side=varn")


def test_what_is_declared_may_be_asked_for_where_nothing_is_found():
    """An address stays good when the last report of a force goes."""
    for force in theatre.forces:
        ask(f"force={force}")
    assert shown(opened(), ask("measure=required")).empty


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("force=lanternman", 'force: lanternman is not known here; did you mean "lanternmen"?'),
        ("forse=lanternmen", '"forse" is no parameter; did you mean "force"?'),
        ("page=overview", "page: overview is not one of posture, compare, change, evidence; write one of these"),
        ("page=evidense", 'page: evidense is not one of posture, compare, change, evidence; did you mean "evidence"?'),
        ("at=2018-13-40", "at: 2018-13-40 is no date; write it as 2018-06-30"),
        ("known_by=yesterday", "known_by: yesterday is no date; write it as 2018-06-30"),
        ("since=0001-01-01", "since: 1 is not a year from 1900 to 2100; write a date as 2018-06-30"),
        ("window=1e3", "window: 1e3 is no number of days from 1 to 36,500; write digits, as 365"),
        ("struck=maybe", "struck: maybe is neither yes nor no; write yes or no"),
        ("span=none", "span: none is not one of window, all; write one of these"),
        ("rulebook=acledd", "rulebook: acledd is not one of own, acled, ccc, iiss; did you mean "),
        ("voice=clerk&rule=one", "voice: clerk is not one of "),
    ],
)
def test_what_cannot_be_followed_is_told_with_what_to_write(query: str, told: str):
    (fault,) = faults(query)

    assert fault.startswith(told)


def test_every_fault_is_told_at_once_and_no_more_than_anybody_reads():
    assert len(faults("force=x&at=y&window=z&utm=1")) == 4
    many = faults("&".join(f"p{number}=1" for number in range(5_000)))
    assert len(many) == asked.MOST_FAULTS + 1
    assert many[-1] == "There is more; mend these first."


def as_seen(found: Opened, page: str, **set_to: Any) -> tuple[View, pd.DataFrame]:
    """How a theatre opens with some filters set, and the rows that the page shows then."""
    view = replace(address.offered(found).default, **set_to)
    return view, shown(found, view.asked(page))


def test_posture_shows_strengths_of_the_chosen_forces():
    view, rows = as_seen(shipped(), "posture")

    assert set(rows["force"]) <= set(view.force)
    assert set(rows["unit"]) == {"persons"}
    assert not rows["increment"].any()


def test_compare_looks_at_the_window_or_at_all_dates():
    view, near = as_seen(shipped(), "compare")
    _, everything = as_seen(shipped(), "compare", span="all")

    assert set(near["estimate_id"]) < set(everything["estimate_id"])
    assert near["as_of_to"].max() <= pd.Timestamp(view.at)


@pytest.mark.parametrize("page", ["posture", "compare", "change"])
def test_a_page_that_draws_shows_no_more_scopes_than_it_has_room_for(page: str):
    """In its order, whole scopes each."""
    open_wide = {"force": (), "measure": (), "place": (), "struck": True, "span": "all"}
    view, rows = as_seen(shipped(), page, **open_wide)
    whole = {scope: len(group) for scope, group in scopes(chosen(shipped(), view.asked()), ())}

    assert rows["scope"].nunique() == MOST_SCOPES
    assert all(len(group) == whole[scope] for scope, group in rows.groupby("scope"))


def test_evidence_lists_what_is_found_newest_first():
    _, rows = as_seen(shipped(), "evidence", search="hezbollah fighters")

    assert rows["as_of_to"].is_monotonic_decreasing
    assert 0 < len(rows) < len(as_seen(shipped(), "evidence")[1])


def test_lists_are_those_of_the_address():
    """The page's view and what is asked for have the same fields, or a filter would be lost on the way."""
    assert {field.name for field in fields(Asked)} - {"page"} == {field.name for field in fields(View)} - {
        "order",
        "scale",
        "record",
    }
    assert set(LISTS) < {field.name for field in fields(Asked)}
