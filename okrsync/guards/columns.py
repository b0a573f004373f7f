"""Columns that were read or written before and are gone, in error, or others now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrsync.evaluate.upgrade import outdated
from okrsync.evaluate.workspace import Recall
from okrsync.guards.guard import Guard
from okrsync.i18n import Message
from okrsync.mapping.fields import ASIDE
from okrsync.mapping.reading import TableReading
from okrsync.state import SeenTable
from okrsync.table import CellError, Scalar, a1
from okrsync.values.cell_errors import error_text
from okrsync.writeback.cells import plain, same
from okrsync.writeback.rows import lines

LOST = Message("{source}, tab {tab}: the column {header!r} ({field}) is gone.")
ERRORS = Message(
    "{source}, tab {tab}: the column {header!r} ({field}) can't be read, since {cell} and "
    "others show {shown}. Repair the formula there."
)
CHANGED = Message(
    "{source}, tab {tab}{cell}: {field} would now be read from the column {now!r}; it was "
    "{before!r}."
)
RENAMED = Message(
    "{source}, tab {tab}{cell}: the column {header!r} of okrsync is called {now!r} now. "
    "Give it its name back, or put {field} = {now!r} into [write_back] columns."
)


@dataclass(frozen=True, slots=True)
class TabFinding:
    """One reason to stop a tab: the guard, and its  `final`: no `--accept` lets it pass."""

    guard: Guard
    text: Message
    values: dict[str, object]
    cell: str | None = None
    final: bool = False


def theirs(old: SeenTable, now: TableReading, values: dict[str, object]) -> Iterator[TabFinding]:
    """Columns that feed a number or an identity and are gone, or are others now."""
    headers = now.headers
    for field, before in old.headers.items():
        if _aside(field):
            continue
        about = {**values, "field": field, "header": before}
        broken = _in_error(now, before) if field not in headers else None
        if broken is None and outdated(old) and _column(now, before) is not None:
            continue  # it stands there: what this version reads otherwise is said row by row
        if field not in headers:
            if broken is None:
                yield TabFinding(Guard.HEADER, LOST, about)
            else:
                about |= dict(zip(("cell", "shown"), broken, strict=True))
                yield TabFinding(Guard.HEADER, ERRORS, about, broken[0], final=True)
        elif _folded(headers[field]) != _folded(before):
            cell = None if now.named else a1(now.header_row, now.columns[field])
            about |= {"cell": _at(cell), "now": headers[field], "before": before}
            yield TabFinding(Guard.MAPPING, CHANGED, about, cell)


def _aside(field: str) -> bool:
    """Whether a field feeds neither; `objective_notes` are an objective's notes."""
    return field in ASIDE or any(field.endswith(f"_{name}") for name in ASIDE)


def _in_error(now: TableReading, header: str) -> tuple[str, str] | None:
    """The first error below a header that still stands there, with its cell."""
    table, column = now.table, _column(now, header)
    for below in table.rows:
        value = below.value(column)
        if below.number > now.header_row and _is_error(value):
            return a1(below.number, column or 0), str(value)
    return None


def _column(now: TableReading, header: str) -> int | None:
    """Where a header still stands."""
    table = now.table
    top = {c.index: c.title for c in table.columns}
    if not top:
        row = table.row(now.header_row)
        top = {index: str(value or "") for index, value in enumerate(row.values if row else ())}
    return next((i for i, text in top.items() if _folded(text) == _folded(header)), None)


def _is_error(value: Scalar) -> bool:
    return isinstance(value, CellError) or (isinstance(value, str) and error_text(value))


def ours(
    old: SeenTable, table: TableReading, recall: Recall, values: dict[str, object]
) -> Iterator[TabFinding]:
    """Columns of ours that are gone while another one holds what we wrote into them."""
    for field, header in old.managed.items():
        if field not in table.managed:
            index = _holding(table, field, old, recall)
            if index is not None:
                yield _renamed_stop(table, field, header, index, values)


def _holding(table: TableReading, field: str, old: SeenTable, recall: Recall) -> int | None:
    """The column, neither ours nor known from before, that mostly holds what we last wrote."""
    ours = {
        line.number: recall.written.get((table.source, line.main.entity_id, field))
        for line in lines(table)
    }
    wrote = {row: cell.value for row, cell in ours.items() if cell and cell.value is not None}
    people = {_folded(header) for header in old.headers.values()}
    headers = table.headers
    known = {i for name, i in table.columns.items() if _folded(headers[name]) in people}
    known |= set(table.managed.values())
    for index in range(table.table.width if wrote else 0):
        held = sum(
            same(plain(table.table.value(row, index)), value) for row, value in wrote.items()
        )
        if index not in known and 2 * held > len(wrote):
            return index
    return None


def _renamed_stop(
    table: TableReading, field: str, header: str, index: int, values: dict[str, object]
) -> TabFinding:
    cell = None if table.named else a1(table.header_row, index)
    about: dict[str, object] = {
        **values,
        "cell": _at(cell),
        "header": header,
        "field": field,
        "now": table.header_at(index),
    }
    return TabFinding(Guard.HEADER, RENAMED, about, cell)


def _at(cell: str | None) -> str:
    """The cell after the tab's name; nothing in a database, whose columns have no letters."""
    return f", {cell}" if cell else ""


def _folded(header: str) -> str:
    return " ".join(header.split()).casefold()
