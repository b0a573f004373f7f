"""What check-ins tell scoring: the first value of each thing, and when it was last looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from okrsync.model import CheckIn


@dataclass(slots=True)
class Memory:
    """Check-ins by entity. `last` and `days` leave out what lies after the day of scoring.

    `days` are the days on which each thing was ticked or checked in.
    """

    first: dict[str, Decimal] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    days: defaultdict[str, set[date]] = field(default_factory=lambda: defaultdict(set))


def remember(check_ins: Iterable[CheckIn], as_of: date) -> Memory:
    """The memory of these check-ins; of several on one day the first is the first."""
    memory = Memory()
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
