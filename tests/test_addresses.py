"""The view is the address: whatever a reader looks at can be written down, and what is written is read as it was."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.config import read_config
from posture.loading import load
from posture.snapshots.parameters import LONGEST_SEARCH, READERS
from posture.table import table
from views import address
from views.address import Choices, View

HERE = Path(__file__).parent
CONFIG = read_config(HERE.parent / "config.yaml")
THEATRE = load(HERE / "theatre", CONFIG)
OFFERED = address.choices(THEATRE, table(THEATRE, CONFIG, CONFIG.rulebooks[CONFIG.rulebook]), CONFIG)
FIRST = OFFERED.default
LISTS = ("force", "measure", "place", "side", "originator")

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def sets(name: str, kind: Any, known: list[str]) -> st.SearchStrategy:
    """Any value that one field of a view can have where `known` is offered."""
    emptied = st.just(getattr(FIRST, name))
    if kind is str:
        return emptied | (st.sampled_from(known) if known else words)
    if kind == tuple[str, ...]:
        return st.lists(st.sampled_from(known), unique=True).map(tuple) if known else st.just(())
    return {int: st.integers(1, 36_500), bool: st.booleans(), date: days}.get(kind, st.none() | days)


def any_view(offered: Choices) -> st.SearchStrategy[View]:
    """Any view of what is offered, of the one theatre."""
    kinds = get_type_hints(View)
    values = {name: sets(name, kinds[name], list(offered.options.get(name, {}))) for name in READERS}
    return st.builds(View, st.just(FIRST.theatre), **values)


# Originators in words of their own are keys too, so a key can be any text that has a letter.
strange = st.lists(words, min_size=1, unique=True).map(
    lambda keys: replace(OFFERED, options={**OFFERED.options, **{name: dict.fromkeys(keys, "") for name in LISTS}})
)
offers_and_views = st.one_of(st.just(OFFERED), strange).flatmap(
    lambda offered: st.tuples(st.just(offered), any_view(offered))
)


def typed(text: str) -> dict[str, list[str]]:
    """What a browser sends of an address that was typed or copied."""
    return parse_qs(text, keep_blank_values=True)


@given(offers_and_views)
def test_a_written_view_is_read_as_it_was(offered_and_view: tuple[Choices, View]):
    offered, view = offered_and_view
    written = urlencode(address.write(view), doseq=True)

    assert address.read(typed(written), offered) == (view, [])


@given(any_view(OFFERED))
def test_an_address_is_complete(view: View):
    """It names every field, defaults too, so that it says the same once the defaults are others."""
    written = address.write(view)

    assert list(written) == [field.name for field in fields(View)]
    assert all(written.values())
    others = replace(OFFERED, default=replace(FIRST, force=("balloons",), at=date(1999, 9, 9), window=7, struck=True))
    assert address.read(written, others)[0] == view


@given(
    st.dictionaries(st.sampled_from([*READERS, "theatre", "utm"]), st.lists(st.text(max_size=60), min_size=1)),
)
def test_whatever_is_typed_opens_a_view_that_can_be_written(parameters: dict[str, list[str]]):
    """Nothing in an address raises, and a field that could not be followed is as at first."""
    view, notes = address.read(parameters, OFFERED)

    assert address.read(address.write(view), OFFERED) == (view, [])
    for name in {note.split(":")[0] for note in notes}:
        assert getattr(view, name) == getattr(FIRST, name)


def test_an_address_holds_keys_and_iso_dates():
    """Never labels; a date or a filter that is not set is there with nothing behind it."""
    view = replace(FIRST, known_by=date(2020, 5, 1), side=("tessal", "unnamed"), struck=True, search="a & b")
    written = address.write(view)

    assert written["theatre"] == ["theatre"]
    assert written["force"] == ["varn-advisers", "volunteers", "lanternmen"]
    assert written["side"] == ["tessal", "unnamed"]
    assert written["place"] == ["everywhere"]
    for name, value in {
        "originator": "", "since": "", "at": "2020-06-30", "known_by": "2020-05-01", "window": "365", "struck": "yes",
        "scale": "log", "search": "a & b", "record": "",
    }.items():  # fmt: skip
        assert written[name] == [value]


def test_an_empty_address_is_the_view_at_first():
    assert address.read({}, OFFERED) == (FIRST, [])


def test_a_field_without_a_value_chooses_everything():
    """An emptied filter differs from one that is not named."""
    view, notes = address.read({"force": [""], "measure": [""], "place": [""]}, OFFERED)

    assert (view.force, view.measure, view.place, notes) == ((), (), (), [])


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("theatre=atlantis", "theatre: atlantis is not here; theatre is shown"),
        ("force=lanternman", "force: lanternman is not known here; the filter was left as at first"),
        ("force=a&force=b&force=balloons", "force: a and b is not known here; the filter was left as at first"),
        ("place=a&place=b&place=c&place=d", "place: a, b, c and 1 more is not known here; "),
        ("side=" + "x" * 4_000, f"side: {'x' * 40} is not known here; the filter was left as at first"),
        ("at=2018-13-40", "at: 2018-13-40 is no date; write it as 2018-06-30"),
        ("at=", "at:  is no date; write it as 2018-06-30"),
        ("known_by=yesterday", "known_by: yesterday is no date; write it as 2018-06-30"),
        ("since=0001-01-01", "since: 1 is not a year from 1900 to 2100"),
        ("until=2101-01-01", "until: 2101 is not a year from 1900 to 2100"),
        ("window=0", "window: 0 is no number of days from 1 to 36,500"),
        ("window=36501", "window: 36501 is no number of days from 1 to 36,500"),
        ("window=-7", "window: -7 is no number of days from 1 to 36,500"),
        ("window=1e3", "window: 1e3 is no number of days from 1 to 36,500"),
        ("window=٣٦٥", "window: ٣٦٥ is no number of days from 1 to 36,500"),
        ("window=00001" + "0" * 30, f"window: 00001{'0' * 30} is no number of days from 1 to 36,500"),
        ("struck=maybe", "struck: maybe is neither yes nor no"),
        ("order=random", "order: random is not one of date, size, originator"),
        ("scale=<script>", "scale: <script> is not one of log, linear"),
        ("span=", "span:  is not one of window, all"),
    ],
)
def test_what_cannot_be_followed_is_told(query: str, note: str):
    """The rest of the address is followed, and the field is as at first."""
    view, notes = address.read(typed(f"{query}&search=tessal"), OFFERED)

    assert [told[: len(note)] for told in notes] == [note]
    assert view == replace(FIRST, search="tessal")


def test_of_several_values_for_one_field_the_last_counts():
    """A list takes each of them once."""
    view, notes = address.read(typed("at=x&at=2019-02-02&force=balloons&force=balloons&window=0&window=9"), OFFERED)

    assert (view.at, view.force, view.window, notes) == (date(2019, 2, 2), ("balloons",), 9, [])


def test_a_search_is_cut_where_the_box_ends():
    view, notes = address.read({"search": ["x" * 9_000]}, OFFERED)

    assert (view.search, notes) == ("x" * LONGEST_SEARCH, [])


def test_a_choice_that_the_data_no_longer_offer_is_dropped():
    """The others stay, and so does the rest of the view."""
    view = replace(FIRST, force=("balloons", "lanternmen"), originator=("monitor",), order="size")
    fewer = replace(OFFERED, options={**OFFERED.options, "force": {"lanternmen": ""}, "originator": {}})

    assert address.settle(view, fewer) == replace(view, force=("lanternmen",), originator=())
    assert address.settle(view, OFFERED) == view


def test_a_rulebook_or_a_voice_that_is_gone_gives_way_to_that_of_the_start():
    """The configuration may lose a rulebook, and the data an originator, while a reader has chosen it."""
    view = replace(FIRST, rulebook="acled", voice="monitor", order="size")
    own = {**OFFERED.options["rulebook"]}
    del own["acled"]
    fewer = replace(OFFERED, options={**OFFERED.options, "rulebook": own, "voice": {}})

    assert address.settle(view, fewer) == replace(view, rulebook=FIRST.rulebook, voice="")


def test_only_what_finds_something_is_offered():
    """Keys with their labels; the whole theatre and originators without a side have keys of their own."""
    assert OFFERED.options["measure"].keys() == {"present", "planned", "cumulative", "killed"}
    assert next(iter(OFFERED.options["place"])) == "everywhere"
    assert list(OFFERED.options["side"].items())[-1] == ("unnamed", "Speaks for no side")
    assert OFFERED.options["force"]["lanternmen"] == "Lantern League"
    assert "a ferryman of Port Sarn" in OFFERED.options["originator"]
    assert OFFERED.newest == date(2020, 7, 5)
