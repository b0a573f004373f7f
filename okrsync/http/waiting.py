"""Time: what the clock says, how long a command may take, and every wait that is made.

All waiting goes through the `Waiter` in force, so that a deadline holds for a whole command
and a test never sleeps. `OKRSYNC_TIME_SCALE` divides each wait, for tests.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from okrsync.errors import Unreachable
from okrsync.i18n import Message

DEADLINE = 600.0
"""Seconds that a command may take if nobody says otherwise."""


class OutOfTime(Unreachable):
    """The next wait would pass the command's deadline, so it was not begun."""

    code = "deadline"


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """The present moment, with its time zone."""

    def monotonic(self) -> float:
        """Seconds from some fixed moment."""

    def sleep(self, seconds: float) -> None:
        """Do nothing for so long."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds from some fixed moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Do nothing for so long."""
        time.sleep(seconds)


@dataclass(slots=True)
class Waiter:
    """One command's time. `seconds` is all it may take; `scale` divides every wait."""

    seconds: float = DEADLINE
    clock: Clock = field(default_factory=SystemClock)
    scale: float = 1.0
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock.monotonic()

    @property
    def remaining(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.started + self.seconds - self.clock.monotonic())

    def wait(self, seconds: float, *, what: Message | None = None) -> None:
        """Wait. Raises OutOfTime, without waiting, if that would pass the deadline."""
        scaled = seconds / self.scale
        if scaled > self.remaining:
            raise OutOfTime(
                Message(
                    "{what} would take longer than the {seconds} seconds this may take",
                    {"what": what or Message("waiting"), "seconds": f"{self.seconds:g}"},
                ),
                hint=Message("try again later, or allow more time with --deadline"),
            )
        self.clock.sleep(scaled)


_IN_FORCE: ContextVar[Waiter | None] = ContextVar("okrsync_waiter", default=None)


@contextmanager
def using(waiter: Waiter) -> Iterator[Waiter]:
    """Put a command's waiter in force for everything called within."""
    token = _IN_FORCE.set(waiter)
    try:
        yield waiter
    finally:
        _IN_FORCE.reset(token)


def current() -> Waiter:
    """The waiter in force; outside any command one with the default deadline."""
    return _IN_FORCE.get() or Waiter()
