"""Pages as a reader sees them, for tests: opened at an address, with boxes opened, and what then stands on them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.datasets import ROOT

FRAME = ROOT / "views" / "frame.py"
SLOTS = range(12)
BOXES = {
    "overview": ("table-posture",),
    "compare": ("nested", "apart", *(f"{name}-{place}" for name in ("table", "rules", "lineage") for place in SLOTS)),
    "change": ("table-change", "ledger", "revisions", "silence", "breakdown", "definitions", "events", "known"),
}


@dataclass(frozen=True)
class Shown:
    """A page after a run, and the folder of data that it reads."""

    at: AppTest
    folder: Path

    @property
    def quotes(self) -> list[str]:
        """The sentences with a copy button, without the page's own address."""
        return [code.value for code in self.at.code if not code.value.startswith("http")]

    @property
    def captions(self) -> str:
        """The small print as it is read, without the signs that keep it from being Markdown."""
        return "\n".join(re.sub(r"\\(.)", r"\1", caption.value) for caption in self.at.caption)

    @property
    def texts(self) -> str:
        """The plain lines of the page."""
        return "\n".join(text.value for text in self.at.text)

    @property
    def html(self) -> list[str]:
        """Each piece of HTML as it is read: cells and lines apart, without styles and drawings."""
        return [_read(element.proto.body) for element in self.at.get("html")]

    def table(self, *headers: str) -> list[tuple[str, ...]]:
        """The rows of every table whose first columns are these."""
        bodies = [element.proto.body for element in self.at.get("html") if "<table" in element.proto.body]
        tables = [_rows(body) for body in bodies]
        return [row for head, *rows in tables if head[: len(headers)] == headers for row in rows]

    def named(self, *headers: str) -> list[dict[str, str]]:
        """The same, each cell by the header of its column."""
        bodies = [element.proto.body for element in self.at.get("html") if "<table" in element.proto.body]
        tables = [_rows(body) for body in bodies]
        found = [table for table in tables if table[0][: len(headers)] == headers]
        return [dict(zip(head, row, strict=True)) for head, *rows in found for row in rows]

    @property
    def figures(self) -> list[dict]:
        """The charts as the browser gets them."""
        return [json.loads(chart.proto.spec) for chart in self.at.get("plotly_chart")]

    @property
    def traces(self) -> list[dict]:
        """What the charts draw."""
        return [trace for figure in self.figures for trace in figure["data"]]

    @property
    def drawn(self) -> set[str]:
        """The estimates that the charts draw."""
        return {name for trace in self.traces for name in trace.get("ids", [])}

    @property
    def boxes(self) -> list[tuple[str, bool]]:
        """The label of each box and whether there is anything in it; those of the sidebar are left out."""
        return [(box.label, bool(box.children)) for box in self.at.main.expander]

    @property
    def query(self) -> dict[str, list[str]]:
        """The address."""
        return {name: [value] if isinstance(value, str) else value for name, value in self.at.query_params.items()}

    def set(self, kind: str, key: str, value: Any) -> "Shown":
        """The same session after a widget was set."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FORCE_POSTURE_DATA", str(self.folder))
            getattr(self.at, kind)(key=f"fp-{key}").set_value(value).run()
        return self.sound()

    def again(self) -> "Shown":
        """The same session, run once more, as an open page is whose files have changed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FORCE_POSTURE_DATA", str(self.folder))
            self.at.run()
        return self.sound()

    def click(self, key: str) -> "Shown":
        """The same session after a button was pressed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FORCE_POSTURE_DATA", str(self.folder))
            self.at.button(key=f"fp-{key}").click().run()
        return self.sound()

    def sound(self) -> "Shown":
        """This page, if it ran to the end and followed its address."""
        assert [error.value for error in self.at.exception] == []
        assert [warning.value for warning in self.at.warning if "In the address" in warning.value] == []
        return self


def show(page: str, *boxes: str, folder: Path = ROOT / "data", **parameters: Any) -> Shown:
    """A page opened as a new reader does, at an address, with some boxes opened by their keys."""
    at = AppTest.from_file(FRAME, default_timeout=120)
    at.query_params.update(parameters)
    for box in boxes:
        at.session_state[f"fp-box-{box}"] = True  # what a click on the box's heading leaves behind
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORCE_POSTURE_DATA", str(folder))
        if page == "overview":  # the one page whose address is not its file's name
            at.run()
        else:
            at.switch_page(f"{page}.py").run()
    return Shown(at, folder).sound()


def _rows(body: str) -> list[tuple[str, ...]]:
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [tuple(_read(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)) for row in rows]


def _read(body: str) -> str:
    """HTML as it is read: what a browser prints of it, a space where a line or a cell ends."""
    bare = re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)
    apart = re.sub(r"</(td|th|tr|dd|dt|li|p|h2|span)>|<br>", " ", bare)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def said_by(shown: Shown) -> Iterator[str]:
    """Every text of the page: bodies, labels, help, alternatives, and what the charts write, hovers included."""
    todo = [shown.at._tree]
    while todo:
        node = todo.pop()
        todo += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        if type(proto).__name__ == "PlotlyChart":
            yield from _written(json.loads(proto.spec))
        for name in ("body", "label", "help", "value", "alt"):
            text = getattr(proto, name, "")
            if isinstance(text, str) and text and not text.startswith("http"):
                yield _read(re.sub(r"\\(.)", r"\1", text))


def _written(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name in ("text", "hovertext", "name", "ticktext"):
                yield from (_read(str(one)) for one in (value if isinstance(value, list) else [value]) if one)
            elif name != "ids":
                yield from _written(value)
    elif isinstance(part, list):
        for one in part:
            yield from _written(one)
