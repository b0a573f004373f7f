"""Reads every document of a job once, and hands its tables to mapping by source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from okrsync.connector import (
    ConnectorError,
    Memory,
    Snapshot,
    TableConnector,
    Unconfigured,
    UnknownTab,
    Want,
    load,
)
from okrsync.dialogue import Dialogue
from okrsync.errors import SeveralFailed
from okrsync.i18n import Message
from okrsync.mapping.narrow import narrowed
from okrsync.mapping.sources import SourceTables
from okrsync.sources.job import Document, Job, Part, whole_key
from okrsync.state import SeenDocument, SeenSource
from okrsync.table import Table
from okrsync.tabs import chosen, parted, picked, range_of

Snapshots = Mapping[str, Snapshot]

NO_RANGES = Message("{location}: a database has no ranges of cells")
WITHOUT = Message("Leave the range out.")


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, and the sources that are left out for it."""

    document: Document
    sources: Sequence[str]
    error: ConnectorError


def connector_of(document: Document) -> TableConnector:
    """The connector of a document, imported now. Raises UnknownLocation."""
    return load(document.location.connector)


def fetch(
    job: Job,
    memories: Sequence[SeenDocument],
    seen: Mapping[str, SeenSource],
    *,
    want_write: bool,
    dialogue: Dialogue,
    unread: list[Unread] | None = None,
) -> dict[str, Snapshot]:
    """A snapshot of each document by its key. Every document is tried, so that all that is
    wrong is said at once; a tab that was renamed is found by its lasting key.

    Where `unread` is given and some were read, the others are added to it and are no error,
    unless they were asked for wrongly. Raises ConnectorError, SeveralFailed.
    """
    known = {(found.connector, found.address): found.memory for found in memories}
    snapshots: dict[str, Snapshot] = {}
    failed: list[Unread] = []
    for document in job.documents:
        place = (document.location.connector, document.location.place)
        try:
            memory = known.get(place, {})
            snapshots[document.key] = _read(document, seen, memory, want_write, dialogue)
        except ConnectorError as error:
            names = dict.fromkeys(part.source for part in document.parts)
            failed.append(Unread(document, tuple(names), error))
    wrong = any(isinstance(each.error, (Unconfigured, UnknownTab)) for each in failed)
    if unread is not None and snapshots and not wrong:
        unread += failed
    elif failed:
        raise failure([(each.sources[0], each.error) for each in failed])
    return _each_once(job, snapshots)


def _each_once(job: Job, snapshots: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
    """Without databases that an earlier document has already: one that is given by its own
    address and by that of the page on which it stands would make each row its own double.

    Only where the service itself knows the columns is a table's key the same at every address.
    """
    met: set[tuple[str, str]] = set()
    kept: dict[str, Snapshot] = {}
    for document in job.documents:
        snapshot, name = snapshots.get(document.key), document.location.connector
        if snapshot is None:
            continue
        again = {t.key for t in snapshot.tables if t.columns and (name, t.key) in met}
        met |= {(name, table.key) for table in snapshot.tables}
        tables = [table for table in snapshot.tables if table.key not in again]
        kept[document.key] = replace(snapshot, tables=tables) if again else snapshot
    return kept


def failure(errors: Sequence[tuple[str, ConnectorError]]) -> ConnectorError | SeveralFailed:
    """What to raise for these sources and what went wrong with each."""
    return errors[0][1] if len(errors) == 1 else SeveralFailed(list(errors))


def _read(
    document: Document,
    seen: Mapping[str, SeenSource],
    memory: Memory,
    want_write: bool,
    dialogue: Dialogue,
) -> Snapshot:
    def progress(done: int, total: int | None) -> None:
        dialogue.progress(document.location.text, done, total)

    named = [part.location.tab for part in document.parts]
    tabs = tuple(dict.fromkeys(tab for tab in named if tab)) if all(named) else ()
    want = Want(write=want_write, tabs=tabs, progress=progress)
    connector = connector_of(document)
    try:
        return connector.read(document.location, want, memory)
    except UnknownTab:
        # Only a tab that was read under this very name may have been renamed.
        known = (seen.get(part.source) for part in document.parts)
        places = {part.place for part in document.parts}
        keys = {
            whole_key(table.key)
            for each in known
            if each and each.location in places
            for table in each.tables
        }
        if not keys:
            raise
        want = replace(want, tabs=tuple(sorted(keys)))
        snapshot = connector.read(replace(document.location, tab=None), want, memory)
        tables = [table for table in snapshot.tables if table.key in keys]
        if not tables:
            raise
        return replace(snapshot, tables=tables)


def source_tables(
    job: Job, snapshots: Snapshots, remembered: Callable[[str], Mapping[str, str]]
) -> list[SourceTables]:
    """What mapping is given: each part's tables, their keys unique within the job. `remembered`
    gives the headers of a source's columns of ours."""
    return [
        _part_tables(job, document, part, snapshots[document.key], remembered(part.source))
        for document in job.documents
        for part in document.parts
    ]


def _part_tables(
    job: Job, document: Document, part: Part, snapshot: Snapshot, remembered: Mapping[str, str]
) -> SourceTables:
    settings = part.table or job.sources[part.source]
    tables = _tables(snapshot.tables, part, document, remembered)
    return SourceTables(
        name=part.source,
        connector=part.location.connector,
        location=part.location.text,
        tables=[replace(t, key=job.table_key(document, t.key, t.area)) for t in tables],
        mapping=_beside(job, settings.mapping),
        columns=settings.columns,
        level=part.table.level if part.table else None,
        file_hint=part.location.path.stem if part.location.file else None,
        named=part.location.tab is not None,
        remembered=remembered,
    )


def _beside(job: Job, mapping: str) -> str:
    """A mapping's name; the path of a file, as it is written, begins where okrsync.toml stands."""
    if job.config_path is None or not mapping.endswith(".toml"):
        return mapping
    there = job.config_path.parent / mapping
    return str(there) if there.is_file() else mapping


def _tables(
    tables: Sequence[Table], part: Part, document: Document, remembered: Mapping[str, str]
) -> Sequence[Table]:
    """The tabs that a part means, narrowed to its range where it names one.

    Where the whole document was read for it alone, the tab may have another name by now.
    """
    location, wanted = part.location, part.location.tab
    if wanted is None:
        return tables
    found, over = picked(tables, wanted), range_of(tables, wanted)
    if not found and wanted == document.location.tab:
        found, ranged = list(tables), parted(wanted)
        over = ranged[1] if ranged else None
    if not found:
        found = list(chosen(tables, wanted, location.address))
    if over is None:
        return found
    if any(table.columns for table in found):
        raise UnknownTab(NO_RANGES.filled(location=location.text), hint=WITHOUT)
    return [narrowed(table, over, remembered) for table in found]
