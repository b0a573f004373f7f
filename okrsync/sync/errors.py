"""What stops a command in the pipeline, each with its exit code and what to do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class Stop(Exception):
    """Why a command stopped. `message` is for people, `hint` says what to do, `cell` where."""

    code: ClassVar[str] = "stopped"
    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, *, hint: str | None = None, cell: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.cell = cell


class Usage(Stop):
    """The command was called wrongly."""

    code = "usage"
    exit_code = 2


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


class GuardStop(Stop):
    """A guard wants a human to look first; nothing was written."""

    code = "guard"

    def __init__(
        self, message: str, *, guard: Guard, hint: str | None = None, cell: str | None = None
    ) -> None:
        super().__init__(message, hint=hint, cell=cell)
        self.guard = guard


class ConsentNeeded(Stop):
    """Nobody agreed to what would be done; the hint is the command that agrees."""

    code = "consent"


class PlanRefused(Stop):
    """A saved plan is stale or forged: it is not what sync would do now."""

    code = "plan-refused"


class SeveralFailed(Stop):
    """Several sources could not be read: all of them are named, the gravest decides.

    `errors` are (source's name, what happened).
    """

    code = "sources"

    def __init__(self, errors: list[tuple[str, Exception]]) -> None:
        super().__init__("; ".join(f"{name}: {error}" for name, error in errors))
        self.errors = errors
