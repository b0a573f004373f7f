"""Patterns that people write: they must be ones, and none may take long.

A pattern such as `(a+)+b` takes years on a text that almost fits. The engine used here stops by
the clock, which the standard library's can't.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from okrsync.errors import ConfigError
from okrsync.i18n import Message

MOMENT = 0.2
"""So many seconds one text may take."""
LONGEST = 2000
"""So many characters of a text are looked at."""

WRONG = Message("“{pattern}” is not a valid pattern: {error}.")
SLOW = Message(
    "The pattern “{pattern}” takes too long on some cells. Write it without a repeat inside "
    "another, such as (a+)+."
)


def check(pattern: str) -> Message | None:
    """What is wrong with a pattern, None where nothing is."""
    import regex  # noqa: PLC0415 -- few mappings have patterns

    try:
        regex.compile(pattern)
    except regex.error as error:
        return WRONG.filled(pattern=pattern, error=error)
    return None


def search(pattern: str, text: str) -> Mapping[str, str | None] | None:
    """The named groups of the first match, None where nothing matches; capitals don't matter.

    Raises ConfigError where the pattern takes too long.
    """
    try:
        found = _compiled(pattern).search(text[:LONGEST], timeout=MOMENT)
    except TimeoutError as error:
        raise ConfigError(SLOW.filled(pattern=pattern)) from error
    return found.groupdict() if found else None


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches a text from its beginning to its end."""
    return search(rf"\A(?:{pattern})\Z", text) is not None


def groups(pattern: str) -> tuple[str, ...]:
    """The names of a pattern's groups, in their order."""
    return tuple(_compiled(pattern).groupindex)


def parts(pattern: str, text: str) -> list[str]:
    """A text parted wherever a pattern matches. Raises ConfigError where that takes too long."""
    try:
        return [part or "" for part in _compiled(pattern).split(text, timeout=MOMENT)]
    except TimeoutError as error:
        raise ConfigError(SLOW.filled(pattern=pattern)) from error


@cache
def _compiled(pattern: str) -> Any:
    import regex  # noqa: PLC0415 -- few mappings have patterns

    return regex.compile(pattern, regex.IGNORECASE)
