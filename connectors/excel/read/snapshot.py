"""Reading a workbook: from a location to a Snapshot, everything checked on the way."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from connectors import files
from connectors.excel.read.shared_parts import Shared
from connectors.excel.read.worksheet import read_sheet
from connectors.excel.workbook import Workbook
from okrsync.connector import Calls, Location, Snapshot, Want
from okrsync.i18n import Message
from okrsync.table import Table
from okrsync.tabs import chosen


def read(location: Location, want: Want) -> Snapshot:
    """All tabs of the workbook, or the one that the location names.

    Raises Missing, Denied, Busy, Refused, Malformed, UnknownTab.
    """
    if want.write:
        files.remove_leftovers(location.path)
    package = Workbook(location.path, files.read_bytes(location))
    notes: list[Message] = []
    if package.is_ods:
        from connectors.excel.read import ods  # noqa: PLC0415 - hardly any read needs it

        tables: Sequence[Table] = ods.read_tables(package, location.tab, notes)
    else:
        tables = _tables(package, location.tab, want, notes)
    return Snapshot(
        location=location,
        tables=tables,
        calls=Calls(read=1),
        revision=package.sha256,
        notes=notes,
    )


def _tables(package: Workbook, tab: str | None, want: Want, notes: list[Message]) -> list[Table]:
    book = package.book
    sheets = chosen(book.sources, tab, package.file)
    if tab is None:
        notes.extend(
            Message("the tab “{tab}” has no cells and was skipped").filled(tab=name)
            for name in book.others
        )
    shared = Shared(package)
    told = _told(want)
    with _nothing_to_collect():
        return [read_sheet(sheet, shared, told, notes) for sheet in sheets]


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Hundreds of thousands of cells are made and none is thrown away: looking for garbage
    between them takes a seventh of the time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _told(want: Want) -> Callable[[int], None] | None:
    progress = want.progress
    return None if progress is None else lambda row: progress(row, None)
