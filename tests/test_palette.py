"""The colours of sides, worked out: they stay apart for every kind of sight and from the paper, in light and dark."""

from itertools import combinations

import pytest
from coloraide import Color

from figures.style import DARK, LIGHT, SYMBOLS, Look

APART = 9.5  # CIEDE2000: colours of marks that do not touch are told apart from about 5 on
SEEN = 3.0  # contrast that a mark needs (Web Content Accessibility Guidelines 2.2, 1.4.11); axe cannot judge a chart
READ = 4.5  # and a text (1.4.3)
# Colour-blindness as Machado, Oliveira and Fernandes simulate it (2009), at its full strength.
SIGHTS = ("everyone", "protan", "deutan", "tritan")


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request) -> Look:
    """The colours of a mode."""
    return request.param


def as_seen(colour: str, sight: str) -> Color:
    seen = Color(colour)
    return seen if sight == "everyone" else seen.filter(sight, method="machado")


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_sides_stay_apart(colours: Look, sight: str):
    sides = {colour: as_seen(colour, sight) for colour in (*colours.sides, colours.neutral)}
    distances = {pair: sides[pair[0]].delta_e(sides[pair[1]], method="2000") for pair in combinations(sides, 2)}

    assert not {pair: round(found, 1) for pair, found in distances.items() if found < APART}


@pytest.mark.parametrize("sight", SIGHTS)
def test_higher_and_lower_are_not_told_by_red_and_green(colours: Look, sight: str):
    assert as_seen(colours.up, sight).delta_e(as_seen(colours.down, sight), method="2000") > APART


def test_every_mark_is_seen_and_every_text_read(colours: Look):
    marks = (*colours.sides, colours.neutral)
    texts = (colours.ink, colours.muted, colours.accent, colours.up, colours.down)

    assert not [mark for mark in marks if Color(mark).contrast(colours.paper) < SEEN]
    assert not [text for text in texts if Color(text).contrast(colours.paper) < READ]
    assert not [text for text in (colours.ink, colours.muted) if Color(text).contrast(colours.band) < READ]


def test_sides_differ_by_shape_as_they_do_by_colour(colours: Look):
    assert len({*SYMBOLS}) == len(SYMBOLS) == len({*colours.sides}) == len(colours.sides)
