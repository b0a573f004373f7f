"""What is sent: counted by effect, and for each document one piece of work at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from okrsync.connector.exchange import Calls

Effect = Literal["read", "write", "other"]


@dataclass(slots=True)
class Tally:
    """The requests that were really sent, by effect, from whatever thread."""

    calls: Calls = field(default_factory=Calls)
    lock: threading.Lock = field(default_factory=threading.Lock)


_TALLY: ContextVar[Tally | None] = ContextVar("okrsync_tally", default=None)


@contextmanager
def counting() -> Iterator[Tally]:
    """Count what is sent within, retries and sign-in included."""
    tally = Tally()
    token = _TALLY.set(tally)
    try:
        yield tally
    finally:
        _TALLY.reset(token)


def sent(effect: Effect) -> None:
    """Note one request on its way, whatever becomes of it."""
    tally = _TALLY.get()
    if tally is not None:
        with tally.lock:
            tally.calls += Calls(**{effect: 1})


@dataclass(slots=True)
class _Turn:
    lock: threading.RLock = field(default_factory=threading.RLock)
    users: int = 0


_TURNS: dict[tuple[str, ...], _Turn] = {}
_LOCK = threading.Lock()


@contextmanager
def alone(*key: str) -> Iterator[None]:
    """One at a time: a document gets one request while another waits for its turn.

    Nothing is kept of a document that nobody is at work on.
    """
    with _LOCK:
        turn = _TURNS.setdefault(key, _Turn())
        turn.users += 1
    try:
        with turn.lock:
            yield
    finally:
        with _LOCK:
            turn.users -= 1
            if not turn.users:
                del _TURNS[key]
