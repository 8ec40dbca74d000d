"""The charts behind those of a page: in the boxes of the screen, and after the others in a file, the same ones."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page

from figures.behind import behind
from figures.export import frozen
from figures.lineage import lineage
from figures.pages import charts
from figures.pictures import pictures
from figures.silence import silence
from figures.style import LIGHT, side_styles
from posture.library import Library, Opened
from posture.lineage import chains
from posture.silence import calendar
from posture.snapshots.asked import Asked, read
from tests.datasets import CONFIG, ROOT, THEATRE, TODAY, estimate, made_rows, report, write
from tests.pictured import BEYOND, WIDTHS, parsed, printed, taken
from tests.shown import BOXES, show

SHIPPED = ROOT / "data" / "syria"
NARROW = {"force": "hezbollah", "measure": "present", "place": "everywhere"}
KINDS = {
    "the share of voices": "compare",
    "who repeats whom": "compare",
    "the same voices, and who came and left": "change",
    "said anew for the same date": "change",
    "Months in which": "change",
    "parts and whole": "change",
}
AT = "2018-10-10"


@cache
def shipped() -> Opened:
    """The dataset that no test changes."""
    return Library(SHIPPED.parent, CONFIG).open(SHIPPED.name, TODAY)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a theatre in which each kind of chart has something to draw."""
    folder = tmp_path_factory.mktemp("data")
    write(
        folder / "made",
        report("a1", "2017-03-01", estimate("5,000"), originator="army"),
        report("m1", "2017-04-01", estimate("7,000-8,000"), originator="monitor"),
        report("a2", "2018-03-01", estimate("6,500"), originator="army"),
        report("echo", "2018-04-01", estimate("16,500", repeats="a2/guards"), originator="army", publisher="The Echo"),
        report("c2", "2018-05-01", estimate("12,000"), originator="crown"),
        report("a3", "2018-09-01", estimate("9,000", as_of="2017-03-01"), originator="army"),
        report("whole", "2018-08-01", *WHOLE, originator="monitor"),
        theatre=THEATRE | {"forces": THEATRE["forces"] | {"sailors": SAILORS}},
    )  # fmt: skip
    return folder


WHOLE = [estimate("9,000", force="all"), estimate("6,000"), estimate("2,000", force="sailors")]
SAILORS = THEATRE["forces"]["sailors"] | {"part_of": "all"}


def asked_of(theatre: Opened, **parameters: str) -> Asked:
    """What the parameters of an address ask of a theatre."""
    return read({name: [value] for name, value in parameters.items()}, theatre)


def made(folder: Path) -> Opened:
    return Library(folder, CONFIG).open("made", TODAY)


@pytest.mark.parametrize(("kind", "page"), KINDS.items())
def test_each_kind_is_drawn_where_its_box_stands(kind: str, page: str, every_kind: Path):
    theatre = made(every_kind)
    found = behind(theatre, asked_of(theatre, page=page, at=AT))

    assert any(kind in chart.title for chart in found)
    assert not any(kind in chart.title for chart in charts(theatre, asked_of(theatre, page=page, at=AT)))


@pytest.mark.parametrize("page", ["compare", "change"])
@pytest.mark.parametrize("known_by", ["", "2018-04-30"])
def test_a_file_has_the_charts_of_the_open_boxes(page: str, known_by: str, every_kind: Path):
    theatre = made(every_kind)
    parameters = {"at": AT} | ({"known_by": known_by} if known_by else {})
    wanted = asked_of(theatre, page=page, **parameters)
    there = show(page, *BOXES[page], folder=every_kind, **parameters)
    alts = [element.proto.alt.strip() for element in there.at.get("plotly_chart")]

    in_file = [chart.alt.strip() for chart in (*charts(theatre, wanted), *behind(theatre, wanted))]
    assert sorted(in_file) == sorted(alts)
    assert len(alts) > len(charts(theatre, wanted))


def test_a_box_has_the_key_of_its_chart(every_kind: Path):
    """Which part is which, what is hollow, what is dark: not only where one points."""
    read_ = " ".join(
        line for page in ("compare", "change") for line in show(page, *BOXES[page], folder=every_kind, at=AT).html
    )

    for label in ("from surely to perhaps", "says something else", "first said", "nobody spoke", "Sailors: 2,000"):
        assert label in read_


def test_posture_and_a_page_that_lists_have_nothing_behind():
    for page in ("", "posture", "evidence"):
        assert behind(shipped(), asked_of(shipped(), page=page)) == []


@pytest.mark.parametrize("page", ["compare", "change"])
def test_nothing_that_fits_has_nothing_behind(page: str):
    assert behind(shipped(), asked_of(shipped(), page=page, since="2099-01-01")) == []


def test_two_dates_in_the_wrong_order_are_not_split(every_kind: Path):
    theatre = made(every_kind)
    found = behind(theatre, asked_of(theatre, page="change", at="2017-06-01", before=AT))

    assert not any("the same voices" in chart.title for chart in found)


def test_what_was_published_later_is_in_no_chart_behind(every_kind: Path):
    """In the calendar and in the breakdowns too, which look past the other filters."""
    theatre = made(every_kind)
    now, then = (
        behind(theatre, asked_of(theatre, page="change", at=AT, known_by=day)) for day in ("2018-12-31", "2018-04-30")
    )

    assert any("parts and whole" in chart.title for chart in now)
    assert not any("parts and whole" in chart.title for chart in then)
    calendars = [next(chart.alt for chart in found if chart.title.startswith("Months")) for found in (now, then)]
    assert re.search("Guards in 5 of", calendars[0])
    assert re.search("Guards in 3 of", calendars[1])


def said_of(theatre: Opened, wanted: Asked) -> dict[str, dict]:
    """By title what the pictures of the charts behind say."""
    return {said["title"]: said for said in pictures(theatre, wanted, behind(theatre, wanted))}


def test_a_picture_says_of_which_dates_it_speaks(every_kind: Path):
    theatre = made(every_kind)
    compare = said_of(theatre, asked_of(theatre, page="compare", at=AT))
    change = said_of(theatre, asked_of(theatre, page="change", at=AT, before="2017-06-01"))

    assert compare["Guards: the share of voices who claim at least so many"]["when"].startswith("At 10 October 2018")
    assert compare["Guards: who repeats whom"]["when"].startswith("At any date")
    split = next(said for title, said in change.items() if "the same voices" in title)
    assert split["when"].startswith("From 1 June 2017 to 10 October 2018, looking back 365 days; ")
    assert change["Figures said anew for the same date"]["when"].startswith("At any date")


def test_a_picture_names_no_filter_that_its_chart_does_not_follow(every_kind: Path):
    """What is told of a scope is compared whole: a filter would measure a step from the wrong statement."""
    theatre = made(every_kind)
    compare = said_of(theatre, asked_of(theatre, page="compare", at=AT, originator="army"))
    change = said_of(theatre, asked_of(theatre, page="change", at=AT, originator="army"))

    assert "Originators: The Army" in compare["Guards: who repeats whom"]["when"]
    for said in change.values():
        assert "Originators: " not in said["when"]
        assert "Every side, originator and date, whatever the filters leave" in said["when"]


def test_the_page_says_where_a_filter_is_not_followed(every_kind: Path):
    says = "whatever the filters on sides, originators and dates leave"

    assert says in show("change", folder=every_kind, at=AT, originator="army").captions
    assert says not in show("change", folder=every_kind, at=AT).captions


def test_a_picture_names_the_parts_of_a_breakdown(every_kind: Path):
    """On the screen the name comes up where one points."""
    theatre = made(every_kind)
    said = said_of(theatre, asked_of(theatre, page="change", at=AT))["All: parts and whole, 1 August 2018"]

    assert [label for *_, label in said["key"]] == [
        "All: 9,000", "Guards: 6,000", "Sailors: 2,000", "named by no part: 1,000",
    ]  # fmt: skip


def test_nothing_reaches_beyond_the_edge_of_a_picture(from_disk: Callable[..., Page], every_kind: Path):
    """Of every kind and size, with names that are long, as a browser measures it that opens the SVG."""
    theatre = made(every_kind)
    of = [(theatre, {"at": AT}), (shipped(), NARROW), (shipped(), {"force": "turkish-forces"})]
    for opened, parameters in of:
        for page in ("compare", "change"):
            wanted = asked_of(opened, page=page, **parameters)
            titles = [chart.title for chart in (*charts(opened, wanted), *behind(opened, wanted))]
            there = from_disk(frozen(opened, wanted))
            for place in range(len(charts(opened, wanted)), len(titles)):
                for size in WIDTHS:
                    svg = taken(there.locator("section").nth(place), size, "svg")[1]

                    assert there.evaluate(BEYOND, svg.decode().split("\n", 1)[1]) == [], (titles[place], size)
                    assert titles[place].replace(" ", "") in printed(parsed(svg)).replace(" ", "")
                    assert "Sources: " in printed(parsed(svg))
                there.reload()  # a browser lets a page hand out ten files in a row


# ---- What they draw


STYLES = side_styles({"north": "North"}, LIGHT)


def test_a_report_that_merges_two_figures_has_a_mark_in_both_chains(tmp_path: Path):
    """Plotly draws a mark once for each id of a trace."""
    told = made_rows(
        tmp_path,
        report("one", "2018-01-01", estimate("1,000")),
        report("two", "2018-02-01", estimate("2,000"), originator="monitor"),
        report("both", "2018-03-01", estimate("1,000-2,000", repeats=["one/guards", "two/guards"])),
    )
    found = chains(told)
    drawn = lineage([chain.rows for chain in found], {}, STYLES, LIGHT)
    marks = [trace for trace in drawn.data if trace.ids is not None]

    assert len(found) == 2
    assert [sorted(trace.ids) for trace in marks] == [["both/guards", "one/guards"], ["both/guards", "two/guards"]]
    assert all(len(trace.ids) == len(set(trace.ids)) for trace in marks)


def test_every_distorted_repeat_says_what_it_says_within_the_chart(tmp_path: Path):
    """Close ones share a label, and at an edge it reaches inwards."""
    said = {"01": "7,000", "02": "9,000-10,000", "03": "9,000-10,000", "12": "about 12,000"}
    told = made_rows(
        tmp_path,
        report("root", "2018-01-01", estimate("8,000")),
        *(report(f"r{m}", f"2018-{m}-15", estimate(count, repeats="root/guards")) for m, count in said.items()),
    )
    changed = dict.fromkeys((f"r{month}/guards" for month in said), "another figure")
    drawn = lineage([chains(told)[0].rows], changed, STYLES, LIGHT)
    says = next(trace for trace in drawn.data if trace.name == "says")

    assert list(says.text) == ["7,000; 9,000-10,000", "about 12,000"]
    assert list(says.textposition) == ["bottom right", "bottom left"]


def test_a_month_is_as_long_as_it_was_and_darker_where_more_spoke(tmp_path: Path):
    told = made_rows(
        tmp_path,
        report("a", "2020-02-10", estimate("1,000")),
        report("b", "2020-02-20", estimate("1,200", originator="monitor")),
        report("c", "2020-04-05", estimate("1,000")),
    )
    (bars,) = silence(calendar(told), {"guards": "Guards"}, LIGHT, sources="Sources: A.").data
    begins = pd.to_datetime(bars.base, unit="ms")

    assert list(begins) == [pd.Timestamp("2020-02-01"), pd.Timestamp("2020-04-01")]
    assert list(pd.to_timedelta(bars.x, unit="ms").days) == [29, 30]
    assert list(bars.marker.opacity) == [1.0, pytest.approx(0.3)]
    assert "February 2020: 2 spoke" in bars.hovertext[0]


def test_what_has_no_end_in_a_report_without_a_year_stands_in_no_month(tmp_path: Path):
    """Nobody knows that anybody spoke on the last day on which it can have been printed."""
    write(
        tmp_path / "made",
        report("known", "2018-05-01", estimate("3,000", as_of="2015/..")),
        report("undated", "2013/2020-01-01", estimate("9,000", as_of="2012/..", originator="monitor")),
    )
    theatre = Library(tmp_path, CONFIG).open("made", date(2020, 6, 1))
    rows = theatre.rows(theatre.config.rulebooks[theatre.config.rulebook])
    spoken = calendar(rows)

    assert list(spoken.loc[spoken["originators"] > 0, "month"]) == [pd.Timestamp("2018-05-01")]
    (chart,) = behind(theatre, asked_of(theatre, page="change", at="2020-05-01"))
    assert "1 statement without an end stands in no month" in chart.brief
