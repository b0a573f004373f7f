"""Which columns of a table speak of which entity, and what stands in all the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from okrsync.mapping.layout import Layout
from okrsync.mapping.reader import ColumnReader, each
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import meanings
from okrsync.model import Period
from okrsync.table import CellError, Scalar, letters
from okrsync.values import Unreadable, clean, is_null, read_period

_WEEK = re.compile(r"\b(?:week\w*|kalenderwoche|woche\w*|kw|semaine|semana)\b", re.IGNORECASE)
_BARE = re.compile(r"S?\s?(\d{1,2})", re.IGNORECASE)
_SHORT = 5
MODEL_NAMES = {"progress": "reported_progress", "status": "reported_status"}
"""Fields of a mapping whose name in the model differs."""
_COMMON = ("owner", "team", "period", "year", "parked", "notes", "tags", "description")
_NUMBERS = ("baseline", "target", "current", "lower", "upper", "unit", "target_type")
USED: dict[str, tuple[str, ...]] = {
    "objective": (*_COMMON, "theme", "weight", "progress", "status", "kind", "scope"),
    "key_result": (
        *_COMMON,
        *_NUMBERS,
        *("weight", "due", "confidence", "cadence", "measures", "progress", "status", "done"),
    ),
    "initiative": (
        *_COMMON,
        *("due", "done", "done_on", "progress", "status", "cadence", "amount", "minutes"),
    ),
    "kpi": (*_COMMON, *_NUMBERS, "cadence", "aggregation", "indicator_kind", "feeds"),
}
"""The fields of a mapping that each entity takes."""
OF_OBJECTIVES = ("theme", "period", "year", "team", "kind", "scope")
"""What a row says of the objective that it repeats."""


class Attributes:
    """The columns of one table by field and entity."""

    def __init__(
        self, layout: Layout, reader: ColumnReader, fiscal_year_start: int, today: date
    ) -> None:
        self.layout, self.reader = layout, reader
        self._when = (fiscal_year_start, today)

    def column(self, name: str, entity: str, *, own_row: bool = True) -> int | None:
        """The column of a field for this entity: its own, or the rows' where the row is its."""
        if name in types.VARIANTS_ALL:
            found = self.layout.types.get(name)
        else:
            scoped = self.layout.columns.get(name, entity)
            if scoped is not None:
                return scoped
            found = self.layout.columns.get(name)
        main = self.layout.verdict.entity in (None, entity)
        said_here = entity == "objective" and name in OF_OBJECTIVES
        return found if main or own_row or said_here else None

    def cells(self, entity: str, title_column: int, *, own_row: bool) -> dict[str, int]:
        """Model field → column, of all columns that speak of this entity."""
        found = {"title": title_column}
        for name in USED[entity]:
            column = self.column(name, entity, own_row=own_row)
            if column is not None:
                found[MODEL_NAMES.get(name, name)] = column
        return found

    def text(self, column: int | None, at: int) -> str | None:
        """A cell as text, None where it says nothing."""
        return self.reader.texts(column)[at] if column is not None else None

    def shown(self, column: int) -> list[str | None]:
        """Humans' own words as they stand, a null word such as "to do" too."""
        return each(self.reader.raw(column), _word)

    def words(self, column: int, group: str) -> list[str | None]:
        """The meaning of each cell's word in a group such as `cadence`."""
        known = meanings(f"values.{group}")
        return each(
            self.reader.raw(column),
            lambda value: known.get(phrase(value)) if isinstance(value, str) else None,
        )

    def period(self, entity: str, at: int, *, own_row: bool) -> Period | Unreadable | None:
        """The row's own period; a year in a column of its own completes a quarter."""
        column = self.column("period", entity, own_row=own_row)
        text = self.text(column, at)
        if text is not None and column is not None:
            text = self._week(column, text)
        year = self.text(self.column("year", entity, own_row=own_row), at)
        if text is None and year is None:
            return None
        for said in (f"{text} {year}" if text and year else None, text, year):
            found = self._read(said) if said else None
            if isinstance(found, Period) or (said == text and year is None):
                return found
        return None

    def end_of(self, value: Scalar) -> date | None:
        """The last day of a period that stands where a date belongs ("Q2 2026")."""
        found = self._read(value) if isinstance(value, str) else None
        return found.end if isinstance(found, Period) else None

    def _week(self, column: int, text: str) -> str:
        """A bare number below “Week” is that week, and S2 below “Semaine” no half-year."""
        bare = _BARE.fullmatch(text) if len(text) < _SHORT else None
        if bare is None or not _WEEK.search(self.layout.headers.get(column, "")):
            return text
        return f"W{int(bare[1])}"

    def _read(self, text: str) -> Period | Unreadable | None:
        start, today = self._when
        return read_period(text, fiscal_year_start=start, today=today, zone=self.reader.zone)

    def others(self, used: set[int]) -> list[tuple[str, int, Sequence[Any]]]:
        """Label, column and JSON values of every column that is not used and not ours."""
        layout = self.layout
        used = used | layout.ours | (layout.shaped.read if layout.shaped else frozenset())
        rest = {column: label for label, column in layout.columns.rest}
        found: dict[str, int] = {}
        for column in sorted({*layout.headers, *rest} - used):
            label = rest.get(column) or layout.headers.get(column) or letters(column)
            found[label if label not in found else f"{label} ({letters(column)})"] = column
        return [
            (label, column, [plain(value) for value in self.reader.cells(column)])
            for label, column in found.items()
        ]


def plain(value: Scalar) -> Any:
    """A cell's value as JSON holds it: whole numbers without a fraction, dates as ISO."""
    if value is None or value == "":
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)


def tags(text: str | None) -> tuple[str, ...]:
    """A cell of labels as labels."""
    if not text:
        return ()
    separator = ";" if ";" in text else "," if "," in text else "\n"
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _word(value: Scalar) -> str | None:
    if isinstance(value, str):
        text = clean(value)
        # Without letters it may still be a face or a tick, but no dash.
        return text if any(c.isalnum() for c in text) or not is_null(text) else None
    return None if value is None or isinstance(value, CellError) else str(plain(value))
