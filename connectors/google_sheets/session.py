"""Writing until every value stands where it belongs: send, look, put right, within bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from connectors.google_sheets.aims import COVERED, ROW_GONE, Aim, aims_of, obstacle
from connectors.google_sheets.failures import Rejected
from connectors.google_sheets.matching import Frame, frame
from connectors.google_sheets.reading import FIELDS, book
from connectors.google_sheets.repair import Sent, Settled, settle
from connectors.google_sheets.tables import with_values
from connectors.google_sheets.writing import Marks, Request
from okrsync.connector import Denied, Missing, Moved, Refused
from okrsync.table import Address, Change, Skip, Table, a1
from okrsync.transport import Unclear

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets

ROUNDS = 10
"""How often a sheet that moves under the write is looked at anew."""


class Session:
    """One write of one spreadsheet.

    `origin` is what was read before anything was sent, `tables` the sheet as it is known now.
    """

    def __init__(
        self, sheets: Sheets, tables: Sequence[Table], changes: Sequence[Change], marks: Marks
    ) -> None:
        self.sheets = sheets
        self.written: list[Change] = []
        self.skipped: list[Skip] = []
        self.restored: list[str] = []
        self.tables: dict[str, Table] = {table.key: table for table in tables}
        self.origin = dict(self.tables)
        self.aims = self._wanted(changes)
        self.marks = self.first_marks = marks
        self.by_position = False
        self.doubtful: list[str] = []
        self.frames = self._frames(changes)
        self.first = dict(self.frames)
        self.sent: dict[str, Sent] = {key: Sent() for key in self.frames}
        self.settled: dict[str, Settled] = {}

    def run(self) -> None:
        """Write. Raises Moved, Denied, Unreachable, Rejected."""
        pending = [aim for aims in self.aims.values() for aim in aims.values()]
        for _ in range(ROUNDS):
            if not pending:
                self._finish()
                return
            # A person's formula goes back by itself: all else is written as it is.
            batch = [aim for aim in pending if aim.formula] or pending
            rest = [aim for aim in pending if not aim.formula] if batch is not pending else []
            pending = rest if self._send(batch, last=not rest) else self._look()
        if pending:
            self._give_up(pending)
        self._finish()

    def notes(self) -> list[str]:
        """What people should look at: their own cells that were covered for a moment."""
        if not self.restored:
            return []
        return [
            "somebody inserted or moved columns at the moment of writing: these cells were "
            "covered and got back what was read just before: "
            f"{', '.join(dict.fromkeys(self.restored))}"
        ]

    def _wanted(self, changes: Sequence[Change]) -> dict[str, dict[Address, Aim]]:
        """The aims by table and address; what something speaks against is skipped at once."""
        found: dict[str, dict[Address, Aim]] = {}
        for aim in aims_of(changes):
            reason = obstacle(self.tables[aim.table], aim)
            if reason is None:
                found.setdefault(aim.table, {})[aim.address] = aim
            elif aim.change is not None:
                self._skip(aim.change, reason)
        return found

    def _frames(self, changes: Sequence[Change]) -> dict[str, Frame]:
        told = {change.table: change.identity for change in reversed(changes) if change.identity}
        return {
            key: frame(self.tables[key], told.get(key, ()), {column for _, column in aims})
            for key, aims in self.aims.items()
        }

    def _send(self, batch: Sequence[Aim], *, last: bool) -> bool:
        """Whether all of it landed where it should. `last`: nothing is to be sent after it."""
        marks = {} if self.by_position else self.marks
        request = Request(self.tables, self.frames, batch, marks)
        put = self.sheets.put_by_filter if request.marked else self.sheets.put
        try:
            answer = put(request.body())
        except (Rejected, Missing) as error:
            self._rejected(request, error)
            return False
        except Unclear:
            self._remember(request, batch)
            return False
        landed = request.landed_well(answer)
        if not (landed and last):
            self._remember(request, batch)
        if not landed:
            return False
        for key in {aim.table for aim in batch}:
            mine = {aim.address: aim for aim in batch if aim.table == key}
            self.tables[key] = with_values(self.tables[key], mine)
        return True

    def _rejected(self, request: Request, error: Refused) -> None:
        """Raise what a refusal comes to, unless another request may do better."""
        if self._differs(self._read()):
            return
        protected = isinstance(error, Rejected) and error.protected
        if not request.marked or protected:
            raise _refused(error) from None
        self.by_position = True  # a gateway may not let filters through

    def _remember(self, request: Request, batch: Sequence[Aim]) -> None:
        for key, sent in self.sent.items():
            mine = [aim for aim in batch if aim.table == key]
            sent.add(mine, marked=key in request.marked)

    def _look(self) -> list[Aim]:
        """Read again; what has to be written so that everything is as it should be."""
        after = self._read()
        for key in self.aims:
            if key not in after:
                raise Moved(
                    f"the tab {self.tables[key].name!r} was deleted while it was written to",
                    hint="look at the sheet, then run it again",
                )
            self.settled[key], self.frames[key] = settle(
                self.origin[key],
                self.first[key],
                self.aims[key],
                self.sent[key],
                after[key],
                self._where_marked(key),
            )
            self._tell(after[key], self.settled[key])
            if self.settled[key].doubtful:
                self.doubtful.append(after[key].name)
        self.tables = {**self.tables, **after}
        return [aim for settled in self.settled.values() for aim in settled.pending]

    def _tell(self, table: Table, settled: Settled) -> None:
        told = {(skip.table, skip.row, skip.column) for skip in self.skipped}
        for row, column in settled.covered:
            if (table.key, row, column) not in told:
                self.skipped.append(Skip(table.key, row, column, COVERED))
        self.restored += [f"{table.name}!{a1(row, column)}" for row, column in settled.restored]

    def _where_marked(self, key: str) -> dict[int, int]:
        """Marked columns of the first read → where they are now, -1 where they are gone."""
        now = {mark: column for column, mark in self.marks.get(key, {}).items()}
        return {column: now.get(mark, -1) for column, mark in self.first_marks.get(key, {}).items()}

    def _read(self) -> dict[str, Table]:
        read = book(self.sheets.get(FIELDS))
        found = {table.key: table for table in read.tables if table.key in self.tables}
        self.marks = {key: read.grids[key].marks for key in found}
        return found

    def _differs(self, after: Mapping[str, Table]) -> bool:
        """Whether the sheet is another one than the refused request was made for."""
        return any(
            key not in after
            or (table.name, table.rows) != (after[key].name, after[key].rows)
            or table.protected != after[key].protected
            for key, table in self.tables.items()
        )

    def _finish(self) -> None:
        """Say of each change what came of it."""
        settled = self.settled.values()
        if self.doubtful:
            raise self._doubted()
        lost = [change for each in settled for change in each.lost]
        if lost:
            raise self._lost(lost)
        left: set[Change] = set()
        for each in settled:
            reasons = [*each.blocked, *((change, ROW_GONE) for change in each.gone)]
            for change, reason in reasons:
                left.add(change)
                self._skip(change, reason)
        for aims in self.aims.values():
            changes = [aim.change for aim in aims.values() if aim.change is not None]
            # A look-up hashes a whole change, so none is made in vain.
            self.written += [c for c in changes if c not in left] if left else changes

    def _skip(self, change: Change, reason: str) -> None:
        self.skipped.append(Skip(change.table, change.row, change.column, reason))

    def _lost(self, changes: Sequence[Change]) -> Moved:
        """A column of ours is gone: all else stands where it belongs, now a human looks."""
        names = ", ".join(sorted({self._where(change) for change in changes})[:5])
        return Moved(
            f"a column that okrsync writes to was removed or renamed meanwhile ({names})",
            hint="look at the sheet, then run it again",
        )

    def _doubted(self) -> Moved:
        """Columns without marks moved at the moment of writing."""
        return Moved(
            f"columns of the tab {self.doubtful[0]!r} were moved, inserted or deleted at the "
            "moment of writing; what was covered was put back as far as it is known",
            hint="look at the columns beside okrsync's (File → Version history shows them as "
            "they were), then run it again",
        )

    def _where(self, change: Change) -> str:
        title = f" “{change.title}”" if change.title else ""
        return f"{self.tables[change.table].name}!{a1(change.row, change.column)}{title}"

    def _give_up(self, pending: Sequence[Aim]) -> None:
        cells = [f"{self.tables[a.table].name}!{a1(a.row, a.column)}" for a in pending]
        raise Moved(
            "the sheet keeps changing while it is written to; these cells are not written, "
            f"or hold a value of another row: {', '.join(cells)}",
            hint="run it again when nobody sorts or inserts rows",
            cell=cells[0],
        )


def _refused(error: Refused) -> Refused | Denied:
    if isinstance(error, Rejected) and error.protected:
        return Denied(
            "a cell that okrsync writes to is protected",
            hint="add okrsync's address to the protected range (Data → Protected ranges)",
        )
    return error
