"""What a command works on: which sources, which documents they stand in, and the settings.

A document is read and written once, however many sources and tabs of it are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from okrsync.config import Config, SourceConfig, TablePart
from okrsync.connector import Location
from okrsync.history import quotas
from okrsync.quotas import shared
from okrsync.waiting import Waiter, using


@dataclass(frozen=True, slots=True)
class Part:
    """One location of a source.

    `table` is its entry in `tables = […]`, if it has one. `typed` says that the location was
    given on the command line and no configuration names it, so neither does a name.
    """

    source: str
    location: Location
    table: TablePart | None = None
    typed: bool = False


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
        return replace(
            self,
            config=self.config.model_copy(update={"sources": sources}),
            documents=tuple(
                replace(document, parts=tuple(map(new, document.parts)))
                for document in self.documents
            ),
        )

    @contextmanager
    def working(self) -> Iterator[None]:
        """This command's time and this machine's quotas, in force for everything within."""
        with using(self.waiter), shared(lambda: quotas(self.state)):
            yield

    @property
    def parts(self) -> Sequence[Part]:
        """Every location of every source."""
        return [part for document in self.documents for part in document.parts]

    @property
    def sources(self) -> Mapping[str, SourceConfig]:
        """The sources of this job by name."""
        return self.config.sources

    def command(self, name: str, *options: str) -> str:
        """The command line that a message suggests, such as `okrsync sync plan.xlsx --yes`."""
        words = [f'"{word}"' if set(word) & set(" #&();'") else word for word in self.typed]
        return " ".join(["okrsync", name, *words, *options])
