"""A workspace and one integration in it: who there is, what there is, and what it may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.servers.google.clock import Clock
from tests.servers.notion import errors
from tests.servers.notion.history import History, Written
from tests.servers.notion.ids import Ids
from tests.servers.notion.lagging import Index
from tests.servers.notion.model import Database, DataSource, Page, Property, User

CAPABILITIES = ("read", "update", "insert", "user")


@dataclass
class Integration:
    """The bot that asks. `capabilities` are any of read, update, insert and user."""

    user: User
    token: str
    capabilities: set[str] = field(default_factory=lambda: set(CAPABILITIES))

    @property
    def name(self) -> str:
        return self.user.name


class Workspace:
    """`version` counts changes of every kind, so that answers can be kept until the next one.

    `makes_options`: whether a select's unknown word becomes an option, or is refused.
    """

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self.clock, self.ids = clock, ids
        self.id, self.name = ids.uuid(), "Workspace"
        self.users: dict[str, User] = {}
        self.pages: dict[str, Page] = {}
        self.databases: dict[str, Database] = {}
        self.sources: dict[str, DataSource] = {}
        self.history = History()
        self.index = Index()
        self.makes_options = True
        self.version = 0
        bot = self.user("okrsync", bot=True)
        self.integration = Integration(bot, "ntn_loopback")
        self.colleague = self.user("Sam Colleague", "sam@example.org")

    def user(self, name: str, email: str = "", *, bot: bool = False) -> User:
        one = User(self.ids.uuid(), name, email, bot)
        self.users[one.id] = one
        return one

    # -- looking up, as the integration ----------------------------------------------------

    def page(self, ident: str) -> Page:
        """A page that is shared; 404 for every other one."""
        page = self.pages.get(ident)
        if page is None or not self.sees_page(page):
            raise self.unseen("page", ident)
        return page

    def database(self, ident: str) -> Database:
        found = self.databases.get(ident)
        if found is None or not self.sees(found):
            raise self.unseen("database", ident)
        return found

    def source(self, ident: str) -> DataSource:
        found = self.sources.get(ident)
        if found is None or not self.sees(self.databases[found.database]):
            raise self.unseen("data source", ident)
        return found

    def unseen(self, kind: str, ident: str) -> errors.ApiError:
        us = self.integration
        return errors.not_found(kind, ident, us.user.id, us.name)

    def sees_page(self, page: Page) -> bool:
        source = self.sources.get(page.parent)
        return page.shared and (source is None or self.sees(self.databases[source.database]))

    @staticmethod
    def sees(database: Database) -> bool:
        """A linked database has no data sources of its own, and answers as one not shared."""
        return database.shared and not database.linked

    def check_edit(self, page: Page | None, source: DataSource | None) -> None:
        """403 where the integration may only look."""
        database = self.databases[source.database] if source is not None else None
        if not ((page is None or page.editable) and (database is None or database.editable)):
            raise errors.restricted()

    # -- changing --------------------------------------------------------------------------

    def touched(self, page: Page, by: str) -> None:
        """Note an edit: its minute and whose it was."""
        self.version += 1
        page.edited, page.edited_by = self.clock.now(), by
        page.cache.clear()

    def write(self, page: Page, one: Property, value: Any, by: str) -> None:
        """Keep a value and note it, on both sides of a two-way relation."""
        before, page.values[one.id] = page.values.get(one.id), value
        self.history.append(Written(page.id, one.name, by, before, value))
        back = one.config.get("dual_property", {}).get("synced_property_id")
        if back:
            for ident in set(before or ()) ^ set(value or ()):
                self._sync_back(page, self.pages[ident], back, there=ident in (value or ()))

    @staticmethod
    def _sync_back(page: Page, other: Page, back: str, *, there: bool) -> None:
        kept = [each for each in other.values.get(back, []) if each != page.id]
        other.values[back] = [*kept, page.id] if there else kept
        other.cache.clear()

    def reshaped(self, source: DataSource) -> None:
        """Note a change of a schema, or of what is shared with the integration."""
        self.version += 1
        source.version += 1
        source.edited = self.clock.now()

    def reshared(self) -> None:
        """Note that other things are shared with the integration than before."""
        for source in self.sources.values():
            self.reshaped(source)

    def new_page(self, parent: str, by: str) -> Page:
        """An empty page, the last of its data source."""
        now = self.clock.now()
        page = Page(self.ids.uuid(), parent, now, now, by, by)
        source = self.sources.get(parent)
        if source is not None:
            source.numbered += 1
            page.number = source.numbered
            source.rows[page.id] = None
        self.pages[page.id] = page
        self.version += 1
        return page

    def new_database(self, title: str, parent: str = "") -> Database:
        now = self.clock.now()
        database = Database(self.ids.uuid(), title, parent, now, now)
        self.databases[database.id] = database
        self.version += 1
        return database

    def new_source(self, database: Database, name: str) -> DataSource:
        now = self.clock.now()
        source = DataSource(self.ids.uuid(), database.id, name, now, now)
        database.sources.append(source.id)
        self.sources[source.id] = source
        self.version += 1
        return source

    def move(self, page: Page, parent: str, by: str) -> None:
        """Take a row elsewhere: values follow properties of the same name and type."""
        old, new = self.sources.get(page.parent), self.sources.get(parent)
        if old is not None:
            old.rows.pop(page.id, None)
        values = {}
        for ident, value in page.values.items():
            before = old.properties.get(ident) if old is not None else None
            after = _same(before, new) if before is not None and new is not None else None
            if after is not None:
                values[after.id] = value
        page.values, page.parent = values, parent
        if new is not None:
            new.rows[page.id] = None
        self.touched(page, by)


def _same(before: Property, new: DataSource) -> Property | None:
    if before.type == "title":
        return new.properties.get("title")
    found = new.named(before.name)
    return found if found is not None and found.type == before.type else None
