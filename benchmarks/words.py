"""The words of the synthetic theatre: nothing in it exists, everything has the length and variety of real reports."""

SIDES = {
    "north": "Northern League and its allies",
    "south": "Southern Union",
    "coast": "Coastal governments",
    "hills": "Hill Council",
    "abroad": "Governments overseas",
    "independent": "Monitors, researchers and the press",
}
PLACES = (
    *("amber-valley", "birch-pass", "copper-gate", "dry-ford", "east-hollow", "fallow-plain"),
    *("grey-harbour", "high-meadow", "iron-bridge", "juniper-ridge", "king-road", "long-marsh"),
)
BRANCHES = ("Guard", "Border Force", "Rifles", "Volunteers", "Marines", "Engineers", "Scouts", "Reserve")
HOMES = ("Northern", "Southern", "Coastal", "Highland", "River")
OFFICES = ("General Staff", "Foreign Ministry", "Military Intelligence", "Mission abroad", "officials")
BODIES = tuple(f"{home} {kind}" for home in HOMES for kind in ("League", "Union", "Council", "Assembly"))
PAPERS = ("Courier", "Gazette", "Herald", "Wire", "Observer", "Tribune")
OUTLETS = tuple(f"{place} {paper}" for place in HOMES for paper in PAPERS)
SPEAKERS = (
    "A. Holm, chief of staff",
    "M. Varga, spokeswoman of the ministry",
    "a colonel at the operations room",
    "J. Ostrander, ambassador",
    "two people briefed on the matter",
    "T. Lindqvist, deputy defence minister",
)
VERBS = ("are deployed", "have arrived", "remain", "are fighting", "stand ready", "were counted", "hold positions")
AREAS = (
    *("across the country", "along the front", "in and around the capital"),
    *("near the crossings", "in the eastern districts"),
)
METHODS = (
    "Counted from the rolls of three units and scaled to the rest.",
    "An estimate by the briefing officer, made from intercepted traffic.",
    "Names collected from funeral notices and local correspondents.",
)
NOTES = (
    "The same officer gave a lower figure a month before, in a briefing that was not recorded.",
    "Other outlets print soldiers where this one prints fighters; the recording has neither.",
    "The date is that of the copy; the original report could not be found.",
    "Whether drivers and cooks are counted is not said.",
)
WORDED = (
    *("hundreds", "thousands", "several hundred", "several thousand", "a few thousand"),
    *("tens of thousands", "dozens", "none given"),
)
