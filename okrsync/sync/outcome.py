"""The one place where an error becomes an exit code and words."""

from __future__ import annotations

from collections.abc import Iterable

from okrsync.config import ConfigError
from okrsync.connector import (
    ConnectorError,
    Moved,
    Unconfigured,
    UnknownLocation,
    UnknownTab,
    Unreachable,
)
from okrsync.history.errors import StateError
from okrsync.mapping.reading import MappingError
from okrsync.sync.errors import SeveralFailed, Stop
from okrsync.sync.results import Failure

GRAVEST_FIRST = (130, 2, 4, 3, 75, 1, 0)
"""With several sources a human's turn wins over a refusal, over later, over findings."""


def gravest(codes: Iterable[int]) -> int:
    """The exit code of a command that did several things."""
    return min(codes, key=GRAVEST_FIRST.index, default=0)


def explain(error: Exception, language: str = "en") -> Failure:
    """What to say of an error and which exit code it has. Raises TypeError for one that no
    door of ours raises: that is a fault of the program and not of its input."""
    if isinstance(error, SeveralFailed):
        return _several(error, language)
    if isinstance(error, MappingError):
        hint = error.hint.say(language, **error.values) if error.hint else None
        return Failure(4, "mapping", error.text.say(language, **error.values), hint)
    if isinstance(error, ConnectorError):
        code = _connector_code(error)
        return Failure(code, error.code, error.message, error.hint, error.cell)
    if isinstance(error, ConfigError):
        return Failure(2, "config", error.message, error.hint)
    if isinstance(error, StateError):
        return Failure(error.exit_code, error.code, error.message, error.hint)
    if isinstance(error, Stop):
        return Failure(error.exit_code, error.code, error.message, error.hint, error.cell)
    raise TypeError(f"no outcome for {type(error).__name__}")


def _several(error: SeveralFailed, language: str) -> Failure:
    failures = [(name, explain(one, language)) for name, one in error.errors]
    code = gravest(failure.exit_code for _, failure in failures)
    worst = next(failure for _, failure in failures if failure.exit_code == code)
    said = "; ".join(f"{name}: {failure.message}" for name, failure in failures)
    return Failure(code, worst.code, said, worst.hint, worst.cell)


def _connector_code(error: ConnectorError) -> int:
    if isinstance(error, Unconfigured | UnknownTab | UnknownLocation):
        return 2
    if isinstance(error, Unreachable):
        return 75
    return 4 if isinstance(error, Moved) else 3
