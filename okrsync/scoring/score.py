"""The whole of a Plan, scored for one day."""

from __future__ import annotations

import gc
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from okrsync.config import Scoring
from okrsync.model import Period, Plan
from okrsync.scoring.frame import ScoringDay, frames, monday_to_friday
from okrsync.scoring.groups import groups
from okrsync.scoring.key_results import score_key_results
from okrsync.scoring.memory import remember
from okrsync.scoring.numbers import exactly
from okrsync.scoring.objectives import score_objectives
from okrsync.scoring.others import initiative_score, kpi_score
from okrsync.scoring.result import Decision, Scores
from okrsync.scoring.tree import tree


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Switch the garbage collector off meanwhile: it finds nothing, and takes its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def score(
    plan: Plan,
    decisions: Mapping[str, Decision],
    settings: Scoring,
    *,
    as_of: date,
    period: Period,
    frozen: Container[str] = frozenset(),
    is_workday: Callable[[date], bool] = monday_to_friday,
) -> Scores:
    """All scores of a Plan on a day.

    `period` is the workspace's, which a row's own (else its objective's) beats. `frozen` are
    ids whose period has ended and which were scored before: they are scored all the same,
    and marked. A daily action is due on each day that `is_workday`. What earlier runs remember
    comes in as `plan.check_ins`.
    """
    day = ScoringDay(as_of, period, settings, frozen, remember(plan.check_ins, as_of), is_workday)
    with exactly(), _without_collecting():
        framed = frames(plan, day)
        key_results = score_key_results(plan, decisions, framed, day)
        above = tree(plan)
        objectives, rolled = score_objectives(plan, framed, above, day)
        initiatives = [initiative_score(i, day) for i in plan.initiatives]
        return Scores(
            as_of=as_of,
            period=period,
            key_results=key_results,
            objectives=objectives,
            initiatives={i.id: i for i in initiatives},
            kpis={k.id: kpi_score(k, day) for k in plan.kpis},
            rollups=tuple(groups(rolled, framed, above, day)),
            settings=settings,
        )
