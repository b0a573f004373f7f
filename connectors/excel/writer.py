"""Writing a workbook: every planned cell and column in one atomic replacement of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connectors import files
from connectors.excel import errors, file
from connectors.excel.package import Package
from connectors.excel.writing import placing, zipcopy
from connectors.excel.writing.workbook import WorkbookPatch, require_unsigned
from okrsync.connector import Calls, Location, Moved, Receipt, Refused, Snapshot
from okrsync.table import Change, NewColumn, PlacedColumn, Table


def ensure_columns(snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
    """The snapshot with room found for these columns; `write` makes them.

    What is there by its header is not added again. Where there is no room, or the sheet is
    protected, the column is not in `placed` and a note says why.
    """
    tables = {table.key: table for table in snapshot.tables}
    placed, notes = list(snapshot.placed), list(snapshot.notes)
    for (key, _), group in placing.groups(columns).items():
        found = placing.place(tables[key], group)
        tables[key] = found.table
        placed += found.placed
        notes += found.notes
    return replace(snapshot, tables=list(tables.values()), placed=placed, notes=notes)


def drop_columns(snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
    """The snapshot with these columns marked to leave; `write` takes them out.

    One that no longer has the header it was added with is left alone, and a note says so.
    """
    tables = {table.key: table for table in snapshot.tables}
    dropped, notes = list(snapshot.dropped), list(snapshot.notes)
    for one in columns:
        table = tables.get(one.column.table)
        if table is None or not _is_still(table, one):
            name = table.name if table else one.column.table
            notes.append(f"{name}: the column {one.column.header!r} is not there any more")
        else:
            dropped.append(one)
    return replace(snapshot, dropped=dropped, notes=notes)


def _is_still(table: Table, one: PlacedColumn) -> bool:
    there = placing.header_at(table, one.column.header_row, one.index)
    return there == one.column.header.strip().casefold()


def write(snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None) -> Receipt:
    """Write these cells, and the columns placed and dropped since the read, all or nothing.

    Raises Moved, Busy, Denied, Missing, Refused, Malformed, Unreachable; then nothing was
    written.
    """
    path = snapshot.location.path
    if to is None and not (changes or snapshot.placed or snapshot.dropped):
        files.remove_leftovers(path)
        return Receipt(revision=snapshot.revision)
    if to is None:
        files.check_free(path)
    else:
        _require_same_kind(snapshot.location, to)
    package = _reopened(snapshot)
    patch = WorkbookPatch(package, snapshot)
    parts = patch.parts(changes)
    if not parts and to is None:
        return Receipt(skipped=patch.skipped, calls=Calls(read=1), revision=snapshot.revision)
    data = zipcopy.replaced(package.data, parts) if parts else package.data
    copy = None if to is None else to.path
    revision = files.replace(path, data, snapshot.revision, copy)
    calls = Calls(read=1, write=1)
    return Receipt(written=patch.written, skipped=patch.skipped, calls=calls, revision=revision)


def _reopened(snapshot: Snapshot) -> Package:
    path = snapshot.location.path
    package = Package(path, file.read_bytes(path))
    if package.sha256 != snapshot.revision:
        raise Moved(
            f"{path}: this file was changed after it was read; nothing was written",
            hint="run again: it reads the file anew",
        )
    if package.is_ods:
        raise errors.read_only(package.file)
    require_unsigned(package)
    return package


def _require_same_kind(source: Location, to: Location) -> None:
    """A copy is of the same kind: a workbook with macros called .xlsx would not open."""
    wanted = source.path.suffix.lower()
    if to.path.suffix.lower() != wanted:
        raise Refused(
            f"{to.text}: the copy of a {wanted} workbook must end in {wanted}",
            hint=f"name it {to.path.with_suffix(wanted).name}",
        )
