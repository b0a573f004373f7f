"""Which of a workspace's tables are read: understood, chosen, hidden ones left out."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync.config import Config, ConfigError
from okrsync.mapping import names, presets, say
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.layout import Layout, Unknown, understand
from okrsync.mapping.normal import same
from okrsync.mapping.presets import Preset
from okrsync.mapping.reading import MappingError
from okrsync.mapping.relations import Linked, resolve
from okrsync.mapping.sources import SourceTables
from okrsync.table import a1
from okrsync.text import Text
from okrsync.values import safe

ENOUGH = 0.45
"""A table that is less sure than this is left out, unless a configuration names its columns."""
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
    notes: list[Text] = field(default_factory=list)
    lifted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Row key → keys of the rows that list it as theirs."""

    @property
    def everything(self) -> list[Layout | Unknown]:
        """All that was looked at."""
        return [*self.layouts, *self.unknown]


def choose(sources: Sequence[SourceTables], config: Config) -> Chosen:
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
        _source(source, config, frozenset(entities), chosen, linked)
    if not any(not layout.verdict.check_ins for layout in chosen.layouts):
        _hidden_instead(chosen)
    return chosen


def _source(
    source: SourceTables,
    config: Config,
    others: frozenset[str],
    chosen: Chosen,
    linked: Linked,
) -> None:
    preset = None if source.mapping == "auto" else presets.load(source.mapping)
    overrides = _overrides(source, preset)
    if preset is not None and source.level is None:
        source = replace(source, level=preset.level)
    own = {**source.remembered, **config.write_back.columns}
    found = [
        each
        for table in source.tables
        for each in understand(
            replace(source, level=source.level or linked.levels.get(table.key)),
            table,
            own=own,
            others=others,
            overrides=_over(linked.fixed.get(table.key, {}), overrides),
        )
    ]
    _check_headers(source, found)
    for each in found:
        if isinstance(each, Unknown) or (each.table.hidden and not source.named):
            chosen.unknown.append(each)
        elif each.sureness < ENOUGH and not source.columns and not source.level:
            chosen.unknown.append(each)
            chosen.notes.append(
                say.filled(say.UNSURE_LEFT, tab=safe(each.table.name), sure=f"{each.sureness:.0%}")
            )
        else:
            chosen.layouts.append(each)


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
        chosen.notes.append(say.filled(say.HIDDEN_READ, tab=safe(layout.table.name)))


def hidden_notes(chosen: Chosen) -> list[Text]:
    """Which hidden tabs hold OKRs and were left out."""
    return [
        say.filled(say.HIDDEN_LEFT, tab=safe(each.table.name), location=safe(each.source.location))
        for each in chosen.unknown
        if isinstance(each, Layout) and each.table.hidden
    ]


def _overrides(source: SourceTables, preset: Preset | None) -> Mapping[str, str]:
    """Field → header: the preset's, and over it the configuration's."""
    for name in source.columns:
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.5)
            more = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(FIELDS)}"
            raise ConfigError(f"sources.{source.name}.columns: unknown field {name!r}{more}")
    return {**(preset.columns if preset else {}), **source.columns}


def _over(found: Mapping[str, str], said: Mapping[str, str]) -> Mapping[str, str]:
    """What relations and types tell, with what people said of fields and headers over it."""
    spoken = set(said.values())
    return {name: header for name, header in found.items() if header not in spoken} | dict(said)


def _check_headers(source: SourceTables, found: Sequence[Layout | Unknown]) -> None:
    """Every header that the configuration names must stand in some tab."""
    seen = [
        (cell.text, cell.row, cell.index, each.table.name)
        for each in found
        if each.head
        for cell in each.head.cells
    ]
    known = {same(text) for text, *_ in seen}
    for name, header in source.columns.items():
        if same(header) in known:
            continue
        near = difflib.get_close_matches(header, [text for text, *_ in seen], n=1, cutoff=0.4)
        where = next((each for each in seen if near and each[0] == near[0]), None)
        raise MappingError(
            say.filled(
                say.NO_HEADER,
                source=safe(source.name),
                header=safe(header),
                field=name,
                near=_near(where) if where else "",
            ),
            values={},
            hint=None,
        )


def _near(where: tuple[str, int, int, str]) -> Text:
    text, row, index, tab = where
    cell = f"{safe(tab)}!{a1(row, index)}" if row else safe(tab)
    return say.filled(say.NEAR, near=safe(text), cell=cell)
