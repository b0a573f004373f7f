"""A table's columns and what its rows are, as a mapping says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from okrsync.mapping.fields import TITLES
from okrsync.mapping.head import HeaderCell
from okrsync.mapping.reading import Kind
from okrsync.table import letters

_KINDS = {
    "objective": Kind.OBJECTIVES,
    "key_result": Kind.KEY_RESULTS,
    "initiative": Kind.INITIATIVES,
    "kpi": Kind.KPIS,
}
_NAMED_BY = {
    "kpi": ("indicator", "title"),
    "key_result": ("title", "indicator", "kpi", "initiative"),
}
"""What else a row is called by, where no column is named for what it is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns as understood.

    `fields` maps a field to its column, `scoped` (field, entity) to the column that speaks of
    that entity ("objective owner"), `types` are Type and Level columns, still to be read by
    their words; `rest` are all others by label. `sure` is each column's score, 0–1.
    """

    fields: Mapping[str, int] = field(default_factory=dict)
    scoped: Mapping[tuple[str, str], int] = field(default_factory=dict)
    types: tuple[int, ...] = ()
    rest: tuple[tuple[str, int], ...] = ()
    sure: Mapping[int, float] = field(default_factory=dict)
    language: str | None = None

    def get(self, name: str, scope: str | None = None) -> int | None:
        """The column of a field, None where the table has none."""
        return self.scoped.get((name, scope)) if scope else self.fields.get(name)

    @property
    def titled(self) -> bool:
        """Whether a column says what rows are called."""
        return any(name in self.fields for name in TITLES)


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What the rows of a table are.

    `entity` is what a row is where all are the same, None where a level `by` tells them apart
    ("column", "code" or "prefix"). `titles` maps an entity to the column of its title.
    `own_id` says that the id column is the rows' own. `sure` is 0–1.
    """

    kind: Kind | None
    entity: str | None
    titles: Mapping[str, int]
    sure: float
    by: str | None = None
    check_ins: bool = False


def titles(columns: Columns) -> dict[str, int]:
    """Entity, or what else a row is called by → the column of it."""
    return {name: columns.fields[name] for name in TITLES if name in columns.fields}


def uniform(columns: Columns, entity: str, sure: float) -> RowVerdict:
    """All rows are one entity: its title is its own column, else the best that there is."""
    found = titles(columns)
    order = (entity, *_NAMED_BY.get(entity, ("title",)), *TITLES)
    column = next(found[name] for name in order if name in found)
    for name in ("title", "indicator"):
        found.pop(name, None)
    found = {name: at for name, at in found.items() if at != column}
    found[entity] = column
    return RowVerdict(_KINDS[entity], entity, found, sure)


def rest_of(
    cells: Sequence[HeaderCell], used: Collection[int], wide: Sequence[int]
) -> tuple[tuple[str, int], ...]:
    """Labels of the columns without a field: the header, with its letters where it is double."""
    labels: dict[str, int] = {}
    for cell in cells:
        if cell.index in used:
            continue
        label = f"{cell.group} / {cell.text}" if cell.group else cell.text
        labels[label if label not in labels else f"{label} ({letters(cell.index)})"] = cell.index
    for column in wide:
        labels.setdefault(letters(column), column)
    return tuple(labels.items())
