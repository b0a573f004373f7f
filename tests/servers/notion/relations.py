"""Relations to other data sources, shown on one side or both, and rollups over them."""

from __future__ import annotations

from tests.servers.notion.errors import invalid
from tests.servers.notion.ids import encoded
from tests.servers.notion.model import JSON, DataSource, Property
from tests.servers.notion.workspace import Workspace


def configured(ws: Workspace, told: JSON) -> JSON:
    """A relation's configuration. Raises ApiError where its target is not shared."""
    target = ws.source(str(told.get("data_source_id")))
    kind = told.get("type") or ("dual_property" if "dual_property" in told else "single_property")
    return {**_ids(target), "type": kind, kind: told.get(kind) or {}}


def _ids(source: DataSource) -> JSON:
    return {"database_id": source.database, "data_source_id": source.id}


def made(ws: Workspace, source: DataSource, one: Property, told: JSON) -> Property:
    """A new relation; a two-way one gets its other side in the target."""
    one.config = configured(ws, told)
    if one.config["type"] == "dual_property":
        pair(ws, source, one, f"Related to {source.name} ({one.name})")
    return one


def pair(ws: Workspace, source: DataSource, one: Property, name: str) -> None:
    """Make a relation two-way: the target gets a property of that name that leads back."""
    target = ws.sources[one.config["data_source_id"]]
    back = Property(ws.ids.property(), name, "relation")
    target.properties[back.id] = back
    back.config = _dual(source, one)
    one.config = _dual(target, back)
    ws.reshaped(target)


def _dual(to: DataSource, other: Property) -> JSON:
    synced = {"synced_property_name": other.name, "synced_property_id": other.id}
    return {**_ids(to), "type": "dual_property", "dual_property": synced}


def shown(ws: Workspace, one: Property) -> JSON:
    """A two-way relation's configuration, the other side by its present name."""
    ident = one.config["dual_property"].get("synced_property_id", "")
    other = ws.sources[one.config["data_source_id"]].properties.get(ident)
    if other is None:
        return one.config
    synced = {"synced_property_name": other.name, "synced_property_id": encoded(other.id)}
    return {**one.config, "dual_property": synced}


def rollup(ws: Workspace, source: DataSource, told: JSON) -> JSON:
    """A rollup's configuration, of names or ids. Raises ApiError where one is not there."""
    relation = _found(source, told, "relation")
    target = ws.sources[relation.config["data_source_id"]]
    over = _found(target, told, "rollup")
    return {
        "rollup_property_name": over.name,
        "relation_property_name": relation.name,
        "rollup_property_id": over.id,
        "relation_property_id": relation.id,
        "function": told.get("function", "show_original"),
    }


def _found(source: DataSource, told: JSON, which: str) -> Property:
    key = told.get(f"{which}_property_id") or told.get(f"{which}_property_name")
    one = source.found(str(key))
    if one is None:
        raise invalid(f"Could not find property with name or id: {key}")
    return one
