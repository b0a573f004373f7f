"""Writing until every value stands where it belongs: send, look, put right, within bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from connectors.google_sheets.errors import (
    GOOGLE,
    LOOK_AND_RERUN,
    TAB_DELETED,
    RequestRejected,
    barred_tab,
    protected_denied,
)
from connectors.google_sheets.read.response import FIELDS, spreadsheet_of
from connectors.google_sheets.write.cell_targets import (
    COVERED,
    ROW_GONE,
    CellTarget,
    obstacle,
    targets_of,
)
from connectors.google_sheets.write.endings import (
    EDITED,
    RESTORED,
    columns_lost,
    columns_moved,
    keeps_changing,
    writes_failed,
)
from connectors.google_sheets.write.match_columns import TableLayout, layout_of
from connectors.google_sheets.write.repair import settle
from connectors.google_sheets.write.request import MetadataIds, WriteRequest
from connectors.google_sheets.write.sent import Sent
from connectors.google_sheets.write.settled import Settled
from connectors.google_sheets.write.table_after_write import with_values
from okrsync.connector import Missing, Moved, Receipt, Refused, Unreachable
from okrsync.http import Patience, Unclear
from okrsync.i18n import Message
from okrsync.table import Address, Barred, Change, Skip, Table, a1

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

ROUNDS = 10
"""How often a sheet that moves under the write is looked at anew."""


class WriteSession:
    """One write of one spreadsheet.

    `origin` is what was read before anything was sent, `tables` the sheet as it is known now.
    """

    def __init__(
        self, sheets: Sheets, tables: Sequence[Table], changes: Sequence[Change], marks: MetadataIds
    ) -> None:
        self.sheets = sheets
        self.written: list[Change] = []
        self.skipped: list[Skip] = []
        self.restored: list[str] = []
        self.barred: list[Barred] = []
        self.edited: dict[str, set[Address]] = {}
        self.seen: dict[str, Table] = {}
        self.tables: dict[str, Table] = {table.key: table for table in tables}
        self.origin = dict(self.tables)
        self.targets = self._wanted(changes)
        self.marks = self.first_marks = marks
        self.by_position = False
        self.doubtful: list[str] = []
        self.layouts = self._layouts(changes)
        self.first = dict(self.layouts)
        self.sent: dict[str, Sent] = {key: Sent() for key in self.layouts}
        self.settled: dict[str, Settled] = {}
        self.patience = Patience(GOOGLE)

    def run(self) -> None:
        """Write. Raises Moved, Denied, Unreachable, RequestRejected."""
        pending = [target for targets in self.targets.values() for target in targets.values()]
        for _ in range(ROUNDS):
            if not pending:
                self._finish()
                return
            self._wait(pending)
            # A person's formula goes back by itself: all else is written as it is.
            batch = [target for target in pending if target.formula] or pending
            rest = (
                [target for target in pending if not target.formula] if batch is not pending else []
            )
            pending = rest if self._send(batch, last=not rest) else self._look()
        if pending:
            raise keeps_changing([self._cell(target) for target in pending])
        self._finish()

    def receipt(self) -> Receipt:
        """What was done, once `run` came to its end."""
        return Receipt(
            written=self.written, skipped=self.skipped, barred=self.barred, notes=self.notes()
        )

    def notes(self) -> list[Message]:
        """What people should know: their own cells that were covered for a moment, and rows
        whose values are old already."""
        notes = []
        if self.restored:
            cells = ", ".join(dict.fromkeys(self.restored))
            notes.append(RESTORED.filled(cells=cells))
        for key, addresses in self.edited.items():
            name = self.tables[key].name
            changed = [f"{name}!{a1(row, column)}" for row, column in sorted(addresses)]
            notes += [EDITED.filled(cells=", ".join(changed))] if changed else []
        return notes

    def _wanted(self, changes: Sequence[Change]) -> dict[str, dict[Address, CellTarget]]:
        """The targets by table and address; what something speaks against is skipped at once."""
        wanted: dict[str, dict[Address, CellTarget]] = {}
        for target in targets_of(changes):
            reason = obstacle(self.tables[target.table], target)
            if reason is None:
                wanted.setdefault(target.table, {})[target.address] = target
            elif target.change is not None:
                self._skip(target.change, reason)
        return wanted

    def _layouts(self, changes: Sequence[Change]) -> dict[str, TableLayout]:
        told = {change.table: change.identity for change in reversed(changes) if change.identity}
        return {
            key: layout_of(self.tables[key], told.get(key, ()), {column for _, column in targets})
            for key, targets in self.targets.items()
        }

    def _send(self, batch: Sequence[CellTarget], *, last: bool) -> bool:
        """Whether all of it landed where it should. `last`: nothing is to be sent after it."""
        marks = {} if self.by_position else self.marks
        request = WriteRequest(self.tables, self.layouts, batch, marks)
        put = (
            self.sheets.values_batch_update_by_data_filter
            if request.marked
            else self.sheets.values_batch_update
        )
        try:
            answer = put(request.body())
        except (RequestRejected, Missing) as error:
            self._rejected(request, error)
            return False
        except Unclear as error:
            self.patience.failed(error)
            self._remember(request, batch)
            return False
        self.patience.answered()
        landed = request.landed_well(answer)
        if not (landed and last):
            self._remember(request, batch)
        if not landed:
            return False
        for name, cell in request.edited(answer):
            self.edited.setdefault(name, set()).add(cell)
        for key in {target.table for target in batch}:
            mine = {target.address: target for target in batch if target.table == key}
            self.tables[key] = with_values(self.tables[key], mine)
        return True

    def _rejected(self, request: WriteRequest, error: Refused) -> None:
        """Raise what a refusal comes to, unless another request may do better."""
        self.seen = self._read()
        if self._differs(self.seen):
            return
        if isinstance(error, RequestRejected) and error.protected:
            self._bar(request, error)
        elif request.marked:
            self.by_position = True  # a gateway may not let filters through
        else:
            raise error from None

    def _bar(self, request: WriteRequest, error: RequestRejected) -> None:
        """Leave a protected tab out, so that the others get theirs: a request takes effect as
        a whole or not at all."""
        asked = [part.table.key for part in request.parts]
        one = request.owner(error.request)
        closed = [one] if one is not None else [k for k in asked if self.tables[k].protected]
        who = self.sheets.who.who
        for key in closed or asked:
            name = self.tables[key].name
            if self.sent[key].values:
                raise protected_denied(who, name) from None  # what was sent can't be put right
            self.barred.append(barred_tab(key, name, who))
            del self.targets[key], self.sent[key], self.layouts[key]
            self.settled.pop(key, None)
        if not self.targets:
            raise protected_denied(who, self.tables[asked[0]].name if len(asked) == 1 else None)

    def _remember(self, request: WriteRequest, batch: Sequence[CellTarget]) -> None:
        for key, sent in self.sent.items():
            mine = [target for target in batch if target.table == key]
            sent.add(mine, marked=key in request.marked)

    def _look(self) -> list[CellTarget]:
        """Read again; what has to be written so that everything is as it should be."""
        after, self.seen = self.seen or self._read(), {}
        for key in self.targets:
            if key not in after:
                raise Moved(TAB_DELETED.filled(tab=self.tables[key].name), hint=LOOK_AND_RERUN)
            self.settled[key], self.layouts[key] = settle(
                self.origin[key],
                self.first[key],
                self.targets[key],
                self.sent[key],
                after[key],
                self._where_marked(key),
            )
            self._tell(after[key], self.settled[key])
            self.edited[key] = set(self.settled[key].edited)
            if self.settled[key].doubtful:
                self.doubtful.append(after[key].name)
        self.tables = {**self.tables, **after}
        return [target for settled in self.settled.values() for target in settled.pending]

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
        read = spreadsheet_of(self.sheets.get(FIELDS))
        now = {table.key: table for table in read.tables if table.key in self.tables}
        self.marks = {key: read.grids[key].marks for key in now}
        return now

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
            raise columns_moved(self.doubtful[0])
        lost = [change for each in settled for change in each.lost]
        if lost:
            raise columns_lost([self._where(change) for change in lost])
        left: set[Change] = set()
        for each in settled:
            reasons = [*each.blocked, *((change, ROW_GONE) for change in each.gone)]
            for change, reason in reasons:
                left.add(change)
                self._skip(change, reason)
        for targets in self.targets.values():
            changes = [target.change for target in targets.values() if target.change is not None]
            # A look-up hashes a whole change, so none is made in vain.
            self.written += [c for c in changes if c not in left] if left else changes

    def _skip(self, change: Change, reason: Message) -> None:
        self.skipped.append(Skip(change.table, change.row, change.column, reason))

    def _where(self, change: Change) -> str:
        title = f" “{change.title}”" if change.title else ""
        return f"{self.tables[change.table].name}!{a1(change.row, change.column)}{title}"

    def _wait(self, pending: Sequence[CellTarget]) -> None:
        """Wait after a failure. Raises Unreachable, with what landed, where no more time or
        patience is left."""
        try:
            if self.patience.spent:
                raise writes_failed(len(pending), self._cell(pending[0]))
            self.patience.wait()
        except Unreachable as error:
            # Known from the look after the last attempt.
            landed = [change for each in self.settled.values() for change in each.landed]
            error.receipt = Receipt(written=landed, skipped=self.skipped, notes=self.notes())
            raise

    def _cell(self, target: CellTarget) -> str:
        return f"{self.tables[target.table].name}!{a1(target.row, target.column)}"
