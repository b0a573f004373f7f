"""After trouble: what each cell should hold, worked out anew from what was read at first.

Nothing is carried over from one look at the sheet to the next but what was sent. The first read
says what every row held, the changes say what rows shall hold, and a fresh read says which row
and column is where: a cell that differs, and shows something that we sent, is put right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from connectors.google_sheets.cell_values import Raw, key, raw, same
from connectors.google_sheets.write.cell_targets import CellTarget, obstacle
from connectors.google_sheets.write.formulas import moved_formula, without_references
from connectors.google_sheets.write.match_columns import TableLayout
from connectors.google_sheets.write.match_rows import Key, moves, row_key
from connectors.google_sheets.write.request_part import terms
from connectors.google_sheets.write.sent import Sent
from connectors.google_sheets.write.settled import Settled
from okrsync.table import Address, Change, Table


def settle(
    origin: Table,
    at: TableLayout,
    targets: Mapping[Address, CellTarget],
    sent: Sent,
    now: Table,
    marked: Mapping[int, int],
) -> tuple[Settled, TableLayout]:
    """What is to be done so that every cell holds what its row should hold, and the layout now.

    `origin` is the first read, with its layout and the targets at its addresses. `marked` says of
    its marked columns where they are now, -1 where they are gone.
    """
    table = _TableRepair(origin, at, targets, sent, now, marked)
    table.run()
    return table.settled, table.layout


class _TableRepair:
    def __init__(
        self,
        origin: Table,
        at: TableLayout,
        targets: Mapping[Address, CellTarget],
        sent: Sent,
        now: Table,
        marked: Mapping[int, int],
    ) -> None:
        self.origin, self.at, self.targets, self.sent, self.now = origin, at, targets, sent, now
        self.settled = Settled()
        self.moves, self.layout = moves(origin, now, at, sent.values, (), marked)
        strange = self._strange()
        if strange:
            self.moves, self.layout = moves(origin, now, at, sent.values, strange, marked)
        self.columns = {new: old for old, new in self.moves.columns.items()}
        self.rows = {new: old for old, new in self.moves.rows.items()}
        self.ours = sorted({*self.layout.managed})
        self.strange = [c for c in strange if c not in self.layout.managed]
        self.renamed = self._renamed()
        self.said = self._values_said()

    def _strange(self) -> list[int]:
        """Columns that are not ours and hold something that we sent to where they stand."""
        header = self.now.row(self.layout.header_row)
        names = ["" if value is None else str(value) for value in header.values] if header else []
        names += [""] * (self.now.width - len(names))
        hit = {
            column
            for (row, column), values in self.sent.places.items()
            if column not in self.layout.managed and self._shown(row, column) in values - {None}
        }
        self.sent.columns |= {names[c] for c in hit if c < len(names)}
        return sorted(
            hit
            | {
                c
                for c, name in enumerate(names)
                if name in self.sent.columns and c not in self.layout.managed
            }
        )

    def run(self) -> None:
        """Look at every cell that may hold something of ours, and every one that shall."""
        last = max([len(self.now.rows), *self.moves.rows.values()], default=0)
        for row in range(1, last + 1):
            for column in (*self.ours, *self.strange):
                self._cell(row, column)
        for (row, column), target in self.targets.items():
            if target.change is None:
                continue
            if column not in self.moves.columns:
                self.settled.lost.append(target.change)
            elif row not in self.moves.rows and not self._blank(target, target.change):
                self.settled.gone.append(target.change)
        self._edited()
        self.settled.doubtful = self._doubtful()

    def _blank(self, target: CellTarget, change: Change) -> bool:
        """Settle what is to be cleared on a row that says nothing, if there still is one there.

        Whether it is the same nobody can tell, nor does it matter: only what stood there before
        is taken away, and only where people say nothing.
        """
        theirs = set(range(self.origin.width)) - {*self.at.managed}
        if target.value is not None or _says(self.origin, target.row, theirs):
            return False
        theirs = set(range(self.now.width)) - {*self.layout.managed}
        if _says(self.now, target.row, theirs):
            return False
        home = target.at(target.row, self.moves.columns[target.column])
        if self._holds(home):
            self.settled.landed.append(change)
        elif same(raw(self.now.value(*home.address)), raw(change.before)):
            self.settled.pending.append(home)
        else:
            return False
        return True

    def _edited(self) -> None:
        """Find what people changed in the cells that values were computed from."""
        sources = {
            (row, column) for (row, _), target in self.targets.items() for column in terms([target])
        }
        for row, column in sorted(sources):
            there = self.moves.rows.get(row), self.moves.columns.get(column)
            if there[0] is None or there[1] is None or there[1] in self.strange:
                continue
            before, now = self.origin.value(row, column), self.now.value(there[0], there[1])
            if before != now and key(raw(before)) != key(raw(now)):
                self.settled.edited.append((there[0], there[1]))

    def _doubtful(self) -> bool:
        """Whether a write by position hit columns of people's, and with them what tells rows and
        columns apart."""
        still = all(old == new for old, new in self.moves.columns.items())
        if not self.sent.places:
            return False
        if not all(self._witnessed(column) for column in self.ours):
            return True
        if still and not self.sent.columns and not self.settled.lost:
            return False
        if not still and any(None in values for values in self.sent.places.values()):
            return True  # what was cleared shows no more whose it was
        told = {self.columns.get(column) for column in self.strange}
        return bool(
            (self.layout.header_row != self.at.header_row and not still)
            or told & set(self.at.identity)
            or any(column in self.strange for _, column in self.settled.covered)
        )

    def _witnessed(self, column: int) -> bool:
        """Whether a column of ours is surely where we take it to be: it bears its header, which
        is not one that we put back, or still holds something that was read there."""
        old = self.columns[column]
        header = self.now.value(self.layout.header_row, column)
        known = self.origin.value(self.at.header_row, old)
        if header == known and key(raw(known)) not in self.sent.values:
            return True
        return any(
            key(raw(self.origin.value(before, old))) == self._shown(row, column)
            for row, before in self.rows.items()
            if self._shown(row, column) not in {None, *self.sent.values}
        )

    def _cell(self, row: int, column: int) -> None:
        before = self.rows.get(row), self.columns.get(column)
        target = self.targets.get((before[0], before[1])) if None not in before else None  # type: ignore[arg-type] # neither is None
        if target is not None:
            self._targeted(target, target.at(row, column))
        elif self._suspect(row, column):
            self._put_right(row, column)

    def _targeted(self, target: CellTarget, home: CellTarget) -> None:
        if target.change is None:
            return
        if self._holds(home):
            self.settled.landed.append(target.change)
            return
        reason = None if self._stray(home.row, home.column) else obstacle(self.now, home)
        if reason is None:
            self.settled.pending.append(home)
        else:
            self.settled.blocked.append((target.change, reason))

    def _holds(self, target: CellTarget) -> bool:
        if target.address in self.now.formulas:
            return False
        return same(raw(self.now.value(target.row, target.column)), target.value)

    def _stray(self, row: int, column: int) -> bool:
        """Whether a formula stands here that belongs to another row and was put there by us."""
        return (row, column) in self.now.formulas and self._shown(row, column) in self.sent.values

    def _shown(self, row: int, column: int) -> object:
        """What a cell holds, as something that can be looked up in what was sent."""
        text = self.now.formulas.get((row, column))
        return (
            without_references(text) if text is not None else key(raw(self.now.value(row, column)))
        )

    def _suspect(self, row: int, column: int) -> bool:
        """Whether a cell that shall hold nothing new holds something of ours."""
        if (row, column) in self.now.formulas:
            # One that we put back is right only if nothing moved while it was.
            return self._stray(row, column)
        held = key(raw(self.now.value(row, column)))
        if held in self.sent.places.get((row, column), ()):
            return True
        if column in self.ours and held in self.sent.rows.get(row, ()):
            return True
        if held not in self.sent.values:
            return False
        if self._old_row(row) is not None and column in self.columns:
            return True
        return held is not None and (
            column in self.strange or held not in self._said_by(row, column)
        )

    def _old_row(self, row: int) -> int | None:
        return self.rows.get(row) or self.renamed.get(row)

    def _was(self, row: int, column: int) -> tuple[str | None, Raw]:
        """The formula, else the value, that was read of this cell before anything was sent."""
        old, before = self._old_row(row), self.columns.get(column)
        if old is None or before is None:
            return None, None
        return self.origin.formulas.get((old, before)), raw(self.origin.value(old, before))

    def _put_right(self, row: int, column: int) -> None:
        here = row, column
        present = raw(self.now.value(row, column))
        old = self._old_row(row)
        if old is None or column not in self.columns:
            if column not in self.ours:
                self.settled.covered.append(here)
            if present is not None:
                self.settled.pending.append(CellTarget(self.now.key, row, column, None))
            return
        formula, value = self._was(row, column)
        if formula is not None:
            text = moved_formula(formula, old, row, self.moves, self.origin.width)
            if self.now.formulas.get(here) == text:
                return
            self.settled.pending.append(CellTarget(self.now.key, row, column, text, formula=True))
        elif here in self.now.formulas or not same(present, value):
            self.settled.pending.append(CellTarget(self.now.key, row, column, value))
        else:
            return
        if column not in self.ours:
            self.settled.restored.append(here)

    def _renamed(self) -> dict[int, int]:
        """Rows of now → the rows that they were, where only their identity was edited."""
        left = {*self.at.managed, *self.at.identity}
        left |= {self.columns[c] for c in self.strange if c in self.columns}
        columns = {new: old for new, old in self.columns.items() if old not in left}
        same_columns = {old: old for old in columns.values()}
        old = dict(_told_apart(self.origin, same_columns, set(self.moves.rows)))
        new = dict(_told_apart(self.now, columns, set(self.rows)))
        return {new[said]: row for said, row in old.items() if said in new}

    def _values_said(self) -> Mapping[tuple[Key, int], set[object]]:
        """What rows with the same identity held in our columns at first."""
        said: dict[tuple[Key, int], set[object]] = defaultdict(set)
        for row in self.origin.rows:
            values = [raw(value) for value in row.values]
            for column in self.at.managed:
                held = key(raw(row.value(column)))
                said[row_key(values, self.at.identity), column].add(held)
        return said

    def _said_by(self, row: int, column: int) -> set[object]:
        """What a row that can't be told from others may have held all along."""
        there = self.now.row(row)
        values = [raw(value) for value in there.values] if there else []
        told = row_key(values, self.layout.identity)
        return self.said.get((told, self.columns.get(column, -1)), set())


def _told_apart(
    table: Table, columns: Mapping[int, int], known: set[int]
) -> Iterator[tuple[frozenset[tuple[int, object]], int]]:
    """Rows that are not known yet, by what their cells say, where no two say the same."""
    numbers: dict[frozenset[tuple[int, object]], list[int]] = defaultdict(list)
    for row in table.rows:
        if row.number not in known:
            cells = ((old, key(raw(row.value(new)))) for new, old in columns.items())
            numbers[frozenset(cell for cell in cells if cell[1] is not None)].append(row.number)
    return ((said, rows[0]) for said, rows in numbers.items() if said and len(rows) == 1)


def _says(table: Table, number: int, columns: Iterable[int]) -> bool:
    """Whether a row holds anything in these columns."""
    row = table.row(number)
    return row is not None and any(row.value(column) is not None for column in columns)
