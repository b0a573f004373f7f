"""What an old sheet hands on to the next: unfinished rows, from where they stand now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from okrsync.dialogue import Dialogue
from okrsync.evaluate.evaluation import Evaluation
from okrsync.fresh.outline import Action, Audience, Goal, Outline, Result, quarter_of
from okrsync.i18n import Message
from okrsync.model import Initiative, KeyResult, Metric, Objective, TargetType

LEARNED = Message("“{title}” is not there yet. What did you learn? (Enter: nothing to say)")


def unfinished(found: Evaluation, kind: Audience, today: date) -> Outline:
    """An outline for the quarter after the old period, or for today's where that one is long over.

    Left behind: what is parked, what reached its target, what is done, and objectives of which
    nothing is left. A row that measures an output goes along as the work that it is."""
    day = max(today, found.period.end + timedelta(days=1))
    plan = found.plan
    goals = [_nobodys(found), *(_goal(found, each) for each in plan.objectives if not each.parked)]
    left = [each for each in goals if each.results or each.actions]
    return Outline(kind, quarter_of(day), plan.north_star or "", "", left)


def ask_learned(outline: Outline, person: Dialogue, language: str) -> None:
    """What was learned of each result that goes along; the answer stands in its notes."""
    for goal in outline.goals:
        for result in goal.results:
            if person.asks:
                said = person.type(LEARNED.say(language, title=result.title))
                result.notes = "; ".join(each for each in (result.notes, said) if each) or None


def _nobodys(found: Evaluation) -> Goal:
    """What belongs to no objective goes along as it was."""
    goal = Goal("")
    _fill(goal, found, None)
    known = {each.id for each in (*found.plan.objectives, *found.plan.key_results)}
    goal.actions += _actions(found, lambda each: not known & set(each.supports[:1]))
    return goal


def _goal(found: Evaluation, objective: Objective) -> Goal:
    goal = Goal(objective.title, objective.team, objective.owner)
    goal.actions = _actions(found, _supports(objective.id))
    _fill(goal, found, objective.id)
    return goal


def _fill(goal: Goal, found: Evaluation, objective: str | None) -> None:
    for each in found.plan.key_results:
        if each.objective_id != objective or each.parked or _reached(found, each):
            continue
        if found.decisions[each.id].counts:
            goal.results.append(_result(found, each))
        else:
            own = Action(each.title, owner=each.owner, team=each.team, notes=each.notes)
            goal.actions += [own, *_actions(found, _supports(each.id))]


def _reached(found: Evaluation, key_result: KeyResult) -> bool:
    score = found.scores.key_results.get(key_result.id)
    return score is not None and score.progress is not None and score.progress >= 1


def _result(found: Evaluation, key_result: KeyResult) -> Result:
    metric = key_result.metric or Metric()
    stands = metric.current if metric.current is not None else metric.baseline
    return Result(
        key_result.title,
        _cell(stands),
        _target(metric),
        unit=metric.unit,
        owner=key_result.owner,
        team=key_result.team,
        notes=key_result.notes,
        actions=_actions(found, _supports(key_result.id)),
    )


def _target(metric: Metric) -> float | str | None:
    """A level as a number; a bound as people type it, since its sign says what is meant."""
    if metric.target_type is TargetType.BETWEEN and metric.lower is not None:
        return f"{_text(metric.lower, metric)} – {_text(metric.upper, metric)}"
    sign = {TargetType.AT_LEAST: "≥", TargetType.AT_MOST: "≤"}.get(metric.target_type)
    bound = metric.target
    return f"{sign} {_text(bound, metric)}" if sign and bound is not None else _cell(bound)


def _text(value: Decimal | None, metric: Metric) -> str:
    if value is None:
        return ""
    shown = value * 100 if metric.unit == "%" else value
    return f"{shown.normalize():f}{'%' if metric.unit == '%' else ''}"


def _cell(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _supports(entity: str) -> Callable[[Initiative], bool]:
    """Whether work stands below this one: each does below the first that it supports."""
    return lambda each: each.supports[:1] == (entity,)


def _actions(found: Evaluation, wanted: Callable[[Initiative], bool]) -> list[Action]:
    """What is open of this work."""
    return [
        Action(
            each.title,
            each.cadence,
            _cell(each.amount),
            _cell(each.minutes),
            each.owner,
            each.team,
            each.notes,
        )
        for each in found.plan.initiatives
        if wanted(each) and not each.parked and not _done(each)
    ]


def _done(initiative: Initiative) -> bool:
    ticked = initiative.done is True or initiative.done_on is not None
    return ticked or (initiative.progress is not None and initiative.progress >= 1)
