"""The one library of the server process, shared by all sessions and never written to."""

import gc
import os
from pathlib import Path

import streamlit as st

from posture.library import Library

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The folder of the theatres: `data/` beside dashboard.py, or what FORCE_POSTURE_DATA names."""
    return Path(os.environ.get("FORCE_POSTURE_DATA") or ROOT / "data")


def configuration() -> Path:
    """The configuration file: `config.yaml` beside dashboard.py, or what FORCE_POSTURE_CONFIG names."""
    return Path(os.environ.get("FORCE_POSTURE_CONFIG") or ROOT / "config.yaml")


@st.cache_resource(show_spinner=False)
def library(data: Path, config: Path) -> Library:
    """The library of a data folder, made once."""
    return Library(data, config, after_reading=_settle)


def _settle() -> None:
    """Streamlit collects garbage after every run; what was just read is here to stay and need not be looked through."""
    gc.collect()
    gc.freeze()
