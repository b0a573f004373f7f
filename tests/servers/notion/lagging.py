"""What queries show late: their index lags behind what a page itself shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.servers.notion.model import Page


@dataclass
class Behind:
    """A row as queries still show it (None: not at all), and how many of them will."""

    page: Page | None
    left: int


@dataclass
class Index:
    """What queries see of the rows. Pages that are asked for by id are never behind."""

    behind: dict[str, Behind] = field(default_factory=dict)

    def seen(self, page: Page) -> Page | None:
        """A row as a query sees it, None where it does not yet."""
        late = self.behind.get(page.id)
        return late.page if late is not None else page

    def hold(self, before: Mapping[str, Page], now: Iterable[Page], queries: int) -> None:
        """Show the rows that differ as they were `before`, for so many queries."""
        for page in now:
            old = before.get(page.id)
            if old is None or _state(old) != _state(page):
                known = self.behind.get(page.id)
                self.behind[page.id] = Behind(known.page if known else old, queries)

    def asked(self) -> bool:
        """A query was answered; whether the next one will see something new."""
        for late in self.behind.values():
            late.left -= 1
        caught_up = [ident for ident, late in self.behind.items() if late.left <= 0]
        for ident in caught_up:
            del self.behind[ident]
        return bool(caught_up)


def copied(pages: Iterable[Page]) -> dict[str, Page]:
    """The pages as they are now, by id."""
    return {page.id: replace(page, values=dict(page.values), cache={}) for page in pages}


def _state(page: Page) -> tuple[object, ...]:
    return page.edited, page.values, page.in_trash, page.shared
