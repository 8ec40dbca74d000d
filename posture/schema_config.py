"""What an editor is told of the configuration's own kinds of value: days, a percentage and the rulebooks."""

from posture.fields import LINK_ADVICE
from posture.rulebooks import MEANINGS, REQUIRED, TABLES, TEXTS
from posture.schema_types import Schema, matching

_NUMBER = "(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)"
_TEXT = {"type": ["string", "number"], "minLength": 1}
_MAY_BE_EMPTY = {"type": ["string", "number", "null"]}
SPAN = matching(
    f"{_NUMBER}(?:-{_NUMBER})?(?: soft top)?",
    "write 200, 200-999 or 2,000-9,999 soft top",
    type=["string", "integer"],
    minimum=1,
    description="How many a word stands for: 200, 200-999, or 2,000-9,999 soft top.",
)
_DESCRIPTIONS = {
    "label": "The name that pages print.",
    "citation": "What was read, so that a reader can find it.",
    "version": "Raised whenever a number of the rulebook changes.",
    "url": "Where a reader can follow it.",
    "note": "What a reader of its numbers must know.",
    "words": "The phrases that the project itself names: 200, 200-999, or 2,000-9,999 soft top (also used for more).",
    "multiples": 'How many units a phrase begins: with a few as 2-5, "a few thousand" is 2,000-5,999.',
    "each_unit": "Instead of multiples: every phrase with a unit is so many units, low and high alike.",
    "qualifiers": "Which of our qualifiers the project reads as another.",
}


def _table(words: tuple[str, ...], meaning: Schema) -> Schema:
    return {"type": "object", "properties": dict.fromkeys(words, meaning), "additionalProperties": False}


def _rulebook() -> Schema:
    fields = {name: _TEXT if name in REQUIRED else _MAY_BE_EMPTY for name in TEXTS}
    fields["url"] = matching(r"(?:https?://\S+)?", LINK_ADVICE, type=["string", "null"])
    fields["each_unit"] = matching("[1-9]", "write 1 or 2", type=["string", "integer"], minimum=1, maximum=9)
    meanings = {"qualifiers": {"enum": list(MEANINGS), "errorMessage": f"write one of: {', '.join(MEANINGS)}"}}
    fields |= {
        name: _table(words, meanings.get(name, {"$ref": "#/definitions/Span"})) for name, words in TABLES.items()
    }
    described = {name: {"description": _DESCRIPTIONS[name]} | field for name, field in fields.items()}
    return {
        "description": "One project's table of counting words, with what was read where.",
        "type": "object",
        "properties": described,
        "required": list(REQUIRED),
        "additionalProperties": False,
    }


DAYS = matching(
    "[0-9]{1,5}",
    "write a whole number from 1 to 36500, such as 365",
    type=["string", "integer"],
    minimum=1,
    maximum=36_500,
)
PERCENTAGE = matching("(?:0?[0-9]{1,2}|100)%", "write a percentage from 0% to 100%, such as 10%")
RULEBOOK = _rulebook()
