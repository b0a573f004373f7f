"""What the pipeline hands to the front door: typed, finished, nothing to be computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from okrsync.connector import Calls, SummaryPlace
from okrsync.evaluate.evaluation import Evaluation
from okrsync.model import CheckIn
from okrsync.planned import (
    Plain,
    PlannedChange,
    PlannedColumn,
    SkippedCell,
    UnplacedColumn,
)

__all__ = [
    "EntityHistory",
    "Evaluation",
    "Plain",
    "PlannedChange",
    "PlannedColumn",
    "PlannedFixes",
    "PlannedRun",
    "Probe",
    "RunLine",
    "SkippedCell",
    "SourceResult",
    "SummaryResult",
    "SyncResult",
    "UndoResult",
    "UnplacedColumn",
]

NONE = Calls()


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """What sync would do: the same changes to the same rows always give the same
    `fingerprint`; a part of a plan has none and can't be applied. `locations` and `config` are
    what it was made for, `language` people's. `unplaced` are columns that can't be added,
    `notes` what people should look at."""

    as_of: date
    language: str
    locations: Sequence[str]
    config: str | None
    sources: Sequence[str]
    changes: Sequence[PlannedChange]
    columns_added: Sequence[PlannedColumn]
    skipped: Sequence[SkippedCell]
    fingerprint: str | None
    unplaced: Sequence[UnplacedColumn] = ()
    notes: Sequence[str] = ()


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
    are the cells written (or, in a dry run, those that would be). `unplaced` are columns that
    could not be added. `notes` are what people should look at in the sheet itself, as the
    service's connector says it.
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
    unplaced: Sequence[UnplacedColumn] = ()

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
    are what people should look at. `tab` is the tab of our own that was taken back, if one
    was, `tab_gone` whether it is away again.
    """

    undid: str | None
    run_id: str | None
    restored: Sequence[PlannedChange] = ()
    columns_dropped: Sequence[PlannedColumn] = ()
    skipped: Sequence[SkippedCell] = ()
    calls: Calls = NONE
    emptied: int = 0
    notes: Sequence[str] = ()
    tab: str | None = None
    tab_gone: bool = False


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """What became of a summary: `title` is the real name of what it is kept in, `changed` whether
    it was written; then `run_id` is the run."""

    title: str
    place: SummaryPlace
    changed: bool
    run_id: str | None
    calls: Calls
    notes: Sequence[str]
    evaluation: Evaluation


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
