"""A table as it is after something was written, without reading it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connectors.google_sheets.write.cell_targets import CellTarget
from okrsync.table import Address, Row, Scalar, Table


def with_values(table: Table, targets: Mapping[Address, CellTarget]) -> Table:
    """The table with these cells written."""
    by_row: dict[int, dict[int, Scalar]] = {}
    for (row, column), target in targets.items():
        by_row.setdefault(row, {})[column] = None if target.formula else target.value
    rows = [_row(row, by_row[row.number]) if row.number in by_row else row for row in table.rows]
    formulas = {
        address: text
        for address, text in table.formulas.items()
        if address not in targets or targets[address].formula
    }
    formulas |= {
        address: str(target.value) for address, target in targets.items() if target.formula
    }
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


def without_cells(table: Table, numbers: range, column: int) -> Table:
    """The table with a column blank on these rows."""
    found = [_row(r, {column: None}) if r.number in numbers else r for r in table.rows]
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
