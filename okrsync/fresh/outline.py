"""What shall stand in a fresh workbook, before it has cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from okrsync.model import Cadence, Period


class Audience(StrEnum):
    """For whom the workbook is: which columns it has, and which example."""

    SOLO = "solo"
    TEAM = "team"
    COMPANY = "company"


@dataclass(slots=True)
class Action:
    """Something to do for the result that it stands below."""

    title: str
    cadence: Cadence = Cadence.ONCE
    amount: float | None = None
    minutes: float | None = None
    owner: str | None = None
    team: str | None = None
    notes: str | None = None


@dataclass(slots=True)
class Result:
    """A result to reach, from a start to a target; a percent is its fraction, with unit `%`.

    A target that is a bound is its text, such as "≤ 3"."""

    title: str
    start: float | None = None
    target: float | str | None = None
    current: float | None = None
    """Where it stands; None where that is the start."""
    unit: str | None = None
    owner: str | None = None
    team: str | None = None
    notes: str | None = None
    actions: list[Action] = field(default_factory=list)


@dataclass(slots=True)
class Goal:
    """Where somebody wants to go, and by which results that is seen.

    Without a title it has no row: what stands below it belongs to no objective."""

    title: str
    team: str | None = None
    owner: str | None = None
    results: list[Result] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    """What is for the whole of it, and for no result of its own."""


@dataclass(slots=True)
class Outline:
    """All of it, for one period."""

    kind: Audience
    period: Period
    north_star: str = ""
    theme: str = ""
    goals: list[Goal] = field(default_factory=list)


def quarter_of(day: date) -> Period:
    """The calendar quarter that holds this day."""
    number = (day.month + 2) // 3
    year, month = (day.year, number * 3 + 1) if number < 4 else (day.year + 1, 1)
    start, end = date(day.year, number * 3 - 2, 1), date(year, month, 1) - timedelta(days=1)
    return Period(label=f"Q{number} {day.year}", start=start, end=end)
