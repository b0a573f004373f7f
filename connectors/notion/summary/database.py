"""A database of our own, kept up to date line by line.

Notion changes a row at a time, so a summary may be half new when something fails. Nothing else
computes with it, and the next run brings it up to date: lines are known by their numbers, each
is compared, and only what differs is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from connectors.notion.cell_values import plain
from connectors.notion.errors import LATER, NOTION
from connectors.notion.schema import TITLE, encoded
from connectors.notion.summary.columns import NUMBERED, configured, headers_of, types_of
from connectors.notion.summary.home import find
from connectors.notion.summary.line_properties import properties_of_line
from connectors.notion.summary.lines import LINE, SummaryLines, comparable, lines_of, shown
from connectors.notion.summary.mark import HEAD, described, head_of, mark_of
from okrsync.connector import KeptSummary, Snapshot, SummaryTab, Unreachable
from okrsync.http import Patience, Unclear
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]


def look(notion: Notion, snapshot: Snapshot, title: str) -> KeptSummary:
    """The database as it stands, or a free name for it. Raises Refused, Denied, Unreachable."""
    place = find(notion, snapshot, title)
    if place.database is None:
        return KeptSummary(place.title, None)
    head = head_of(place.database)
    lines = lines_of(notion, place.database)
    rows = [shown(lines, page, head[-1]) for _, page in sorted(lines.by_number.items())]
    # What is in the way is shown as a line too: so nobody takes the database for up to date.
    rows += [shown(lines, page, head[-1]) for page in lines.surplus]
    return KeptSummary(place.title, [*head, *rows])


def same(kept: KeptSummary, tab: SummaryTab) -> bool:
    """Whether the database holds these rows."""
    return comparable(kept.rows or ()) == comparable(tab.rows)


def keep(notion: Notion, snapshot: Snapshot, tab: SummaryTab) -> None:
    """Add the database, or bring it up to date. Raises Refused, Denied, Unreachable."""
    patience = Patience(NOTION)
    while True:
        try:
            _bring_up_to_date(notion, snapshot, tab)
        except Unclear as error:
            patience.failed(error)
        else:
            return
        if patience.spent:
            raise Unreachable(
                Message("Notion failed at every attempt to write the summary"), hint=LATER
            )
        patience.wait()


def drop(notion: Notion, snapshot: Snapshot, title: str) -> None:
    """Put the database into the trash; one that is gone already is. Raises Denied, Unreachable."""
    place = find(notion, snapshot, title)
    if place.database is not None:
        for ident in (str(place.database.get("id")), *place.twins):
            notion.trash_database(ident)


def _bring_up_to_date(notion: Notion, snapshot: Snapshot, tab: SummaryTab) -> None:
    place = find(notion, snapshot, tab.title)
    headers = headers_of(tab)
    shape = dict(zip(headers, types_of(tab, len(headers)), strict=True))
    about = described([*tab.rows[: HEAD - 1], headers], place.document)
    database = place.database
    if database is None:
        schema = {header: configured(kind) for header, kind in shape.items()} | NUMBERED
        database = notion.create_database(place.page, place.title, about, schema)
    lines = lines_of(notion, database)
    lines = _reshaped(notion, database, lines, shape)
    _write(notion, snapshot, lines, tab, shape)
    if plain(database.get("description")) != about:
        notion.describe_database(str(database.get("id")), about)
    for twin in place.twins:
        notion.trash_database(twin)


def _reshaped(
    notion: Notion, database: Json, lines: SummaryLines, shape: Mapping[str, str]
) -> SummaryLines:
    """The data source with just these columns of ours, read again where one was missing."""
    there = {one.name: one for one in lines.properties}
    body: dict[str, Any] = {}
    for header, kind in shape.items():
        one = there.get(header)
        if kind == TITLE and (one is None or one.type != TITLE):
            title = next(each for each in lines.properties if each.type == TITLE)
            body[encoded(title.id)] = {"name": header}
        elif one is None or kind not in (one.type, TITLE):
            body[encoded(one.id) if one else header] = configured(kind)
    if LINE not in there:
        body |= NUMBERED
    former = head_of(database)[-1] if mark_of(database) else ()
    for header in former:
        gone = there.get(header)
        if header not in shape and gone is not None and gone.type != TITLE:
            body[encoded(gone.id)] = None
    if not body:
        return lines
    notion.shape(lines.source, body)
    return lines_of(notion, database)


def _write(
    notion: Notion,
    snapshot: Snapshot,
    lines: SummaryLines,
    tab: SummaryTab,
    shape: Mapping[str, str],
) -> None:
    """One request for each line that differs, is missing or is too much."""
    wanted = tab.rows[HEAD:]
    for number, row in enumerate(wanted, 1):
        page = lines.by_number.get(number)
        sent = properties_of_line(snapshot, tab, number, row, shape)
        if page is None:
            notion.create(lines.source, {LINE: {"number": number}, **sent})
        elif comparable([shown(lines, page, [*shape])]) != comparable([row]):
            notion.update(page.id, sent)
    gone = [page for number, page in lines.by_number.items() if number > len(wanted)]
    for page in (*gone, *lines.surplus):
        notion.trash(page.id)
