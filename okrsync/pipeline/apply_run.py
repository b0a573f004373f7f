"""A saved plan is carried out: only where it is exactly what would be planned now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from okrsync.dialogue import SILENT, Choice, Dialogue
from okrsync.evaluate.evaluation import interpret
from okrsync.evaluate.gathered import gather
from okrsync.guards import stops as guards
from okrsync.http.waiting import Clock
from okrsync.i18n import Message, plural
from okrsync.pipeline.consent import Options, agrees, choose, not_agreed
from okrsync.pipeline.fixes import Proposal, proposed
from okrsync.pipeline.interruptions import StopRequest
from okrsync.pipeline.killed_runs import Done, begun, foreseen
from okrsync.pipeline.prepare import Prepared, prepare
from okrsync.pipeline.record import Record
from okrsync.pipeline.results import SyncResult
from okrsync.pipeline.saved_plan import FIXES, SavedPlan, load_plan, planned, require_equal, without
from okrsync.pipeline.sync_run import sync
from okrsync.pipeline.tried_fixes import with_moves
from okrsync.pipeline.write_documents import Written, write
from okrsync.pipeline.writing_run import STOPPED, Over, WritingRun, result
from okrsync.shell import command
from okrsync.sources.job import Job
from okrsync.sources.open import open_sources
from okrsync.state import open_state
from okrsync.table import NewColumn

COMMAND = "sync --apply"
NOTHING_DONE = Done()
CARRIED_OUT = Message("This plan was already carried out, by run {run}: nothing is left to do.")


def apply(
    path: Path,
    options: Options = Options(),  # noqa: B008 -- unchangeable
    dialogue: Dialogue = SILENT,
    *,
    job: Job | None = None,
    config_path: Path | str | None = None,
    as_of: date | None = None,
    deadline: float | None = None,
    clock: Clock | None = None,
) -> SyncResult:
    """Do what a saved plan says, if that is exactly what would be planned now.

    Everything is read and computed anew; the file decides nothing but whether to go on, and
    of fixes which rows. Under the same guards as `sync`, and after a yes. Without a job the
    work is on the plan's locations, for the day `as_of` and within `deadline`.
    Raises PlanRefused (exit 4) and what every door raises.
    """
    saved = load_plan(path)
    work = job or open_sources(
        saved.locations,
        config_path=config_path or saved.config,
        as_of=as_of,
        deadline=deadline,
        clock=clock,
    )
    if saved.kind == FIXES:
        return _apply_fixes(saved, work, options, dialogue)

    notes: list[str] = []

    def exactly(prepared: Prepared, columns: Sequence[NewColumn], done: Done) -> None:
        again = work.command("plan", "--out", str(saved.path))
        rest = _rest(saved, done, prepared)
        require_equal(rest, planned(prepared, columns), again)
        notes[:] = _carried_out(rest, done, prepared.evaluation.language)

    this = ("--apply", str(saved.path))
    found = sync(work, options, dialogue, command=COMMAND, check=exactly, carrying=this)
    return replace(found, notes=(*notes, *found.notes))


def _rest(saved: SavedPlan, done: Done, prepared: Prepared) -> SavedPlan:
    return without(saved, done, prepared.tables) if done.cells or done.columns else saved


def _carried_out(rest: SavedPlan, done: Done, language: str) -> list[str]:
    """What to say where a run that was killed had done all of it."""
    if not done.run or rest.changes or rest.columns_added:
        return []
    return [CARRIED_OUT.say(language, run=done.run)]


def _apply_fixes(saved: SavedPlan, job: Job, options: Options, dialogue: Dialogue) -> SyncResult:
    if not options.dry_run:
        return _Fix(job, options, dialogue, saved).run()
    with job.working(), open_state(job.state, write=False) as state:
        prepared = prepare(gather(job, state, want_write=False, dialogue=dialogue))
        done = foreseen(state, COMMAND, prepared)
        moves = _moves(saved, prepared, options, done)
        said = _carried_out(_rest(saved, done, prepared), done, prepared.evaluation.language)
    written = Written({cell.key: cell for cell in moves.cells})
    written.note(prepared.evaluation.noticed)
    found = result(_about(prepared, moves), written, None, dry_run=True)
    return replace(found, notes=(*said, *found.notes))


def _moves(saved: SavedPlan, prepared: Prepared, options: Options, done: Done) -> Proposal:
    """The moves of a saved plan, past the guards. Raises GuardStop, PlanRefused."""
    evaluation = prepared.evaluation
    guards.require(
        evaluation,
        prepared.gathered.recall,
        prepared.tables,
        (),
        options.accept,
        _command(saved),
    )
    saved = _rest(saved, done, prepared)
    moves = proposed(prepared, {change.entity_id for change in saved.changes})
    again = evaluation.job.command("check", "--fix", "--out", str(saved.path))
    require_equal(saved, moves.fixes.run, again)
    return moves


def _command(saved: SavedPlan, *options: str) -> str:
    return command("sync", "--apply", str(saved.path), *options)


def _about(prepared: Prepared, moves: Proposal) -> Prepared:
    """The same run, but of these cells and no others."""
    return replace(prepared, cells=moves.cells, columns=(), skipped=(), unchanged={})


class _Fix(WritingRun[Prepared, SyncResult]):
    """Carries out the moves of `check --fix`."""

    command = COMMAND

    def __init__(self, job: Job, options: Options, dialogue: Dialogue, saved: SavedPlan) -> None:
        super().__init__(job, options, dialogue)
        self.saved = saved
        self.done_before = NOTHING_DONE
        self.agreed = options.yes

    def begin(self, prepared: Prepared, workspace: str) -> None:
        """What a killed run of this plan has done."""
        self.done_before = begun(self.state, workspace, COMMAND, left=self.lock.left)

    def intended(self, prepared: Prepared, record: Record) -> Prepared | Over[SyncResult]:
        """The moves that are left to do, compared with the plan."""
        before = self.done_before
        done = replace(before, cells=[*before.cells, *record.landed.values()])
        moves = _moves(self.saved, prepared, self.options, done)
        rest, prepared = _rest(self.saved, done, prepared), _about(prepared, moves)
        if moves.cells:
            return prepared
        return Over(self._nothing(prepared, _carried_out(rest, done, self.language), record))

    def _nothing(self, prepared: Prepared, said: Sequence[str], record: Record) -> SyncResult:
        """Nothing is left to write; a run that was begun, or that finds it done, is recorded."""
        run = None
        if said or record.run:
            run = record.end_other(prepared, self.written.receipts, count=len(self.written.cells))
        return replace(result(prepared, self.written, run), notes=tuple(said))

    def is_open(self, intent: Prepared) -> bool:
        """Whether nobody has agreed yet."""
        return not self.agreed

    def ask(self, intent: Prepared) -> None:
        """One question for all of them."""
        where = ", ".join(part.location.text for part in intent.evaluation.job.parts)
        question = plural(
            "Change {count} cell on {tabs} of {where}, so that this row is an initiative and no "
            "longer a key result? Nothing else is touched.",
            "Change {count} cells on {tabs} of {where}, so that these rows are initiatives and no "
            "longer key results? Nothing else is touched.",
            len(intent.cells),
            tabs=_tabs(intent),
            where=where,
        ).say(self.language)
        offered = (Choice.YES, Choice.NO, Choice.SHOW)
        choice = choose(question, offered, intent.cells, self.language, self.dialogue)
        self.agreed = choice is Choice.YES

    def declined(self, intent: Prepared) -> None:
        """Raises ConsentNeeded where nobody agreed, Declined where somebody said no."""
        if not self.agreed:
            nobody = plural(
                "The {count} cell on {tabs} is changed only after a yes; nothing was written.",
                "The {count} cells on {tabs} are changed only after a yes; nothing was written.",
                len(intent.cells),
                tabs=_tabs(intent),
            )
            hint = agrees(_command(self.saved, "--yes"))
            raise not_agreed(self.dialogue, nobody, hint)

    def write(self, intent: Prepared, record: Record, patience: StopRequest) -> Prepared:
        """Write the level cells."""
        record.begin(intent.evaluation.job, intent.cells)
        write(intent, (), record, self.written, patience)
        return intent

    def remember(self, intent: Prepared, record: Record) -> SyncResult:
        """What is said of the sheet is what now stands in it."""
        count = len(self.written.cells)
        run = record.end_other(intent, self.written.receipts, count=count)
        after = interpret(with_moves(intent.gathered, self.written.cells.values()))
        stopped = self.written.stopped
        return result(
            replace(intent, evaluation=after),
            self.written,
            run,
            exit_code=130 if stopped else 0,
            undone=[STOPPED.say(self.language)] if stopped else [],
        )


def _tabs(prepared: Prepared) -> str:
    return ", ".join(dict.fromkeys(cell.table.table.name for cell in prepared.cells))
