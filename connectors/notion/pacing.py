"""How fast Notion is asked: so many a minute, a few at once, and not while it wants a pause."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from connectors.notion.errors import NOTION
from okrsync.connector import ConnectorError
from okrsync.http import MINUTE, Waiter, current, waiting_for, within_quota

THREADS = 4
"""Requests at once. Each is under the command's own deadline and count."""
A_MINUTE = 180
"""Requests of one connection in any minute, as documented."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failed:
    """What became of an item: the error, or None where it was not begun."""

    error: ConnectorError | None


def each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results in the items' order. Raises the first error; no more is begun after it."""
    found = outcomes(work, items)
    results = [one for one in found if not isinstance(one, Failed)]
    if len(results) < len(found):
        raise first_error(found)
    return results


def outcomes(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result | Failed]:
    """What became of each item. After an error no more is begun, what is under way ends."""
    stop = threading.Event()

    def one(item: Item) -> Result | Failed:
        if stop.is_set():
            return Failed(None)
        try:
            return work(item)
        except ConnectorError as error:
            stop.set()
            return Failed(error)
        except BaseException:
            stop.set()
            raise

    if len(items) <= 1:
        return [one(item) for item in items]
    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(copy_context().run, one, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:  # Ctrl-C: what is under way ends, the rest is not begun
            stop.set()
            raise


def first_error(found: Sequence[object]) -> ConnectorError:
    """The error of the first item that has one."""
    errors = [one.error for one in found if isinstance(one, Failed) and one.error is not None]
    return errors[0]


class Hold:
    """One pause for all threads, when the service asks to be left alone."""

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = threading.Lock()

    def ask(self, seconds: float) -> None:
        """Nothing is sent for so long."""
        waiter = current()
        until = waiter.clock.monotonic() + seconds / waiter.scale
        with self._lock:
            self._until = max(self._until, until)

    def wait(self) -> None:
        """Until the pause is over. Raises OutOfTime."""
        waiter = current()
        left = self._until - waiter.clock.monotonic()
        if left > 0:
            waiter.wait(left * waiter.scale, what=waiting_for(NOTION))


class Window:
    """No more requests in any minute than allowed, by when they were answered: one that is long
    on its way counts for the service when it arrives, which nobody knows but it."""

    def __init__(self) -> None:
        self._ends: deque[list[float]] = deque(maxlen=A_MINUTE)
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for room, and take it. Raises OutOfTime."""
        clock = current().clock
        slot = self._begun()
        try:
            yield
        finally:
            slot[0] = clock.monotonic()

    def _begun(self) -> list[float]:
        waiter = current()
        while True:
            with self._lock:
                left = self._left(waiter)
                if left <= 0:
                    self._ends.append([inf])
                    return self._ends[-1]
            waiter.wait(left * waiter.scale, what=within_quota(NOTION))

    def _left(self, waiter: Waiter) -> float:
        """Seconds until the oldest answer is a minute old."""
        if len(self._ends) < A_MINUTE:
            return 0.0
        window = MINUTE / waiter.scale
        return min(window, self._ends[0][0] + window - waiter.clock.monotonic())
