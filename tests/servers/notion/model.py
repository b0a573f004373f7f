"""What a workspace holds: users, databases, data sources with properties, and pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.notion.ids import decoded

JSON = dict[str, Any]
Formula = Callable[["Page"], Any]

CHOOSING = ("select", "multi_select", "status")
LISTS = ("title", "rich_text", "people", "relation")
"""Types whose items are shown in part, and had one by one from the property item endpoint."""
COMPUTED = ("formula", "rollup")
STAMPS = ("created_time", "last_edited_time", "created_by", "last_edited_by")
READ_ONLY = (*COMPUTED, *STAMPS, "unique_id", "button", "verification")


@dataclass
class User:
    """A person, or the bot that an integration is."""

    id: str
    name: str
    email: str = ""
    bot: bool = False


@dataclass
class Property:
    """`config` is what stands under the type's name: options, a format, a relation's target.

    `formula` gives a formula's result for a page; `forced` a rollup's content as it is answered.
    """

    id: str
    name: str
    type: str
    config: JSON = field(default_factory=dict)
    description: str | None = None
    formula: Formula | None = None
    forced: JSON | None = None

    def options(self) -> list[JSON]:
        found: list[JSON] = self.config.get("options", [])
        return found

    def option(self, name: str) -> JSON | None:
        """An option by its name, whatever the case."""
        return next((o for o in self.options() if o["name"].lower() == name.lower()), None)


@dataclass
class Page:
    """A row, or a page of its own. Times are seconds since 1970.

    `values` are by property id, whole: options, people and relations as ids, texts as objects.
    `parent` is the data source's or page's id; empty for the workspace itself. `cache` holds
    answers by what they depend on.
    """

    id: str
    parent: str
    created: float
    edited: float
    created_by: str
    edited_by: str
    values: JSON = field(default_factory=dict)
    number: int = 0
    in_trash: bool = False
    shared: bool = True
    editable: bool = True
    cache: dict[object, str] = field(default_factory=dict)


@dataclass
class DataSource:
    """A table. `rows` are ids of its pages, those in the trash included."""

    id: str
    database: str
    name: str
    created: float
    edited: float
    properties: dict[str, Property] = field(default_factory=dict)  # by id
    rows: dict[str, None] = field(default_factory=dict)
    numbered: int = 0
    version: int = 0
    description: str = ""

    def named(self, name: str) -> Property | None:
        return next((one for one in self.properties.values() if one.name == name), None)

    def found(self, name_or_id: str) -> Property | None:
        """A property by its id, plain or encoded, else by its name."""
        by_id = self.properties.get(name_or_id) or self.properties.get(decoded(name_or_id))
        return by_id or self.named(name_or_id)

    def computes(self) -> bool:
        """Whether a row's answer depends on other rows, or on a formula of the test's."""
        return any(one.type in COMPUTED for one in self.properties.values())


@dataclass
class Database:
    """`parent` is a page's id, empty for the workspace; `sources` are ids in order.

    `editable` says whether the integration may edit here, `room` how many properties fit.
    """

    id: str
    title: str
    parent: str
    created: float
    edited: float
    sources: list[str] = field(default_factory=list)
    shared: bool = True
    in_trash: bool = False
    linked: bool = False
    editable: bool = True
    room: int = 500
    description: str = ""
