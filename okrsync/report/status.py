"""`status` as one JSON object: objectives with their key results, KPIs, groups (DESIGN §6).

Fractions are numbers, absent is null. Initiatives stand only under what is not on track,
unless all are asked for: as long as a result is on track nobody needs to look at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from okrsync.model import Entity, Initiative, KeyResult, Objective, Plan, Status, json_number
from okrsync.scoring.result import KeyResultScore, Scores

FINE = frozenset({Status.ON_TRACK, Status.ACHIEVED, Status.ACCOMPLISHED})
"""Where nobody needs to look at the initiatives."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which objectives to show, by their own words, without regard to case; None is all."""

    team: str | None = None
    owner: str | None = None
    level: str | None = None
    theme: str | None = None

    def takes(self, objective: Objective) -> bool:
        """Whether the objective is asked for."""
        pairs = (
            (self.team, objective.team),
            (self.owner, objective.owner),
            (self.level, objective.level),
            (self.theme, objective.theme),
        )
        return all(
            asked is None or (has or "").casefold() == asked.casefold() for asked, has in pairs
        )

    def takes_loose(self, entity: Entity) -> bool:
        """Whether something that belongs to no objective is asked for."""
        if self.level is not None or self.theme is not None:
            return False
        return all(
            asked is None or (has or "").casefold() == asked.casefold()
            for asked, has in ((self.team, entity.team), (self.owner, entity.owner))
        )


@dataclass(frozen=True, slots=True)
class View:
    """A Plan with its scores, and what of it is to be shown."""

    plan: Plan
    scores: Scores
    filter: Filter = field(default_factory=Filter)
    all_initiatives: bool = False
    without_initiatives: bool = False

    def objectives(self) -> list[Objective]:
        """The objectives asked for that are not parked, in the sheet's order."""
        return [o for o in self.plan.objectives if not o.parked and self.filter.takes(o)]

    def in_order(self) -> Iterator[tuple[Objective, int]]:
        """Objectives with their depth: a child stands under its parent, a loop stands once."""
        shown = self.objectives()
        by_id = {o.id: o for o in shown}
        homes = {k.id: k.objective_id for k in self.plan.key_results}
        children: dict[str | None, list[Objective]] = {}
        for objective in shown:
            parent = homes.get(objective.parent_id or "", objective.parent_id)
            children.setdefault(parent if parent in by_id else None, []).append(objective)
        seen: set[str] = set()
        stack = [(o, 0) for o in reversed(children.get(None, []))]
        while stack or len(seen) < len(shown):
            if not stack:
                stack.append((next(o for o in shown if o.id not in seen), 0))
            objective, depth = stack.pop()
            if objective.id not in seen:
                seen.add(objective.id)
                yield objective, depth
                stack.extend((c, depth + 1) for c in reversed(children.get(objective.id, [])))

    def key_results(self) -> Mapping[str, Sequence[KeyResult]]:
        """Key results that are not parked by the objective they belong to; `""` is none."""
        known = {o.id for o in self.plan.objectives}
        found: dict[str, list[KeyResult]] = defaultdict(list)
        for key_result in self.plan.key_results:
            if not key_result.parked:
                owner = key_result.objective_id
                found[owner if owner in known else ""].append(key_result)
        return found

    def supporting(self) -> Mapping[str, Sequence[Initiative]]:
        """Initiatives that are not parked by what they support; `""` is nothing known."""
        known = {e.id for e in (*self.plan.objectives, *self.plan.key_results, *self.plan.kpis)}
        found: dict[str, list[Initiative]] = defaultdict(list)
        for initiative in self.plan.initiatives:
            if initiative.parked:
                continue
            for target in [t for t in initiative.supports if t in known] or [""]:
                found[target].append(initiative)
        return found

    def shows_initiatives(self, status: Status) -> bool:
        """Whether initiatives are shown under something with this status."""
        if self.without_initiatives:
            return False
        return self.all_initiatives or status not in FINE


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


def ids_in(view: View) -> frozenset[str]:
    """Ids of everything that the filter takes: objectives, and what hangs under them."""
    key_results, supporting = view.key_results(), view.supporting()
    taken = {o.id for o in view.objectives()}
    taken |= {k.id for home, rows in key_results.items() for k in rows if home in taken}
    loose = (*key_results.get("", ()), *supporting.get("", ()), *view.plan.kpis)
    taken |= {entity.id for entity in loose if view.filter.takes_loose(entity)}
    return frozenset(taken | {i.id for home in taken for i in supporting.get(home, ())})
