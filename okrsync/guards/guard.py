"""The guards by name, and what is raised where one of them stops a whole run."""

from __future__ import annotations

from enum import StrEnum

from okrsync.errors import Stop
from okrsync.i18n import Message


class Guard(StrEnum):
    """The guards by the name that `--accept` takes."""

    ROWS = "rows"
    """A table that had rows has none, or is gone."""
    HEADER = "header"
    """A column that was read before is gone."""
    MAPPING = "mapping"
    """A field is read from a column with another header than before."""
    CHANGES = "changes"
    """More than `max_changes` of the cells filled before would change."""
    READING = "reading"
    """A tab would be written to for the first time, and its reading is not certain."""


class GuardStop(Stop):
    """A guard wants a human to look first; nothing was written."""

    code = "guard"

    def __init__(
        self,
        message: Message,
        *,
        guard: Guard,
        hint: Message | None = None,
        cell: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, cell=cell)
        self.guard = guard
