"""Managed columns on their way into a spreadsheet: sent until each stands or has no place.

A request takes effect as a whole or not at all, so that a tab that is refused is left out and
the rest is sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.address import rows_of
from connectors.google_sheets.errors import (
    GOOGLE,
    LATER,
    RERUN,
    RequestRejected,
    protected_denied,
    unplaced_full,
    unplaced_protected,
)
from connectors.google_sheets.read.response import FIELDS, Spreadsheet, spreadsheet_of
from connectors.google_sheets.read.snapshot import grid
from connectors.google_sheets.write.column_requests import (
    LOOKS,
    add_requests,
    created_metadata,
    delete_column,
    without_looks,
    without_metadata,
)
from connectors.google_sheets.write.request import MetadataIds
from okrsync.connector import Moved, Snapshot, Unreachable
from okrsync.http import Patience, Unclear
from okrsync.i18n import Message
from okrsync.table import PlacedColumn, Table, Unplaced

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

Json = dict[str, Any]
Wanted = Mapping[str, Sequence[PlacedColumn]]
ROUNDS = 5
"""How often a spreadsheet that changes under the request is looked at anew."""
HIGHEST = 18_278
"""Columns that a tab can have."""


class AddColumns:
    """The columns of one spreadsheet.

    `new` are those that are still to come, or that came; `tables` the tabs as they are known.
    """

    def __init__(self, sheets: Sheets, snapshot: Snapshot, new: Wanted) -> None:
        self.sheets = sheets
        self.memory = snapshot.memory
        self.tables: dict[str, Table] = {table.key: table for table in snapshot.tables}
        self.new: dict[str, Sequence[PlacedColumn]] = {}
        self.unplaced: list[Unplaced] = []
        self.marking = True
        self.plain: set[str] = set()
        self.looks = 0
        self.patience = Patience(GOOGLE)
        for key, placed in new.items():
            if placed:
                self._take(key, placed)

    def _take(self, key: str, placed: Sequence[PlacedColumn]) -> None:
        """Take columns on, unless the read has shown already that they have no place."""
        self.new[key] = placed
        closed = self.tables[key].protected
        if any((one.column.header_row, one.index) in closed for one in placed):
            self._locked(key)
        elif placed[-1].index >= HIGHEST:
            self._crowded(key)

    def run(self) -> MetadataIds:
        """Add them; the marks that they got. Raises Moved, Denied, Unreachable, RequestRejected."""
        while self.new:
            self.patience.wait()
            owned = list(self._requests())
            where = [
                rows_of(self.tables[key].name, row, row, placed[-1].index + 1)
                for key, placed in self.new.items()
                for row in sorted({one.column.header_row for one in placed})
            ]
            try:
                answer = self.sheets.batch_update([request for _, request in owned], where)
            except Unclear as error:
                self.patience.failed(error)
                marks = self._unclear()
            except RequestRejected as error:
                marks = self._rejected(error, [key for key, _ in owned])
            else:
                return self._seen(answer)
            if marks is not None:
                return marks
        return {}

    def _requests(self) -> Iterator[tuple[str, Json]]:
        """Each request, with the tab that it is about."""
        for key, placed in self.new.items():
            requests = add_requests(self.tables[key], placed, grid(self.memory, key))
            requests = requests if self.marking else without_metadata(requests)
            requests = without_looks(requests) if key in self.plain else requests
            yield from ((key, request) for request in requests)

    def _seen(self, answer: Mapping[str, Any]) -> MetadataIds:
        after = {
            table.key: table
            for table in spreadsheet_of(answer.get("updatedSpreadsheet") or {}).tables
        }
        if not self._all_stand(after):
            self._take_back()
            raise _moved()
        made: dict[str, dict[int, int]] = {}
        for key, column, mark in created_metadata(answer):
            made.setdefault(key, {})[column] = mark
        return made

    def _landed(self, spreadsheet: Spreadsheet) -> MetadataIds | None:
        """The marks where a look shows that all came after all, None where nothing did."""
        now = {table.key: table for table in spreadsheet.tables}
        if not any(_there(now.get(key), placed) for key, placed in self.new.items()):
            return None
        if not self._all_stand(now):
            self._take_back()
            raise _moved()
        self._rename(now)
        return {key: spreadsheet.grids[key].marks for key in self.new}

    def _unclear(self) -> MetadataIds | None:
        """After a request without an answer: the marks if it took effect."""
        made = self._landed(self._look())
        if made is None and self.patience.spent:
            raise Unreachable(
                Message("Google Sheets failed at every attempt to add columns; none was added"),
                hint=LATER,
            )
        return made

    def _rejected(self, error: RequestRejected, owners: Sequence[str]) -> MetadataIds | None:
        """Make the request fit, or leave a tab out; the marks where it took effect all the same.

        Raises what nothing can be done about.
        """
        at = error.request
        owner = owners[at] if at is not None and at < len(owners) else None
        if error.full:
            self._crowded(owner or self._widest())
        elif error.protected and owner is not None and error.kind in LOOKS:
            self._undress(owner)
        elif error.protected:
            self._refused(owner)
        else:
            return self._otherwise(error)
        return None

    def _otherwise(self, error: RequestRejected) -> MetadataIds | None:
        """A request that does not fit, for a reason that only a look can tell."""
        spreadsheet = self._look()
        made = self._landed(spreadsheet)  # nobody says whether an answer that fails undoes the rest
        if made is None and not self._renamed({table.key: table for table in spreadsheet.tables}):
            if not self.marking:
                raise error from None
            self.marking = False  # the spreadsheet's room for marks may be spent
        return made

    def _undress(self, key: str) -> None:
        """A protected row may not be formatted, and yet the column may come."""
        if key in self.plain:
            self._locked(key)
        self.plain.add(key)

    def _refused(self, key: str | None) -> None:
        if key is None:
            now = {table.key: table for table in self._look().tables}
            closed = [
                name
                for name, placed in self.new.items()
                if name not in now
                or any((p.column.header_row, p.index) in now[name].protected for p in placed)
            ]
            if not closed and len(self.new) > 1:
                raise protected_denied(self.sheets.who.who) from None
            for name in closed or list(self.new):
                self._locked(name)
        else:
            self._locked(key)

    def _locked(self, key: str) -> None:
        who = self.sheets.who.who
        self.unplaced += [unplaced_protected(one, who) for one in self.new.pop(key)]

    def _crowded(self, key: str) -> None:
        self.unplaced += [unplaced_full(one) for one in self.new.pop(key)]

    def _widest(self) -> str:
        sizes = {key: grid(self.memory, key)["rows"] for key in self.new}
        return max(sizes, key=lambda key: int(sizes[key]))

    def _renamed(self, now: Mapping[str, Table]) -> bool:
        """Whether tabs have other names by now; they are known by their ids.

        Raises Moved where the sheet is another one in more than that.
        """
        for key in self.new:
            if key not in now or now[key].rows != self.tables[key].rows:
                raise Moved(
                    Message(
                        "the tab “{tab}” changed before columns were added to it",
                        {"tab": self.tables[key].name},
                    ),
                    hint=RERUN,
                )
        return self._rename(now)

    def _rename(self, now: Mapping[str, Table]) -> bool:
        old = {key: self.tables[key].name for key in self.new}
        for key in self.new:
            self.tables[key] = replace(self.tables[key], name=now[key].name)
        return any(self.tables[key].name != name for key, name in old.items())

    def _look(self) -> Spreadsheet:
        self.looks += 1
        if self.looks > ROUNDS:
            raise _moved()
        return spreadsheet_of(self.sheets.get(FIELDS))

    def _all_stand(self, now: Mapping[str, Table]) -> bool:
        return all(
            _stands(self.tables[key], now.get(key), placed) for key, placed in self.new.items()
        )

    def _take_back(self) -> None:
        """Take out what was added to a sheet that moved: columns that hold our header only."""
        requests = []
        for table in spreadsheet_of(self.sheets.get(FIELDS)).tables:
            ours = {one.column.header for one in self.new.get(table.key, ())}
            added = [c for c in range(table.width) if _only(table, c) in ours]
            requests += [delete_column(int(table.key), c) for c in sorted(added, reverse=True)]
        if requests:
            self.sheets.batch_update(requests)


def _there(table: Table | None, placed: Sequence[PlacedColumn]) -> bool:
    """Whether one of these headers is anywhere in the table."""
    headers = {one.column.header for one in placed}
    return table is not None and any(value in headers for r in table.rows for value in r.values)


def _stands(before: Table, after: Table | None, placed: Sequence[PlacedColumn]) -> bool:
    """Whether the headers stand right of the same header row as before."""
    if after is None:
        return False
    for one in placed:
        old = before.row(one.column.header_row)
        new = after.row(one.column.header_row)
        expected = list(old.values) if old else []
        actual = list(new.values) if new else []
        first = placed[0].index
        if _bare(actual[:first]) != _bare(expected[:first]):
            return False
        if one.index >= len(actual) or actual[one.index] != one.column.header:
            return False
    return True


def _bare(values: Sequence[object]) -> list[object]:
    bare = list(values)
    while bare and bare[-1] is None:
        bare.pop()
    return bare


def _only(table: Table, column: int) -> object:
    values = [row.value(column) for row in table.rows if row.value(column) is not None]
    return values[0] if len(values) == 1 else None


def _moved() -> Moved:
    return Moved(
        Message("the sheet changed while columns were added to it; they were taken out again"),
        hint=RERUN,
    )
