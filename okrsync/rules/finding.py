"""What a rule says of one row: a question that teaches, never a scolding."""

from __future__ import annotations

from dataclasses import dataclass, field

from okrsync.model import Severity


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where a finding is: the source's name, the tab, the cell, the row and the column's header.

    `named`: in a database, where people know a cell by its row's title and its property.
    """

    source: str | None = None
    tab: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, its sentences already in the workspace's language.

    `question` is what the finding column shows to colleagues: it asks, and names neither
    verdict nor code.
    """

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    entity_id: str | None = None
    title: str | None = None
    location: FindingPlace = field(default_factory=FindingPlace)
    question: str | None = None
    waived: str | None = None
    """The reason of the waiver that covers it: shown on request, never counted."""
