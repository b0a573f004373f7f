"""A table's columns as the model's values, one list a field, with what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from okrsync.i18n import Message, Percent
from okrsync.mapping.attributes import MODEL_NAMES, USED, Attributes, tags
from okrsync.mapping.reader import of
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.statuses import status_of
from okrsync.mapping.vocabulary.words import meanings
from okrsync.model import Aggregation, Cadence, KpiKind, Level, Measures, ObjectiveKind
from okrsync.table import Scalar
from okrsync.values import Quantity, Unreadable, is_null

SCALES = Message("Fractions and whole percents stand in one column; this one was read as {read}.")
NEGATIVE = Message(
    "A weight below zero has no meaning, so it counts as 1. Write 0 to leave a row out of the sum."
)
NOT_SURE = Message("Confidence goes from 0 to 1, from 0 to 10 or from 0% to 100%.")
NO_PROGRESS = Message("This column holds progress. Write a percent, such as 45%.")
_CONFIDENCE = {"high": Decimal("0.9"), "medium": Decimal("0.5"), "low": Decimal("0.1")}
_WORDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "measures": ("measures", Measures),
    "kind": ("kind", ObjectiveKind),
    "scope": ("scope", Level),
    "indicator_kind": ("indicator_kind", KpiKind),
}


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """A cell that can't be read as its field: the finding's code, its column, what to say."""

    code: str
    column: int
    name: str
    detail: Message | None


@dataclass(slots=True)
class Filled:
    """Model field → its values by position; `troubles` by position; `unknown` words by
    position, which stay in `extra` under their header."""

    values: dict[str, Sequence[Any]] = field(default_factory=dict)
    troubles: dict[int, list[CellTrouble]] = field(default_factory=dict)
    unknown: dict[int, list[int]] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)

    def trouble(self, at: int, found: CellTrouble) -> None:
        """Note what is wrong with a cell of the row at this position."""
        self.troubles.setdefault(at, []).append(found)


def fill(get: Attributes, entity: str, title_column: int, *, own_row: bool) -> Filled:
    """All columns that speak of this kind of entity, read."""
    filled = Filled(cells=get.cells(entity, title_column, own_row=own_row))
    for name in USED[entity]:
        column = filled.cells.get(MODEL_NAMES.get(name, name))
        read = _READERS.get(name)
        if read is not None and column is not None:
            filled.values[MODEL_NAMES.get(name, name)] = read(get, column, filled)
    for name in _VARIANTS[entity]:
        _variant(get, name, filled)
    _target_types(get, filled, own_row=own_row)
    return filled


def _texts(get: Attributes, column: int, _filled: Filled) -> Sequence[Any]:
    return get.reader.texts(column)


def _tags(get: Attributes, column: int, _filled: Filled) -> Sequence[Any]:
    return [tags(text) for text in get.reader.texts(column)]


def _shown(get: Attributes, column: int, _filled: Filled) -> Sequence[Any]:
    return get.shown(column)


def _checked(
    values: Iterable[Any], column: int, name: str, filled: Filled, keep: Callable[[Any], Any]
) -> list[Any]:
    found: list[Any] = []
    for at, value in enumerate(values):
        if isinstance(value, Unreadable):
            filled.trouble(at, CellTrouble(value.code, column, name, value.why))
            found.append(None)
        else:
            found.append(keep(value))
    return found


def _number(name: str) -> Callable[[Attributes, int, Filled], Sequence[Any]]:
    def read(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
        return _checked(
            get.reader.numbers(column),
            column,
            name,
            filled,
            lambda found: of(found.plain()) if found is not None else None,
        )

    return read


def _weight(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
    """Weights as numbers that compare: 30 % beside 30 is 30."""
    read = get.reader.numbers(column)
    whole = any(isinstance(w, Quantity) and w.unit != "%" and (of(w) or 0) > 1 for w in read)

    def keep(found: Quantity | None) -> Decimal | None:
        value = of(found.plain()) if found is not None else None
        percent = found is not None and found.unit == "%" and whole
        return value * 100 if percent and value is not None else value

    weights = _checked(read, column, "weight", filled, keep)
    for at, weight in enumerate(weights):
        if weight is not None and weight < 0:
            filled.trouble(at, CellTrouble("DAT01", column, "weight", NEGATIVE))
    return weights


def _day(name: str) -> Callable[[Attributes, int, Filled], Sequence[Any]]:
    def read(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
        raw = get.reader.raw(column)
        days = [
            get.end_of(raw[at]) or day if isinstance(day, Unreadable) else day
            for at, day in enumerate(get.reader.dates(column))
        ]
        return _checked(days, column, name, filled, lambda day: day)

    return read


def _flag(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
    return _checked(get.reader.flags(column), column, "done", filled, lambda flag: flag)


def _parked(get: Attributes, column: int, _filled: Filled) -> Sequence[Any]:
    words = get.words(column, "parked")
    return [
        flag is True or word is not None
        for flag, word in zip(get.reader.flags(column), words, strict=True)
    ]


def _progress(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
    """Typed progress as fractions. A word is a status, and no mistake, where it is known as one
    or where the column holds words more often than numbers."""
    read = get.reader.fractions(column)
    raw = get.reader.raw(column)
    numbers = sum(isinstance(value, Quantity) for value in read)
    worded = numbers < sum(map(_is_word, raw))
    for at, value in enumerate(read):
        if isinstance(value, Quantity):
            if value.ambiguous and value.value is not None:
                _two_scales(value.value, column, at, filled)
        elif isinstance(value, Unreadable) and not _is_word(raw[at]):
            filled.trouble(at, CellTrouble(value.code, column, "reported_progress", value.why))
        elif isinstance(value, Unreadable) and not worded and not _says_status(raw[at]):
            filled.trouble(at, CellTrouble(value.code, column, "reported_progress", NO_PROGRESS))
    return [of(value) for value in read]


def _is_word(shown: Scalar) -> bool:
    """Whether a cell holds words without a figure, and no error."""
    return (
        isinstance(shown, str)
        and any(c.isalpha() for c in shown)
        and not any(c.isdigit() for c in shown)
        and shown[:1] != "#"
    )


def _says_status(shown: Scalar) -> bool:
    if not isinstance(shown, str):
        return False
    flag = meanings("values.flag").get(phrase(shown))
    parked = meanings("values.parked").get(phrase(shown))
    return bool(flag or parked or status_of(shown))


def _two_scales(value: Decimal, column: int, at: int, filled: Filled) -> None:
    read = f"{value * 100:f}"
    read = read.rstrip("0").rstrip(".") if "." in read else read
    said = SCALES.filled(read=Percent(read))
    filled.trouble(at, CellTrouble("DAT04", column, "reported_progress", said))


def _confidence(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
    """How sure the team is, 0–1: a word, 7/10, a percent. Faces stay in `extra`."""
    words = get.words(column, "confidence")
    read = get.reader.fractions(column, tens=True)
    found = [
        _sure(_CONFIDENCE[word] if word else of(value))
        for word, value in zip(words, read, strict=True)
    ]
    known = sum(sure is not None for sure in found)
    usual = 2 * known >= sum(value is not None for value in read)
    for at, (value, sure) in enumerate(zip(read, found, strict=True)):
        if sure is not None or value is None:
            continue
        if isinstance(value, Unreadable) and value.code == "DAT11":
            filled.trouble(at, CellTrouble(value.code, column, "confidence", value.why))
            continue
        filled.unknown.setdefault(at, []).append(column)
        shown = get.shown(column)[at]
        if isinstance(value, Quantity) or (usual and shown and any(map(str.isalnum, shown))):
            filled.trouble(at, CellTrouble("DAT01", column, "confidence", NOT_SURE))
    return found


def _sure(value: Decimal | None) -> Decimal | None:
    return value if value is not None and 0 <= value <= 1 else None


def _cadence(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
    return _worded(get.words(column, "cadence"), column, filled, Cadence)


def _aggregation(get: Attributes, column: int, filled: Filled) -> Sequence[Any]:
    return _worded(get.words(column, "aggregation"), column, filled, Aggregation)


def _worded(
    words: Sequence[str | None], column: int, filled: Filled, make: Callable[[str], Any]
) -> list[Any]:
    for at, word in enumerate(words):
        if word is None:
            filled.unknown.setdefault(at, []).append(column)
    made = {word: make(word) for word in {*words} if word}
    return [made[word] if word else None for word in words]


def _variant(get: Attributes, name: str, filled: Filled) -> None:
    """What Type columns say: of one thing, or of several by row."""
    group, make = _WORDS[name]
    own, mixed = get.layout.types.get(group), get.layout.types.get(types.MIXED)
    if own is not None and name in filled.cells:
        said = [types.meaning(group, value) for value in get.reader.raw(own)]
        filled.values[name] = _worded(said, own, filled, make)
        _slips(get, own, name, said, filled)
    elif mixed is not None:
        said = [types.meanings(value).get(group) for value in get.reader.raw(mixed)]
        filled.values[name] = [make(word) if word else None for word in said]


def _target_types(get: Attributes, filled: Filled, *, own_row: bool) -> None:
    """Words of a Type column that are no target type, nor anything else that one may say."""
    own, mixed = get.layout.types.get("target_type"), get.layout.types.get(types.MIXED)
    if own is not None and "target_type" in filled.cells:
        said = [types.meaning("target_type", value) for value in get.reader.raw(own)]
        _slips(get, own, "target_type", said, filled)
    elif mixed is not None and own_row:
        known = [next(iter(types.meanings(value)), None) for value in get.reader.raw(mixed)]
        _slips(get, mixed, "type", known, filled)


def _slips(
    get: Attributes, column: int, name: str, said: Sequence[str | None], filled: Filled
) -> None:
    """Filled cells among a column's words that say nothing known."""
    for at, word in enumerate(get.shown(column)):
        if word and said[at] is None and not is_null(word):
            filled.trouble(at, CellTrouble("DAT01", column, name, types.expected(name)))


_READERS: dict[str, Callable[[Attributes, int, Filled], Sequence[Any]]] = {
    "owner": _texts,
    "team": _texts,
    "description": _texts,
    "notes": _texts,
    "theme": _texts,
    "feeds": _texts,
    "tags": _tags,
    "status": _shown,
    "parked": _parked,
    "weight": _weight,
    "amount": _number("amount"),
    "minutes": _number("minutes"),
    "due": _day("due"),
    "done_on": _day("done_on"),
    "done": _flag,
    "progress": _progress,
    "confidence": _confidence,
    "cadence": _cadence,
    "aggregation": _aggregation,
}
_VARIANTS = {
    "objective": ("kind", "scope"),
    "key_result": ("measures",),
    "initiative": (),
    "kpi": ("indicator_kind",),
}
