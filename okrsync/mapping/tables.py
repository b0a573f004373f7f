"""Which of a workspace's tables are read: understood, chosen, hidden ones left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from okrsync.config import Config
from okrsync.i18n import Message
from okrsync.mapping import side_by_side
from okrsync.mapping.account import said, say
from okrsync.mapping.account.certainty import is_plain, weight
from okrsync.mapping.apply import carry_out
from okrsync.mapping.apply.prepare import ReadingSettings, grid, located, prepare
from okrsync.mapping.detect.understand import TabContext, understand
from okrsync.mapping.files.schema import TableMapping
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.plain_tasks import is_plain_list
from okrsync.mapping.rows.relations import Linked, resolve
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.vocabulary import names
from okrsync.table import Table
from okrsync.values import safe

ENOUGH = 0.45
"""A table that is less sure than this is left out, unless a configuration names its columns."""
HOPELESS = -1.0
"""Of 1, what is left of a reading of which seven columns of numbers or more are not understood."""
_ENTITY = {
    "objectives": "objective",
    "key_results": "key_result",
    "initiatives": "initiative",
    "kpis": "kpi",
}


@dataclass(slots=True)
class Chosen:
    """The tables that are read, all others, and what to say about the choice."""

    layouts: list[Layout] = field(default_factory=list)
    unknown: list[Unknown | Layout] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    lifted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Row key → keys of the rows that list it as theirs."""

    @property
    def everything(self) -> list[Layout | Unknown]:
        """All that was looked at."""
        return [*self.layouts, *self.unknown]


def choose(sources: Sequence[SourceTables], config: Config, today: date) -> Chosen:
    """Understand every table and choose those that hold OKRs.

    Raises ConfigError for an unknown field or preset, MappingError for a header of the
    configuration that no tab has.
    """
    linked = resolve(sources)
    chosen = Chosen(notes=linked.notes, lifted=linked.lifted)
    sources = linked.sources
    entities = {
        _ENTITY[kind]
        for source in sources
        for table in source.tables
        if (kind := names.kind(table.name)) in _ENTITY
    }
    for source in sources:
        own = {**source.remembered, **config.write_back.of(source.name).columns}
        settings = ReadingSettings(own, today, config.workspace.fiscal_year_start)
        _source(source, settings, frozenset(entities), chosen, linked)
    if not any(not layout.verdict.check_ins for layout in chosen.layouts):
        _hidden_instead(chosen)
    if all(each.verdict.check_ins or is_plain_list(each) for each in chosen.layouts):
        chosen.unknown += [each for each in chosen.layouts if not each.verdict.check_ins]
        chosen.layouts = [each for each in chosen.layouts if each.verdict.check_ins]
    return chosen


def _source(
    source: SourceTables,
    settings: ReadingSettings,
    others: frozenset[str],
    chosen: Chosen,
    linked: Linked,
) -> None:
    mapping = said.mapping_of(source)

    def understood(table: Table, one: TableMapping) -> list[Layout | Unknown]:
        over = said.over(one, source, linked, table)
        return understand(table, TabContext(source, others, over, settings))

    found: list[Layout | Unknown] = []
    for table in source.tables:
        guessed = said.guessed(mapping, table)
        fixed = said.fixed(mapping, table)
        found += [each for one in guessed for each in understood(table, one)]
        found += as_said(source, table, fixed, settings)
        if not guessed and not fixed:
            found.append(Unknown(source, table, None))
    said.check_headers(source, mapping, found)
    for each in found:
        if isinstance(each, Unknown) or (each.table.hidden and not source.named):
            chosen.unknown.append(each)
        elif _too_little(each) and not source.columns and not source.level:
            chosen.unknown.append(each)
            chosen.notes.append(say.UNSURE_LEFT.filled(tab=safe(each.table.name)))
        else:
            if each.shaped is None and said.guessed(mapping, each.table):
                one = said.guessed(mapping, each.table)[0]
                side_by_side.require_one(each, partial(understood, one=one))
            chosen.layouts.append(each)


def _too_little(layout: Layout) -> bool:
    """Whether so much speaks against a reading that a person would begin anew."""
    if layout.sureness < ENOUGH:
        return True
    return weight(layout) <= HOPELESS and not is_plain(layout)


def as_said(
    source: SourceTables, table: Table, mappings: Sequence[TableMapping], settings: ReadingSettings
) -> list[Layout | Unknown]:
    """The tables of a tab as mappings say that leave nothing to be found. One ends where the
    header of the next begins."""
    grids = [grid(table, one) for one in mappings]
    heads = [located(over, one) for over, one in zip(grids, mappings, strict=True)]
    tops = sorted(head.row for head in heads if head is not None)
    found: list[Layout | Unknown] = []
    for over, one, head in zip(grids, mappings, heads, strict=True):
        if head is None:
            found.append(Unknown(source, table, None))
            continue
        after = next((row for row in tops if row > head.row), None)
        if after is not None and not one.transpose:
            below = located(over, one, after) or head
        else:
            below = head
        whole = said.beside(one, source, below)
        found.append(carry_out.layout(source, prepare(table, below, whole, settings)))
    return found


def _hidden_instead(chosen: Chosen) -> None:
    """Where nothing else holds OKRs, hidden tabs are read."""
    hidden = [
        each
        for each in chosen.unknown
        if isinstance(each, Layout) and each.table.hidden and each.sureness >= ENOUGH
    ]
    for layout in hidden:
        chosen.unknown.remove(layout)
        chosen.layouts.append(layout)
        chosen.notes.append(say.HIDDEN_READ.filled(tab=safe(layout.table.name)))


def hidden_notes(chosen: Chosen) -> list[Message]:
    """Which hidden tabs hold OKRs and were left out."""
    return [
        say.HIDDEN_LEFT.filled(tab=safe(each.table.name), location=safe(each.source.location))
        for each in chosen.unknown
        if isinstance(each, Layout) and each.table.hidden
    ]
