"""Databases and their data sources: looked at, changed, queried."""

from __future__ import annotations

from tests.servers.notion import rendering, schema, texts
from tests.servers.notion.call import Call
from tests.servers.notion.errors import invalid
from tests.servers.notion.model import JSON, Database
from tests.servers.notion.pages_api import only
from tests.servers.notion.workspace import Workspace

UNTITLED = "New database"


def database(call: Call) -> JSON:
    return database_json(call.ws, call.ws.database(call.id("database_id")))


def database_json(ws: Workspace, database: Database) -> JSON:
    """A database as it is answered: its data sources by name."""
    return {
        "object": "database",
        "id": database.id,
        "title": texts.rich_list(database.title or UNTITLED),
        "description": texts.rich_list(database.description),
        "parent": rendering.parent_of(ws, database.parent),
        "is_inline": False,
        "in_trash": database.in_trash,
        "is_locked": False,
        "created_time": texts.precise(database.created),
        "last_edited_time": texts.precise(database.edited),
        "data_sources": [
            {"id": one, "name": ws.sources[one].name or UNTITLED} for one in database.sources
        ],
        "icon": None,
        "cover": None,
        "url": texts.url(database.id),
        "public_url": None,
    }


def update_database(call: Call) -> JSON:
    """Change the title and description, of its only data source too; the trash, in and out."""
    database, body = call.ws.database(call.id("database_id")), call.body
    database.in_trash = bool(body.get("in_trash", database.in_trash))
    single = call.ws.sources[database.sources[0]] if len(database.sources) == 1 else None
    if "title" in body:
        database.title = _text(body["title"])
    if "description" in body:
        database.description = _text(body["description"])
    if single is not None:
        single.name, single.description = database.title, database.description
    call.ws.version += 1
    return database_json(call.ws, database)


def _text(told: list[JSON]) -> str:
    return "".join(one["text"]["content"] for one in told)


def retrieve(call: Call) -> JSON:
    return schema.source_json(call.ws, call.ws.source(call.id("data_source_id")))


def update(call: Call) -> JSON:
    """Change properties, all or none; or the title."""
    source = call.ws.source(call.id("data_source_id"))
    call.ws.check_edit(None, source)
    body = call.body
    schema.changed(call.ws, source, body.get("properties") or {})
    if "title" in body:
        source.name = _text(body["title"])
        database = call.ws.databases[source.database]
        if len(database.sources) == 1:
            database.title = source.name
    if "description" in body:
        source.description = _text(body["description"])
    return schema.source_json(call.ws, source)


def query(call: Call) -> str:
    """Rows, as JSON text: the rows' own texts are kept from one answer to the next."""
    source = call.ws.source(call.id("data_source_id"))
    if call.body.get("result_type", "page") != "page":
        raise invalid("Only pages can be asked for.")
    wanted = only(source, call.request.query)
    cut = call.scans.take(call.ws, source, call.body, call.short)
    answer: JSON = {
        "next_cursor": cut.next_cursor,
        "has_more": cut.next_cursor is not None,
        "type": "page_or_data_source",
        "page_or_data_source": {},
    }
    if cut.capped:
        reason = "query_result_limit_reached"
        answer["request_status"] = {"type": "incomplete", "incomplete_reason": reason}
    rows = ",".join(rendering.page_text(call.ws, page, wanted) for page in cut.rows)
    return f'{{"object":"list","results":[{rows}],{rendering.dumped(answer)[1:]}'
