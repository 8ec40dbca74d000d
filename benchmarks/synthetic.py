"""A theatre of any size in the real format, the same for the same seed: 40 forces, 200 originators, 15 years.

About fifteen fields an estimate, its report's included; a quarter of the estimates repeat an earlier one.
"""

import random
from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks import words

KEY = "synthetic"
FORCES, ORIGINATORS = 40, 200
FIRST_DAY, DAYS = date(2011, 1, 1), 15 * 365
IN_A_FILE = 5_000  # estimates; a file of reports must stay below 20 MB
REMEMBERED = 300  # own statements that a later report may still repeat
MEASURES = ("commanded", "capacity", "planned", "arriving", "killed")


@dataclass(frozen=True, slots=True)
class Said:
    """An own statement, as far as a repeat takes it over."""

    id: str
    force: str
    lines: tuple[str, ...]


def write_theatre(data: Path, estimates: int, seed: int = 1) -> Path:
    """Writes a theatre of so many estimates into the data folder `data`; returns the theatre's folder."""
    folder = data / KEY
    (folder / "reports").mkdir(parents=True)
    (folder / "theatre.yaml").write_text(_theatre(), encoding="utf-8")
    writer = _Writer(random.Random(seed), estimates)
    for number, first in enumerate(range(0, estimates, IN_A_FILE), 1):
        text = "".join(writer.reports(min(IN_A_FILE, estimates - first)))
        (folder / "reports" / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    return folder


def _theatre() -> str:
    sides = "\n".join(f'  {key}: {{label: "{label}"}}' for key, label in words.SIDES.items())
    places = "\n".join(f"  {key}: {{label: {key.replace('-', ' ').title()}}}" for key in words.PLACES)
    forces = "".join(map(_force, range(FORCES)))
    originators = "".join(map(_originator, range(ORIGINATORS)))
    return (
        f"title: Forces in a land that is not there\nheadline: [force-00, force-01, force-02]\nopens_at: 2018-06-30\n"
        f"sides:\n{sides}\nplaces:\n{places}\nforces:\n{forces}originators:\n{originators}"
    )


def _force(number: int) -> str:
    home, branch = words.HOMES[number % len(words.HOMES)], words.BRANCHES[number // len(words.HOMES)]
    part = f"\n    part_of: force-{number // 4:02}" if number >= 4 else ""
    counts = f"Members of the {home} {branch} in the country, with their advisers. Excludes police and local hires."
    return f"  force-{number:02}:\n    label: {home} {branch}\n    counts: {counts}\n    side: {_side(number)}{part}\n"


def _originator(number: int) -> str:
    bodies = len(words.BODIES)
    body = words.BODIES[number % bodies]
    if number < bodies:
        return f"  body-{number:03}: {{label: {body}, side: {_side(number)}, kind: government}}\n"
    label = f"{body}, {words.OFFICES[number // bodies % len(words.OFFICES)]} {number}"
    rest = f"side: {_side(number)}, part_of: body-{number % bodies:03}"
    hidden = ", anonymous: true" if number % 9 == 0 else ""
    return f'  body-{number:03}: {{label: "{label}", {rest}{hidden}}}\n'


def _side(number: int) -> str:
    return list(words.SIDES)[number % len(words.SIDES)]


class _Writer:
    """Reports in the order of their publication, spread evenly over the years."""

    def __init__(self, chance: random.Random, estimates: int) -> None:
        self.chance, self.estimates = chance, estimates
        self.written = self.report = 0
        self.recent: deque[Said] = deque(maxlen=REMEMBERED)
        self.weights = [1 / (number + 10) for number in range(FORCES)]

    def reports(self, estimates: int) -> list[str]:
        """Reports that hold so many estimates together."""
        texts, end = [], self.written + estimates
        while self.written < end:
            texts.append(self._report(min(self.chance.choice((1, 1, 2, 2, 3)), end - self.written)))
        return texts

    def _report(self, estimates: int) -> str:
        published = FIRST_DAY + timedelta(days=self.written * DAYS // self.estimates)
        self.report += 1
        outlet, body, branch, area = map(self.chance.choice, (words.OUTLETS, words.BODIES, words.BRANCHES, words.AREAS))
        name = f"{outlet.lower().replace(' ', '-')}-{published}-{self.report}"
        lines = [
            f"- id: {name}",
            f"  publisher: {outlet}",
            f'  title: "{body}: {branch} grow {area}"',
            f"  url: https://news.example/{published.year}/{name}",
            f"  published: {published}",
            f"  accessed: {published + timedelta(days=400)}",
            "  estimates:",
        ]
        forces: set[str] = set()
        for _ in range(estimates):
            lines += self._estimate(name, published, forces)
        self.written += estimates
        return "\n".join(lines) + "\n\n"

    def _estimate(self, report: str, published: date, forces: set[str]) -> list[str]:
        fresh = [said for said in self.recent if said.force not in forces] if self.chance.random() < 0.25 else []
        if fresh:
            said = self.chance.choice(fresh)
            forces.add(said.force)
            repeats = f"      repeats: {said.id}"
            return [f"    - force: {said.force}", *said.lines, repeats, *self._remarks(published, 0.5)]
        force = self._force(forces)
        said = Said(f"{report}/{force}", force, tuple(self._figure()))
        self.recent.append(said)
        return [f"    - force: {force}", *said.lines, *self._remarks(published, 0.8)]

    def _force(self, taken: set[str]) -> str:
        while (force := f"force-{self.chance.choices(range(FORCES), self.weights)[0]:02}") in taken:
            pass
        taken.add(force)
        return force

    def _figure(self) -> list[str]:
        chance, count = self.chance, self._count()
        area = chance.choice(words.AREAS)
        lines = [
            f"      count: {count}",
            f'      wording: "{count} of its men {chance.choice(words.VERBS)} {area}, the ministry said"',
            f"      originator: body-{chance.randrange(ORIGINATORS):03}",
        ]
        if chance.random() < 0.25:
            lines.append(f"      measure: {chance.choice(MEASURES)}")
        if chance.random() < 0.2:
            lines.append(f"      place: {chance.choice(words.PLACES)}")
        return lines

    def _count(self) -> str:
        chance = self.chance
        number = round(10 ** chance.uniform(1.7, 5)) // 50 * 50 + 50
        exact = chance.choices((True, False), (45, 55))[0]
        if exact:
            return f"{number:,}"
        shapes = (f"{number:,}-{number * 2:,}", f"more than {number:,}", f"at least {number:,}", f"up to {number:,}")
        return chance.choice((*shapes, f"about {number:,}", chance.choice(words.WORDED)))

    def _remarks(self, published: date, often: float) -> list[str]:
        chance = self.chance
        described = published - timedelta(days=chance.randrange(60))
        when = chance.choice((f"{described}", f"{described:%Y-%m}", f"{described:%Y-%m}~"))
        optional = (
            f"      as_of: {when}",
            f'      speaker: "{chance.choice(words.SPEAKERS)}"',
            f"      relayed_by: {chance.choice(words.OUTLETS)}",
            "      stance: relays",
            f"      unclear: [force-{chance.randrange(FORCES):02}]",
            f"      method: {chance.choice(words.METHODS)}",
            f"      note: {chance.choice(words.NOTES)}",
            f'      translation: "so many {chance.choice(words.VERBS)} {chance.choice(words.AREAS)}"',
        )
        return [line for line in optional if chance.random() < often]
