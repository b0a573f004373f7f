"""The pipeline from rows to scores and back; guards, consent and remembering.

The doors, in the order in which a command meets them:

- `open_sources(locations, *, config_path=None, environment=None, folder=None, as_of=None,
  deadline=None, clock=None) -> Job`
- `evaluate(job, *, want_write=False, dialogue=SILENT) -> Evaluation`
- `plan(job, *, dialogue=SILENT) -> PlannedRun`; `save_plan(planned, path)`,
  `load_plan(path) -> SavedPlan`
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

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrsync.sync.dialogue import SILENT, Dialogue, Silent
    from okrsync.sync.errors import (
        ConsentNeeded,
        GuardStop,
        Interrupted,
        PlanRefused,
        SeveralFailed,
        Stop,
        Usage,
    )
    from okrsync.sync.job import Document, Job, Part
    from okrsync.sync.results import (
        EntityHistory,
        Evaluation,
        Failure,
        PlannedChange,
        PlannedColumn,
        PlannedRun,
        Probe,
        RunLine,
        SkippedCell,
        SourceResult,
        SyncResult,
        UndoResult,
    )

_HOMES = {
    "ConsentNeeded": "errors",
    "Dialogue": "dialogue",
    "Document": "job",
    "EntityHistory": "results",
    "Evaluation": "results",
    "Failure": "results",
    "GuardStop": "errors",
    "Interrupted": "errors",
    "Job": "job",
    "Part": "job",
    "PlanRefused": "errors",
    "PlannedChange": "results",
    "PlannedColumn": "results",
    "PlannedRun": "results",
    "Probe": "results",
    "RunLine": "results",
    "SILENT": "dialogue",
    "SeveralFailed": "errors",
    "Silent": "dialogue",
    "SkippedCell": "results",
    "SourceResult": "results",
    "Stop": "errors",
    "SyncResult": "results",
    "UndoResult": "results",
    "Usage": "errors",
}

__all__ = [
    "SILENT",
    "ConsentNeeded",
    "Dialogue",
    "Document",
    "EntityHistory",
    "Evaluation",
    "Failure",
    "GuardStop",
    "Interrupted",
    "Job",
    "Part",
    "PlanRefused",
    "PlannedChange",
    "PlannedColumn",
    "PlannedRun",
    "Probe",
    "RunLine",
    "SeveralFailed",
    "Silent",
    "SkippedCell",
    "SourceResult",
    "Stop",
    "SyncResult",
    "UndoResult",
    "Usage",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
