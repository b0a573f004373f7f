"""A spreadsheet: its tabs, who may do what, what its formulas give, and all that happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.google import a1, formulas, locales, rendering
from tests.servers.google.cells import Cell, Effective, Entered, Formula
from tests.servers.google.clock import Clock
from tests.servers.google.errors import JSON, invalid, unparsable
from tests.servers.google.history import History, Kind, Reshaped, Written, kinds
from tests.servers.google.tab import Tab

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Actor:
    """On whose behalf cells are written at the moment; None while seeding."""

    who: str
    request: int = 0


@dataclass
class Book:
    """`roles` maps an e-mail address to owner, writer, commenter or reader."""

    id: str
    title: str
    clock: Clock
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    mime: str = SPREADSHEET
    tabs: list[Tab] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    named: list[JSON] = field(default_factory=list)
    metadata: list[JSON] = field(default_factory=list)
    results: dict[str, Effective] = field(default_factory=dict)
    sort_takes_metadata: bool = False  # Google leaves it undocumented
    modified_lag: float = 0  # seconds by which Drive's modifiedTime is late
    history: History = field(default_factory=History)
    actor: Actor | None = None
    version: int = 1
    created: float = 0
    changes: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.created = self.clock.now()

    @property
    def style(self) -> locales.Style:
        return locales.style(self.locale)

    @property
    def owner(self) -> str:
        return next((who for who, role in self.roles.items() if role == "owner"), "")

    @property
    def modified(self) -> float:
        """What Drive says: the last change that is old enough."""
        seen = [at for at in self.changes if at <= self.clock.now() - self.modified_lag]
        return seen[-1] if seen else self.created

    def tab(self, title: str) -> Tab:
        """The tab of that title; KeyError without one."""
        for tab in self.tabs:
            if tab.title == title:
                return tab
        raise KeyError(title)

    def tab_by_id(self, sheet_id: int) -> Tab:
        for tab in self.tabs:
            if tab.sheet_id == sheet_id:
                return tab
        raise invalid(f"No grid with id: {sheet_id}")

    def resolve(self, text: str) -> tuple[Tab, a1.Area]:
        """Tab and area, ends closed to the grid, of a reference; 400 where there is none."""
        tab, area = self._find(text)
        if area.top >= tab.row_count or area.left >= tab.column_count:
            raise invalid(
                f"Range ({a1.name(tab.title, area)}) exceeds grid limits. "
                f"Max rows: {tab.row_count}, max columns: {tab.column_count}"
            )
        return tab, area.within(tab.row_count, tab.column_count)

    def _find(self, text: str) -> tuple[Tab, a1.Area]:
        title, cells = a1.split(text)
        for named in self.named if cells is None else []:
            if named["name"] == title:
                grid = named["range"]
                return self.tab_by_id(grid.get("sheetId") or 0), a1.from_grid_range(grid)
        area = a1.Area() if cells is None else a1.parse_cells(cells)
        tabs = [tab for tab in self.tabs if title is None or tab.title == title]
        if area is None or not tabs:
            raise unparsable(text)
        return tabs[0], area

    def effective(self, tab: Tab, entered: Entered) -> Effective:
        """What an entered value counts as."""
        if not isinstance(entered, Formula):
            return entered
        if entered.text in self.results:
            return self.results[entered.text]

        def look(title: str | None, area: a1.Area) -> Iterator[Effective]:
            there = tab if title is None else self.tab(title)
            inside = area.within(there.row_count, there.column_count)
            assert inside.bottom is not None
            assert inside.right is not None
            for row in range(inside.top, inside.bottom):
                for column in range(inside.left, inside.right):
                    yield self.effective(there, there.cell(row, column).entered)

        return formulas.evaluate(entered.text, look)

    def shown(self, tab: Tab, cell: Cell) -> str:
        value = self.effective(tab, cell.entered)
        return rendering.shown(value, cell.number_format, self.style)

    def write(self, tab: Tab, row: int, column: int, cell: Cell) -> None:
        """Put a cell, and remember who did it."""
        if self.actor is not None:
            before = tab.cell(row, column)
            found = kinds(before, cell)
            for kind in found:
                self._wrote(tab, row, column, kind, (before.entered, cell.entered))
        tab.put(row, column, cell)

    def _wrote(
        self, tab: Tab, row: int, column: int, kind: Kind, values: tuple[Entered, Entered]
    ) -> None:
        assert self.actor is not None
        request, who, now = self.actor.request, self.actor.who, self.clock.now()
        place = (tab.title, tab.sheet_id, row, column)
        self.history.append(Written(request, now, who, *place, kind, *values))

    def reshaped(self, tab: str, what: str, detail: str = "") -> None:
        if self.actor is not None:
            now = self.clock.now()
            self.history.append(
                Reshaped(self.actor.request, now, self.actor.who, tab, what, detail)
            )

    def touch(self) -> None:
        """A change, visible or not: the version grows."""
        self.version += 1
        self.changes.append(self.clock.now())

    @contextmanager
    def changing(self, who: str, request: int = 0) -> Iterator[None]:
        """All or nothing: what raises inside leaves everything as it was."""
        kept_tabs = [(tab, tab.clone()) for tab in self.tabs]
        values = (self.title, self.locale, self.time_zone, list(self.named), list(self.metadata))
        length = len(self.history)
        self.actor = Actor(who, request)
        try:
            yield
            self.touch()
        except BaseException:
            self.tabs = [tab for tab, _ in kept_tabs]
            for tab, kept in kept_tabs:
                tab.restore(kept)
            self.title, self.locale, self.time_zone, self.named, self.metadata = values
            del self.history[length:]
            raise
        finally:
            self.actor = None
