"""Arabic, Hebrew and Persian names stand in sentences of ours without turning the words and figures around them."""

import pytest

from posture.sentences import END_ISOLATE, ISOLATE, isolated
from tests.conftest import OpenPage, StartServer
from tests.datasets import estimate, report, write
from tests.test_browser import PATIENCE

PAPER = "صحيفة الشرق الأوسط"
SPOKESMAN = 'דובר צה"ל'
AGENCY = "خبرگزاری فارس (تهران)"
THEATRE = {
    "title": "القوات (2018)",
    "summary": "ما قيل علنًا عن القوات، 2012–2018 (7,000).",
    "forces": {"guards": {"label": "حزب الله (لبنان)", "counts": "مقاتلون في سوريا 2013."}},
    "originators": {"army": {"label": PAPER}, "crown": {"label": SPOKESMAN}, "monitor": {"label": AGENCY}},
}

# Where each part of a text stands on the screen, were it in one line: the left edge of its first letter.
LEFT = """(element, parts) => {
  element.style.whiteSpace = 'nowrap';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), nodes = [];
  let text = '';
  while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
  let from = 0;
  return parts.map(part => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    const [node, begin] = nodes.findLast(([, begin]) => begin <= at);
    const range = document.createRange();
    range.setStart(node, at - begin);
    range.setEnd(node, at - begin + 1);
    return range.getBoundingClientRect().left;
  });
}"""


@pytest.fixture(scope="module")
def right_to_left(start_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server on a theatre in three languages that are written from right to left."""
    data = tmp_path_factory.mktemp("data")
    reports = [
        report(
            f"r-{number}", f"2018-0{number}-10",
            estimate(count, originator=who, wording=f"بين {count} مقاتل", translation=f"{count} men"),
            publisher=publisher,
        )
        for number, (who, count, publisher) in enumerate(
            [("army", "7,000-8,800", PAPER), ("crown", "about 9,000", "הארץ 12"), ("monitor", "5,000", AGENCY)] * 2, 1
        )
    ]  # fmt: skip
    write(data / "levant", *reports, theatre=THEATRE)
    return start_server(data=data).url


def test_only_a_text_that_runs_to_the_left_is_isolated():
    """Everything else is as it was, to the letter."""
    assert isolated("The Army (north)") == "The Army (north)"
    assert isolated(PAPER) == f"{ISOLATE}{PAPER}{END_ISOLATE}"


@pytest.mark.parametrize("turn", ["\u202e", "\u2067", "\u2069"])
def test_no_text_of_the_data_turns_what_stands_behind_it(turn: str):
    """Such a character could make 7,000 read as 000,7; the letters stay."""
    assert isolated(f"Army{turn}") == f"{ISOLATE}Army{END_ISOLATE}"


@pytest.mark.parametrize(
    ("page", "element", "said", "parts"),
    [
        ("", ".fp-claims li", "7,000-8,800", ["7,000", "8,800", PAPER[-1], "10 April", "2018"]),
        ("change", "td", "Again from", ["Again", PAPER[-1], "7,000", "8,800", "10 April", "after", "10 January"]),
    ],
)
def test_figures_and_dates_beside_such_a_name_keep_their_order(
    open_page: OpenPage, right_to_left: str, page: str, element: str, said: str, parts: list[str]
):
    """What comes first stands further to the left."""
    window = open_page(f"{right_to_left}/{page}")
    found = window.locator(element).filter(has_text=PAPER).filter(has_text=said).first
    found.wait_for(timeout=PATIENCE)
    places = found.evaluate(LEFT, parts)
    assert places == sorted(places)


def test_a_cell_of_the_data_itself_runs_as_its_language_does(open_page: OpenPage, right_to_left: str):
    """The wording of a record stands by itself."""
    window = open_page(f"{right_to_left}/evidence?record=r-1/guards")
    cell = window.get_by_role("cell", name="مقاتل").last
    cell.wait_for(timeout=PATIENCE)
    assert cell.evaluate("element => getComputedStyle(element).direction") == "rtl"
