"""The contract, kept by Notion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest

from okrsync.connector import Calls, Location
from okrsync.table import Shown
from tests.connectors.contract import Contract
from tests.connectors.notion.desk import Desk, at, signed_in
from tests.connectors.plan import PROGRESS, TITLE, titles
from tests.connectors.subject import Can, Cells, Grid, Subject
from tests.connectors.summary_contract import SummaryContract
from tests.servers.conftest import notion
from tests.servers.notion import faults, people, seeding
from tests.servers.notion.server import NotionServer

__all__ = ["notion"]


class NotionSubject(Subject):
    """A database on the loopback server, edited there without the connector."""

    can = frozenset({Can.TABS, Can.APPEND})
    withstands = 2
    header_row = 0
    on_page = False
    """Whether a lone database stands on a page, and not in the workspace itself."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.connector = desk.connector
        self.tables: dict[str, seeding.Table] = {}

    def make(self, grid: Grid, **tabs: Grid) -> Location:
        page = self.desk.notion.page("Plans") if tabs or self.on_page else ""
        self.tables = {
            name: self._database(name, rows, page) for name, rows in {"Plan": grid, **tabs}.items()
        }
        self.desk.later(10)
        return at(page if tabs else self.table.database.id)

    @property
    def table(self) -> seeding.Table:
        return self.tables["Plan"]

    def _database(self, name: str, grid: Grid, page: str) -> seeding.Table:
        columns = {
            str(header): "title" if at == 0 else _type(str(header), [row[at:] for row in grid[1:]])
            for at, header in enumerate(grid[0])
        }
        table = self.desk.notion.database(name, columns, parent=page)
        for row in grid[1:]:
            self.desk.later(1)  # rows of one minute have no order of their own
            table.add(_filled(grid[0], row))
        return table

    def put(self, grid: Grid) -> None:
        space, table = self.desk.notion.ws, self.table
        for one, header in zip(list(table.source.properties.values()), grid[0], strict=True):
            if one.name != header:
                people.rename_property(table, one.name, str(header))(space)
        known = {table.text(page.id, TITLE): page.id for page in table.rows}
        for title, row in zip(titles(grid), grid[1:], strict=True):
            new = _typed(table, grid[0], row)
            old = {key: table.text(known[title], key) for key in new} if title in known else {}
            if not old:
                table.add(new)
            elif changed := {k: v for k, v in new.items() if str(v or "") != old[k]}:
                table.put(known[title], changed)
        for title in known.keys() - set(titles(grid)):
            people.trash(known[title])(space)

    def grid(self, tab: str | None = None) -> Cells:
        table = self.tables[tab or "Plan"]
        names = [one.name for one in table.source.properties.values()]
        rows = [[_seen(table, page.id, name) for name in names] for page in table.rows]
        return [list[object](names), *rows]

    def state(self) -> object:
        return [
            (name, [(p.id, p.name, p.type, p.config) for p in table.source.properties.values()])
            for name, table in self.tables.items()
        ] + [self.grid(name) for name in self.tables]

    def is_live(self, row: int, column: int) -> bool:
        return False

    def stored(self, after: str | Decimal | None, shown: Shown) -> object:
        return float(after) if isinstance(after, Decimal) else after

    def counted(self) -> Calls | None:
        return self.desk.counted()

    def missing(self) -> Location:
        return at("1f8e2c4a-5b6d-4e0f-8a9b-c0d1e2f30405")

    def forbid_writing(self) -> None:
        self.desk.notion.ws.integration.capabilities.discard("update")

    def obstruct(self) -> None:
        self.desk.notion.faults.decide = lambda request: (
            faults.unavailable() if request.effect == "write" else None
        )


def _type(header: str, below: Grid) -> str:
    if header == PROGRESS:
        return "number:percent"
    numbers = [isinstance(row[0], int | float) for row in below if row and row[0] != ""]
    return "number" if numbers and all(numbers) else "rich_text"


def _filled(header: Sequence[object], row: Sequence[object]) -> dict[str, object]:
    return {str(key): value for key, value in zip(header, row, strict=False) if value != ""}


def _typed(
    table: seeding.Table, header: Sequence[object], row: Sequence[object]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in zip(header, row, strict=True):
        number = table.property(str(key)).type == "number"
        found[str(key)] = (float(str(value)) if value != "" else None) if number else value
    return found


def _seen(table: seeding.Table, page: str, name: str) -> object:
    if table.property(name).type == "number":
        value = table.value(page, name)
        return "" if value is None else value
    return table.text(page, name)


class TestNotion(Contract):
    @pytest.fixture
    def subject(self, notion: NotionServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Subject]:
        with signed_in(notion, monkeypatch) as desk:
            yield NotionSubject(desk)


class TestNotionSummary(SummaryContract):
    @pytest.fixture
    def subject(self, notion: NotionServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Subject]:
        with signed_in(notion, monkeypatch) as desk:
            subject = NotionSubject(desk)
            subject.on_page = True
            yield subject
