"""The server's time. Tests move it; nothing here sleeps."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC).timestamp()


class Clock:
    """Seconds since 1970. Stands still until `advance`, or runs at `scale` times real time.

    `sleep` advances instead of waiting, so that the clock can be handed to a client as its own.
    """

    def __init__(self, start: float = START, *, scale: float | None = None) -> None:
        self._now = start
        self._scale = scale
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> float:
        with self._lock:
            if self._scale is None:
                return self._now
            return self._now + (time.monotonic() - self._since) * self._scale

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._now += seconds

    sleep = advance

    def stamp(self, at: float | None = None) -> str:
        """RFC 3339 with milliseconds, as Drive writes it."""
        moment = datetime.fromtimestamp(self.now() if at is None else at, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
