"""The fields that a column can mean: what each expects to find in its cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from okrsync.i18n import Message


class Shape(StrEnum):
    """What a column of a field holds, so that cells can decide between two meanings."""

    TEXT = "text"
    WORD = "word"
    """A few different words, repeated."""
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the mapping: its name in `columns = { … }`, its shape, what it is."""

    name: str
    shape: Shape
    about: Message


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("title", Shape.TEXT, Message("what the row is called")),
        Field("objective", Shape.TEXT, Message("the objective")),
        Field("key_result", Shape.TEXT, Message("the key result")),
        Field("initiative", Shape.TEXT, Message("what is done for it")),
        Field("kpi", Shape.TEXT, Message("the KPI")),
        Field("indicator", Shape.TEXT, Message("what is measured")),
        Field("id", Shape.ANY, Message("the row's own id")),
        Field("code", Shape.ANY, Message("its code, such as KR1.2")),
        Field("parent", Shape.ANY, Message("the row it belongs to")),
        Field("objective_id", Shape.ANY, Message("the objective's id")),
        Field("key_result_id", Shape.ANY, Message("the key result's id")),
        Field("initiative_id", Shape.ANY, Message("the initiative's id")),
        Field("kpi_id", Shape.ANY, Message("the KPI's id")),
        Field("type", Shape.WORD, Message("type or level, by its words")),
        Field("level", Shape.WORD, Message("objective, key result, …")),
        Field("scope", Shape.WORD, Message("company, team or individual")),
        Field("kind", Shape.WORD, Message("committed, aspirational, learning")),
        Field("target_type", Shape.WORD, Message("increase, at least, …")),
        Field("indicator_kind", Shape.WORD, Message("leading or lagging")),
        Field("measures", Shape.WORD, Message("outcome or output")),
        Field("baseline", Shape.NUMBER, Message("where it started")),
        Field("target", Shape.NUMBER, Message("the value to reach")),
        Field("current", Shape.NUMBER, Message("the value now")),
        Field("lower", Shape.NUMBER, Message("the lower bound")),
        Field("upper", Shape.NUMBER, Message("the upper bound")),
        Field("unit", Shape.WORD, Message("the unit of the numbers")),
        Field("progress", Shape.NUMBER, Message("progress as people type it")),
        Field("status", Shape.WORD, Message("status as people type it")),
        Field("confidence", Shape.ANY, Message("how sure the team is")),
        Field("done", Shape.FLAG, Message("ticked off or not")),
        Field("weight", Shape.NUMBER, Message("how much it counts")),
        Field("owner", Shape.WORD, Message("who looks after it")),
        Field("team", Shape.WORD, Message("whose it is")),
        Field("due", Shape.DATE, Message("the date it ends")),
        Field("done_on", Shape.DATE, Message("the date it was done")),
        Field("period", Shape.ANY, Message("the quarter or period")),
        Field("year", Shape.ANY, Message("the year of the period")),
        Field("cadence", Shape.WORD, Message("daily, weekly, monthly")),
        Field("notes", Shape.TEXT, Message("notes")),
        Field("description", Shape.TEXT, Message("a longer explanation")),
        Field("tags", Shape.TEXT, Message("labels")),
        Field("theme", Shape.TEXT, Message("the theme it serves")),
        Field("parked", Shape.FLAG, Message("set aside for now")),
        Field("amount", Shape.NUMBER, Message("how many, of an action")),
        Field("minutes", Shape.NUMBER, Message("how long an action takes")),
        Field("aggregation", Shape.WORD, Message("sum, average, last or count")),
        Field("feeds", Shape.TEXT, Message("the next step of the funnel")),
        Field("on", Shape.DATE, Message("the date of a check-in")),
        Field("author", Shape.WORD, Message("who entered it")),
    )
}  # fmt: skip

ENTITIES = ("objective", "key_result", "initiative", "kpi")
"""The four kinds of row, in the order of the tree."""

TITLES = ("objective", "key_result", "initiative", "kpi", "indicator", "title")
"""The fields that say what a row is called."""

VARIANTS = ("level", "target_type", "kind", "scope", "measures", "indicator_kind")
"""What a Type column may turn out to hold: its words decide."""

KEPT = "kept"
"""A header that is known and has no field: its column is kept as it is."""

MANAGED = (
    "progress", "status", "finding", "expected", "forecast", "measures", "false_progress", "id",
    "objective_progress", "objective_status",
)  # fmt: skip
"""The columns that okrsync may write."""

ASIDE = frozenset(("notes", "description", "tags", "theme", "confidence", "done_on", "author"))
"""Fields that feed no number and tell no row from another: people may do with them what they
like, and no guard minds."""

UNSCORED = ASIDE | {"owner", "team", "reported_status", "status", "cadence", "amount", "minutes"}
"""Fields that no score is made of, whatever stands in their cells."""


def placed(name: str) -> tuple[str, str | None]:
    """A field of a mapping and the entity that it is scoped to: `objective_id` is the id of the
    objective, `objective_owner` its owner, `owner` the row's own."""
    entity = name.removesuffix("_id")
    if name != entity and entity in ENTITIES:
        return "id", entity
    if name in FIELDS:
        return name, None
    for entity in ENTITIES:
        if name.startswith(f"{entity}_"):
            return name.removeprefix(f"{entity}_"), entity
    return name, None
