"""What a reader sees while a large theatre is read: how far that is, and never a page that stands still."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import Any

import streamlit as st

from posture.library import Library, Opened
from posture.progress import Progress
from views.context import plain

SLOW = 0.5  # seconds; what takes no longer is not spoken of, for it would only flicker
OFTEN = 0.2  # seconds between two words about it


def opened(library: Library, key: str, today: date, clock: Callable[[], float] = time.monotonic) -> Opened:
    """The theatre, with a word to the reader while it is read. Raises DataError as `Library.open` does.

    `clock` tells seconds, as `time.monotonic` does. Where nothing has to be read, nothing is sent.
    """
    with ExitStack() as shown:
        return library.open(key, today, _Told(clock, shown))


class _Told:
    """A spinner, which stands by itself once the reading has taken a while, and below it how far that is."""

    def __init__(self, clock: Callable[[], float], shown: ExitStack) -> None:
        self._clock, self._shown = clock, shown
        self._next: float | None = None
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        now = self._clock()
        if self._next is None:
            self._shown.enter_context(st.spinner(plain(f"Opening {progress.theatre} …")))
            self._next = now + SLOW
        # Nothing follows the word that all is read, so it is never left out once there is a bar.
        if now >= self._next or (progress.read and self._bar):
            self._next = now + OFTEN
            self._show(progress)

    def _show(self, progress: Progress) -> None:
        share, says = progress.done / max(progress.files, 1), plain(progress.says)
        if self._bar:
            self._bar.progress(share, text=says)
        else:
            self._bar = st.progress(share, text=says)
            self._shown.callback(self._bar.empty)
