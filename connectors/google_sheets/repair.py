"""After trouble: what stands where now, what landed, what was displaced and goes back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.google_sheets.aims import Aim
from connectors.google_sheets.cells import Raw, raw, same
from connectors.google_sheets.matching import Frame, human_key, moves
from okrsync.table import Change, Table

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_$!'])(\$?[A-Za-z]{1,3})(\d+)(?![\d(A-Za-z_])")


@dataclass(slots=True)
class Judged:
    """What a look at the sheet after a troubled write came to."""

    landed: list[Change] = field(default_factory=list)
    pending: list[Aim] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    lost_column: list[Change] = field(default_factory=list)
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
        one = _Table(before[name], after[name], frames[name], judged)
        one.run([a for a in sent if a.table == name], [a for a in waiting if a.table == name])
    return judged


class _Table:
    def __init__(self, before: Table, after: Table, at: Frame, judged: Judged) -> None:
        self.before, self.after, self.at, self.judged = before, after, at, judged
        self.moves, judged.frames[before.key] = moves(before, after, at)
        self.rows_before = {new: old for old, new in self.moves.rows.items()}
        self.columns_before = {new: old for old, new in self.moves.columns.items()}

    def run(self, sent: Sequence[Aim], waiting: Sequence[Aim]) -> None:
        """Find every aim's home; put back what stands where no aim's home is."""
        homes = {aim: home for aim in (*sent, *waiting) if (home := self._home(aim))}
        taken = {(home.row, home.column) for home in homes.values()}
        for aim in (*sent, *waiting):
            self._settle(aim, homes.get(aim))
        for aim in sent:
            if (aim.row, aim.column) not in taken:
                self._put_back(aim)

    def _home(self, aim: Aim) -> Aim | None:
        row, column = self.moves.rows.get(aim.row), self.moves.columns.get(aim.column)
        return aim.at(row, column) if row is not None and column is not None else None

    def _settle(self, aim: Aim, home: Aim | None) -> None:
        if home is None:
            if aim.change is not None:
                lost = aim.column not in self.moves.columns
                (self.judged.lost_column if lost else self.judged.gone).append(aim.change)
            return
        if self._holds(home):
            if aim.change is not None:
                self.judged.landed.append(aim.change)
            return
        self.judged.pending.append(home)

    def _holds(self, home: Aim) -> bool:
        if home.formula:
            return (home.row, home.column) in self.after.formulas
        written = (home.row, home.column) not in self.after.formulas
        return written and same(raw(self.after.value(home.row, home.column)), home.value)

    def _put_back(self, aim: Aim) -> None:
        """What was displaced at an aim's address, where the sheet shows that it was."""
        there = raw(self.after.value(aim.row, aim.column))
        if aim.formula or not same(there, aim.value) or aim.place[1:] in self.after.formulas:
            return
        row, column = self._row_before(aim), self.columns_before.get(aim.column)
        if row is None or column is None:
            # Somebody's new row or column: it held nothing that we know of.
            value, formula = None, None
        else:
            value = raw(self.before.value(row, column))
            formula = self.before.formulas.get((row, column))
        if formula is not None:
            value = _moved_formula(formula, row or 0, aim.row)
        if not same(value, there):
            back = Aim(aim.table, aim.row, aim.column, value, None, formula is not None)
            self.judged.pending.append(back)

    def _row_before(self, aim: Aim) -> int | None:
        found = self.rows_before.get(aim.row)
        if found is not None:
            return found
        return aim.row if aim.row not in self.moves.rows and self._renamed(aim.row) else None

    def _renamed(self, number: int) -> bool:
        """Whether the row is the same one still, only its identity edited."""
        skipped = {*self.at.managed, *self.at.identity}
        old, new = self.before.row(number), self.after.row(number)
        if old is None or new is None or not self._still():
            return False
        one, other = ([raw(v) for v in row.values] for row in (old, new))
        rest = human_key(one, skipped)
        return bool(rest) and rest == human_key(other, skipped)

    def _still(self) -> bool:
        return all(old == new for old, new in self.moves.columns.items())


def _moved_formula(text: str, before: int, now: int) -> Raw:
    """A formula as it reads on another row: references to its own row go along with it."""
    if before == now:
        return text
    return _REFERENCE.sub(
        lambda found: f"{found[1]}{now}" if int(found[2]) == before else found[0], text
    )
