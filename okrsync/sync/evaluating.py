"""Read, understand, judge and score a job's documents: everything short of writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

from okrsync import language as checker
from okrsync import rules
from okrsync.config import ConfigError
from okrsync.connector import Calls, Snapshot
from okrsync.history import State, open_state
from okrsync.mapping import read
from okrsync.mapping.reading import MappingError, Reading
from okrsync.mapping.words import LANGUAGES
from okrsync.model import CheckIn, Plan
from okrsync.rules.waivers import waived_outputs
from okrsync.scoring import decide, score
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.fetching import Snapshots, fetch, source_tables
from okrsync.sync.job import Job
from okrsync.sync.looking import by_humans, new_values
from okrsync.sync.periods import frozen, workspace_period
from okrsync.sync.recall import (
    Recall,
    known_before_reading,
    known_by_content,
    old_names,
    recall,
)
from okrsync.sync.results import Evaluation
from okrsync.text import Text


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, and what is remembered of the workspace that it turned out to be."""

    job: Job
    snapshots: Snapshots
    recall: Recall


def evaluate(job: Job, *, want_write: bool = False, dialogue: Dialogue = SILENT) -> Evaluation:
    """Read and score; the state is only read. Raises what every door raises."""
    with job.working(), open_state(job.state, write=False) as state:
        return interpret(gather(job, state, want_write=want_write, dialogue=dialogue))


def gather(job: Job, state: State, *, want_write: bool, dialogue: Dialogue) -> Gathered:
    """Read every document once, and find the workspace before or after that."""
    workspace = known_before_reading(state, job)
    known = recall(state, workspace)
    snapshots = fetch(job, known.documents, known.sources, want_write=want_write, dialogue=dialogue)
    if workspace is None and job.workspace is None:
        workspace = known_by_content(
            state, job, snapshots, lambda renamed: _ids(renamed, snapshots)
        )
        known = recall(state, workspace)
    if workspace is not None:
        job = job.renamed(old_names(state, workspace, job))
    return Gathered(job, snapshots, known)


def interpret(gathered: Gathered) -> Evaluation:
    """Understand, judge and score what was gathered. Raises MappingError, ConfigError."""
    job, known = gathered.job, gathered.recall
    reading = reading_of(job, gathered.snapshots, known)
    config, as_of = job.config, job.as_of
    period_of_sheet = reading.plan.period
    period, period_notes = workspace_period(config, reading.plan, known, as_of)
    language = _language(job, known, reading)
    typed, recorded = reading.plan.check_ins, _recorded(reading.plan, known)
    check_ins = (*recorded, *new_values(reading.plan, recorded, as_of))
    plan = reading.plan.model_copy(update={"period": period, "check_ins": check_ins})
    reading = replace(reading, plan=plan)
    verdicts = checker.judge(plan, prior=language)
    decisions = decide(plan, verdicts, waived_outputs(plan, config))
    scores = score(
        plan.model_copy(update={"check_ins": tuple(by_humans(plan.check_ins, typed))}),
        decisions,
        config.scoring,
        as_of=as_of,
        period=period,
        frozen=frozen(plan, period, known.closed),
        is_workday=config.workspace.is_workday,
    )
    context = rules.Context(reading, verdicts, scores, config, language)
    said = [Text(en=n, nl=n) for s in gathered.snapshots.values() for n in s.notes]
    return Evaluation(
        job=job,
        snapshots=gathered.snapshots,
        reading=reading,
        verdicts=verdicts,
        decisions=decisions,
        scores=scores,
        findings=rules.check(context),
        language=language,
        period=period,
        own_period=not config.workspace.period and period_of_sheet is None,
        as_of=as_of,
        notes=[*reading.notes, *period_notes, *said],
        calls=total_calls(gathered.snapshots.values()),
        first=not known.sources,
        recorded=tuple(recorded),
    )


def total_calls(snapshots: Iterable[Snapshot]) -> Calls:
    """All requests that these snapshots took."""

    return reduce(add, (snapshot.calls for snapshot in snapshots), Calls())


def reading_of(job: Job, snapshots: Snapshots, known: Recall) -> Reading:
    """What these snapshots say, nothing judged yet. Raises MappingError."""
    headers = known.texts("headers")
    return read(source_tables(job, snapshots, headers), job.config, job.as_of)


def _ids(job: Job, snapshots: Snapshots) -> frozenset[str]:
    try:
        reading = reading_of(job, snapshots, Recall())
    except MappingError:
        return frozenset()
    return frozenset(row.entity_id for table in reading.tables for row in table.rows)


def _language(job: Job, known: Recall, reading: Reading) -> str:
    own, settled = job.config.workspace.language, known.fixed.get("language")
    if own is not None and own not in LANGUAGES:
        raise ConfigError(
            f"okrsync.toml: workspace.language {own!r} is not known",
            hint=f"known: {', '.join(LANGUAGES)}",
        )
    return own or (settled if isinstance(settled, str) else None) or reading.language or "en"


def _recorded(plan: Plan, known: Recall) -> list[CheckIn]:
    """What the state and the sheet's own log hold, oldest first."""
    return sorted([*known.check_ins, *plan.check_ins], key=lambda check_in: check_in.on)
