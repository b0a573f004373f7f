"""That no cell is lost: each filled cell of a table that was read is somewhere to be found.

A cell is a value of an entity, a word for nothing, named by a finding, in a row that was left
out and counted, or in a column that is kept or named as not read. Of numbers it is not enough
that their column is read: the value itself has to be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrsync.errors import OkrsyncError
from okrsync.i18n import Message
from okrsync.mapping.entities import Entity
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Reading
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.mapping.work import Work
from okrsync.model import KeyResult, Kpi
from okrsync.table import CellError, Scalar, a1
from okrsync.values import is_null, visible

LOST = Message("{tab}!{cell} was read by nothing and named by nothing. That is a fault of okrsync.")
_NUMBERS = ("baseline", "target", "current", "lower", "upper")


class CellLost(OkrsyncError):
    """A cell that no part of a reading accounts for."""

    code = "cell_lost"
    exit_code = 70


@dataclass(frozen=True, slots=True)
class Lost:
    """A cell that nothing accounts for: where it stands, what in it."""

    source: str
    tab: str
    cell: str
    shown: str


def held(work: Work, reading: Reading) -> None:
    """Raise CellLost for the first cell that nothing accounts for."""
    for each in lost(work, reading):
        raise CellLost(LOST.filled(tab=each.tab, cell=each.cell))


def lost(work: Work, reading: Reading) -> Iterator[Lost]:
    """The cells of all tables that nothing accounts for, table by table."""
    for index, layout in enumerate(work.layouts):
        yield from _Table(work, reading, index, layout).lost()


class _Table:
    """What is known of one table's cells, by their addresses in the sheet."""

    def __init__(self, work: Work, reading: Reading, index: int, layout: Layout) -> None:
        self.layout, self.index = layout, index
        self.left = work.walked[index].left.rows
        self.named = {
            each.cell
            for each in reading.problems
            if (each.source, each.tab) == (layout.source.name, layout.table.name)
        }
        self.drafts = [each for each in work.drafts if each.table == index]
        self.entities = work.entities
        self.measured = self._measured()
        self.placed = self._placed()

    def lost(self) -> Iterator[Lost]:
        """Each cell that nothing accounts for, from the top."""
        layout = self.layout
        rows = layout.rows if layout.shaped is None else layout.shaped.rows
        for at, row in enumerate(rows):
            for column, value in enumerate(row.values):
                if _says_nothing(value):
                    continue
                cell = a1(*layout.cell(at, column))
                if not (cell in self.named or self._told(at, row.number, column, cell)):
                    yield Lost(layout.source.name, layout.table.name, cell, str(value))

    def _told(self, at: int, number: int, column: int, cell: str) -> bool:
        if column in self.measured and at in self.measured[column]:
            return cell in self.placed
        if self._kept(column) or cell in self.placed or number in self.left or self._spread(at):
            return True
        return self._beside(at, column)

    def _beside(self, at: int, column: int) -> bool:
        """Whether what stands in a row of no measure is kept beside it."""
        header = self.layout.headers.get(column)
        here = (each for each in self.drafts if each.at == at and each.own_row)
        return any(header in self.entities[each.id].extra for each in here)

    def _kept(self, column: int) -> bool:
        """Whether a whole column is dealt with: ours, kept beside the row, or what links it."""
        layout = self.layout
        shaped = layout.shaped
        if column in layout.ours or (shaped and column in shaped.read | shaped.barred):
            return True
        numbers = {layout.column(name) for name in _NUMBERS}
        return column not in numbers

    def _spread(self, at: int) -> bool:
        """Whether a row goes on about another one, so that its cells are that one's."""
        return all(each.at != at for each in self.drafts)

    def _measured(self) -> dict[int, set[int]]:
        """Column of a number → the positions of rows whose own number it should be."""
        found: dict[int, set[int]] = {}
        for name in _NUMBERS:
            column = self.layout.column(name)
            if column is not None:
                found[column] = {
                    each.at for each in self.drafts
                    if each.own_row and each.entity in ("key_result", "kpi")
                }  # fmt: skip
        return found

    def _placed(self) -> set[str]:
        """The cells whose numbers an entity has."""
        found: set[str] = set()
        for draft in self.drafts:
            entity = self.entities.get(draft.id)
            if draft.own_row and isinstance(entity, KeyResult | Kpi):
                found |= {*_cells(entity)}
        return found


def _cells(entity: Entity) -> Iterator[str]:
    metric = entity.metric if isinstance(entity, KeyResult | Kpi) else None
    cells = entity.source.cells if entity.source else {}
    for name in _NUMBERS:
        if name in cells and metric is not None and _has(metric, name):
            yield cells[name]


def _has(metric: object, name: str) -> bool:
    if getattr(metric, name) is not None:
        return True
    if name != "target":
        return False
    # A range is kept as its bounds, a change as what it says.
    return any(getattr(metric, other) is not None for other in ("lower", "upper", "target_value"))


def _says_nothing(value: Scalar) -> bool:
    if isinstance(value, str):
        return not visible(value).strip() or is_null(value)
    return not is_filled(value) or isinstance(value, CellError)
