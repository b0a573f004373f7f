"""Everything that speaks about what a table's rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.profile import Profile
from okrsync.mapping.vocabulary import names
from okrsync.table import Scalar


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that speaks about a table's kind."""

    columns: Columns
    profiles: Mapping[int, Profile]
    level_column: bool
    tab: str
    file: str | None
    fixed: str | None
    samples: Mapping[int, Sequence[Scalar]]
    others: frozenset[str]
    """Entities that other tabs of the workspace are named for."""
    headers: Mapping[int, str]
    written: bool = False
    """Whether columns of ours stand in it: somebody has said yes to this table before."""

    @property
    def named(self) -> str | None:
        """What the tab's name says, else the file's."""
        by_tab = names.kind(self.tab)
        by_file = names.kind(self.file) if self.file else None
        return by_file if by_tab in (None, "okrs") and by_file else by_tab

    def has(self, *fields: str) -> bool:
        """Whether any of these fields has a column."""
        return any(field in self.columns.fields for field in fields)

    def unique(self, column: int) -> bool:
        """Whether a column's values all differ, so that they can be ids."""
        profile = self.profiles.get(column)
        return profile is not None and profile.filled > 0 and profile.distinct >= 0.98
