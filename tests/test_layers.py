"""The house stays in order: imports go one way, modules stay short, and no code knows a theatre by name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture.loading import theatre_folders
from tests.datasets import CONFIG, ROOT

LAYERS = ("posture", "figures", "views", "dashboard")  # each may import those before it
FOREIGN = {
    "posture": ("streamlit", "plotly", "starlette"),
    "figures": ("streamlit", "starlette"),
    "views": (),
    "dashboard": (),
}
# What charts may share; every other module of figures/ is a chart.
SHARED = ("axes", "cursor", "legend", "marks", "panels", "room", "skyline", "steps", "style", "svg", "tables", "times")
# What puts charts together.
COMPOSING = ("ground", "pages", "behind", "pictures", "export")  # each may import those before it
LONGEST_MODULE = 250
MODULES = [*(path for layer in LAYERS[:3] for path in sorted((ROOT / layer).rglob("*.py"))), ROOT / "dashboard.py"]


def layer_of(path: Path) -> str:
    """The layer that a module belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a module imports, wherever in it, by its full name; `from a import b` gives a.b too."""
    return {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _names(node)}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "import by the full name, so that the layer can be seen"
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(path: Path) -> set[str]:
    """The packages that a module imports from."""
    return {name.split(".")[0] for name in imports(path)}


def test_the_layers_are_there():
    """A folder that was renamed would pass the tests below without a case."""
    assert set(LAYERS) == {layer_of(path) for path in MODULES}
    assert len(MODULES) > 40


def test_an_import_is_found_wherever_it_stands(tmp_path: Path):
    hidden = tmp_path / "hidden.py"
    hidden.write_text("def f():\n    if 1:\n        from a.b import c\n        import d.e as g\n", encoding="utf-8")

    assert {"a.b", "a.b.c", "d.e"} == imports(hidden)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path):
    layer = layer_of(path)
    later = {*LAYERS[LAYERS.index(layer) + 1 :]}
    if is_command(path):
        later -= {"figures"}

    assert not roots(path) & {*later, *FOREIGN[layer], "tests", "benchmarks"}


def is_command(path: Path) -> bool:
    """Whether a module is the command line, which stands above the layers as the dashboard does."""
    return path.parent.name == "posture" and (path.stem == "__main__" or path.stem.endswith("_commands"))


@pytest.mark.parametrize("path", list(filter(is_command, MODULES)), ids=lambda path: path.stem)
def test_a_command_loads_charts_only_where_it_draws(path: Path):
    """Inside a function: who checks the data need not wait for a plotting library."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_once = {name.split(".")[0] for node in tree.body for name in _names(node)}

    assert "figures" not in at_once


def test_only_the_pages_and_the_dashboard_know_streamlit():
    assert {"views", "dashboard"} == {layer_of(path) for path in MODULES if "streamlit" in roots(path)}


def test_one_module_knows_plotly():
    assert [ROOT / "figures" / "style.py"] == [path for path in MODULES if "plotly" in roots(path)]


@pytest.mark.parametrize("path", sorted((ROOT / "figures").glob("*.py")), ids=lambda path: path.stem)
def test_charts_do_not_import_each_other(path: Path):
    own = {name.split(".")[1] for name in imports(path) if name.startswith("figures.")}
    charts = own - {*SHARED, path.stem}

    if path.stem in COMPOSING:
        assert not own & {*COMPOSING} - {*COMPOSING[: COMPOSING.index(path.stem) + 1]}
    else:
        assert not charts


def test_no_widget_acts_in_the_midst_of_a_look():
    """What a widget does waits for the page (views/state.py); to sign in or out twice is to do it once."""
    acts = {"state.hold", "state.press", "st.login", "st.logout"}
    calls = [
        (path.name, ast.unparse(keyword.value))
        for path in sorted((ROOT / "views").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for keyword in getattr(node, "keywords", ())
        if keyword.arg in {"on_change", "on_click", "on_select", "on_submit"}
    ]
    words = {act for _, act in calls if act.startswith("'")}

    assert words == {"'ignore'", "'rerun'"}
    assert [(name, act) for name, act in calls if act not in acts | words and "partial(state.hold" not in act] == []
    assert len(calls) > 10


def test_no_page_bears_the_name_of_a_package():
    """Streamlit puts the folder of a page first on the path, where it would hide the package."""
    packages = {name for path in MODULES for name in roots(path)} - {"views"}
    pages = {path.stem for path in (ROOT / "views").glob("*.py")} - {"__init__"}

    assert not pages & packages


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [*MODULES, CONFIG], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_knows_a_theatre_by_name(path: Path):
    names = "|".join(folder.name for folder in theatre_folders(ROOT / "data"))

    assert "syria" in names
    assert not re.search(names, path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_every_module_says_what_it_is():
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert silent == []
