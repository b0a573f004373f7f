"""A data source's properties as answers show them, and as a PATCH changes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.servers.notion import options, relations, texts
from tests.servers.notion.errors import bad_body, invalid
from tests.servers.notion.ids import encoded
from tests.servers.notion.model import CHOOSING, JSON, DataSource, Property
from tests.servers.notion.rendering import parent_of
from tests.servers.notion.retyping import retype
from tests.servers.notion.workspace import Workspace

TYPES = [
    "title",
    "rich_text",
    "number",
    "select",
    "multi_select",
    "status",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
    "relation",
    "rollup",
    "formula",
    "unique_id",
    "created_time",
    "created_by",
    "last_edited_time",
    "last_edited_by",
    "button",
    "place",
    "verification",
]
GROUPS = (("To-do", "gray"), ("In progress", "blue"), ("Complete", "green"))


def source_json(ws: Workspace, source: DataSource) -> JSON:
    """A data source as it is answered."""
    database = ws.databases[source.database]
    us = {"object": "user", "id": ws.integration.user.id}
    return {
        "object": "data_source",
        "id": source.id,
        "cover": None,
        "icon": None,
        "created_time": texts.minute(source.created),
        "created_by": us,
        "last_edited_by": us,
        "last_edited_time": texts.minute(source.edited),
        "title": texts.rich_list(source.name),
        "description": texts.rich_list(source.description),
        "is_inline": False,
        "properties": {
            one.name: property_json(ws, one)
            for one in sorted(source.properties.values(), key=lambda each: each.id)
        },
        "parent": {"type": "database_id", "database_id": source.database},
        "database_parent": parent_of(ws, database.parent),
        "url": texts.url(source.database),
        "public_url": None,
        "in_trash": database.in_trash,
    }


def property_json(ws: Workspace, one: Property) -> JSON:
    """A property's configuration."""
    head = {"id": encoded(one.id), "name": one.name, "description": one.description}
    config = relations.shown(ws, one) if "dual_property" in one.config else one.config
    return {**head, "type": one.type, one.type: config}


def changed(ws: Workspace, source: DataSource, told: JSON) -> None:
    """Apply a PATCH's properties: all of them, or none where one makes no sense."""
    before, after = set(source.properties), dict(source.properties)
    retyped: list[tuple[Property, Property]] = []
    for key, wanted in sorted(told.items(), key=lambda one: _type(one[1] or {}) == "rollup"):
        old = source.found(key)
        if wanted is None:
            _without(after, old, key)
            continue
        new = (
            _renamed(old, wanted)
            if old and not _type(wanted)
            else _made(ws, replace(source, properties=after), old, key, wanted)
        )
        after[new.id] = new
        if old is not None and old.type != new.type:
            retyped.append((old, new))
    _check_names(after)
    room = ws.databases[source.database].room
    if len(after) > max(room, len(before)):
        raise invalid(f"A data source can have at most {room} properties.")
    for old, new in retyped:
        retype(ws, source, old, new)
    backs = {key: one for key, one in source.properties.items() if key not in before}
    source.properties = {**backs, **after}  # a relation to itself has both sides here
    ws.reshaped(source)


def _without(after: dict[str, Property], old: Property | None, key: str) -> None:
    if old is None:
        raise invalid(f"Could not find property with name or id: {key}")
    if old.type == "title":
        raise invalid("Cannot delete the title property.")
    del after[old.id]


def _type(wanted: JSON) -> str | None:
    told = wanted.get("type")
    return str(told) if told else next((kind for kind in TYPES if kind in wanted), None)


def _renamed(old: Property, wanted: JSON) -> Property:
    name = wanted.get("name", old.name)
    said = wanted.get("description", old.description)
    return Property(old.id, name, old.type, old.config, said, old.formula, old.forced)


def _made(
    ws: Workspace, source: DataSource, old: Property | None, key: str, wanted: JSON
) -> Property:
    kind = _type(wanted)
    if kind not in TYPES:
        raise bad_body(f"properties.{key}", "should be a valid property configuration.")
    if (kind == "title") != (old is not None and old.type == "title"):
        raise invalid("There is always one title property.")
    name = wanted.get("name") or (old.name if old is not None else key)
    ident = old.id if old is not None else ws.ids.property()
    same = old if old is not None and old.type == kind else None
    told = wanted.get(kind) or {}
    if kind == "rollup":
        config = relations.rollup(ws, source, told)
    elif kind == "relation" and same is None:
        return relations.made(ws, source, Property(ident, name, kind), told)
    else:
        config = configured(ws, kind, told, same)
    return Property(ident, name, kind, config, wanted.get("description"))


def configured(ws: Workspace, kind: str, told: JSON, old: Property | None = None) -> JSON:
    """What stands under the type's name. Raises ApiError."""
    if kind in CHOOSING:
        return _choosing(ws, kind, told, old)
    if kind == "number":
        return {"format": told.get("format") or "number"}
    if kind == "relation":
        return relations.configured(ws, told)
    if kind == "unique_id":
        return {"prefix": told.get("prefix")}
    if kind == "formula":
        return dict(told)
    return {}


def _choosing(ws: Workspace, kind: str, told: JSON, old: Property | None) -> JSON:
    if "options" not in told and old is not None:
        return old.config
    listed: list[Any] = told.get("options") or []
    if kind == "status" and not listed and old is None:
        named = (("Not started", "default"), ("In progress", "blue"), ("Done", "green"))
        listed = [{"name": name, "color": colour} for name, colour in named]
    found = options.replaced(ws, old, listed)
    return (
        {"options": found, "groups": _groups(ws, found)} if kind == "status" else {"options": found}
    )


def _groups(ws: Workspace, found: list[JSON]) -> list[JSON]:
    """A status' three groups: the first option, the second, and all others."""
    ids = [option["id"] for option in found]
    parts = (ids[:1], ids[1:2], ids[2:])
    return [
        {"id": ws.ids.uuid(), "name": name, "color": colour, "option_ids": part}
        for (name, colour), part in zip(GROUPS, parts, strict=True)
    ]


def _check_names(after: dict[str, Property]) -> None:
    names = [one.name.lower() for one in after.values()]
    for one in after.values():
        if names.count(one.name.lower()) > 1:
            raise invalid(f"Cannot create multiple properties with the same name: {one.name}")
