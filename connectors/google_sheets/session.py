"""Writing until every value stands where it belongs: send, look, put right, within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from connectors.google_sheets.aims import COVERED, ROW_GONE, Aim, aims_of, identities, obstacle
from connectors.google_sheets.failures import Rejected
from connectors.google_sheets.matching import Frame, frame
from connectors.google_sheets.reading import FIELDS, book
from connectors.google_sheets.repair import judge
from connectors.google_sheets.tables import with_values
from connectors.google_sheets.writing import blocks, body, landed_well
from okrsync.connector import Denied, Moved
from okrsync.table import Change, Skip, Table, a1
from okrsync.transport import Unclear

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets

ROUNDS = 10
"""How often a sheet that moves under the write is looked at anew."""


class Session:
    """One write of one spreadsheet. `tables` is the sheet as it is known now."""

    def __init__(self, sheets: Sheets, tables: Sequence[Table], changes: Sequence[Change]) -> None:
        self.sheets = sheets
        self.tables: dict[str, Table] = {table.key: table for table in tables}
        self.written: list[Change] = []
        self.skipped: list[Skip] = []
        self.aims = aims_of(changes)
        self.frames = self._frames()
        self.restored: list[tuple[str, int, int]] = []

    def run(self) -> None:
        """Write. Raises Moved, Denied, Unreachable, Rejected."""
        for _ in range(ROUNDS):
            batch, rest = self._next()
            if not batch:
                return
            if self._send(batch, rest):
                self._landed(batch)
                self.aims = rest
        if self.aims:
            self._give_up()

    def notes(self) -> list[str]:
        """What people should look at: their own cells that were covered for a moment."""
        if not self.restored:
            return []
        cells = sorted({f"{self.tables[t].name}!{a1(row, c)}" for t, row, c in self.restored})
        return [
            "somebody inserted or moved columns at the moment of writing: these cells were "
            f"covered and got back what was read just before: {', '.join(cells)}"
        ]

    def _frames(self) -> dict[str, Frame]:
        told = identities(self.aims)
        managed: dict[str, set[int]] = {}
        for aim in self.aims:
            managed.setdefault(aim.table, set()).add(aim.column)
        return {k: frame(self.tables[k], told.get(k, ()), ours) for k, ours in managed.items()}

    def _next(self) -> tuple[list[Aim], list[Aim]]:
        """What the next request writes, and what has to wait for another."""
        free = []
        for aim in self.aims:
            reason = obstacle(self.tables[aim.table], aim)
            if reason is None:
                free.append(aim)
            elif aim.change is not None:
                self._skip(aim.change, reason)
        # A person's formula goes back by itself: all else is written as it is.
        formulas = [aim for aim in free if aim.formula]
        return (formulas, [a for a in free if not a.formula]) if formulas else (free, [])

    def _send(self, batch: Sequence[Aim], rest: Sequence[Aim]) -> bool:
        """Whether all of it landed where it should; else the sheet was looked at again."""
        wanted = blocks(self.tables, self.frames, batch)
        request = body(self.tables, wanted, formulas=any(aim.formula for aim in batch))
        try:
            answer = self.sheets.put(request)
        except Rejected as error:
            self._look(error, (), [*batch, *rest])
            return False
        except Unclear:
            self._look(None, batch, rest)
            return False
        if landed_well(answer, wanted, self.tables, self.frames):
            return True
        self._look(None, batch, rest)
        return False

    def _look(self, refusal: Rejected | None, sent: Sequence[Aim], rest: Sequence[Aim]) -> None:
        """Read again and find out what is where. Raises what a refusal comes to."""
        after = self._read()
        self._require_tabs(after, (*sent, *rest))
        if refusal is not None and not self._differs(after):
            raise _refused(refusal)
        judged = judge(self.tables, after, self.frames, sent, rest)
        self.written += judged.landed
        for change in judged.gone:
            self._skip(change, ROW_GONE)
        self.tables, self.aims = {**self.tables, **after, **judged.tables}, judged.pending
        for table, row, column in judged.covered:
            self.skipped.append(Skip(table, row, column, COVERED))
        self.restored += judged.restored
        self.frames = {**self.frames, **judged.frames}
        if judged.lost_column:
            self._lost(judged.lost_column)

    def _read(self) -> dict[str, Table]:
        found = {table.key: table for table in book(self.sheets.get(FIELDS)).tables}
        return {key: table for key, table in found.items() if key in self.tables}

    def _require_tabs(self, after: Mapping[str, Table], aims: Iterable[Aim]) -> None:
        for aim in aims:
            if aim.table not in after:
                name = self.tables[aim.table].name
                raise Moved(
                    f"the tab {name!r} was deleted while it was written to",
                    hint="look at the sheet, then run it again",
                )

    def _differs(self, after: Mapping[str, Table]) -> bool:
        """Whether the sheet is another one than the refused request was made for."""
        return any(
            (table.name, table.rows) != (after[key].name, after[key].rows)
            or table.protected != after[key].protected
            for key, table in self.tables.items()
            if key in after
        )

    def _landed(self, batch: Iterable[Aim]) -> None:
        aims = list(batch)
        self.written += [aim.change for aim in aims if aim.change is not None]
        for key in {aim.table for aim in aims}:
            mine = {(a.row, a.column): a for a in aims if a.table == key}
            self.tables[key] = with_values(self.tables[key], mine)

    def _skip(self, change: Change, reason: str) -> None:
        self.skipped.append(Skip(change.table, change.row, change.column, reason))

    def _lost(self, changes: Sequence[Change]) -> None:
        """A column of ours is gone: what was displaced goes back, then a human looks."""
        self.aims = [aim for aim in self.aims if aim.change is None]
        if self.aims:
            self.run()
        names = ", ".join(sorted({self._where(change) for change in changes})[:5])
        raise Moved(
            f"a column that okrsync writes to was removed or renamed meanwhile ({names})",
            hint="look at the sheet, then run it again",
        )

    def _where(self, change: Change) -> str:
        title = f" “{change.title}”" if change.title else ""
        return f"{self.tables[change.table].name}!{a1(change.row, change.column)}{title}"

    def _give_up(self) -> None:
        cells = [f"{self.tables[a.table].name}!{a1(a.row, a.column)}" for a in self.aims]
        raise Moved(
            "the sheet keeps changing while it is written to; these cells are not written, "
            f"or hold a value of another row: {', '.join(cells)}",
            hint="run it again when nobody sorts or inserts rows",
            cell=cells[0],
        )


def _refused(error: Rejected) -> Exception:
    if error.protected:
        return Denied(
            "a cell that okrsync writes to is protected",
            hint="add okrsync's address to the protected range (Data → Protected ranges)",
        )
    return error
