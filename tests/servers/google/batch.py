"""spreadsheets.batchUpdate: requests in order, all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.servers.google.book import Book
from tests.servers.google.errors import JSON, ApiError, bad_field, invalid
from tests.servers.google.shifts import EDGES, Dimension
from tests.servers.google.tab import Tab

CELL_LIMIT = 10_000_000
Handler = Callable[["Batch", JSON], JSON]


@dataclass
class Batch:
    """What the requests of one batch work on, and for whom."""

    book: Book
    who: str

    def tab(self, body: JSON) -> Tab:
        """The tab of a GridRange, DimensionRange or request; without an id it is 0."""
        return self.book.tab_by_id(body.get("sheetId") or 0)

    def span(self, body: JSON) -> tuple[Tab, Dimension, int, int]:
        """Tab, dimension and ends of a DimensionRange, closed to the grid."""
        tab = self.tab(body)
        dimension = body.get("dimension")
        if dimension not in EDGES:
            raise invalid("No dimension specified.")
        size = tab.row_count if dimension == "ROWS" else tab.column_count
        start, end = body.get("startIndex") or 0, body.get("endIndex", size)
        if not 0 <= start < end:
            raise invalid(f"startIndex[{start}] and endIndex[{end}] are no range.")
        return tab, "ROWS" if dimension == "ROWS" else "COLUMNS", start, end

    def check_size(self) -> None:
        if sum(tab.row_count * tab.column_count for tab in self.book.tabs) > CELL_LIMIT:
            raise invalid(
                "This action would increase the number of cells in the workbook above the limit "
                f"of {CELL_LIMIT} cells."
            )


def run(batch: Batch, requests: list[JSON], handlers: Mapping[str, Handler]) -> list[JSON]:
    """The replies, one a request. The first that fails names itself in the 400."""
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = []
    for at, request in enumerate(requests):
        if len(request) != 1:
            raise invalid(f"Invalid requests[{at}]: No request set.")
        [(name, body)] = request.items()
        if name not in handlers:
            message = f'Invalid JSON payload received. Unknown name "{name}" at'
            field = f"requests[{at}]"
            raise bad_field(field, f"{message} '{field}': Cannot find field.")
        try:
            replies.append(handlers[name](batch, body))
        except ApiError as error:
            inner = error.body["error"]
            raise invalid(f"Invalid requests[{at}].{name}: {inner['message']}") from error
        batch.book.reshaped(_tab_title(batch.book, body), name)
    return replies


def _tab_title(book: Book, body: JSON) -> str:
    """The tab that a request is about, empty where it is about the whole spreadsheet."""
    for part in (body, *body.values()):
        if isinstance(part, dict) and "sheetId" in part:
            titles = [tab.title for tab in book.tabs if tab.sheet_id == part["sheetId"]]
            return titles[0] if titles else ""
    return ""


def without_nulls(value: Any) -> Any:
    """A request's body without the nulls that stand for fields left out."""
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def tidy(grid: JSON) -> JSON:
    """A GridRange or DimensionRange as it is answered: the sheetId 0 is left out."""
    return {k: v for k, v in grid.items() if k != "sheetId" or v}
