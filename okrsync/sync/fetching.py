"""Reads every document of a job once, and hands its tables to mapping by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsync.connector import (
    ConnectorError,
    Location,
    Memory,
    Snapshot,
    TableConnector,
    UnknownTab,
    Want,
    load,
)
from okrsync.history import SeenDocument, SeenSource
from okrsync.mapping.sources import SourceTables
from okrsync.sync.dialogue import Dialogue
from okrsync.sync.errors import SeveralFailed
from okrsync.sync.job import Document, Job, Part
from okrsync.sync.opening import hint_address, is_path
from okrsync.sync.recall import place_of
from okrsync.table import Table, picked

Snapshots = Mapping[str, Snapshot]


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
) -> dict[str, Snapshot]:
    """A snapshot of each document by its key. Every document is tried, so that all that is
    wrong is said at once; a tab that was renamed is found by its lasting key.

    Raises ConnectorError, SeveralFailed.
    """
    known = {(found.connector, found.address): found.memory for found in memories}
    snapshots: dict[str, Snapshot] = {}
    errors: list[tuple[str, Exception]] = []
    for document in job.documents:
        place = (document.location.connector, hint_address(document.location))
        try:
            memory = known.get(place, {})
            snapshots[document.key] = _read(document, seen, memory, want_write, dialogue)
        except ConnectorError as error:
            errors.append((document.parts[0].source, error))
    if len(errors) == 1:
        raise errors[0][1]
    if errors:
        raise SeveralFailed(errors)
    return snapshots


def _read(
    document: Document,
    seen: Mapping[str, SeenSource],
    memory: Memory,
    want_write: bool,
    dialogue: Dialogue,
) -> Snapshot:
    def progress(done: int, total: int | None) -> None:
        dialogue.progress(document.location.text, done, total)

    want, connector = Want(write=want_write, progress=progress), connector_of(document)
    try:
        return connector.read(document.location, want, memory)
    except UnknownTab:
        # Only a tab that was read under this very name may have been renamed.
        known = (seen.get(part.source) for part in document.parts)
        places = {place_of(part) for part in document.parts}
        keys = {t.key for each in known if each and each.location in places for t in each.tables}
        if not keys:
            raise
        snapshot = connector.read(replace(document.location, tab=None), want, memory)
        tables = [table for table in snapshot.tables if table.key in keys]
        if not tables:
            raise
        return replace(snapshot, tables=tables)


def table_key(document: Document, key: str, job: Job) -> str:
    """A table's key within the whole job: its own where there is one document only."""
    return key if len(job.documents) == 1 else f"{document.key}:{key}"


def own_key(key: str, job: Job) -> tuple[Document, str]:
    """The document of a job's table, and the table's key within it."""
    if len(job.documents) == 1:
        return job.documents[0], key
    number, _, rest = key.partition(":")
    return next(d for d in job.documents if d.key == number), rest


def source_tables(
    job: Job, snapshots: Snapshots, remembered: Mapping[str, str]
) -> list[SourceTables]:
    """What mapping is given: each part's tables, their keys unique within the job."""
    return [
        _part_tables(job, document, part, snapshots[document.key], remembered)
        for document in job.documents
        for part in document.parts
    ]


def _part_tables(
    job: Job, document: Document, part: Part, snapshot: Snapshot, remembered: Mapping[str, str]
) -> SourceTables:
    settings = part.table or job.sources[part.source]
    whole = part.location.tab == document.location.tab
    tables = snapshot.tables if whole else _tabs(snapshot.tables, part.location)
    return SourceTables(
        name=part.source,
        connector=part.location.connector,
        location=part.location.text,
        tables=[replace(t, key=table_key(document, t.key, job)) for t in tables],
        mapping=settings.mapping,
        columns=settings.columns,
        level=part.table.level if part.table else None,
        file_hint=part.location.path.stem if is_path(part.location.text) else None,
        named=part.location.tab is not None,
        remembered=remembered,
    )


def _tabs(tables: Sequence[Table], location: Location) -> list[Table]:
    wanted = location.tab
    if wanted is None:
        return list(tables)
    found = picked(tables, wanted)
    if found:
        return found
    names = ", ".join(table.name for table in tables)
    raise UnknownTab(f"{location.address} has no tab {wanted!r}", hint=f"its tabs: {names}")
