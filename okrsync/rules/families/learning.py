"""PRG: does the work move the result, and does anybody learn from it when it doesn't?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from okrsync.i18n import Message
from okrsync.model import Initiative, KeyResult, Objective, Severity, Status
from okrsync.rules.amounts import percent
from okrsync.rules.context import Context
from okrsync.rules.options import Option
from okrsync.rules.quoting import quoted
from okrsync.rules.rule import Hit, Rule
from okrsync.scoring.result import InitiativeScore, KeyResultScore

NAMED = 3
MOVED = Decimal("0.10")
"""So much progress is a movement, and no noise."""


def _scored(context: Context) -> Iterator[tuple[KeyResult, KeyResultScore]]:
    """Key results that count, with their scores: work is spoken of elsewhere."""
    for key_result in context.key_results:
        score = context.scores.key_results.get(key_result.id)
        if score is not None and not score.parked and not score.frozen and score.decision.counts:
            yield key_result, score


def _score(context: Context, initiative: Initiative) -> InitiativeScore | None:
    return context.scores.initiatives.get(initiative.id)


def _is_done(context: Context, initiative: Initiative) -> bool:
    score = _score(context, initiative)
    return bool(initiative.done) or (score is not None and score.done)


class DoneButFlat(Rule):
    """A key result that stands where it stood although work for it has been done."""

    code = "PRG02"
    name = "done-but-flat"
    severity = Severity.WARN
    message = Message("Done: {work}. The key result has not moved.")
    why = Message("Either the work doesn't lead to it, or it takes longer: both are worth knowing.")
    fix = Message("Note what you learned in the notes, and try another initiative.")
    question = Message("What did we learn, and what do we try next?")
    instead_of = "“Flyers handed out” is done; visitors from 100 to 200 still at 100"
    write = "Notes: nobody came with a flyer. Next: a free lesson in the park"
    patience = Option("days_until_flat", 7, least=0)

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results at their start, or at the value that they had when work was finished."""
        settings = context.config.rules
        for key_result, score in _scored(context):
            label = context.period_of(key_result).label
            days = self.patience.value(settings, team=key_result.team, period=label)
            if score.progress is None or score.progress >= 1 or key_result.metric is None:
                continue
            flat = [
                initiative.title
                for initiative in context.work_for.get(key_result.id, ())
                if _is_done(context, initiative)
                and self._is_flat(context, key_result, score, initiative, days)
            ]
            if flat:
                yield Hit(key_result, "current", {"work": quoted(*flat[:NAMED])})

    @staticmethod
    def _is_flat(
        context: Context,
        key_result: KeyResult,
        score: KeyResultScore,
        initiative: Initiative,
        days: int,
    ) -> bool:
        current = key_result.metric.current if key_result.metric else None
        if current is None:
            return False
        done_on = initiative.done_on
        if done_on is not None and context.scores.as_of < done_on + timedelta(days=days):
            return False
        then = _value_on(context, key_result, done_on) if done_on is not None else None
        if then is None:
            then = score.baseline
        return then == current


def _value_on(context: Context, key_result: KeyResult, day: date) -> Decimal | None:
    """The last value that was seen up to this day."""
    known = [value for on, value in context.seen.get(key_result.id, ()) if on <= day]
    return known[-1] if known else None


class OffTrackWithoutPlan(Rule):
    """A key result that is off track, with no open initiative for it."""

    code = "PRG03"
    name = "off-track-without-plan"
    severity = Severity.WARN
    message = Message("Off track, and nobody is doing anything about it.")
    all_done = Message("Off track, and everything planned for it is done.")
    why = Message("While a result is on track its work needs no look; now it is what to look at.")
    fix = Message("What was tried, why did it not work, and what else could? Write that as a row.")
    question = Message("What do we try next?")
    instead_of = "Repeat orders at 10% with 80% of the time gone, and no open initiative"
    write = "Initiative: ask ten lost customers why they left, before 5 June"

    def find(self, context: Context) -> Iterator[Hit]:
        """Running key results whose status is off track, and that nothing open supports. Where a
        plan has no initiatives at all, STR09 says that of the whole sheet."""
        for key_result, score in _scored(context):
            if score.status is not Status.OFF_TRACK or not context.plan.initiatives:
                continue
            work = _work(context, key_result)
            if all(_is_done(context, initiative) for initiative in work):
                yield Hit(key_result, "current", message=self.all_done if work else None)


def _work(context: Context, key_result: KeyResult) -> Sequence[Initiative]:
    """What supports a key result, itself or through its objective."""
    own = context.work_for.get(key_result.id, ())
    return [*own, *context.work_for.get(key_result.objective_id or "", ())]


class MovesWithoutWork(Rule):
    """A key result that moves although none of its initiatives has begun: nobody knows why."""

    code = "PRG04"
    name = "kr-moves-without-initiative"
    severity = Severity.INFO
    message = Message("At {progress}, though nothing was done for it: the cause is unknown.")
    why = Message("What helped once can only be repeated by those who know what it was.")
    fix = Message("Note what happened, or tick off what was done.")
    instead_of = "Repeat orders up by half, and every initiative untouched"
    write = "Notes: the bakery next door closed in May"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that moved while all initiatives for them are said to be untouched."""
        for key_result, score in _scored(context):
            work = _work(context, key_result)
            if score.basis != "metric" or score.progress is None or score.progress < MOVED:
                continue
            moved = score.baseline is not None and not score.baseline_assumed
            moved = moved or len({v for _, v in context.seen.get(key_result.id, ())}) > 1
            if moved and work and all(_is_untouched(context, each) for each in work):
                progress = percent(score.progress, context.language)
                yield Hit(key_result, "current", {"progress": progress})


def _is_untouched(context: Context, initiative: Initiative) -> bool:
    """Whether the sheet says that nothing was done: a blank cell in a column for it says so, and
    a sheet without such a column says nothing."""
    score = _score(context, initiative)
    if score is not None and score.progress is not None:
        return score.progress == 0
    cells = initiative.source.cells if initiative.source else {}
    return initiative.done is False or bool({"done", "progress"} & cells.keys())


class EarlyMet(Rule):
    """A target that is passed by far in the first third of its time: it may have been set low."""

    code = "PRG05"
    name = "met-by-far-too-soon"
    severity = Severity.INFO
    message = Message("At {progress} with only {gone} of the time gone.")
    why = Message("A target that was sure from the start teaches nothing and moves nobody.")
    fix = Message("If it was luck, note it; if it was easy, set the next one higher.")
    instead_of = "New members from 0 to 20, at 31 in the third week"
    write = "New members from 0 to 60"
    far = Option("far_above_percent", 120, least=100)
    soon = Option("soon_percent", 33, least=1)

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results far above their target, of a start that somebody typed."""
        for key_result, score in _scored(context):
            settings, period = context.config.rules, context.period_of(key_result)
            gone = _gone(context, key_result)
            soon = Decimal(self.soon.value(settings, team=key_result.team, period=period.label))
            if score.basis != "metric" or score.progress is None or score.baseline_assumed:
                continue
            far = Decimal(self.far.value(settings, team=key_result.team, period=period.label))
            if score.expected is None or not 0 < gone * 100 <= soon or score.progress * 100 < far:
                continue
            values = {
                "progress": percent(score.progress, context.language),
                "gone": percent(gone, context.language),
            }
            yield Hit(key_result, "current", values)


def _gone(context: Context, key_result: KeyResult) -> Decimal:
    """How much of a key result's time is over."""
    objective = context.by_id.get(key_result.objective_id or "")
    own = key_result.period or (objective.period if isinstance(objective, Objective) else None)
    period = own or context.scores.period
    end = key_result.due or period.end
    days = (end - period.start).days + 1
    gone = (context.scores.as_of - period.start).days
    return Decimal(min(max(gone, 0), max(days, 1))) / Decimal(max(days, 1))
