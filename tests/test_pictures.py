"""Pictures of charts: pressed for in a browser, from the dashboard and from a disk, and looked at as files."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from figures.export import frozen, html
from figures.legend import HIGH, LINES, kinds_of
from figures.pages import charts
from figures.pictures import pictures
from figures.style import LIGHT
from figures.svg import image
from posture.library import Library, Opened
from posture.snapshots.asked import read
from posture.snapshots.version import data_version
from tests.browser import settle
from tests.conftest import OpenPage
from tests.datasets import CONFIG, MINIATURE, ROOT, THEATRE, TODAY, estimate, report, write
from tests.pictured import BEYOND, SVG, WIDTHS, parsed, pixels, printed, taken
from tests.shown import show

SHIPPED = ROOT / "data" / "syria"
ASKED = {"force": "hezbollah", "measure": "present", "place": "everywhere", "span": "window"}
DENSE = {"slide": 1, "column": 2, "phone": 2}  # pixels of a PNG for each of the layout
HOSTILE = "</script><svg onload=alert(1)>&lt;b&gt; <a href='https://example.org'>%{x} & \"Guards\""


@cache
def opened(folder: Path) -> Opened:
    """A theatre that no test changes."""
    return Library(folder.parent, CONFIG).open(folder.name, TODAY)


def asked_of(theatre: Opened, **parameters: str):
    """What the parameters of an address ask of a theatre."""
    return read({name: [value] for name, value in parameters.items()}, theatre)


@pytest.mark.parametrize("page", ["posture", "compare", "change"])
def test_each_size_comes_as_a_png_and_an_svg_from_the_address(page: str, open_page: OpenPage):
    """The fixture fails on any word on the console and on any request that leaves this machine."""
    there = open_page(f"/snapshots/syria.html?{urlencode(ASKED | {'page': page})}")
    section = there.locator("section").first
    title = section.locator("h2").first.inner_text()
    for size, width in WIDTHS.items():
        name, svg = taken(section, size, "svg")
        picture = parsed(svg)
        text = printed(picture)
        across, down = (int(picture.get(side)) for side in ("width", "height"))
        other, png = taken(section, size, "png")

        assert re.fullmatch(rf"syria-[a-z-]+-2018-06-30-{size}\.svg", name)
        assert other == name.replace(".svg", ".png")
        assert across == width
        assert size != "slide" or down == 900
        assert pixels(png) == (across * DENSE[size], down * DENSE[size])
        assert picture.find(f"{SVG}title").text == title
        for said in (title, "At 30 June 2018", "everything published so far", "Sources: ", "Outside forces in Syria"):
            assert said in text
        assert "Fighters of Lebanese Hezbollah in Syria, with its advisers, experts and reservists there." in text
        assert data_version(opened(SHIPPED)) in text


def test_a_file_on_a_disk_hands_out_the_same_pictures(from_disk: Callable[..., Page], open_page: OpenPage):
    theatre = opened(SHIPPED)
    served = open_page(f"/snapshots/syria.html?{urlencode(ASKED | {'page': 'compare'})}").locator("section").first
    kept = from_disk(frozen(theatre, asked_of(theatre, page="compare", **ASKED))).locator("section").first
    for size in WIDTHS:
        (name, one), (again, other) = (taken(section, size, "svg") for section in (served, kept))

        assert name == again == f"syria-hezbollah-2018-06-30-{size}.svg"
        assert printed(parsed(one)) == printed(parsed(other))
        assert taken(kept, size, "png")[1] == taken(served, size, "png")[1]


def test_the_sentences_stand_in_the_picture_of_a_comparison(from_disk: Callable[..., Page]):
    theatre = opened(SHIPPED)
    wanted = asked_of(theatre, page="compare", known_by="2018-12-31", **ASKED)
    drawn = charts(theatre, wanted)[0]
    section = from_disk(frozen(theatre, wanted)).locator("section").first
    for size in WIDTHS:
        name, svg = taken(section, size, "svg")
        text = printed(parsed(svg))

        assert drawn.alt in text
        assert "as known by 31 December 2018" in text
        assert name == f"syria-hezbollah-2018-06-30-known-2018-12-31-{size}.svg"


def test_no_live_claim_is_left_out_and_a_slide_says_what_is(from_disk: Callable[..., Page]):
    """Everything ever claimed is more than a slide holds."""
    theatre = opened(SHIPPED)
    wanted = asked_of(theatre, page="compare", **ASKED | {"span": "all"})
    section = from_disk(frozen(theatre, wanted)).locator("section").first
    texts = {size: printed(parsed(taken(section, size, "svg")[1])) for size in WIDTHS}

    for text in texts.values():
        for said in ("Israeli intelligence", "Israeli mission to the United Nations", "Tony Blair Institute"):
            assert said in text
    assert re.search(r"Without \d+ statements, expired, superseded or without a vote", texts["slide"])
    assert "Without" not in texts["column"] + texts["phone"]
    assert "Syrian opposition" in texts["column"]


def test_nothing_reaches_beyond_the_edge_of_a_picture(from_disk: Callable[..., Page]):
    """Of every page and size, as a browser measures it that opens the SVG."""
    theatre = opened(SHIPPED)
    for page in ("posture", "compare", "change"):
        there = from_disk(frozen(theatre, asked_of(theatre, page=page, **ASKED)))
        for size in WIDTHS:
            svg = taken(there.locator("section").first, size, "svg")[1].decode()
            beyond = there.evaluate(BEYOND, svg.split("\n", 1)[1])

            assert beyond == [], (page, size)


def test_hostile_text_is_printed_and_never_run(from_disk: Callable[..., Page], tmp_path: Path):
    """In the title of a theatre, of a force and its definition, in the names of originators and publishers."""
    named = {"label": HOSTILE, "counts": f"{HOSTILE} counted.", "side": "north"}
    forces = {**THEATRE["forces"], "guards": named}
    originators = {**THEATRE["originators"], "army": {"label": HOSTILE, "side": "north"}}
    theatre = {**THEATRE, "title": HOSTILE, "forces": forces, "originators": originators}
    reports = [
        report("one", "2018-06-01", estimate("7,000"), publisher=HOSTILE),
        report("two", "2018-06-02", estimate("9,000"), publisher=HOSTILE, originator="monitor"),
    ]
    bad = Library(tmp_path, CONFIG).open(write(tmp_path / "bad", *reports, theatre=theatre).name, TODAY)
    for page in ("posture", "compare", "change"):
        there = from_disk(frozen(bad, asked_of(bad, page=page)))
        for size in WIDTHS:
            picture = parsed(taken(there.locator("section").first, size, "svg")[1])
            text = printed(picture).replace(" ", "")

            assert text.count(HOSTILE.replace(" ", "")) >= 3
            assert f"Sources:{HOSTILE.replace(' ', '')}" in text
            assert not {element.tag for element in picture.iter()} & {f"{SVG}{tag}" for tag in ("a", "script", "b")}
            assert not [key for element in picture.iter() for key in element.attrib if key.startswith("on")]
        assert there.locator("a, section svg[onload]").count() == 0


def test_what_xml_cannot_hold_is_left_out(from_disk: Callable[..., Page]):
    theatre = opened(MINIATURE)
    wanted = asked_of(theatre, page="compare")
    drawn = charts(theatre, wanted)[:1]
    (said,) = pictures(theatre, wanted, drawn)
    there = from_disk(html(drawn, ["T"], [], [said | {"title": "A\x01 \x0btitle\ufffe"}]))

    assert "A title" in printed(parsed(taken(there.locator("section"), "column", "svg")[1]))


def keys_of(theatre: Opened, page: str, **parameters: str) -> set[str]:
    """The labels in the keys of the pictures of a page."""
    wanted = asked_of(theatre, page=page, **parameters)
    return {label for said in pictures(theatre, wanted, charts(theatre, wanted)) for *_, label in said["key"]}


@pytest.mark.parametrize(
    ("counts", "labels"),
    [
        (["7,000"], {"a figure"}),
        (["5,000-8,000"], {"a range"}),
        (["several hundred"], {"words, by the rulebook"}),
        (["7,000", "at least 3,000"], {"a figure", "a range", "an open end"}),
        (["none given", "7,000"], {"a figure", "no number"}),
        (["denied", "7,000"], {"a figure", "denied"}),
    ],
)
def test_the_key_of_a_picture_holds_what_is_drawn_and_nothing_else(counts: list[str], labels: set[str], tmp_path: Path):
    reports = [report(f"r{day}", f"2018-06-0{day}", estimate(count)) for day, count in enumerate(counts, start=1)]
    write(tmp_path / "made", *reports)

    assert keys_of(Library(tmp_path, CONFIG).open("made", TODAY), "compare") == labels | {"North"}


def test_every_part_of_the_key_is_drawn_by_some_theatre(tmp_path: Path):
    """One where originators moved in every way, three are live together, and some give no number or took it back."""
    said = {
        "army": ["5,000", "7,000", "4,000", "3,000-6,000", "at least 3,000", "several hundred"],
        "monitor": ["5,000", "about 5,000", "up to 9,000", "denied", "none given"],
        "crown": ["2,000", "3,000"],
    }
    reports = [
        report(f"{who}-{month}", f"2018-0{month}-01", estimate(count, **more), originator=who)
        for who, counts in said.items()
        for month, count in enumerate(counts, start=1)
        for more in [{"change": "correction"} if who == "crown" else {}]
    ]
    fell = {"is": "misprint", "date": "2018-05-01", "reason": "A nought too many."}
    other = [
        estimate("3,000", repeats="crown-2/guards"),
        estimate("900", force="scouts", unclear=["sailors"]),
        estimate("90,000", id="nought", status=fell),
    ]
    write(tmp_path / "made", *reports, report("other", "2018-03-01", *other, publisher="The Echo"))
    found = keys_of(Library(tmp_path, CONFIG).open("made", TODAY), "change", struck="yes")

    assert {*(sign.label for sign in kinds_of(LIGHT)), *LINES} <= found


@pytest.mark.parametrize("page", ["posture", "compare", "change"])
def test_the_key_of_a_page_is_that_of_its_pictures(page: str):
    """What is drawn and nothing else, by the same signs; a picture also says what stands behind its marks."""
    theatre = opened(SHIPPED)
    wanted = asked_of(theatre, page=page, **ASKED | {"span": "all"})
    said = pictures(theatre, wanted, charts(theatre, wanted))
    signs = {(image(drawing, width, HIGH), label) for one in said for drawing, width, label in one["key"]}
    shown = show("overview" if page == "posture" else page, **ASKED | {"span": "all"})
    (key,) = (body for element in shown.at.get("html") if "class='fp-key'" in (body := element.proto.body))
    on_page = set(re.findall("<span>(<img [^>]*>)([^<]*)</span>", key))

    assert on_page < signs if page != "compare" else on_page == signs
    assert {label for _, label in signs - on_page} <= {"30 June 2018", "the 365 days before", "an event"}
    labels = {label for _, label in on_page}
    assert {"denied", "no number", "a repeat"} <= labels
    assert ("median zone" in labels) == (page != "compare")
    assert ("same originator, higher" in labels) == (page == "change")
    assert "withdrawn or a misprint" not in labels


def test_a_repeat_is_a_tick_on_compare_and_a_small_mark_along_time():
    theatre = opened(SHIPPED)
    drawn = {}
    for page in ("posture", "compare", "change"):
        wanted = asked_of(theatre, page=page, **ASKED | {"span": "all"})
        (said,) = pictures(theatre, wanted, charts(theatre, wanted)[:1])
        (drawn[page],) = [drawing for drawing, _, label in said["key"] if label == "a repeat"]

    assert "<path" in drawn["compare"]
    assert "<circle" in drawn["posture"] == drawn["change"]


def test_files_of_charts_with_one_title_have_names_of_their_own():
    theatre = opened(SHIPPED)
    wanted = asked_of(theatre, page="compare", force="hezbollah")
    names = [said["name"] for said in pictures(theatre, wanted, charts(theatre, wanted))]

    assert len(set(names)) == len(names) > 3
    assert all(re.fullmatch(r"syria-[a-z0-9-]+-2018-06-30", name) for name in names)


def test_the_box_leads_to_the_pictures_in_one_click(open_page: OpenPage):
    """In a tab of its own, so that the page stays as it is."""
    page = open_page("/compare?force=hezbollah")
    settle(page)
    page.get_by_role("button", name="Take away").click()
    box = page.get_by_test_id("stPopoverBody")
    with page.context.expect_page() as opening:
        box.get_by_role("link", name="Pictures").click()
    there = opening.value
    there.locator("#chart-1 .main-svg").first.wait_for()

    assert "/snapshots/syria.html?page=compare&" in there.url
    assert there.get_by_role("button", name="PNG of Hezbollah").count() > 0
    assert box.is_visible()
