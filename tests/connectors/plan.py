"""The plan that the contract suite writes into every kind of document, and ways to look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from okrsync.connector import Receipt, Snapshot
from okrsync.table import Change, NewColumn, Shown, Table
from tests.connectors.subject import Grid, Subject

TITLE = "Key result"
PROGRESS, STATUS = "OKR progress", "OKR status"
PLAN: Grid = [
    ["Objective", TITLE, "Current", "Target"],
    ["Be found", "Visitors a week", 120, 400],
    ["Be found", "First page for our name", 3, 1],
    ["Be trusted", "Customers who come back", 25, 40],
    ["Be trusted", "Answers within a day", 70, 95],
]


def plain(value: object) -> str:
    """A cell as text, so that 10, 10.0 and "10" are the same."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def trimmed(grid: Grid) -> list[list[str]]:
    """A grid as texts without the blank cells at its rows' ends and blank rows at its own."""
    rows = [[plain(value) for value in row] for row in grid]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def seen(table: Table, header_row: int) -> Grid:
    """A table as a grid, from its header on."""
    if table.columns:
        return [[column.title for column in table.columns], *(list(r.values) for r in table.rows)]
    last = max((row.number for row in table.rows), default=0)
    found = (table.row(number) for number in range(header_row, last + 1))
    return [list(row.values) if row else [] for row in found]


def headers(table: Table, header_row: int) -> dict[str, int]:
    """Header → column index."""
    if table.columns:
        return {column.title: column.index for column in table.columns}
    row = table.row(header_row)
    return {plain(value): i for i, value in enumerate(row.values) if value} if row else {}


def rows_by_title(table: Table, header_row: int) -> dict[str, int]:
    """Key result's title → row number."""
    column = headers(table, header_row)[TITLE]
    return {plain(row.value(column)): row.number for row in table.rows if row.number > header_row}


def managed(table: Table, header_row: int, *names: str) -> list[NewColumn]:
    """The managed columns of these headers (PROGRESS as percent, others as text)."""
    last = max((row.number for row in table.rows), default=header_row + 1)
    return [
        NewColumn(
            table=table.key,
            field="progress" if name == PROGRESS else "status",
            header=name,
            header_row=header_row,
            first_row=header_row + 1,
            last_row=last,
            shown=Shown.PERCENT if name == PROGRESS else Shown.TEXT,
        )
        for name in names or (PROGRESS, STATUS)
    ]


def changes(
    snapshot: Snapshot,
    header_row: int,
    values: Mapping[tuple[str, str], str | Decimal | None],
    table: Table | None = None,
) -> list[Change]:
    """The changes that put these values by (title, header) into a table, the first by default."""
    table = table or snapshot.tables[0]
    columns, rows = headers(table, header_row), rows_by_title(table, header_row)
    return [
        Change(
            table=table.key,
            row=rows[title],
            column=columns[header],
            before=table.value(rows[title], columns[header]),
            after=after,
            shown=Shown.PERCENT if header == PROGRESS else Shown.TEXT,
            identity=(columns[TITLE],),
            title=title,
        )
        for (title, header), after in values.items()
    ]


def titles(grid: Sequence[Sequence[object]]) -> list[str]:
    """The titles in a grid's rows, in order."""
    column = [plain(value) for value in grid[0]].index(TITLE)
    return [plain(row[column]) if column < len(row) else "" for row in grid[1:]]


Values = Mapping[tuple[str, str], str | Decimal | None]
FIRST, SECOND, THIRD, FOURTH = titles(PLAN)
VALUES: Values = {
    (FIRST, PROGRESS): Decimal("0.3"),
    (FIRST, STATUS): "off track",
    (SECOND, PROGRESS): Decimal("0.4525"),
    (SECOND, STATUS): "needs attention",
    (FOURTH, PROGRESS): Decimal("-0.05"),
    (FOURTH, STATUS): "on track",
}
SYNCED: Grid = [[*PLAN[0], PROGRESS, STATUS], *([*row, "", ""] for row in PLAN[1:])]


def write(subject: Subject, values: Values, grid: Grid = PLAN) -> tuple[Snapshot, Receipt]:
    snapshot = subject.read(subject.make(grid))
    snapshot = ensured(subject, snapshot)
    made = changes(snapshot, subject.header_row, values)
    return snapshot, subject.connector.write(snapshot, made)


def ensured(subject: Subject, snapshot: Snapshot, *names: str) -> Snapshot:
    columns = managed(snapshot.tables[0], subject.header_row, *names)
    return subject.connector.ensure_columns(snapshot, columns)


def expected(subject: Subject, grid: Grid, values: Values) -> list[list[str]]:
    """The grid with these values in it, and no other difference."""
    grown = [list(row) for row in grid]
    for (title, header), after in values.items():
        column = grown[0].index(header)
        row = grown[1 + titles(grown).index(title)]
        row.extend([""] * (column + 1 - len(row)))
        shown = Shown.PERCENT if header == PROGRESS else Shown.TEXT
        row[column] = subject.stored(after, shown)
    return trimmed(grown)
