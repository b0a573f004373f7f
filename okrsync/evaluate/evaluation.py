"""Read, understand, judge and score a job's documents: everything short of writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from okrsync import language as checker
from okrsync import rules
from okrsync.connector import Calls, Snapshot
from okrsync.dialogue import SILENT, Dialogue
from okrsync.evaluate.check_ins import by_humans, new_values
from okrsync.evaluate.gathered import Gathered, looked, understand
from okrsync.evaluate.kept_starts import with_kept_starts
from okrsync.evaluate.notices import noticed, of_reading, once, unread_said
from okrsync.evaluate.period import frozen
from okrsync.evaluate.upgrade import newly_read
from okrsync.i18n import Message
from okrsync.language.verdict import Verdict
from okrsync.mapping.reading import Reading
from okrsync.model import CheckIn, Period, Plan
from okrsync.rules.finding import Finding
from okrsync.rules.waivers import waived_outputs
from okrsync.scoring import decide, score
from okrsync.scoring.result import Decision, Scores
from okrsync.sources.job import Job


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One workspace, read and scored, nothing written.

    `snapshots` are by document key. `reading.plan` holds the period and all check-ins, the
    recorded ones and what is new in the values read now; `recorded` is those without the new.
    `language` is that of messages and managed columns. `own_period` says that nobody gave the
    period: okrsync chose it.
    `first` is True where nothing of this workspace is remembered.
    `notes` are sentences for people: what was found, which period was taken and why.
    `warnings` say that something was left out of account, such as a state that can't be read.
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
    notes: Sequence[Message]
    calls: Calls
    first: bool
    recorded: Sequence[CheckIn] = ()
    warnings: Sequence[Message] = ()

    @property
    def plan(self) -> Plan:
        """The Plan that was read."""
        return self.reading.plan

    @property
    def noticed(self) -> list[str]:
        """What people should look at: what no finding says, and what the reading noticed."""
        read = of_reading(self.reading.problems, self.job.config, self.language)
        return once(self.beside_findings, read)

    @property
    def apart(self) -> list[str]:
        """Beside which rows no score can stand, for commands that are to put one there."""
        return [why.say(self.language) for table in self.reading.tables for why in table.apart]

    @property
    def unread_said(self) -> list[str]:
        """Of what the reading noticed, which columns it left: one line says that with all else
        that was assumed."""
        return unread_said(self.reading.problems, self.job.config, self.language)

    @property
    def beside_findings(self) -> list[str]:
        """What no finding says: the warnings, and what the connectors noticed so far."""
        return noticed(self.warnings, self.snapshots.values(), self.language)


def evaluate(
    job: Job,
    *,
    want_write: bool = False,
    need_state: bool = False,
    dialogue: Dialogue = SILENT,
) -> Evaluation:
    """Read and score; the state is only read, and may be unreadable unless it is needed.

    Raises what every door raises.
    """
    with looked(job, dialogue, want_write=want_write, need_state=need_state) as gathered:
        return interpret(gathered)


def interpret(gathered: Gathered) -> Evaluation:
    """Understand, judge and score what was gathered. Raises MappingError, ConfigError."""
    known, found = gathered.recall, understand(gathered)
    job, period, language = gathered.job, found.period, found.language
    config, as_of = job.config, job.as_of
    recorded = found.reading.plan.check_ins
    plan = with_kept_starts(
        found.reading.plan, known, newly_read(found.reading, gathered.snapshots, job, known)
    )
    plan = plan.model_copy(update={"check_ins": (*recorded, *new_values(plan, recorded, as_of))})
    reading = replace(found.reading, plan=plan)
    verdicts = checker.judge(plan, prior=job.config.workspace.language)
    decisions = decide(plan, verdicts, waived_outputs(plan, config))
    scores = score(
        plan.model_copy(update={"check_ins": tuple(by_humans(plan.check_ins, found.typed))}),
        decisions,
        config.scoring,
        as_of=as_of,
        period=period,
        frozen=frozen(plan, period, known.closed),
        is_workday=config.workspace.is_workday,
    )
    context = rules.Context(reading, verdicts, scores, config, language)
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
        own_period=found.own_period,
        as_of=as_of,
        notes=found.notes,
        calls=sum((snapshot.calls for snapshot in gathered.snapshots.values()), Calls()),
        first=not known.sources,
        recorded=recorded,
        warnings=gathered.warnings,
    )
