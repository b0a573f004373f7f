"""So many requests of one connection in any 60 seconds."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from tests.servers.google.clock import Clock
from tests.servers.notion.errors import rate_limited

WINDOW = 60.0


@dataclass
class Limit:
    """`requests` a window; None switches it off. What was refused does not count.

    Seconds are the clock's: one that runs at a scale scales the window with it.
    """

    clock: Clock
    requests: int | None = 180
    refused: int = 0
    _seen: deque[float] = field(default_factory=deque)

    def spend(self) -> None:
        """Count a request. Raises ApiError with 429 where the window is full."""
        if self.requests is None:
            return
        now = self.clock.now()
        while self._seen and self._seen[0] <= now - WINDOW:
            self._seen.popleft()
        if len(self._seen) >= self.requests:
            self.refused += 1
            raise rate_limited(math.ceil(self._seen[0] + WINDOW - now))
        self._seen.append(now)
