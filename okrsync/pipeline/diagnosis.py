"""Checks the setup: configuration, state, each document, the mapping."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from okrsync import __version__
from okrsync.config import find
from okrsync.connector import (
    Diagnosing,
    Location,
    Want,
    claims,
    load,
    names,
)
from okrsync.errors import OkrsyncError
from okrsync.evaluate.evaluation import evaluate
from okrsync.http.redaction import redacted
from okrsync.i18n import Message, joined, said, verbatim
from okrsync.mapping.reading import Kind, TableReading
from okrsync.pipeline.last_sync import due_within, last_sync
from okrsync.pipeline.results import Probe
from okrsync.sources.fetch import connector_of
from okrsync.sources.job import Document, Job
from okrsync.sources.open import open_sources
from okrsync.state import open_state, state_file, state_place

STATE = "state"
SYNC = "sync"
NO_FILE = Message("no okrsync.toml, so the defaults")
VERSIONS = Message("version {okrsync}, Python {python}, SQLite {sqlite}")
INSTALLED = Message("installed: {places}")
READ_WITH = Message("read with the {connector} connector: {tabs}")
OPEN = Message("somebody has it open ({file})")
CLOSE = Message("Close it before a sync; sync waits for that in a terminal.")
READ_ONLY = Message("it can be read, but not written")
WRITABLE = Message("sync needs to write the file and its folder; or write a copy with --to.")
UNDERSTOOD = Message("{tab}: {kind}, header in row {row}, {fields} ({certainty})")
UNDERSTOOD_DATABASE = Message("{tab}: {kind}, {fields} ({certainty})")
NO_ROWS = Message("no rows yet")
KINDS = {
    Kind.OBJECTIVES: Message("objectives"),
    Kind.KEY_RESULTS: Message("key results"),
    Kind.INITIATIVES: Message("initiatives"),
    Kind.KPIS: Message("KPIs"),
    Kind.MIXED: Message("mixed"),
}
OPEN_MARKS = ("~${}", ".~lock.{}#")
"""The files that Excel and LibreOffice put beside a workbook while they have it open."""


def doctor(
    locations: Sequence[str] = (),
    *,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    language: str = "en",
    since: timedelta | None = None,
) -> list[Probe]:
    """Everything that was looked at, in order; nothing is written but an empty state where
    there was none. `since` is how long ago the last sync may be, else that of the schedule.
    Never raises for what is wrong outside the program."""
    known = os.environ if environment is None else environment
    found = _probes(locations, config_path, known, folder, since)
    return [_shown(each, language) for each in found]


@dataclass(frozen=True, slots=True)
class _Look:
    """A probe before it is said in a language."""

    name: str
    ok: bool | None
    message: Message
    hint: Message | None = None


def _shown(look: _Look, language: str) -> Probe:
    """Without keys: an address that was typed may hold a password."""
    hint = str(said(look.hint, language)) if look.hint else None
    return Probe(
        redacted(look.name),
        look.ok,
        redacted(str(said(look.message, language))),
        redacted(hint) if hint else hint,
    )


def _probes(
    locations: Sequence[str],
    config_path: Path | str | None,
    known: Mapping[str, str],
    folder: Path | None,
    since: timedelta | None,
) -> list[_Look]:
    probes = [
        _Look(
            "okrsync",
            True,
            VERSIONS.filled(
                okrsync=__version__,
                python=sys.version.split()[0],
                sqlite=sqlite3.sqlite_version,
            ),
        ),
        _state(known),
    ]
    if not locations and not config_path and find(folder or Path.cwd()) is None:
        return [*probes, _Look("configuration", True, NO_FILE), *_installed()]
    try:
        job = open_sources(locations, config_path=config_path, environment=known, folder=folder)
    except OkrsyncError as error:
        return [*probes, _failed("configuration", error), *_installed()]
    where = verbatim(str(job.config_path)) if job.config_path else NO_FILE
    probes.append(_Look("configuration", True, where))
    probes += _synced(job, since)
    with job.working():
        for document in job.documents:
            probes += _document(document)
    if all(probe.ok is not False for probe in probes if probe.name not in (STATE, SYNC)):
        probes.append(_mapping(job))
    return probes


def _installed() -> Iterator[_Look]:
    """Every connector, by which locations it is known, and how it is signed in."""
    try:
        places = claims()
        for name in names():
            known = "  ".join(sorted(place for place, owner in places.items() if owner == name))
            yield _Look(name, True, INSTALLED.filled(places=known))
            yield from _remarks(load(name), None)
    except OkrsyncError as error:
        yield _failed("connectors", error)


def _remarks(connector: object, location: Location | None) -> Iterator[_Look]:
    if isinstance(connector, Diagnosing):
        for remark in connector.diagnose(location):
            yield _Look(remark.name, remark.ok, remark.message, remark.hint)


def _state(environment: Mapping[str, str]) -> _Look:
    where = state_place(environment)
    try:
        with open_state(where) as state, state.together():
            return _Look(STATE, True, verbatim(str(state_file(where))))
    except OkrsyncError as error:
        return _failed(STATE, error)


def _synced(job: Job, since: timedelta | None) -> Iterator[_Look]:
    """Whether the last sync was in time; what is wrong with a source is said of the source."""
    within = since or due_within(job.config)
    if within is None:
        return
    try:
        in_time, when = last_sync(job, within)
    except OkrsyncError as error:
        yield _failed(SYNC, error)
        return
    yield _Look(SYNC, in_time, when, None if in_time else verbatim(job.command("sync")))


def _document(document: Document) -> Iterator[_Look]:
    text, connector = document.location.text, connector_of(document)
    try:
        yield from _remarks(connector, None)
        snapshot = connector.read(document.location, Want(), {})
    except OkrsyncError as error:
        yield _failed(text, error)
        return
    tabs = ", ".join(table.name for table in snapshot.tables)
    said_of = READ_WITH.filled(connector=document.location.connector, tabs=tabs)
    yield _Look(text, True, said_of)
    try:
        yield from _remarks(connector, document.location)
    except OkrsyncError as error:
        yield _failed(text, error)
    if document.location.file:
        yield from _writable(document.location.path)


def _writable(path: Path) -> Iterator[_Look]:
    for mark in OPEN_MARKS:
        beside = path.with_name(mark.format(path.name))
        if beside.exists():
            yield _Look(
                str(path),
                None,
                OPEN.filled(file=beside.name),
                CLOSE,
            )
    if not os.access(path, os.W_OK) or not os.access(path.absolute().parent, os.W_OK):
        yield _Look(
            str(path),
            None,
            READ_ONLY,
            WRITABLE,
        )


def _mapping(job: Job) -> _Look:
    try:
        reading = evaluate(job).reading
    except OkrsyncError as error:
        return _failed("mapping", error)
    found = joined(map(_understood, reading.tables), "; ") if reading.tables else NO_ROWS
    return _Look("mapping", True, found)


def _understood(table: TableReading) -> Message:
    text = UNDERSTOOD_DATABASE if table.named else UNDERSTOOD
    return text.filled(
        tab=table.table.name,
        kind=KINDS[table.kind],
        row=table.header_row,
        fields=", ".join(table.columns),
        certainty=table.certainty.word,
    )


def _failed(name: str, error: OkrsyncError) -> _Look:
    return _Look(name, False, error.message, error.hint)
