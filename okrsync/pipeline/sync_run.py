"""The main job: read, check, score, guard, agree, write, remember."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from okrsync.dialogue import SILENT, Dialogue
from okrsync.errors import gravest
from okrsync.evaluate.assumed import assumed
from okrsync.evaluate.gathered import Gathered, gather
from okrsync.evaluate.notices import told_anyway, unplaced_lines
from okrsync.evaluate.period import ASSUMED
from okrsync.guards.columns import TabFinding
from okrsync.guards.guard import Guard
from okrsync.guards.reading import AGREED, agreement
from okrsync.guards.stops import readings
from okrsync.i18n import Message
from okrsync.mapping.reading import TableReading
from okrsync.pipeline.asked_columns import AskedColumns
from okrsync.pipeline.consent import FINDING, Answer, Options, ask_readings, how_to_agree, named
from okrsync.pipeline.errors import ConsentNeeded
from okrsync.pipeline.fixed_wording import note_in_config, settled, to_note
from okrsync.pipeline.interruptions import StopRequest
from okrsync.pipeline.killed_runs import Done, begun, foreseen
from okrsync.pipeline.prepare import Prepared, known_unplaced, prepare, with_columns
from okrsync.pipeline.record import Record
from okrsync.pipeline.results import SyncResult
from okrsync.pipeline.stopped_tabs import Held, hold, past_guards, refused
from okrsync.pipeline.write_documents import Written, column_records, write_on
from okrsync.pipeline.writing_run import STOPPED, Over, WritingRun, result
from okrsync.sources.job import Job
from okrsync.state import open_state
from okrsync.table import NewColumn
from okrsync.writeback.cells import Cell

NO_CONSENT = Message("Nobody has agreed yet to adding {headers} to {tabs}; nothing was written.")
LEFT_OUT = Message("{headers} not added to {tabs}: nobody has agreed to that yet.")
DECLINED = Message("{headers} not added to {tabs}: you answered no.")
YOURS = Message("{tab}: your own {headers} stays as it is.")
HERS = ("reported_status", "reported_progress")
"""Columns that look like ours and are people's."""
OTHERWISE = Message("Nothing was written, as you answered. To say how it is read: {command}")


class Check(Protocol):
    """Something that looks at what is about to be written, and raises Stop where it may not."""

    def __call__(self, prepared: Prepared, columns: Sequence[NewColumn], done: Done) -> None:
        """Look at the cells and at the columns that would be added, and at what was done of
        this command before."""


def sync(
    job: Job,
    options: Options = Options(),  # noqa: B008 -- unchangeable
    dialogue: Dialogue = SILENT,
    *,
    command: str = "sync",
    check: Check | None = None,
    carrying: Sequence[str] = (),
) -> SyncResult:
    """Bring the sheet's managed columns up to date, and remember what was seen.

    A dry run needs no consent, takes no lock and writes nothing. `check` sees what would be
    written before anything is, in a dry run too; a command that is suggested keeps the words of
    `carrying`. Raises what every door raises; where a human is needed (exit 4) nothing unsafe was
    written.
    """
    if options.dry_run:
        with job.working():
            return _dry(job, options, dialogue, command, check, carrying)
    return _Sync(job, options, dialogue, command, check, carrying).run()


def _dry(
    job: Job,
    options: Options,
    dialogue: Dialogue,
    command: str,
    check: Check | None,
    carrying: Sequence[str],
) -> SyncResult:
    partly = check is None  # a saved plan is of all its sources or of none
    with open_state(job.state, write=False) as state:
        prepared = prepare(gather(job, state, want_write=False, dialogue=dialogue, partly=partly))
        noticed = prepared.evaluation.noticed
        with told_anyway(lambda: noticed, dialogue):
            accepted = {*options.accept, Guard.READING}  # nothing is written
            allowed, held = past_guards(prepared, accepted, job.command("sync", *carrying))
            if check is not None:
                whole = with_columns(prepared, prepared.columns, add=False)
                check(whole, whole.columns, foreseen(state, command, prepared))
            prepared = allowed
        prepared = with_columns(prepared, prepared.columns, add=False)
        prepared, held = hold(prepared, held)
    written = Written(
        {cell.key: cell for cell in prepared.cells},
        [prepared.tables.column(column) for column in prepared.columns],
    )
    written.note([*prepared.evaluation.noticed, *prepared.evaluation.apart])
    return result(
        prepared,
        written,
        None,
        dry_run=True,
        exit_code=gravest([4 if prepared.unplaced else 0, held.exit_code]),
        undone=[*held.said(), *_unplaced_said(prepared)],
    )


@dataclass(frozen=True, slots=True)
class _Intent:
    """What is to be written, and the cells that new columns would be filled with."""

    prepared: Prepared
    fresh: Sequence[Cell]


class _Sync(WritingRun[_Intent, SyncResult]):
    def __init__(
        self,
        job: Job,
        options: Options,
        dialogue: Dialogue,
        command: str,
        check: Check | None,
        carrying: Sequence[str],
    ) -> None:
        super().__init__(job, options, dialogue)
        self.command, self.check, self.carrying = command, check, carrying
        # A saved plan is of all its sources or of none.
        self.partly = check is None
        self.columns = AskedColumns(job, options, dialogue, offers=check is None)
        self.told = False
        self.done_before = Done()
        self.held = Held()
        self.answer = Answer(())
        self.reading: bool | None = None
        self.unagreed: Sequence[tuple[TableReading, TabFinding]] = ()

    def prepared(self, gathered: Gathered) -> Prepared:
        """With the finding column, where that is offered too."""
        prepared = prepare(gathered)
        if not self.columns.offers_finding(prepared):
            return prepared
        return prepare(gathered, also=[FINDING])

    def begin(self, prepared: Prepared, workspace: str) -> None:
        """What a killed run of this command has done."""
        self.done_before = begun(self.state, workspace, self.command, left=self.lock.left)

    def intended(self, prepared: Prepared, record: Record) -> _Intent:
        """What may go on, with the columns that have a place."""
        self._tell(prepared)
        again = self._again(prepared)
        allowed, self.held = past_guards(prepared, self._accepted(prepared), again)
        if self.check is not None:
            whole = with_columns(prepared, prepared.columns, add=False)
            self.check(whole, whole.columns, self._done_so_far(record))
        foreseen = with_columns(allowed, allowed.columns, add=False)
        wanted = self.columns.wanted(known_unplaced(allowed, foreseen))
        if wanted.unplaced:
            self.written.note(foreseen.evaluation.noticed)
        if not prepared.evaluation.first:  # then it was said with all else
            self.written.note(prepared.evaluation.apart)
        new = {(column.table, column.field) for column in allowed.columns}
        fresh = [c for c in foreseen.cells if (c.change.table, c.change.field) in new]
        return _Intent(wanted, fresh)

    def _again(self, prepared: Prepared, *options: str) -> str:
        """This command, to be typed once more with these options."""
        return prepared.evaluation.job.command("sync", *self.carrying, *options)

    def _agree(self, prepared: Prepared, columns: Sequence[NewColumn]) -> Message:
        return how_to_agree(columns, self._again(prepared, "--yes"))

    def _accepted(self, prepared: Prepared) -> Collection[Guard]:
        """The guards that may pass: with that of readings where somebody agreed, which is
        remembered, or is going to be asked."""
        recall, accept = prepared.gathered.recall, self.options.accept
        self.unagreed = readings(prepared.evaluation, recall, prepared.tables, prepared.cells)
        if self.reading or Guard.READING in accept:
            if self.unagreed and recall.workspace is not None:
                now = agreement(prepared.tables, [each.table.key for each, _ in self.unagreed])
                with self.state.together():
                    facts = {AGREED: {**recall.texts(AGREED), **now}}
                    self.state.workspaces.fix(recall.workspace.id, facts)
            self.unagreed = ()
        elif not self.dialogue.asks and self.reading is None:
            return accept
        return {*accept, Guard.READING}

    def _tell(self, prepared: Prepared) -> None:
        """At the first run, before anything is asked: what was found and how it is read."""
        evaluation = prepared.evaluation
        if evaluation.first and not self.told:
            for note in evaluation.notes:
                if note.text not in ASSUMED:
                    self.dialogue.say(note.say(self.language))
            if line := assumed(evaluation):
                self.dialogue.say(line)
            for table in evaluation.reading.tables:
                own = table.headers
                kept = ", ".join(f"“{own[name]}”" for name in HERS if name in own)
                if kept:
                    said = YOURS.filled(tab=table.table.name, headers=kept)
                    self.dialogue.say(said.say(self.language))
        self.told = True

    def _done_so_far(self, record: Record) -> Done:
        """What was done before: by a killed run of this command, and by earlier attempts."""
        before = self.done_before
        return replace(
            before,
            cells=[*before.cells, *record.landed.values()],
            columns=[*before.columns, *record.added.values()],
        )

    def is_open(self, intent: _Intent) -> bool:
        """Whether a new column has neither consent nor an answer."""
        return bool(self.unagreed or self.columns.questions(intent.prepared))

    def ask(self, intent: _Intent) -> None:
        """One question a tab for what belongs together, and one for the finding."""
        prepared = intent.prepared
        if self.unagreed:
            self.reading = ask_readings(self.unagreed, self.language, self.dialogue)
            if not self.reading:
                return
        self.columns.ask(prepared, intent.fresh)

    def declined(self, intent: _Intent) -> Over[SyncResult] | None:
        """Where nothing of ours is there and nothing may be added, that is the end."""
        prepared = self.columns.wanted(intent.prepared)
        if self.unagreed and not self.reading:
            # Who ended the input at the question did not answer it.
            if not self.dialogue.asks:
                past_guards(prepared, self.options.accept, self._again(prepared))
            said = OTHERWISE.filled(command=prepared.evaluation.job.command("init"))
            code = 0 if self.dialogue.asks else 4
            undone = [said.say(self.language)]
            return Over(result(prepared, self.written, None, exit_code=code, undone=undone))
        answer = self.answer = self.columns.consent(prepared)
        ours = any(table.managed for table in prepared.tables.by_key.values())
        if ours or answer.agreed or not (answer.open or answer.declined):
            return None
        if answer.open:
            for line in _unplaced_said(prepared):
                self.dialogue.say(line)
            raise ConsentNeeded(
                _about(NO_CONSENT, prepared, answer.open), hint=self._agree(prepared, answer.open)
            )
        # Nothing was done, as they said: so there is nothing to remember of it.
        undone = [*_unplaced_said(prepared), *self._declined(prepared, answer.declined)]
        code = 4 if prepared.unplaced else 0
        return Over(result(prepared, self.written, None, exit_code=code, undone=undone))

    def write(self, intent: _Intent, record: Record, patience: StopRequest) -> _Intent:
        """Add the columns, then write each document as far as it may be written."""
        prepared = intent.prepared
        columns = self.answer.agreed
        if not (prepared.cells or columns or self.columns.to):
            return replace(intent, prepared=replace(prepared, columns=()))
        job = prepared.evaluation.job
        if self.columns.to is None:
            record.begin(job, prepared.cells, column_records(columns, prepared.tables))
        prepared = with_columns(prepared, columns, add=True)
        self.written.note(prepared.evaluation.noticed)
        prepared, self.held = hold(prepared, refused(prepared, self.held))
        if self.columns.to is None and columns:
            # What found no place is nothing that this run does, nor a killed one did.
            record.give_up(column_records(_unplaced(prepared), prepared.tables))
            record.begin(job, prepared.cells)
        prepared, self.held = write_on(
            prepared,
            self.held,
            prepared.columns,
            record,
            self.written,
            patience,
            to=self.columns.to,
        )
        return replace(intent, prepared=prepared)

    def remember(self, intent: _Intent, record: Record) -> SyncResult:
        """What was seen and written, and the settled words in okrsync.toml."""
        asked, prepared = self.answer, self.columns.wanted(intent.prepared)
        undone = [*self.held.said(), *_unplaced_said(prepared)]
        if asked.open:
            undone.append(_about(LEFT_OUT, prepared, asked.open).say(self.language))
            undone.append(self._agree(prepared, asked.open).say(self.language))
        undone += self._declined(prepared, asked.declined)
        if self.written.stopped:
            undone.append(STOPPED.say(self.language))
        here = self.columns.to is None
        facts = settled(prepared, prepared.columns if here else ()) | self.columns.settled(prepared)
        waiting = asked.open or prepared.unplaced
        code = gravest([130 * self.written.stopped, 4 if waiting else 0, self.held.exit_code])
        run = record.end(
            prepared,
            self.written.receipts,
            count=len(self.written.cells),
            settled=facts,
            copied=not here,
            complete=not undone,
            held=self.held,
            fine=code == 0 and here,
        )
        if here:
            undone += self._noted(prepared, facts)
        return result(
            prepared, self.written, run, copied_to=self.columns.typed, exit_code=code, undone=undone
        )

    def _noted(self, prepared: Prepared, facts: dict[str, object]) -> list[str]:
        """Headers and words into okrsync.toml; what to say where that can't be done."""
        path = prepared.evaluation.job.config_path
        if not prepared.columns or not path:
            return []
        said = note_in_config(path, to_note(prepared, facts))
        return [said.say(self.language)] if said else []

    def _declined(self, prepared: Prepared, columns: Sequence[NewColumn]) -> list[str]:
        if not columns:
            return []
        said = (_about(DECLINED, prepared, columns), self._agree(prepared, columns))
        return [message.say(self.language) for message in said]


def _about(text: Message, prepared: Prepared, columns: Sequence[NewColumn]) -> Message:
    tabs = ", ".join(dict.fromkeys(prepared.tables.by_key[c.table].table.name for c in columns))
    return text.filled(headers=named(columns), tabs=tabs)


def _unplaced(prepared: Prepared) -> list[NewColumn]:
    return [each.column for each in prepared.unplaced]


def _unplaced_said(prepared: Prepared) -> list[str]:
    """Which columns are not there for want of a place, and below each what to do about it."""
    unplaced = [prepared.tables.unplaced(each) for each in prepared.unplaced]
    return unplaced_lines(unplaced, prepared.evaluation.language)
