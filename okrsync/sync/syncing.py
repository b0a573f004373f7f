"""The main job: read, check, score, guard, agree, write, remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from okrsync.connector import Location, locate
from okrsync.history import State, open_state
from okrsync.sync import guards
from okrsync.sync.consent import FINDING, Answer, ask
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.errors import ConsentNeeded, Usage
from okrsync.sync.evaluating import gather
from okrsync.sync.job import Job
from okrsync.sync.locking import Lock, gather_locked, locking
from okrsync.sync.opening import hint_address
from okrsync.sync.options import Options
from okrsync.sync.preparing import Prepared, prepare, with_columns
from okrsync.sync.reconciling import landed, reconcile
from okrsync.sync.recording import Record
from okrsync.sync.results import SyncResult
from okrsync.sync.retrying import while_it_moves
from okrsync.sync.settling import note_in_config, settled
from okrsync.sync.signals import finishing
from okrsync.sync.telling import result
from okrsync.sync.writing import Written, column_records, write
from okrsync.table import NewColumn
from okrsync.text import Text

NO_CONSENT = Text(
    en="Nobody has agreed yet to adding {headers} to {tabs}; nothing was written.",
    nl="Niemand heeft nog ingestemd met {headers} op {tabs}; er is niets geschreven.",
)
LEFT_OUT = Text(
    en="{headers} not added to {tabs}: nobody has agreed to that yet.",
    nl="{headers} niet toegevoegd op {tabs}: niemand heeft daar nog mee ingestemd.",
)
AGREE = Text(en="To agree: {command}", nl="Instemmen kan zo: {command}")
YOURS = Text(
    en="{tab}: your own {headers} stays as it is.",
    nl="{tab}: je eigen {headers} blijft zoals het is.",
)
HERS = ("reported_status", "reported_progress")
"""Columns that look like ours and are people's."""
STOPPED = Text(
    en="Stopped on request: what was being written was finished, the rest is for the next run.",
    nl="Gestopt op verzoek: wat bezig was is afgemaakt, de rest is voor de volgende keer.",
)


class Check(Protocol):
    """Something that looks at what is about to be written, and raises Stop where it may not."""

    def __call__(self, prepared: Prepared, columns: Sequence[NewColumn]) -> None:
        """Look at the cells and at the columns that would be added."""


def sync(
    job: Job,
    options: Options = Options(),  # noqa: B008 -- unchangeable
    dialogue: Dialogue = SILENT,
    *,
    command: str = "sync",
    check: Check | None = None,
) -> SyncResult:
    """Bring the sheet's managed columns up to date, and remember what was seen.

    A dry run needs no consent, takes no lock and writes nothing. `check` sees what would be
    written before anything is. Raises what every door raises; where a human is needed
    (exit 4) nothing unsafe was written.
    """
    with job.working():
        if options.dry_run:
            return _dry(job, options, dialogue)
        to = _copy(job, options.to)
        with open_state(job.state) as state, locking(state, job) as lock:
            return _Sync(state, lock, options, dialogue, command, check, to).run()


def _dry(job: Job, options: Options, dialogue: Dialogue) -> SyncResult:
    with open_state(job.state, write=False) as state:
        prepared = prepare(gather(job, state, want_write=False, dialogue=dialogue))
    _guard(prepared, options)
    prepared, columns = _foreseen(prepared)
    written = Written(
        {cell.key: cell for cell in prepared.cells},
        [prepared.tables.column(column) for column in columns],
    )
    return result(prepared, written, None, dry_run=True)


def _copy(job: Job, to: str | None) -> Location | None:
    if to is None:
        return None
    if len(job.documents) > 1:
        raise Usage("--to takes one file", hint="name the one location that is to be copied")
    target, source = locate(to), job.documents[0].location
    if hint_address(target) == hint_address(source):
        raise Usage(f"--to {to}: this is the sheet itself", hint="name another file")
    return target


def _guard(prepared: Prepared, options: Options) -> None:
    job = prepared.evaluation.job
    guards.require(
        prepared.evaluation,
        prepared.gathered.recall,
        prepared.tables,
        prepared.cells,
        options.accept,
        job.command("sync"),
    )


@dataclass(slots=True)
class _Sync:
    state: State
    lock: Lock
    options: Options
    dialogue: Dialogue
    command: str
    check: Check | None
    to: Location | None
    written: Written = field(default_factory=Written)
    record: Record | None = None
    answers: dict[tuple[str, str], bool] = field(default_factory=dict)
    told: bool = False

    def run(self) -> SyncResult:
        """Again while the source moves or is open, within bounds."""
        return while_it_moves(self._once, self.dialogue, _language(self.lock))

    def _once(self) -> SyncResult:
        prepared = self._offered(prepare(gather_locked(self.lock, self.dialogue)))
        record = self._recorded(prepared)
        self._tell(prepared)
        _guard(prepared, self.options)
        if self.check is not None:
            self.check(*_foreseen(prepared))
        answer = self._consent(prepared)
        ours = any(table.managed for table in prepared.tables.by_key.values())
        if answer.open and not (ours or answer.agreed):
            raise ConsentNeeded(
                self._say(NO_CONSENT, prepared, answer.open), hint=self._agree(prepared)
            )
        self.lock.renew()
        prepared = self._write(prepared, answer.agreed, record)
        return self._remember(prepared, answer, record)

    def _tell(self, prepared: Prepared) -> None:
        """At the first run, before anything is asked: what was found and how it is read."""
        evaluation = prepared.evaluation
        if evaluation.first and not self.told:
            for note in evaluation.notes:
                self.dialogue.say(note.say(evaluation.language))
            for table in evaluation.reading.tables:
                own = guards.headers_of(table)
                kept = [f"“{own[name]}”" for name in HERS if name in own]
                if kept:
                    said = YOURS.say(
                        evaluation.language, tab=table.table.name, headers=", ".join(kept)
                    )
                    self.dialogue.say(said)
        self.told = True

    def _offered(self, prepared: Prepared) -> Prepared:
        """With the finding column among those that are asked about: where columns are added
        anyway, somebody can answer, and has not said no before."""
        known = prepared.gathered.recall.fixed
        if not prepared.columns or not self.dialogue.asks or self.options.yes:
            return prepared
        if known.get(FINDING) is False or any(c.field == FINDING for c in prepared.columns):
            return prepared
        return prepare(prepared.gathered, also=[FINDING])

    def _recorded(self, prepared: Prepared) -> Record:
        """The run's record; at a further attempt, with what the earlier ones did after all."""
        workspace = prepared.gathered.recall.workspace
        assert workspace is not None  # noqa: S101 -- gather_locked made one
        if self.record is None:
            now = self.lock.job.waiter.clock.now().isoformat(timespec="seconds")
            reconcile(self.state, workspace.id, prepared.tables, now)
            self.record = Record(self.state, workspace.id, self.command)
        record = self.record
        record.wrote(*landed(prepared.tables, record.intended.values(), record.adding.values()))
        return record

    def _consent(self, prepared: Prepared) -> Answer:
        if self.to is not None:
            return Answer(prepared.columns, ())
        new = [c for c in prepared.columns if (c.table, c.field) not in self.answers]
        evaluation = prepared.evaluation
        answer = ask(
            new,
            evaluation.job.config.write_back,
            yes=self.options.yes,
            tabs={key: t.table.name for key, t in prepared.tables.by_key.items()},
            language=evaluation.language,
            dialogue=self.dialogue,
        )
        for columns, agreed in ((answer.agreed, True), (answer.open, False)):
            self.answers |= {(c.table, c.field): agreed for c in columns}
        refused = [c for c in prepared.columns if not self.answers[c.table, c.field]]
        offered = self.dialogue.asks and not evaluation.job.config.write_back.finding
        return Answer(
            [c for c in prepared.columns if self.answers[c.table, c.field]],
            # A no to what was only offered leaves nothing undone.
            [c for c in refused if not (offered and c.field == FINDING)],
        )

    def _write(self, prepared: Prepared, columns: Sequence[NewColumn], record: Record) -> Prepared:
        if not (prepared.cells or columns or self.to):
            return prepared
        evaluation = prepared.evaluation
        with finishing(self.dialogue, evaluation.language) as patience:
            job = evaluation.job
            added = column_records(columns, prepared.tables)
            if self.to is None:
                record.begin(job, prepared.cells, added)
            if columns:
                prepared = with_columns(prepared, columns, add=True)
                if self.to is None:
                    record.begin(job, prepared.cells, added)
            write(prepared, columns, record, self.written, patience, to=self.to)
        return prepared

    def _remember(self, prepared: Prepared, answer: Answer, record: Record) -> SyncResult:
        evaluation, here = prepared.evaluation, self.to is None
        undone = []
        if answer.open:
            undone.append(self._say(LEFT_OUT, prepared, answer.open))
            undone.append(self._agree(prepared))
        if self.written.stopped:
            undone.append(STOPPED.say(evaluation.language))
        facts = settled(prepared, answer.agreed if here else ())
        offered = [agreed for (_, name), agreed in self.answers.items() if name == FINDING]
        if offered:
            facts[FINDING] = any(offered)
        run = record.end(
            prepared,
            self.written.receipts,
            count=len(self.written.cells),
            settled=facts,
            copied=not here,
            complete=not undone,
        )
        if here and answer.agreed and evaluation.job.config_path:
            said = note_in_config(
                evaluation.job.config_path,
                {column.field: column.header for column in answer.agreed},
                {str(k): str(v) for k, v in dict(facts["words"]).items()},  # type: ignore[call-overload] # words are a mapping
                evaluation.language,
            )
            undone += [said] if said else []
        code = 130 if self.written.stopped else 4 if answer.open else 0
        return result(
            prepared, self.written, run, copied_to=self.options.to, exit_code=code, undone=undone
        )

    def _say(self, text: Text, prepared: Prepared, columns: Sequence[NewColumn]) -> str:
        headers = ", ".join(dict.fromkeys(f"“{c.header}”" for c in columns))
        tabs = ", ".join(dict.fromkeys(prepared.tables.by_key[c.table].table.name for c in columns))
        return text.say(prepared.evaluation.language, headers=headers, tabs=tabs)

    def _agree(self, prepared: Prepared) -> str:
        command = prepared.evaluation.job.command("sync", "--yes")
        return AGREE.say(prepared.evaluation.language, command=command)


def _language(lock: Lock) -> str:
    """People's language before anything is read."""
    known = lock.workspace and lock.state.workspaces.fixed(lock.workspace.id).get("language")
    return lock.job.config.workspace.language or str(known or "en")


def _foreseen(prepared: Prepared) -> tuple[Prepared, Sequence[NewColumn]]:
    columns = prepared.columns
    return with_columns(prepared, columns, add=False) if columns else prepared, columns
