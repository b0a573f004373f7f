"""The fields that a column can mean: what each expects to find in its cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from okrsync.text import Text


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
    about: Text


def _field(name: str, shape: Shape, en: str, nl: str) -> Field:
    return Field(name, shape, Text(en, nl))


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        _field("title", Shape.TEXT, "what the row is called", "hoe de rij heet"),
        _field("objective", Shape.TEXT, "the objective", "het doel"),
        _field("key_result", Shape.TEXT, "the key result", "het kernresultaat"),
        _field("initiative", Shape.TEXT, "what is done for it", "wat ervoor gedaan wordt"),
        _field("kpi", Shape.TEXT, "the KPI", "de KPI"),
        _field("indicator", Shape.TEXT, "what is measured", "wat gemeten wordt"),
        _field("id", Shape.ANY, "the row's own id", "de eigen id van de rij"),
        _field("code", Shape.ANY, "its code, such as KR1.2", "de code, zoals KR1.2"),
        _field("parent", Shape.ANY, "the row it belongs to", "de rij waar het bij hoort"),
        _field("objective_id", Shape.ANY, "the objective's id", "de id van het doel"),
        _field("key_result_id", Shape.ANY, "the key result's id", "de id van het kernresultaat"),
        _field("initiative_id", Shape.ANY, "the initiative's id", "de id van het initiatief"),
        _field("kpi_id", Shape.ANY, "the KPI's id", "de id van de KPI"),
        _field("type", Shape.WORD, "type or level, by its words", "soort of niveau"),
        _field("level", Shape.WORD, "objective, key result, …", "doel, kernresultaat, …"),
        _field("scope", Shape.WORD, "company, team or individual", "bedrijf, team of individueel"),
        _field("kind", Shape.WORD, "committed, aspirational, learning", "toegezegd, ambitieus, …"),
        _field("target_type", Shape.WORD, "increase, at least, …", "verhogen, minstens, …"),
        _field("indicator_kind", Shape.WORD, "leading or lagging", "voorspellend of achteraf"),
        _field("measures", Shape.WORD, "outcome or output", "uitkomst of output"),
        _field("baseline", Shape.NUMBER, "where it started", "waar het begon"),
        _field("target", Shape.NUMBER, "the value to reach", "de waarde om te bereiken"),
        _field("current", Shape.NUMBER, "the value now", "de waarde nu"),
        _field("lower", Shape.NUMBER, "the lower bound", "de ondergrens"),
        _field("upper", Shape.NUMBER, "the upper bound", "de bovengrens"),
        _field("unit", Shape.WORD, "the unit of the numbers", "de eenheid van de getallen"),
        _field("progress", Shape.NUMBER, "progress as people type it", "voortgang zoals getypt"),
        _field("status", Shape.WORD, "status as people type it", "status zoals getypt"),
        _field("confidence", Shape.ANY, "how sure the team is", "hoe zeker het team is"),
        _field("done", Shape.FLAG, "ticked off or not", "afgevinkt of niet"),
        _field("weight", Shape.NUMBER, "how much it counts", "hoe zwaar het telt"),
        _field("owner", Shape.WORD, "who looks after it", "wie ervoor zorgt"),
        _field("team", Shape.WORD, "whose it is", "van welk team"),
        _field("due", Shape.DATE, "the date it ends", "de einddatum"),
        _field("done_on", Shape.DATE, "the date it was done", "de datum dat het klaar was"),
        _field("period", Shape.ANY, "the quarter or period", "het kwartaal of de periode"),
        _field("year", Shape.ANY, "the year of the period", "het jaar van de periode"),
        _field("cadence", Shape.WORD, "daily, weekly, monthly", "dagelijks, wekelijks, …"),
        _field("notes", Shape.TEXT, "notes", "opmerkingen"),
        _field("description", Shape.TEXT, "a longer explanation", "een langere uitleg"),
        _field("tags", Shape.TEXT, "labels", "labels"),
        _field("theme", Shape.TEXT, "the theme it serves", "het thema waar het onder valt"),
        _field("parked", Shape.FLAG, "set aside for now", "voorlopig opzijgezet"),
        _field("amount", Shape.NUMBER, "how many, of an action", "hoeveel, van een actie"),
        _field("minutes", Shape.NUMBER, "how long an action takes", "hoelang een actie duurt"),
        _field("aggregation", Shape.WORD, "sum, average, last or count", "som, gemiddelde, …"),
        _field("feeds", Shape.TEXT, "the next step of the funnel", "de volgende stap erna"),
        _field("on", Shape.DATE, "the date of a check-in", "de datum van een meting"),
        _field("author", Shape.WORD, "who entered it", "wie het invoerde"),
    )
}  # fmt: skip

ENTITIES = ("objective", "key_result", "initiative", "kpi")
"""The four kinds of row, in the order of the tree."""

VARIANTS = ("level", "target_type", "kind", "scope", "measures", "indicator_kind")
"""What a Type column may turn out to hold: its words decide."""

KEPT = "kept"
"""A header that is known and has no field: its column is kept as it is."""

MANAGED = (
    "progress", "status", "finding", "expected", "forecast", "measures", "false_progress", "id",
    "objective_progress", "objective_status",
)  # fmt: skip
"""The columns that okrsync may write."""
