"""What is said of a source's mapping: by its file or preset, by the configuration, by relations."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.mapping.account import say
from okrsync.mapping.apply import selecting
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.files import presets, safe_patterns
from okrsync.mapping.files.schema import ColumnRef, Mapping, TableMapping, TabRef
from okrsync.mapping.files.toml_load import is_field
from okrsync.mapping.head import Head
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.reading import MappingError
from okrsync.mapping.rows.relations import Linked
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.vocabulary.normal import same
from okrsync.table import Table, a1
from okrsync.values import safe

NO_FIELD = Message("sources.{source}.columns: there is no field “{name}”; known are {known}.")
NO_FIELD_NEAR = Message(
    "sources.{source}.columns: there is no field “{name}”; did you mean “{near}”?"
)


def mapping_of(source: SourceTables) -> Mapping:
    """A source's mapping before anything is found. Raises ConfigError."""
    for name in source.columns:
        if not is_field(name):
            near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.5)
            known = ", ".join(FIELDS)
            told = NO_FIELD_NEAR.filled(near=near[0]) if near else NO_FIELD.filled(known=known)
            raise ConfigError(told.filled(source=source.name, name=name))
    if source.answered is not None:
        return source.answered
    return Mapping() if source.mapping == "auto" else presets.load(source.mapping)


def over(one: TableMapping, source: SourceTables, linked: Linked, table: Table) -> TableMapping:
    """A table's mapping with what relations tell of it, and the configuration over all of it."""
    columns = dict(one.columns)
    columns |= {name: ColumnRef(header=text) for name, text in source.columns.items()}
    spoken = {same(each.header) for each in columns.values() if each.header is not None}
    told = {
        name: ColumnRef(header=header)
        for name, header in linked.fixed.get(table.key, {}).items()
        if same(header) not in spoken
    }
    level = source.level or one.level or linked.levels.get(table.key)
    return replace(one, columns={**told, **columns}, level=level)


def beside(one: TableMapping, source: SourceTables, head: Head) -> TableMapping:
    """A mapping that says all, with the configuration over it: what that names of this header is
    that field, and no other one."""
    names = {cell.index: cell.name for cell in head.cells}
    own = {name: ColumnRef(header=text) for name, text in source.columns.items()}
    own = {name: column for name, column in own.items() if selecting.all_of(column, names)}
    if source.answered is not None or not own:
        return one
    taken = {selecting.one(column, names) for column in own.values()}
    kept = {name: c for name, c in one.columns.items() if selecting.one(c, names) not in taken}
    return replace(one, columns={**kept, **own})


def guessed(mapping: Mapping, table: Table) -> list[TableMapping]:
    """The mappings of a tab of which detection finds the rest."""
    return [one for one in mapping.tables if one.guess and is_meant(one.tab, table)]


def fixed(mapping: Mapping, table: Table) -> list[TableMapping]:
    """The mappings of a tab that say all of it."""
    return [one for one in mapping.tables if not one.guess and is_meant(one.tab, table)]


def is_meant(tab: TabRef | None, table: Table) -> bool:
    """Whether a mapping's tab is this one."""
    if tab is None:
        return True
    if tab.pattern is not None:
        return safe_patterns.matches(tab.pattern, table.name)
    return same(tab.name or "") == same(table.name)


def check_headers(
    source: SourceTables, mapping: Mapping, found: Sequence[Layout | Unknown]
) -> None:
    """Every header that the configuration names, or a mapping that says all, must stand in some
    tab. Raises MappingError, naming the nearest."""
    seen = [
        (text, cell.row, cell.index, each.table.name)
        for each in found
        if each.head
        for cell in each.head.cells
        for text in dict.fromkeys((cell.text, cell.name))
    ]
    # “Goal / KR” on one line is found by its last part, as a header of two lines is.
    known = {shown(text) for text, *_ in seen for shown in (same, selecting.lower)}
    # A verb may have made the column, and called it for what it is made of.
    shaped = [each.shaped for each in found if isinstance(each, Layout) and each.shaped]
    known |= {same(text) for each in shaped for text in each.headers.values()}
    for name, header in _named(source, mapping):
        if same(header) in known:
            continue
        near = difflib.get_close_matches(header, [text for text, *_ in seen], n=1, cutoff=0.4)
        where = next((each for each in seen if near and each[0] == near[0]), None)
        raise MappingError(
            say.NO_HEADER.filled(
                source=safe(source.name),
                header=safe(header),
                field=name,
                near=_near(where) if where else "",
            ),
            hint=None,
        )


def _named(source: SourceTables, mapping: Mapping) -> Iterator[tuple[str, str]]:
    yield from source.columns.items()
    for one in mapping.tables:
        if not one.guess:
            for name, column in one.columns.items():
                if column.header is not None:
                    yield name, column.header


def _near(where: tuple[str, int, int, str]) -> Message:
    text, row, index, tab = where
    cell = f"{safe(tab)}!{a1(row, index)}" if row else safe(tab)
    return say.NEAR.filled(near=safe(text), cell=cell)
