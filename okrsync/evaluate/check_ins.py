"""Check-ins: what the values read now add to those that are remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from okrsync.model import CheckIn, KeyResult, Kpi, Plan
from okrsync.scoring.result import Scores


class Seen(NamedTuple):
    """What a human may have changed about an entity since its last check-in."""

    value: Decimal | None
    confidence: Decimal | None
    note: str | None


NOTHING = Seen(None, None, None)


def by_humans(check_ins: Iterable[CheckIn], typed: Iterable[CheckIn] = ()) -> list[CheckIn]:
    """Those that are a human's: all that are `typed` in the sheet's own log, where each line is
    a tick or a look even if nothing changed, and of the others those in which something
    changed. A status that moved with the date is no such change."""
    own = {(check_in.entity_id, check_in.on) for check_in in typed}
    last: dict[str, Seen] = {}
    found = []
    for check_in in check_ins:
        seen = _of(check_in)
        is_typed = (check_in.entity_id, check_in.on) in own
        if is_typed or last.get(check_in.entity_id) != seen:
            found.append(check_in)
        last[check_in.entity_id] = seen
    return found


def new_values(plan: Plan, remembered: Sequence[CheckIn], as_of: date) -> list[CheckIn]:
    """Check-ins that the values read now make, before anything is scored."""
    last = _last(remembered, as_of)
    return [
        _check_in(entity_id, as_of, seen, None)
        for entity_id, seen in _watched(plan)
        if seen != (_of(last[entity_id]) if entity_id in last else NOTHING)
    ]


def new_check_ins(
    plan: Plan, scores: Scores, remembered: Sequence[CheckIn], frozen: frozenset[str]
) -> list[CheckIn]:
    """Check-ins to record: only where value, status, confidence or note differ from the last.

    One that never had a value, a confidence or a note has nothing to record yet.
    """
    last = _last(remembered, scores.as_of)
    found = []
    for entity_id, seen in _watched(plan):
        score = scores.key_results.get(entity_id)
        status = score.status.value if score else None
        before = last.get(entity_id)
        if entity_id in frozen or (before is None and seen == NOTHING):
            continue
        if before is None or (_of(before), before.status) != (seen, status):
            found.append(_check_in(entity_id, scores.as_of, seen, status))
    return found


def _last(check_ins: Iterable[CheckIn], as_of: date) -> dict[str, CheckIn]:
    return {c.entity_id: c for c in check_ins if c.on <= as_of}


def _watched(plan: Plan) -> Iterator[tuple[str, Seen]]:
    for key_result in plan.key_results:
        if not key_result.parked:
            note = key_result.notes or None
            yield key_result.id, Seen(_value(key_result), key_result.confidence, note)
    for kpi in plan.kpis:
        if not kpi.parked:
            yield kpi.id, Seen(_value(kpi), None, kpi.notes or None)


def _value(entity: KeyResult | Kpi) -> Decimal | None:
    if entity.metric is not None:
        return entity.metric.current
    return entity.reported_progress if isinstance(entity, KeyResult) else None


def _of(check_in: CheckIn) -> Seen:
    return Seen(check_in.value, check_in.confidence, check_in.note)


def _check_in(entity_id: str, on: date, seen: Seen, status: str | None) -> CheckIn:
    return CheckIn(
        entity_id=entity_id,
        on=on,
        value=seen.value,
        confidence=seen.confidence,
        note=seen.note,
        status=status,
    )
