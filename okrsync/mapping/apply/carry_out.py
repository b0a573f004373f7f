"""A mapping carried out on a table: the only way in which any sheet comes to be read."""

from __future__ import annotations

from collections.abc import Mapping

from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.columns_of import Columns, RowVerdict, rest_of, titles, uniform
from okrsync.mapping.fields import ENTITIES, VARIANTS, placed
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.mapping.reading import Kind
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.vocabulary.types import MIXED

_MAIN = ("key_result", "kpi", "initiative", "objective")
"""What rows are where a mapping only names columns: the first of these that has one."""


def layout(
    source: SourceTables,
    ready: PreparedTable,
    *,
    sureness: float = 1.0,
    sure: Mapping[int, float] | None = None,
    guessed: float | None = None,
) -> Layout | Unknown:
    """A table as its mapping says it is; Unknown where that names no title."""
    ours = {*ready.ours.columns.values(), *ready.ours.copies}
    fields, scoped, types = {}, {}, {}
    for name, column in ready.fixed.items():
        own, scope = placed(name)
        if name in VARIANTS or name == MIXED:
            types[name] = column
        elif scope:
            scoped[own, scope] = column
        else:
            fields[own] = column
    cells = [cell for cell in ready.cells if cell.index not in ours]
    used = {*fields.values(), *scoped.values(), *types.values()}
    columns = Columns(
        fields,
        scoped,
        (),
        rest_of(cells, used, _wide(ready)),
        sure if sure is not None else dict.fromkeys(used, 1.0),
        ready.mapping.language,
    )
    verdict = _verdict(ready, columns)
    if verdict is None:
        return Unknown(source, ready.table, ready.head, columns)
    return Layout(
        source,
        ready.table,
        ready.head,
        columns,
        verdict,
        types,
        ready.ours.columns,
        ready.ours.headers,
        frozenset(ours),
        ready.ours.copies,
        {cell.index: cell.text for cell in (*ready.head.cells, *ready.cells)},
        {cell.index: cell.unit for cell in ready.cells if cell.unit},
        sureness,
        ready.rows,
        ready.mapping,
        ready.shaped,
        guessed=guessed,
    )


def _verdict(ready: PreparedTable, columns: Columns) -> RowVerdict | None:
    """What the rows are."""
    mapping = ready.mapping
    if mapping.level == "check_in":
        return RowVerdict(None, None, {}, 1.0, check_ins=True)
    found = titles(columns)
    if not found:
        return None
    mixed = mapping.levels is not None and mapping.levels.by != "sections"
    if mixed or (mapping.level is None and "level" in ready.fixed):
        return RowVerdict(Kind.MIXED, None, found, 1.0)
    named = next((name for name in _MAIN if name in found), None)
    entity = mapping.level or ("key_result" if mapping.levels else named)
    return uniform(columns, entity, 1.0) if entity in ENTITIES else None


def _wide(ready: PreparedTable) -> list[int]:
    """Columns with values and no header."""
    headers = {cell.index for cell in ready.head.cells}
    rows = ready.rows[:SAMPLE]
    width = max((len(row.values) for row in rows), default=0)
    made = ready.shaped.headers if ready.shaped else {}
    return [
        at
        for at in range(width)
        if at not in headers and at not in made
        and not profile([row.value(at) for row in rows]).empty
    ]  # fmt: skip
