"""A service's quota, kept by all threads and all processes of one machine together.

What was sent stands in a small file beside the state, so that two runs at once don't each spend
the whole quota. If that file can't be had, the process keeps its own count: a quota kept is
politeness and speed, and the service itself says no in time.
"""

from __future__ import annotations

import atexit
import hashlib
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.http.waiting import Waiter, current
from okrsync.i18n import Message

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket, Rate, RateItem, SQLiteBucket

_PLACE: ContextVar[Callable[[], Path] | None] = ContextVar("okrsync_quotas", default=None)
_Key = tuple[Path | None, tuple[str, ...], int, float]
MOST_OPEN = 32
"""Quotas whose files are kept open: a process that works for many teams meets many."""
_OPEN: OrderedDict[_Key, _Quota] = OrderedDict()
"""Those that are open, the latest used last."""
_LOCK = threading.Lock()
"""One thread at a time: a file's own lock polls, and is for other processes."""


@contextmanager
def shared(place: Callable[[], Path]) -> Iterator[None]:
    """Keep quotas in this file for everything called within; asked for at the first request."""
    token = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(token)


def limited(key: tuple[str, ...], most: int, seconds: float, what: str) -> None:
    """Wait for room in the quota that this key names, and take one request of it.

    At most `most` requests in any `seconds`. `what` names the service in messages.
    Raises OutOfTime if there is no room before the command's deadline.
    """
    waiter, place = current(), _PLACE.get()
    file = place() if place else None
    while (milliseconds := _taken((file, key, most, seconds / waiter.scale), waiter)) > 0:
        waiter.wait(milliseconds / 1000 * waiter.scale, what=within_quota(what))


def within_quota(service: str) -> Message:
    """What is said of a wait for room in a service's quota."""
    return Message("keeping within the quota of {service}", {"service": service})


@atexit.register
def close() -> None:
    """Close the files; the next request opens its own anew. Python 3.13 complains of one that is
    left open."""
    with _LOCK:
        while _OPEN:
            _OPEN.popitem()[1].bucket.close()


def _taken(key: _Key, waiter: Waiter) -> int:
    """0 if a request was taken, else the milliseconds until it may be tried again."""
    with _LOCK:
        if key not in _OPEN:
            _OPEN[key] = _quota(*key)
        _OPEN.move_to_end(key)
        while len(_OPEN) > MOST_OPEN:
            _OPEN.popitem(last=False)[1].bucket.close()
        return _OPEN[key].take(waiter)


def _quota(place: Path | None, key: tuple[str, ...], most: int, seconds: float) -> _Quota:
    from pyrate_limiter import Rate  # noqa: PLC0415 -- only where a service is asked

    rate = Rate(most, max(1, round(seconds * 1000)))
    name = hashlib.sha256("\0".join(key).encode()).hexdigest()[:24]
    return _Quota(rate, f"quota_{name}", place)


class _Quota:
    def __init__(self, rate: Rate, name: str, place: Path | None) -> None:
        self.rate = rate
        self.bucket: InMemoryBucket | SQLiteBucket = _bucket(rate, name, place)

    def take(self, waiter: Waiter) -> int:
        """0 if a request was taken, else the milliseconds until it may be tried again."""
        from pyrate_limiter import InMemoryBucket  # noqa: PLC0415

        try:
            return self._taken(waiter)
        except (sqlite3.Error, OSError):
            self.bucket.close()
            self.bucket = InMemoryBucket([self.rate])
            return self._taken(waiter)

    def _taken(self, waiter: Waiter) -> int:
        from pyrate_limiter import RateItem  # noqa: PLC0415

        now = round(waiter.clock.now().timestamp() * 1000)
        item = RateItem("request", now)
        if self.bucket.put(item):
            return 0
        newest = self.bucket.peek(0)
        if newest is not None and newest.timestamp > now + self.rate.interval:
            self.bucket.flush()  # A stamp of the far future: the machine's clock was put back.
            return 1
        self.bucket.leak(now)
        return max(1, self._until_room(item))

    def _until_room(self, item: RateItem) -> int:
        milliseconds = self.bucket.waiting(item)
        assert isinstance(milliseconds, int)  # noqa: S101 -- these buckets answer at once
        return milliseconds


def _bucket(rate: Rate, name: str, place: Path | None) -> InMemoryBucket | SQLiteBucket:
    from pyrate_limiter import InMemoryBucket, SQLiteBucket  # noqa: PLC0415

    if place is not None:
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(place)) as file:  # the bucket leaves open what is no such
                file.execute("PRAGMA schema_version")
            return SQLiteBucket.init_from_file(
                [rate], table=name, db_path=str(place), use_file_lock=True
            )
        except (sqlite3.Error, OSError):
            pass
    return InMemoryBucket([rate])
