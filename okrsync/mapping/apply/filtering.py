"""Which rows count, and what a blank or a heading means for the rows below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.shaped import Shaped, put, with_column
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import ColumnRef, Rows
from okrsync.mapping.vocabulary.codes import plain
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import Address, Row, Scalar
from okrsync.values import Day, read_date


def kept(shaped: Shaped, positions: Iterable[int]) -> Shaped:
    """Some of the rows only."""
    chosen = list(positions)
    return replace(
        shaped,
        rows=[shaped.rows[at] for at in chosen],
        origins=[shaped.origins[at] for at in chosen],
    )


def filtered(shaped: Shaped, skip: Sequence[Rows], keep: Sequence[Rows]) -> Shaped:
    """Without the rows that any of `skip` means; with `keep`, only rows that one of it means."""
    tests = {id(each): selecting.one(each.column, shaped.headers) for each in (*skip, *keep)}

    def met(row: Row, each: Rows) -> bool:
        column = tests[id(each)]
        return column is not None and is_meant(row.value(column), each)

    return kept(
        shaped,
        (
            at
            for at, row in enumerate(shaped.rows)
            if not any(met(row, each) for each in skip)
            and (not keep or any(met(row, each) for each in keep))
        ),
    )


def is_meant(value: Scalar, rows: Rows) -> bool:
    """Whether a cell is one that a test means."""
    if not is_filled(value):
        return rows.blank
    text = shown(value)
    if rows.pattern is not None and safe_patterns.search(rows.pattern, text) is not None:
        return True
    return same(text) in {same(each) for each in rows.texts}


def shown(value: Scalar) -> str:
    """A cell as text: 3.0 is “3”."""
    return value if isinstance(value, str) else plain(value) or ""


def until(rows: Sequence[Row], text: str | None) -> Sequence[Row]:
    """The rows before the first one with a cell of this text."""
    if text is None:
        return rows
    wanted = same(text)
    for at, row in enumerate(rows):
        if any(isinstance(value, str) and same(value) == wanted for value in row.values):
            return rows[:at]
    return rows


def latest(shaped: Shaped, by: ColumnRef, ids: Sequence[int]) -> Shaped:
    """Of rows with the same id the newest only, by a column of dates; of equal ones the last.

    A row without an id, or without a date that can be read where others have one, stays as it is.
    """
    column = selecting.one(by, shaped.headers)
    if column is None or not ids:
        return shaped
    best: dict[tuple[str, ...], tuple[datetime, int]] = {}
    alone: list[int] = []
    for at, row in enumerate(shaped.rows):
        key = tuple(same(shown(row.value(each))) for each in ids)
        moment = _moment(row.value(column))
        if not any(key) or moment is None:
            alone.append(at)
        elif key not in best or moment >= best[key][0]:
            best[key] = (moment, at)
    return kept(shaped, sorted([*alone, *(at for _, at in best.values())]))


def _moment(value: Scalar) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    found = read_date(value)
    day = found.value if isinstance(found, Day) else None
    if isinstance(day, datetime):
        return day.replace(tzinfo=None)
    return datetime(day.year, day.month, day.day) if isinstance(day, date) else None


def filled_down(shaped: Shaped, columns: Sequence[ColumnRef]) -> Shaped:
    """Blank cells of these columns say what the last filled one above them says."""
    places = selecting.many(columns, shaped.headers)
    above: dict[int, tuple[Scalar, Address]] = {}
    rows: list[Row] = []
    origins: list[Mapping[int, Address]] = []
    for at, row in enumerate(shaped.rows):
        values, origin = row.values, shaped.origins[at]
        blank = not any(map(is_filled, values))
        for column in places:
            if is_filled(row.value(column)):
                above[column] = (row.value(column), shaped.cell(at, column))
            elif column in above and not blank:
                value, place = above[column]
                values, origin = put(values, column, value), {**origin, column: place}
        rows.append(row if values is row.values else replace(row, values=values))
        origins.append(origin)
    return replace(shaped, rows=rows, origins=origins)


def composite(shaped: Shaped, columns: Sequence[ColumnRef], name: str = "id") -> Shaped:
    """The table with an id made of several columns: “Acme-12”; none where one is blank."""
    places = selecting.many(columns, shaped.headers)
    cells: list[tuple[Scalar, Address | None]] = []
    for at, row in enumerate(shaped.rows):
        parts = [shown(row.value(column)) for column in places]
        text = "-".join(parts) if parts and all(parts) else None
        cells.append((text, shaped.cell(at, places[0]) if text else None))
    header = JOINT.join(shaped.headers.get(column, "") for column in places)
    return with_column(shaped, name, header, cells)


JOINT = " + "
