"""From what a user typed to a `Job`: which sources, which documents, which day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from okrsync import config as configuration
from okrsync.config import Config, SourceConfig
from okrsync.connector import Location, UnknownLocation, claims, locate
from okrsync.errors import ConfigError, Usage
from okrsync.http.waiting import DEADLINE, Clock, SystemClock, Waiter
from okrsync.i18n import Message
from okrsync.sources.job import Document, Job, Part
from okrsync.state import state_place

WHICH = Message("which sheet?")
NAME_ONE = Message(
    "Name one, such as plan.xlsx, or list sources in okrsync.toml (okrsync init plan.xlsx "
    "writes it)."
)
NO_SOURCE = Message("There is no source {name!r}")
SOURCES = Message("Sources of okrsync.toml: {names}")
NO_LOCATION = Message("okrsync.toml: source {name!r} has no location")
LOCATIONS = Message(
    'Write location = "plan.xlsx", or tables = [{open} location = … {close}, …].',
    {"open": "{", "close": "}"},
)
NO_PATH = Message("{text!r} holds a character that no path has")
NO_DATE = Message("OKRSYNC_TODAY is not a date: {text!r}")
DATES = Message("Write it as 2026-05-31.")
NO_NUMBER = Message("{name} is a number above 0, not {text!r}")


def open_sources(
    locations: Sequence[str] = (),
    *,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    as_of: date | None = None,
    deadline: float | None = None,
    clock: Clock | None = None,
) -> Job:
    """The work that these locations stand for; nothing is read yet but the configuration.

    A location is a source's name in `okrsync.toml`, or a path or URL; one that is a source's
    location means that source, and none means all sources of the nearest `okrsync.toml`.
    `environment` is the process's own where none is given; `folder` is where relative paths
    begin (the working directory), `as_of` the day to score
    for (else `OKRSYNC_TODAY`, else today in the workspace's time zone), `deadline` seconds.
    Raises ConfigError, UnknownLocation and Usage (all exit 2).
    """
    known = os.environ if environment is None else environment
    path = Path(config_path) if config_path else configuration.find(folder or Path.cwd())
    config = configuration.load(path) if path else Config()
    asked = _Asked(config, path.parent if path else None, folder)
    parts, configured = asked.parts(locations)
    chosen = {part.source: asked.source(part) for part in parts}
    now = clock or SystemClock()
    return Job(
        config=config.model_copy(update={"sources": chosen}),
        config_path=path,
        workspace=config.workspace.name if configured or not config.sources else None,
        documents=_documents(parts),
        typed=tuple(locations),
        as_of=as_of or _today(known, config, now),
        waiter=waiter(known, deadline, now),
        state=state_place(known),
    )


def waiter(environment: Mapping[str, str], deadline: float | None, clock: Clock | None) -> Waiter:
    """A command's time, as the flag, else the environment, has it. Raises ConfigError."""
    seconds = deadline or _number(environment, "OKRSYNC_DEADLINE", DEADLINE)
    return Waiter(seconds, clock or SystemClock(), _number(environment, "OKRSYNC_TIME_SCALE", 1.0))


def _is_path(text: str) -> bool:
    """Whether a location is a file's path and neither a URL nor `scheme:rest`."""
    scheme, colon, _ = text.partition(":")
    return "://" not in text and not (colon and scheme in claims())


@dataclass(frozen=True, slots=True)
class _Asked:
    config: Config
    home: Path | None
    folder: Path | None

    def parts(self, locations: Sequence[str]) -> tuple[list[Part], bool]:
        """All parts, each once, and whether any is a source of the configuration."""
        if not locations:
            if not self.config.sources:
                raise Usage(WHICH, hint=NAME_ONE)
            locations = list(self.config.sources)
        parts: dict[Part, None] = {}
        configured = False
        for text in locations:
            names = self._names(text)
            configured = configured or bool(names)
            found = [p for name in names for p in self._configured(name)]
            for part in found or self._lone(text, list(parts)):
                parts.setdefault(part)
        return list(parts), configured

    def source(self, part: Part) -> SourceConfig:
        """A source's settings; those of a typed location are the defaults."""
        return self.config.sources.get(part.source) or SourceConfig(location=part.location.text)

    def _names(self, text: str) -> list[str]:
        if text in self.config.sources:
            return [text]
        try:
            wanted = locate(_within(self.folder, text))
        except UnknownLocation as error:
            if not self.config.sources or Path(text).suffix or ":" in text:
                raise
            names = ", ".join(self.config.sources)
            raise UnknownLocation(
                NO_SOURCE.filled(name=text), hint=SOURCES.filled(names=names)
            ) from error
        return [
            name
            for name in self.config.sources
            if any(_means(wanted, part.location) for part in self._configured(name))
        ]

    def _configured(self, name: str) -> list[Part]:
        source = self.config.sources[name]
        parts = [Part(name, self._located(table.location), table) for table in source.tables]
        if source.location:
            parts.insert(0, Part(name, self._located(source.location)))
        if not parts:
            raise ConfigError(NO_LOCATION.filled(name=name), hint=LOCATIONS)
        return parts

    def _located(self, text: str) -> Location:
        return locate(_within(self.home, text))

    def _lone(self, text: str, others: Sequence[Part]) -> list[Part]:
        location = locate(_within(self.folder, text))
        if any(_means(part.location, location) for part in others):
            return []
        stem = location.path.stem if location.file else location.connector
        names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, 2**20))
        taken = {part.source for part in others} | set(self.config.sources)
        return [Part(next(n for n in names if n not in taken), location, typed=True)]


def _within(folder: Path | None, text: str) -> str:
    if "\0" in text:
        raise UnknownLocation(NO_PATH.filled(text=text))
    if folder is None or not _is_path(text):
        return text
    path = folder / Path(text).expanduser()
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _means(wanted: Location, known: Location) -> bool:
    """Whether what is known is the wanted document, and its tab where one is wanted."""
    same = (wanted.connector, wanted.place) == (known.connector, known.place)
    return same and wanted.tab in (None, known.tab)


def _documents(parts: Iterable[Part]) -> tuple[Document, ...]:
    grouped: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        key = (part.location.connector, part.location.place)
        grouped.setdefault(key, []).append(part)
    return tuple(
        Document(str(number), _together(found), tuple(found))
        for number, found in enumerate(grouped.values(), start=1)
    )


def _together(parts: Sequence[Part]) -> Location:
    first = parts[0].location
    if all(part.location.tab == first.tab for part in parts):
        return first
    # A service's id alone would look like a path: its text keeps the scheme or the host.
    text = first.address if first.file else first.text.partition("#")[0]
    return replace(first, text=text, tab=None)


def _today(environment: Mapping[str, str], config: Config, clock: Clock) -> date:
    text = environment.get("OKRSYNC_TODAY")
    if not text:
        return clock.now().astimezone(ZoneInfo(config.workspace.timezone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(NO_DATE.filled(text=text), hint=DATES) from error


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ConfigError(NO_NUMBER.filled(name=name, text=text))
    return value
