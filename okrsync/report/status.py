"""`status` as one JSON object: objectives with their key results, KPIs, groups (DESIGN §6).

Fractions are numbers, absent is null. Initiatives stand only under what is not on track,
unless all are asked for: as long as a result is on track nobody needs to look at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from okrsync.model import Entity, Initiative, KeyResult, Objective, json_number
from okrsync.report.view import View
from okrsync.scoring.result import KeyResultScore

Json = dict[str, Any]


def status_json(view: View) -> Json:
    """The object that `status --format json` prints."""
    scores, period = view.scores, view.scores.period
    key_results, supporting = view.key_results(), view.supporting()
    loose = [k for k in key_results.get("", ()) if view.filter.takes_loose(k)]
    adrift = [i for i in supporting.get("", ()) if view.filter.takes_loose(i)]
    return {
        "as_of": scores.as_of.isoformat(),
        "period": {
            "label": period.label,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "objectives": [
            _objective(view, objective, key_results.get(objective.id, ()), supporting)
            for objective in view.objectives()
        ],
        "kpis": [
            {
                "id": kpi.id,
                "title": kpi.title,
                "current": number(kpi.metric.current if kpi.metric else None),
                "target": number(kpi.metric.target if kpi.metric else None),
                "healthy": scores.kpis[kpi.id].healthy,
                "outdated": scores.kpis[kpi.id].outdated,
            }
            for kpi in view.plan.kpis
            if kpi.id in scores.kpis and view.filter.takes_loose(kpi)
        ],
        "rollups": [
            {
                "by": rollup.by,
                "name": rollup.name,
                "progress": number(rollup.progress),
                "reported": number(rollup.reported),
                "coverage": number(rollup.coverage),
            }
            for rollup in scores.rollups
        ],
        "unassigned": {
            "key_results": [_key_result(view, k, supporting) for k in loose],
            "initiatives": [] if view.without_initiatives else _initiatives(view, adrift),
        },
    }


def _objective(
    view: View,
    objective: Objective,
    key_results: Iterable[KeyResult],
    supporting: Mapping[str, Sequence[Initiative]],
) -> Json:
    score = view.scores.objectives[objective.id]
    shown: Json = {
        "id": objective.id,
        "parent_id": objective.parent_id,
        "title": objective.title,
        "owner": objective.owner,
        "team": objective.team,
        "level": objective.level,
        "progress": number(score.progress),
        "reported": number(score.reported),
        "false_progress": number(score.false_progress),
        "output_progress": number(score.output_progress),
        "coverage": number(score.coverage),
        "rolled_up": number(score.rolled_up),
        "expected": number(score.expected),
        "gap": number(score.gap),
        "status": score.status,
        "outdated": score.outdated,
        "key_results": [_key_result(view, k, supporting) for k in key_results],
    }
    if not view.without_initiatives:
        wanted = view.shows_initiatives(score.status)
        shown["initiatives"] = _initiatives(
            view, supporting.get(objective.id, ()) if wanted else ()
        )
    return shown


def _key_result(
    view: View, key_result: KeyResult, supporting: Mapping[str, Sequence[Initiative]]
) -> Json:
    score, metric = view.scores.key_results[key_result.id], key_result.metric
    shown: Json = {
        "id": key_result.id,
        "title": key_result.title,
        "label": score.decision.label,
        "label_by": score.decision.by,
        "progress": number(score.progress),
        "basis": score.basis,
        "baseline_assumed": score.baseline_assumed,
        "counted": score.decision.counts,
        "weight": number(score.weight),
        "expected": number(score.expected),
        "gap": number(score.gap),
        "status": score.status,
        "outdated": score.outdated,
        "baseline": number(score.baseline),
        "target": number(metric.target if metric else None),
        "current": number(metric.current if metric else None),
        "unit": metric.unit if metric else None,
        "target_type": metric.target_type if metric else None,
        "cell": main_cell(key_result, score),
    }
    if not view.without_initiatives:
        wanted = view.shows_initiatives(score.status)
        shown["initiatives"] = _initiatives(
            view, supporting.get(key_result.id, ()) if wanted else ()
        )
    return shown


def _initiatives(view: View, initiatives: Iterable[Initiative]) -> list[Json]:
    return [
        {
            "id": initiative.id,
            "title": initiative.title,
            "done": view.scores.initiatives[initiative.id].done,
            "progress": number(view.scores.initiatives[initiative.id].progress),
            "due": initiative.due.isoformat() if initiative.due else None,
        }
        for initiative in initiatives
    ]


def main_cell(entity: Entity, score: KeyResultScore | None = None) -> str | None:
    """The cell that a person would look at: the current value's, else the title's."""
    cells = entity.source.cells if entity.source else {}
    typed = score is not None and score.basis == "typed"
    order = ("reported_progress", "current", "title") if typed else ("current", "title")
    return next((cells[name] for name in order if name in cells), None)


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number, None as null."""
    return None if value is None else json_number(value)
