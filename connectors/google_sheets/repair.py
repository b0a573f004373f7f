"""After trouble: what stands where now, what landed, what was displaced and goes back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from connectors.google_sheets.aims import Aim
from connectors.google_sheets.cells import Raw, key, raw, same
from connectors.google_sheets.matching import Frame, moves
from connectors.google_sheets.tables import with_values
from okrsync.table import Change, Table

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_$!'])(\$?[A-Za-z]{1,3})(\d+)(?![\d(A-Za-z_])")


@dataclass(slots=True)
class Judged:
    """What a look at the sheet after a troubled write came to.

    `tables` are as read, but with what was displaced in its place: pre-images stay true over
    several rounds. `covered` are cells of people's that held something we never saw, `restored`
    those that get back what was read.
    """

    landed: list[Change] = field(default_factory=list)
    pending: list[Aim] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    lost_column: list[Change] = field(default_factory=list)
    covered: list[tuple[str, int, int]] = field(default_factory=list)
    restored: list[tuple[str, int, int]] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)


def judge(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    frames: Mapping[str, Frame],
    sent: Sequence[Aim],
    waiting: Sequence[Aim],
) -> Judged:
    """Compare the read that the aims were made for with one made after they were sent.

    `waiting` are aims that were not sent yet. A table that is gone is left to the caller.
    """
    judged = Judged()
    for name in {aim.table for aim in (*sent, *waiting)}:
        mine = [aim for aim in sent if aim.table == name]
        rest = [aim for aim in waiting if aim.table == name]
        _Table(before[name], after[name], frames[name], judged, mine, rest).run()
    return judged


class _Table:
    def __init__(
        self,
        before: Table,
        after: Table,
        at: Frame,
        judged: Judged,
        sent: Sequence[Aim],
        waiting: Sequence[Aim],
    ) -> None:
        self.before, self.after, self.at, self.judged = before, after, at, judged
        self.sent, self.all = sent, (*sent, *waiting)
        self.hit = {(aim.row, aim.column) for aim in sent if self._holds(aim)}
        over = {key(a.over) for a in self.all if a.row == at.header_row and a.over is not None}
        self.moves, judged.frames[before.key] = moves(before, after, at, self.hit, over)
        self.rows_before = {new: old for old, new in self.moves.rows.items()}
        self.columns_before = {new: old for old, new in self.moves.columns.items()}
        self.rows_before |= self._renamed()
        self.rows_now = {old: new for new, old in self.rows_before.items()}

    def run(self) -> None:
        """Find every aim's home; put back what stands where no aim's home is."""
        homes = {aim: home for aim in self.all if (home := self._home(aim))}
        taken = {(home.row, home.column) for home in homes.values()}
        displaced = {
            (aim.row, aim.column): back
            for aim in self.sent
            if aim.place != (homes[aim].place if aim in homes else None)
            and (back := self._displaced(aim)) is not None
        }
        for aim in self.all:
            home = homes.get(aim)
            covers = displaced.get((home.row, home.column)) if home else None
            self._settle(aim, replace(home, over=covers.over) if home and covers else home)
        self.judged.pending += [back for at, back in displaced.items() if at not in taken]
        known = {(home.row, home.column): self._before(aim) for aim, home in homes.items()}
        clean = {at: was for at, was in known.items() if at not in self.after.formulas} | displaced
        self.judged.tables[self.before.key] = with_values(self.after, clean)

    def _before(self, aim: Aim) -> Aim:
        """What belongs at an aim's home until the aim is written there."""
        if aim.change is None:
            return aim
        return Aim(*aim.place, raw(self.before.value(aim.row, aim.column)))

    def _home(self, aim: Aim) -> Aim | None:
        row, column = self.moves.rows.get(aim.row), self.moves.columns.get(aim.column)
        if column is not None and row is None and aim.change is None:
            row = self.rows_now.get(aim.row) or self._covered_row(aim, column)
        return aim.at(row, column) if row is not None and column is not None else None

    def _covered_row(self, aim: Aim, column: int) -> int | None:
        """A row that says nothing itself, by the value of ours that still covers it."""
        found = [
            row.number
            for row in self.after.rows
            if row.number not in self.rows_before
            and aim.over is not None
            and same(raw(row.value(column)), aim.over)
        ]
        if aim.row in found:
            return aim.row
        return found[0] if found else None

    def _settle(self, aim: Aim, home: Aim | None) -> None:
        if home is None:
            if aim.change is not None:
                lost = aim.column not in self.moves.columns
                (self.judged.lost_column if lost else self.judged.gone).append(aim.change)
                self._uncover(aim)
        elif not self._holds(home):
            self.judged.pending.append(home)
        elif aim.change is not None:
            self.judged.landed.append(aim.change)

    def _uncover(self, aim: Aim) -> None:
        """Put back what an earlier round covered on a row that was renamed since."""
        row, column = self.rows_now.get(aim.row), self.moves.columns.get(aim.column)
        if row is None or column is None or aim.over is None:
            return
        back = replace(self._before(aim), row=row, column=column, over=aim.over)
        if same(raw(self.after.value(row, column)), aim.over) and not self._holds(back):
            self.judged.pending.append(back)

    def _holds(self, aim: Aim) -> bool:
        """Whether the aim's value stands at its address now."""
        is_formula = (aim.row, aim.column) in self.after.formulas
        if aim.formula or is_formula:
            return aim.formula and is_formula
        return same(raw(self.after.value(aim.row, aim.column)), aim.value)

    def _displaced(self, aim: Aim) -> Aim | None:
        """What stood at an aim's address before, where the sheet shows that it was displaced."""
        if (aim.row, aim.column) not in self.hit or aim.formula:
            return None
        row, column = self.rows_before.get(aim.row), self.columns_before.get(aim.column)
        if row is None or column is None:
            if column not in self.at.managed:
                self.judged.covered.append(aim.place)
            return Aim(aim.table, aim.row, aim.column, None, over=aim.value)
        formula = self.before.formulas.get((row, column))
        if formula is not None:
            text = _moved_formula(formula, row, aim.row)
            return Aim(aim.table, aim.row, aim.column, text, None, True, aim.value)
        value = raw(self.before.value(row, column))
        if same(value, aim.value):
            return None
        if column not in self.at.managed:
            self.judged.restored.append(aim.place)
        return Aim(aim.table, aim.row, aim.column, value, over=aim.value)

    def _renamed(self) -> dict[int, int]:
        """Rows of now → the rows that they were, where only their identity was edited."""
        covered = {self.columns_before.get(column) for _, column in self.hit}
        left = {*self.at.managed, *self.at.identity, *covered}
        columns = {new: old for new, old in self.columns_before.items() if old not in left}
        old = self._told(self.before, {c: c for c in columns.values()}, self.moves.rows)
        new = self._told(self.after, columns, self.rows_before)
        return {new[k]: row for k, row in old.items() if k in new}

    @staticmethod
    def _told(
        table: Table, columns: Mapping[int, int], known: Container[int]
    ) -> dict[frozenset[tuple[int, object]], int]:
        """Rows that are not known yet, by what their cells say, where no two say the same."""
        found: dict[frozenset[tuple[int, object]], list[int]] = defaultdict(list)
        for row in table.rows:
            if row.number not in known:
                cells = ((old, key(raw(row.value(new)))) for new, old in columns.items())
                found[frozenset(cell for cell in cells if cell[1] is not None)].append(row.number)
        return {said: rows[0] for said, rows in found.items() if said and len(rows) == 1}


def _moved_formula(text: str, before: int, now: int) -> Raw:
    """A formula as it reads on another row: references to its own row go along with it."""
    if before == now:
        return text
    return _REFERENCE.sub(
        lambda found: f"{found[1]}{now}" if int(found[2]) == before else found[0], text
    )
