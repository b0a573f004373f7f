"""The pipeline from rows to scores and back; guards, consent and remembering.

The doors, in the order in which a command meets them:

- `open_sources(locations, *, config_path=None, environment=None, folder=None, as_of=None,
  deadline=None, clock=None) -> Job`
- `evaluate(job, *, want_write=False, dialogue=SILENT) -> Evaluation`
- `plan(job, *, dialogue=SILENT) -> PlannedRun`; `save_plan(planned, path)`,
  `load_plan(path) -> SavedPlan`
- `check_with_fixes(job, *, dialogue=SILENT, narrowed=None) -> Evaluation, PlannedFixes`;
  `save_plan(fixes.run, path, FIXES)`
- `sync(job, options=Options(), dialogue=SILENT) -> SyncResult`
- `apply(path, options=Options(), dialogue=SILENT, *, job=None, …) -> SyncResult`
- `open_undo(run_id=None, locations=(), …) -> UndoJob`, `undo(undo_job, options, dialogue)`
- `runs(…)`, `entity_history(…)`, `forget(…)`, `doctor(…)`
- `explain(error, language) -> Failure`, `gravest(codes) -> int`

Every door raises the errors of `okrsync.connector`, `okrsync.config.ConfigError`,
`okrsync.mapping.reading.MappingError`, `okrsync.history.StateError` and
`okrsync.sync.errors.Stop`, and no others; `explain` turns each into an exit code and words.
Nothing in here prints: questions and progress go through a `Dialogue`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.lazy import lazily

if TYPE_CHECKING:
    from okrsync.sync.applying import apply
    from okrsync.sync.diagnosing import doctor
    from okrsync.sync.dialogue import SILENT, Dialogue, Silent
    from okrsync.sync.errors import (
        ConsentNeeded,
        Guard,
        GuardStop,
        PlanRefused,
        SeveralFailed,
        Stop,
        Usage,
    )
    from okrsync.sync.evaluating import evaluate
    from okrsync.sync.fixing import check_with_fixes
    from okrsync.sync.job import Document, Job, Part
    from okrsync.sync.opening import open_sources
    from okrsync.sync.options import Options, guards_from
    from okrsync.sync.outcome import explain, gravest
    from okrsync.sync.planning import FIXES, SavedPlan, load_plan, plan, save_plan
    from okrsync.sync.remembered import entity_history, forget, runs
    from okrsync.sync.results import (
        EntityHistory,
        Evaluation,
        Failure,
        PlannedChange,
        PlannedColumn,
        PlannedFixes,
        PlannedRun,
        Probe,
        RunLine,
        SkippedCell,
        SourceResult,
        SyncResult,
        UndoResult,
    )
    from okrsync.sync.syncing import sync
    from okrsync.sync.undoing import UndoJob, open_undo, undo

_HOMES = {
    "ConsentNeeded": "errors",
    "Dialogue": "dialogue",
    "Document": "job",
    "EntityHistory": "results",
    "Evaluation": "results",
    "FIXES": "planning",
    "Failure": "results",
    "Guard": "errors",
    "GuardStop": "errors",
    "Job": "job",
    "Options": "options",
    "Part": "job",
    "PlanRefused": "errors",
    "PlannedChange": "results",
    "PlannedColumn": "results",
    "PlannedFixes": "results",
    "PlannedRun": "results",
    "Probe": "results",
    "RunLine": "results",
    "SILENT": "dialogue",
    "SavedPlan": "planning",
    "SeveralFailed": "errors",
    "Silent": "dialogue",
    "SkippedCell": "results",
    "SourceResult": "results",
    "Stop": "errors",
    "SyncResult": "results",
    "UndoJob": "undoing",
    "UndoResult": "results",
    "Usage": "errors",
    "apply": "applying",
    "check_with_fixes": "fixing",
    "doctor": "diagnosing",
    "entity_history": "remembered",
    "evaluate": "evaluating",
    "explain": "outcome",
    "forget": "remembered",
    "gravest": "outcome",
    "guards_from": "options",
    "load_plan": "planning",
    "open_sources": "opening",
    "open_undo": "undoing",
    "plan": "planning",
    "runs": "remembered",
    "save_plan": "planning",
    "sync": "syncing",
    "undo": "undoing",
}

__all__ = [
    "FIXES",
    "SILENT",
    "ConsentNeeded",
    "Dialogue",
    "Document",
    "EntityHistory",
    "Evaluation",
    "Failure",
    "Guard",
    "GuardStop",
    "Job",
    "Options",
    "Part",
    "PlanRefused",
    "PlannedChange",
    "PlannedColumn",
    "PlannedFixes",
    "PlannedRun",
    "Probe",
    "RunLine",
    "SavedPlan",
    "SeveralFailed",
    "Silent",
    "SkippedCell",
    "SourceResult",
    "Stop",
    "SyncResult",
    "UndoJob",
    "UndoResult",
    "Usage",
    "apply",
    "check_with_fixes",
    "doctor",
    "entity_history",
    "evaluate",
    "explain",
    "forget",
    "gravest",
    "guards_from",
    "load_plan",
    "open_sources",
    "open_undo",
    "plan",
    "runs",
    "save_plan",
    "sync",
    "undo",
]

__getattr__ = lazily(__name__, _HOMES)
