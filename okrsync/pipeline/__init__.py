"""The pipeline from rows to scores and back; guards, consent and remembering.

The doors, in the order in which a command meets them:

- `open_sources(locations, *, config_path=None, environment=None, folder=None, as_of=None,
  deadline=None, clock=None) -> Job`
- `export(job, *, dialogue=SILENT) -> Exported`, which judges and scores nothing
- `evaluate(job, *, want_write=False, need_state=False, dialogue=SILENT) -> Evaluation`
- `plan(job, *, dialogue=SILENT) -> PlannedRun`; `save_plan(planned, path)`,
  `load_plan(path) -> SavedPlan`
- `check_with_fixes(job, *, dialogue=SILENT, narrowed=None) -> Evaluation, PlannedFixes`;
  `save_plan(fixes.run, path, FIXES)`
- `sync(job, options=Options(), dialogue=SILENT) -> SyncResult`
- `apply(path, options=Options(), dialogue=SILENT, *, job=None, …) -> SyncResult`
- `summarise(job, draw, options, dialogue=SILENT) -> SummaryResult`
- `open_undo(run_id=None, locations=(), …) -> UndoJob`, `undo(undo_job, options, dialogue)`
- `runs(…)`, `entity_history(…)`, `forget(…)`, `doctor(…)`
- `explain(error, language) -> Failure`, `gravest(codes) -> int`

Every door raises the errors of `okrsync.connector`, `okrsync.config.ConfigError`,
`okrsync.mapping.reading.MappingError`, `okrsync.state.StateError` and
`okrsync.errors.Stop`, and no others; `explain` turns each into an exit code and words.
Nothing in here prints: questions and progress go through a `Dialogue`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.lazy import lazily

if TYPE_CHECKING:
    from okrsync.dialogue import SILENT, Dialogue, Silent
    from okrsync.errors import Failure, SeveralFailed, Stop, Usage, explain, gravest
    from okrsync.evaluate.evaluation import evaluate
    from okrsync.evaluate.gathered import Exported, export
    from okrsync.guards.guard import Guard, GuardStop
    from okrsync.pipeline.apply_run import apply
    from okrsync.pipeline.consent import Options, guards_from
    from okrsync.pipeline.diagnosis import doctor
    from okrsync.pipeline.errors import ConsentNeeded, Declined, PlanRefused
    from okrsync.pipeline.fixes import check_with_fixes
    from okrsync.pipeline.history import entity_history, forget, runs
    from okrsync.pipeline.results import (
        EntityHistory,
        Evaluation,
        PlannedChange,
        PlannedColumn,
        PlannedFixes,
        PlannedRun,
        Probe,
        RunLine,
        SkippedCell,
        SourceResult,
        SummaryResult,
        SyncResult,
        UndoResult,
    )
    from okrsync.pipeline.saved_plan import FIXES, SavedPlan, load_plan, plan, save_plan
    from okrsync.pipeline.summary.tab import summarise
    from okrsync.pipeline.sync_run import sync
    from okrsync.pipeline.undo_run import UndoJob, open_undo, undo
    from okrsync.sources.job import Document, Job, Part
    from okrsync.sources.open import open_sources

_HOMES = {
    "ConsentNeeded": "errors",
    "Declined": "errors",
    "Dialogue": "okrsync.dialogue",
    "Document": "okrsync.sources.job",
    "EntityHistory": "results",
    "Evaluation": "results",
    "Exported": "okrsync.evaluate.gathered",
    "FIXES": "saved_plan",
    "Failure": "okrsync.errors",
    "Guard": "okrsync.guards.guard",
    "GuardStop": "okrsync.guards.guard",
    "Job": "okrsync.sources.job",
    "Options": "consent",
    "Part": "okrsync.sources.job",
    "PlanRefused": "errors",
    "PlannedChange": "results",
    "PlannedColumn": "results",
    "PlannedFixes": "results",
    "PlannedRun": "results",
    "Probe": "results",
    "RunLine": "results",
    "SILENT": "okrsync.dialogue",
    "SavedPlan": "saved_plan",
    "SeveralFailed": "okrsync.errors",
    "Silent": "okrsync.dialogue",
    "SkippedCell": "results",
    "SourceResult": "results",
    "SummaryResult": "results",
    "Stop": "okrsync.errors",
    "SyncResult": "results",
    "UndoJob": "undo_run",
    "UndoResult": "results",
    "Usage": "okrsync.errors",
    "apply": "apply_run",
    "check_with_fixes": "fixes",
    "doctor": "diagnosis",
    "entity_history": "history",
    "evaluate": "okrsync.evaluate.evaluation",
    "explain": "okrsync.errors",
    "export": "okrsync.evaluate.gathered",
    "forget": "history",
    "gravest": "okrsync.errors",
    "guards_from": "consent",
    "load_plan": "saved_plan",
    "open_sources": "okrsync.sources.open",
    "open_undo": "undo_run",
    "plan": "saved_plan",
    "runs": "history",
    "save_plan": "saved_plan",
    "summarise": "okrsync.pipeline.summary.tab",
    "sync": "sync_run",
    "undo": "undo_run",
}

__all__ = [
    "FIXES",
    "SILENT",
    "ConsentNeeded",
    "Declined",
    "Dialogue",
    "Document",
    "EntityHistory",
    "Evaluation",
    "Exported",
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
    "SummaryResult",
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
    "export",
    "forget",
    "gravest",
    "guards_from",
    "load_plan",
    "open_sources",
    "open_undo",
    "plan",
    "runs",
    "save_plan",
    "summarise",
    "sync",
    "undo",
]

__getattr__ = lazily(__name__, _HOMES)
