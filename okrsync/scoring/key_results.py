"""Every key result's score, and in the same pass its objective's sums.

This is the one loop that a million rows go through, so it is written flat.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from okrsync.model import KeyResult, Plan, Status
from okrsync.scoring.decide import UNDECIDED
from okrsync.scoring.frame import Day, Frame, Sums, counts_in
from okrsync.scoring.memory import Memory
from okrsync.scoring.numbers import ZERO, clamp, weight_of
from okrsync.scoring.pace import RANK, Pace
from okrsync.scoring.progress import Measured, Shape, measure
from okrsync.scoring.result import Decision, KeyResultScore


def score_key_results(
    plan: Plan,
    decisions: Mapping[str, Decision],
    frames: Mapping[str | None, Frame],
    memory: Memory,
    day: Day,
) -> dict[str, KeyResultScore]:
    """All scores by id; adds each that counts to the sums of its frame."""
    scores: dict[str, KeyResultScore] = {}
    loose = frames[None]
    for key_result in plan.key_results:
        frame = frames.get(key_result.objective_id, loose)
        decision = decisions.get(key_result.id, UNDECIDED)
        if key_result.parked or frame.parked:
            scores[key_result.id] = _parked(key_result, decision)
            continue
        pace = _pace(key_result, frame, day)
        measured = measure(key_result, memory.first.get(key_result.id))
        outdated = memory.outdated(key_result.id, key_result.cadence, day.settings)
        score = _score(key_result, measured, pace, decision, outdated, day)
        scores[key_result.id] = score
        if counts_in(key_result, frame, day):
            _add(frame.sums, key_result, score, measured, pace)
    return scores


def _pace(key_result: KeyResult, frame: Frame, day: Day) -> Pace:
    if key_result.due is None and key_result.period is None:
        return frame.pace
    return day.pace(key_result.period or frame.period, key_result.due, frame.share)


def _status(measured: Measured, pace: Pace, progress: Decimal) -> Status:
    if measured.shape is Shape.LINE:
        return pace.word(progress, pace.expected - progress)
    return pace.other(measured.shape, progress)


def _score(
    key_result: KeyResult,
    measured: Measured,
    pace: Pace,
    decision: Decision,
    outdated: bool,
    day: Day,
) -> KeyResultScore:
    progress, typed = measured.progress, key_result.reported_progress
    expected = pace.expected if measured.shape is Shape.LINE else None
    if progress is None:
        status = Status.NOT_STARTED if pace.before else Status.NO_DATA
    else:
        status = _status(measured, pace, progress)
    return KeyResultScore(
        key_result.id,
        progress,
        measured.basis,
        typed if typed is not None else progress,
        weight_of(key_result.weight),
        measured.baseline,
        measured.assumed,
        expected,
        None if expected is None or progress is None else expected - progress,
        status,
        outdated,
        decision,
        False,
        key_result.id in day.frozen,
    )


def _add(
    sums: Sums, key_result: KeyResult, score: KeyResultScore, measured: Measured, pace: Pace
) -> None:
    weight, progress = score.weight, score.progress
    value = clamp(progress)
    sums.count += 1
    sums.outdated = sums.outdated or score.outdated
    if key_result.reported_progress is not None:
        sums.typed += weight * (clamp(key_result.reported_progress) - value)
    if not score.decision.counts:
        sums.out_weight += weight
        sums.out_product += weight * value
        return
    sums.outcomes += 1
    sums.weight += weight
    if progress is not None:
        sums.known += weight
        sums.product += weight * value
        sums.has_data = True
    if pace.before:
        return
    status = score.status if progress is not None else _status(measured, pace, ZERO)
    sums.rank = min(sums.rank, RANK[status])


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
        gap=None,
        status=Status.NO_DATA,
        outdated=False,
        decision=decision,
        parked=True,
    )
