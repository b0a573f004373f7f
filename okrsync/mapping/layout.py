"""One table with its mapping carried out: its header, its columns, what its rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrsync.mapping.apply.shaped import Shaped
from okrsync.mapping.columns_of import Columns, RowVerdict
from okrsync.mapping.files.schema import TableMapping
from okrsync.mapping.head import Head
from okrsync.mapping.sources import SourceTables
from okrsync.table import Address, Row, Table


@dataclass(frozen=True, slots=True)
class Layout:
    """A table that holds OKRs. `headers` are all its headers by column, as they stand."""

    source: SourceTables
    table: Table
    head: Head
    columns: Columns
    verdict: RowVerdict
    types: Mapping[str, int]
    """Variant (`level`, `target_type` …, or `type` where its rows differ) → column."""
    managed: Mapping[str, int]
    managed_headers: Mapping[str, str]
    ours: frozenset[int]
    """Every managed column, a second one for the same field too: none of them is input."""
    copies: Mapping[int, str]
    """Of these, the second ones: column → managed field."""
    headers: Mapping[int, str]
    units: Mapping[int, str]
    sureness: float
    rows: Sequence[Row] = field(default=())
    mapping: TableMapping = field(default_factory=TableMapping)
    shaped: Shaped | None = None
    """What the verbs made of it, None where it is read as it stands."""
    series: tuple[int, ...] = ()
    guessed: float | None = None
    """How sure detection is of what the rows are, 0–1; None where a mapping says it."""

    def column(self, name: str, scope: str | None = None) -> int | None:
        """The column of a field (of an entity), None where there is none.

        A field scoped to what all rows are is the rows' own ("KR owner" in a list of KRs).
        """
        if scope is None or scope == self.verdict.entity:
            own = self.columns.get(name, self.verdict.entity)
            return self.columns.get(name) if own is None else own
        return self.columns.get(name, scope)

    @property
    def head_columns(self) -> frozenset[int]:
        """The columns that the sheet's own header names."""
        return frozenset(cell.index for cell in self.head.cells)

    def cell(self, at: int, column: int) -> Address:
        """Where the cell of a row, by its position, and a column stands in the sheet."""
        if self.shaped is not None:
            return self.shaped.cell(at, column)
        return self.rows[at].number, column


@dataclass(frozen=True, slots=True)
class Unknown:
    """A table in which no OKRs were found: the header that came nearest, if any did."""

    source: SourceTables
    table: Table
    head: Head | None
    columns: Columns | None = None
