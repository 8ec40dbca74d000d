"""Reading YAML: our reader, which keeps every line, against PyYAML's fastest, which keeps none, on the same bytes."""

from collections.abc import Iterator, Sequence

import yaml

from benchmarks.datasets import Dataset
from benchmarks.timing import Goal, Result, medians, say
from posture.reading import parse

GOAL = Goal(4, at_least=True)
THEIRS = "yaml.CSafeLoader"


def measure(chosen: Sequence[Dataset]) -> Iterator[Result]:
    """Both readers on the reports of each dataset; every file's result is kept until its pass ends, as a page does."""
    for dataset in chosen:
        say(f"parse: {dataset.label} …")
        files = dataset.bytes()
        runs = {
            "ours": lambda files=files: [parse(data, "reports.yaml") for data in files],
            "theirs": lambda files=files: [yaml.load(data, yaml.CSafeLoader) for data in files],
        }
        took = medians(runs, dataset.repeats)
        yield Result("parse", THEIRS, dataset.label, took["theirs"])
        ratio = took["theirs"] / took["ours"]
        # The shipped files are small enough to wait for; the goal is for those that are not.
        goal = None if dataset.label == "shipped" else GOAL
        yield Result("parse", "posture.reading", dataset.label, took["ours"], ratio, "times as fast", goal)
