"""Which period a workspace is in, and whose rows have ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from okrsync.config import Config
from okrsync.errors import ConfigError
from okrsync.evaluate.workspace import Recall
from okrsync.i18n import Message
from okrsync.model import Period, Plan
from okrsync.values import quarter_of, read_period

TAKEN = Message(
    "No period is given anywhere, so the quarter of the first sync is taken: {label} "
    "({start} to {end}). To change it: period under [workspace] in okrsync.toml."
)
TAKEN_BESIDE = Message(
    "The sheet gives a period to some rows and not to the whole, so for the rest the quarter "
    "of the first sync is taken: {label} ({start} to {end}). To change it: period under "
    "[workspace] in okrsync.toml."
)
FROM = Message("The period is {label} ({start} to {end}), from {origin}.")
ENDED = Message(
    "The period {label} ended on {end}; it does not roll over by itself. To start the next "
    "one: period under [workspace] in okrsync.toml."
)

ASSUMED = frozenset((TAKEN.text, TAKEN_BESIDE.text, FROM.text))
"""Sentences on a period that nobody configured: in short they stand in the line of what was
assumed."""
NO_PERIOD = Message("okrsync.toml: workspace.period {text!r} is not a period")
PERIODS = Message('Write it as "2026-Q2", "2026-H1", "2026-05" or "2026-04-01/2026-05-15".')


def workspace_period(
    config: Config, plan: Plan, recall: Recall, as_of: date, origin: Message | None = None
) -> tuple[Period, list[Message]]:
    """The configuration's period, else the sheet's, else the remembered one, else the quarter
    of this day; and what to say about it. `origin` is where the sheet says it. Raises
    ConfigError."""
    if config.workspace.period:
        return _configured(config.workspace.period, config.workspace.fiscal_year_start, as_of), []
    if plan.period is not None:
        return plan.period, [_said(FROM, plan.period).filled(origin=origin)] if origin else []
    remembered = recall.texts("period")
    if remembered:
        period = Period.model_validate(remembered)
        return period, [_said(ENDED, period)] if as_of > period.end else []
    period = quarter_of(as_of, config.workspace.fiscal_year_start)
    some = any(row.period for row in (*plan.objectives, *plan.key_results))
    return period, [_said(TAKEN_BESIDE if some else TAKEN, period)]


def ends(plan: Plan, period: Period) -> dict[str, date]:
    """The last day of each objective's and key result's period: its own, else its
    objective's, else the workspace's."""
    objectives = {o.id: (o.period or period).end for o in plan.objectives}
    of_results = {
        k.id: k.period.end if k.period else objectives.get(k.objective_id or "", period.end)
        for k in plan.key_results
    }
    return objectives | of_results


def frozen(plan: Plan, period: Period, closed: Mapping[str, date]) -> frozenset[str]:
    """Rows that were scored after their period's end already; a new period frees them."""
    return frozenset(
        entity for entity, end in ends(plan, period).items() if closed.get(entity) == end
    )


def ended(plan: Plan, period: Period, as_of: date) -> dict[str, date]:
    """Rows whose period is over on this day, with its last day."""
    return {entity: end for entity, end in ends(plan, period).items() if end < as_of}


def _configured(text: str, fiscal_year_start: int, as_of: date) -> Period:
    found = read_period(text, fiscal_year_start=fiscal_year_start, today=as_of)
    if not isinstance(found, Period):
        raise ConfigError(NO_PERIOD.filled(text=text), hint=PERIODS)
    return found


def _said(text: Message, period: Period) -> Message:
    return text.filled(label=period.label, start=period.start, end=period.end)
