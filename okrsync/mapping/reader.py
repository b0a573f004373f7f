"""A table's columns as values: read whole, once, and each different cell only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from okrsync.mapping.fields import FIELDS, Shape
from okrsync.mapping.layout import Layout
from okrsync.mapping.vocabulary import codes
from okrsync.table import CellError, Row, Scalar
from okrsync.values import (
    Day,
    NumberStyle,
    Quantity,
    Unreadable,
    clean,
    column_day_first,
    column_scale,
    column_style,
    is_null,
    read_date,
    read_flag,
    read_number,
    read_percent_scale,
)

NUMBER = Shape.NUMBER
_LOCALES = {"nl": "nl_NL", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_BR"}
"""English says nothing: it writes dates and, in Dutch hands, numbers either way."""
Number = Quantity | Unreadable | None
Read = TypeVar("Read")


class ColumnReader:
    """The data rows of one table, column by column. Lists are as long as `rows`.

    `zone` is the workspace's time zone, None where moments are read as they are written.
    """

    def __init__(self, layout: Layout, zone: tzinfo | None = None) -> None:
        self.layout = layout
        self.zone = zone
        self.rows: Sequence[Row] = layout.rows
        self._raw: dict[int, list[Scalar]] = {}
        self._texts: dict[int, list[str | None]] = {}

    def raw(self, column: int | None) -> list[Scalar]:
        """The cells of a column as they stand; a merged cell counts for all its rows."""
        if column is None:
            return [None] * len(self.rows)
        if column not in self._raw:
            values = [row.values[column] if column < len(row.values) else None for row in self.rows]
            for start, end in self._merged.get(column, ()):
                for at in range(start + 1, end + 1):
                    if values[at] is None:
                        values[at] = values[start]
            self._raw[column] = values
        return self._raw[column]

    def cells(self, column: int) -> list[Scalar]:
        """The cells of a column as they stand, each for its own row only."""
        return [row.values[column] if column < len(row.values) else None for row in self.rows]

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {row.number: at for at, row in enumerate(self.rows)}

    @cached_property
    def _merged(self) -> dict[int, list[tuple[int, int]]]:
        """Column → (first, last) position of every cell that is merged downwards."""
        found: dict[int, list[tuple[int, int]]] = {}
        turned = self.layout.shaped is not None and self.layout.shaped.turned
        for area in () if turned else self.layout.table.merges:
            first = self._positions.get(area.first_row)
            last = self._positions.get(area.last_row)
            if first is not None and last is not None and last > first:
                found.setdefault(area.first_column, []).append((first, last))
        return found

    def continues(self, at: int, column: int | None) -> bool:
        """Whether a cell is the continuation of a merged one above it."""
        spans = self._merged.get(column, ()) if column is not None else ()
        return any(start < at <= end for start, end in spans)

    def texts(self, column: int | None) -> list[str | None]:
        """The cells as texts, None where they are empty or say that there is nothing."""
        if column is None:
            return [None] * len(self.rows)
        if column not in self._texts:
            self._texts[column] = each(self.raw(column), _text)
        return self._texts[column]

    def codes(self, column: int | None) -> list[str | None]:
        """The cells as ids or codes: 1227.0 is "1227", and after 1.9 the number 1.1 is "1.10"."""
        return codes.texts(self.raw(column)) if column is not None else [None] * len(self.rows)

    def shown_codes(self, column: int) -> list[str | None]:
        """Ids that their format shows as another text than they are: 001 for 1. None elsewhere."""
        if column not in self._formats:
            return [None] * len(self.rows)
        return list(map(codes.shown, self.raw(column), self.formats(column)))

    def formats(self, column: int) -> list[str | None]:
        """Each cell's number format, None where it has none of its own."""
        known = self._formats.get(column)
        if not known:
            return [None] * len(self.rows)
        return [known.get(at) for at in range(len(self.rows))]

    @cached_property
    def _formats(self) -> dict[int, dict[int, str]]:
        """Column → position → the format of the cell that stands there."""
        found: dict[int, dict[int, str]] = {}
        codes_at = self.layout.table.formats
        if self.layout.shaped is None:
            for (number, column), code in codes_at.items():
                at = self._positions.get(number)
                if at is not None:
                    found.setdefault(column, {})[at] = code
        elif codes_at:
            shaped = self.layout.shaped
            for at in range(len(self.rows)):
                for column in range(shaped.width):
                    code_here = codes_at.get(shaped.cell(at, column))
                    if code_here is not None:
                        found.setdefault(column, {})[at] = code_here
        return found

    @cached_property
    def locale(self) -> str | None:
        """The document's locale, else what the headers' language suggests."""
        return self.layout.table.locale or _LOCALES.get(self.layout.columns.language or "")

    def style(self, column: int) -> NumberStyle:
        """Which mark a column's texts use for decimals; where they don't tell, the table's."""
        declared = self.layout.mapping.values.decimal
        if declared is not None:
            return NumberStyle(declared, "column")
        own = column_style(_strings(self.raw(column)), self.formats(column), self.locale)
        return self._table_style if own.ambiguous and own.decimal is None else own

    @cached_property
    def _table_style(self) -> NumberStyle:
        columns = [
            at for name, at in self.layout.columns.fields.items() if FIELDS[name].shape is NUMBER
        ]
        return column_style([text for at in columns for text in _strings(self.raw(at))])

    def numbers(self, column: int | None) -> list[Number]:
        """The cells as quantities, `Unreadable` where they hold something else."""
        if column is None:
            return [None] * len(self.rows)
        style = self.style(column)

        def read(value: Scalar, code: str | None) -> Number:
            if isinstance(value, time) and self._lasting:
                value = datetime.combine(date.min, value) - datetime.min
            return read_number(value, number_format=code, style=style)

        return self._pairs(column, read)

    @cached_property
    def _lasting(self) -> bool:
        """Whether the table's numbers hold stretches of time: then 9:00 is one too, which a
        spreadsheet takes for a time of day until it is longer than one."""
        fields = self.layout.columns.fields
        columns = [at for name, at in fields.items() if FIELDS[name].shape is NUMBER]
        return any(isinstance(row.value(at), timedelta) for row in self.rows for at in columns)

    def _pairs(self, column: int, read: Callable[[Scalar, str | None], Read]) -> list[Read | None]:
        """Read each different cell with its format once."""
        values, formats = self.raw(column), self._formats.get(column)
        if not formats:
            return each(values, lambda value: None if value is None else read(value, None))
        known: dict[tuple[type, Scalar, str | None], Read | None] = {}
        found: list[Read | None] = []
        for at, value in enumerate(values):
            if value is None:
                found.append(None)
                continue
            key = (type(value), value, formats.get(at))
            if key not in known:
                known[key] = read(value, key[2])
            found.append(known[key])
        return found

    def fractions(self, column: int | None, *, tens: bool = False) -> list[Number]:
        """The cells as parts of a whole (0.45), on the scale that the whole column uses."""
        if column is None:
            return [None] * len(self.rows)
        style = self.style(column)
        different = dict.fromkeys(zip(self.raw(column), self.formats(column), strict=True))
        scale = column_scale(
            [value for value, _ in different],
            [code for _, code in different],
            style=style,
            tens=tens,
        )

        def read(value: Scalar, code: str | None) -> Number:
            return read_percent_scale(value, scale, number_format=code, style=style)

        return self._pairs(column, read)

    def dates(self, column: int | None) -> list[date | Unreadable | None]:
        """The cells as dates."""
        if column is None:
            return [None] * len(self.rows)
        day_first = column_day_first(_strings(self.raw(column)), self.locale)

        def read(value: Scalar, code: str | None) -> date | Unreadable | None:
            found = read_date(value, day_first=day_first, number_format=code, zone=self.zone)
            return _day(found)

        return self._pairs(column, read)

    def flags(self, column: int | None) -> list[bool | Unreadable | None]:
        """The cells as yes or no."""
        return each(self.raw(column), read_flag)


def _strings(values: Sequence[Scalar]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _day(found: Day | Unreadable | None) -> date | Unreadable | None:
    return found.value if isinstance(found, Day) else found


def each(values: Sequence[Scalar], read: Callable[[Scalar], Read]) -> list[Read]:
    """Read each different value once.

    Values are told apart by equality, which takes `True` for 1: a column with both is read by
    type as well.
    """
    kinds = set(map(type, values))
    if bool not in kinds or len(kinds) == 1:
        different = {value: read(value) for value in dict.fromkeys(values)}
        return [different[value] for value in values]
    known: dict[tuple[type, Scalar], Read] = {}
    found: list[Read] = []
    for value in values:
        key = (type(value), value)
        if key not in known:
            known[key] = read(value)
        found.append(known[key])
    return found


def _text(value: Scalar) -> str | None:
    if value is None or isinstance(value, CellError):
        return None
    if isinstance(value, str):
        return None if is_null(value) else clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return codes.plain(value) if isinstance(value, int | float | Decimal) else str(value)


def of(found: Number) -> Decimal | None:
    """The value of a cell that was read as a number."""
    return found.value if isinstance(found, Quantity) else None
