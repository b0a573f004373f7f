"""Looks whether everything is in place: configuration, state, each document, the mapping."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from okrsync import __version__
from okrsync.config import ConfigError, find
from okrsync.connector import (
    ConnectorError,
    Diagnosing,
    Location,
    Want,
    claims,
    load,
    names,
)
from okrsync.history import StateError, open_state
from okrsync.history.place import place
from okrsync.mapping.reading import MappingError
from okrsync.sync.errors import SeveralFailed, Stop
from okrsync.sync.evaluating import evaluate
from okrsync.sync.fetching import connector_of
from okrsync.sync.job import Document, Job
from okrsync.sync.opening import is_path, open_sources
from okrsync.sync.outcome import explain
from okrsync.sync.results import Probe

EXPECTED = (ConnectorError, ConfigError, StateError, MappingError, Stop, SeveralFailed)
NO_FILE = "no okrsync.toml, so the defaults"
OPEN_MARKS = ("~${}", ".~lock.{}#")
"""The files that Excel and LibreOffice put beside a workbook while they have it open."""


def doctor(
    locations: Sequence[str] = (),
    *,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> list[Probe]:
    """Everything that was looked at, in order; nothing is written but an empty state where
    there was none. Never raises for what is wrong outside the program."""
    known = os.environ if environment is None else environment
    probes = [
        Probe(
            "okrsync",
            True,
            f"version {__version__}, Python {sys.version.split()[0]}, "
            f"SQLite {sqlite3.sqlite_version}",
        ),
        _state(known),
    ]
    if not locations and not config_path and find(folder or Path.cwd()) is None:
        return [*probes, Probe("configuration", True, NO_FILE), *_installed()]
    try:
        job = open_sources(locations, config_path=config_path, environment=known, folder=folder)
    except EXPECTED as error:
        return [*probes, _failed("configuration", error), *_installed()]
    where = str(job.config_path) if job.config_path else NO_FILE
    probes.append(Probe("configuration", True, where))
    with job.working():
        for document in job.documents:
            probes += _document(document)
    if all(probe.ok is not False for probe in probes):
        probes.append(_mapping(job))
    return probes


def _installed() -> Iterator[Probe]:
    """Every connector, by which locations it is known, and how it is signed in."""
    try:
        places = claims()
        for name in names():
            known = "  ".join(sorted(place for place, owner in places.items() if owner == name))
            yield Probe(name, True, f"installed: {known}")
            yield from _remarks(load(name), None)
    except EXPECTED as error:
        yield _failed("connectors", error)


def _remarks(connector: object, location: Location | None) -> Iterator[Probe]:
    if isinstance(connector, Diagnosing):
        for remark in connector.diagnose(location):
            yield Probe(remark.name, remark.ok, remark.message, remark.hint)


def _state(environment: Mapping[str, str]) -> Probe:
    where = environment.get("OKRSYNC_STATE") or None
    try:
        with open_state(where) as state, state.together():
            return Probe("state", True, str(place(where)))
    except EXPECTED as error:
        return _failed("state", error)


def _document(document: Document) -> Iterator[Probe]:
    text, connector = document.location.text, connector_of(document)
    try:
        yield from _remarks(connector, None)
        snapshot = connector.read(document.location, Want(), {})
    except EXPECTED as error:
        yield _failed(text, error)
        return
    tabs = ", ".join(table.name for table in snapshot.tables)
    yield Probe(text, True, f"read with the {document.location.connector} connector: {tabs}")
    try:
        yield from _remarks(connector, document.location)
    except EXPECTED as error:
        yield _failed(text, error)
    if is_path(text):
        yield from _writable(document.location.path)


def _writable(path: Path) -> Iterator[Probe]:
    for mark in OPEN_MARKS:
        beside = path.with_name(mark.format(path.name))
        if beside.exists():
            yield Probe(
                str(path),
                None,
                f"somebody has it open ({beside.name})",
                "close it before a sync; sync waits for that in a terminal",
            )
    if not os.access(path, os.W_OK) or not os.access(path.absolute().parent, os.W_OK):
        yield Probe(
            str(path),
            None,
            "it can be read and not be written",
            "sync needs to write the file and its folder; or write a copy with --to",
        )


def _mapping(job: Job) -> Probe:
    try:
        reading = evaluate(job).reading
    except EXPECTED as error:
        return _failed("mapping", error)
    found = "; ".join(
        f"{t.table.name}: {t.kind.value}, {'' if t.named else f'header in row {t.header_row}, '}"
        f"{', '.join(t.columns)} ({t.sureness:.0%} sure)"
        for t in reading.tables
    )
    return Probe("mapping", True, found or "no rows yet")


def _failed(name: str, error: Exception) -> Probe:
    failure = explain(error)
    return Probe(name, False, failure.message, failure.hint)
