"""Runs: what was intended before the sheet was touched, and what was seen to be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from okrsync.state.checked_reads import checked_read
from okrsync.state.database import Database
from okrsync.state.records import CellChange, ColumnAdded, Run, RunState, WrittenCell

_RUN = (
    "id, workspace, command, started, ended, as_of, state, checker, settings, job, counts,"
    " undoes, undone_by"
)
_CELL = "source, tab, cell, header, entity, entity_id, title, field, shown, before, after, landed"


class Runs:
    """All runs of a state, numbered from 1."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: Run) -> str:
        """Note a run that is about to touch something; its number. `run.id` is ignored."""
        with self._database.transaction():
            (last,) = self._database.rows("SELECT COALESCE(MAX(id), 0) FROM runs")
            number = int(last[0]) + 1
            self._database.run(
                f"INSERT INTO runs ({_RUN})"  # noqa: S608 -- names of ours
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    run.workspace,
                    run.command,
                    run.started,
                    run.ended,
                    run.as_of.isoformat(),
                    run.state,
                    run.checker,
                    json.dumps(dict(run.settings), sort_keys=True),
                    json.dumps(dict(run.job), sort_keys=True),
                    json.dumps(dict(run.counts)),
                    int(run.undoes) if run.undoes else None,
                    None,
                ),
            )
        return str(number)

    def intend(
        self, run: str, changes: Sequence[CellChange], columns: Sequence[ColumnAdded]
    ) -> None:
        """Note what a run is going to write, in place of what was noted for it before."""
        with self._database.transaction():
            self._database.run("DELETE FROM run_changes WHERE run = ?", (int(run),))
            self._database.run("DELETE FROM run_columns WHERE run = ?", (int(run),))
            self._database.many(
                f"INSERT INTO run_changes (run, seq, {_CELL})"  # noqa: S608 -- names of ours
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(int(run), seq, *_cell(change)) for seq, change in enumerate(changes)],
            )
            self._database.many(
                "INSERT INTO run_columns (run, seq, source, tab, field, header, landed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (int(run), seq, c.source, c.tab, c.field, c.header, int(c.landed))
                    for seq, c in enumerate(columns)
                ],
            )

    def end(self, run: str, ended: str, counts: Mapping[str, int]) -> None:
        """A run is over."""
        self._database.run(
            "UPDATE runs SET state = ?, ended = ?, counts = ? WHERE id = ?",
            (RunState.DONE, ended, json.dumps(dict(counts)), int(run)),
        )

    def undone(self, run: str, by: str) -> None:
        """A run's changes were taken back by another."""
        self._database.run("UPDATE runs SET undone_by = ? WHERE id = ?", (int(by), int(run)))

    def get(self, run: str) -> Run | None:
        """The run of this number."""
        if not run.isascii() or not run.isdigit() or len(run) > 18:
            return None
        found = self._select("WHERE id = ?", (int(run),))
        return found[0] if found else None

    def of(self, workspace: str | None = None) -> list[Run]:
        """All runs of a workspace, or of the whole state, the newest first."""
        if workspace is None:
            return self._select("ORDER BY id DESC", ())
        return self._select("WHERE workspace = ? ORDER BY id DESC", (workspace,))

    def unfinished(self, workspace: str) -> list[Run]:
        """Runs that were begun and never ended."""
        return self._select(
            "WHERE workspace = ? AND state = ? ORDER BY id", (workspace, RunState.BEGUN)
        )

    @checked_read
    def changes(self, run: str) -> list[CellChange]:
        """The cells of a run, in the order in which they were noted."""
        found = self._database.rows(
            f"SELECT {_CELL} FROM run_changes WHERE run = ? ORDER BY seq",  # noqa: S608 -- ours
            (int(run),),
        )
        return [_change(*row) for row in found]

    def columns(self, run: str) -> list[ColumnAdded]:
        """The columns that a run added."""
        found = self._database.rows(
            "SELECT source, tab, field, header, landed FROM run_columns WHERE run = ? ORDER BY seq",
            (int(run),),
        )
        return [
            ColumnAdded(source, tab, field, header, bool(landed))
            for source, tab, field, header, landed in found
        ]

    def write(self, workspace: str, run: str, cells: Iterable[WrittenCell]) -> None:
        """Remember what now stands in cells of ours."""
        self._database.many(
            "INSERT INTO written (workspace, source, entity, field, value, period, run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, source, entity, field)"
            " DO UPDATE SET value = excluded.value, period = excluded.period, run = excluded.run",
            [
                (workspace, c.source, c.entity, c.field, json.dumps(c.value), c.period, int(run))
                for c in cells
            ],
        )

    def carry(self, workspace: str, ids: Mapping[str, str]) -> None:
        """Know the cells of entities under other ids (old → new), so that an undo finds them."""
        self._database.many(
            "UPDATE written SET entity = ? WHERE workspace = ? AND entity = ?",
            [(new, workspace, old) for old, new in ids.items()],
        )
        for column in ("entity", "entity_id"):
            self._database.many(
                f"UPDATE run_changes SET {column} = ? WHERE {column} = ?"  # noqa: S608 -- ours
                " AND run IN (SELECT id FROM runs WHERE workspace = ?)",
                [(new, old, workspace) for old, new in ids.items()],
            )

    def unwrite(self, workspace: str, cells: Iterable[tuple[str, str, str]]) -> None:
        """Forget cells (source, entity, field) that are ours no longer."""
        self._database.many(
            "DELETE FROM written WHERE workspace = ? AND source = ? AND entity = ? AND field = ?",
            [(workspace, *cell) for cell in cells],
        )

    @checked_read
    def written(self, workspace: str) -> list[WrittenCell]:
        """What we last wrote, every cell."""
        found = self._database.rows(
            "SELECT source, entity, field, value, period FROM written WHERE workspace = ?",
            (workspace,),
        )
        return [
            WrittenCell(source, entity, field, json.loads(value), period)
            for source, entity, field, value, period in found
        ]

    @checked_read
    def _select(self, rest: str, values: Sequence[str | int]) -> list[Run]:
        found = self._database.rows(f"SELECT {_RUN} FROM runs {rest}", values)  # noqa: S608 -- ours
        return [_run(*row) for row in found]


def _cell(change: CellChange) -> tuple[str | int, ...]:
    *texts, before, after, landed = astuple(change)
    return (*texts, json.dumps(before), json.dumps(after), int(landed))


def _change(*row: Any) -> CellChange:
    cell = dict(zip(_CELL.split(", "), row, strict=True))
    for name in ("before", "after", "landed"):
        cell[name] = json.loads(str(cell[name]))
    return CellChange(**{**cell, "landed": bool(cell["landed"])})


def _run(*row: Any) -> Run:
    number, workspace, command, started, ended, as_of, state, checker, *rest = row
    settings, job, counts, undoes, undone_by = rest
    return Run(
        id=str(number),
        workspace=workspace,
        command=command,
        started=started,
        ended=ended,
        as_of=date.fromisoformat(as_of),
        state=RunState(state),
        checker=checker,
        settings=json.loads(settings),
        job=json.loads(job),
        counts=json.loads(counts),
        undoes=str(undoes) if undoes else None,
        undone_by=str(undone_by) if undone_by else None,
    )
