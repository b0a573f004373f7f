"""STR, reach: do the key results add up to what the objective itself says?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from okrsync.i18n import Message
from okrsync.language.pieces import fold
from okrsync.model import KeyResult, Metric, Severity, TargetType
from okrsync.rules.amounts import amount
from okrsync.rules.context import Context
from okrsync.rules.figures import TitleNumber, numbers
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.wordlists import pattern

TELLING = 4
"""Words shorter than this are in every title."""
STEM = 5
"""Words that begin alike speak of the same: baker, bakers, bakery."""
CURRENCY = re.compile(r"[A-Z]{3}")
UPWARDS = frozenset({TargetType.INCREASE, TargetType.AT_LEAST})


class ShortOfObjective(Rule):
    """An objective that names a figure which its own key results on the same thing don't reach,
    even all together."""

    code = "STR10"
    name = "krs-short-of-objective"
    severity = Severity.INFO
    message = Message("The objective says {said}; the key results on it come to {reached}.")
    why = Message("When all of them are reached, the objective still isn't.")
    fix = Message("Raise the target, add the key result that is missing, or say less above.")
    instead_of = "Win 100 bakeries, with: bakeries that buy from us, from 0 to 60"
    write = "Win 100 bakeries, with: bakeries that buy from us, from 0 to 100"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives with one plain figure, and key results of the same kind about the same."""
        for objective in context.objectives:
            said = numbers(objective.title)
            if len(said) != 1 or _is_growth(said[0]):
                continue
            alike = [
                k.metric
                for k in context.under.get(objective.id, ())
                if k.metric is not None and _alike(objective.title, k, said[0])
            ]
            reached = _reached(alike, said[0].kind)
            if reached is None or reached >= said[0].value:
                continue
            unit = "%" if said[0].kind == "%" else None
            values = {
                "said": amount(said[0].value, context.language, unit),
                "reached": amount(reached, context.language, unit),
            }
            yield Hit(objective, values=values)


def _is_growth(said: TitleNumber) -> bool:
    """Whether the figure is a difference ("by 20%", "40 more"): no level that a target reaches."""
    words = fold(said.before).split()
    return bool(words) and pattern("growth").fullmatch(words[-1]) is not None


def _alike(title: str, key_result: KeyResult, said: TitleNumber) -> bool:
    """Whether a key result counts upwards, in the same kind of unit, what the objective names."""
    metric = key_result.metric
    if metric is None or metric.target is None or metric.target_type not in UPWARDS:
        return False
    return _kind(metric) == said.kind and not _stems(title).isdisjoint(_stems(key_result.title))


def _kind(metric: Metric) -> str:
    if metric.unit == "%":
        return "%"
    return "money" if metric.unit and CURRENCY.fullmatch(metric.unit) else ""


def _reached(metrics: Sequence[Metric], kind: str) -> Decimal | None:
    """What the targets come to: shares don't add up, counts and money do."""
    targets = [metric.target for metric in metrics if metric.target is not None]
    if not targets:
        return None
    return max(targets) if kind == "%" else max(sum(targets, Decimal(0)), *targets)


def _stems(title: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", fold(title))
    return {word[:STEM] for word in words if len(word) >= TELLING}
