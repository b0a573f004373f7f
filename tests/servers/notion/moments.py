"""Conditions on dates and moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.servers.notion.errors import bad_body
from tests.servers.notion.model import JSON

DAY = 86400.0
MINUTE = 60.0
_DAY_LONG = len("2026-01-01")

OfMoment = Callable[[float | None], bool]


def of_value(value: Any) -> float | None:
    """The moment of a date value or a timestamp; of a range its start."""
    text = value["start"] if isinstance(value, dict) else value
    return None if text is None else seconds(text)


def seconds(text: Any) -> float:
    """Seconds since 1970. Raises ApiError."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise bad_body("filter", f"should be a valid ISO 8601 date, instead was {text}.") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def condition(told: JSON) -> OfMoment:
    """The test of a condition; a wanted day is the whole day, a moment its whole minute."""
    name, wanted = next(iter(told.items()))
    if name in ("is_empty", "is_not_empty"):
        empty = name == "is_empty"
        return lambda moment: (moment is None) is empty
    if name not in _TESTS:
        raise bad_body(f"filter.{name}", "should be not present.")
    first = seconds(wanted) // MINUTE * MINUTE
    end = first + (DAY if len(wanted) == _DAY_LONG else MINUTE)
    test = _TESTS[name]
    return lambda moment: moment is not None and test(moment, first, end)


_TESTS: dict[str, Callable[[float, float, float], bool]] = {
    "equals": lambda moment, first, end: first <= moment < end,
    "before": lambda moment, first, end: moment < first,
    "after": lambda moment, first, end: moment >= end,
    "on_or_before": lambda moment, first, end: moment < end,
    "on_or_after": lambda moment, first, end: moment >= first,
}
