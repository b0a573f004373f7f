"""Reads of the state that make sense of what they find, or say that it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from okrsync.state.database import Database
from okrsync.state.errors import damaged

More = ParamSpec("More")
Read = TypeVar("Read")


class OverDatabase(Protocol):
    """A part of the state, over its database."""

    _database: Database


Part = TypeVar("Part", bound=OverDatabase)


def checked_read(
    method: Callable[Concatenate[Part, More], Read],
) -> Callable[Concatenate[Part, More], Read]:
    """The same method, which raises StateUnreadable if it can't make sense of what it reads."""

    @wraps(method)
    def reading(self: Part, /, *values: More.args, **named: More.kwargs) -> Read:
        try:
            return method(self, *values, **named)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise damaged(self._database.where) from error

    return reading
