"""Workbooks: .xlsx and .xlsm are read and written, .ods is read, older kinds are refused kindly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from okrsync.connector import Location, Memory, Receipt, Refused, Snapshot, Want
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar

# Each half is imported on use: a read does not pay for the writer, a listing pays for neither.


class ExcelConnector:
    """One workbook file, read whole and replaced whole."""

    name: ClassVar[str] = "excel"

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """All tabs of the workbook, or the one named behind `#`.

        Raises Missing, Denied, Refused, Malformed, UnknownTab.
        """
        from connectors.excel import reader  # noqa: PLC0415 - see above

        return reader.read(location, want)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these columns at its tables' right edges; `write` makes them."""
        from connectors.excel import writer  # noqa: PLC0415 - see above

        return writer.ensure_columns(snapshot, columns)

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot without these managed columns; `write` takes them out."""
        from connectors.excel import writer  # noqa: PLC0415 - see above

        return writer.drop_columns(snapshot, columns)

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Write these cells and nothing else; the file is replaced atomically or not at all.

        Raises Moved, Busy, Denied, Refused, Malformed.
        """
        from connectors.excel import writer  # noqa: PLC0415 - see above

        return writer.write(snapshot, changes, to=to)

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Refused: rows in a workbook are people's."""
        raise Refused(
            f"{snapshot.location.text}: rows are not added to a workbook",
            hint="add them in your spreadsheet program",
        )
