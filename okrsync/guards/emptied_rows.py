"""Values of ours on rows that a person has emptied: a value belongs to its row, so it goes too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrsync.evaluate.workspace import Recall
from okrsync.i18n import Message
from okrsync.mapping.reading import TableReading
from okrsync.planned import Plain
from okrsync.table import Change, Row, Skip
from okrsync.writeback.cells import Cell, Tables, comparable, plain
from okrsync.writeback.compare import blank
from okrsync.writeback.names import shown
from okrsync.writeback.plan import lock_of

NO_ENTITY = Message(
    "okrsync wrote it, and no objective or key result is read from this row any more"
)

_Index = Mapping[tuple[object, ...], list[str]]
"""Source and values → the entities of which we wrote them."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Cells to clear, and cells that are left, with the reason."""

    cells: list[Cell]
    left: list[Skip]


def leftovers(tables: Tables, known: Recall) -> Leftovers:
    """What we last wrote and still stands on rows that are no entity any more.

    Where the row holds nothing else it is cleared; where people's words stand on it, it is
    left and named, since the row may only be half typed.
    """
    found = Leftovers([], [])
    strange = [(table, row, values) for table in tables.by_key.values() if table.managed
               for row, values in _rows(table)]  # fmt: skip
    owners = _Owners(tables, known) if strange else None
    for table, row, values in strange:
        entity = owners.of(table, row, values) if owners else None
        if entity is None:
            continue
        empty = _empty(table, row)
        for name in values:
            column = table.managed[name]
            lock = lock_of(table.table, row.number, column)
            if empty and lock is None:
                found.cells.append(_cleared(table, row, name, entity))
            else:
                found.left.append(Skip(table.table.key, row.number, column, lock or NO_ENTITY))
    return found


class _Owners:
    """Of which row we wrote what stands on a row that is none any more."""

    def __init__(self, tables: Tables, known: Recall) -> None:
        self._wrote: defaultdict[tuple[str, str], dict[str, object]] = defaultdict(dict)
        for (source, entity, name), written in known.written.items():
            if written.value is not None:
                self._wrote[source, entity][name] = comparable(written.value)
        self._taken = {
            (table.source, ref.entity_id) for table in tables.by_key.values() for ref in table.rows
        }
        self._by_values: dict[tuple[str, ...], _Index] = {}

    def of(self, table: TableReading, row: Row, values: Mapping[str, Plain]) -> str | None:
        """The entity of which we wrote all of these values, None where there is none. Where it
        stands elsewhere now, the row gets a name of its own."""
        names = tuple(sorted(values))
        if names not in self._by_values:
            self._by_values[names] = self._index(names)
        key = (table.source, *(comparable(values[name]) for name in names))
        fits = self._by_values[names].get(key, ())
        if not fits:
            return None
        gone = next((e for e in fits if (table.source, e) not in self._taken), None)
        if gone is None:
            return f"{table.table.name}!{row.number}"
        self._taken.add((table.source, gone))
        return gone

    def _index(self, names: tuple[str, ...]) -> _Index:
        found: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
        for (source, entity), wrote in self._wrote.items():
            if all(name in wrote for name in names):
                found[source, *(wrote[name] for name in names)].append(entity)
        return found


def _rows(table: TableReading) -> Iterator[tuple[Row, Mapping[str, Plain]]]:
    """Rows below the header that are no entity and hold something in columns of ours."""
    entities = {ref.row for ref in table.rows}
    for row in table.table.rows:
        if row.number <= table.header_row or row.number in entities:
            continue
        values = {
            name: plain(row.value(column))
            for name, column in table.managed.items()
            if not blank(row.value(column))
        }
        if values:
            yield row, values


def _empty(table: TableReading, row: Row) -> bool:
    ours = set(table.managed.values())
    return all(blank(value) for column, value in enumerate(row.values) if column not in ours)


def _cleared(table: TableReading, row: Row, name: str, entity: str) -> Cell:
    column = table.managed[name]
    change = Change(
        table=table.table.key,
        row=row.number,
        column=column,
        before=row.value(column),
        after=None,
        shown=shown(name),
        identity=tuple(table.identity),
        entity_id=entity,
        field=name,
    )
    return Cell(change, table, entity, table.managed_headers.get(name, name))
