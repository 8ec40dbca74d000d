"""What people may type into a form: what makes sense, and anything else."""

from dataclasses import fields
from functools import cache
from typing import Any

from hypothesis import strategies as st

from posture.editing.drafts import Draft, DraftEntry, DraftEstimate, DraftStatus

ODD = st.text(max_size=12) | st.sampled_from(
    ["", " ", "no", "-", "a: b", "# c", "x\ny", "'", '"', "\x00", "\ud800", "﻿"]
)
KNOWN = st.sampled_from(["lanternmen", "volunteers", "kelmora", "monitor", "tessal-mission", "present", "killed"])
VALUES = {
    "id": st.sampled_from(["new-1", "new-2", "monitor-2019"]),
    "count": st.sampled_from(["7,000", "more than 7,000", "several thousand", "denied", "30%", "9.000", "0", "010"]),
    "published": st.sampled_from(["2020-07-01", "2020-07", "2019", "2012-01/2018-01", "../2015-06", "2018-13"]),
    "as_of": st.sampled_from(["", "2020-07-01", "2013-12/..", "2013-05~"]),
    "url": st.sampled_from(["", "https://example.org/a?b=c#d", "http://x", "https://[", "javascript:1"]),
    "stance": st.sampled_from(["", "relays", "denies", "agrees"]),
    "change": st.sampled_from(["", "correction", "real change"]),
    "unit": st.sampled_from(["", "persons", "battalions"]),
    "repeats": st.lists(st.sampled_from(["monitor-2019/lanternmen-port-sarn", "A radio said so.", "a/b"]), max_size=2),
    "section": st.sampled_from(["originators", "places", "forces"]),
    "key": st.sampled_from(["sea", "radio", "monitor", "", "Sea"]),
    "is_": st.sampled_from(["", "misprint", "withdrawn", "gone"]),
}
VALUES |= dict.fromkeys(("archive_url",), VALUES["url"])


def value(name: str, usual: Any, *, odd: bool) -> st.SearchStrategy:
    """What may be typed into a field: mostly what makes sense there, and with `odd` anything else."""
    known = VALUES.get(name, KNOWN | st.just("") | st.just("Ilen Taro: 7 #1, “so”"))
    if isinstance(usual, bool):
        return st.booleans()
    if isinstance(usual, tuple):
        several = known if name == "repeats" else st.lists(KNOWN, max_size=2)
        return st.builds(tuple, several | st.lists(ODD, max_size=2) if odd else several)
    return known | ODD if odd and name != "section" else known


def form(kind: type, *, odd: bool, **given_: st.SearchStrategy) -> st.SearchStrategy:
    """A part of a form with any values in its fields."""
    usual = kind("places") if kind is DraftEntry else kind()
    values = {
        field.name: value(field.name, getattr(usual, field.name), odd=odd)
        for field in fields(kind)
        if field.name not in ("status", "estimates", "entries")
    }
    return st.builds(kind, **values | given_)


@cache
def drafts(*, odd: bool) -> st.SearchStrategy[Draft]:
    """Whole forms."""
    status = st.just(DraftStatus()) | form(DraftStatus, odd=odd)
    estimates = st.lists(form(DraftEstimate, odd=odd, status=status), min_size=not odd, max_size=3)
    new = st.lists(form(DraftEntry, odd=odd), max_size=2)
    return form(Draft, odd=odd, estimates=st.builds(tuple, estimates), entries=st.builds(tuple, new))


SENSE = {
    "force": st.just(("lanternmen",)) | st.just(("volunteers", "lanternmen")),
    "count": st.sampled_from(["7,000", "up to 7,000", "several thousand", "none given", "0", "5,000-8,000"]),
    "wording": st.text(min_size=1).filter(lambda text: text.isprintable() and text.strip()),
    "originator": st.sampled_from(["monitor", "tessal-mission", "unattributed", "a ferryman: “so”"]),
    "place": st.just(()) | st.just(("kelmora",)),
    "unclear": st.just(()) | st.just(("kelmora", "balloons")),
    "measure": st.sampled_from(["", "present", "killed"]),
    "stance": st.sampled_from(["", "denies"]),
    "repeats": st.just(()) | st.just(("A radio: so #1",)) | st.just(("monitor-2019/lanternmen-port-sarn",)),
    "status": st.just(DraftStatus()) | st.just(DraftStatus("misprint", "2020", "Its table: 700, #1", "x")),
}


def sensible() -> st.SearchStrategy[DraftEstimate]:
    """Estimates of the miniature theatre without a fault."""
    return st.builds(DraftEstimate, **SENSE)
