"""Which period a workspace is in, and whose rows have ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from okrsync.config import Config, ConfigError
from okrsync.model import Period, Plan
from okrsync.sync.recall import Recall
from okrsync.text import Text
from okrsync.values import quarter_of, read_period

TAKEN = Text(
    en="No period is given anywhere, so the quarter of the first sync is taken: {label} "
    "({start} to {end}). To change it: period under [workspace] in okrsync.toml.",
    nl="Er staat nergens een periode, dus het kwartaal van de eerste sync geldt: {label} "
    "({start} tot en met {end}). Wijzigen kan met period onder [workspace] in okrsync.toml.",
)
TAKEN_BESIDE = Text(
    en="The sheet gives a period to some rows and not to the whole, so for the rest the quarter "
    "of the first sync is taken: {label} ({start} to {end}). To change it: period under "
    "[workspace] in okrsync.toml.",
    nl="De sheet geeft sommige rijen een periode en het geheel niet, dus voor de rest geldt het "
    "kwartaal van de eerste sync: {label} ({start} tot en met {end}). Wijzigen kan met period "
    "onder [workspace] in okrsync.toml.",
)
ENDED = Text(
    en="The period {label} ended on {end}; it does not roll over by itself. To start the next "
    "one: period under [workspace] in okrsync.toml.",
    nl="De periode {label} eindigde op {end}; ze schuift niet vanzelf door. De volgende begint "
    "met period onder [workspace] in okrsync.toml.",
)


def workspace_period(
    config: Config, plan: Plan, recall: Recall, as_of: date
) -> tuple[Period, list[Text]]:
    """The configuration's period, else the sheet's, else the remembered one, else the quarter
    of this day; and what to say about it. Raises ConfigError."""
    if config.workspace.period:
        return _configured(config.workspace.period, config.workspace.fiscal_year_start, as_of), []
    if plan.period is not None:
        return plan.period, []
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
        raise ConfigError(
            f"okrsync.toml: workspace.period {text!r} is no period",
            hint='write it as "2026-Q2", "2026-H1", "2026-05" or "2026-04-01/2026-05-15"',
        )
    return found


def _said(text: Text, period: Period) -> Text:
    values = {"label": period.label, "start": period.start, "end": period.end}
    return Text(en=text.say("en", **values), nl=text.say("nl", **values))
