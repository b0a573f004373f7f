"""DAT, what people typed beside what the numbers say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from okrsync.i18n import Message
from okrsync.mapping.vocabulary.statuses import status_of
from okrsync.model import Severity, Status
from okrsync.rules.amounts import in_words_of, percent
from okrsync.rules.context import Context
from okrsync.rules.rule import Hit, Rule
from okrsync.scoring.formula import progress_line

RANK = {
    Status.ACCOMPLISHED: 3,
    Status.ACHIEVED: 3,
    Status.ON_TRACK: 2,
    Status.NEEDS_ATTENTION: 1,
    Status.PARTIAL: 1,
    Status.OFF_TRACK: 0,
    Status.MISSED: 0,
}
POINT = Decimal("0.01")
MOST = Decimal(3)
"""A typed progress beyond this is most likely a slip."""


class StatusContradicts(Rule):
    """A typed status that is far from what the numbers say."""

    code = "DAT09"
    name = "status-contradicts-numbers"
    severity = Severity.WARN
    message = Message(
        "Typed “{typed}” ({typed_cell}), but it is at {progress} with {expected} expected ({cell})."
    )
    of_limit = Message("Typed “{typed}” ({typed_cell}), but the numbers say otherwise ({cell}).")
    why = Message(
        "Somebody who reads only the word gets a different picture from somebody who "
        "reads the numbers."
    )
    fix = Message("Correct the word, or the current value if that is old.")
    instead_of = "on track, at 20% with 80% of the time gone"
    write = "off track, with what we try next"

    def find(self, context: Context) -> Iterator[Hit]:
        """Words two steps or more away from the computed status, and a done that isn't."""
        for key_result in context.key_results:
            score = context.scores.key_results.get(key_result.id)
            typed = status_of(key_result.reported_status or "")
            if score is None or score.basis != "metric" or typed is None:
                continue
            ranks = RANK.get(typed), RANK.get(score.status)
            if ranks[0] is None or ranks[1] is None or abs(ranks[0] - ranks[1]) < 2:
                continue
            values = {
                "typed": key_result.reported_status or "",
                "typed_cell": context.spot(key_result, "reported_status"),
                "progress": percent(score.progress, context.language),
                "expected": percent(score.expected, context.language),
                "cell": context.spot(key_result, "current"),
            }
            message = self.of_limit if score.expected is None else None
            yield Hit(key_result, "reported_status", values, message=message)


class TypedProgressDiffers(Rule):
    """A typed progress that differs by a percent point or more from the computed one."""

    code = "DAT10"
    name = "typed-progress-differs"
    severity = Severity.WARN
    message = Message("Typed {typed} ({typed_cell}), computed {progress}: {sum}.")
    of_formula = Message(
        "The sheet's formula gives {typed} ({typed_cell}), okrsync {progress}: {sum}."
    )
    why = Message("Two numbers for one thing: sooner or later somebody relies on the wrong one.")
    fix = Message("Bring the current value up to date, and let progress follow from it.")
    compare = Message(
        "Compare the formula with the sum: start, target or current may be old, or the formula "
        "may mean something else."
    )
    instead_of = "Progress 70%, but 45 of 100 is reached"
    write = "Current 45, and let progress follow"

    def find(self, context: Context) -> Iterator[Hit]:
        """Typed beside computed, clamped to what a progress column can show."""
        for key_result in context.key_results:
            score, metric = context.scores.key_results.get(key_result.id), key_result.metric
            typed = key_result.reported_progress
            if score is None or metric is None or typed is None or score.basis != "metric":
                continue
            if score.progress is None or not _differ(typed, score.progress):
                continue
            formula = context.formula(key_result, "reported_progress") is not None
            values = {
                "typed": percent(typed, context.language),
                "typed_cell": context.spot(key_result, "reported_progress"),
                "progress": percent(score.progress, context.language),
                "sum": in_words_of(progress_line(key_result, score).formula, context.language),
            }
            yield Hit(
                key_result,
                "reported_progress",
                values,
                message=self.of_formula if formula else None,
                fix=self.compare if formula else None,
            )


def _differ(typed: Decimal, computed: Decimal) -> bool:
    """By a percent point or more; above 100 % and below 0 % a sheet may well stop counting, and
    so may we: inside a limit is 100 %, however far."""
    clamped = min(max(computed, Decimal(0)), Decimal(1))
    if typed >= 1 and computed >= 1:
        return computed == 1 and typed > MOST
    return min(abs(typed - computed), abs(typed - clamped)) >= POINT
