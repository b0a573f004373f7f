"""Users, a page's blocks as far as they are databases and pages, and search."""

from __future__ import annotations

from collections.abc import Iterator

from tests.servers.notion import schema, texts
from tests.servers.notion.call import Call
from tests.servers.notion.errors import no_user
from tests.servers.notion.listing import listed
from tests.servers.notion.model import JSON, Database, Page, User
from tests.servers.notion.rendering import page_json, parent_of, user_json
from tests.servers.notion.sources_api import UNTITLED
from tests.servers.notion.workspace import Workspace


def me(call: Call) -> JSON:
    return bot_json(call.ws, call.ws.integration.user)


def bot_json(ws: Workspace, user: User) -> JSON:
    """A user as the user endpoints show them."""
    answer = user_json(user)
    if not user.bot:
        answer["person"]["email_verified"] = True
        return answer
    answer["bot"] = {
        "owner": {"type": "workspace", "workspace": True},
        "workspace_name": ws.name,
        "workspace_id": ws.id,
        "workspace_limits": {"max_file_upload_size_in_bytes": 5242880},
    }
    return answer


def users(call: Call) -> JSON:
    found = [(user.id, bot_json(call.ws, user)) for user in call.ws.users.values()]
    request = call.request
    return listed("user", found, request.first("start_cursor"), request.first("page_size"))


def user(call: Call) -> JSON:
    ident = call.id("user_id")
    found = call.ws.users.get(ident)
    if found is None:
        raise no_user(ident, call.us)
    return bot_json(call.ws, found)


def children(call: Call) -> JSON:
    """The databases and pages that stand on a page."""
    ident = call.id("block_id")
    if ident in call.ws.databases:
        raise call.ws.unseen("block", ident)
    page = call.ws.pages.get(ident)
    if page is None or not call.ws.sees_page(page):
        raise call.ws.unseen("block", ident)
    found = [(block["id"], block) for block in _blocks(call.ws, ident)]
    request = call.request
    return listed("block", found, request.first("start_cursor"), request.first("page_size"))


def _blocks(ws: Workspace, parent: str) -> Iterator[JSON]:
    """In the order in which they were made; what is not shared on a shared page shows too."""
    for one in sorted(_inside(ws, parent), key=lambda each: each.created):
        yield block_json(ws, one)


def _inside(ws: Workspace, parent: str) -> Iterator[Database | Page]:
    every: list[Database | Page] = [*ws.databases.values(), *ws.pages.values()]
    return (one for one in every if one.parent == parent and not one.in_trash)


def block_json(ws: Workspace, one: Database | Page) -> JSON:
    """A database or page as the block that it is on its parent."""
    if isinstance(one, Database):
        kind, title = "child_database", one.title or UNTITLED
    else:
        kind, title = "child_page", texts.plain(one.values.get("title", []))
    by = {"object": "user", "id": ws.integration.user.id}
    return {
        "object": "block",
        "id": one.id,
        "parent": parent_of(ws, one.parent),
        "created_time": texts.minute(one.created),
        "last_edited_time": texts.minute(one.edited),
        "created_by": by,
        "last_edited_by": by,
        "has_children": any(_inside(ws, one.id)),
        "in_trash": one.in_trash,
        "type": kind,
        kind: {"title": title},
    }


def search(call: Call) -> JSON:
    """Pages and data sources by title, the last edited first."""
    body, ws = call.body, call.ws
    words = str(body.get("query") or "").lower()
    wanted = (body.get("filter") or {}).get("value")
    found: list[tuple[float, str, JSON]] = []
    if wanted != "data_source":
        for page in ws.pages.values():
            title = texts.plain(page.values.get("title", []))
            if ws.sees_page(page) and not page.in_trash and words in title.lower():
                found.append((page.edited, page.id, page_json(ws, page)))
    if wanted != "page":
        for source in ws.sources.values():
            database = ws.databases[source.database]
            if ws.sees(database) and words in source.name.lower():
                found.append((source.edited, source.id, schema.source_json(ws, source)))
    upwards = (body.get("sort") or {}).get("direction") == "ascending"
    found.sort(key=lambda one: one[0], reverse=not upwards)
    items = [(ident, answer) for _, ident, answer in found]
    return listed("page_or_data_source", items, body.get("start_cursor"), body.get("page_size"))
