"""Pages and property values as answers show them, lists cut at 25 items."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from tests.servers.notion import rollups, texts
from tests.servers.notion.ids import encoded
from tests.servers.notion.model import JSON, LISTS, DataSource, Page, Property, User
from tests.servers.notion.workspace import Workspace

SHOWN = 25
EMPTY: dict[str, Any] = {"checkbox": False, "multi_select": [], "files": [], "button": {}}


def page_text(ws: Workspace, page: Page, only: tuple[str, ...] | None = None) -> str:
    """A page as JSON text; of its properties `only` those of these ids. Worked out once."""
    source = ws.sources.get(page.parent)
    version = 0 if source is None else ws.version if source.computes() else source.version
    key = (only, version, "user" in ws.integration.capabilities)
    found = page.cache.get(key)
    if found is None:
        if source is not None and source.computes():
            page.cache.clear()
        found = dumped(page_json(ws, page, only))
        page.cache[key] = found
    return found


def dumped(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def page_json(ws: Workspace, page: Page, only: Collection[str] | None = None) -> JSON:
    """A page as it is answered."""
    source = ws.sources.get(page.parent)
    title = texts.plain(page.values.get("title", ()))
    return {
        "object": "page",
        "id": page.id,
        "created_time": texts.minute(page.created),
        "last_edited_time": texts.minute(page.edited),
        "created_by": {"object": "user", "id": page.created_by},
        "last_edited_by": {"object": "user", "id": page.edited_by},
        "cover": None,
        "icon": None,
        "parent": parent_of(ws, page.parent),
        "in_trash": page.in_trash,
        "is_archived": False,
        "is_locked": False,
        "properties": _properties(ws, source, page, only),
        "url": texts.url(page.id, title),
        "public_url": None,
    }


def parent_of(ws: Workspace, parent: str) -> JSON:
    """The object that says where something stands."""
    source = ws.sources.get(parent)
    if source is not None:
        ids = {"data_source_id": source.id, "database_id": source.database}
        return {"type": "data_source_id", **ids}
    if parent:
        return {"type": "page_id", "page_id": parent}
    return {"type": "workspace", "workspace": True}


def _properties(
    ws: Workspace, source: DataSource | None, page: Page, only: Collection[str] | None
) -> JSON:
    if source is None:
        title = {"id": "title", "type": "title", "title": page.values.get("title", [])}
        return {"title": title}
    ordered = sorted(source.properties.values(), key=lambda one: one.id)
    return {
        one.name: value_json(ws, page, one) for one in ordered if only is None or one.id in only
    }


def value_json(ws: Workspace, page: Page, one: Property, shown: int = SHOWN) -> JSON:
    """A property's value as a page shows it."""
    answer: JSON = {"id": encoded(one.id), "type": one.type}
    content = content_of(ws, page, one)
    if one.type in LISTS:
        answer[one.type] = content[:shown]
        if one.type == "relation" or len(content) > shown:
            answer["has_more"] = len(content) > shown
    elif one.type == "rollup" and content["type"] == "array" and len(content["array"]) > shown:
        answer[one.type] = {**content, "array": content["array"][:shown]}
        answer["has_more"] = True
    else:
        answer[one.type] = content
    return answer


def content_of(ws: Workspace, page: Page, one: Property) -> Any:
    """What stands under the type's name, whole."""
    made = _MAKERS.get(one.type)
    if made is not None:
        return made(ws, page, one)
    value = page.values.get(one.id)
    return EMPTY.get(one.type) if value is None else value


def _texts(ws: Workspace, page: Page, one: Property) -> Any:
    return page.values.get(one.id, [])


def _option(one: Property, ident: str) -> JSON | None:
    found = next((o for o in one.options() if o["id"] == ident), None)
    return found and {key: found[key] for key in ("id", "name", "color")}


def _choice(ws: Workspace, page: Page, one: Property) -> Any:
    ident = page.values.get(one.id)
    return None if ident is None else _option(one, ident)


def _choices(ws: Workspace, page: Page, one: Property) -> Any:
    found = (_option(one, ident) for ident in page.values.get(one.id, ()))
    return [option for option in found if option is not None]


def user_json(user: User, *, whole: bool = True) -> JSON:
    """A user as a value shows them; without the capability only the id."""
    if not whole:
        return {"object": "user", "id": user.id}
    answer: JSON = {"object": "user", "id": user.id, "name": user.name, "avatar_url": None}
    if user.bot:
        return {**answer, "type": "bot", "bot": {}}
    return {**answer, "type": "person", "person": {"email": user.email}}


def _person(ws: Workspace, ident: str) -> JSON:
    known = ws.users.get(ident)
    whole = "user" in ws.integration.capabilities
    return user_json(known, whole=whole) if known else {"object": "user", "id": ident}


def _people(ws: Workspace, page: Page, one: Property) -> Any:
    return [_person(ws, ident) for ident in page.values.get(one.id, ())]


def _relation(ws: Workspace, page: Page, one: Property) -> Any:
    return [{"id": ident} for ident in rollups.related(ws, page, one)]


def _formula(ws: Workspace, page: Page, one: Property) -> Any:
    return rollups.as_content(one.formula(page) if one.formula else page.values.get(one.id))


def _rollup(ws: Workspace, page: Page, one: Property) -> Any:
    return rollups.rolled_up(ws, page, one, content_of)


def _unique(ws: Workspace, page: Page, one: Property) -> Any:
    return {"prefix": one.config.get("prefix"), "number": page.number}


_MAKERS: dict[str, Callable[[Workspace, Page, Property], Any]] = {
    "title": _texts,
    "rich_text": _texts,
    "select": _choice,
    "status": _choice,
    "multi_select": _choices,
    "people": _people,
    "relation": _relation,
    "formula": _formula,
    "rollup": _rollup,
    "unique_id": _unique,
    "created_time": lambda ws, page, one: texts.minute(page.created),
    "last_edited_time": lambda ws, page, one: texts.minute(page.edited),
    "created_by": lambda ws, page, one: _person(ws, page.created_by),
    "last_edited_by": lambda ws, page, one: _person(ws, page.edited_by),
}
