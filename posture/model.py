"""What a theatre file and a reports file may say, one class a record; all of them frozen, unknown keys refused.

The text of a file is turned into these records by `posture.loading`; the descriptions of the fields are what an
editor shows. Counts and dates are parsed here, so that a record that exists can be read.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from posture import dates, quantities

UNATTRIBUTED = "unattributed"
LINK = re.compile(r"https?://[^\s/?#\x00-\x20<>\"]+\.?[^\s<>\"\x00-\x20]*\Z", re.IGNORECASE)
KEY = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
LONGEST_TEXT = 2_000  # letters; an estimate quotes a fragment, never an article


def refuse(found: str, write: str) -> PydanticCustomError:
    """The error that a validator raises: what was found, and what to write instead."""
    return PydanticCustomError("refused", "{found}; {write}", {"found": found, "write": write})


def _parsed(parse: Callable[[str], Any], kind: str) -> Callable[[Any], Any]:
    """A validator that lets `parse` read the text and passes its complaint on in its own words."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise refuse(f"{kind} is a {_shape(value)}", f"write one {kind}")
        try:
            return parse(value)
        except ValueError as error:
            raise refuse(getattr(error, "found", str(error)), getattr(error, "write", "")) from error

    return read


def _shape(value: Any) -> str:
    return {dict: "mapping", list: "list"}.get(
        next(iter(t for t in (dict, list) if isinstance(value, t)), None), "text"
    )


def _key(value: Any) -> Any:
    if isinstance(value, str) and not KEY.match(value):
        raise refuse(
            f'"{value}" is no key',
            "write lower-case letters, digits, full stops and hyphens, as in us-officials",
        )
    return value


def _keys(value: Any) -> Any:
    """One key or a list of keys, as a tuple without repetition."""
    if value == "":
        raise refuse("nothing is named here", "name one, or leave the key out")
    several = [value] if isinstance(value, str) else value
    if isinstance(several, list):
        if not several:
            raise refuse("the list is empty", "name at least one, or leave the key out")
        for one in several:
            _key(one)
        return tuple(dict.fromkeys(several)) if all(isinstance(one, str) for one in several) else tuple(several)
    return value


def _flag(value: Any) -> Any:
    if value not in ("true", "false", True, False):
        raise refuse(f'"{value}" is neither true nor false', "write true, or leave the key out")
    return value in ("true", True)


def _link(value: Any) -> Any:
    if isinstance(value, str) and not LINK.match(value):
        raise refuse(f'"{value[:60]}" is no web address', "write it whole, beginning with https:// or http://")
    return value


def _text(value: Any) -> Any:
    if value == "":
        raise refuse("nothing is written here", "write the text, or leave the key out")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise refuse(f"the text has {len(value):,} letters", f"quote the fragment, {LONGEST_TEXT:,} letters at most")
    return value


def _references(value: Any) -> Any:
    several = [value] if isinstance(value, str) else value
    if isinstance(several, list) and all(isinstance(one, str) for one in several):
        if not several or "" in several:
            raise refuse("no estimate is named here", "write report/estimate, or quote the root in words")
        return tuple(several)
    return value


Key = Annotated[str, BeforeValidator(_key)]
Keys = Annotated[tuple[str, ...], BeforeValidator(_keys)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Link = Annotated[str, BeforeValidator(_link)]
Text = Annotated[str, BeforeValidator(_text)]
References = Annotated[tuple[Text, ...], BeforeValidator(_references)]
CountText = Annotated[quantities.Count, BeforeValidator(_parsed(quantities.parse, "count"))]
PeriodText = Annotated[dates.Period, BeforeValidator(_parsed(dates.parse, "date"))]


class Record(BaseModel):
    """A record of a file: it never changes once read, and a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Side(Record):
    """Whom originators speak for, and whom forces fight for."""

    label: Text = Field(description="The name that charts print.")


class Force(Record):
    """What is counted: who is in, and who is out."""

    label: Text = Field(description="The name that charts print.")
    counts: Text = Field(description="Who is counted and who is not, in a sentence.")
    part_of: Key | None = Field(None, description="The force that every one of these belongs to.")
    side: Key | None = Field(None, description="The side that the force fights for.")


class Originator(Record):
    """The organ that made a figure and would have to correct it."""

    label: Text = Field(description="The name that charts print.")
    side: Key | None = Field(None, description="The side that it speaks for.")
    kind: Key | None = Field(None, description="What it is: government, military, monitor, research and so on.")
    part_of: Key | None = Field(None, description="The body that it belongs to.")
    anonymous: Flag = Field(False, description="True for unnamed sources: a vote through the body, never a series.")
    note: Text | None = Field(None, description="What a reader should know about it.")


class Place(Record):
    """A named part of the theatre, or an area beyond it."""

    label: Text = Field(description="The name that charts print.")
    counts: Text | None = Field(None, description="What area is meant.")
    part_of: Key | None = Field(None, description="The place that contains it.")


class Event(Record):
    """Something that happened on a date, drawn beside the claims and never explained by them."""

    date: PeriodText = Field(description="When it happened.")
    label: Text = Field(description="What happened, in a few words.")
    url: Link | None = Field(None, description="Where a reader can follow it.")


class Theatre(Record):
    """One dataset: its forces, its originators and how its first page opens."""

    title: Text = Field(description="The name of the dataset.")
    summary: Text | None = Field(None, description="What is collected here, in a sentence.")
    headline: Keys = Field((), description="The forces that the first page shows.")
    opens_at: PeriodText | None = Field(None, description="The date that the dashboard opens at.")
    sides: dict[Key, Side] = Field(default_factory=dict, description="Key and label of each side.")
    forces: dict[Key, Force] = Field(min_length=1, description="What is counted.")
    originators: dict[Key, Originator] = Field(default_factory=dict, description="Who makes the figures.")
    places: dict[Key, Place] = Field(default_factory=dict, description="Named parts of the theatre.")
    events: tuple[Event, ...] = Field((), description="What happened meanwhile, each with a source.")


class Status(Record):
    """What became of an estimate after it was printed; no status means that it stands."""

    is_: Literal["withdrawn", "corrected", "misprint", "disputed"] = Field(alias="is", description="What became of it.")
    date: PeriodText | None = Field(None, description="Since when; left out: since it was published.")
    reason: Text = Field(description="Why, in a sentence.")
    by: Text | None = Field(None, description="Who says so.")


class Estimate(Record):
    """One figure for one scope, by one originator, as printed in one report."""

    id: Key | None = Field(None, description="Only where two estimates of a report count the same force.")
    force: Keys = Field(description="What is counted; a list means these together, in one figure.")
    count: CountText = Field(
        description="The figure: 7,000 · 5,000-8,000 · more than 7,000 · several thousand · none given."
    )
    wording: Text = Field(description="The fragment as printed, in its own language.")
    translation: Text | None = Field(None, description="The wording in English, where few can read it.")
    originator: Text | None = Field(
        None, description="Who made the figure: a key of the theatre, or an unnamed source in words."
    )
    speaker: Text | None = Field(None, description="The person who said it for the originator.")
    relayed_by: Text | None = Field(None, description="Who passed on another's figure.")
    stance: Literal["relays", "confirms", "doubts", "denies"] | None = Field(None, description="How they passed it on.")
    as_of: PeriodText | None = Field(
        None, description="The time that the figure describes; left out: the day of publication."
    )
    measure: Key | None = Field(None, description="present (left out), commanded, cumulative, killed and so on.")
    place: Keys | None = Field(None, description="A named part of the theatre; left out: the whole.")
    unit: Key = Field("persons", description="What is counted, when it is not persons.")
    of: Keys | None = Field(None, description="The force that a share (about 33%) is taken of.")
    increment: Flag = Field(False, description='True for "another 5,000": never on a line with a level.')
    unclear: Keys = Field((), description="Forces that the source leaves open whether they are included.")
    repeats: References = Field(
        (), description="The estimate whose figure this is: report/estimate, a list, or a quotation."
    )
    status: Status | None = Field(None, description="What became of it after it was printed.")
    change: Literal["real change", "new definition", "correction", "disclosure"] | None = Field(
        None, description="Why the originator's figure moved."
    )
    method: Text | None = Field(None, description="How the originator counted, in its words.")
    note: Text | None = Field(None, description="What a reader of this figure must know.")


class Report(Record):
    """One publication and the estimates that it printed."""

    id: Key = Field(description="publisher and date, as in jpost-2018-06-17; it never changes.")
    publisher: Text = Field(description="Who printed it.")
    title: Text | None = Field(None, description="The headline as printed.")
    url: Link | None = Field(None, description="Where a reader can follow it.")
    published: PeriodText = Field(description="When it became public, with the precision that is known.")
    author: Text | None = Field(None, description="Who wrote it, where the byline is public.")
    via: Text | None = Field(None, description="Whose copy was read.")
    copies: References = Field((), description="Addresses of other copies.")
    archive_url: Link | None = Field(None, description="An archived copy.")
    accessed: PeriodText | None = Field(None, description="When it was read.")
    originator: Text | None = Field(None, description="Originator of the estimates below that name none.")
    speaker: Text | None = Field(None, description="Speaker of the estimates below that name none.")
    as_of: PeriodText | None = Field(None, description="The time that the estimates below describe.")
    place: Keys | None = Field(None, description="Place of the estimates below that name none.")
    measure: Key | None = Field(None, description="Measure of the estimates below that name none.")
    note: Text | None = Field(None, description="What a reader of this report must know.")
    estimates: tuple[Estimate, ...] = Field(min_length=1, description="The figures that it printed.")


INHERITED = ("originator", "speaker", "as_of", "place", "measure")


def inherit(report: Report, estimate: Estimate) -> Estimate:
    """The estimate with what its report says for all: originator, speaker, date described, place and measure."""
    missing = {name: getattr(report, name) for name in INHERITED if getattr(estimate, name) is None}
    return estimate.model_copy(update={name: value for name, value in missing.items() if value is not None})
