"""THM: one theme at a time, in line with where it should lead."""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.model import Objective, Severity
from okrsync.rules.context import Context
from okrsync.rules.options import Option
from okrsync.rules.quoting import quoted
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.wordlists import says
from okrsync.values import fold

NAMED = 4


class SeveralThemes(Rule):
    """A team that works on more than one theme in one period."""

    code = "THM01"
    name = "more-than-one-theme"
    severity = Severity.WARN
    message = Message("{count} themes in {period}: {themes}.")
    of_team = Message("{count} themes for “{team}” in {period}: {themes}.")
    why = Message("Who pulls at several ropes at once moves none of them far.")
    fix = Message(
        "Choose the one that matters most now, and park the others: write parked as their status."
    )
    instead_of = "Q2: sell more, hire faster, move the office"
    write = "Q2: sell more; the other two parked until Q3"
    limit = Option("max_themes", 1, least=1)

    def find(self, context: Context) -> Iterator[Hit]:
        """Each team and period, at the first objective of the second theme."""
        groups: dict[tuple[str, str], list[Objective]] = {}
        for objective in context.objectives:
            period = context.period_of(objective)
            if not objective.theme or _is_category(context, objective):
                continue
            if period.end >= context.scores.as_of:
                team = fold(objective.team or "")
                groups.setdefault((team, period.label), []).append(objective)
        for (_, label), group in groups.items():
            first = group[0]
            limit = self.limit.value(context.config.rules, team=first.team, period=label)
            themes = {fold(o.theme or ""): o for o in reversed(group)}
            if len(themes) <= limit:
                continue
            named = [o.theme or "" for o in sorted(themes.values(), key=group.index)]
            others = (o for o in group if fold(o.theme or "") != fold(first.theme or ""))
            values = {
                "count": len(themes),
                "period": label,
                "team": first.team or "",
                "themes": quoted(*named[:NAMED]) + (" …" if len(named) > NAMED else ""),
            }
            message = self.of_team if first.team else None
            yield Hit(next(others), "theme", values=values, message=message)


def _is_category(context: Context, objective: Objective) -> bool:
    """Whether the column sorts objectives, by pillar or perspective: all are meant together."""
    return says("categories", context.place(objective, "theme").column or "")


class NoNorthStar(Rule):
    """A plan that names no north star and no theme, so that nothing says what it is in line
    with."""

    code = "THM02"
    name = "no-north-star"
    severity = Severity.INFO
    message = Message("No north star and no theme: in line with what?")
    why = Message("With one sentence above them, people can say no to what doesn't fit.")
    fix = Message(
        'Write one sentence: north_star = "…" under [workspace] in okrsync.toml, or a line '
        "“North star: …” above the table."
    )
    instead_of = "Five objectives, and nothing above them"
    write = "North star: 100 founders who live from their work"

    def find(self, context: Context) -> Iterator[Hit]:
        """Once for the whole plan."""
        plan = context.plan
        said = plan.north_star or plan.theme or any(o.theme for o in plan.objectives)
        if context.objectives and not said:
            yield Hit(None)
