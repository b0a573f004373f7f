"""A whole plan: every text judged with the sheet around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from okrsync.language.classify import classify
from okrsync.language.verdict import Verdict

if TYPE_CHECKING:
    from okrsync.model import Plan


def judge(plan: Plan, prior: str | None = None) -> Mapping[str, Verdict]:
    """The verdict on every objective, key result, initiative and KPI of a plan, by id."""
    rows = (
        ("objective", plan.objectives),
        ("key_result", plan.key_results),
        ("initiative", plan.initiatives),
        ("kpi", plan.kpis),
    )
    return {
        entity.id: classify(entity.title, role=role, prior=prior)
        for role, entities in rows
        for entity in entities
    }
