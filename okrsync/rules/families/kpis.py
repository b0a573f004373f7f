"""KPI: are there few enough to look at, often enough, and does each say something?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrsync.i18n import Message, plural
from okrsync.model import Entity, KeyResult, Kpi, Severity
from okrsync.rules.context import Context
from okrsync.rules.options import Option
from okrsync.rules.quoting import quoted
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.sheets import WHOLE, lacking
from okrsync.rules.wordlists import says
from okrsync.values import fold

NAMED = 3
"""So many KPIs a sentence names."""


class WithoutCadence(Rule):
    """A KPI of which nobody said whether it is followed weekly or monthly."""

    code = "KPI01"
    name = "kpi-without-cadence"
    severity = Severity.WARN
    message = Message("Weekly or monthly?")
    none = Message("No KPI here says whether it is followed weekly or monthly.")
    column = Message("Add a column such as Frequency, with weekly or monthly in each row.")
    why = Message("A number that has no day of its own is looked at when it is too late.")
    fix = Message("Write weekly or monthly with it, in a column such as Frequency.")
    instead_of = "Visitors of the shop"
    write = "Visitors of the shop, weekly"

    def find(self, context: Context) -> Iterator[Hit]:
        """KPIs without a rhythm; once where no KPI of a sheet has one."""
        rows = lacking(context, context.kpis, lambda k: k.cadence is not None, from_rows=WHOLE)
        for sheet, lone in rows:
            if sheet is not None:
                yield Hit(None, message=self.none, fix=self.column, place=sheet)
            else:
                yield from (Hit(kpi, "cadence") for kpi in lone)


class TooManyKpis(Rule):
    """More KPIs than a handful for one team, or one owner, in one period."""

    code = "KPI02"
    name = "too-many-kpis"
    severity = Severity.WARN
    message = Message("{count} KPIs for {whose} in one period, more than {limit}.")
    all_used = Message("Keep a handful: those by which somebody does something else next week.")
    why = Message("A handful of numbers is looked at; a page of them is filed.")
    fix = Message("Keep those that steer an action. Nothing here uses {unused}.")
    here = Message("everybody")
    instead_of = "Eleven KPIs for the shop"
    write = "Four KPIs for the shop, and the rest in a report"
    limit = Option("max_kpis", 5, least=1)

    def find(self, context: Context) -> Iterator[Hit]:
        """Each group above the limit, at the first KPI of it."""
        used = _used(context)
        for (whose, period), group in _groups(context).items():
            limit = self.limit.value(context.config.rules, team=whose, period=period)
            if len(group) <= limit:
                continue
            unused = [kpi.title for kpi in group if kpi.id not in used]
            values = {
                "count": len(group),
                "limit": limit,
                "whose": f"“{whose}”" if whose else self.here.say(context.language),
                "unused": self._named(unused, context.language),
            }
            yield Hit(group[0], values=values, fix=None if unused else self.all_used)

    def _named(self, titles: Sequence[str], language: str) -> str:
        named, rest = quoted(*titles[:NAMED]), len(titles) - NAMED
        if rest <= 0:
            return named
        return plural("{named} and {count} more", "{named} and {count} more", rest).say(
            language, named=named
        )


def _groups(context: Context) -> dict[tuple[str | None, str], list[Kpi]]:
    """KPIs by team, else owner, and period; periods that are over are left out."""
    groups: dict[tuple[str, str], list[Kpi]] = {}
    for kpi in context.kpis:
        period = context.period_of(kpi)
        if period.end >= context.scores.as_of or period == context.scores.period:
            whose = kpi.team or kpi.owner or ""
            groups.setdefault((fold(whose), period.label), []).append(kpi)
    return {
        (group[0].team or group[0].owner, period): group for (_, period), group in groups.items()
    }


def _used(context: Context) -> set[str | None]:
    """Ids of KPIs that a key result, a funnel or an action uses."""
    used: set[str | None] = {k.kpi_id for k in context.key_results} | set(context.work_for)
    for kpi in context.kpis:
        if kpi.feeds:
            used |= {kpi.id, kpi.feeds}
    return used


class VanityMetric(Rule):
    """Followers, views, likes: reach that is watched with no effect beside it."""

    code = "KPI04"
    name = "vanity-metric"
    severity = Severity.INFO
    message = Message("Reach, without what comes of it.")
    why = Message("It can double while nobody buys, signs up or comes back.")
    fix = Message("Put beside it what it should lead to: a conversion, a lead or a sale.")
    question = Message("What do they do after that?")
    instead_of = "10,000 followers"
    write = "Followers who ask for a quote, from 2 to 15 a month"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results and KPIs about reach, where nothing beside them is about an effect."""
        for key_result in context.key_results:
            around = [*context.under.get(key_result.objective_id or "", ())]
            if _is_reach(key_result) and not any(map(_is_effect, around)):
                yield Hit(key_result)
        effect = any(map(_is_effect, context.kpis))
        for kpi in context.kpis:
            if _is_reach(kpi) and not (kpi.feeds or kpi.objective_id or effect):
                yield Hit(kpi)


def _is_reach(entity: Entity) -> bool:
    return says("reach", entity.title) and not _is_effect(entity)


def _is_effect(entity: Entity) -> bool:
    return says("effect", entity.title)


class StaleKpi(Rule):
    """A KPI without a value, or without a new one, for longer than its own rhythm."""

    code = "KPI05"
    name = "kpi-stale"
    severity = Severity.WARN
    message = Message("No new value for longer than its own rhythm.")
    blank = Message("No value yet.")
    why = Message("Without a value there is nothing to evaluate, and nothing to steer by.")
    fix = Message("Enter the value, or stop following it.")
    instead_of = "Weekly visitors, last entered in March"
    write = "Weekly visitors: 412"

    def find(self, context: Context) -> Iterator[Hit]:
        """KPIs that are outdated; blank ones once their first week or month is over."""
        settings, scores = context.config.scoring, context.scores
        days = {"weekly": settings.outdated_weekly, "monthly": settings.outdated_monthly}
        for kpi in context.kpis:
            score = scores.kpis.get(kpi.id)
            if kpi.cadence is None:
                continue
            if score is not None and score.outdated:
                yield Hit(kpi, "current")
                continue
            waited = (scores.as_of - context.period_of(kpi).start).days
            late = waited > days.get(kpi.cadence, 0)
            if late and _is_blank(kpi) and scores.as_of <= context.period_of(kpi).end:
                yield Hit(kpi, "current", message=self.blank)


def _is_blank(kpi: Kpi) -> bool:
    """Whether a cell for its value is there, and empty: not one that can't be read."""
    if kpi.metric is None or kpi.metric.current is not None or "current" in kpi.metric.unclear:
        return False
    return kpi.source is None or "current" in kpi.source.cells


def leading_beside(context: Context, key_result: KeyResult) -> bool:
    """Whether a leading KPI stands beside a key result: of its objective, or feeding its own."""
    kpis: Sequence[Kpi] = context.kpis
    return any(
        kpi.kind == "leading"
        and (
            (kpi.objective_id is not None and kpi.objective_id == key_result.objective_id)
            or (key_result.kpi_id is not None and kpi.feeds == key_result.kpi_id)
        )
        for kpi in kpis
    )
