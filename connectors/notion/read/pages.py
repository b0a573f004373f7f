"""A row of a data source: its cells in the order of the properties, and when it was edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from connectors.notion import cell_values as cells
from connectors.notion.schema import Property, encoded
from okrsync.table import Scalar

Json = Mapping[str, Any]


class Misfit(Exception):
    """A row has other properties than the schema says: the schema is out of date."""


@dataclass(slots=True)
class Page:
    """One row. `created` and `edited` are milliseconds since 1970, cut to what the service keeps.

    `partial` are the indexes of the cells that came truncated, `absent` of those that the row did
    not show at all.
    """

    id: str
    created: int
    edited: int
    values: list[Scalar]
    partial: list[int] = field(default_factory=list)
    absent: Sequence[int] = ()


class PageReader:
    """Reads rows of one data source by its schema.

    A `strict` one finds out where the schema is no longer the one that the rows have: `shown` is
    how many properties each row shows, 0 where that is not known. Another one takes what it can:
    new types come before anybody knows them.
    """

    def __init__(
        self, properties: Sequence[Property], *, strict: bool = False, shown: int = 0
    ) -> None:
        self.width = len(properties)
        self.places = {one.id: (index, one) for index, one in enumerate(properties)}
        self.places |= {encoded(one.id): place for one in properties if (place := self.of(one.id))}
        self.strict = strict
        self.shown = shown
        self.met: set[int] = set()

    def of(self, ident: str) -> tuple[int, Property] | None:
        """Where the property of this id stands, None where there is none."""
        return self.places.get(ident) or self.places.get(unquote(ident))

    def page(self, told: Json) -> Page:
        """A row as the service tells it. Raises Misfit."""
        values: list[Scalar] = [None] * self.width
        partial: list[int] = []
        seen: set[int] = set()
        found = told.get("properties")
        properties = found if isinstance(found, Mapping) else {}
        if self.strict and self.shown not in (0, len(properties)):
            raise Misfit
        for name, content in properties.items():
            place = self.of(str(content.get("id")))
            if self.strict and (place is None or not _fits(name, content, place[1])):
                raise Misfit
            if place is not None:
                index = place[0]
                seen.add(index)
                values[index] = cells.value(content)
                if cells.truncated(content):
                    partial.append(index)
        self.met |= seen
        return Page(
            str(told.get("id")),
            millis(told.get("created_time")),
            millis(told.get("last_edited_time")),
            values,
            partial,
            [] if len(seen) == self.width else [i for i in range(self.width) if i not in seen],
        )


def by_id(told: Json) -> dict[str, Json]:
    """A row's property values by their unquoted ids."""
    found = told.get("properties")
    contents = found.values() if isinstance(found, Mapping) else ()
    return {unquote(str(one.get("id"))): one for one in contents if isinstance(one, Mapping)}


def _fits(name: str, content: Json, known: Property) -> bool:
    return content.get("type") == known.type and name == known.name


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
