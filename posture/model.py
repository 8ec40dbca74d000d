"""What a theatre file and a reports file may say, one class a record; all of them frozen, unknown keys refused.

The text of a file is turned into these records by `posture.loading`; the descriptions of the fields are what an
editor shows. Counts and dates are parsed here, so that a record that exists can be read.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from posture.fields import (
    CountText,
    Flag,
    ForceKeys,
    ForceOrPlaceKeys,
    Key,
    Keys,
    Link,
    Links,
    MeasureKey,
    OriginatorText,
    PeriodText,
    PlaceKeys,
    References,
    Text,
)

UNATTRIBUTED = "unattributed"


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
    part_of: Key | None = Field(None, description="The body that it belongs to.")
    side: Key | None = Field(None, description="The side that it speaks for.")
    kind: Key | None = Field(None, description="What it is: government, military, monitor, research and so on.")
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
    force: ForceKeys = Field(description="What is counted; a list means these together, in one figure.")
    count: CountText = Field(
        description="The figure: 7,000 · 5,000-8,000 · more than 7,000 · several thousand · none given."
    )
    wording: Text = Field(description="The fragment as printed, in its own language.")
    translation: Text | None = Field(None, description="The wording in English, where few can read it.")
    originator: OriginatorText | None = Field(
        None, description="Who made the figure: a key of the theatre, or an unnamed source in words."
    )
    speaker: Text | None = Field(None, description="The person who said it for the originator.")
    relayed_by: Text | None = Field(None, description="Who passed on another's figure.")
    stance: Literal["relays", "confirms", "doubts", "denies"] | None = Field(None, description="How they passed it on.")
    as_of: PeriodText | None = Field(
        None, description="The time that the figure describes; left out: the day of publication."
    )
    measure: MeasureKey | None = Field(None, description="present (left out), commanded, cumulative, killed and so on.")
    place: PlaceKeys | None = Field(None, description="A named part of the theatre; left out: the whole.")
    unit: Key = Field("persons", description="What is counted, when it is not persons.")
    of: ForceKeys | None = Field(None, description="The force that a share (about 33%) is taken of.")
    increment: Flag = Field(False, description='True for "another 5,000": never on a line with a level.')
    unclear: ForceOrPlaceKeys = Field(
        (), description="Forces or places that the source leaves open whether they are included."
    )
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
    copies: Links = Field((), description="Addresses of other copies.")
    archive_url: Link | None = Field(None, description="An archived copy.")
    accessed: PeriodText | None = Field(None, description="When it was read.")
    originator: OriginatorText | None = Field(None, description="Originator of the estimates below that name none.")
    speaker: Text | None = Field(None, description="Speaker of the estimates below that name none.")
    as_of: PeriodText | None = Field(None, description="The time that the estimates below describe.")
    place: PlaceKeys | None = Field(None, description="Place of the estimates below that name none.")
    measure: MeasureKey | None = Field(None, description="Measure of the estimates below that name none.")
    note: Text | None = Field(None, description="What a reader of this report must know.")
    estimates: tuple[Estimate, ...] = Field(min_length=1, description="The figures that it printed.")


INHERITED = ("originator", "speaker", "as_of", "place", "measure")


def inherit(report: Report, estimate: Estimate) -> Estimate:
    """The estimate with what its report says for all: originator, speaker, date described, place and measure."""
    missing = {name: getattr(report, name) for name in INHERITED if getattr(estimate, name) is None}
    return estimate.model_copy(update={name: value for name, value in missing.items() if value is not None})
