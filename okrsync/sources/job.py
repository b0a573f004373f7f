"""What a command works on: which sources, which documents they stand in, and the settings.

A document is read and written once, however many sources and tabs of it are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from okrsync.config import Config, SourceConfig, TableConfig
from okrsync.connector import Location
from okrsync.http.quotas import shared
from okrsync.http.waiting import Waiter, using
from okrsync.shell import command
from okrsync.state import quota_file
from okrsync.table import Area, a1, letters

_RANGE = re.compile(r"![A-Z]{1,3}\d{1,7}:[A-Z]{1,3}$", re.ASCII)
"""A range of a tab, as it stands behind the tab's key."""


@dataclass(frozen=True, slots=True)
class Part:
    """One location of a source.

    `table` is its entry in `tables = […]`, if it has one. `typed` says that the location was
    given on the command line and no configuration names it, so neither does a name.
    """

    source: str
    location: Location
    table: TableConfig | None = None
    typed: bool = False

    @property
    def place(self) -> str:
        """Where a source stands, in one spelling: how its name is found again after a rename."""
        return f"{self.location.place}#{self.location.tab or ''}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file or one document of a service, and the parts of sources that stand in it.

    `location` names a tab only where every part asks for that same one.
    """

    key: str
    location: Location
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One command's work. Made by `open_sources`.

    `config.sources` holds exactly the sources of this job. `workspace` is the workspace's name
    where a configuration gives it one; else it is known by its documents. `typed` are the
    locations as the user gave them, for messages. `state` is the state's place, None for the
    platform's.
    """

    config: Config
    config_path: Path | None
    workspace: str | None
    documents: tuple[Document, ...]
    typed: tuple[str, ...]
    as_of: date
    waiter: Waiter
    state: str | None = None

    def renamed(self, names: Mapping[str, str]) -> Job:
        """The same work with other names for sources (old → new)."""

        def new(part: Part) -> Part:
            return replace(part, source=names.get(part.source, part.source))

        sources = {names.get(name, name): source for name, source in self.sources.items()}
        words = {names.get(n, n): own for n, own in self.config.write_back.sources.items()}
        write_back = self.config.write_back.model_copy(update={"sources": words})
        return replace(
            self,
            config=self.config.model_copy(update={"sources": sources, "write_back": write_back}),
            documents=tuple(
                replace(document, parts=tuple(map(new, document.parts)))
                for document in self.documents
            ),
        )

    def without(self, sources: Container[str]) -> Job:
        """The same work, but for these sources: none of their tables is looked at."""
        documents = []
        for document in self.documents:
            parts = tuple(part for part in document.parts if part.source not in sources)
            if parts:
                documents.append(replace(document, parts=parts))
        kept = {name: each for name, each in self.sources.items() if name not in sources}
        config = self.config.model_copy(update={"sources": kept})
        return replace(self, config=config, documents=tuple(documents))

    @contextmanager
    def working(self) -> Iterator[None]:
        """This command's time and this machine's quotas, in force for everything within."""
        with using(self.waiter), shared(lambda: quota_file(self.state)):
            yield

    @property
    def stamp(self) -> str:
        """This moment, as the state notes it."""
        return self.waiter.clock.now().isoformat(timespec="seconds")

    @property
    def parts(self) -> Sequence[Part]:
        """Every location of every source."""
        return [part for document in self.documents for part in document.parts]

    @property
    def sources(self) -> Mapping[str, SourceConfig]:
        """The sources of this job by name."""
        return self.config.sources

    def table_key(self, document: Document, key: str, area: Area | None = None) -> str:
        """A table's key within the whole job: its own where there is one document only. A range
        of a tab is a table of its own."""
        own = f"{key}{_suffix(area)}"
        return own if len(self.documents) == 1 else f"{document.key}:{own}"

    def home(self, key: str) -> tuple[Document, str]:
        """The document of a job's table, and the key by which its connector knows the tab."""
        document, lasting = self._parted(key)
        return document, whole_key(lasting)

    def lasting_key(self, key: str) -> str:
        """What the state knows a job's table by: its tab's key, and its range where it is one."""
        return self._parted(key)[1]

    def _parted(self, key: str) -> tuple[Document, str]:
        if len(self.documents) == 1:
            return self.documents[0], key
        number, _, rest = key.partition(":")
        return next(d for d in self.documents if d.key == number), rest

    def command(self, name: str, *options: str) -> str:
        """The command line that a message suggests, such as `okrsync sync plan.xlsx --yes`."""
        return command(name, *self.typed, *options)


def is_range(key: str) -> bool:
    """Whether a table's lasting key is that of a range of a tab."""
    return whole_key(key) != key


def whole_key(key: str) -> str:
    """The tab's key in that of a table that may be a range of it."""
    return _RANGE.sub("", key)


def _suffix(area: Area | None) -> str:
    # Without the last row: a range that grows with its table is still the same one.
    if area is None:
        return ""
    return f"!{a1(area.first_row, area.first_column)}:{letters(area.last_column)}"
