"""Pace: how far a key result should be on a day, and the word for where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from okrsync.config import Scoring
from okrsync.model import ObjectiveKind, Period, Status
from okrsync.scoring.numbers import ONE, ZERO, divide
from okrsync.scoring.progress import ProgressShape

RANK = {
    Status.OFF_TRACK: 0,
    Status.MISSED: 0,
    Status.NEEDS_ATTENTION: 1,
    Status.PARTIAL: 1,
    Status.ON_TRACK: 2,
    Status.ACHIEVED: 2,
    Status.ACCOMPLISHED: 3,
}
"""From the worst status to the best: an objective has that of its weakest outcome."""
RUNNING = (Status.OFF_TRACK, Status.NEEDS_ATTENTION, Status.ON_TRACK, Status.ACCOMPLISHED)
FINAL = (Status.MISSED, Status.PARTIAL, Status.ACHIEVED, Status.ACCOMPLISHED)

_DAY = timedelta(days=1)
_HAIR = Decimal("1e-20")
"""How far a gap may pass a limit and still be at it: thirds and sevenths are never exact."""


def elapsed(start: date, end: date, as_of: date) -> Decimal:
    """How much of the time is gone, from 0 to 1; an end before the start has passed."""
    whole = (end - start + _DAY).days
    if whole <= 0 or as_of > end:
        return ONE
    if as_of <= start:
        return ZERO
    return divide(Decimal((as_of - start).days), Decimal(whole))


def factor(kind: ObjectiveKind, settings: Scoring) -> Decimal:
    """What is expected at the end: all of it of a committed objective."""
    return ONE if kind is ObjectiveKind.COMMITTED else settings.aspirational


@dataclass(slots=True)
class Pace:
    """What is expected of everything with the same start, end and kind, on one day.

    `expected` is e·f. `due` is the row's own end, where it has one.
    """

    expected: Decimal
    before: bool
    ended: bool
    overdue: bool
    over: bool
    off: Status
    on_track: Decimal
    needs_attention: Decimal
    partial: Decimal

    def word(self, progress: Decimal, gap: Decimal) -> Status:
        """The status on a line; `gap` is expected − progress."""
        if self.before:
            return Status.NOT_STARTED
        if progress >= ONE:
            return Status.ACCOMPLISHED
        if self.ended:
            if gap <= self.on_track:
                return Status.ACHIEVED
            return Status.PARTIAL if progress >= self.partial else Status.MISSED
        if gap <= self.on_track:
            return Status.ON_TRACK
        return Status.NEEDS_ATTENTION if gap <= self.needs_attention else self.off

    def other(self, shape: ProgressShape, progress: Decimal) -> Status:
        """The status of a threshold or a milestone, of which nothing is expected before its end."""
        if self.before:
            return Status.NOT_STARTED
        done = progress >= ONE
        if shape is ProgressShape.THRESHOLD:
            if self.ended:
                return Status.ACHIEVED if done else Status.MISSED
            return Status.ON_TRACK if done else Status.NEEDS_ATTENTION
        if done:
            return Status.ACCOMPLISHED
        if self.over:
            return Status.MISSED
        return Status.OFF_TRACK if self.overdue else Status.ON_TRACK


def pace(period: Period, due: date | None, share: Decimal, as_of: date, settings: Scoring) -> Pace:
    """The pace of a row of this period, with this `due` and this share expected at the end."""
    end = period.end if due is None else due
    gone = elapsed(period.start, end, as_of)
    early = gone < settings.start_grace
    return Pace(
        expected=gone * share,
        before=as_of < period.start,
        ended=as_of > end or end < period.start,
        overdue=due is not None and as_of > due,
        over=as_of > max(period.end, end),
        off=Status.NEEDS_ATTENTION if early else Status.OFF_TRACK,
        on_track=settings.on_track + _HAIR,
        needs_attention=settings.needs_attention + _HAIR,
        partial=settings.partial,
    )
