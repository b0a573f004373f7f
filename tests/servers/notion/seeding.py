"""Databases and rows from few words, and a look at what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tests.servers.notion import options, relations, rendering, schema, texts
from tests.servers.notion.entering import moment
from tests.servers.notion.model import JSON, LISTS, Database, DataSource, Formula, Page, Property
from tests.servers.notion.retyping import as_text
from tests.servers.notion.workspace import Workspace


class Table:
    """A data source in a test's hands. `id` is the data source's, `database.id` the database's."""

    def __init__(self, ws: Workspace, source: DataSource) -> None:
        self.ws, self.source, self.id = ws, source, source.id

    @property
    def database(self) -> Database:
        return self.ws.databases[self.source.database]

    @property
    def rows(self) -> list[Page]:
        """The rows that are not in the trash, in the order in which they were added."""
        found = (self.ws.pages[ident] for ident in self.source.rows)
        return [page for page in found if not page.in_trash]

    def property(self, name: str) -> Property:
        found = self.source.named(name)
        assert found is not None, name
        return found

    def add(self, values: Mapping[str, Any] | None = None, *, by: str = "") -> str:
        """A row that a colleague typed. Returns its id.

        People and related rows are given by id, one or a list; a date as `date`, text or
        (start, end); what Notion computes as the result, or as the JSON that it answers.
        """
        page = self.ws.new_page(self.source.id, by or self.ws.colleague.id)
        self.put(page.id, values or {}, by=by)
        return page.id

    def add_all(self, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        return [self.add(row) for row in rows]

    def put(self, page_id: str, values: Mapping[str, Any], *, by: str = "") -> None:
        """Values as a colleague types them, past every check."""
        page, who = self.ws.pages[page_id], by or self.ws.colleague.id
        for name, value in values.items():
            one = self.property(name)
            self.ws.write(page, one, stored(self.ws, one, value), who)
        self.ws.touched(page, who)

    def compute(self, name: str, formula: Formula) -> None:
        """What a formula property gives for a row."""
        self.property(name).formula = formula
        self.ws.reshaped(self.source)

    def force(self, name: str, content: JSON | None) -> None:
        """What a rollup answers in every row: `{"type": "incomplete", …}`."""
        self.property(name).forced = content
        self.ws.reshaped(self.source)

    def value(self, page_id: str, name: str) -> Any:
        """What stands under the type's name in an answer, whole."""
        return rendering.content_of(self.ws, self.ws.pages[page_id], self.property(name))

    def text(self, page_id: str, name: str) -> str:
        """A value as somebody reads it."""
        return as_text(self.ws, self.ws.pages[page_id], self.property(name))

    def column(self, name: str) -> list[str]:
        """A property's texts in all rows."""
        return [self.text(page.id, name) for page in self.rows]


def new_source(ws: Workspace, database: Database, name: str, columns: Mapping[str, str]) -> Table:
    """A data source with these properties: `"number:percent"`, `"select:Low,High"`,
    `"relation:Objectives"` (`<>` after it: two-way), `"rollup:Objective.Progress.average"`."""
    source = ws.new_source(database, name)
    titled = next((key for key, kind in columns.items() if kind == "title"), "Name")
    source.properties["title"] = Property("title", titled, "title")
    for key, kind in columns.items():
        if kind != "title":
            add_property(ws, source, key, kind)
    ws.reshaped(source)
    return Table(ws, source)


def add_property(ws: Workspace, source: DataSource, name: str, kind: str) -> Property:
    """One more property."""
    type_, _, more = kind.partition(":")
    assert type_ in schema.TYPES, kind
    one = Property(ws.ids.property(), name, type_)
    source.properties[one.id] = one
    one.config = _config(ws, source, type_, more)
    if type_ == "relation" and more.endswith("<>"):
        relations.pair(ws, source, one, f"{source.name} ({one.name})")
    ws.reshaped(source)
    return one


def _config(ws: Workspace, source: DataSource, kind: str, more: str) -> JSON:
    if kind == "relation":
        return _relation(ws, more.removesuffix("<>"))
    if kind == "rollup":
        return _rollup(ws, source, more)
    if kind == "formula":
        return {"expression": more}
    told: JSON = {"options": [{"name": name.strip()} for name in more.split(",") if name.strip()]}
    if kind == "number":
        told = {"format": more or "number"}
    elif kind == "unique_id":
        told = {"prefix": more or None}
    return schema.configured(ws, kind, told)


def _relation(ws: Workspace, name: str) -> JSON:
    """To a data source of that name or id, shared or not."""
    target = next(s for s in ws.sources.values() if name in (s.name, s.id))
    ids = {"database_id": target.database, "data_source_id": target.id}
    return {**ids, "type": "single_property", "single_property": {}}


def _rollup(ws: Workspace, source: DataSource, more: str) -> JSON:
    relation, over, function = more.split(".")
    told = {"relation_property_name": relation, "rollup_property_name": over}
    return relations.rollup(ws, source, {**told, "function": function})


def stored(ws: Workspace, one: Property, value: Any) -> Any:
    """A value as it is kept."""
    if value is None:
        return [] if one.type in (*LISTS, "multi_select", "files") else None
    if one.type in ("title", "rich_text"):
        return texts.rich_list(value) if isinstance(value, str) else value
    if one.type in ("select", "status"):
        return _option(ws, one, value)
    if one.type == "multi_select":
        return [_option(ws, one, name) for name in value]
    if one.type in ("people", "relation", "files"):
        return [value] if isinstance(value, str | dict) else list(value)
    return _date(value) if one.type == "date" else value


def _option(ws: Workspace, one: Property, name: str) -> str:
    known = one.option(name)
    if known is None:
        known = options.made(ws, name)
        one.config["options"] = [*one.options(), known]
    return str(known["id"])


def _date(value: Any) -> JSON:
    start, end = value if isinstance(value, tuple) else (value, None)
    return {"start": _spelled(start), "end": end and _spelled(end), "time_zone": None}


def _spelled(when: Any) -> str:
    return moment("date", when.isoformat() if isinstance(when, date | datetime) else when)
