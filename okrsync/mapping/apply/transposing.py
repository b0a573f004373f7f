"""A table turned on its side: what are columns in the sheet become rows."""

from __future__ import annotations

from dataclasses import replace

from okrsync.mapping.apply.shaped import Shaped
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Row, Table


def turned(table: Table) -> Table:
    """The same cells with rows for columns: row 1 is column A, column A is the first row.

    Formats go along. Merged cells, ranges and drop-down lists stay behind: they say where things
    stand in the sheet.
    """
    width = table.width
    columns = {row.number: at for at, row in enumerate(table.rows)}
    rows = [Row(at + 1, [row.value(at) for row in table.rows]) for at in range(width)]
    formats = {
        (column + 1, columns[number]): code
        for (number, column), code in table.formats.items()
        if number in columns
    }
    return replace(
        table, rows=_dense(rows), columns=(), formats=formats, formulas={}, protected=frozenset(),
        merges=(), ranges=(), choices=(), floating=(), marked={},
    )  # fmt: skip


def _dense(rows: list[Row]) -> list[Row]:
    """Without blank rows at the end."""
    while rows and not any(map(is_filled, rows[-1].values)):
        rows.pop()
    return rows


def homes(shaped: Shaped, table: Table) -> Shaped:
    """The rows of a turned table, each cell with its place in the sheet (`table`)."""
    numbers = [row.number for row in table.rows]
    origins = [
        {column: (number, row.number - 1) for column, number in enumerate(numbers)}
        for row in shaped.rows
    ]
    return replace(shaped, origins=origins, turned=True)
