"""How a sheet was understood, for people: its tables by column, and the first of its tree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from okrsync.i18n import Message, Percent, plural
from okrsync.mapping.proposal import ReadingProposal
from okrsync.mapping.reading import Certainty
from okrsync.model import Entity, KeyResult, Kpi
from okrsync.report.bars import wrap
from okrsync.values import safe

KINDS = {
    "objectives": Message("objectives"),
    "key_results": Message("key results"),
    "initiatives": Message("initiatives"),
    "kpis": Message("KPIs"),
    "mixed": Message("rows of several levels"),
    "check_in": Message("check-ins"),
}
TABLE = Message("{tab}: {kind}, header in row {row}, {rows} ({certainty})")
BARE = Message("{tab}: {kind}, {rows} ({certainty})")
SKIPPED = Message("{rows}, {skipped} left out")
NOT_READ = Message("not read")
DOUBT = Message("In doubt: {why}")
READ_SO = Message("So far this is read:")
VALUES = {
    "baseline": Message("start {value}"),
    "target": Message("target {value}"),
    "current": Message("now {value}"),
}
NO_VALUES = Message("no numbers")
_MOST, _TITLE = 4, 60


def table_lines(
    proposal: ReadingProposal, account: Sequence[Mapping[str, Any]], language: str, width: int
) -> Iterator[str]:
    """Each table as it was read, and what speaks against it."""
    for table, said in zip(proposal.tables, account, strict=True):
        kind = KINDS[table.kind.value if table.kind else "check_in"]
        rows = _rows(said["rows"])
        about = {"tab": safe(table.tab), "kind": kind, "rows": rows}
        text = TABLE if table.header_row else BARE
        certain = Certainty(said["certainty"]).word
        yield text.say(language, row=table.header_row, certainty=certain, **about)
        for column in said["columns"]:
            yield _column(column, language, width)
        for why in said["doubts"]:
            yield from _wrapped(DOUBT.say(language, why=why), width)


def _rows(rows: Mapping[str, Any]) -> Message:
    read = plural("{count} row", "{count} rows", rows["read"])
    skipped = len(rows["skipped"])
    return SKIPPED.filled(rows=read, skipped=skipped) if skipped else read


def _column(column: Mapping[str, Any], language: str, width: int) -> str:
    """A column's cell and header, the field that it is, and why."""
    header = safe(str(column["header"]))
    header = header if len(header) <= 24 else header[:23] + "…"
    field = column["field"] or NOT_READ.say(language)
    line = f"  {column['cell'] or '':<5} {header:<24} {field:<14} {column['why']}"
    return line if len(line) <= width else line[: width - 1] + "…"


def tree_lines(proposal: ReadingProposal, language: str, width: int) -> Iterator[str]:
    """The first objective with its key results, their numbers as read and where they stand; where
    there is none, the first rows of whatever there is."""
    plan = proposal.reading.plan
    layouts = proposal.work.chosen.layouts
    databases = {each.table.name for each in layouts if each.table.columns}
    yield READ_SO.say(language)
    objective = next(iter(plan.objectives), None)
    loose: Sequence[Entity] = plan.key_results or plan.kpis or plan.initiatives
    if objective is None:
        below = loose
    else:
        below = [each for each in plan.key_results if each.objective_id == objective.id]
        yield f"  {_title(objective, databases)}"
    for each in below[:_MOST]:
        yield from _wrapped(
            f"{_title(each, databases)}: {_numbers(each, language, databases)}", width, depth=2
        )
    more = len(below) - _MOST
    if more > 0:
        yield "    " + plural("… and {count} more", "… and {count} more", more).say(language)


def _cells(entity: Entity, databases: Collection[str]) -> Mapping[str, str]:
    """Where an entity's values stand; in a database nobody sees letters and numbers."""
    place = entity.source
    return {} if place is None or place.tab in databases else place.cells


def _title(entity: Entity, databases: Collection[str]) -> str:
    title = safe(entity.title)
    title = title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
    cell = _cells(entity, databases).get("title")
    return f"{title} ({cell})" if cell else title


def _numbers(entity: Entity, language: str, databases: Collection[str]) -> str:
    metric = entity.metric if isinstance(entity, KeyResult | Kpi) else None
    cells = _cells(entity, databases)
    found = []
    for name, text in VALUES.items():
        value = getattr(metric, name, None)
        if metric is not None and value is not None:
            shown = _amount(value, metric.unit, language)
            cell = f" ({cells[name]})" if name in cells else ""
            found.append(text.say(language, value=shown + cell))
    return ", ".join(found) or NO_VALUES.say(language)


def _amount(value: Decimal, unit: str | None, language: str) -> str:
    if unit == "%":
        return Percent(_digits(value * 100)).say(language)
    digits = _digits(value) if language == "en" else _digits(value).replace(".", ",")
    return f"{digits} {safe(unit)}" if unit else digits


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _wrapped(text: str, width: int, depth: int = 1) -> Iterator[str]:
    first, *rest = wrap(text, width - 2 * depth - 2) or [""]
    yield "  " * depth + first
    yield from ("  " * depth + "  " + line for line in rest)
