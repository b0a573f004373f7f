"""What check-ins tell scoring: earlier values of each thing, and when it was last looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from okrsync.model import CheckIn


@dataclass(slots=True)
class Memory:
    """Check-ins by entity; all leave out what lies after the day of scoring.

    `earlier` are the first values of each earlier day, `days` the days on which each thing was
    ticked or checked in.
    """

    earlier: defaultdict[str, list[tuple[date, Decimal]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    last: dict[str, date] = field(default_factory=dict)
    days: defaultdict[str, set[date]] = field(default_factory=lambda: defaultdict(set))

    def start(self, entity: str, since: date) -> tuple[date, Decimal] | None:
        """The value that something began with: its first of a period that began `since`, else
        the last one before that. None where no earlier day has any."""
        known = sorted(self.earlier.get(entity, ()))
        within = next((each for each in known if each[0] >= since), None)
        return within or (known[-1] if known else None)


def remember(check_ins: Iterable[CheckIn], as_of: date) -> Memory:
    """The memory of these check-ins; of several on one day the first in the list is the first."""
    memory = Memory()
    seen: set[tuple[str, date]] = set()
    for check_in in check_ins:
        entity, on = check_in.entity_id, check_in.on
        if check_in.value is not None and on < as_of and (entity, on) not in seen:
            seen.add((entity, on))
            memory.earlier[entity].append((on, check_in.value))
        if on <= as_of:
            memory.days[entity].add(on)
            memory.last[entity] = max(on, memory.last.get(entity, on))
    return memory
