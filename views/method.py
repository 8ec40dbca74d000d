"""Method: what marks and words mean, the rulebook in force, and the state of the data."""

import streamlit as st

from figures.legend import Key, kinds_of, legend_html, sides_of
from figures.tables import table_html
from posture import quantities
from posture.collapse import RULES
from posture.comparison import AGREEMENT_WORDS_FROM, MEDIAN_FROM
from posture.sentences import counted, span
from posture.snapshots.writing import SNAPSHOT_COLUMNS
from views.context import here
from views.take_away import take_away

SHOWN_WORDS = (
    "dozens",
    "several hundred",
    "hundreds",
    "a few thousand",
    "several thousand",
    "thousands",
    "tens of thousands",
)
SHOWN_COUNTS = (
    "7,000",
    "5,000-8,000",
    "about 7,000",
    "nearly 7,000",
    "at least 7,000",
    "more than 7,000",
    "up to 7,000",
    "fewer than 7,000",
)

WORDS = (
    ("Report", "One publication, with the estimates that it prints."),
    ("Estimate", "One figure in a report: a count of one force, by one originator, as printed."),
    ("Originator", "Who made the figure. The publisher printed it, the speaker said it."),
    ("Body", "What an originator belongs to, such as its government."),
    ("Voice", "Whoever has one vote: an originator, or with “One vote for each body” a body."),
    ("Scope", "What exactly is counted: force, place, measure and unit, all of it or an addition to others."),
    ("Date T", "The figures shown are those for this date."),
    ("Window W", "So many days a statement stays live after the time that it describes; then it is expired."),
    ("Known by", "Hides what was published after this day."),
    ("Live", "In the window, and not superseded: replaced by a later statement of the same originator."),
    ("Rulebook", "Turns words such as “several thousand” into numbers."),
    ("Ledger", "Every step from one statement of an originator to its next about the same scope, with a verdict."),
    (
        "Like for like",
        "The change of those who speak at both dates; entry and exit are what the others add to it.",
    ),
    (
        "Sign test",
        "How often chance alone would part rises from falls so unequally: p = 0.03 is 3 times in 100.",
    ),
)

context = here()
config, rulebook, dataset = context.opened.config, context.rulebook, context.opened.dataset


def table(headers: list[str], rows: list[tuple]) -> None:
    """A table of text."""
    st.html(table_html(headers, rows))


st.text(
    "Every figure here is a claim: somebody said it, somebody printed it, on a date. "
    "The dashboard puts claims about the same thing beside each other and never says which is true."
)
st.header("Words", anchor=False)
table(["Word", "What it means here"], list(WORDS))
st.header("How marks are read", anchor=False)
key = Key(sides_of(context.everything, context.styles), kinds_of(context.colours))
st.html(legend_html(key))
for line in (
    "Colour and shape show whom the originator speaks for, not whose fighters are counted.",
    "A mark is as wide as its date: a figure for 2016 is a year wide, one for 17 June a day.",
    "A small tick under a row, or a small pale mark, is a repeat: the same figure printed again. It adds no weight.",
    "The shaded time before the date T is the window W: a statement in it is live. Older ones no longer speak.",
    "A line joins the statements of one named originator about one scope. No line runs through different originators.",
):
    st.text(f"•  {line}")

st.header("The live panel", anchor=False)
st.text(
    "For a date T it holds the latest own statement of each originator about one scope, at most W days old, as far as "
    "it was public by the day known by. Repeats do not count, nor do figures that nobody is named for. An unnamed "
    "source counts through its body. A denial ends an originator's earlier number. Withdrawn figures and misprints are "
    "in no panel."
)
st.text(
    "A gap of ×2.5 says that the claims cannot be reconciled by less than a factor of 2.5: it is the highest lower end "
    "divided by the lowest upper end. “One number suits all” says that some number contradicts nobody, not that it is "
    "right."
)

st.header("How far claims agree", anchor=False)
for line in (
    (
        f"Median zone, from {MEDIAN_FROM} voices: from the lower median of the lower ends to the upper median of the "
        "upper ends. It holds the median of every choice of one number from each claim, and one boast cannot move it."
    ),
    (
        f"Agreement zone, from {AGREEMENT_WORDS_FROM} voices: where most claims meet. A figure or a narrow "
        "range supports it; words, bounds and wide ranges merely do not contradict it, since they agree with nearly "
        f"everything. Ends that differ by {config.tolerance:.0%} at most still meet. Agreement is not accuracy."
    ),
    (
        "Gap without a voice: the gap that is left when that voice is silent. Where it falls most stands who carries "
        "the conflict."
    ),
    (
        "Echo share: how much of the printing is repetition. Coverage equal to 4.0 voices: the printing is as "
        "concentrated as if four voices were printed equally often."
    ),
    "Window: the same with half and with twice the days. Where the zone differs, the headline says that it changes.",
    "Only rows of one scope are held against each other: the same force, place, measure and unit, level or addition.",
):
    st.text(f"•  {line}")
table(["Rule", "What it takes"], [(rule.label, rule.says) for rule in RULES.values()])

st.header("What a count means", anchor=False)
st.text(f"Rulebook in force: {rulebook.label}, version {rulebook.version}. {rulebook.citation}")


def meaning(text: str, key: str) -> str:
    """What a count means under a rulebook, in digits."""
    meant = quantities.parse(text).quantity(config.rulebooks[key])
    return span(meant.low, meant.high) + (" (soft)" if meant.low_soft or meant.high_soft else "")


table(
    ["Count", *(book.label for book in config.rulebooks.values())],
    [(text, *(meaning(text, key) for key in config.rulebooks)) for text in (*SHOWN_COUNTS, *SHOWN_WORDS)],
)
st.text(
    "Published rules differ by a factor of two for the same word, so the words are kept and the rule is named. "
    "A soft end may be passed."
)
for book in config.rulebooks.values():
    st.text(f"{book.label}: {book.citation}")

st.header("What is counted", anchor=False)
labels = {key: force.label for key, force in context.theatre.forces.items()}
table(
    ["Force", "Counts", "Part of"],
    [(force.label, force.counts, labels.get(force.part_of, "")) for force in context.theatre.forces.values()],
)
table(
    ["Measure", "Counts", "Kind"],
    [(measure.label, measure.counts, measure.kind) for measure in config.measures.values()],
)

st.header("State of the data", anchor=False)
rows = context.everything
newest = rows.sort_values("published_from").iloc[-1] if len(rows) else None
facts = {
    "Estimates": f"{len(rows):,}",
    "Reports": f"{rows['report_id'].nunique():,}",
    "Originators": f"{rows['originator'].nunique():,}",
    "Own statements": f"{(rows['repeats'] == '').sum():,}",
    "Repeats": f"{(rows['repeats'] != '').sum():,}",
    "Newest report": f"{newest['report_id']}" if newest is not None else "none",
    "Files": f"{len(dataset.files):,}",
    "Errors": f"{len(context.opened.problems):,}",
    "Warnings": f"{len(context.opened.warnings):,}",
}
table(["What", "In this theatre"], list(facts.items()))
if context.opened.warnings:
    with st.expander(f"{counted(len(context.opened.warnings), 'warning')}: lawful and worth a look"):
        st.code("\n".join(map(str, context.opened.warnings)), language=None, wrap_lines=True)

st.header("Columns of the CSV files", anchor=False)
with st.expander(f"{len(SNAPSHOT_COLUMNS)} columns, what a cell of each says"):
    table(["Column", "What a cell says"], [(name, column.says) for name, column in SNAPSHOT_COLUMNS.items()])
take_away(context, context.rows, page="")
