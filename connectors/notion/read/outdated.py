"""Schemas that turned out to be out of date, so that nobody trusts what is remembered of them.

What the state keeps is only replaced by a run that succeeds: one that reads again after it was
stopped meets the same memory. A schema is known by what it says, whoever remembers it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from connectors.notion.schema import Property, shape_of

MOST = 200
"""So many are kept: a long-lived process meets ever more."""
_LOCK = threading.Lock()
_OUTDATED: dict[tuple[str, object], None] = {}


def set_outdated(source: str, properties: Sequence[Property]) -> None:
    """The data source no longer has these properties."""
    with _LOCK:
        _OUTDATED[(source, shape_of(properties))] = None
        while len(_OUTDATED) > MOST:
            del _OUTDATED[next(iter(_OUTDATED))]


def set_current(source: str, properties: Sequence[Property]) -> None:
    """The service itself has just shown these."""
    with _LOCK:
        _OUTDATED.pop((source, shape_of(properties)), None)


def is_outdated(source: str, properties: Sequence[Property]) -> bool:
    """Whether these are known to be others by now."""
    return (source, shape_of(properties)) in _OUTDATED
