"""Runs that were killed: what of their intentions stands in the sheet, and then they are over.

Nobody knows how far a killed run came, so the sheet itself is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from okrsync.history import CellChange, ColumnAdded, State
from okrsync.sync.cells import Tables, same


def landed(
    tables: Tables, changes: Iterable[CellChange], columns: Iterable[ColumnAdded]
) -> tuple[list[CellChange], list[ColumnAdded]]:
    """The intended cells that hold what was to be written, wherever their rows stand now, and
    the intended columns that are there."""
    standing = {key: tables.value(place) for key, place in tables.recorded()}
    cells = [
        change
        for change in changes
        if (key := (change.source, change.entity, change.field)) in standing
        and same(standing[key], change.after)
    ]
    return cells, [column for column in columns if _stands(column, tables)]


def _stands(column: ColumnAdded, tables: Tables) -> bool:
    table = tables.known_as(column.source, column.tab)
    return table is not None and column.field in table.managed


def reconcile(state: State, workspace: str, tables: Tables, now: str) -> bool:
    """End every run that was begun and never ended; whether there was one.

    To be called with the workspace locked: a run that is still going on holds that lock.
    """
    unfinished = state.runs.unfinished(workspace)
    for run in unfinished:
        changes, columns = state.runs.changes(run.id), state.runs.columns(run.id)
        cells, added = landed(tables, changes, columns)
        found = {id(change) for change in cells}
        there = {id(column) for column in added}
        with state.together():
            state.runs.intend(
                run.id,
                [replace(c, landed=c.landed or id(c) in found) for c in changes],
                [replace(c, landed=c.landed or id(c) in there) for c in columns],
            )
            state.runs.end(run.id, now, {"written": len(cells)})
    return bool(unfinished)
