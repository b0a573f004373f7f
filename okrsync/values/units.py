"""What a unit is: its dimension, how it converts, and which words behind a number are none."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from okrsync.values.calendar.words import is_weekday, month_of
from okrsync.values.texts import fold

_TIME: dict[str, str] = {
    "0.001": "ms millisecond milliseconds milliseconden millisekunden millisecondes milisegundos",
    "1": "s sec secs second seconds seconde seconden sek sekunde sekunden secondes segundo",
    "60": "min mins minute minutes minuut minuten minuto minutos",
    "3600": "h hr hrs hour hours u uur uren std stunde stunden heure heures hora horas",
    "86400": "d day days dag dagen dgn tag tage tagen jour jours dia dias",
    "604800": "w wk wks week weeks weken woche wochen semaine semaines semana semanas",
}  # fmt: skip
_MONTHS = {
    "1": "mo mos month months maand maanden mnd monat monate monaten mois mes meses",
    "3": "quarter quarters kwartaal kwartalen quartal quartale trimestre trimestres",
    "12": "y yr yrs year years jaar jaren jr jahr jahre jahren an ans annee annees ano anos",
}
_MASS = {
    "1": "g gram grams gramme grammes gramo gramos grama gramas",
    "1000": "kg kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm",
    "1000000": "t ton tons tonne tonnes tonnen tonelada toneladas",
}
_LENGTH = {
    "1": "mm millimeter millimeters millimetre millimetres",
    "10": "cm centimeter centimeters centimetre centimetres",
    "1000": "meter meters metre metres metro metros",
    "1000000": "km kilometer kilometers kilometre kilometres kilometro kilometros",
}
_VOLUME = {
    "1": "ml milliliter milliliters millilitre millilitres",
    "1000": "l liter liters litre litres litro litros",
}
_ENERGY = {"1": "wh", "1000": "kwh", "1000000": "mwh", "1000000000": "gwh"}
_POWER = {"1": "kw", "1000": "mw"}
_DATA = {"1": "kb", "1000": "mb", "1000000": "gb", "1000000000": "tb"}
_DIMENSIONS = (_TIME, _MONTHS, _MASS, _LENGTH, _VOLUME, _ENERGY, _POWER, _DATA)
_KNOWN: dict[str, tuple[int, Decimal]] = {
    word: (dimension, Decimal(size))
    for dimension, sizes in enumerate(_DIMENSIONS)
    for size, words in sizes.items()
    for word in words.split()
}
"""Folded word → its dimension and its size there. Months are no number of days."""

_STATUS = frozenset(
    ("done", "open", "closed", "planned", "pending", "started", "finished", "ongoing", "achieved",
     "reached", "missed", "blocked", "klaar", "gereed", "bezig", "gepland", "afgerond", "behaald",
     "gehaald", "gestart", "fertig", "offen", "geplant", "erledigt", "erreicht", "laufend",
     "termine", "ouvert", "prevu", "atteint", "fini", "hecho", "terminado", "pendiente", "abierto",
     "logrado", "cumplido", "feito", "concluido", "aberto", "pendente", "atingido")
)  # fmt: skip
_MONTH_STARTS = frozenset(
    ("jan", "feb", "mar", "mrt", "mae", "maa", "apr", "mei", "may", "mai", "maj", "jun", "jui",
     "jul", "aug", "aou", "ago", "sep", "set", "oct", "okt", "out", "nov", "dec", "dez", "ene",
     "fev", "avr", "abr")
)  # fmt: skip
_WEEKDAY_ENDS = ("day", "dag", "tag", "woch", "abend", "di", "es", "bado", "ingo", "feira", "anche")
_SHORTEST_WEEKDAY = 5
"""Shorter ones are other words in other languages: "do", "so", "mar"."""


@lru_cache(maxsize=16384)
def is_unit_word(word: str) -> bool:
    """Whether a word behind a number can be its unit: no month, weekday or status word."""
    low = fold(word).rstrip(".,")
    if low in _KNOWN:
        return True
    if low in _STATUS:
        return False
    if low[:3] in _MONTH_STARTS and month_of(low) is not None:
        return False
    day = len(low) >= _SHORTEST_WEEKDAY and low.endswith(_WEEKDAY_ENDS)
    return not (day and is_weekday(low))


def is_known(unit: str) -> bool:
    """Whether a unit is one of the table's."""
    return fold(unit).rstrip(".") in _KNOWN


def same_unit(one: str, other: str) -> bool:
    """Whether two units are the same: "day" and "days", "uur" and "h", "klant" and "klanten"."""
    first, second = fold(one).rstrip("."), fold(other).rstrip(".")
    if first == second:
        return True
    if first in _KNOWN and second in _KNOWN:
        return _KNOWN[first] == _KNOWN[second]
    short, long = sorted((first, second), key=len)
    return len(short) > 2 and long.startswith(short) and long[len(short) :] in _PLURALS


_PLURALS = frozenset(("s", "es", "e", "n", "en", "er", "'s"))


def factor(unit: str, into: str) -> Decimal | None:
    """What a number of one unit is multiplied by to be one of the other, None where that can't be.

    A week is seven days; months and days, or two currencies, don't convert.
    """
    if same_unit(unit, into):
        return Decimal(1)
    one, other = _KNOWN.get(fold(unit).rstrip(".")), _KNOWN.get(fold(into).rstrip("."))
    if one is None or other is None or one[0] != other[0]:
        return None
    return one[1] / other[1]
