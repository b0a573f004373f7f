"""The output formats that commands know, and one message for those that they don't."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from okrsync.sync import Usage


class Plain(StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


class Findings(StrEnum):
    """How `check` prints."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


F = TypeVar("F", bound=StrEnum)


def checked(asked: str, formats: type[F]) -> F:
    """The format of this name. Raises Usage naming those that there are."""
    try:
        return formats(asked)
    except ValueError as error:
        known = ", ".join(formats)
        raise Usage(f"--format {asked!r} is not known", hint=f"known: {known}") from error
