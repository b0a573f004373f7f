"""What check-ins tell scoring: the first value of each thing, and when it was last looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from okrsync.config import Scoring
from okrsync.model import Cadence, CheckIn


@dataclass(slots=True)
class Memory:
    """Check-ins by entity. `last` and `days` leave out what lies after the day of scoring.

    `days` are the days on which each thing was ticked or checked in.
    """

    as_of: date
    first: dict[str, Decimal] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    days: defaultdict[str, set[date]] = field(default_factory=lambda: defaultdict(set))

    def outdated(self, entity_id: str, cadence: Cadence | None, settings: Scoring) -> bool:
        """Whether the last check-in is too long ago; False where there never was one.

        Without a rhythm of its own a thing has a month.
        """
        last = self.last.get(entity_id)
        if last is None:
            return False
        monthly = cadence is Cadence.MONTHLY or cadence is None
        allowed = settings.outdated_monthly if monthly else settings.outdated_weekly
        return (self.as_of - last).days > allowed


def remember(check_ins: Iterable[CheckIn], as_of: date) -> Memory:
    """The memory of these check-ins; of several on one day the first is the first."""
    memory = Memory(as_of)
    since: dict[str, date] = {}
    for check_in in check_ins:
        entity, on = check_in.entity_id, check_in.on
        if check_in.value is not None and (entity not in since or on < since[entity]):
            since[entity] = on
            memory.first[entity] = check_in.value
        if on <= as_of:
            memory.days[entity].add(on)
            memory.last[entity] = max(on, memory.last.get(entity, on))
    return memory
