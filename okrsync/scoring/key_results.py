"""Every key result's score.

This is the one loop that a million rows go through: it is written flat, and the row that has
all its numbers takes no call that it can do without.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from operator import itemgetter

from okrsync.model import KeyResult, Plan, Status, TargetType
from okrsync.scoring.decide import UNDECIDED
from okrsync.scoring.frame import ScoringDay, ScoringFrame
from okrsync.scoring.numbers import ONE, ZERO, divide, weight_of
from okrsync.scoring.pace import Pace
from okrsync.scoring.progress import Measured, ProgressShape, measure
from okrsync.scoring.result import NO_START, Decision, KeyResultScore

_ROW = itemgetter(
    "id", "objective_id", "metric", "weight", "due", "period", "parked", "reported_progress"
)
_NUMBERS = itemgetter("target_type", "baseline", "target", "current")
_make = tuple.__new__


def score_key_results(
    plan: Plan,
    decisions: Mapping[str, Decision],
    frames: Mapping[str | None, ScoringFrame],
    day: ScoringDay,
) -> dict[str, KeyResultScore]:
    """All scores by id; hands each that counts to its frame."""
    scores: dict[str, KeyResultScore] = {}
    loose, frozen, remembered = frames[None], day.frozen, bool(day.memory.last)
    increase, decrease = TargetType.INCREASE, TargetType.DECREASE
    zero = day.settings.missing_start == "zero"
    progress: Decimal | None
    expected: Decimal | None
    basis: str | None
    for key_result in plan.key_results:
        entity_id, objective_id, metric, weight, due, period, parked, typed = _ROW(vars(key_result))
        frame = frames.get(objective_id, loose)
        decision = decisions.get(entity_id, UNDECIDED)
        if parked or frame.parked:
            scores[entity_id] = _parked(key_result, decision)
            continue
        pace = frame.pace
        if due is not None or period is not None:
            pace = day.pace(period or frame.period, due, frame.share)
        progress = None
        if metric is not None:
            kind, baseline, target, current = _NUMBERS(vars(metric))
            known = baseline is not None and target is not None and current is not None
            if known and (kind is increase or kind is decrease) and baseline != target:
                progress = divide(current - baseline, target - baseline)
                basis, assumed, expected = "metric", False, pace.expected
                status = pace.word(progress, expected - progress)
        if progress is None:
            within = period or frame.period
            first = day.memory.start(entity_id, within.start)
            measured = measure(key_result, first, zero=zero)
            progress, basis, baseline, assumed, _, since = measured
            if since is not None and since > within.start:
                pace = day.pace(within.model_copy(update={"start": since}), due, frame.share)
            expected, status = _paced(entity_id, measured, pace, frame)
        score = _make(
            KeyResultScore,
            (
                entity_id,
                progress,
                basis,
                progress if typed is None else typed,
                ONE if weight is None or weight < ZERO else weight,
                baseline,
                assumed,
                expected,
                status,
                remembered and day.outdated(entity_id, key_result.cadence),
                decision,
                False,
                entity_id in frozen,
            ),
        )
        scores[entity_id] = score
        if period is None or day.covers(period, frame.period):
            frame.rows.append(score)
    return scores


def _paced(
    entity_id: str, measured: Measured, pace: Pace, frame: ScoringFrame
) -> tuple[Decimal | None, Status]:
    """What is expected of a row by now, and its status. For a row without a value the frame is told
    which status it would have at 0."""
    expected = pace.expected if measured.shape is ProgressShape.LINE else None
    if measured.basis is NO_START:
        return None, Status.NOT_STARTED if pace.before else Status.NO_DATA
    if measured.progress is None:
        frame.blanks[entity_id] = _status(measured.shape, pace, ZERO)
        return expected, Status.NOT_STARTED if pace.before else Status.NO_DATA
    return expected, _status(measured.shape, pace, measured.progress)


def _status(shape: ProgressShape, pace: Pace, progress: Decimal) -> Status:
    if shape is ProgressShape.LINE:
        return pace.word(progress, pace.expected - progress)
    return pace.other(shape, progress)


def _parked(key_result: KeyResult, decision: Decision) -> KeyResultScore:
    return KeyResultScore(
        id=key_result.id,
        progress=None,
        basis=None,
        reported=None,
        weight=weight_of(key_result.weight),
        baseline=None,
        baseline_assumed=False,
        expected=None,
        status=Status.NO_DATA,
        outdated=False,
        decision=decision,
        parked=True,
    )
