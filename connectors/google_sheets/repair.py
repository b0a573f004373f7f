"""After trouble: what each cell should hold, worked out anew from what was read at first.

Nothing is carried over from one look at the sheet to the next but what was sent. The first read
says what every row held, the changes say what rows shall hold, and a fresh read says which row
and column is where: a cell that differs, and shows something that we sent, is put right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from connectors.google_sheets.aims import Aim, obstacle
from connectors.google_sheets.cells import Raw, key, raw, same
from connectors.google_sheets.matching import Frame, Key, moves, row_key
from okrsync.table import Address, Change, Table, column_index, letters

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_$!'])(\$?)([A-Za-z]{1,3})(\$?)(\d+)(?![\d(A-Za-z_])")


@dataclass(slots=True)
class Sent:
    """All that was sent to a table, whether or not it took effect.

    `places` holds the keys of the values sent to each address by the column's position, `rows`
    those sent to a row of a marked column, which can only have come to that column. `columns` are
    the headers of columns that are not ours and were seen to hold such a value.
    """

    places: dict[Address, set[object]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[int, set[object]] = field(default_factory=lambda: defaultdict(set))
    values: set[object] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)

    def add(self, aims: Iterable[Aim], *, marked: bool) -> None:
        """Remember what was sent."""
        for aim in aims:
            shown = _formula(str(aim.value)) if aim.formula else key(aim.value)
            if marked:
                self.rows[aim.row].add(shown)
            else:
                self.places[aim.address].add(shown)
            self.values.add(shown)


@dataclass(slots=True)
class Settled:
    """What a look at the sheet came to.

    `pending` is what is still to be written, at today's addresses. `gone` are changes whose row
    can't be told, `lost` those whose column is gone, `blocked` those that something speaks
    against. `covered` are cells of people's that nobody had read and that hold something of ours,
    `restored` those that get back what was read. `doubtful` says that columns moved under a
    write by position in such a way that people have to look themselves.
    """

    pending: list[Aim] = field(default_factory=list)
    landed: list[Change] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    lost: list[Change] = field(default_factory=list)
    blocked: list[tuple[Change, str]] = field(default_factory=list)
    doubtful: bool = False
    covered: list[Address] = field(default_factory=list)
    restored: list[Address] = field(default_factory=list)


def settle(
    origin: Table,
    at: Frame,
    aims: Mapping[Address, Aim],
    sent: Sent,
    now: Table,
    marked: Mapping[int, int],
) -> tuple[Settled, Frame]:
    """What is to be done so that every cell holds what its row should hold, and the frame now.

    `origin` is the first read, with its frame and the aims at its addresses. `marked` says of
    its marked columns where they are now, -1 where they are gone.
    """
    table = _Table(origin, at, aims, sent, now, marked)
    table.run()
    return table.settled, table.frame


class _Table:
    def __init__(
        self,
        origin: Table,
        at: Frame,
        aims: Mapping[Address, Aim],
        sent: Sent,
        now: Table,
        marked: Mapping[int, int],
    ) -> None:
        self.origin, self.at, self.aims, self.sent, self.now = origin, at, aims, sent, now
        self.settled = Settled()
        self.moves, self.frame = moves(origin, now, at, sent.values, (), marked)
        strange = self._strange()
        if strange:
            self.moves, self.frame = moves(origin, now, at, sent.values, strange, marked)
        self.columns = {new: old for old, new in self.moves.columns.items()}
        self.rows = {new: old for old, new in self.moves.rows.items()}
        self.ours = sorted({*self.frame.managed})
        self.strange = [c for c in strange if c not in self.frame.managed]
        self.renamed = self._renamed()
        self.said = self._values_said()

    def _strange(self) -> list[int]:
        """Columns that are not ours and hold something that we sent to where they stand."""
        header = self.now.row(self.frame.header_row)
        names = ["" if value is None else str(value) for value in header.values] if header else []
        names += [""] * (self.now.width - len(names))
        hit = {
            column
            for (row, column), values in self.sent.places.items()
            if column not in self.frame.managed and self._shown(row, column) in values - {None}
        }
        self.sent.columns |= {names[c] for c in hit if c < len(names)}
        return sorted(
            hit
            | {
                c
                for c, name in enumerate(names)
                if name in self.sent.columns and c not in self.frame.managed
            }
        )

    def run(self) -> None:
        """Look at every cell that may hold something of ours, and every one that shall."""
        last = max([len(self.now.rows), *self.moves.rows.values()], default=0)
        for row in range(1, last + 1):
            for column in (*self.ours, *self.strange):
                self._cell(row, column)
        for (row, column), aim in self.aims.items():
            if aim.change is None:
                continue
            if column not in self.moves.columns:
                self.settled.lost.append(aim.change)
            elif row not in self.moves.rows:
                self.settled.gone.append(aim.change)
        self.settled.doubtful = self._doubtful()

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
            (self.frame.header_row != self.at.header_row and not still)
            or told & set(self.at.identity)
            or any(column in self.strange for _, column in self.settled.covered)
        )

    def _witnessed(self, column: int) -> bool:
        """Whether a column of ours is surely where we take it to be: it bears its header, which
        is not one that we put back, or still holds something that was read there."""
        old = self.columns[column]
        header = self.now.value(self.frame.header_row, column)
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
        aim = self.aims.get((before[0], before[1])) if None not in before else None  # type: ignore[arg-type] # neither is None
        if aim is not None:
            self._aimed(aim, aim.at(row, column))
        elif self._suspect(row, column):
            self._put_right(row, column)

    def _aimed(self, aim: Aim, home: Aim) -> None:
        if aim.change is None:
            return
        if self._holds(home):
            self.settled.landed.append(aim.change)
            return
        reason = None if self._stray(home.row, home.column) else obstacle(self.now, home)
        if reason is None:
            self.settled.pending.append(home)
        else:
            self.settled.blocked.append((aim.change, reason))

    def _holds(self, aim: Aim) -> bool:
        if aim.address in self.now.formulas:
            return False
        return same(raw(self.now.value(aim.row, aim.column)), aim.value)

    def _stray(self, row: int, column: int) -> bool:
        """Whether a formula stands here that belongs to another row and was put there by us."""
        return (row, column) in self.now.formulas and self._shown(row, column) in self.sent.values

    def _shown(self, row: int, column: int) -> object:
        """What a cell holds, as something that can be looked up in what was sent."""
        text = self.now.formulas.get((row, column))
        return _formula(text) if text is not None else key(raw(self.now.value(row, column)))

    def _suspect(self, row: int, column: int) -> bool:
        """Whether a cell that shall hold nothing new holds something of ours."""
        if (row, column) in self.now.formulas:
            # One that we put back is right only if nothing moved while it was.
            return self._stray(row, column)
        found = key(raw(self.now.value(row, column)))
        if found in self.sent.places.get((row, column), ()):
            return True
        if column in self.ours and found in self.sent.rows.get(row, ()):
            return True
        if found not in self.sent.values:
            return False
        if self._old_row(row) is not None and column in self.columns:
            return True
        return found is not None and (
            column in self.strange or found not in self._said_by(row, column)
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
                self.settled.pending.append(Aim(self.now.key, row, column, None))
            return
        formula, value = self._was(row, column)
        if formula is not None:
            text = self._as_now(formula, old, row)
            if self.now.formulas.get(here) == text:
                return
            self.settled.pending.append(Aim(self.now.key, row, column, text, formula=True))
        elif here in self.now.formulas or not same(present, value):
            self.settled.pending.append(Aim(self.now.key, row, column, value))
        else:
            return
        if column not in self.ours:
            self.settled.restored.append(here)

    def _as_now(self, formula: str, before: int, now: int) -> str:
        """A formula as it reads where its row and the columns are now.

        A reference to its own row goes along with it, one to another row with that one: unless
        rows changed their order, when nobody but Google knows.
        """
        order = [new for _, new in sorted(self.moves.rows.items())]
        kept = order == sorted(order)

        def read(found: re.Match[str]) -> str:
            lock, letter, row_lock, row = found[1], found[2], found[3], int(found[4])
            old = column_index(letter)
            if old < self.origin.width and old not in self.moves.columns:
                return "#REF!"
            column = letters(self.moves.columns.get(old, old))
            own = row == before and not row_lock
            there = now if own else self.moves.rows.get(row, row) if kept else row
            return f"{lock}{column}{row_lock}{there}"

        return _REFERENCE.sub(read, formula)

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
        found: dict[tuple[Key, int], set[object]] = defaultdict(set)
        for row in self.origin.rows:
            values = [raw(value) for value in row.values]
            for column in self.at.managed:
                held = key(raw(row.value(column)))
                found[row_key(values, self.at.identity), column].add(held)
        return found

    def _said_by(self, row: int, column: int) -> set[object]:
        """What a row that can't be told from others may have held all along."""
        there = self.now.row(row)
        values = [raw(value) for value in there.values] if there else []
        told = row_key(values, self.frame.identity)
        return self.said.get((told, self.columns.get(column, -1)), set())


def _told_apart(
    table: Table, columns: Mapping[int, int], known: set[int]
) -> Iterator[tuple[frozenset[tuple[int, object]], int]]:
    """Rows that are not known yet, by what their cells say, where no two say the same."""
    found: dict[frozenset[tuple[int, object]], list[int]] = defaultdict(list)
    for row in table.rows:
        if row.number not in known:
            cells = ((old, key(raw(row.value(new)))) for new, old in columns.items())
            found[frozenset(cell for cell in cells if cell[1] is not None)].append(row.number)
    return ((said, rows[0]) for said, rows in found.items() if said and len(rows) == 1)


def _formula(text: str) -> object:
    """A formula without its references, which change when it is moved."""
    return "formula", _REFERENCE.sub("#REF!", text)
