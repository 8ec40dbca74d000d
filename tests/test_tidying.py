"""Files in the house order: what moves, what goes with it, and what never changes."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.editing.tidying import tidy_reports, tidy_theatre
from posture.problems import DataError
from posture.reading import parse
from tests.datasets import MINIATURE, ROOT

DATA = ROOT / "data"
SHIPPED = [*sorted(DATA.glob("*/theatre.yaml")), *sorted(DATA.glob("*/reports/*.yaml")), DATA / "template.yaml"]
REPORTS = [path for path in SHIPPED if path.name != "theatre.yaml"] + sorted(MINIATURE.glob("reports/**/*.y*ml"))
THEATRES = [path for path in SHIPPED if path.name == "theatre.yaml"] + [MINIATURE / "theatre.yaml"]
SECTIONS = ("sides", "forces", "originators", "places")  # their entries are grouped by hand
ESTIMATES = "  estimates:\n    - {force: guards, count: 7, wording: seven}\n"


def tidied(text: str, tidy=tidy_reports) -> str:
    """The text in the house order, which a second time stays as it is."""
    after = tidy(text.encode(), "some.yaml")
    assert tidy(after, "some.yaml") == after
    return after.decode()


def of_day(key: str, day: str) -> str:
    """A report of a few lines."""
    return f"- id: {key}\n  publisher: The Gazette\n  published: {day}\n{ESTIMATES}"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(DATA)))
def test_what_is_shipped_is_in_order(path: Path):
    text = path.read_bytes().decode()

    assert tidied(text, tidy_theatre if path in THEATRES else tidy_reports) == text


def test_keys_stand_as_the_model_names_them():
    typed = """\
- publisher: The Gazette
  estimates:
    - wording: "7,000 men"
      count: 7,000
      force: guards
    - count: 5
      force: [sailors, scouts]
      status:
        reason: A slip.
        is: misprint
      wording: five
  published: 2020-01-01
  id: gazette-2020
"""
    assert (
        tidied(typed)
        == """\
- id: gazette-2020
  publisher: The Gazette
  published: 2020-01-01
  estimates:
    - force: guards
      count: 7,000
      wording: "7,000 men"
    - force: [sailors, scouts]
      count: 5
      wording: five
      status:
        is: misprint
        reason: A slip.
"""
    )


def test_reports_stand_by_the_last_day_of_publication_and_those_of_one_day_as_typed():
    days = {"year": "2020", "open": "2019/..", "may": "2020-05", "day": "2020-05-31", "span": "2019/2020-05-02"}
    after = tidied("".join(of_day(key, day) for key, day in days.items()))

    assert re.findall("id: (.*)", after) == ["span", "may", "day", "year", "open"]


def test_one_blank_line_stands_between_reports_and_none_on_top_or_at_the_end():
    one, two, three = (of_day(key, "2020") for key in "abc")

    assert tidied(f"\n\n{one}{two}\n  \n\n{three}\n\n") == f"{one}\n{two}\n{three}"


def test_trailing_spaces_carriage_returns_and_a_byte_order_mark_go():
    text = f"# top\n{of_day('a', '2020')}\n{of_day('b', '2020')}"
    typed = b"\xef\xbb\xbf" + text.replace("\n", "  \r\n").encode().rstrip()

    assert tidy_reports(typed, "a.yaml").decode() == text
    assert tidied(text.replace("\n", "\r")) == text


def test_a_comment_goes_where_its_key_goes():
    typed = "- id: a\n  # when\n  published: 2020 # or so\n  # who\n  # else\n  publisher: The Gazette # no other\n"
    after = "- id: a\n  # who\n  # else\n  publisher: The Gazette # no other\n  # when\n  published: 2020 # or so\n"

    assert tidied(typed + ESTIMATES) == after + ESTIMATES


def test_a_comment_goes_where_its_report_goes():
    late, early = of_day("late", "2021"), f"# On the early one.\n\n# More.\n{of_day('early', '2020')}"

    assert tidied(f"# On the file.\n\n# On the late one.\n{late}\n{early}") == (
        f"# On the file.\n\n{early}\n# On the late one.\n{late}"
    )


def test_the_comments_on_top_of_the_file_stay_on_top():
    top = "# yaml-language-server: $schema=x.json\n# All reports.\n"
    late, early = of_day("late", "2021"), of_day("early", "2020")

    assert tidied(f"{top}{late}\n{early}") == f"{top}{early}\n{late}"
    assert tidied(f"{top}{late}\n# On this one.\n{early}") == f"{top}\n# On this one.\n{early}\n{late}"
    assert tidied(f"%YAML 1.1\n---\n{top}{late}{early}...\n# end\n") == (
        f"%YAML 1.1\n---\n{top}{early}\n{late}...\n# end\n"
    )


def test_the_comment_of_a_key_that_comes_first_goes_above_its_record():
    typed = "# top\n- publisher: The Gazette\n\n  # It never changes.\n  id: a\n  published: 2020\n" + ESTIMATES
    after = "# top\n\n# It never changes.\n- id: a\n\n  publisher: The Gazette\n  published: 2020\n" + ESTIMATES

    assert tidied(typed) == after


def test_a_comment_behind_the_last_key_stays_with_the_record_whose_keys_it_is_in_line_with():
    estimates = "  estimates:\n    - force: guards\n      wording: seven\n      count: 7\n"
    late = of_day("late", "2021").replace(ESTIMATES, estimates) + "      # the estimate's\n\n  # the report's\n"
    early = "# the next one's\n" + of_day("early", "2020")
    ordered = late.replace("      wording: seven\n      count: 7\n", "      count: 7\n      wording: seven\n")

    assert tidied(f"{late}{early}# the file's\n") == f"{early}\n{ordered}# the file's\n"


def test_what_a_value_says_stays_byte_for_byte():
    values = (
        "  title: 'a  ''b''  c'\n",
        '  via: "x  \n\n    y\\\n    \\  z"\n',
        "  copies: [https://a.org, # one\n   https://b.org] # two\n",
        "  speaker: The\n      Speaker   \n    of it\n",
        "  note: |2  # as printed\n      deep  \n    # text\n\n    last\n",
    )
    typed = f"- published: 2020\n{ESTIMATES}{''.join(reversed(values))}  publisher: P\n  id: a\n"
    after = tidied(typed)

    assert all(value in after for value in values)
    assert parse(after.encode(), "") == parse(typed.encode(), "")


def test_a_dash_or_a_list_that_stands_otherwise_stays_so():
    typed = "-\n  # who\n  publisher: P\n  id: a\n  published: 2020\n  estimates:\n  -   wording: seven\n      # what\n"
    typed += "      force: guards\n      count: 7\n  # the rest\n  - {count: 7, force: sailors, wording: seven}\n"
    after = "-\n  id: a\n  # who\n  publisher: P\n  published: 2020\n  estimates:\n  # what\n  -   force: guards\n"
    after += "      count: 7\n      wording: seven\n  # the rest\n  - {count: 7, force: sailors, wording: seven}\n"

    assert tidied(typed) == after


def test_a_file_in_brackets_stays_as_it_is():
    text = '[{"publisher": "P", "id": "a", "published": "2020",\n'
    text += '"estimates": [{"force": "g", "count": 7, "wording": "w"}]}]'

    assert tidied(text) == f"{text}\n"


def test_a_theatre_is_put_in_order_and_its_sections_keep_theirs():
    typed = """\
# On top.
# These are counted.
forces:
  # Land
  guards: {counts: Guards., label: Guards}
  army:
    counts: The army,
      all of it. # folded
    label: Army

  # Sea
  navy: {label: Navy, counts: The navy.}

# The name.
title: Made up
"""
    after = """\
# On top.
# These are counted.

# The name.
title: Made up

forces:
  # Land
  guards: {counts: Guards., label: Guards}
  army:
    label: Army
    counts: The army,
      all of it. # folded

  # Sea
  navy: {label: Navy, counts: The navy.}
"""
    assert tidied(typed, tidy_theatre) == after


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("- id: a\n  id: b\n", (2, 3), 'the key "id" stands twice, first in line 1'),
        (of_day("a", "2020").replace("publisher", "publsher"), (1, 3), 'the key "publisher" is missing'),
        ("title: A theatre\n", (1, 1), "a reports file is a list of reports"),
        (of_day("a", "2020").replace("  published:", "  ? published\n  :"), (1, 3), "a key behind a question mark"),
        (
            of_day("a", "2020").replace("The Gazette", "|+\n    The Gazette\n"),
            (2, 14),
            "a text that takes in the blank lines below it (|+)",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reasons(text, place, found):
    with pytest.raises(DataError) as refused:
        tidy_reports(text.encode(), "some.yaml")

    problem = min(refused.value.problems)
    assert (problem.file, problem.line, problem.column, problem.found) == ("some.yaml", *place, found)


KEY = re.compile(r"( *(?:- )?)[\w.-]+:(?= |$)")


def column(line: str) -> int:
    """That of the key in a line; of a line without one, which goes on with the key above, one that is no key's."""
    return len(key[1]) if (key := KEY.match(line)) else 99


def pieces(lines: list[str], begins: Callable[[str], bool]) -> list[list[str]]:
    """The lines in pieces, each from a line that begins one to the next."""
    starts = [number for number, line in enumerate(lines) if begins(line)]
    return [lines[start:stop] for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True)]


def shuffled(lines: list[str], chance: Random, *, moving: bool = True) -> list[str]:
    """The lines of a mapping with its keys in another order, and so all the way down."""
    left = column(lines[0])
    keys = pieces(lines, lambda line: column(line) == left)
    keys = [[" " * left + first[left:], *below(first, rest, chance)] for first, *rest in keys]
    if moving:
        chance.shuffle(keys)
    keys[0][0] = lines[0][:left] + keys[0][0][left:]
    return [line for key in keys for line in key]


def below(key: str, lines: list[str], chance: Random) -> list[str]:
    """The lines below a key, with the keys of all records among them in another order."""
    if not lines or column(lines[0]) == 99:
        return lines
    dash = lines[0].find("- ", 0, column(lines[0]))
    if dash < 0:
        return shuffled(lines, chance, moving=key.strip(" :") not in SECTIONS)
    records = pieces(lines, lambda line: line.startswith(" " * dash + "- "))
    return [line for record in records for line in shuffled(record, chance)]


def commented(lines: list[str], chance: Random) -> list[str]:
    """The lines with comments above and behind them, blank lines among them, and spaces at their ends."""
    after = ["# On top.", ""]
    for number, line in enumerate(lines):
        if KEY.match(line) and chance.random() < 0.2:
            left = chance.choice((column(line), chance.randrange(9)))
            after += [" " * left + f"# above {number}", ""][:: chance.choice((1, -1))]
        goes_on = number + 1 < len(lines) and not KEY.match(lines[number + 1])
        behind = KEY.match(line) and not goes_on and chance.random() < 0.2
        after.append(f"{line} # behind {number}  " if behind else line)
    return after


def mixed_up(path: Path, chance: Random) -> list[str]:
    """The lines of a file without its own comments and blank lines, out of order and with other comments."""
    lines = [
        line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.lstrip().startswith("#")
    ]
    if path in THEATRES:
        return commented(shuffled(lines, chance), chance)
    records = pieces(lines, lambda line: line.startswith("- "))
    records = [shuffled(record, chance) for record in chance.sample(records, min(len(records), 8))]
    return commented([line for record in records for line in record], chance)


def held(text: str) -> list[str]:
    """What a file holds, whatever the order of its reports and keys."""
    source = parse(text.encode(), "some.yaml")
    return sorted(json.dumps(entry, sort_keys=True) for entry in (source if isinstance(source, list) else [source]))


def said(text: str) -> Counter[str]:
    """What the lines say, comments included, wherever they stand and whether or not a dash is before them."""
    return Counter(filter(None, (line.strip(" -") for line in text.split("\n"))))


def above(text: str, *, in_line: bool = False) -> dict[str, str]:
    """Each of our comments with the line of the key below it; `in_line` asks for keys without a dash in its column."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = {}
    for number, line in enumerate(lines):
        if line.lstrip().startswith("# above"):
            key = next(filter(KEY.match, lines[number:]), "")
            if not in_line or KEY.match(key)[1] == " " * line.index("#"):
                found[line.strip()] = key.strip(" -")
    return found


@given(path=st.sampled_from([*REPORTS, *THEATRES]), seed=st.integers(0, 2**32))
def test_whatever_the_order_and_the_comments_nothing_is_lost_and_a_second_time_nothing_changes(path, seed):
    lines = mixed_up(path, Random(seed))
    text = "".join(f"{line}\n" for line in lines)
    after = tidied(text, tidy_theatre if path in THEATRES else tidy_reports)

    assert said(after) == said(text)
    assert held(after) == held(text)
    assert above(after).items() >= above(text, in_line=True).items()
