"""What became of a figure when it was told again: rules on two counts as coded, the same under every rulebook."""

from posture.quantities import Count

DROPPED, TURNED, ADDED = "bound dropped", "bound turned", "bound added"
CHANGED, QUALIFIED = "number changed", "qualifier changed"
INTO_NUMBER, INTO_WORDS, OTHER_WORDS = "words turned into a number", "number turned into words", "other words"

FROM_BELOW, FROM_ABOVE = ("at least", "more than"), ("nearly", "up to", "at most", "fewer than")


def changed(told: Count, retold: Count) -> tuple[str, str] | None:
    """The kind of change from a figure to its repeat, and a sentence that explains it; None where it was kept."""
    if told == retold:
        return None
    if told.is_share != retold.is_share:
        return CHANGED, "a share and a number of people are two things"
    if not told.numbers or not retold.numbers:
        return _in_words(told, retold)
    if set(told.numbers) == set(retold.numbers):
        return _requalified(told, retold)
    if set(retold.numbers) < set(told.numbers):
        return _one_end(told, retold)
    return CHANGED, "the number is another"


def _in_words(told: Count, retold: Count) -> tuple[str, str]:
    if retold.numbers:
        return INTO_NUMBER, "words have become a number"
    if told.numbers:
        return INTO_WORDS, "a number has become words"
    return OTHER_WORDS, "the words are others"


def _requalified(told: Count, retold: Count) -> tuple[str, str]:
    """The numbers were kept; what stands before them was not."""
    before, after = _direction(told), _direction(retold)
    if before and after and before != after:
        return TURNED, f"“{told.qualifier}” has become “{retold.qualifier}”"
    if before and not after:
        return DROPPED, f"“{told.qualifier}” is dropped"
    if after and not before:
        return ADDED, f"“{retold.qualifier}” is added"
    if told.qualifier and retold.qualifier:
        return QUALIFIED, f"“{told.qualifier}” has become “{retold.qualifier}”"
    return QUALIFIED, f"“{retold.qualifier}” is added" if retold.qualifier else f"“{told.qualifier}” is dropped"


def _one_end(told: Count, retold: Count) -> tuple[str, str]:
    """A range has become one of its ends."""
    upper = retold.high == told.high
    if _direction(retold) == (1 if upper else -1):
        return TURNED, f"one end of the range has become “{retold.qualifier}”"
    return DROPPED, f"only the {'upper' if upper else 'lower'} end is left"


def _direction(count: Count) -> int:
    """1 for a figure that is bounded from below only, -1 from above only, 0 for one that is no bound."""
    return (count.qualifier in FROM_BELOW) - (count.qualifier in FROM_ABOVE)


def alike(first: Count, second: Count) -> bool:
    """Whether two figures print the same numbers as the same kind of bound; "about" is the first word to get lost."""
    same = first.form == second.form and bool(first.numbers) and first.numbers == second.numbers
    approximate = ("", "about", "some")
    return same and (
        first.qualifier == second.qualifier or (first.qualifier in approximate and second.qualifier in approximate)
    )
