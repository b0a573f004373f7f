"""The requests that are made of Notion, one method each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.errors import NOTION, THIS_INTEGRATION
from connectors.notion.schema import encoded
from okrsync.i18n import Message, verbatim

if TYPE_CHECKING:
    from notion_client import Client

    from connectors.notion.connection import Door

PAGE = 100

Json = Mapping[str, Any]


class Notion:
    """Requests of one token. Every method raises the connectors' errors only."""

    def __init__(self, door: Door) -> None:
        self._door = door

    @property
    def moment(self) -> int:
        """When this thread's last answer was given, in milliseconds since 1970."""
        return self._door.moment

    def me(self) -> Json:
        """The integration itself."""
        return self._send("read", THIS_INTEGRATION, lambda c: c.users.me())

    def name(self) -> str | None:
        """The integration's name, as people see it where they share something with it."""
        return str(self.me().get("name") or "") or None

    def shared(self) -> Sequence[Json]:
        """The data sources that are shared with the integration, a hundred at most."""
        wanted = {"property": "object", "value": "data_source"}
        answer = self._send(
            "read", verbatim(NOTION), lambda c: c.search(filter=wanted, page_size=PAGE)
        )
        return [one for one in answer.get("results") or () if isinstance(one, dict)]

    def people(self) -> Json:
        """The workspace's people: refused where the integration may not see them."""
        return self._send("people", Message("people"), lambda c: c.users.list(page_size=1))

    def database(self, ident: str) -> Json:
        """A database, with the data sources in it."""
        return self._send(
            "read",
            Message("database {id}", {"id": ident}),
            lambda c: c.databases.retrieve(database_id=ident),
        )

    def data_source(self, ident: str) -> Json:
        """A data source, with its properties."""
        return self._send(
            "read",
            Message("data source {id}", {"id": ident}),
            lambda c: c.data_sources.retrieve(data_source_id=ident),
        )

    def children(self, ident: str, cursor: str | None) -> Json:
        """What stands on a page, a hundred blocks at a time."""
        more = {"start_cursor": cursor} if cursor else {}
        return self._send(
            "read",
            Message("page or database {id}", {"id": ident}),
            lambda c: c.blocks.children.list(block_id=ident, page_size=PAGE, **more),
        )

    def query(self, ident: str, body: Json) -> Json:
        """A hundred rows of a data source."""
        return self._send(
            "read",
            Message("data source {id}", {"id": ident}),
            lambda c: c.data_sources.query(data_source_id=ident, **body),
        )

    def page(self, ident: str) -> Json:
        """A row, as it is now."""
        return self._send(
            "read",
            Message("page {id}", {"id": ident}),
            lambda c: c.pages.retrieve(page_id=ident),
        )

    def item(self, page: str, property_id: str, cursor: str | None) -> Json:
        """A hundred items of one property of one row."""
        more = {"start_cursor": cursor} if cursor else {}
        return self._send(
            "read",
            Message("property of page {id}", {"id": page}),
            lambda c: c.pages.properties.retrieve(
                page_id=page, property_id=encoded(property_id), page_size=PAGE, **more
            ),
        )

    def update(self, page: str, properties: Json) -> Json:
        """Absolute values for properties of a row: sending them twice does no harm.

        Raises Rejected, Committed too.
        """
        return self._send(
            "write",
            Message("page {id}", {"id": page}),
            lambda c: c.pages.update(page_id=page, properties=properties),
        )

    def create(self, source: str, properties: Json) -> Json:
        """A new row. Raises Rejected, Committed and, where nobody knows, Unclear."""
        parent = {"type": "data_source_id", "data_source_id": source}
        return self._send(
            "create",
            Message("data source {id}", {"id": source}),
            lambda c: c.pages.create(parent=parent, properties=properties),
        )

    def trash(self, page: str) -> Json:
        """Put a row into the trash: doing it twice does no harm."""
        return self._send(
            "write",
            Message("page {id}", {"id": page}),
            lambda c: c.pages.update(page_id=page, in_trash=True),
        )

    def create_database(self, page: str, title: str, description: str, properties: Json) -> Json:
        """A new database on a page. Raises Rejected, Committed, Unclear."""
        body = {
            "parent": {"type": "page_id", "page_id": page},
            "title": _texts(title),
            "description": _texts(description),
            "initial_data_source": {"properties": properties},
        }
        return self._send(
            "create", Message("page {id}", {"id": page}), lambda c: c.databases.create(**body)
        )

    def describe_database(self, ident: str, description: str) -> Json:
        """Change what is said of a database: sending it twice does no harm."""
        return self._send(
            "write",
            Message("database {id}", {"id": ident}),
            lambda c: c.databases.update(database_id=ident, description=_texts(description)),
        )

    def trash_database(self, ident: str) -> Json:
        """Put a database into the trash: doing it twice does no harm."""
        return self._send(
            "write",
            Message("database {id}", {"id": ident}),
            lambda c: c.databases.update(database_id=ident, in_trash=True),
        )

    def shape(self, source: str, properties: Json) -> Json:
        """Changes properties of a data source. Raises Rejected, Committed, Unclear."""
        return self._send(
            "write",
            Message("data source {id}", {"id": source}),
            lambda c: c.data_sources.update(data_source_id=source, properties=properties),
            once=True,
        )

    def _send(
        self, doing: str, what: Message, ask: Callable[[Client], Any], *, once: bool = False
    ) -> Json:
        return self._door.send(doing, what, ask, repeatable=doing != "create" and not once)


def _texts(text: str) -> list[Json]:
    return [{"type": "text", "text": {"content": text}}]
