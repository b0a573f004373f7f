"""What was there before a recorded case began, as its answers show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from tests.servers.notion import texts
from tests.servers.notion.ids import dashed, decoded
from tests.servers.notion.model import CHOOSING, JSON, Database, DataSource, Page, Property, User
from tests.servers.notion.server import NotionServer
from tests.servers.notion.workspace import Workspace

CREATING = ("/v1/pages", "/v1/databases", "/v1/data_sources")


def seed(server: NotionServer, exchanges: list[JSON]) -> None:
    """Put into the workspace what the case finds and does not make itself."""
    ws = server.ws
    _set_out(server, exchanges)
    made = {ident for exchange in exchanges for ident in _made(exchange)}
    found = [one for exchange in exchanges for one in _objects(exchange["response"])]
    for kind in ("user", "data_source", "database", "page"):  # rows say less than schemas
        for one in found:
            if one.get("object") == kind and one.get("id") not in made:
                _SEEDED[kind](ws, one, made)
    parents = {found for exchange in exchanges for found in _parents(exchange)}
    for ident in parents - made - set(ws.pages):
        ws.pages[ident] = Page(ident, "", 0, 0, server.bot, server.bot)


def _made(exchange: JSON) -> Iterator[str]:
    answer = exchange["response"]
    if exchange["method"] == "POST" and exchange["path"] in CREATING:
        yield str(answer.get("id"))
        yield from (one["id"] for one in answer.get("data_sources", ()))


def _set_out(server: NotionServer, exchanges: list[JSON]) -> None:
    """The integration and the time of the recording, as what it wrote tells them."""
    for exchange in exchanges:
        answer = exchange["response"]
        if exchange["method"] not in ("POST", "PATCH") or "last_edited_by" not in answer:
            continue
        bot = server.ws.integration.user
        del server.ws.users[bot.id]
        bot.id = answer["last_edited_by"]["id"]
        server.ws.users[bot.id] = bot
        made = datetime.fromisoformat(answer["created_time"]).timestamp()
        server.clock.advance(made - server.clock.now())
        return


def _objects(node: Any) -> Iterator[JSON]:
    """Every JSON object in an answer, the outer ones first."""
    if isinstance(node, dict):
        yield node
        for one in node.values():
            yield from _objects(one)
    elif isinstance(node, list):
        for one in node:
            yield from _objects(one)


def _parents(exchange: JSON) -> Iterator[str]:
    for one in (*_objects(exchange["request"]), *_objects(exchange["response"])):
        found = dashed(str(one.get("page_id")))
        if found:
            yield found


def _seed_user(ws: Workspace, one: JSON, made: set[str]) -> None:
    if "name" not in one:
        return
    if one.get("type") == "bot" and one.get("bot"):
        _become(ws, one)
    elif one["id"] not in ws.users:
        email = one.get("person", {}).get("email", "")
        ws.users[one["id"]] = User(one["id"], one["name"], email, one["type"] == "bot")


def _become(ws: Workspace, one: JSON) -> None:
    """The integration that recorded the case."""
    ws.integration.user = User(one["id"], one["name"], bot=True)
    ws.users[one["id"]] = ws.integration.user
    ws.name, ws.id = one["bot"]["workspace_name"], one["bot"]["workspace_id"]


def _seed_database(ws: Workspace, one: JSON, made: set[str]) -> None:
    found = _database(ws, one["id"])
    found.title, found.parent = texts.plain(one["title"]), _parent(one["parent"])
    found.description = texts.plain(one["description"])
    for source in one["data_sources"]:
        if source["id"] not in made:
            _source(ws, source["id"], one["id"]).name = source["name"]


def _parent(told: JSON) -> str:
    return str(told.get("data_source_id") or told.get("page_id") or "")


def _database(ws: Workspace, ident: str) -> Database:
    return ws.databases.setdefault(ident, Database(ident, "", "", 0, 0))


def _source(ws: Workspace, ident: str, database: str) -> DataSource:
    above = _database(ws, database)
    if ident not in ws.sources:
        ws.sources[ident] = DataSource(ident, database, above.title, 0, 0)
        above.sources.append(ident)
    return ws.sources[ident]


def _seed_source(ws: Workspace, one: JSON, made: set[str]) -> None:
    if one["id"] in ws.sources or one["parent"]["database_id"] in made or "properties" not in one:
        return
    database = _database(ws, one["parent"]["database_id"])
    database.parent = _parent(one.get("database_parent", {}))
    source = _source(ws, one["id"], database.id)
    source.name = database.title = texts.plain(one["title"])
    source.description = texts.plain(one["description"])
    for name, told in one["properties"].items():
        new = Property(decoded(told["id"]), name, told["type"], told[told["type"]])
        new.description = told["description"]
        source.properties[new.id] = new


def _seed_page(ws: Workspace, one: JSON, made: set[str]) -> None:
    parent = _parent(one["parent"])
    if parent in made or one["id"] in ws.pages:
        return
    page = Page(
        one["id"], parent, *_times(one), one["created_by"]["id"], one["last_edited_by"]["id"]
    )
    page.in_trash = one["in_trash"]
    ws.pages[page.id] = page
    if "data_source_id" not in one["parent"]:
        page.values["title"] = one["properties"].get("title", {}).get("title", [])
        return
    source = _source(ws, parent, one["parent"]["database_id"])
    source.rows[page.id] = None
    for name, told in one["properties"].items():
        known = source.properties.setdefault(
            decoded(told["id"]), Property(decoded(told["id"]), name, told["type"])
        )
        page.values[known.id] = _kept(known, told[told["type"]])
        if told["type"] == "unique_id":
            page.number = told["unique_id"]["number"]


def _times(one: JSON) -> tuple[float, float]:
    stamps = (one["created_time"], one["last_edited_time"])
    created, edited = (datetime.fromisoformat(stamp).timestamp() for stamp in stamps)
    return created, edited


def _kept(one: Property, content: Any) -> Any:
    """An answered value as pages keep it."""
    if one.type in CHOOSING and content:
        several = content if isinstance(content, list) else [content]
        known = {option["id"] for option in one.options()}
        fresh = [{**o, "description": None} for o in several if o["id"] not in known]
        one.config["options"] = [*one.options(), *fresh]
        ids = [option["id"] for option in several]
        return ids if isinstance(content, list) else ids[0]
    if one.type in ("people", "relation"):
        return [each["id"] for each in content]
    return content


_SEEDED: dict[str, Callable[[Workspace, JSON, set[str]], None]] = {
    "user": _seed_user,
    "data_source": _seed_source,
    "database": _seed_database,
    "page": _seed_page,
}
