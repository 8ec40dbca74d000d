"""Charts as plain data: what they refuse to draw, what they never join, and how marks tell kinds of figures apart."""

import base64
import json
import re
from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures import compare as comparing
from figures import style
from figures.axes import count_range
from figures.breakdown import breakdown_chart, is_exact
from figures.dumbbell import dumbbell
from figures.headline import HeadRow, headline_rows
from figures.legend import SHAPES, key_of, legend_html
from figures.lineage import lineage
from figures.marks import Marks, is_dot
from figures.pages import charts
from figures.panels import Panel
from figures.room import Room
from figures.silence import silence
from figures.steps import EXPLAINED_AS, GROUPS, step_lines, zone_band
from figures.style import (
    DARK,
    LIGHT,
    SYMBOLS,
    UNNAMED,
    finish,
    look,
    side_styles,
    sources_line,
    style_of,
    stylesheet,
)
from figures.support import support_curve
from figures.tables import table_html
from figures.timeline import Drawing, Event, sheet, time_span, timeline
from figures.times import middles, ms
from figures.waterfall import waterfall
from posture.band import band
from posture.breakdown import breakdowns
from posture.columns import records
from posture.comparison import MEDIAN_FROM, compare
from posture.composition import split
from posture.headline import headline
from posture.ledger import ledger
from posture.library import Library
from posture.lineage import chains
from posture.panel import Moment, live
from posture.revisions import revisions
from posture.silence import calendar
from posture.snapshots.asked import newest, read
from tests.datasets import MINIATURE, ROOT, dataset, estimate, made_rows, report, rows

SYRIA = ROOT / "data" / "syria"
HEZBOLLAH = "hezbollah · present · everywhere · persons"
AT = date(2020, 6, 30)
MOMENT = Moment(AT, None, 365)
SIDES = {"north": "North", "varn": "Varn and its friends", "tessal": "Tessal", "independent": "Monitors"}
STYLES = side_styles(SIDES, LIGHT)
JOINING = {*GROUPS, EXPLAINED_AS}


def compared(of: pd.DataFrame, moment: Moment = MOMENT):
    return compare(of, moment, {}, tolerance=0.1)


def along_time(drawn: list[Panel], at: date | None = None, **also):
    return timeline(
        sheet(drawn, Drawing(STYLES, LIGHT, log=True, span=time_span(drawn, *([at] if at else [])))), at=at, **also
    )


def panels(of: pd.DataFrame) -> list[Panel]:
    """A panel for each scope, with its ledger and its band."""
    steps = ledger(of)
    return [
        Panel(scope, "What is counted.", group, band(group, window=365), steps[steps["scope"] == scope])
        for scope, group in of.groupby("scope", sort=False)
    ]


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch):
    """Every figure of these tests passes Plotly's own checks, which the house leaves out to be quick."""
    monkeypatch.setattr(style, "CHECKED", True)


def nothing(of: pd.DataFrame) -> pd.DataFrame:
    return of.iloc[:0]


# ---- What is refused


def test_no_figure_goes_out_without_its_sources():
    for sources in ("", "  ", "\n"):
        with pytest.raises(ValueError, match="sources"):
            finish([], {}, colours=LIGHT, sources=sources, height=100)

    finished = finish([], {}, colours=LIGHT, sources="Sources: The Gazette.", height=100)
    assert [note.text for note in finished.layout.annotations if note.name == "sources"] == ["Sources: The Gazette."]


def test_a_figure_of_nothing_is_refused():
    empty = nothing(rows(MINIATURE))

    with pytest.raises(ValueError, match="at least one row"):
        comparing.compare(empty, compared(empty), STYLES, LIGHT)
    with pytest.raises(ValueError, match="at least one panel"):
        sheet([], Drawing(STYLES, LIGHT, log=True, span=(0, 1)))
    with pytest.raises(ValueError, match="at least one chain"):
        lineage([], {}, STYLES, LIGHT)
    with pytest.raises(ValueError, match="at least one month"):
        silence(calendar(empty), {}, LIGHT, sources="Sources: The Gazette.")


def test_a_waterfall_that_cannot_tell_is_refused():
    of = rows(MINIATURE)
    votes = compared(of[of["scope"] == of["scope"].iloc[0]]).votes
    cannot = split([], votes)

    assert cannot.total is None
    with pytest.raises(ValueError, match="both dates"):
        waterfall(cannot, LIGHT, sources="Sources: The Gazette.")


def test_the_sources_line_names_the_most_frequent_first():
    assert sources_line(["B", "A", "B"]) == "Sources: B; A."
    assert sources_line("abcdef") == "Sources: a; b; c; d and 2 more publishers, each in the table."


# ---- What lines join


def room(of: pd.DataFrame) -> Room:
    """A panel of these rows, as a timeline lays it."""
    limits, span, along = count_range(of, log=True), time_span(panels(of)), middles(of)
    marks = Marks(of, along, np.zeros(len(of)), STYLES, log=True, upright=True, halo=LIGHT.paper)
    return Room(span, limits, 190, marks)


def segments(figure: go.Figure) -> list[tuple[int, tuple, tuple]]:
    """Each line that joins two marks: the number of its panel, and its two ends."""
    found = []
    for trace in figure.data:
        if trace.name in JOINING and trace.mode == "lines":
            place = int((trace.yaxis or "y")[1:] or 1) - 1
            points = np.column_stack([trace.x, trace.y]).reshape(-1, 3, 2)
            assert np.isnan(points[:, 2].astype(float)).all()
            found += [(place, tuple(begin), tuple(end)) for begin, end, _ in points]
    return found


def ends_at(of: pd.DataFrame, point: tuple) -> pd.DataFrame:
    """The rows whose mark stands at an end of a line."""
    low, high = (of[end].to_numpy(float, na_value=np.nan) for end in ("low", "high"))
    level = np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
    return of[np.isclose(middles(of), point[0]) & np.isclose(level, point[1])]


def check_lines(of: pd.DataFrame) -> int:
    """Every line of the timeline joins two own statements of one named originator; says how many lines there are."""
    drawn = panels(of)
    found = segments(along_time(drawn))
    steps = ledger(of)
    pairs = set(zip(steps["earlier_ids"], steps["later_ids"], strict=True))
    for place, begin, end in found:
        first, last = (ends_at(drawn[place].rows, point) for point in (begin, end))
        own = [one[(one["repeats"] == "") & ~one["anonymous"]] for one in (first, last)]
        joined = [
            (a, b)
            for a, b in product(own[0].to_dict("records"), own[1].to_dict("records"))
            if (a["estimate_id"], b["estimate_id"]) in pairs
        ]
        assert joined, (begin, end)
        assert all(a["originator"] == b["originator"] and a["scope"] == b["scope"] for a, b in joined)
    return len(found)


MINIATURE_ROWS = len(rows(MINIATURE))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chosen=st.sets(st.integers(0, MINIATURE_ROWS - 1), min_size=1))
def test_a_line_never_leads_through_two_originators_or_two_scopes(chosen):
    """Whatever is drawn, each end of a line is a statement of the same originator about the same scope."""
    check_lines(rows(MINIATURE).iloc[sorted(chosen)])


def test_the_shipped_data_are_joined_only_within_an_originator_and_a_scope():
    """Many panels, many lines: the property above has something to hold of."""
    of = rows(SYRIA)
    several = of.groupby(["scope", "originator"])["estimate_id"].transform("size") > 1

    assert check_lines(of[several]) > 15


def test_the_miniature_theatre_has_its_one_line():
    """2,500 in May 2019 and 2,000-2,400 a year later; two running totals are no step that is drawn."""
    assert check_lines(rows(MINIATURE)) == 1


def army_and_monitor(tmp_path) -> pd.DataFrame:
    return made_rows(
        tmp_path,
        report("a", "2018-01-10", estimate("5,000")),
        report("b", "2018-02-10", estimate("6,000"), originator="monitor"),
        report("c", "2018-03-10", estimate("7,000")),
        report("d", "2018-04-10", estimate("9,000", repeats="c/guards")),
        report("e", "2018-05-10", estimate("8,000", force="scouts")),
    )


def test_what_stands_between_two_statements_of_one_originator_is_passed_by(tmp_path):
    """The army's 5,000 and 7,000 are joined; the monitor's 6,000, the repeat of 9,000 and the scouts are not."""
    of = army_and_monitor(tmp_path)
    (only,) = segments(along_time(panels(of)))

    assert (only[1][1], only[2][1]) == (5000, 7000)


def test_a_repeat_is_never_on_a_line(tmp_path):
    of = army_and_monitor(tmp_path)
    repeats = of[of["repeats"] != ""]
    points = {point for _, *points in segments(along_time(panels(of))) for point in points}

    assert len(repeats) == 1
    assert not [point for point in points if len(ends_at(repeats, point))]


def test_no_line_leads_to_a_statement_that_is_not_drawn(tmp_path):
    of = army_and_monitor(tmp_path)
    steps = ledger(of)

    assert len(step_lines(steps, of, LIGHT, room(of))) == 2
    assert step_lines(steps, of[of["report_id"] != "a"], LIGHT, room(of)) == []


def test_a_disclosure_is_dashed_and_in_no_colour_of_a_rise(tmp_path):
    of = made_rows(
        tmp_path,
        report("a", "2018-01-10", estimate("5,000")),
        report("b", "2018-03-10", estimate("7,000", change="disclosure")),
        report("c", "2018-04-10", estimate("9,000")),
    )
    drawn = step_lines(ledger(of), of, LIGHT, room(of))

    assert {trace["name"]: trace["line"] for trace in drawn if trace["mode"] == "lines"} == {
        "higher": {"color": LIGHT.up, "width": 2, "dash": "solid"},
        EXPLAINED_AS: {"color": LIGHT.neutral, "width": 2, "dash": "dash"},
    }


def why(of: pd.DataFrame) -> tuple[str, str, str]:
    """Of the one step that says why it was: the word beside its line, where it stands, and what is said of it there."""
    found = [trace for trace in along_time(panels(of)).data if (trace.name or "").endswith(", in words")]
    (one,) = [each for trace in found for each in zip(trace.text, trace.textposition, trace.hovertext, strict=True)]
    return one


def moved(tmp_path, count: str, *others: str, on: str = "2020-01-10") -> pd.DataFrame:
    """5,000 of January 2018 became another count, and a year later others were said by others."""
    return made_rows(
        tmp_path,
        report("a", "2018-01-10", estimate("5,000")),
        report("b", on, estimate(count, change="real change")),
        report("far", "2026-01-10", estimate("101-99,000"), originator="monitor"),
        *(report(f"o{n}", f"2019-01-{n + 10}", estimate(one), originator=f"a man {n}") for n, one in enumerate(others)),
    )


def test_a_word_on_a_line_stands_where_nothing_is_drawn(tmp_path):
    """Above a line, below where a mark is above it, beside where the line leads steeply up."""
    assert why(moved(tmp_path / "a", "5,500"))[:2] == ("real change", "top center")
    assert why(moved(tmp_path / "b", "5,500", "9,000"))[:2] == ("real change", "bottom center")
    assert why(moved(tmp_path / "c", "90,000", on="2018-02-10"))[:2] == ("real change", "middle right")


def test_a_word_that_has_no_room_is_told_where_its_line_is_pointed_at(tmp_path):
    word, _, told = why(moved(tmp_path, "5,500", "9,000", "3,000"))

    assert word == ""
    assert told.endswith("<br>real change")


def test_two_words_never_stand_on_each_other(tmp_path):
    of = made_rows(
        tmp_path,
        *(report(f"{who}-1", "2018-01-10", estimate("5,000"), originator=who) for who in ("army", "monitor")),
        *(
            report(f"{who}-2", "2020-01-10", estimate("5,200", change="real change"), originator=who)
            for who in ("army", "monitor")
        ),
        report("far", "2026-01-10", estimate("101-99,000"), originator="a man"),
    )
    (words,) = [trace for trace in along_time(panels(of)).data if (trace.name or "").endswith(", in words")]

    assert list(zip(words.text, words.textposition, strict=True)) == [
        ("real change", "top center"),
        ("real change", "bottom center"),
    ]


# ---- The band


@pytest.mark.parametrize("scope", [HEZBOLLAH, "iranian-advisers · present · everywhere · persons"])
def test_there_is_no_band_where_fewer_than_three_voices_live(scope):
    """Asked of the live panel on many days: inside a stretch there are three voices, outside there are not."""
    of = rows(SYRIA)[lambda table: table["scope"] == scope]
    stretches = band(of, window=365)
    assert stretches

    for months in range(0, 160, 2):
        when = date(2012, 6, 15) + timedelta(days=30 * months)
        current = live(of, Moment(when, None, 365))
        voices = int((current["low"].notna() | current["high"].notna()).sum())
        inside = [one for one in stretches if one.first <= when < one.end]
        assert [one.voices for one in inside] == ([voices] if voices >= MEDIAN_FROM else [])


def test_the_band_is_boxes_with_gaps_between_them():
    of = rows(SYRIA)[lambda table: table["scope"] == HEZBOLLAH]
    stretches = band(of, window=365)
    span = ms(date(2012, 1, 1)), ms(date(2027, 1, 1))
    trace = zone_band(stretches, count_range(of, log=True), span, LIGHT)
    boxes = trace["x"].reshape(-1, 6)

    assert len(boxes) == len(stretches)
    assert np.isnan(boxes[:, 5]).all()
    assert [tuple(box[:2]) for box in boxes] == [(ms(one.first), ms(one.end)) for one in stretches]


def test_a_scope_with_two_voices_has_no_band_at_all(tmp_path):
    of = army_and_monitor(tmp_path)
    assert all(not panel.band for panel in panels(of))

    assert not [trace for trace in along_time(panels(of)).data if trace.name == "median zone"]


# ---- The frames that go in


def test_a_figure_never_changes_what_it_is_given():
    of = rows(SYRIA)
    whole = of.copy(deep=True)
    hezbollah = of[of["scope"] == HEZBOLLAH]
    calendar_, chained, split_up = calendar(of), [one.rows for one in chains(hezbollah)], breakdowns(of, forces())
    given_ = [of, hezbollah, calendar_, *chained]
    before = [one.copy(deep=True) for one in given_]
    moment = Moment(date(2018, 6, 30), None, 365)

    along_time(panels(hezbollah), moment.at, window=365, events=[Event(moment.at, moment.at, "x")])
    for order in comparing.ORDERS:
        comparing.compare(hezbollah, compared(hezbollah, moment), STYLES, LIGHT, order=order)
    lineage(chained, {}, STYLES, LIGHT)
    silence(calendar_, {}, LIGHT, sources="Sources: The Gazette.")
    legend_html(key_of(of, STYLES, LIGHT, along_time(panels(of))))
    headline_rows([head(hezbollah, moment)], STYLES, moment.at, 365)
    for one in filter(is_exact, split_up):
        breakdown_chart(one, LIGHT)

    for one, was in zip(given_, before, strict=True):
        pd.testing.assert_frame_equal(one, was)
    pd.testing.assert_frame_equal(rows(SYRIA), whole)


def forces():
    return dataset(SYRIA).theatre.forces


def head(of: pd.DataFrame, moment: Moment) -> HeadRow:
    return HeadRow("Guards", "Its guards.", headline([compared(of, moment)] * 3, "median", ()), records(of))


# ---- Text from the data


HOSTILE = "<script>alert(1)</script> <b>7</b> & <img src=x>"


@pytest.fixture
def hostile(tmp_path) -> pd.DataFrame:
    return made_rows(
        tmp_path,
        *(
            report(
                name, f"2020-0{number}-10", {**estimate(count), "wording": HOSTILE},
                originator=HOSTILE, speaker=HOSTILE, publisher=HOSTILE,
            )
            for number, (name, count) in enumerate([("a", "7,000"), ("b", "thousands"), ("c", "at least 5,000")], 1)
        ),
        report("d", "2020-04-10", estimate("7,000", repeats="a/guards", wording=HOSTILE), originator=HOSTILE),
    )  # fmt: skip


OURS = re.compile(r"</?(?:b|i|br)>")  # the markup that the charts write themselves


@pytest.mark.parametrize("page", ["posture", "change"])
def test_the_time_axis_ends_where_knowledge_does(page: str):
    """At the newest report, so that a silence shows; with a day known by, no silence is drawn beyond it."""
    opened = Library(ROOT / "data", ROOT / "config.yaml").open("syria", date(2026, 11, 23))
    for known_by, last in (("", newest(rows(SYRIA))), ("2018-06-30", date(2018, 6, 30))):
        wanted = {"page": [page], "at": ["2018-06-30"], "known_by": [known_by] if known_by else []}
        (chart,) = charts(opened, read(wanted, opened))
        described = max(panel.rows["as_of_to"].max().date() for panel in chart.panels)

        assert chart.figure.layout.xaxis.range[1] == ms(max(last, described) + timedelta(days=60))


def printed(part) -> list[str]:
    """Every text of a figure that Plotly would read as markup."""
    if isinstance(part, dict):
        return [text for name, value in part.items() if name != "ids" for text in printed(value)]
    if isinstance(part, list):
        return [text for one in part for text in printed(one)]
    return [part] if isinstance(part, str) else []


def test_no_sign_of_the_data_is_markup_in_a_chart(hostile):
    figures = [
        along_time(panels(hostile), AT, window=365),
        comparing.compare(hostile, compared(hostile), STYLES, LIGHT),
        lineage([one.rows for one in chains(hostile)], {"d/guards": HOSTILE}, STYLES, LIGHT),
        silence(calendar(hostile), {"guards": HOSTILE}, LIGHT, sources=sources_line(hostile["publisher"])),
    ]
    texts = [text for figure in figures for text in printed(json.loads(figure.to_json()))]
    # In a hover a line may end inside a word of the data, so the signs are looked for and not the whole of it.
    assert sum("&lt;script" in text for text in texts) >= 12

    for text in texts:
        assert "<" not in OURS.sub("", text), text
    marks = [text.replace("<br>", " ") for text in texts if text.startswith("&lt;script&gt;alert(1)")]
    assert not [text for text in marks if "<b>7</b>" in text]


def test_no_sign_of_the_data_is_markup_on_the_first_page(hostile):
    html = headline_rows([head(hostile, MOMENT)], STYLES, AT, 365)

    assert "<script" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


# ---- Rules of HTML


def test_every_colour_that_the_rules_name_is_set_in_both_modes():
    """A rule with a colour that nobody sets would fall back to whatever surrounds it."""
    sheets = [*(ROOT / "figures").glob("*.css"), *(ROOT / "views").glob("*.css")]
    named = {name for sheet in sheets for name in re.findall(r"var\(--fp-(\w+)\)", sheet.read_text(encoding="utf-8"))}
    assert len(sheets) == 3
    assert named
    for colours in (LIGHT, DARK):
        assert named == {name for name in named if f"--fp-{name}:{getattr(colours, name)};" in stylesheet(colours)}


def test_what_is_made_as_html_brings_no_rules_of_its_own():
    """Rules that come with each answer make a browser work out the whole page anew."""
    of = rows(SYRIA)
    made = [
        headline_rows([head(of[of["scope"] == HEZBOLLAH], MOMENT)], STYLES, AT, 365),
        legend_html(key_of(of, STYLES, LIGHT)),
        table_html(["What"], [["7,000"]]),
    ]
    assert not [html for html in made if "<style" in html]


@pytest.fixture
def told_four_times(tmp_path) -> pd.DataFrame:
    """A figure, a range and an open end of the guards along the year, and a repeat."""
    return made_rows(
        tmp_path,
        report("a", "2020-01-10", estimate("7,000")),
        report("b", "2020-02-10", estimate("6,000-8,000")),
        report("c", "2020-11-10", estimate("at least 5,000")),
        report("d", "2020-12-10", estimate("7,000", repeats="a/guards")),
    )


def sketch(of: pd.DataFrame, at: date) -> tuple[str, tuple[float, float]]:
    """The small history in a headline: its drawing, and where T's window begins and ends, in percent of its width."""
    html = headline_rows([head(of, Moment(at, None, 100))], STYLES, at, 100)
    (drawing,) = re.findall(r"svg\+xml;base64,([\w+/=]+)", html)
    (left, width) = map(float, *re.findall(r"'left:([\d.]+)%;width:([\d.]+)%'", html))
    return base64.b64decode(drawing).decode(), (left, left + width)


def test_the_small_history_draws_each_own_statement_once_in_its_sides_colour(told_four_times):
    drawing, _ = sketch(told_four_times, AT)
    strokes = re.findall(r"<path d='([^']+)' stroke='([^']+)'", drawing)

    assert {colour for _, colour in strokes} == {style_of(STYLES, side).colour for side in told_four_times["side"]}
    assert sorted(way for path, _ in strokes for way in re.findall("[hV]", path)) == ["V", "V", "h"]


def test_in_the_small_history_t_stands_where_its_statements_do_and_changes_nothing_else(told_four_times):
    """At the day of a statement the window ends on its stroke, and it is a hundred days long."""
    (drawing, (began, ended)), (other, (_, later)) = (
        sketch(told_four_times, at) for at in (date(2020, 2, 10), date(2020, 11, 10))
    )
    along = sorted({float(x) for x in re.findall(r"M([\d.]+) ", drawing)})
    first, second, third = (100 * x / 260 for x in along)

    assert drawing == other
    assert (ended, later) == (pytest.approx(second, abs=0.05), pytest.approx(third, abs=0.05))
    assert began == pytest.approx(max(second - 100 * (third - first) / 305, 0), abs=0.1)


# ---- Marks


def marks(of: pd.DataFrame, *, log: bool = True) -> dict[str, dict]:
    """The traces of some rows by their names."""
    along = np.arange(len(of), dtype=float)
    found = Marks(of, along, np.full(len(of), 8.0), STYLES, log=log, upright=True, halo=LIGHT.paper).traces()
    return {trace["name"]: trace for trace in found}


COUNTS = (
    "7,000",
    "6,000-8,000",
    "about 7,000",
    "about 7,000-8,000",
    "thousands",
    "more than several hundred",
    "at least 7,000",
    "up to 7,000",
)


@pytest.fixture
def kinds(tmp_path) -> pd.DataFrame:
    """One estimate of each kind, each called by its count."""
    made = made_rows(tmp_path, *(report(f"r{n}", f"2020-01-{n + 10}", estimate(one)) for n, one in enumerate(COUNTS)))
    return made.assign(estimate_id=made["count"])


def test_only_a_single_number_is_a_dot(kinds):
    """A range after "about" stays a range: a dot in its middle would say more than its source."""
    assert marks(kinds)["figure"]["ids"] == ["7,000", "about 7,000"]
    assert kinds["count"][is_dot(kinds)].tolist() == ["7,000", "about 7,000"]
    assert "about 7,000-8,000" in marks(kinds)["range"]["ids"]


def test_words_and_nothing_else_are_hatched(kinds):
    bars = marks(kinds)["range"]
    hatched = dict(zip(bars["ids"], bars["marker"]["pattern"]["shape"], strict=True))

    assert {name for name, shape in hatched.items() if shape == "/"} == {"thousands", "more than several hundred"}
    assert set(hatched.values()) == {"/", ""}


@pytest.mark.parametrize("log", [True, False])
def test_an_open_end_is_an_arrow_that_reaches_beyond_the_stated_one(kinds, log):
    arrows = marks(kinds, log=log)["open end"]
    lower, upper = Marks(kinds, np.arange(8.0), np.full(8, 8.0), STYLES, log=log, upright=True, halo=LIGHT.paper).ends
    place = {name: number for number, name in enumerate(kinds["count"])}

    assert arrows["marker"]["symbol"] == ["triangle-up", "triangle-up", "triangle-down"]
    assert upper[place["at least 7,000"]] > 7000
    assert lower[place["up to 7,000"]] < 7000


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_sides_differ_in_colour_and_in_shape(dark):
    """For every pair of ten sides, in both modes; whoever speaks for nobody is grey and has a shape of its own."""
    colours = look(dark=dark)
    styles = side_styles({f"side-{number}": f"Side {number}" for number in range(len(SYMBOLS))}, colours)

    assert len(styles) == len(SYMBOLS) + 1
    for one, other in combinations(styles.values(), 2):
        assert one.colour != other.colour
        assert one.symbol != other.symbol
    assert (styles[""].colour, styles[""].symbol) == (colours.neutral, UNNAMED)
    assert {style.symbol for style in styles.values()} <= set(SHAPES)


def test_a_side_keeps_its_shape_when_the_mode_changes():
    light, dark = (side_styles(SIDES, colours) for colours in (LIGHT, DARK))

    assert {key: style.symbol for key, style in light.items()} == {key: style.symbol for key, style in dark.items()}
    assert all(light[key].colour != dark[key].colour for key in SIDES)


def test_no_side_has_the_shape_of_an_open_end():
    assert not [symbol for symbol in (*SYMBOLS, UNNAMED) if "triangle" in symbol or symbol.startswith("x")]


def test_the_support_curve_falls_from_everybody_to_those_who_set_no_end():
    worked = rows(ROOT / "tests" / "example_g")
    drawn = support_curve(compared(worked, Moment(date(2024, 9, 1), None, 365)), LIGHT, sources="Sources: A.")
    surely, perhaps = (np.asarray(trace.y, float) for trace in drawn.data)

    assert (surely[0], perhaps[0], surely[-1], perhaps[-1]) == (100, 100, 0, pytest.approx(20))
    assert (np.diff(surely) <= 0).all()
    assert (np.diff(perhaps) <= 0).all()
    assert (surely <= perhaps).all()


def test_one_voice_has_no_support_curve_and_nothing_revised_no_dumbbell():
    nobody = nothing(rows(MINIATURE))

    with pytest.raises(ValueError, match="two voices"):
        support_curve(compared(nobody), LIGHT, sources="Sources: A.")
    with pytest.raises(ValueError, match="one revision"):
        dumbbell(revisions(nobody), {}, LIGHT, sources="Sources: A.")


def test_a_revision_is_drawn_from_what_was_first_said_to_what_is_said_now(tmp_path):
    told = made_rows(
        tmp_path,
        report("first", "2024-01-15", estimate("10,000", as_of="2023-12-31")),
        report("now", "2024-06-15", estimate("8,500", as_of="2023-12-31")),
    )
    drawn = dumbbell(revisions(told), {}, LIGHT, sources="Sources: A.")

    assert [trace.x[0] for trace in drawn.data[1:]] == [10000, 8500]
    assert [trace.text[0] for trace in drawn.data[1:]] == ["10,000", "8,500"]
