"""DAT, what the numbers and dates of a row say together, and waivers that waive nothing."""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.model import Initiative, KeyResult, Metric, Severity, TargetType
from okrsync.rules.context import Context
from okrsync.rules.rule import Hit, Rule
from okrsync.text import Text


class BaselineEqualsTarget(Rule):
    """A key result whose start and target are the same number."""

    code = "DAT02"
    name = "baseline-equals-target"
    severity = Severity.ERROR
    message = Text(
        en="Start and target are the same ({value}): progress has no meaning.",
        nl="Begin en doel zijn gelijk ({value}): voortgang heeft geen betekenis.",
    )
    why = Text(
        en="There is no way from a number to itself, so nothing can be computed.",
        nl="Van een getal naar zichzelf is geen weg, dus er valt niets te berekenen.",
    )
    fix = Text(
        en="Correct one of them; to hold a level, write “at least” or “at most”.",
        nl="Verbeter een van de twee; schrijf “minstens” of “hooguit” om een niveau te houden.",
    )
    instead_of = "Uptime from 99.9% to 99.9%"
    write = "Uptime at least 99.9%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Moving targets that don't move."""
        for key_result in context.key_results:
            metric = key_result.metric
            if metric is None or metric.baseline is None or metric.baseline != metric.target:
                continue
            if metric.target_type in (TargetType.INCREASE, TargetType.DECREASE):
                yield Hit(key_result, "target", {"value": _plain(metric)})


class DirectionContradiction(Rule):
    """The sheet says decrease while the target lies above the start, or the other way round."""

    code = "DAT03"
    name = "direction-contradiction"
    severity = Severity.ERROR
    message = Text(
        en="“Decrease”, but the target ({target}) is above the start ({baseline}).",
        nl="“Verlagen”, maar het doel ({target}) ligt boven het begin ({baseline}).",
    )
    upwards = Text(
        en="“Increase”, but the target ({target}) is below the start ({baseline}).",
        nl="“Verhogen”, maar het doel ({target}) ligt onder het begin ({baseline}).",
    )
    why = Text(
        en="One of the three is wrong, and progress would run backwards.",
        nl="Een van de drie klopt niet, en de voortgang zou achteruit lopen.",
    )
    fix = Text(
        en="Correct the type or one of the numbers.", nl="Verbeter het type of een van de getallen."
    )
    instead_of = "Decrease, from 3% to 5%"
    write = "Decrease, from 5% to 3%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Declared directions that the numbers contradict."""
        for key_result in context.key_results:
            metric = key_result.metric
            if metric is None or not metric.declared:
                continue
            if metric.baseline is None or metric.target is None:
                continue
            values = {"target": _number(metric.target), "baseline": _number(metric.baseline)}
            if metric.target_type is TargetType.DECREASE and metric.target > metric.baseline:
                yield Hit(key_result, "target", values)
            if metric.target_type is TargetType.INCREASE and metric.target < metric.baseline:
                yield Hit(key_result, "target", values, message=self.upwards)


class Cycle(Rule):
    """Objectives that support each other in a circle."""

    code = "DAT07"
    name = "parent-cycle"
    severity = Severity.ERROR
    message = Text(en="A circle: {loop}.", nl="Een kring: {loop}.")
    why = Text(
        en="Each would be computed from the other, so the circle is cut at one place.",
        nl="Elk zou uit de ander berekend worden, dus de kring is op één plek doorgeknipt.",
    )
    fix = Text(
        en="Decide which one is the highest and clear its parent.",
        nl="Kies welke de hoogste is en maak daar de bovenliggende leeg.",
    )
    instead_of = "O1 supports O2, O2 supports O1"
    write = "O2 supports O1, O1 supports none"

    def find(self, context: Context) -> Iterator[Hit]:
        """Each circle once, at the first of its objectives."""
        homes = {k.id: k.objective_id for k in context.plan.key_results}
        parents = {
            o.id: homes.get(o.parent_id, o.parent_id)
            for o in context.plan.objectives
            if o.parent_id
        }
        told: set[str] = set()
        for objective in context.plan.objectives:
            loop = _loop(objective.id, parents)
            if loop and not told & set(loop):
                told |= set(loop)
                titles = [context.by_id[i].title for i in [*loop, loop[0]]]
                yield Hit(objective, "parent_id", {"loop": " → ".join(titles)})


def _loop(start: str, parents: dict[str, str | None]) -> list[str]:
    """The circle that leads from `start` back to it; empty where there is none."""
    path, here = [start], parents.get(start)
    while here is not None and here not in path:
        path.append(here)
        here = parents.get(here)
    return path if here == start else []


class OutsidePeriod(Rule):
    """Something that is due after its period has ended."""

    code = "DAT08"
    name = "outside-period"
    severity = Severity.WARN
    message = Text(
        en="Due on {due}, after the period ends ({end}).",
        nl="Klaar op {due}, na het einde van de periode ({end}).",
    )
    why = Text(
        en="At the end of the period it can't be judged yet.",
        nl="Aan het einde van de periode is het nog niet te beoordelen.",
    )
    fix = Text(
        en="Correct the date, or move the row to the next period.",
        nl="Verbeter de datum, of zet de rij in de volgende periode.",
    )
    instead_of = "Q2, due 2026-09-01"
    write = "Q2, due 2026-06-15"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results and initiatives due too late."""
        dated: list[KeyResult | Initiative] = [*context.key_results, *context.initiatives]
        for entity in dated:
            end = (entity.period or context.scores.period).end
            if entity.due is not None and entity.due > end:
                yield Hit(entity, "due", {"due": entity.due.isoformat(), "end": end.isoformat()})


class UnusedWaiver(Rule):
    """A waiver, in the configuration or in a notes column, that covers no finding any more."""

    code = "DAT12"
    name = "unused-waiver"
    severity = Severity.WARN
    message = Text(
        en="The waiver of {rule} for “{id}” waives nothing any more.",
        nl="De uitzondering van {rule} voor “{id}” dekt niets meer.",
    )
    why = Text(
        en="An old waiver may hide the next finding that deserves a look.",
        nl="Een oude uitzondering kan de volgende vraag verbergen die een blik verdient.",
    )
    fix = Text(en="Remove it.", nl="Haal hem weg.")
    instead_of = 'waivers = [{ rule = "OUT01", id = "kr-12", reason = "…" }], kr-12 long gone'
    write = "no waiver"

    def find(self, context: Context) -> Iterator[Hit]:
        """Nothing by itself: what is unused is known when all other rules have run."""
        return iter(())


def _plain(metric: Metric) -> str:
    return "" if metric.target is None else _number(metric.target)


def _number(value: object) -> str:
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
