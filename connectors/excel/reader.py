"""Reading a workbook: from a location to a Snapshot, everything checked on the way."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from connectors.excel import file
from connectors.excel.package import Package, SheetPart
from connectors.excel.shared import Shared
from connectors.excel.sheet import read_sheet
from okrsync.connector import Calls, Location, Snapshot, UnknownTab, Want
from okrsync.table import Table


def read(location: Location, want: Want) -> Snapshot:
    """All tabs of the workbook, or the one that the location names.

    Raises Missing, Denied, Refused, Malformed, UnknownTab.
    """
    package = Package(location.path, file.read_bytes(location.path))
    notes: list[str] = []
    if package.is_ods:
        from connectors.excel import ods  # noqa: PLC0415 - hardly any read needs it

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


def _tables(package: Package, tab: str | None, want: Want, notes: list[str]) -> list[Table]:
    book = package.book
    sheets = named(book.sheets, tab, package.file, [sheet.name for sheet in book.sheets])
    if tab is None:
        notes.extend(f"the tab {name!r} has no cells and was skipped" for name in book.others)
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


def named(
    sheets: Sequence[SheetPart], tab: str | None, file_name: str, names: Sequence[str]
) -> Sequence[SheetPart]:
    """The tab of this name, spelled exactly or but for its case; all where none is named."""
    if tab is None:
        return sheets
    for same in (str, str.casefold):
        found = [sheet for sheet in sheets if same(sheet.name) == same(tab)]
        if found:
            return found
    raise UnknownTab(
        f"{file_name}: there is no tab called {tab!r}",
        hint=f"its tabs are: {', '.join(names) or 'none'}",
    )


def _told(want: Want) -> Callable[[int], None] | None:
    progress = want.progress
    return None if progress is None else lambda row: progress(row, None)
