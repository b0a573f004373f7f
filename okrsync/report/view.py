"""A part of a plan, as it is asked for: by team, owner, level or theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.model import Entity, Initiative, KeyResult, Objective, Plan, Status
from okrsync.nearest import suggestion
from okrsync.scoring.result import Scores

FINE = frozenset({Status.ON_TRACK, Status.ACHIEVED, Status.ACCOMPLISHED})
"""Where nobody needs to look at the initiatives."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part to show, by people's own words, without regard to case; None is all."""

    team: str | None = None
    owner: str | None = None
    level: str | None = None
    theme: str | None = None

    def takes(self, objective: Objective) -> bool:
        """Whether the objective itself carries all that is asked for."""
        return self._places(objective) and all(
            _same(asked, has)
            for asked, has in ((self.team, objective.team), (self.owner, objective.owner))
        )

    def takes_below(self, entity: Entity, objective: Objective) -> bool:
        """Whether something below an objective is asked for: a team or an owner that it lacks
        is the objective's."""
        return self._places(objective) and all(
            _same(asked, has)
            for asked, has in (
                (self.team, entity.team or objective.team),
                (self.owner, entity.owner or objective.owner),
            )
        )

    def takes_loose(self, entity: Entity) -> bool:
        """Whether something that belongs to no objective is asked for."""
        if self.level is not None or self.theme is not None:
            return False
        return all(
            _same(asked, has)
            for asked, has in ((self.team, entity.team), (self.owner, entity.owner))
        )

    def _places(self, objective: Objective) -> bool:
        return _same(self.level, objective.level) and _same(self.theme, objective.theme)


def _same(asked: str | None, has: str | None) -> bool:
    return asked is None or (has or "").casefold() == asked.casefold()


LEVELS = ("company", "team", "individual")
UNKNOWN = {
    "team": Message("no row has the team “{name}”"),
    "owner": Message("no row has the owner “{name}”"),
    "level": Message("no objective has the level “{name}”"),
    "theme": Message("no objective has the theme “{name}”"),
}


def require_known(part: Filter, plan: Plan) -> None:
    """Raises Usage with the nearest name, if the sheet doesn't hold one that is asked for."""
    for each in fields(part):
        asked = getattr(part, each.name)
        if asked is None:
            continue
        known = sorted({name for name in _names(plan, each.name) if name})
        if asked.casefold() not in {name.casefold() for name in known}:
            raise Usage(UNKNOWN[each.name].filled(name=asked), hint=suggestion(asked, known))


def _names(plan: Plan, what: str) -> Iterator[str]:
    if what == "level":
        yield from LEVELS
    rows: Iterable[Entity] = plan.objectives
    if what in ("team", "owner"):
        rows = plan.entities
    for row in rows:
        yield str(getattr(row, what) or "")


@dataclass(frozen=True, slots=True)
class View:
    """A Plan with its scores, and what of it is to be shown."""

    plan: Plan
    scores: Scores
    filter: Filter = field(default_factory=Filter)
    all_initiatives: bool = False
    without_initiatives: bool = False
    period_origin: Message | None = None
    """Where the sheet says the period."""

    def objectives(self) -> list[Objective]:
        """The objectives asked for that are not parked, in the sheet's order: those that carry
        the name, and those under which something does."""
        if self.filter == Filter():
            return [o for o in self.plan.objectives if not o.parked]
        homes = {k.objective_id for k in self._carrying()}
        return [
            o
            for o in self.plan.objectives
            if not o.parked and (self.filter.takes(o) or o.id in homes)
        ]

    def _carrying(self) -> Iterator[KeyResult]:
        """Key results that carry the name themselves, or whose initiatives do."""
        objectives = {o.id: o for o in self.plan.objectives if not o.parked}
        supporting = self.supporting()
        for key_result in self.plan.key_results:
            above = objectives.get(key_result.objective_id or "")
            if above is None or key_result.parked:
                continue
            below = (key_result, *supporting.get(key_result.id, ()))
            if any(self.filter.takes_below(each, above) for each in below):
                yield key_result

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
        # All of them after the roots: whoever was not met by then hangs in a loop.
        for root in (*children.get(None, []), *shown):
            stack = [(root, 0)]
            while stack:
                objective, depth = stack.pop()
                if objective.id not in seen:
                    seen.add(objective.id)
                    yield objective, depth
                    stack.extend((c, depth + 1) for c in reversed(children.get(objective.id, [])))

    def key_results(self) -> Mapping[str, Sequence[KeyResult]]:
        """Key results that are not parked by the objective they belong to; `""` is none.

        Of an objective that doesn't carry the name itself, only those that do.
        """
        known = {o.id for o in self.plan.objectives}
        whole = {o.id for o in self.plan.objectives if self.filter.takes(o)}
        carrying = frozenset[str]()
        if self.filter != Filter():
            carrying = frozenset(k.id for k in self._carrying())
        by_objective: dict[str, list[KeyResult]] = defaultdict(list)
        for key_result in self.plan.key_results:
            if not key_result.parked:
                above = key_result.objective_id if key_result.objective_id in known else ""
                if not above or above in whole or key_result.id in carrying:
                    by_objective[above].append(key_result)
        return by_objective

    def supporting(self) -> Mapping[str, Sequence[Initiative]]:
        """Initiatives that are not parked by what they support; `""` is nothing known."""
        known = {e.id for e in (*self.plan.objectives, *self.plan.key_results, *self.plan.kpis)}
        supporting: dict[str, list[Initiative]] = defaultdict(list)
        for initiative in self.plan.initiatives:
            if initiative.parked:
                continue
            for target in [t for t in initiative.supports if t in known] or [""]:
                supporting[target].append(initiative)
        return supporting

    def shows_initiatives(self, status: Status) -> bool:
        """Whether initiatives are shown under something with this status."""
        if self.without_initiatives:
            return False
        return self.all_initiatives or status not in FINE


def ids_in(view: View) -> frozenset[str]:
    """Ids of everything that the filter takes: objectives, and what hangs under them."""
    key_results, supporting = view.key_results(), view.supporting()
    taken = {o.id for o in view.objectives()}
    taken |= {k.id for home, rows in key_results.items() for k in rows if home in taken}
    loose = (*key_results.get("", ()), *supporting.get("", ()), *view.plan.kpis)
    taken |= {entity.id for entity in loose if view.filter.takes_loose(entity)}
    return frozenset(taken | {i.id for home in taken for i in supporting.get(home, ())})
