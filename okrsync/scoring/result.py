"""What scoring hands on. Fractions are Decimals (0.45 is 45 %); absent is None, never 0.

The two results that exist once a row are named tuples: as unchangeable as a frozen dataclass,
and ten times quicker to make, which is what a million key results feel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from okrsync.config import Scoring
from okrsync.language.verdict import Label
from okrsync.model import Period, Status
from okrsync.scoring.numbers import subtract

NO_START = "no_start"
"""The basis of a progress that nobody can know: where it started is not known."""


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


class KeyResultScore(NamedTuple):
    """A key result's numbers. `progress` is raw: only a rollup clamps it to [0, 1].

    `basis` is `metric`, `typed` or None. `baseline` is the one that was used.
    `weight` is the effective one (blank and negative are 1).
    `expected` is e·f, None for thresholds and milestones.
    `parked`: the row or its objective is parked, so nothing is scored.
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
    status: Status
    outdated: bool
    decision: Decision
    parked: bool = False
    frozen: bool = False

    @property
    def gap(self) -> Decimal | None:
        """expected − progress, exactly; None where either is missing."""
        if self.expected is None or self.progress is None:
            return None
        return subtract(self.expected, self.progress)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum: weight × value, and why it counts or not.

    `value` is the clamped one that was summed (0 where `progress` is None); `counted` is
    False for what is left out. `why` is one of `counted`, `typed` (the sheet's own figure),
    `no_data`, `output` or `outcome` (left out of the other's mean), `parked`,
    `period` (another period's row), `own` (an objective's own
    key results within its rollup), `child`.
    """

    id: str
    title: str
    weight: Decimal
    progress: Decimal | None
    value: Decimal
    counted: bool
    why: str
    cells: Mapping[str, str] = field(default_factory=dict)


class ObjectiveScore(NamedTuple):
    """An objective's numbers; the terms of its sums are what `explain` gives.

    All are fractions within [0, 1] but `false_progress` and `gap`, which may be negative.
    """

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
    """A group's mean over its topmost members. `by` is company, team, owner, level or theme.

    All three are the members' rolled-up figures; the company's `name` is `company`.
    """

    by: str
    name: str
    progress: Decimal | None
    reported: Decimal | None
    coverage: Decimal | None


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a Plan on a day, by id, and the settings that they were computed with."""

    as_of: date
    period: Period
    key_results: Mapping[str, KeyResultScore]
    objectives: Mapping[str, ObjectiveScore]
    initiatives: Mapping[str, InitiativeScore]
    kpis: Mapping[str, KpiScore]
    rollups: Sequence[Rollup]
    settings: Scoring = field(default_factory=Scoring)


@dataclass(frozen=True, slots=True)
class Sum:
    """A weighted mean with its terms: total = Σ weight·value, weight = Σ weight, of the counted.

    `value` is total / weight, None where nothing weighs anything. `name` is the score that
    it gives: progress, reported, output_progress, coverage or rolled_up.
    """

    name: str
    terms: Sequence[Term]
    total: Decimal
    weight: Decimal
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """One score that is not a sum: its name, the formula with its figures, what it comes to.

    The formula is mathematics, with no words of any language. `cells` are where the figures
    stand, by field.
    """

    name: str
    formula: str
    value: Decimal | None
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one thing's scores came about. `kind` is objective, key_result, initiative or kpi."""

    id: str
    title: str
    kind: str
    status: Status | None
    lines: Sequence[FormulaLine]
    sums: Sequence[Sum] = ()
    decision: Decision | None = None
    parked: bool = False
