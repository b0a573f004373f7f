"""How teams set themselves key results: the share that are outcomes, and what it hides.

Of teams, never of a person: a team with few key results, or with those of one owner only, would
be one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okrsync.language.verdict import Label
from okrsync.model import KeyResult, Objective, Plan
from okrsync.scoring.frame import overlap
from okrsync.scoring.numbers import ZERO, clamp, divide
from okrsync.scoring.result import KeyResultScore, Scores

FEWEST = 3
"""Key results that a team has at least, to be shown."""
_AND = re.compile(r"[,;/&+\n]")


@dataclass(frozen=True, slots=True)
class TeamBehaviour:
    """One team's key results of the period. Fractions are Decimals; `outcomes` are those that
    a human or the checker calls so, of all `key_results`."""

    team: str
    key_results: int
    outcomes: int
    reported: Decimal | None
    progress: Decimal | None

    @property
    def outcome_share(self) -> Decimal:
        """Outcomes as a part of all key results."""
        return divide(Decimal(self.outcomes), Decimal(self.key_results))

    @property
    def false_progress(self) -> Decimal:
        """reported − progress; an absent one counts 0."""
        return (self.reported or ZERO) - (self.progress or ZERO)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The teams that can be shown, by name; and those that can't: with fewer than `FEWEST` key
    results, or of one owner. `teamless` key results name no team."""

    teams: Sequence[TeamBehaviour]
    small: Sequence[str]
    of_one: Sequence[str]
    teamless: int


def behaviour(plan: Plan, scores: Scores, ids: Container[str]) -> Behaviour:
    """Every team's behaviour in the period that was scored; only key results of these ids.

    A key result without a team or an owner has its objective's.
    """
    groups: dict[str, list[_Row]] = {}
    names: dict[str, str] = {}
    teamless = 0
    for row in _rows(plan, scores, ids):
        team = (
            row.key_result.team or (row.objective.team if row.objective else None) or ""
        ).strip()
        if team:
            names.setdefault(team.casefold(), team)
            groups.setdefault(team.casefold(), []).append(row)
        else:
            teamless += 1
    shown, small, of_one = list[TeamBehaviour](), list[str](), list[str]()
    for key in sorted(groups):
        if len(groups[key]) < FEWEST:
            small.append(names[key])
        elif len({owner for row in groups[key] for owner in row.owners()}) == 1:
            of_one.append(names[key])
        else:
            shown.append(_team(names[key], [row.score for row in groups[key]]))
    return Behaviour(shown, small, of_one, teamless)


@dataclass(frozen=True, slots=True)
class _Row:
    key_result: KeyResult
    objective: Objective | None
    score: KeyResultScore

    def owners(self) -> Iterator[str]:
        """The people who own it, folded."""
        named = self.key_result.owner or (self.objective.owner if self.objective else None) or ""
        yield from (part.strip().casefold() for part in _AND.split(named) if part.strip())


def _rows(plan: Plan, scores: Scores, ids: Container[str]) -> Iterator[_Row]:
    """The key results that count now."""
    objectives: Mapping[str, Objective] = {o.id: o for o in plan.objectives}
    for key_result in plan.key_results:
        score = scores.key_results.get(key_result.id)
        objective = objectives.get(key_result.objective_id or "")
        period = key_result.period or (objective.period if objective else None)
        now = period is None or overlap(period, scores.period)
        if score is not None and now and not score.parked and key_result.id in ids:
            yield _Row(key_result, objective, score)


def _team(name: str, rows: Sequence[KeyResultScore]) -> TeamBehaviour:
    honest = [row for row in rows if row.decision.counts]
    return TeamBehaviour(
        team=name,
        key_results=len(rows),
        outcomes=sum(row.decision.label is Label.OUTCOME for row in rows),
        reported=_mean([(row.weight, row.reported) for row in rows]),
        progress=_mean([(row.weight, row.progress) for row in honest]),
    )


def _mean(parts: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    total = sum((weight for weight, _ in parts), ZERO)
    summed = sum((weight * clamp(value) for weight, value in parts), ZERO)
    return divide(summed, total) if total else None
