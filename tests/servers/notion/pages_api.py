"""Pages: made, read, changed, put in the trash, and their long values item by item."""

from __future__ import annotations

from typing import Any

from tests.servers.notion import rendering
from tests.servers.notion.call import Call
from tests.servers.notion.entering import entered, text_objects
from tests.servers.notion.errors import bad_body, bad_cursor, invalid
from tests.servers.notion.ids import dashed, encoded
from tests.servers.notion.model import JSON, LISTS, DataSource, Page, Property
from tests.servers.notion.scanning import page_size
from tests.servers.notion.workspace import Workspace


def retrieve(call: Call) -> str:
    page = call.ws.page(call.id("page_id"))
    return rendering.page_text(call.ws, page, _only(call, page))


def _only(call: Call, page: Page) -> tuple[str, ...] | None:
    return only(call.ws.sources.get(page.parent), call.request.query)


def only(source: DataSource | None, query: dict[str, list[str]]) -> tuple[str, ...] | None:
    """The ids of `filter_properties`, None where all are wanted. Raises ApiError."""
    wanted = query.get("filter_properties", []) + query.get("filter_properties[]", [])
    if not wanted or source is None:
        return None
    found = [source.found(one) for one in wanted]
    for ident, one in zip(wanted, found, strict=True):
        if one is None:
            raise invalid(f"Could not find property with name or id: {ident}")
    return tuple(one.id for one in found if one is not None)


def create(call: Call) -> str:
    """A row of a data source, or a page on a page."""
    parent = call.body.get("parent")
    if not isinstance(parent, dict):
        raise bad_body("parent", "should be defined, instead was `undefined`.")
    properties = call.body.get("properties") or {}
    if "page_id" in parent or parent.get("type") == "workspace":
        page = _subpage(call, parent, properties)
    else:
        source = parent_source(call.ws, parent)
        call.ws.check_edit(None, source)
        values = entered(call.ws, source, properties)
        page = call.ws.new_page(source.id, call.us)
        _keep(call, page, values)
    call.made = page.id
    return rendering.page_text(call.ws, page)


def parent_source(ws: Workspace, parent: JSON) -> DataSource:
    """The data source that a parent means; a database only where it has just one."""
    if "data_source_id" in parent:
        return ws.source(_uuid("body.parent.data_source_id", parent["data_source_id"]))
    if "database_id" not in parent:
        raise bad_body("parent", "should be a valid parent.")
    database = ws.database(_uuid("body.parent.database_id", parent["database_id"]))
    if len(database.sources) > 1:
        raise invalid("Databases with multiple data sources need a data_source_id as parent.")
    return ws.sources[database.sources[0]]


def _uuid(place: str, told: Any) -> str:
    found = dashed(str(told))
    if found is None:
        raise bad_body(place, f'should be a valid uuid, instead was `"{told}"`.')
    return found


def _subpage(call: Call, parent: JSON, properties: JSON) -> Page:
    above = (
        call.ws.page(_uuid("parent.page_id", parent["page_id"])) if "page_id" in parent else None
    )
    told = properties.get("title") or {"title": []}
    title = told["title"] if isinstance(told, dict) else told
    page = call.ws.new_page(above.id if above else "", call.us)
    page.values["title"] = text_objects("properties.title", title)
    return page


def update(call: Call) -> str:
    """Absolute values of some properties; the trash, in and out."""
    page = call.ws.page(call.id("page_id"))
    body = call.body
    trashed = body.get("in_trash")
    if page.in_trash and trashed is not False:
        raise invalid("Can't edit block that is archived. You must unarchive it before editing.")
    source = call.ws.sources.get(page.parent)
    call.ws.check_edit(page, source)
    told = body.get("properties") or {}
    if source is not None:
        _keep(call, page, entered(call.ws, source, told))
    elif "title" in told:
        page.values["title"] = text_objects("properties.title", told["title"]["title"])
        call.ws.touched(page, call.us)
    if trashed is not None:
        page.in_trash = bool(trashed)
        call.ws.touched(page, call.us)
    return rendering.page_text(call.ws, page)


def _keep(call: Call, page: Page, values: dict[str, Any]) -> None:
    source = call.ws.sources[page.parent]
    for ident, value in values.items():
        if source.properties[ident].name != call.unkept:
            call.ws.write(page, source.properties[ident], value, call.us)
    if values:
        call.ws.touched(page, call.us)


def property_item(call: Call) -> JSON:
    """One property: a list where there may be many items, else the value itself."""
    page = call.ws.page(call.id("page_id"))
    source = call.ws.sources.get(page.parent)
    asked = call.parts["property_id"]
    one = source.properties.get(asked) if source else Property("title", "title", "title")
    if one is None or (source is None and asked != "title"):
        raise call.ws.unseen("property", asked)
    content = rendering.content_of(call.ws, page, one)
    if one.type in LISTS:
        return _items(call, one, [{"type": one.type, one.type: each} for each in content], {})
    if one.type == "rollup":
        array = content["array"] if content["type"] == "array" else []
        told = {**content, "array": []} if content["type"] == "array" else content
        return _items(call, one, _flat(array), told)
    head = {"object": "property_item", "type": one.type, "id": encoded(one.id)}
    return {**head, one.type: content}


def _flat(array: list[JSON]) -> list[JSON]:
    """A rollup's values as items, lists in it taken apart."""
    found: list[JSON] = []
    for each in array:
        kind, content = each["type"], each[each["type"]]
        inner = content if kind in LISTS else [content]
        found += [{"type": kind, kind: one} for one in inner]
    return found


def _items(call: Call, one: Property, items: list[JSON], told: JSON) -> JSON:
    ident = encoded(one.id)
    cursor = call.request.first("start_cursor")
    if cursor and not (cursor.isdigit() and int(cursor) < len(items)):
        raise bad_cursor()
    start = int(cursor or 0)
    end = start + page_size(call.request.first("page_size") or None)
    following = str(end) if end < len(items) else None
    return {
        "object": "list",
        "results": [{"object": "property_item", "id": ident, **item} for item in items[start:end]],
        "next_cursor": following,
        "has_more": following is not None,
        "type": "property_item",
        "property_item": {
            "id": ident,
            "next_url": following and _next_url(call, ident, following),
            "type": one.type,
            one.type: told,
        },
    }


def _next_url(call: Call, ident: str, cursor: str) -> str:
    page = call.id("page_id")
    return f"https://api.notion.com/v1/pages/{page}/properties/{ident}?start_cursor={cursor}"


def move(call: Call) -> str:
    """To another data source or page."""
    page = call.ws.page(call.id("page_id"))
    parent = call.body.get("parent") or {}
    if "page_id" in parent:
        target = call.ws.page(_uuid("parent.page_id", parent["page_id"])).id
    else:
        target = parent_source(call.ws, parent).id
    call.ws.move(page, target, call.us)
    return rendering.page_text(call.ws, page)
