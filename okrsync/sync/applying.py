"""A saved plan is carried out: only where it is exactly what would be planned now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from okrsync.history import State, open_state
from okrsync.sync import guards
from okrsync.sync.consent import yes_or_no
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.errors import ConsentNeeded
from okrsync.sync.evaluating import gather, interpret
from okrsync.sync.fixing import Proposal, proposed
from okrsync.sync.job import Job
from okrsync.sync.locking import Lock, gather_locked, locking
from okrsync.sync.opening import open_sources
from okrsync.sync.options import Options
from okrsync.sync.planning import FIXES, SavedPlan, load_plan, planned, require_equal
from okrsync.sync.preparing import Prepared, prepare
from okrsync.sync.reconciling import reconcile
from okrsync.sync.recording import Record
from okrsync.sync.results import SyncResult
from okrsync.sync.retrying import while_it_moves
from okrsync.sync.signals import finishing
from okrsync.sync.syncing import STOPPED, sync
from okrsync.sync.telling import result
from okrsync.sync.trying import with_moves
from okrsync.sync.writing import Written, write
from okrsync.table import NewColumn
from okrsync.text import Text

COMMAND = "sync --apply"
MOVE = Text(
    en="Change {cells} cells on {tabs} of {where}, so that these rows are initiatives and no "
    "longer key results? Nothing else is touched.",
    nl="{cells} cellen op {tabs} van {where} wijzigen, zodat deze rijen initiatieven zijn en geen "
    "kernresultaten meer? Verder verandert er niets.",
)
NOBODY = Text(
    en="Nobody has agreed yet to changing {cells} cells on {tabs}; nothing was written.",
    nl="Niemand heeft nog ingestemd met het wijzigen van {cells} cellen op {tabs}; er is niets "
    "geschreven.",
)
AGREE = Text(en="To agree: {command}", nl="Instemmen kan zo: {command}")


def apply(
    path: Path,
    options: Options = Options(),  # noqa: B008 -- unchangeable
    dialogue: Dialogue = SILENT,
    *,
    job: Job | None = None,
    config_path: Path | str | None = None,
) -> SyncResult:
    """Do what a saved plan says, if that is exactly what would be planned now.

    Everything is read and computed anew; the file decides nothing but whether to go on, and
    of fixes which rows. Under the same guards as `sync`, and after a yes.
    Raises PlanRefused (exit 4) and what every door raises.
    """
    saved = load_plan(path)
    work = job or open_sources(saved.locations, config_path=config_path or saved.config)
    if saved.kind == FIXES:
        return _apply_fixes(saved, work, options, dialogue)

    def exactly(prepared: Prepared, columns: Sequence[NewColumn]) -> None:
        again = work.command("plan", f"--out {saved.path}")
        now = planned(prepared, columns)
        require_equal(saved, now, prepared.evaluation.language, again)

    return sync(work, options, dialogue, command=COMMAND, check=exactly)


def _apply_fixes(saved: SavedPlan, job: Job, options: Options, dialogue: Dialogue) -> SyncResult:
    with job.working():
        if options.dry_run:
            with open_state(job.state, write=False) as state:
                prepared = prepare(gather(job, state, want_write=False, dialogue=dialogue))
            moves = _moves(saved, prepared, options)
            written = Written({cell.key: cell for cell in moves.cells})
            return result(_about(prepared, moves), written, None, dry_run=True)
        with open_state(job.state) as state, locking(state, job) as lock:
            doing = _Fix(state, lock, saved, options, dialogue)
            return while_it_moves(doing.once, dialogue)


def _moves(saved: SavedPlan, prepared: Prepared, options: Options) -> Proposal:
    """The moves of a saved plan, past the guards. Raises GuardStop, PlanRefused."""
    found = prepared.evaluation
    guards.require(
        found,
        prepared.gathered.recall,
        prepared.tables,
        (),
        options.accept,
        _command(saved),
    )
    moves = proposed(prepared, {change.entity_id for change in saved.changes})
    again = found.job.command("check", f"--fix --out {saved.path}")
    require_equal(saved, moves.fixes.run, found.language, again)
    return moves


def _command(saved: SavedPlan) -> str:
    path = str(saved.path)
    return f'okrsync sync --apply "{path}"' if " " in path else f"okrsync sync --apply {path}"


def _about(prepared: Prepared, moves: Proposal) -> Prepared:
    """The same run, but of these cells and no others."""
    return replace(prepared, cells=moves.cells, columns=(), skipped=(), unchanged={})


@dataclass(slots=True)
class _Fix:
    state: State
    lock: Lock
    saved: SavedPlan
    options: Options
    dialogue: Dialogue
    written: Written = field(default_factory=Written)
    record: Record | None = None
    agreed: bool = False

    def once(self) -> SyncResult:
        """Read, compare, ask, write, remember."""
        prepared = prepare(gather_locked(self.lock, self.dialogue))
        workspace = prepared.gathered.recall.workspace
        assert workspace is not None  # noqa: S101 -- gather_locked made one
        if self.record is None:
            now = self.lock.job.waiter.clock.now().isoformat(timespec="seconds")
            reconcile(self.state, workspace.id, prepared.tables, now)
            self.record = Record(self.state, workspace.id, COMMAND)
        moves = _moves(self.saved, prepared, self.options)
        prepared = _about(prepared, moves)
        if not moves.cells:
            return result(prepared, self.written, None)
        self._consent(prepared)
        self.lock.renew()
        return self._write(prepared, self.record)

    def _consent(self, prepared: Prepared) -> None:
        language = prepared.evaluation.language
        tabs = ", ".join(dict.fromkeys(cell.table.table.name for cell in prepared.cells))
        values = {"cells": len(prepared.cells), "tabs": tabs}
        self.agreed = self.agreed or self.options.yes
        if not self.agreed and self.dialogue.asks:
            where = ", ".join(part.location.text for part in prepared.evaluation.job.parts)
            question = MOVE.say(language, where=where, **values)
            self.agreed = self.dialogue.confirm(yes_or_no(question, language))
        if not self.agreed:
            command = f"{_command(self.saved)} --yes"
            raise ConsentNeeded(
                NOBODY.say(language, **values), hint=AGREE.say(language, command=command)
            )

    def _write(self, prepared: Prepared, record: Record) -> SyncResult:
        language = prepared.evaluation.language
        with finishing(self.dialogue, language) as patience:
            record.begin(prepared.evaluation.job, prepared.cells)
            write(prepared, (), record, self.written, patience)
        count = len(self.written.cells)
        run = record.end_moves(prepared, self.written.receipts, count=count)
        # What is said of the sheet is what now stands in it.
        after = interpret(with_moves(prepared.gathered, self.written.cells.values()))
        stopped = self.written.stopped
        return result(
            replace(prepared, evaluation=after),
            self.written,
            run,
            exit_code=130 if stopped else 0,
            undone=[STOPPED.say(language)] if stopped else [],
        )
