"""Writing a workbook: every planned cell and column in one atomic replacement of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connectors import files
from connectors.excel import errors
from connectors.excel.readback.check import require_sound
from connectors.excel.workbook import Workbook
from connectors.excel.write import zip_copy
from connectors.excel.write.workbook import WorkbookPatch, require_unsigned
from okrsync.connector import Calls, Location, Receipt, Refused, Snapshot
from okrsync.i18n import Message
from okrsync.table import Change

Patching = Callable[[Workbook, Snapshot], WorkbookPatch]
Packing = Callable[[bytes, Mapping[str, bytes]], bytes]


def write(
    snapshot: Snapshot,
    changes: Sequence[Change],
    *,
    to: Location | None = None,
    patching: Patching = WorkbookPatch,
    packing: Packing = zip_copy.replaced,
) -> Receipt:
    """Write these cells, and the columns placed and dropped since the read, all or nothing.

    `patching` makes the new parts, `packing` the file of them; neither is believed: what they
    made is read back. Raises Moved, Busy, Denied, Missing, Refused, Malformed, Unreachable, and
    Unsound where that finds a difference; then nothing was written.
    """
    path = snapshot.location.path
    if to is None and not (changes or snapshot.placed or snapshot.dropped):
        files.remove_leftovers(path)
        return Receipt(revision=snapshot.revision)
    if to is None:
        files.check_free(path)
    else:
        _require_same_kind(snapshot.location, to)
    package = reopened(snapshot)
    patch = patching(package, snapshot)
    parts = patch.parts(changes)
    if not parts and to is None:
        return Receipt(skipped=patch.skipped, calls=Calls(read=1), revision=snapshot.revision)
    data = packing(package.data, parts) if parts else package.data
    if parts:
        require_sound(package.file, package.data, data, parts, patch.plan)
    copy = None if to is None else to.path
    revision = files.replace(path, data, snapshot.revision, copy)
    calls = Calls(read=1, write=1)
    return Receipt(written=patch.written, skipped=patch.skipped, calls=calls, revision=revision)


def reopened(snapshot: Snapshot) -> Workbook:
    """The workbook to be written, as it was read. Raises Moved, Refused."""
    path = snapshot.location.path
    package = Workbook(path, files.read_again(snapshot.location, snapshot.revision))
    if package.is_ods:
        raise errors.read_only(package.file)
    require_unsigned(package)
    return package


def _require_same_kind(source: Location, to: Location) -> None:
    """A copy is of the same kind: a workbook with macros called .xlsx would not open."""
    wanted = source.path.suffix.lower()
    if to.path.suffix.lower() != wanted:
        raise Refused(
            Message("{file}: the copy of a {suffix} workbook must end in {suffix}").filled(
                file=to.text, suffix=wanted
            ),
            hint=Message("name it {name}").filled(name=to.path.with_suffix(wanted).name),
        )
