"""What the state remembers, as it goes in and comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Plain = str | int | float | bool | None
"""A cell's value as JSON has it."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One team's OKRs, whatever documents they stand in.

    `identity` is what it is known by: `name:…`, `document:…`, or `file:…` with a generated id.
    """

    id: str
    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """One file or document of a service: where it was, what it was, what its connector said.

    `address` is a hint (a path may change); `document` the service's lasting id.
    """

    connector: str
    address: str
    document: str | None = None
    revision: str = ""
    memory: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeenTable:
    """How a table looked at the last run, for the guards. `headers` are by model field,
    `entities` the ids on its rows; None where a version remembered it that kept none. `reader`
    tells which way of reading it was; None where it was the first."""

    key: str
    name: str
    rows: int
    headers: Mapping[str, str]
    managed: Mapping[str, str] = field(default_factory=dict)
    entities: Sequence[str] | None = None
    reader: int | None = None


@dataclass(frozen=True, slots=True)
class SeenSource:
    """A source at the last run: its tables and the ids of the entities on them."""

    name: str
    location: str
    tables: Sequence[SeenTable]
    entities: frozenset[str]


class RunState(StrEnum):
    """How far a run is: `begun` and never ended means that it was killed."""

    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `job` says which locations and configuration it worked on, `settings` are all
    the settings that were in force, `checker` the version that judged."""

    id: str
    workspace: str
    command: str
    started: str
    ended: str | None
    as_of: date
    state: RunState
    checker: str
    settings: Mapping[str, object]
    job: Mapping[str, object]
    counts: Mapping[str, int]
    undoes: str | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a run: `entity` is the row's own entity, `entity_id` what the value is of.

    `landed` is whether it was seen to be written.
    """

    source: str
    tab: str
    cell: str
    header: str
    entity: str
    entity_id: str
    title: str
    field: str
    shown: str
    before: Plain
    after: Plain
    landed: bool = False


@dataclass(frozen=True, slots=True)
class ColumnAdded:
    """One managed column that a run added. `tab` is the table's lasting key."""

    source: str
    tab: str
    field: str
    header: str
    landed: bool = False


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """What we last wrote into a cell; `period` is the label of the period it was for."""

    source: str
    entity: str
    field: str
    value: Plain
    period: str
