"""A row of a data source: its cells in the order of the properties, and when it was edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from connectors.notion import cells
from connectors.notion.schema import Property
from okrsync.table import Scalar

Json = Mapping[str, Any]


class Misfit(Exception):
    """A row has other properties than the schema says: the schema is out of date."""


@dataclass(slots=True)
class Page:
    """One row. `created` and `edited` are milliseconds since 1970, cut to what the service keeps.

    `partial` are the indexes of the cells that came truncated.
    """

    id: str
    created: int
    edited: int
    values: list[Scalar]
    partial: list[int] = field(default_factory=list)


class Reader:
    """Reads rows of one data source by its schema. `only` are the property ids asked for."""

    def __init__(self, properties: Sequence[Property], only: Sequence[str] | None = None) -> None:
        self.width = len(properties)
        self.only = None if only is None else frozenset(only)
        self.places = {one.name: (index, one) for index, one in enumerate(properties)}
        self.expected = self.width if only is None else sum(p.id in only for p in properties)

    def page(self, told: Json) -> Page:
        """A row as the service tells it. Raises Misfit."""
        values: list[Scalar] = [None] * self.width
        partial: list[int] = []
        found = told.get("properties")
        properties = found if isinstance(found, Mapping) else {}
        if len(properties) < self.expected:
            raise Misfit
        for name, content in properties.items():
            index, known = self.places.get(name, (-1, None))
            if known is None or not _fits(content, known):
                raise Misfit
            values[index] = cells.value(content)
            if cells.truncated(content):
                partial.append(index)
        return Page(
            str(told.get("id")),
            millis(told.get("created_time")),
            millis(told.get("last_edited_time")),
            values,
            partial,
        )


def by_id(told: Json) -> dict[str, Json]:
    """A row's property values by their unquoted ids."""
    found = told.get("properties")
    contents = found.values() if isinstance(found, Mapping) else ()
    return {unquote(str(one.get("id"))): one for one in contents if isinstance(one, Mapping)}


def _fits(content: Json, known: Property) -> bool:
    if content.get("type") != known.type:
        return False
    ident = content.get("id")
    return ident == known.id or unquote(str(ident)) == known.id


def millis(text: object) -> int:
    """A moment of the service as a number, 0 where there is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return 0
    moment = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def stamp(moment: int) -> str:
    """A number of milliseconds as the service writes moments."""
    when = datetime.fromtimestamp(moment / 1000, UTC)
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
