"""Everything in one tab: each header with its rows is a table, and gets a mapping of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from okrsync.mapping import head as heads
from okrsync.mapping.apply import carry_out, selecting
from okrsync.mapping.apply.prepare import PreparedTable, ReadingSettings, grid, prepare
from okrsync.mapping.columns_of import Columns, RowVerdict, uniform
from okrsync.mapping.detect import (
    code_columns,
    header_row,
    kinds,
    measure_lines,
    measure_suffixes,
    numbered,
    packed,
    sections,
    times_in_columns,
    turned,
    ways_in_cells,
)
from okrsync.mapping.detect.above_numbered import with_objective
from okrsync.mapping.detect.assign import assign
from okrsync.mapping.detect.by_parent import with_its_id
from okrsync.mapping.detect.columns_seen import settled, without_others
from okrsync.mapping.detect.empty_words import without_empty_words
from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.detect.own_titles import without_repeated_measure
from okrsync.mapping.files.schema import Level, Levels, TableMapping, TabRef
from okrsync.mapping.head import Head
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.mapping.sources import SourceTables
from okrsync.table import Scalar, Table

_BY: Mapping[str | None, Levels] = {
    "column": Levels("column"),
    "code": Levels("code"),
    "id": Levels("id"),
    "prefix": Levels("title"),
    "parent": Levels("parent"),
    "numbers": Levels("numbers"),
}


@dataclass(frozen=True, slots=True)
class TabContext:
    """What is known of a tab before it is looked at: the source, the entities that other tabs of
    the workspace are named for, what is said already of its mapping, and the settings."""

    source: SourceTables
    others: frozenset[str]
    said: TableMapping
    settings: ReadingSettings


def understand(table: Table, seen: TabContext) -> list[Layout | Unknown]:
    """The tables of a tab, each as the mapping that was found for it says."""
    found = _tables(table, seen)
    if seen.said.transpose or any(isinstance(each, Layout) for each in found):
        return found
    if turned.looks_turned(table):
        side = replace(seen, said=replace(seen.said, transpose=True))
        again = [each for each in _tables(table, side) if isinstance(each, Layout)]
        if again:
            return list(again)
    return found


def _tables(table: Table, seen: TabContext) -> list[Layout | Unknown]:
    over = grid(table, seen.said)
    said = [each.header for each in seen.said.columns.values() if each.header is not None]
    named = frozenset(
        text.strip().casefold()
        for full in (*said, *seen.settings.own.values())
        for text in (full, full.rpartition(selecting.JOINT)[2])
    )
    found = header_row.find(over, named)
    if seen.said.header_rows is not None and not table.columns:
        rows = seen.said.header_rows
        only = heads.at_rows(over, rows) if rows else heads.none(over)
        found = [only] if only is not None else found
    if not found:
        return [Unknown(seen.source, table, None)]
    return [_understood(table, head, seen) for head in found]


def _understood(table: Table, head: Head, seen: TabContext) -> Layout | Unknown:
    said = seen.said
    ready = prepare(table, head, said, seen.settings)
    if said.pivot is None and (
        pivot := measure_lines.found(ready) or measure_suffixes.found(ready)
    ):
        said = replace(said, pivot=pivot)
        ready = prepare(table, head, said, seen.settings)
    if not said.unpivot:
        verbs = numbered.found(ready) or times_in_columns.found(ready, seen.settings)
        said = replace(said, unpivot=verbs)
        ready = prepare(table, head, said, seen.settings) if said.unpivot else ready
    if (coded := code_columns.with_code(said, ready)) is not said:
        said = coded
        ready = prepare(table, head, said, seen.settings)
    if not said.pattern and (way := ways_in_cells.found(ready)):
        said = replace(said, pattern=(way[1],), ignore=(*said.ignore, way[0]))
        ready = prepare(table, head, said, seen.settings)
    columns, variants, verdict = _read(table, ready, seen)
    if verdict is None:
        return Unknown(seen.source, table, head, columns)
    if not said.split and (verb := packed.found(ready, verdict)):
        said = replace(said, split=(verb,))
        ready = prepare(table, head, said, seen.settings)
        columns, variants, again = _read(table, ready, seen)
        verdict = again or verdict
    if levels := sections.found(ready, verdict):
        level = cast("Level | None", verdict.entity)
        columns_said = _written(table, ready, columns, variants, verdict).columns
        said = replace(said, levels=levels, level=level, columns={**columns_said, **said.columns})
        ready = prepare(table, head, said, seen.settings)
        columns, variants, again = _read(table, ready, seen)
        verdict = again or verdict
    mapping = _written(table, ready, columns, variants, verdict)
    sureness = _sureness(columns, verdict)
    return carry_out.layout(
        seen.source,
        ready.saying(mapping),
        sureness=sureness,
        sure=columns.sure,
        guessed=verdict.sure,
    )


def _read(
    table: Table, ready: PreparedTable, seen: TabContext
) -> tuple[Columns, dict[str, int], RowVerdict | None]:
    """What the columns mean, what the typed ones hold, and what the rows are."""
    headers = {cell.index: cell.text for cell in ready.cells}
    ours = {*ready.ours.columns.values(), *ready.ours.copies}
    samples = _samples(ready)
    # What stands in columns of ours says nothing about the rows.
    profiles = {index: profile(values) for index, values in samples.items() if index not in ours}
    known = {*headers, *(cell.index for cell in ready.head.cells)}
    wide = [index for index in samples if index not in known and not profiles[index].empty]
    columns = assign(ready.cells, profiles, ready.fixed, ours, wide, ready.barred)
    variants, columns = settled(columns, samples, headers, ready.fixed)
    columns = with_its_id(columns, samples, headers)
    columns = without_repeated_measure(columns, profiles, headers)
    columns = without_empty_words(columns, samples, headers, ready.fixed)
    columns = with_objective(columns, ready.shaped.fields if ready.shaped else {})
    evidence = Evidence(
        columns,
        profiles,
        "level" in variants,
        table.name,
        seen.source.file_hint if _alone(seen.source, table) else None,
        _fixed_level(ready.mapping),
        samples,
        seen.others,
        headers,
        bool(ours),
    )
    verdict = _verdict(ready.mapping, columns, evidence)
    return without_others(columns, verdict, headers), variants, verdict


def _fixed_level(said: TableMapping) -> str | None:
    if said.levels is not None and said.levels.by == "sections":
        return said.level or "key_result"
    return None if said.level == "check_in" else said.level


def _verdict(said: TableMapping, columns: Columns, seen: Evidence) -> RowVerdict | None:
    if said.level == "check_in":
        return RowVerdict(None, None, {}, 1.0, check_ins=True)
    if said.levels is not None and said.levels.by != "sections" and columns.titled:
        return kinds.mixed(seen, {"title": "prefix"}.get(said.levels.by, said.levels.by), 1.0)
    return kinds.decide(seen)


def _written(
    table: Table,
    ready: PreparedTable,
    columns: Columns,
    variants: Mapping[str, int],
    verdict: RowVerdict,
) -> TableMapping:
    """What was found, as a mapping that says all of it."""
    made = set(ready.shaped.headers) - set(ready.names) if ready.shaped else set()
    found = {**columns.fields, **variants}
    found |= {f"{scope}_{name}": at for (name, scope), at in columns.scoped.items()}
    if verdict.entity and uniform(columns, verdict.entity, 1.0).titles != verdict.titles:
        found[verdict.entity] = verdict.titles[verdict.entity]
    said = ready.mapping
    # A field whose blanks a pattern fills has its own column, too: the one that was said.
    filled = {
        name: said.columns[name]
        for name, at in found.items()
        if at in made and name in said.columns
    }
    levels = said.levels or (None if verdict.entity else _BY.get(verdict.by))
    return replace(
        said,
        tab=TabRef(name=table.name),
        header_rows=_header_rows(table, ready.head),
        level=cast("Level | None", "check_in" if verdict.check_ins else verdict.entity),
        levels=levels,
        language=said.language or columns.language,
        guess=False,
        columns={
            name: selecting.naming(at, ready.names) for name, at in found.items() if at not in made
        }
        | filled,
        join=(),
        id=said.id if len(said.id) > 1 else (),
    )


def _header_rows(table: Table, head: Head) -> tuple[int, ...] | None:
    if table.columns:
        return None
    return () if not head.cells else tuple(range(head.top, head.row + 1))


def _alone(source: SourceTables, table: Table) -> bool:
    """Whether this is the source's only tab with anything in it: then the file's name is its."""
    return all(other is table or not other.rows or other.hidden for other in source.tables)


def _samples(ready: PreparedTable) -> dict[int, list[Scalar]]:
    """The first cells of every column, merged cells as their first one says."""
    rows = ready.rows[:SAMPLE]
    width = max((len(row.values) for row in rows), default=0)
    width = max(width, max((cell.index for cell in ready.cells), default=-1) + 1)
    return {index: [row.value(index) for row in rows] for index in range(width)}


def _sureness(columns: Columns, verdict: RowVerdict) -> float:
    """How sure the reading is: the kind's certainty, and the headers' behind the fields."""
    used = {*columns.fields.values(), *columns.scoped.values()}
    scores = [columns.sure.get(index, 0.5) for index in used]
    mean = sum(scores) / len(scores) if scores else 0.5
    return round(min(1.0, verdict.sure * (0.5 + 0.5 * min(1.0, mean))), 2)
