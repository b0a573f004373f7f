"""A few requests at once, each under the command's own deadline and count."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

from okrsync.connector import ConnectorError

THREADS = 4

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
