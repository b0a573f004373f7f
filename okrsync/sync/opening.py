"""From what a user typed to a `Job`: which sources, which documents, which day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from okrsync import config as configuration
from okrsync.config import Config, ConfigError, SourceConfig
from okrsync.connector import Location, UnknownLocation, claims, locate
from okrsync.sync.errors import Usage
from okrsync.sync.job import Document, Job, Part
from okrsync.waiting import DEADLINE, Clock, SystemClock, Waiter


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
        state=known.get("OKRSYNC_STATE") or None,
    )


def waiter(environment: Mapping[str, str], deadline: float | None, clock: Clock | None) -> Waiter:
    """A command's time, as the flag, else the environment, has it. Raises ConfigError."""
    seconds = deadline or _number(environment, "OKRSYNC_DEADLINE", DEADLINE)
    return Waiter(seconds, clock or SystemClock(), _number(environment, "OKRSYNC_TIME_SCALE", 1.0))


def hint_address(location: Location) -> str:
    """Where a document is, in one spelling: a file's real path, else the service's address."""
    return os.path.realpath(location.address) if is_path(location.text) else location.address


def is_path(text: str) -> bool:
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
                raise Usage(
                    "which sheet?",
                    hint="name one, such as plan.xlsx, or list sources in okrsync.toml "
                    "(okrsync init plan.xlsx writes it)",
                )
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
                f"there is no source {text!r}", hint=f"sources of okrsync.toml: {names}"
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
            raise ConfigError(
                f"okrsync.toml: source {name!r} has no location",
                hint='write location = "plan.xlsx", or tables = [{ location = … }, …]',
            )
        return parts

    def _located(self, text: str) -> Location:
        return locate(_within(self.home, text))

    def _lone(self, text: str, others: Sequence[Part]) -> list[Part]:
        location = locate(_within(self.folder, text))
        if any(_means(part.location, location) for part in others):
            return []
        stem = location.path.stem if is_path(text) else location.connector
        names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, 2**20))
        taken = {part.source for part in others} | set(self.config.sources)
        return [Part(next(n for n in names if n not in taken), location, typed=True)]


def _within(folder: Path | None, text: str) -> str:
    if "\0" in text:
        raise UnknownLocation(f"{text!r} holds a character that no path has")
    if folder is None or not is_path(text):
        return text
    path = folder / Path(text).expanduser()
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _means(wanted: Location, known: Location) -> bool:
    """Whether what is known is the wanted document, and its tab where one is wanted."""
    same = (wanted.connector, hint_address(wanted)) == (known.connector, hint_address(known))
    return same and wanted.tab in (None, known.tab)


def _documents(parts: Iterable[Part]) -> tuple[Document, ...]:
    grouped: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        key = (part.location.connector, hint_address(part.location))
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
    text = first.address if is_path(first.text) else first.text.partition("#")[0]
    return Location(text, first.connector, first.address)


def _today(environment: Mapping[str, str], config: Config, clock: Clock) -> date:
    text = environment.get("OKRSYNC_TODAY")
    if not text:
        return clock.now().astimezone(ZoneInfo(config.workspace.timezone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"OKRSYNC_TODAY is no date: {text!r}", hint="write it as 2026-05-31"
        ) from error


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ConfigError(f"{name} is a number above 0, not {text!r}")
    return value
