"""What a row says beside its numbers: owner, dates, status, rhythm; and what has no field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from okrsync.mapping import types
from okrsync.mapping.layout import Layout
from okrsync.mapping.normal import phrase
from okrsync.mapping.reader import Number, Reader
from okrsync.mapping.words import meanings
from okrsync.model import Period
from okrsync.table import CellError, Scalar, letters
from okrsync.values import Unreadable, clean, is_null, read_period

MODEL_NAMES = {"progress": "reported_progress", "status": "reported_status"}
"""Fields of a mapping whose name in the model differs."""
_USED = {
    "objective": ("owner", "team", "period", "year", "parked", "notes", "tags", "description",
                  "theme", "weight", "progress", "status", "kind", "scope"),
    "key_result": ("owner", "team", "period", "year", "parked", "notes", "tags", "description",
                   "weight", "due", "confidence", "cadence", "measures", "progress", "status",
                   "baseline", "target", "current", "lower", "upper", "unit", "target_type",
                   "done"),
    "initiative": ("owner", "team", "period", "year", "parked", "notes", "tags", "description",
                   "due", "done", "done_on", "progress", "status", "cadence", "amount", "minutes"),
    "kpi": ("owner", "team", "period", "year", "parked", "notes", "tags", "description",
            "baseline", "target", "current", "lower", "upper", "unit", "target_type", "cadence",
            "aggregation", "indicator_kind", "feeds"),
}  # fmt: skip
_OF_OBJECTIVES = ("theme", "period", "year", "team", "kind", "scope")
"""What a row says of the objective that it repeats."""


class Attributes:
    """The columns of one table by field, each read when it is first asked for."""

    def __init__(self, layout: Layout, reader: Reader, fiscal_year_start: int, today: date) -> None:
        self.layout, self.reader = layout, reader
        self._when = (fiscal_year_start, today)
        self._lists: dict[tuple[str, int], Sequence[Any]] = {}

    def column(self, name: str, entity: str, *, own_row: bool = True) -> int | None:
        """The column of a field for this entity: its own, or the rows' where the row is its."""
        if name in types.VARIANTS_ALL:
            found = self.layout.types.get(name)
        else:
            found = self.layout.columns.get(name, entity)
            if found is not None:
                return found
            found = self.layout.columns.get(name)
        main = self.layout.verdict.entity in (None, entity)
        said_here = entity == "objective" and name in _OF_OBJECTIVES
        return found if main or own_row or said_here else None

    def cells(self, entity: str, title_column: int, *, own_row: bool) -> dict[str, int]:
        """Model field → column, of all columns that speak of this entity."""
        found = {"title": title_column}
        for name in _USED[entity]:
            column = self.column(name, entity, own_row=own_row)
            if column is not None:
                found[MODEL_NAMES.get(name, name)] = column
        return found

    def text(self, column: int | None, at: int) -> str | None:
        """A cell as text, None where it says nothing."""
        return self.reader.texts(column)[at] if column is not None else None

    def shown(self, column: int | None, at: int) -> str | None:
        """A human's own word as it stands, a null word such as "to do" too."""
        if column is None:
            return None
        value = self.reader.raw(column)[at]
        if isinstance(value, str):
            text = clean(value)
            return text if any(c.isalnum() for c in text) or _is_sign(text) else None
        return None if value is None or isinstance(value, CellError) else str(plain(value))

    def _list(self, kind: str, column: int | None) -> Sequence[Any]:
        if column is None:
            return ()
        key = (kind, column)
        if key not in self._lists:
            self._lists[key] = getattr(self, f"_read_{kind}")(column)
        return self._lists[key]

    def number(self, column: int | None, at: int) -> Number:
        """A cell as a number."""
        return self._list("numbers", column)[at] if column is not None else None

    def fraction(self, column: int | None, at: int) -> Number:
        """A cell as a part of a whole."""
        return self._list("fractions", column)[at] if column is not None else None

    def tenths(self, column: int | None, at: int) -> Number:
        """A cell as a part of a whole where 0–10 is a usual scale too."""
        return self._list("tenths", column)[at] if column is not None else None

    def day(self, column: int | None, at: int) -> date | Unreadable | None:
        """A cell as a date."""
        return self._list("dates", column)[at] if column is not None else None

    def flag(self, column: int | None, at: int) -> bool | Unreadable | None:
        """A cell as yes or no."""
        return self._list("flags", column)[at] if column is not None else None

    def word(self, column: int | None, at: int, group: str) -> str | None:
        """The meaning of a cell's word in a group such as `cadence`."""
        if column is None:
            return None
        value = self.reader.raw(column)[at]
        return meanings(f"values.{group}").get(phrase(value)) if isinstance(value, str) else None

    def variant(self, group: str, at: int) -> str | None:
        """What the row's Type columns say in a group."""
        own = self.layout.types.get(group)
        if own is not None:
            return types.meaning(group, self.reader.raw(own)[at])
        mixed = self.layout.types.get(types.MIXED)
        return types.meanings(self.reader.raw(mixed)[at]).get(group) if mixed is not None else None

    def period(self, entity: str, at: int, *, own_row: bool) -> Period | Unreadable | None:
        """The row's own period; a year in a column of its own completes a quarter."""
        column = self.column("period", entity, own_row=own_row)
        text = self.text(column, at)
        year = self.text(self.column("year", entity, own_row=own_row), at)
        if text is None and year is None:
            return None
        start, today = self._when
        for said in (f"{text} {year}" if text and year else None, text, year):
            found = read_period(said, fiscal_year_start=start, today=today) if said else None
            if isinstance(found, Period) or (said == text and year is None):
                return found
        return None

    def _read_numbers(self, column: int) -> Sequence[Number]:
        return self.reader.numbers(column)

    def _read_fractions(self, column: int) -> Sequence[Number]:
        return self.reader.fractions(column)

    def _read_tenths(self, column: int) -> Sequence[Number]:
        return self.reader.fractions(column, tens=True)

    def _read_dates(self, column: int) -> Sequence[date | Unreadable | None]:
        return self.reader.dates(column)

    def _read_flags(self, column: int) -> Sequence[bool | Unreadable | None]:
        return self.reader.flags(column)

    def others(self, used: Mapping[str, int], at: int, also: frozenset[int]) -> dict[str, Any]:
        """What stands in the row's other columns, by header; `also` are columns used otherwise."""
        taken = {*used.values(), *also}
        row = self.reader.rows[at].values
        found: dict[str, Any] = {}
        for label, column in self._labels:
            if column < len(row) and column not in taken:
                value = row[column]
                if value is not None and value != "":
                    found[label] = plain(value)
        return found

    @property
    def _labels(self) -> Sequence[tuple[str, int]]:
        key = ("labels", -1)
        if key not in self._lists:
            self._lists[key] = list(self._labelled())
        return self._lists[key]

    def _labelled(self) -> list[tuple[str, int]]:
        layout = self.layout
        ours = set(layout.managed.values())
        rest = {column: label for label, column in layout.columns.rest}
        columns = sorted({*layout.headers, *rest} - ours)
        found: dict[str, int] = {}
        for column in columns:
            label = rest.get(column) or layout.headers.get(column) or letters(column)
            found[label if label not in found else f"{label} ({letters(column)})"] = column
        return list(found.items())


def plain(value: Scalar) -> Any:
    """A cell's value as JSON holds it: whole numbers without a fraction, dates as ISO."""
    if isinstance(value, float | Decimal):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if isinstance(value, str | int | bool) else str(value)


def tags(text: str | None) -> tuple[str, ...]:
    """A cell of labels as labels."""
    if not text:
        return ()
    separator = ";" if ";" in text else "," if "," in text else "\n"
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _is_sign(text: str) -> bool:
    """Whether a text without letters says something all the same: an emoji, a tick."""
    return bool(text) and not is_null(text)
