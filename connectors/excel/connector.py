"""Workbooks: .xlsx and .xlsm are read and written, .ods is read, older kinds are refused kindly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from okrsync.connector import (
    KeptSummary,
    Location,
    Memory,
    Receipt,
    Refused,
    Snapshot,
    SummaryPlace,
    SummaryTab,
    Want,
)
from okrsync.i18n import Message
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar

# Each half is imported on use: a read does not pay for the writer, a listing pays for neither.


class ExcelConnector:
    """One workbook file, read whole and replaced whole."""

    name: ClassVar[str] = "excel"
    names_tabs: ClassVar[bool] = True
    kept_in: ClassVar[SummaryPlace] = SummaryPlace.TAB

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """All tabs of the workbook, or the one named behind `#`.

        Raises Missing, Denied, Refused, Malformed, UnknownTab.
        """
        from connectors.excel.read import snapshot as reading  # noqa: PLC0415 - see above

        return reading.read(location, want)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these columns at its tables' right edges; `write` makes them."""
        from connectors.excel import managed_columns  # noqa: PLC0415 - see above

        return managed_columns.ensure_columns(snapshot, columns)

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot without these managed columns; `write` takes them out."""
        from connectors.excel import managed_columns  # noqa: PLC0415 - see above

        return managed_columns.drop_columns(snapshot, columns)

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Write these cells and nothing else; the file is replaced atomically or not at all.

        Raises Moved, Busy, Denied, Refused, Malformed.
        """
        from connectors.excel.write import save  # noqa: PLC0415 - see above

        return save.write(snapshot, changes, to=to)

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Refused: rows in a workbook are people's."""
        raise Refused(
            Message("{file}: rows are not added to a workbook").filled(file=snapshot.location.text),
            hint=Message("add them in your spreadsheet program"),
        )

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        """The tab of our own. Raises Moved, Denied, Refused, Malformed."""
        from connectors.excel.summary_tab import look  # noqa: PLC0415 - see above

        return look.look(snapshot, title)

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        """Whether the tab holds these rows already."""
        from connectors.excel.summary_tab import look  # noqa: PLC0415 - see above

        return look.same(kept, tab)

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        """Add the tab at the end, or overwrite it. Raises like `write`."""
        from connectors.excel.summary_tab import keep  # noqa: PLC0415 - see above

        return keep.keep(snapshot, kept, tab)

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        """Take the tab out. Raises like `write`, and Refused where people built on it."""
        from connectors.excel.summary_tab import keep  # noqa: PLC0415 - see above

        return keep.drop(snapshot)
