"""Read a job's documents and say what they hold; nothing is judged or scored here."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from okrsync.dialogue import SILENT, Dialogue
from okrsync.errors import ConfigError
from okrsync.evaluate.notices import noticed, of_reading, once, told_anyway
from okrsync.evaluate.period import workspace_period
from okrsync.evaluate.upgrade import any_outdated, carried_over, untouched
from okrsync.evaluate.workspace import (
    Recall,
    known_before_reading,
    known_by_content,
    old_names,
    recall,
)
from okrsync.i18n import Message
from okrsync.mapping import read
from okrsync.mapping.reading import MappingError, Reading
from okrsync.mapping.vocabulary.words import LANGUAGES
from okrsync.model import CheckIn, Period, Plan
from okrsync.sources.fetch import Snapshots, Unread, failure, fetch, source_tables
from okrsync.sources.job import Job
from okrsync.state import State, StateUnreadable, nothing_remembered, open_state

DAMAGED = Message(
    "The state {path} is damaged, so nothing that earlier runs remembered is used here. Put a "
    "copy of it back, or name another file with OKRSYNC_STATE."
)
NEWER = Message(
    "The state {path} was written by a newer okrsync, so nothing that it remembers is used "
    "here. Update okrsync, or name another file with OKRSYNC_STATE."
)

NO_LANGUAGE = Message("okrsync.toml: workspace.language {language!r} is not known")
KNOWN = Message("Known: {names}")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, and what is remembered of the workspace that it turned out to be.

    `warnings` say what could not be looked up. `job` is without the sources that are `unread`.
    """

    job: Job
    snapshots: Snapshots
    recall: Recall
    warnings: tuple[Message, ...] = ()
    unread: Sequence[Unread] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What the documents say. `reading.plan` holds the period and the check-ins that were
    recorded, `typed` are those of the documents' own log; `notes` say how all that was found,
    `own_period` that okrsync chose the period."""

    reading: Reading
    typed: tuple[CheckIn, ...]
    period: Period
    own_period: bool
    language: str
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """A Plan as it stands in the documents, and what people should look at."""

    plan: Plan
    language: str
    notes: tuple[Message, ...]
    noticed: tuple[str, ...]


def export(job: Job, *, dialogue: Dialogue = SILENT) -> Exported:
    """Read a Plan, nothing judged, computed or recorded. Raises what every door raises."""
    with looked(job, dialogue) as gathered:
        found = understand(gathered)
    return Exported(
        found.reading.plan,
        found.language,
        found.notes,
        tuple(
            once(
                noticed(gathered.warnings, gathered.snapshots.values(), found.language),
                of_reading(found.reading.problems, gathered.job.config, found.language),
            )
        ),
    )


@contextmanager
def looked(
    job: Job, dialogue: Dialogue, *, want_write: bool = False, need_state: bool = False
) -> Iterator[Gathered]:
    """What was read, for a command that only looks: where the state is damaged or newer it goes
    on with nothing remembered, unless it needs the state. What stops it comes after what was
    noticed. Raises ConnectorError, SeveralFailed, StateError."""
    with job.working(), ExitStack() as opened:
        gathered = _gathered(job, dialogue, opened, want_write=want_write, need_state=need_state)

        def said() -> list[str]:
            known = gathered.recall.fixed.get("language")
            language = job.config.workspace.language or str(known or "en")
            return noticed(gathered.warnings, gathered.snapshots.values(), language)

        with told_anyway(said, dialogue):
            yield gathered


def _gathered(
    job: Job, dialogue: Dialogue, opened: ExitStack, *, want_write: bool, need_state: bool
) -> Gathered:
    try:
        state = opened.enter_context(open_state(job.state, write=False))
        return gather(job, state, want_write=want_write, dialogue=dialogue)
    except StateUnreadable as error:
        if need_state:
            raise
        text, path = NEWER if error.newer else DAMAGED, error.path
    with nothing_remembered() as state:
        gathered = gather(job, state, want_write=want_write, dialogue=dialogue)
    said = text.filled(path=path)
    return replace(gathered, warnings=(said,))


def gather(
    job: Job, state: State, *, want_write: bool, dialogue: Dialogue, partly: bool = False
) -> Gathered:
    """Read every document once, and find the workspace before or after that.

    `partly`: where one of several sources can't be read, the others go on.
    """
    workspace = known_before_reading(state, job)
    known = recall(state, workspace)
    unread: list[Unread] = []
    snapshots = fetch(
        job,
        known.documents,
        known.sources,
        want_write=want_write,
        dialogue=dialogue,
        unread=unread if partly else None,
    )
    job = job.without({name for each in unread for name in each.sources}) if unread else job
    if not job.documents:
        raise failure([(each.sources[0], each.error) for each in unread])
    if workspace is None and job.workspace is None:
        workspace = known_by_content(
            state, job, snapshots, lambda renamed: _ids(renamed, snapshots)
        )
        known = recall(state, workspace)
    if workspace is not None:
        job = job.renamed(old_names(state, workspace, job))
    if workspace is not None and any_outdated(job, known):
        taken = state.memories.titles(workspace.id)
        known = _carried_over(job, snapshots, known, taken)
    return Gathered(job, snapshots, known, unread=unread)


def _carried_over(job: Job, snapshots: Snapshots, known: Recall, taken: Container[str]) -> Recall:
    try:
        reading = reading_of(job, snapshots, known)
    except MappingError:  # what stops it is said where it is read in earnest
        return known
    names = [name for name in job.sources if name in known.sources]
    unedited = [name for name in names if untouched(job, snapshots, known, name)]
    return carried_over(known, job, reading, unedited=unedited, taken=taken)


def understand(gathered: Gathered) -> Understood:
    """What the documents say, with their period. Raises MappingError, ConfigError."""
    job, known = gathered.job, gathered.recall
    reading = reading_of(job, gathered.snapshots, known)
    found = reading.plan
    period, period_notes = workspace_period(
        job.config, found, known, job.as_of, reading.period_origin
    )
    update = {"period": period, "check_ins": tuple(_recorded(found, known))}
    return Understood(
        reading=replace(reading, plan=found.model_copy(update=update)),
        typed=tuple(found.check_ins),
        period=period,
        own_period=not job.config.workspace.period and found.period is None,
        language=_language(job, known, reading),
        notes=(*reading.notes, *period_notes),
    )


def reading_of(job: Job, snapshots: Snapshots, known: Recall) -> Reading:
    """What these snapshots say, nothing judged yet. Raises MappingError."""
    return read(source_tables(job, snapshots, known.headers), job.config, job.as_of)


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
            NO_LANGUAGE.filled(language=own), hint=KNOWN.filled(names=", ".join(LANGUAGES))
        )
    return own or (settled if isinstance(settled, str) else None) or reading.language or "en"


def _recorded(plan: Plan, known: Recall) -> list[CheckIn]:
    """What the state and the sheet's own log hold, oldest first."""
    return sorted([*known.check_ins, *plan.check_ins], key=lambda check_in: check_in.on)
