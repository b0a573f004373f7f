"""The output formats that commands know, and one message for those that they don't."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.nearest import suggestion


class Plain(StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


class Findings(StrEnum):
    """How `check` prints."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


F = TypeVar("F", bound=StrEnum)


def checked(asked: str, formats: type[F]) -> F:
    """The format of this name. Raises Usage naming those that there are."""
    try:
        return formats(asked)
    except ValueError as error:
        unknown = Message("unknown format: {name}", {"name": asked})
        raise Usage(unknown, hint=suggestion(asked, [each.value for each in formats])) from error
