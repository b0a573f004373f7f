"""What mapping is given: a source's tables, and what the configuration says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from okrsync.mapping.files.schema import Mapping as Said
from okrsync.table import Table

EntityLevel = Literal["objective", "key_result", "initiative", "kpi"]


@dataclass(frozen=True, slots=True)
class SourceTables:
    """One source as it was read.

    `name` is the source's in the configuration (ids are derived from it, never from the path),
    `mapping` "auto" or a preset's name, `columns` field → header over the mapping, `level` what
    all rows are where the configuration says so, `file_hint` the file's stem ("Projects").
    `named` says that somebody chose this very tab: then a hidden one is read too.
    `remembered` are the headers of our own columns from earlier runs, by managed field.
    `answered` is what a person has just said of it, in place of `mapping`.
    """

    name: str
    connector: str
    location: str
    tables: Sequence[Table]
    mapping: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)
    level: EntityLevel | None = None
    file_hint: str | None = None
    named: bool = False
    remembered: Mapping[str, str] = field(default_factory=dict)
    answered: Said | None = None
