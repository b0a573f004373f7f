"""The whole of a Plan, scored for one day."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date

from okrsync.config import Scoring
from okrsync.model import Period, Plan
from okrsync.scoring.frame import Day, frames
from okrsync.scoring.groups import groups
from okrsync.scoring.key_results import score_key_results
from okrsync.scoring.memory import remember
from okrsync.scoring.numbers import exactly
from okrsync.scoring.objectives import own_scores, roll_up
from okrsync.scoring.others import initiative_score, kpi_score
from okrsync.scoring.result import Decision, Scores
from okrsync.scoring.tree import tree


def score(
    plan: Plan,
    decisions: Mapping[str, Decision],
    settings: Scoring,
    *,
    as_of: date,
    period: Period,
    frozen: Container[str] = frozenset(),
) -> Scores:
    """All scores of a Plan on a day.

    `period` is the workspace's, which a row's own (else its objective's) beats. `frozen` are
    ids whose period has ended and which were scored before: they are scored all the same,
    and marked. What earlier runs remember comes in as `plan.check_ins`.
    """
    day = Day(as_of, period, settings, frozen)
    memory = remember(plan.check_ins, as_of)
    with exactly():
        framed = frames(plan, day)
        key_results = score_key_results(plan, decisions, framed, memory, day)
        own = own_scores(plan, framed, day)
        above = tree(plan)
        rolled = roll_up(own, framed, above, day)
        for node, figures in rolled.items():
            own[node] = own[node]._replace(rolled_up=figures.progress)
        initiatives = [initiative_score(i, memory, day) for i in plan.initiatives]
        return Scores(
            as_of=as_of,
            period=period,
            key_results=key_results,
            objectives=own,
            initiatives={i.id: i for i in initiatives},
            kpis={k.id: kpi_score(k, memory, day) for k in plan.kpis},
            rollups=groups(rolled, framed, above, day),
            settings=settings,
        )
