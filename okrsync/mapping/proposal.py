"""What `okrsync init` shows before it writes: each table, its header, and what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okrsync.config import Config
from okrsync.mapping.account.certainty import certainty
from okrsync.mapping.files.schema import Mapping
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Certainty, Kind, Reading
from okrsync.mapping.rows.rowfilter import Left
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.tables import choose
from okrsync.mapping.work import Work
from okrsync.mapping.workspace import read_work
from okrsync.table import a1


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column: its header and that header's cell, the field it was taken for.

    `field` is None for a column that is kept as it is, and `ours` the managed field where
    the column is one of okrsync's own. `about` is the entity that it speaks of, where that is
    not the row's own ("objective owner"). `made`: a verb made it of other columns, so that no
    name in a file stands for it; its cell is that of the header it came from. Such a column of
    the sheet is `taken_apart`.
    """

    header: str
    cell: str
    field: str | None
    about: str | None = None
    ours: str | None = None
    made: bool = False
    taken_apart: bool = False


@dataclass(frozen=True, slots=True)
class ProposedTable:
    """One table as it was understood; `kind` is None for a log of check-ins."""

    source: str
    tab: str
    kind: Kind | None
    header_row: int
    certainty: Certainty
    language: str | None
    columns: Sequence[ProposedColumn]


@dataclass(frozen=True, slots=True)
class ReadingProposal:
    """The tables that would be read, what reading them gives, and the work that it took."""

    tables: Sequence[ProposedTable]
    reading: Reading
    work: Work


def propose(sources: Sequence[SourceTables], config: Config, today: date) -> ReadingProposal:
    """The detected mapping of a workspace. Raises what `read` raises."""
    reading, work = read_work(sources, config, today)
    walked = zip(work.layouts, work.walked, strict=True)
    left = {id(layout): each.left for layout, each in walked}
    return ReadingProposal(
        [_table(each, left.get(id(each))) for each in work.chosen.layouts], reading, work
    )


def mapping_of(source: SourceTables, config: Config, today: date) -> Mapping:
    """What was found of one source as a mapping that says all of it."""
    found = choose([source], config, today).layouts
    return Mapping(tuple(layout.mapping for layout in found), name=source.name)


def mapping_found(proposal: ReadingProposal) -> Mapping:
    """What was found of all sources, as one mapping that says all of it."""
    return Mapping(tuple(layout.mapping for layout in proposal.work.chosen.layouts))


def _table(layout: Layout, left: Left | None) -> ProposedTable:
    return ProposedTable(
        layout.source.name,
        layout.table.name,
        layout.verdict.kind,
        layout.head.row,
        certainty(layout, left),
        layout.columns.language,
        list(_columns(layout)),
    )


def _columns(layout: Layout) -> Sequence[ProposedColumn]:
    fields = {at: (name, None) for name, at in layout.columns.fields.items()}
    fields |= {at: (name, None) for name, at in layout.types.items()}
    scoped = {at: key for key, at in layout.columns.scoped.items()}
    ours = {at: name for name, at in layout.managed.items()}
    shaped = layout.shaped
    apart = shaped.read | shaped.barred if shaped else frozenset()
    found = []
    for at, header in sorted(layout.headers.items()):
        name, about = fields.get(at) or scoped.get(at) or (None, None)
        made = layout.shaped is not None and at not in layout.head_columns
        home = layout.shaped.home(at) if made and layout.shaped else at
        cell = a1(layout.head.row, home) if layout.head.row and home is not None else ""
        found.append(ProposedColumn(header, cell, name, about, ours.get(at), made, at in apart))
    return found
