"""What the pipeline hands to the front door: typed, finished, nothing to be computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from datetime import date

from okrsync.connector import Calls, Snapshot
from okrsync.language.verdict import Verdict
from okrsync.mapping.reading import Reading
from okrsync.model import CheckIn, Period, Plan
from okrsync.rules.finding import Finding
from okrsync.scoring.result import Decision, Scores
from okrsync.sync.job import Job
from okrsync.text import Text

NONE = Calls()
Plain = str | int | float | bool | None
"""A cell's value as JSON has it: a date is its ISO text, a decimal a number."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One workspace, read and scored, nothing written.

    `snapshots` are by document key. `reading.plan` holds the period and all check-ins, the
    recorded ones and what is new in the values read now; `recorded` is those without the new.
    `language` is that of messages and managed columns. `own_period` says that nobody gave the
    period: okrsync chose it.
    `first` is True where nothing of this workspace is remembered.
    `notes` are sentences for people: what was found, which period was taken and why.
    """

    job: Job
    snapshots: Mapping[str, Snapshot]
    reading: Reading
    verdicts: Mapping[str, Verdict]
    decisions: Mapping[str, Decision]
    scores: Scores
    findings: Sequence[Finding]
    language: str
    period: Period
    own_period: bool
    as_of: date
    notes: Sequence[Text]
    calls: Calls
    first: bool
    recorded: Sequence[CheckIn] = ()

    @property
    def plan(self) -> Plan:
        """The Plan that was read."""
        return self.reading.plan


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One cell that sync would change. `tab` is the tab's name, `cell` its address in it.

    `column` is the header, `after` None where the cell would be cleared. `named`: in a
    database, where people know a cell by its row's title and its column alone.
    """

    source: str
    entity_id: str
    title: str
    tab: str
    cell: str
    column: str
    field: str
    before: Plain
    after: Plain
    named: bool = of(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """One managed column that sync would add, after consent."""

    source: str
    tab: str
    field: str
    header: str


@dataclass(frozen=True, slots=True)
class SkippedCell:
    """A cell that was left alone, and why. `name` is what it is called in a database: the
    row's title and the column, empty elsewhere."""

    source: str
    tab: str
    cell: str
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """What sync would do: the same changes to the same rows always give the same
    `fingerprint`; a part of a plan has none and can't be applied. `locations` and `config` are
    what it was made for, `language` people's."""

    as_of: date
    language: str
    locations: Sequence[str]
    config: str | None
    sources: Sequence[str]
    changes: Sequence[PlannedChange]
    columns_added: Sequence[PlannedColumn]
    skipped: Sequence[SkippedCell]
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class PlannedFixes:
    """Level cells that would move rows to the initiatives: `run` is saved and applied as a
    plan is, `notes` are sentences on what can't be moved and what then is missing.
    `supports` are the titles that each moved row would be for, by its `entity_id` of now."""

    run: PlannedRun
    supports: Mapping[str, Sequence[str]]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What a run did to one source. `read` counts rows, `written` and `unchanged` cells.

    A document's `calls` stand with the first source that is read from it.
    """

    name: str
    location: str
    read: int = 0
    written: int = 0
    unchanged: int = 0
    skipped: Sequence[SkippedCell] = ()
    columns_added: Sequence[PlannedColumn] = ()
    calls: Calls = NONE


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a run did. `run_id` is None where nothing was remembered (a dry run).

    `exit_code` is 0, or 4 or 75 where something stayed undone: `undone` names it with the
    command that does it. `evaluation` is what was read and scored, for the tree. `changes`
    are the cells written (or, in a dry run, those that would be). `notes` are what people
    should look at in the sheet itself, as the service's connector says it.
    """

    evaluation: Evaluation
    sources: Sequence[SourceResult]
    changes: Sequence[PlannedChange]
    run_id: str | None
    dry_run: bool = False
    copied_to: str | None = None
    exit_code: int = 0
    undone: Sequence[str] = ()
    notes: Sequence[str] = ()

    @property
    def written(self) -> int:
        """Cells written in all sources."""
        return sum(source.written for source in self.sources)

    @property
    def calls(self) -> Calls:
        """Requests made for all sources."""
        return sum((source.calls for source in self.sources), Calls())


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo restored. `undid` is the run; `run_id` the undo's own entry, None where
    there was nothing to undo; `emptied` counts the cells that went with their columns; `notes`
    are what people should look at."""

    undid: str | None
    run_id: str | None
    restored: Sequence[PlannedChange] = ()
    columns_dropped: Sequence[PlannedColumn] = ()
    skipped: Sequence[SkippedCell] = ()
    calls: Calls = NONE
    emptied: int = 0
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run as `okrsync runs` lists it; times are ISO 8601 in UTC.

    `state` is done, or begun (it is at work, or was stopped midway and not looked at since).
    """

    run_id: str
    workspace: str
    command: str
    started: str
    ended: str | None
    as_of: date
    state: str
    written: int
    undone_by: str | None
    checker: str


@dataclass(frozen=True, slots=True)
class EntityHistory:
    """All check-ins of one key result, objective or KPI, oldest first."""

    id: str
    title: str
    check_ins: Sequence[CheckIn]


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that `doctor` looked at. `ok` is None where it is worth a look only."""

    name: str
    ok: bool | None
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, for people and programs; `code` is a stable word."""

    exit_code: int
    code: str
    message: str
    hint: str | None = None
    cell: str | None = None
