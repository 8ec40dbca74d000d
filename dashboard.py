"""Force Posture: publicly reported figures that disagree, each tied to who said it, where and when.

`streamlit run dashboard.py` serves the app below; what a reader sees begins in views/frame.py.
"""

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from views.routes import routes
from views.server import middleware

PACKAGES = ("posture", "figures")


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[None]:
    """Every library is imported before the first reader comes, and out of the collector's way.

    Streamlit collects garbage after each run of a page; with the libraries frozen that costs
    next to nothing, with them it costs more than the page.
    """
    for package in PACKAGES:
        import_all(package)
    gc.collect()
    gc.freeze()
    yield


def import_all(package: str) -> None:
    """The package and every module in it are imported, its command line (`__main__`) apart."""
    folder = importlib.import_module(package).__path__
    for module in pkgutil.walk_packages(folder, f"{package}."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)


app = st.App("views/frame.py", lifespan=warm, routes=routes(), middleware=middleware())
