"""Databases made through the API, and things put in the trash by their block's id."""

from __future__ import annotations

from tests.servers.notion import schema, sources_api
from tests.servers.notion.call import Call
from tests.servers.notion.model import JSON, DataSource, Property
from tests.servers.notion.workspace_api import block_json


def database(call: Call) -> JSON:
    """A database with its first data source."""
    ws, body = call.ws, call.body
    parent = body.get("parent") or {}
    above = ws.page(parent["page_id"]).id if "page_id" in parent else ""
    title = _text(body.get("title"))
    made = ws.new_database(title, above)
    source = ws.new_source(made, title)
    made.description = source.description = _text(body.get("description"))
    _shape(call, source, (body.get("initial_data_source") or {}).get("properties") or {})
    call.made = made.id
    return sources_api.database_json(ws, made)


def data_source(call: Call) -> JSON:
    """One more data source in a database."""
    ws, body = call.ws, call.body
    above = ws.database(str((body.get("parent") or {}).get("database_id")))
    source = ws.new_source(above, _text(body.get("title")))
    _shape(call, source, body.get("properties") or {})
    call.made = source.id
    return schema.source_json(ws, source)


def _shape(call: Call, source: DataSource, told: JSON) -> None:
    wanted = dict(told)
    name = next((key for key, one in wanted.items() if "title" in one), "Name")
    wanted.pop(name, None)
    source.properties["title"] = Property("title", name, "title")
    schema.changed(call.ws, source, wanted)


def _text(told: list[JSON] | None) -> str:
    return "".join(one["text"]["content"] for one in told or ())


def delete(call: Call) -> JSON:
    """A page or a database goes to the trash."""
    ws, ident = call.ws, call.id("block_id")
    if ident in ws.databases:
        found = ws.database(ident)
        found.in_trash = True
        ws.version += 1
        return block_json(ws, found)
    page = ws.page(ident)
    page.in_trash = True
    ws.touched(page, call.us)
    return block_json(ws, page)
