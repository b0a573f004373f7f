"""What scoring hands on. Fractions are Decimals (0.45 is 45 %); absent is None, never 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from okrsync.language.verdict import Label
from okrsync.model import Period, Status


class DecidedBy(StrEnum):
    """Who said whether a key result measures an outcome: the first of these that spoke."""

    HUMAN = "human"
    WAIVER = "waiver"
    CHECKER = "checker"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a key result counts for honest progress, and who says so."""

    label: Label
    by: DecidedBy

    @property
    def counts(self) -> bool:
        """Outputs that nobody waived do not count; ambiguous ones do."""
        return self.label is not Label.OUTPUT or self.by is DecidedBy.WAIVER


@dataclass(frozen=True, slots=True)
class KeyResultScore:
    """A key result's numbers. `progress` is raw: only a rollup clamps it to [0, 1].

    `basis` is `metric`, `typed` or None. `baseline` is the one that was used.
    `weight` is the effective one (blank and negative are 1).
    `frozen`: its period has ended and was scored before; it is shown and not written.
    """

    id: str
    progress: Decimal | None
    basis: str | None
    reported: Decimal | None
    weight: Decimal
    baseline: Decimal | None
    baseline_assumed: bool
    expected: Decimal | None
    gap: Decimal | None
    status: Status
    outdated: bool
    decision: Decision
    parked: bool = False
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum: weight × value, and why it counts or not.

    `value` is the clamped one that was summed (0 where `progress` is None); `counted` is
    False for an output that is left out, `why` one of `counted`, `output`, `no_data`,
    `parked`, `own`, `child`.
    """

    id: str
    title: str
    weight: Decimal
    progress: Decimal | None
    value: Decimal
    counted: bool
    why: str
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """An objective's numbers, and the terms of its progress and of its rollup."""

    id: str
    progress: Decimal | None
    reported: Decimal | None
    output_progress: Decimal | None
    false_progress: Decimal | None
    coverage: Decimal | None
    rolled_up: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    status: Status
    outdated: bool
    terms: Sequence[Term] = ()
    rollup_terms: Sequence[Term] = ()
    parked: bool = False
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class InitiativeScore:
    """How far an initiative is: typed progress, done, or None."""

    id: str
    progress: Decimal | None
    done: bool


@dataclass(frozen=True, slots=True)
class KpiScore:
    """Whether a KPI meets its target (None without one or without a value)."""

    id: str
    healthy: bool | None
    outdated: bool


@dataclass(frozen=True, slots=True)
class Rollup:
    """A group's mean over its topmost members. `by` is company, team, owner, level or theme."""

    by: str
    name: str
    progress: Decimal | None
    reported: Decimal | None
    coverage: Decimal | None


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a Plan on a day, by id."""

    as_of: date
    period: Period
    key_results: Mapping[str, KeyResultScore]
    objectives: Mapping[str, ObjectiveScore]
    initiatives: Mapping[str, InitiativeScore]
    kpis: Mapping[str, KpiScore]
    rollups: Sequence[Rollup]
