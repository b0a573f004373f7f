"""What stands at an address: a database, one of its data sources, or a page with databases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.cell_values import plain
from connectors.notion.errors import Rejected, integration, sharing
from connectors.notion.read.cache import Found, KnownPlace
from connectors.notion.summary.mark import BRING_UP_TO_DATE, NO_SOURCE, mark_of
from okrsync.connector import ConnectorError, Missing, Refused, UnknownTab
from okrsync.i18n import Message
from okrsync.table import Table
from okrsync.tabs import picked

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]

UNTITLED = "Untitled"
_COLUMNS = frozenset(("column_list", "column"))
_DEEPEST = 4


def look_up(notion: Notion, ident: str, text: str, on: int) -> KnownPlace:
    """The data sources at an id. `text` is what was typed, `on` our own time.

    Raises Missing where nothing is shared with the integration, Denied, Unreachable.
    """
    for look in (_of_database, _of_page, _of_source):
        try:
            place = look(notion, ident, on)
        except Missing as error:  # a page without databases
            raise Missing(
                Message("{location}: {message}", {"location": text, "message": error.message}),
                hint=error.hint,
            ) from error
        if place is not None:
            return place
    raise _unseen(notion, text)


def chosen(place: KnownPlace, tab: str | None, text: str) -> list[Found]:
    """The data sources that are meant. Raises UnknownTab, naming those that are there."""
    here = {"location": text, "tab": tab, "names": _listed(place.found)}
    if tab is None:
        if place.choose:
            raise UnknownTab(
                Message("{location} has several data sources, and none is named", here),
                hint=Message("add # and the name or id of one of them: {names}", here),
            )
        return list(place.found)
    keys = [t.key for t in picked([Table(one.id, one.name, ()) for one in place.found], tab)]
    if len(keys) > 1:
        same = [one for one in place.found if one.id in keys]
        raise UnknownTab(
            Message(
                "{location} has {number} data sources called “{tab}”", {**here, "number": len(same)}
            ),
            hint=Message(
                "write the id of one of them after # instead: {names}", {"names": _listed(same)}
            ),
        )
    # A link to a database on a page ends with the database's own id.
    found = [one for one in place.found if one.id in keys or (not keys and one.database == tab)]
    if not found:
        raise UnknownTab(
            Message("{location} has no data source “{tab}”", here),
            hint=Message("those that it has: {names}", here),
        )
    return found


def _listed(found: Sequence[Found]) -> str:
    """Names with the ids by which each can be picked: two may have one name."""
    return ", ".join(f"“{one.name}” ({one.id})" for one in found)


def _of_database(notion: Notion, ident: str, on: int) -> KnownPlace | None:
    try:
        told = notion.database(ident)
    except (Missing, Rejected):
        return None  # a page's id, or a data source's
    mark = mark_of(told)
    if mark is not None:
        raise Refused(
            NO_SOURCE.filled(location=plain(told.get("title")) or ident),
            hint=BRING_UP_TO_DATE.filled(command=mark),
        )
    found = _sources(told)
    return KnownPlace(str(told.get("id") or ident), found, len(found) > 1, on) if found else None


def _sources(database: Json) -> list[Found]:
    """Its data sources; none of a database of our own."""
    if mark_of(database) is not None:
        return []
    listed = [one for one in database.get("data_sources") or () if isinstance(one, Mapping)]
    title, base = plain(database.get("title")), str(database.get("id"))
    names = [title] if len(listed) == 1 and title else [str(one.get("name")) for one in listed]
    return [
        Found(str(one.get("id")), name or UNTITLED, base)
        for one, name in zip(listed, names, strict=True)
    ]


def _of_page(notion: Notion, ident: str, on: int) -> KnownPlace | None:
    try:
        databases = databases_on(notion, ident)
    except (Missing, Rejected):
        return None
    if not databases:
        raise Missing(
            Message("there is no database on this page"),
            hint=Message(
                "open the database itself as a page and copy its address; a linked view "
                "of a database elsewhere does not count"
            ),
        )
    found = [one for database in databases for one in _seen(notion, database)]
    if not found:
        return None
    bases = {one.database for one in found}
    return KnownPlace(bases.pop() if len(bases) == 1 else ident, found, on=on)


def databases_on(notion: Notion, ident: str) -> list[str]:
    """The ids of a page's databases, each once: lists may repeat. Raises Missing, Rejected."""
    return list(dict.fromkeys(_databases(notion, ident, 0)))


def _databases(notion: Notion, ident: str, depth: int) -> Iterator[str]:
    """The ids of the databases that stand on a page, those in its columns included."""
    for block in _blocks(notion, ident):
        kind = block.get("type")
        if kind == "child_database":
            yield str(block.get("id"))
        elif kind in _COLUMNS and block.get("has_children") is True and depth < _DEEPEST:
            yield from _databases(notion, str(block.get("id")), depth + 1)


def _blocks(notion: Notion, ident: str) -> Iterator[Json]:
    cursor, met = None, set()
    while True:
        answer = notion.children(ident, cursor)
        yield from (one for one in answer.get("results") or () if isinstance(one, Mapping))
        cursor = answer.get("next_cursor")
        if answer.get("has_more") is not True or not cursor or cursor in met:
            return
        met.add(cursor)


def _seen(notion: Notion, database: str) -> Sequence[Found]:
    """Its data sources; none where it is only linked to, or not shared."""
    try:
        return _sources(notion.database(database))
    except (Missing, Rejected):
        return ()


def _of_source(notion: Notion, ident: str, on: int) -> KnownPlace | None:
    try:
        told = notion.data_source(ident)
    except (Missing, Rejected):
        return None
    parent = told.get("parent")
    base = str(parent.get("database_id") or ident) if isinstance(parent, Mapping) else ident
    return KnownPlace(base, [Found(ident, plain(told.get("title")) or UNTITLED, base)], on=on)


def _unseen(notion: Notion, text: str) -> Missing:
    try:
        name = notion.name()
    except ConnectorError:
        name = None
    whom = {"location": text, "integration": integration(name)}
    return Missing(
        Message("{location}: Notion shows no database here to {integration}", whom),
        hint=Message(
            "{sharing}. A linked view does not count, and a wrong address looks the same",
            {"sharing": sharing(name)},
        ),
    )
