"""Where a summary is: the page of the databases that were read, and ours on it, by its mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from connectors.notion.address import locate
from connectors.notion.cell_values import plain
from connectors.notion.errors import Rejected
from connectors.notion.read.cache import recall
from connectors.notion.read.lookup import databases_on
from connectors.notion.summary.mark import mark_of, marked
from okrsync.connector import Missing, Refused, Snapshot
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SummaryHome:
    """Where the summary of a document is, or will be: a page, and ours on it with others of the
    same mark (made twice when an answer was lost)."""

    page: str
    document: str
    title: str
    database: Json | None = None
    twins: Sequence[str] = ()


def find(notion: Notion, snapshot: Snapshot, title: str) -> SummaryHome:
    """Where it is, by its mark among the page's databases. Raises Refused where there is no page
    that could hold it."""
    page, document = _page(notion, snapshot), snapshot.document or ""
    mark, taken, ours = marked(document), set[str](), []
    for ident in databases_on(notion, page):
        told = _database(notion, ident)
        taken.add(plain(told.get("title")).casefold())
        if mark_of(told) == mark:
            ours.append(told)
    if ours:
        first, *rest = ours
        twins = [str(one.get("id")) for one in rest]
        return SummaryHome(page, document, plain(first.get("title")) or title, first, twins)
    free = (title if number == 1 else f"{title} {number}" for number in count(1))
    return SummaryHome(page, document, next(name for name in free if name.casefold() not in taken))


def _database(notion: Notion, ident: str) -> Json:
    """A database; nothing of one that is only linked to, or not shared."""
    try:
        return notion.database(ident)
    except (Missing, Rejected):
        return {}


def _page(notion: Notion, snapshot: Snapshot) -> str:
    """The page on which the read databases stand."""
    place = recall(snapshot.memory).place
    found = place.found if place else ()
    address = locate(snapshot.location).address
    if all(address not in (one.id, one.database) for one in found):
        return address  # a page's own id
    parent = notion.database(found[0].database).get("parent")
    page = parent.get("page_id") if isinstance(parent, Mapping) else None
    if not isinstance(page, str):
        raise Refused(
            Message(
                "{location}: a summary is kept on the page of a database, and this one is not on "
                "a page that the integration can see"
            ).filled(location=snapshot.location.text),
            hint=Message(
                "share the page with the integration and give its address; a database of its own "
                "is moved to a page with ··· → Move to"
            ),
        )
    return page
