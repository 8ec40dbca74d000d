"""Where a word has room among the marks and lines of a panel: beside its place, on a phone and on a wide screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.marks import Marks

WIDTHS = (290, 1100)  # of what is drawn, in pixels: on a phone, where all stands closer, and where lines lie flat
LETTER, HIGH = 5.5, 13  # pixels: how wide a letter is, and how high a line, at 11 pixels
AWAY = 8.5  # how far Plotly keeps a word from the middle of its mark
MARK = 7  # half of a mark
POINTS = 60  # of each line
# Where a word may stand, best first, as Plotly says it, and whether that is to the right of its place and above it.
SIDES = {"top center": (0, 1), "bottom center": (0, -1), "middle right": (1, 0), "middle left": (-1, 0)}

Box = tuple[float, float, float, float]  # left, right, foot, top


@dataclass(frozen=True)
class Room:
    """A panel of a timeline: the limits of its axes, its height in pixels, and the marks that stand in it."""

    span: tuple[float, float]
    limits: tuple[float, float]
    height: int
    marks: Marks

    def sides(self, words: Sequence[str], places: np.ndarray, lines: np.ndarray) -> list[str]:
        """Where each word stands beside its place, one of SIDES; empty where something is in its way everywhere.

        `places` are times and counts, a row a word; `lines` the same of their two ends, a row a line. Of two words that
        are in each other's way the first stands.
        """
        if not any(words):
            return [""] * len(words)
        taken = [np.vstack([self._marked(width), self._lined(lines, width)]) for width in WIDTHS]
        points = [self._pixels(places, width) for width in WIDTHS]
        found: list[str] = []
        for place, word in enumerate(words):
            options = {side: [_box(word, at[place], way) for at in points] for side, way in SIDES.items()}
            free = (side for side, boxes in options.items() if word and all(map(self._free, boxes, taken, WIDTHS)))
            found.append(side := next(free, ""))
            if side:
                taken = [np.vstack([one, box]) for one, box in zip(taken, options[side], strict=True)]
        return found

    def _free(self, box: Box, taken: np.ndarray, width: int) -> bool:
        left, right, foot, top = box
        inside = left >= 0 and right <= width and foot >= 0 and top <= self.height
        beside = (taken[:, 1] < left) | (taken[:, 0] > right) | (taken[:, 3] < foot) | (taken[:, 2] > top)
        return inside and bool(beside.all())

    def _marked(self, width: int) -> np.ndarray:
        """The boxes of the marks; what has no number stands at the foot."""
        marks, half = self.marks, self.marks.width / 2
        low, high = (np.where(marks.numeric, end, self.limits[0]) for end in marks.ends)
        begins = self._pixels(np.column_stack([marks.along - half, low]), width) - MARK
        ends = self._pixels(np.column_stack([marks.along + half, high]), width) + MARK
        return np.column_stack([begins[:, 0], ends[:, 0], begins[:, 1], ends[:, 1]])

    def _lined(self, lines: np.ndarray, width: int) -> np.ndarray:
        """Points along the lines, as boxes without a size."""
        begin, end = self._pixels(lines[:, :2], width), self._pixels(lines[:, 2:], width)
        points = np.vstack([begin + (end - begin) * share for share in np.linspace(0, 1, POINTS)])
        return np.repeat(points, 2, axis=1)

    def _pixels(self, places: np.ndarray, width: int) -> np.ndarray:
        """Times and counts as pixels from the left and from the foot."""
        counts, (low, high) = places[:, 1], self.limits
        if self.marks.log:
            counts, low, high = np.log(np.maximum(counts, low)), np.log(low), np.log(high)
        begin, end = self.span
        return np.column_stack(
            [(places[:, 0] - begin) / (end - begin) * width, (counts - low) / (high - low) * self.height]
        )


def _box(word: str, at: np.ndarray, way: tuple[int, int]) -> Box:
    half, (right, up) = len(word) * LETTER / 2, way
    x, y = at[0] + right * (AWAY + half), at[1] + up * (AWAY + HIGH / 2)
    return x - half, x + half, y - HIGH / 2, y + HIGH / 2
