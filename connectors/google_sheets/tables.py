"""A table as it is after something was written, without reading it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connectors.google_sheets.aims import Aim
from okrsync.table import Address, Row, Scalar, Table


def with_values(table: Table, aims: Mapping[Address, Aim]) -> Table:
    """The table with these cells written."""
    by_row: dict[int, dict[int, Scalar]] = {}
    for (row, column), aim in aims.items():
        by_row.setdefault(row, {})[column] = None if aim.formula else aim.value
    rows = [_row(row, by_row[row.number]) if row.number in by_row else row for row in table.rows]
    formulas = {
        address: text
        for address, text in table.formulas.items()
        if address not in aims or aims[address].formula
    }
    formulas |= {address: str(aim.value) for address, aim in aims.items() if aim.formula}
    return replace(table, rows=rows, formulas=formulas)


def _row(row: Row, values: Mapping[int, Scalar]) -> Row:
    found = list(row.values) + [None] * (max(values) + 1 - len(row.values))
    for column, value in values.items():
        found[column] = value
    while found and found[-1] is None:
        found.pop()
    return Row(row.number, found, row.key, row.hidden)


def with_cell(table: Table, row: int, column: int, value: Scalar) -> Table:
    """The table with one cell's value."""
    found = [_row(r, {column: value}) if r.number == row else r for r in table.rows]
    return replace(table, rows=found)


def without_column(table: Table, column: int) -> Table:
    """The table when a whole column was taken out."""

    def shifted(address: Address) -> Address:
        return address[0], address[1] - (address[1] > column)

    rows = [
        replace(r, values=[v for c, v in enumerate(r.values) if c != column]) for r in table.rows
    ]
    return replace(
        table,
        rows=rows,
        formats={shifted(a): f for a, f in table.formats.items() if a[1] != column},
        formulas={shifted(a): f for a, f in table.formulas.items() if a[1] != column},
    )
