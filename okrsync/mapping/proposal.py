"""What `okrsync init` shows before it writes: each table, its header, and what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okrsync.config import Config
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Kind, Reading
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.tables import choose
from okrsync.mapping.workspace import read
from okrsync.table import a1


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column: its header and that header's cell, the field it was taken for, how sure.

    `field` is None for a column that is kept as it is, and `ours` the managed field where
    the column is one of okrsync's own. `about` is the entity that it speaks of, where that is
    not the row's own ("objective owner").
    """

    header: str
    cell: str
    field: str | None
    sure: float
    about: str | None = None
    ours: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedTable:
    """One table as it was understood; `kind` is None for a log of check-ins."""

    source: str
    tab: str
    kind: Kind | None
    header_row: int
    sure: float
    language: str | None
    columns: Sequence[ProposedColumn]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The tables that would be read, and what reading them gives."""

    tables: Sequence[ProposedTable]
    reading: Reading

    @property
    def sure(self) -> float:
        """How sure the least sure table is, 0–1."""
        return min((table.sure for table in self.tables), default=0.0)


def propose(sources: Sequence[SourceTables], config: Config, today: date) -> Proposal:
    """The detected mapping of a workspace. Raises what `read` raises."""
    reading = read(sources, config, today)
    return Proposal([_table(layout) for layout in choose(sources, config).layouts], reading)


def _table(layout: Layout) -> ProposedTable:
    return ProposedTable(
        layout.source.name,
        layout.table.name,
        layout.verdict.kind,
        layout.head.row,
        layout.sureness,
        layout.columns.language,
        list(_columns(layout)),
    )


def _columns(layout: Layout) -> Sequence[ProposedColumn]:
    fields = {at: (name, None) for name, at in layout.columns.fields.items()}
    fields |= {at: (name, None) for name, at in layout.types.items()}
    scoped = {at: key for key, at in layout.columns.scoped.items()}
    ours = {at: name for name, at in layout.managed.items()}
    found = []
    for at, header in sorted(layout.headers.items()):
        name, about = fields.get(at) or scoped.get(at) or (None, None)
        cell = a1(layout.head.row, at) if layout.head.row else ""
        sure = layout.columns.sure.get(at, 0.0)
        found.append(ProposedColumn(header, cell, name, sure, about, ours.get(at)))
    return found
