"""Requests a minute: 60 a user and 300 a project, reads and writes apart."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from tests.servers.google.clock import Clock
from tests.servers.google.errors import rate_limited
from tests.servers.google.requests import Effect

MINUTE = 60.0


@dataclass
class Quota:
    """Counts what was answered within the last minute; what was refused does not count."""

    clock: Clock
    project: str
    per_user: int = 60
    per_project: int = 300
    _seen: dict[tuple[Effect, str], deque[float]] = field(default_factory=dict)

    def spend(self, effect: Effect, who: str) -> None:
        """Count a request; 429 where its minute is full."""
        if effect == "other":
            return
        kind = "Read" if effect == "read" else "Write"
        windows = (("user", who, self.per_user), ("project", "", self.per_project))
        for per, key, limit in windows:
            if self.used(effect, key) >= limit:
                raise rate_limited(kind, per, limit, self.project)
        for _, key, _ in windows:
            self._seen[effect, key].append(self.clock.now())

    def used(self, effect: Effect, who: str = "") -> int:
        """Requests of the last minute, of one account or of the project."""
        seen = self._seen.setdefault((effect, who), deque())
        while seen and seen[0] <= self.clock.now() - MINUTE:
            seen.popleft()
        return len(seen)
