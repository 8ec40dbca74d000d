"""An entry of a list is found by itself where the whole text has it, however the list is typed."""

import pytest

from posture.editing.spans import Document
from tests.datasets import MINIATURE, ROOT

TEXTS = {
    "flush": "- id: a\n  title: one\n- id: b\n  title: two\n",
    "without an end": "- id: a\n- id: b\n  estimates:\n  - force: c\n    count: 5",
    "indented": "# Above.\n\n  - id: a\n    title: one\n\n  - id: b\n",
    "far from its dash": "-    id: a\n     title: one\n-    id: b\n     title: two\n",
    "below its dash": "-\n  id: a\n  title: one\n-\n  id: b\n",
    "close below its dash": "-\n id: a\n title: one\n-\n id: b\n",
    "a comment below the dash": "- # - id: no\n  id: a\n- # and\n  # this\n  id: b\n",
    "comments between": "- id: a # - one\n# - two\n  # - three\n\n- id: b\n  # - four\n",
    "in braces": "- {id: a,\n   title: one} # one\n- {id: b}\n",
    "in brackets": "[{id: a}, {id: b,\n title: two}]\n",
    "folded texts": "- id: a\n  title: one\n    and more\n\n    and more\n- id: b\n",
    "block texts": "- id: a\n  title: |\n    - one\n\n    two\n\n- id: b\n  title: >-\n    - three\n\n\n",
    "block text with its blank lines": "- id: a\n  title: |+\n    one\n\n\n- id: b\n  title: |+\n    two\n\n",
    "quotes over lines": "- id: a\n  title: \"one\n\n    - two\"\n- id: b\n  title: 'one\n    - two'\n",
    "empty values": "- id: a\n  title:\n- id: b\n  title:\n",
    "no records": "- a\n  and more\n-\n- [a, b]\n- id: b\n",
    "marks around": "%YAML 1.1\n---\n- id: a\n- id: b\n...\n# Below.\n",
    "other letters": "- id: a\n  title: Орване, 島 and 🏝\n- id: b\n  title: é\n",
}


def texts() -> dict[str, bytes]:
    """The texts as they are, with the line ends of other systems, and behind a byte order mark."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(MINIATURE.glob("reports/**/*.y*ml"))}
    files |= {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("data/*/reports/*.yaml"))[:1]}
    plain = TEXTS | files
    return {
        **{name: text.encode() for name, text in plain.items()},
        **{f"{name}, Windows": text.replace("\n", "\r\n").encode() for name, text in plain.items()},
        **{f"{name}, marked": text.encode("utf-8-sig") for name, text in plain.items()},
    }


@pytest.mark.parametrize("data", texts().values(), ids=texts().keys())
def test_an_entry_by_itself_is_the_one_of_the_whole_text(data: bytes):
    whole = Document.read(data, "reports.yaml").root
    document = Document.read(data, "reports.yaml")

    assert [document.entry(number) for number in range(len(whole.items))] == whole.items
    assert (document.start, document.flow) == (whole.start, whole.flow)


@pytest.mark.parametrize("text", ["title: one\n", "# Above.\n{title: one}\n", "  title: one\n"])
def test_a_mapping_begins_where_the_whole_text_has_it(text: str):
    document = Document.read(text.encode(), "theatre.yaml")

    assert (document.start, document.flow) == (document.root.start, document.root.flow)
